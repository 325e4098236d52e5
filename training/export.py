"""A checkpoint → spans.onnx, links.onnx and card.json, as the package serves them.

python training/export.py --checkpoint build/training/one.pt --out src/newsnlp/resources/model
"""

import argparse
import hashlib
import json
import tempfile
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from labels import Labels, reach_of
from model import Network, Shape
from onnxruntime.quantization import QuantType, quantize_dynamic
from probe import make_probe
from torch import Tensor, nn

from newsnlp.network.features import CHARACTERS, STATES, sizes
from newsnlp.network.pairs import FACTS
from newsnlp.network.weights import PROTOCOL, layout
from newsnlp.taggers import Taggers

__all__ = ["export", "load"]

_INPUTS = (
    "word",
    "lemma",
    "head",
    "letters",
    "part",
    "grammemes",
    "tags",
    "rel",
    "ner",
    "votes",
    "painted",
)
_PAIRS = (
    "head_first",
    "head_last",
    "head_kind",
    "tail_first",
    "tail_last",
    "tail_kind",
    "distance",
    "gap",
    "start",
    "stop",
    "facts",
)


class SpanGraph(nn.Module):
    """The first graph: inputs of one document → states, logits of its spans."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, *values: Tensor) -> tuple[Tensor, Tensor]:
        """In the order of `_INPUTS`, then states, first, last."""
        batch = dict(zip((*_INPUTS, "states", "first", "last", "hinted"), values, strict=True))
        batch["mask"] = torch.ones_like(batch["ner"][:, :, 0])
        states = self.network.encode(batch)
        return states, self.network.spans(states[0], batch["first"], batch["last"], batch["hinted"])


class LinkGraph(nn.Module):
    """The second graph: states and painted mentions → logits of pairs."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, states: Tensor, painted: Tensor, *values: Tensor) -> Tensor:
        """`values` in the order of `_PAIRS`."""
        pairs = dict(zip(_PAIRS, values, strict=True))
        return self.network.links(states, painted, torch.ones_like(painted[:, :, 0]), pairs)


def load(path: Path) -> tuple[Network, Labels, dict[str, Any]]:
    """The network of a checkpoint, its labels and all else that it records."""
    kept = torch.load(path, weights_only=False)
    labels = Labels(**kept["labels"])
    shape = Shape(**kept["shape"])
    network = Network(shape, [len(g) for g in labels.groups.values()], len(labels.relations))
    network.load_state_dict(kept["weights"])
    return network.eval(), labels, kept


def export(
    network: Network, labels: Labels, folder: Path, about: Mapping[str, Any], *, int8: bool = True
) -> None:
    """Write the two graphs and the card."""
    folder.mkdir(parents=True, exist_ok=True)
    size = sizes()
    pieces, spans, pairs = 7, 5, 3

    def floats(*shape: int) -> Tensor:
        return torch.zeros(*shape)

    def whole(*shape: int) -> Tensor:
        return torch.zeros(*shape, dtype=torch.long)

    widths = {"grammemes": size["grammemes"], "tags": size["tags"], "ner": size["ner"]}
    widths |= {"painted": 2 * size["hints"]}
    widths |= {"votes": size["ner"] + 1, "word": 300, "lemma": 300, "head": 300}
    values = [
        whole(1, pieces, CHARACTERS)
        if name == "letters"
        else floats(1, pieces, widths[name])
        if name in widths
        else whole(1, pieces)
        for name in _INPUTS
    ]
    values += [floats(1, pieces, STATES), whole(spans), whole(spans)]
    values.append(floats(spans, size["hints"]))
    names = [*_INPUTS, "states", "first", "last", "hinted"]
    axes = {name: {1: "pieces"} for name in names[:-3]}
    axes |= {"first": {0: "spans"}, "last": {0: "spans"}, "hinted": {0: "spans"}}
    axes |= {"encoded": {1: "pieces"}, "logits": {0: "spans"}}
    graph = Graph(SpanGraph(network), tuple(values), names, ["encoded", "logits"], axes)
    graph.write(folder / "spans.onnx", int8=int8)
    told = [floats(pairs, FACTS) if name == "facts" else whole(pairs) for name in _PAIRS]
    values = [floats(1, pieces, network.shape.width), floats(1, pieces, 2 * network.kinds), *told]
    names = ["states", "painted", *_PAIRS]
    axes = {"states": {1: "pieces"}, "painted": {1: "pieces"}, "logits": {0: "pairs"}}
    axes |= {name: {0: "pairs"} for name in _PAIRS}
    graph = Graph(LinkGraph(network), tuple(values), names, ["logits"], axes)
    graph.write(folder / "links.onnx", int8=int8)
    reach = reach_of(labels)
    card = {
        "protocol": PROTOCOL,
        "layout": layout(),
        "sha256": {
            name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
            for name in ("spans.onnx", "links.onnx")
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


@dataclass
class Graph:
    """A part of the network with example inputs, to be written as ONNX."""

    module: nn.Module
    values: tuple[Tensor, ...]
    inputs: list[str]
    outputs: list[str]
    axes: dict[str, dict[int, str]]  # that differ from document to document

    def write(self, path: Path, *, int8: bool) -> None:
        """Write it to `path`."""
        with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            plain = Path(scratch) / path.name
            torch.onnx.export(
                self.module.eval(),
                self.values,
                str(plain),
                input_names=self.inputs,
                output_names=self.outputs,
                dynamic_axes=self.axes,
                dynamo=False,
                opset_version=17,
            )
            if not int8:
                path.write_bytes(plain.read_bytes())
                return
            # int8 convolutions of letters are three times slower than float ones: products only.
            # Seven bits of weights: with eight, processors without VNNI overflow now and then.
            quantize_dynamic(
                str(plain),
                str(path),
                weight_type=QuantType.QInt8,
                reduce_range=True,
                op_types_to_quantize=["MatMul", "Gemm"],
            )


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
