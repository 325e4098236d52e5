"""Strict F1 of networks on labelled documents: mentions by kind, links end to end."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from batches import Item, Vectors, collate, collate_pairs
from labels import GROUPS_OF, Labels
from model import Network
from numpy.typing import NDArray
from torch import Tensor

from newsnlp.network.pairs import Spans, chances_of, make_pairs
from newsnlp.network.spans import choose

__all__ = ["Scores", "evaluate", "mean_links", "mean_spans", "predict", "stand"]

_BATCH = 8
FEW = 10  # items of a label in the gold; of fewer no figure is told
_LINK = 0.4  # the least probability of a link


@dataclass
class Scores:
    """Counts of right, predicted and gold items by label; `F1` of labels together."""

    right: Counter[str] = field(default_factory=Counter)
    predicted: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)

    def add(self, predicted: set, gold: set) -> None:
        """Take in the items of a document; the last of an item is its label."""
        self.predicted.update(item[-1] for item in predicted)
        self.gold.update(item[-1] for item in gold)
        self.right.update(item[-1] for item in predicted & gold)

    def f1(self, *labels: str) -> float:
        """In per cent, over labels that begin so."""

        def total(counts: Counter[str]) -> int:
            return sum(n for label, n in counts.items() if label.startswith(labels))

        return 200 * total(self.right) / max(1, total(self.predicted) + total(self.gold))

    @property
    def headline(self) -> float:
        """What chooses an epoch."""
        parts = [self.f1("nerel:"), self.f1("link nerel:WORKS_AS", "link nerel:PARTICIPANT_IN")]
        parts += [self.f1("press:"), self.f1("link press:")]
        return sum(w * p for w, p in zip((1, 0.3, 1, 0.3), parts, strict=True))

    def summary(self) -> dict[str, float]:
        """The figures that a run records."""
        names = {
            "NEREL": ("nerel:",),
            "PER": ("nerel:PERSON",),
            "ORG": ("nerel:ORGANIZATION",),
            "PROF": ("nerel:PROFESSION",),
            "EVENT": ("nerel:EVENT",),
            "W_AS": ("link nerel:WORKS_AS",),
            "WPL": ("link nerel:WORKPLACE",),
            "PART": ("link nerel:PARTICIPANT_IN",),
            "press": ("press:person", "press:organisation", "press:position", "press:event"),
            "per": ("press:person",),
            "org": ("press:organisation",),
            "pos": ("press:position",),
            "evt": ("press:event",),
            "standin": ("standin:",),
            "holds": ("link press:holds",),
            "at": ("link press:at",),
            "part": ("link press:part",),
            "same": ("link press:same",),
        }
        return {name: round(self.f1(*labels), 2) for name, labels in names.items()}

    def table(self) -> dict[str, float]:
        """F1 of every kind and relation, and of NEREL's and the releases' kinds together."""
        labels = sorted(label for label, count in self.gold.items() if count >= FEW)
        releases = ("press:person", "press:organisation", "press:position", "press:event")
        whole = {"NEREL, 29 kinds": ("nerel:",), "releases, 4 kinds": releases}
        return {name: round(self.f1(*parts), 1) for name, parts in whole.items()} | {
            label: round(200 * self.right[label] / (self.predicted[label] + self.gold[label]), 1)
            for label in labels
        }

    def __str__(self) -> str:
        """One line."""
        return " ".join(f"{name} {value:.1f}" for name, value in self.summary().items())


@dataclass
class Prediction:
    """What networks say of a document: spans with (kind, gain), links with probability."""

    spans: list[tuple[int, int, str, float]]
    links: list[tuple[str, int, int, float]]


def evaluate(
    networks: Sequence[Network], items: Sequence[Item], labels: Labels, vectors: Vectors
) -> Scores:
    """Scores of the mean of `networks` on `items`."""
    scores = Scores()
    for item, found in zip(items, predict(networks, items, labels, vectors), strict=True):
        example = item.example
        spans = example.features.pieces.spans
        chars = [(spans[a].start, spans[b].stop, kind) for a, b, kind, _ in found.spans]
        scores.add(set(chars), set(example.mentions))
        gold = example.mentions
        links = {(chars[h], chars[t], f"link {r}") for r, h, t, _ in found.links}
        truth = {(gold[h], gold[t], f"link {r}") for r, h, t in example.relations}
        known = {f"link {r}" for r in labels.relations}
        scores.add(links, {link for link in truth if link[-1] in known})
    return scores


@torch.no_grad()
def predict(
    networks: Sequence[Network], items: Sequence[Item], labels: Labels, vectors: Vectors
) -> list[Prediction]:
    """What the mean of `networks` says, item by item."""
    for network in networks:
        network.eval()
    order = sorted(range(len(items)), key=lambda i: len(items[i].example.features.pieces))
    result: dict[int, Prediction] = {}
    for k in range(0, len(order), _BATCH):
        batch = [items[i] for i in order[k : k + _BATCH]]
        for i, found in zip(
            order[k : k + _BATCH], _batch(networks, batch, labels, vectors), strict=True
        ):
            result[i] = found
    return [result[i] for i in range(len(items))]


def _batch(
    networks: Sequence[Network], items: list[Item], labels: Labels, vectors: Vectors
) -> list[Prediction]:
    device = networks[0].device
    tensors = collate(items, vectors, device)
    states = [network.encode(tensors) for network in networks]
    found = mean_spans(networks, states, items, labels)
    decoded = [stand(item, chances, labels) for item, chances in zip(items, found, strict=True)]
    parts = []
    for item, (spans, _) in zip(items, decoded, strict=True):
        reach = labels.reach(item.example.corpus)
        parts.append((spans, make_pairs(item.example.features, spans, reach)))
    pairs, painted = collate_pairs(parts, states[0].shape[1], len(labels.kinds), device)
    chances = mean_links(networks, states, (painted, tensors["mask"], pairs), labels)
    for column, kinds in labels.columns:
        chances[:, kinds] *= chances[:, [column]]
    able, start, result = labels.able(), 0, []
    for (spans, made), (_, gains) in zip(parts, decoded, strict=True):
        part = chances[start : start + len(made)]
        start += len(made)
        allowed = able[spans.kind[made.head], spans.kind[made.tail]]
        rows, columns = np.nonzero((part >= _LINK) & allowed)
        result.append(
            Prediction(
                [
                    (int(a), int(b), labels.kinds[c], float(g))
                    for a, b, c, g in zip(spans.first, spans.last, spans.kind, gains, strict=True)
                ],
                [
                    (labels.relations[c], int(made.head[r]), int(made.tail[r]), float(part[r, c]))
                    for r, c in zip(rows, columns, strict=True)
                ],
            )
        )
    return result


def mean_spans(
    networks: Sequence[Network], states: Sequence[Tensor], items: Sequence[Item], labels: Labels
) -> list[dict[str, NDArray[np.float32]]]:
    """For each item and each group of its corpus, the mean chances of its spans."""
    length, device = states[0].shape[1], states[0].device
    first = np.concatenate([item.first + row * length for row, item in enumerate(items)])
    last = np.concatenate([item.last + row * length for row, item in enumerate(items)])
    hinted = np.concatenate([item.hinted for item in items])
    asked = [torch.from_numpy(array).to(device) for array in (first, last, hinted)]
    sizes = [len(item.first) for item in items]
    logits = [
        network.spans(state.reshape(-1, state.shape[-1]), *asked).float().split(sizes)
        for network, state in zip(networks, states, strict=True)
    ]
    result = []
    for row, item in enumerate(items):
        chances = {}
        for group in GROUPS_OF[item.example.corpus]:
            column, size, _ = labels.offsets[group]
            odds = [torch.softmax(part[row][:, column : column + size + 1], 1) for part in logits]
            chances[group] = torch.stack(odds).mean(0).cpu().numpy()
        result.append(chances)
    return result


def mean_links(
    networks: Sequence[Network],
    states: Sequence[Tensor],
    asked: tuple[Tensor, Tensor, dict[str, Tensor]],
    labels: Labels,
) -> NDArray[np.float32]:
    """(pairs, relations) the mean chances; `asked` is what `Network.links` is given."""
    painted, mask, pairs = asked
    if not len(pairs["gap"]):
        return np.zeros((0, networks[0].link.out_features), np.float32)
    chances = [
        chances_of(network.links(state, painted, mask, pairs).float().cpu().numpy(), labels.columns)
        for network, state in zip(networks, states, strict=True)
    ]
    return np.mean(chances, axis=0, dtype=np.float32)


def stand(
    item: Item, chances: dict[str, NDArray[np.float32]], labels: Labels
) -> tuple[Spans, NDArray[np.float32]]:
    """The spans that stand, of all groups, in text order, with their log-odds."""
    rows = []
    for group, table in chances.items():
        _, _, kind = labels.offsets[group]
        logs = np.log(table + 1e-9)
        best = logs[:, :-1].argmax(1)
        gain = logs[np.arange(len(best)), best] - logs[:, -1]
        rows += [
            (int(item.first[i]), int(item.last[i]), kind + int(best[i]), float(gain[i]))
            for i in choose(item.first, item.last, gain, 0.0)
        ]
    rows.sort()
    table = np.array([row[:3] for row in rows], np.int64).reshape(-1, 3)
    gains = np.array([row[3] for row in rows], np.float32)
    return Spans(table[:, 0], table[:, 1], table[:, 2]), gains
