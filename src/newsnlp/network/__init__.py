"""Analysed sentences → what a small network thinks of spans and of pairs of spans.

The network is a witness beside the rules: it proposes mentions, and once it is decided which
stand, it is asked of the links between these; the deciding functions of recognise and relate weigh
its probabilities. Trained by `training/`, served by onnxruntime on one thread.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsnlp.network.features import Encoder, Features, Hidden, Tag, tokens_of
from newsnlp.network.hints import Hints
from newsnlp.network.pairs import (
    Spans,
    chances_of,
    make_able,
    make_pairs,
    make_reach,
    paint,
)
from newsnlp.network.shares import Shares
from newsnlp.network.spans import (
    WIDTH,
    choose,
    enumerate_spans,
    hint_rows,
    hints_of_pieces,
    may_be_phrases,
    worth_a_look,
)
from newsnlp.network.weights import Weights
from newsnlp.schema import Form, Mention, Sentence, Span
from newsnlp.sessions import run
from newsnlp.taggers.embedding import Embedding
from newsnlp.words import Words

__all__ = ["NEREL", "RELEASES", "Network", "Reading", "label_of"]

RELEASES = ("press", "standin")  # the kinds of the tables; stand-ins in a group of their own
NEREL = ("nerel",)

_LONG = 1500  # pieces of a text, or an eighth of its pairs of mentions
_LEAST = 0.02  # probability of a span or link that is reported at all
_NEAR = -4.0  # log-odds of a span's best kind to none, under which it cannot have `_LEAST`

Floats = NDArray[np.float32]
Links = dict[tuple[Span, Span, str], float]


def label_of(mention: Mention) -> str:
    """What the network calls a mention of the tables: «press:person», «standin:event»."""
    return f"{'press' if mention.form is Form.NAME else 'standin'}:{mention.kind.value}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network makes of a document, to be asked of links later.

    Attributes:
        spans: probability of each span with its kind («press:person»); spans that cross a likelier
            one of their group are left out.
        features: the inputs.
        states: (1, pieces, width) what it knows of each piece.
    """

    spans: Mapping[tuple[Span, str], float]
    features: Features
    states: Floats

    def unable(self, spans: Iterable[Span]) -> frozenset[Span]:
        """Those of `spans` that the network cannot judge: too long, or not on bounds of pieces."""
        pieces = self.features.pieces
        begins, ends = pieces.begins, pieces.ends

        def able(span: Span) -> bool:
            first, last = begins.get(span.start, -1), ends.get(span.stop, -1)
            inside = 0 <= first <= last and pieces.sentence[first] == pieces.sentence[last]
            return inside and last - first < WIDTH

        return frozenset(span for span in spans if not able(span))


class Network:
    """The trained network with its inputs; open it once by `load`."""

    def __init__(
        self, weights: Weights, encoder: Encoder, embedding: Embedding, groups: Sequence[str]
    ) -> None:
        """Keep opened weights; use `load`."""
        self._weights = weights
        self._encoder = encoder
        self._shares = Shares(weights.words, encoder, embedding)
        self._groups = tuple(groups)
        card = weights.card
        self._kinds = tuple(kind for group in card.groups.values() for kind in group)
        self._choices = card.columns
        own = [row for row in card.allowed if row[0].split(":")[0] in self._groups]
        reaches = {name: (card.reach[name], name in card.alike) for name in card.relations}
        self._reach = make_reach(self._kinds, own, reaches)
        self._able = make_able(self._kinds, card.allowed, card.relations)

    @classmethod
    def load(
        cls,
        words: Words,
        embedding: Embedding,
        *,
        groups: Sequence[str] = RELEASES,
        folder: Path | None = None,
    ) -> "Network":
        """Open the weights of `folder` (by default the package's).

        Args:
            words: the dictionary.
            embedding: navec.
            groups: which groups of kinds to ask for; `RELEASES` or `NEREL`.
            folder: where card.json lies.

        Raises:
            WeightsError: the weights are missing, damaged or of another version.
        """
        return cls(Weights.load(folder), Encoder(words, embedding.row), embedding, groups)

    def __call__(
        self, sentences: Sequence[Sentence], hidden: Hidden, hints: Hints | None = None
    ) -> Reading:
        """Read a document.

        Args:
            sentences: analysed.
            hidden: of their tokens.
            hints: what the rules say.
        """
        features = self._encoder.read(sentences, hidden, hints)
        if not len(features.pieces):
            return Reading({}, features, np.zeros((1, 0, 1), np.float32))
        first, last = enumerate_spans(features.pieces.sentence)
        able = worth_a_look(features.pieces.words, first, last)
        first, last = first[able], last[able]
        tags = [(t.pos, t.feats, t.rel) for t in tokens_of(sentences, features.pieces)]
        if self._groups == RELEASES:  # events of NEREL may begin with verbs
            able = may_be_phrases(tags, features, first, last)
            first, last = first[able], last[able]
        row, hinted, length = hint_rows(features, first, last)
        inputs = self._inputs(features, tags) | {"first": first, "last": last, "row": row}
        inputs |= {"hinted": hinted, "length": length}
        states, logits = run(self._weights.spans, inputs, shrink=len(features.pieces) > _LONG)
        spans, chances = self._decode(first, last, logits)
        pieces = features.pieces.spans
        places = [
            Span(pieces[a].start, pieces[b].stop)
            for a, b in zip(spans.first.tolist(), spans.last.tolist(), strict=True)
        ]
        rows = zip(places, spans.kind.tolist(), chances.tolist(), strict=True)
        found = {(place, self._kinds[kind]): chance for place, kind, chance in rows}
        return Reading(found, features, states)

    def links(self, reading: Reading, mentions: Iterable[tuple[Span, str]]) -> Links:
        """The probability of each link («press:holds») between `mentions`.

        Args:
            reading: of the document.
            mentions: where each stands, and its kind («press:person»). Those of kinds that the
                network does not know, or that stand on no bounds of its pieces, are left out.
        """
        number = {kind: index for index, kind in enumerate(self._kinds)}
        begins, ends = reading.features.pieces.begins, reading.features.pieces.ends
        rows = sorted(
            {
                (begins[span.start], ends[span.stop], number[kind], span)
                for span, kind in mentions
                if kind in number and span.start in begins and span.stop in ends
            }
        )
        if not rows:
            return {}
        table = np.array([row[:3] for row in rows], np.int64)
        spans = Spans(table[:, 0], table[:, 1], table[:, 2])
        return {
            (rows[head][3], rows[tail][3], label): chance
            for head, tail, label, chance in self._links(reading, spans)
        }

    def _inputs(self, features: Features, tags: Sequence[Tag]) -> dict[str, NDArray[Any]]:
        """What spans.onnx is told of the pieces; the batch is the document alone."""
        values: dict[str, NDArray[Any]] = {
            "told": self._shares(features, tags),
            "ner": features.ner.astype(np.float32),
            "votes": features.votes.astype(np.float32),
            "states": features.states.astype(np.float32, copy=False),
            "painted": hints_of_pieces(features),
        }
        return {name: value[None] for name, value in values.items()}

    def _decode(
        self,
        first: NDArray[np.int64],
        last: NDArray[np.int64],
        logits: Floats,
    ) -> tuple[Spans, Floats]:
        """The spans that may stand, in text order, with their probabilities."""
        rows: list[tuple[int, int, int, float]] = []
        column = kind = 0
        for group, kinds in self._weights.card.groups.items():
            size = len(kinds)
            if group in self._groups:
                part = logits[:, column : column + size + 1].T.copy()
                able = np.flatnonzero(part[:-1].max(axis=0) > part[-1] + _NEAR)
                part = part[:, able].T.copy()
                odds = np.exp(part - part.max(axis=1, keepdims=True))
                chance = odds / odds.sum(axis=1, keepdims=True)
                best = chance[:, :-1].argmax(axis=1)
                value = chance[np.arange(len(best)), best].astype(np.float32)
                kept = choose(first[able], last[able], value, _LEAST)
                places = first[able[kept]].tolist(), last[able[kept]].tolist()
                rows += zip(
                    *places, (kind + best[kept]).tolist(), value[kept].tolist(), strict=True
                )
            column, kind = column + size + 1, kind + size
        rows.sort()
        table = np.array([row[:3] for row in rows], np.int64).reshape(-1, 3)
        return Spans(table[:, 0], table[:, 1], table[:, 2]), np.array(
            [row[3] for row in rows], np.float32
        )

    def _links(self, reading: Reading, spans: Spans) -> list[tuple[int, int, str, float]]:
        """(head, tail, relation, probability) above the least, in the order of the pairs."""
        pairs = make_pairs(reading.features, spans, self._reach)
        if not len(pairs):
            return []
        painted = paint(spans, len(reading.features.pieces), len(self._kinds))[None]
        inputs = {
            "states": reading.states,
            "painted": painted,
            "first": spans.first,
            "last": spans.last,
            "kind": spans.kind,
            "head": pairs.head,
            "tail": pairs.tail,
            "distance": pairs.distance,
            "gap": pairs.gap,
            "start": pairs.start,
            "stop": pairs.stop,
            "facts": pairs.facts,
        }
        (logits,) = run(self._weights.links, inputs, shrink=len(pairs) > 8 * _LONG)
        chance = chances_of(logits, self._choices)
        chance[~self._able[spans.kind[pairs.head], spans.kind[pairs.tail]]] = 0
        for column, kinds in self._choices:  # of a part that nobody takes, no kind is told
            chance[:, kinds] *= chance[:, [column]] >= _LEAST
        rows, columns = np.nonzero(chance >= _LEAST)
        names = self._weights.card.relations
        places = pairs.head[rows].tolist(), pairs.tail[rows].tolist(), columns.tolist()
        told = zip(*places, chance[rows, columns].tolist(), strict=True)
        return [(head, tail, names[column], odds) for head, tail, column, odds in told]
