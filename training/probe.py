"""What a network says of one short text, for a test that serving says the same.

`export.py` writes it into `card.json`: the spans with their chances, and the links between those
that stand, as torch computes them from the features that training makes.
"""

from typing import Any

import torch
from batches import Vectors, collate, collate_pairs, make_items
from corpora import Labelled
from evaluate import mean_links, mean_spans, stand
from labels import Labels
from model import Network
from prepare import Preparer

from newsnlp.network.pairs import make_pairs

__all__ = ["make_probe"]

TEXT = (
    "Ректор Канского университета Виктор Лядов выступил модератором круглого стола «Сталь и лёд» "
    "на форуме «Север» в Игарке. «Ждём гостей», – сказал он. Приз форума получила Анна Серова."
)
_LEAST = 0.05


@torch.no_grad()
def make_probe(network: Network, labels: Labels, vectors: Vectors) -> dict[str, Any]:
    """The text, and what the network says of it in the kinds of the tables."""
    item = make_items([Preparer()(Labelled("probe", "press", TEXT))], labels)[0]
    tensors = collate([item], vectors)
    states = [network.encode(tensors)]
    (chances,) = mean_spans([network], states, [item], labels)
    pieces = item.example.features.pieces.spans
    spans = []
    for group, table in chances.items():
        for row, column in zip(*(table[:, :-1] >= _LEAST).nonzero(), strict=True):
            start, stop = pieces[item.first[row]].start, pieces[item.last[row]].stop
            kind = labels.groups[group][column]
            spans.append([start, stop, kind, round(float(table[row, column]), 3)])
    mentions, _ = stand(item, chances, labels)
    pairs = make_pairs(item.example.features, mentions, labels.reach("press"))
    made, painted = collate_pairs([(mentions, pairs)], states[0].shape[1], len(labels.kinds))
    told = mean_links([network], states, (painted, tensors["mask"], made), labels)
    told[~labels.able()[mentions.kind[pairs.head], mentions.kind[pairs.tail]]] = 0
    places = [
        (pieces[a].start, pieces[b].stop)
        for a, b in zip(mentions.first, mentions.last, strict=True)
    ]
    for column, kinds in labels.columns:
        told[:, kinds] *= told[:, [column]] >= _LEAST
    links = []
    for row, column in zip(*(told >= _LEAST).nonzero(), strict=True):
        head, tail = places[pairs.head[row]], places[pairs.tail[row]]
        odds = round(float(told[row, column]), 3)
        links.append([*head, *tail, labels.relations[column], odds])
    kinds = [labels.kinds[kind] for kind in mentions.kind]
    return {
        "text": TEXT,
        "spans": spans,
        "mentions": [[*place, kind] for place, kind in zip(places, kinds, strict=True)],
        "links": links,
    }
