"""Examples → tensors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from examples import Example
from labels import GROUPS_OF, Labels
from numpy.typing import NDArray
from torch import Tensor

from newsnlp.network.features import CHARACTERS, STATES, sizes
from newsnlp.network.pairs import Pairs, Spans, make_pairs, paint
from newsnlp.network.spans import enumerate_spans, hints_of_pieces, hints_of_spans

__all__ = ["Item", "Target", "Vectors", "collate", "collate_pairs", "make_items"]


Vectors = Callable[[NDArray[np.intp]], NDArray[np.float32]]  # rows → (n, 300)


Target = tuple[NDArray[np.int64], NDArray[np.float16]]


@dataclass
class Item:
    """An example with all that does not change from epoch to epoch.

    Attributes:
        first, last: (spans) candidates.
        target: for each group of its corpus, the spans that are not surely none, ascending, and
            the chances of their kinds and of none, (some spans, kinds + 1); none comes last.
        gold: the mentions.
        pairs: pairs of mentions, with the chances of their relations (`truth`) and what is to be
            learnt (`learn`), both (pairs, relations).
    """

    example: Example
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    target: dict[str, Target]
    gold: Spans
    pairs: Pairs
    truth: NDArray[np.float16]
    learn: NDArray[np.bool_]

    @property
    def painted(self) -> NDArray[np.float32]:
        """(pieces, 2 × hints), see `hints_of_pieces`."""
        return hints_of_pieces(self.example.features)

    @property
    def hinted(self) -> NDArray[np.float32]:
        """(spans, hints), see `hints_of_spans`."""
        return hints_of_spans(self.example.features, self.first, self.last)


def make_items(examples: Sequence[Example], labels: Labels) -> list[Item]:
    """The items of `examples`; kinds that `labels` lack are left out."""
    reach = {corpus: labels.reach(corpus) for corpus in GROUPS_OF}
    able = labels.able()
    return [_item(example, labels, reach, able) for example in examples]


def _item(example: Example, labels: Labels, reach: dict, able: NDArray[np.bool_]) -> Item:
    first, last = enumerate_spans(example.features.pieces.sentence)
    place = {(int(a), int(b)): i for i, (a, b) in enumerate(zip(first, last, strict=True))}
    kinds = {kind: i for i, kind in enumerate(labels.kinds)}
    target = {}
    for group in GROUPS_OF.get(example.corpus, ()):
        column = {kind: i for i, kind in enumerate(labels.groups[group])}
        sure = {place[a, b]: column[label] for a, b, label in example.gold if label in column}
        spans = np.array(sorted(sure), np.int64)
        chances = np.zeros((len(spans), len(column) + 1), np.float16)
        chances[np.arange(len(spans)), [sure[int(span)] for span in spans]] = 1
        target[group] = (spans, chances)
    known = [(a, b, kinds[label]) for a, b, label in example.gold if label in kinds]
    table = np.array(known, np.int64).reshape(-1, 3)
    gold = Spans(table[:, 0], table[:, 1], table[:, 2])
    pairs = make_pairs(example.features, gold, reach.get(example.corpus) or labels.reach("nerel"))
    index = {
        (int(h), int(t)): i for i, (h, t) in enumerate(zip(pairs.head, pairs.tail, strict=True))
    }
    column = {label: i for i, label in enumerate(labels.relations)}
    truth = np.zeros((len(pairs), len(column)), np.float16)
    learn = able[gold.kind[pairs.head], gold.kind[pairs.tail]]
    for label, head, tail in example.unsure:
        if label in column and (head, tail) in index:
            learn[index[head, tail], column[label]] = 0
    for label, head, tail in example.links:
        if label in column and (head, tail) in index:
            truth[index[head, tail], column[label]] = 1
            learn[index[head, tail], column[label]] = 1
    return Item(example, first, last, target, gold, pairs, truth, learn)


def collate(
    items: Sequence[Item], vectors: Vectors, device: torch.device | None = None
) -> dict[str, Tensor]:
    """The inputs of a batch, padded to its longest document, on `device`."""
    size = sizes()
    length = max(len(item.example.features.pieces) for item in items)
    count = len(items)
    widths = {
        "letters": (CHARACTERS, np.uint8),
        "grammemes": (size["grammemes"], np.float32),
        "tags": (size["tags"], np.float32),
        "states": (STATES, np.float32),
        "ner": (size["ner"], np.float32),
        "votes": (size["ner"] + 1, np.float32),
        "painted": (2 * size["hints"], np.float32),
    }
    batch = {name: np.zeros((count, length, width), kind) for name, (width, kind) in widths.items()}
    batch |= {
        name: np.zeros((count, length, 300), np.float32) for name in ("word", "lemma", "head")
    }
    batch |= {name: np.zeros((count, length), np.int64) for name in ("part", "rel")}
    mask = np.zeros((count, length), np.float32)
    for row, item in enumerate(items):
        f = item.example.features
        n = len(f.pieces)
        mask[row, :n] = 1
        for name in set(widths) - {"painted"}:
            batch[name][row, :n] = getattr(f, name)
        batch["word"][row, :n] = vectors(f.word)
        batch["lemma"][row, :n] = vectors(f.lemma)
        heads = vectors(f.lemma[np.maximum(f.head, 0)])
        batch["painted"][row, :n] = item.painted
        batch["head"][row, :n] = heads * (f.head >= 0)[:, None]
        batch["part"][row, :n] = f.pieces.part
        batch["rel"][row, :n] = f.rel
    made = {name: torch.from_numpy(array).to(device) for name, array in batch.items()}
    made["letters"] = made["letters"].long()
    made["mask"] = torch.from_numpy(mask).to(device)
    return made


def collate_pairs(
    parts: Sequence[tuple[Spans, Pairs]],
    length: int,
    kinds: int,
    device: torch.device | None = None,
) -> tuple[dict[str, Tensor], Tensor]:
    """Pairs of a batch with indices into all its pieces, and the painted mentions."""
    columns: dict[str, list[NDArray]] = {}
    painted = np.zeros((len(parts), length, 2 * kinds), np.float32)
    for row, (spans, pairs) in enumerate(parts):
        base = row * length
        painted[row] = paint(spans, length, kinds)
        values = {
            "head_first": spans.first[pairs.head] + base,
            "head_last": spans.last[pairs.head] + base,
            "head_kind": spans.kind[pairs.head],
            "tail_first": spans.first[pairs.tail] + base,
            "tail_last": spans.last[pairs.tail] + base,
            "tail_kind": spans.kind[pairs.tail],
            "distance": pairs.distance,
            "gap": pairs.gap,
            "start": pairs.start + base,
            "stop": pairs.stop + base,
            "facts": pairs.facts,
        }
        for name, value in values.items():
            columns.setdefault(name, []).append(value)
    made = {name: torch.from_numpy(np.concatenate(value)) for name, value in columns.items()}
    return (
        {name: value.to(device) for name, value in made.items()},
        torch.from_numpy(painted).to(device),
    )
