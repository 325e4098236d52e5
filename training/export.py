"""A checkpoint → words.onnx, spans.onnx, links.onnx and card.json, as the package serves them.

python training/export.py --checkpoint build/training/one.pt --out src/newsnlp/resources/model
"""

import argparse
import hashlib
import json
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from graphs import PAIRS, SPANS, WORDS, LinkGraph, SpanGraph, WordGraph
from labels import Labels, reach_of
from model import Network, Shape
from onnxruntime.quantization import QuantType, quantize_dynamic
from probe import make_probe
from quantized import quantize_before_joining
from torch import Tensor, nn

from newsnlp.network.features import CHARACTERS, STATES, sizes
from newsnlp.network.pairs import FACTS
from newsnlp.network.spans import WIDTH
from newsnlp.network.weights import FILES, PROTOCOL, layout
from newsnlp.taggers import Taggers

__all__ = ["export", "load"]


def load(path: Path) -> tuple[Network, Labels, dict[str, Any]]:
    """The network of a checkpoint, its labels and all else that it records."""
    kept = torch.load(path, map_location="cpu", weights_only=False)
    labels = Labels(**kept["labels"])
    shape = Shape(**kept["shape"])
    network = Network(shape, [len(g) for g in labels.groups.values()], len(labels.relations))
    network.load_state_dict(kept["weights"])
    return network.eval(), labels, kept


def export(
    network: Network, labels: Labels, folder: Path, about: Mapping[str, Any], *, int8: bool = True
) -> None:
    """Write the three graphs and the card."""
    folder.mkdir(parents=True, exist_ok=True)
    words, spans, links = make_graphs(network)
    words.write(folder / "words.onnx", int8=False)  # kept from text to text: precision is cheap
    spans.write(folder / "spans.onnx", int8=int8)
    links.write(folder / "links.onnx", int8=int8)
    reach = reach_of(labels)
    card = {
        "protocol": PROTOCOL,
        "layout": layout(),
        "sha256": {
            name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES
        },
        "groups": labels.groups,
        "relations": labels.relations,
        "allowed": labels.allowed,
        "reach": {label: reach[label][0] for label in labels.relations},
        "alike": [label for label in labels.relations if reach[label][1]],
        "choices": labels.choices,
        **about,
    }
    (folder / "card.json").write_text(
        json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )


def make_graphs(network: Network) -> list["Graph"]:
    """The three graphs of a network with example inputs."""
    size = sizes()
    words, lemmas, tags, pieces, spans, hints, mentions, pairs = 4, 6, 2, 7, 5, 3, 3, 2
    width, kinds = network.shape.width, 2 * network.kinds

    def floats(*shape: int) -> Tensor:
        return torch.rand(*shape)

    def whole(*shape: int) -> Tensor:
        return torch.randint(0, 2, shape)

    told = {
        "word": (floats(words, 300), "words"),
        "letters": (whole(words, CHARACTERS), "words"),
        "grammemes": (floats(words, size["grammemes"]), "words"),
        "lemma": (floats(lemmas, 300), "lemmas"),
        "tags": (floats(tags, size["tags"]), "tags"),
        "rel": (whole(tags), "tags"),
        "part": (whole(tags), "tags"),
    }
    shares = {"of_word": "words", "of_lemma": "lemmas", "of_head": "lemmas", "of_tag": "tags"}
    read = {
        "told": (floats(1, pieces, width), "pieces"),
        "ner": (floats(1, pieces, size["ner"]), "pieces"),
        "votes": (floats(1, pieces, size["ner"] + 1), "pieces"),
        "painted": (floats(1, pieces, 2 * size["hints"]), "pieces"),
        "states": (floats(1, pieces, STATES), "pieces"),
        "first": (whole(spans), "spans"),
        "last": (whole(spans) + 2, "spans"),
        "row": (whole(spans) + WIDTH, "spans"),
        "hinted": (floats(hints, size["hints"]), "hints"),
        "length": (whole(hints), "hints"),
    }
    asked = {
        "states": (floats(1, pieces, width), "pieces"),
        "painted": (floats(1, pieces, kinds), "pieces"),
        **{name: (whole(mentions), "mentions") for name in ("first", "last", "kind")},
        **{name: (whole(pairs), "pairs") for name in PAIRS[5:-1]},
        "facts": (floats(pairs, FACTS), "pairs"),
    }
    return [
        Graph(WordGraph(network), WORDS, told, shares),
        Graph(SpanGraph(network), SPANS, read, {"encoded": "pieces", "logits": "spans"}),
        Graph(LinkGraph(network), PAIRS, asked, {"logits": "pairs"}),
    ]


@dataclass
class Graph:
    """A part of the network with example inputs, to be written as ONNX.

    Attributes:
        names: of the inputs, in the order of the module's arguments.
        inputs: an example of each, and what its number of rows is called.
        outputs: what the number of rows of each is called.
    """

    module: nn.Module
    names: Sequence[str]
    inputs: Mapping[str, tuple[Tensor, str]]
    outputs: Mapping[str, str]

    @property
    def values(self) -> tuple[Tensor, ...]:
        """The example inputs in order."""
        return tuple(self.inputs[name][0] for name in self.names)

    def write(self, path: Path, *, int8: bool) -> None:
        """Write it to `path`."""
        wide = {"pieces": 1}
        rows = {name: self.inputs[name][1] for name in self.names} | dict(self.outputs)
        axes = {name: {wide.get(row, 0): row} for name, row in rows.items()}
        with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            plain = Path(scratch) / path.name
            torch.onnx.export(
                self.module.eval(),
                self.values,
                str(plain),
                input_names=list(self.names),
                output_names=list(self.outputs),
                dynamic_axes=axes,
                dynamo=False,
                opset_version=17,
            )
            if not int8:
                path.write_bytes(plain.read_bytes())
                return
            # Seven bits of weights: with eight, processors without VNNI overflow now and then.
            quantize_dynamic(
                str(plain),
                str(path),
                weight_type=QuantType.QInt8,
                reduce_range=True,
                op_types_to_quantize=["MatMul", "Gemm"],
            )
        quantize_before_joining(path)


def main() -> None:
    """Read the options and export."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/newsnlp/resources/model"))
    parser.add_argument("--about", type=Path, help="JSON to add to the card")
    parser.add_argument("--float", action="store_true", help="no int8")
    options = parser.parse_args()
    network, labels, kept = load(options.checkpoint)
    about = json.loads(options.about.read_text("utf-8")) if options.about else {}
    vectors = Taggers.load().embedding.vectors
    about |= {"shape": kept["shape"], "plan": kept["plan"], "scores": kept["scores"]}
    about |= {"probe": make_probe(network, labels, vectors)}
    export(network, labels, options.out, about, int8=not options.float)
    for path in sorted(options.out.glob("*.onnx")):
        print(path.name, f"{path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
