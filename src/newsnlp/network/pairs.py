"""Which pairs of mentions the network weighs, and what it is told of each beside its states."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsnlp.network.features import Features

__all__ = [
    "DISTANCES",
    "FACTS",
    "GAPS",
    "Pairs",
    "Reach",
    "Spans",
    "chances_of",
    "make_able",
    "make_pairs",
    "make_reach",
    "paint",
]

DISTANCES = 40  # buckets of the distance in pieces, by direction
GAPS = 19  # of the distance in sentences: -9 or less … 9 or more
FACTS = 16  # numbers told of a pair
_MOST = 12_000  # pairs of one document, the nearest; the most in NEREL is 3,300
_CLIMB = 12  # arcs towards the root that a dependency path may climb

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Spans:
    """Mentions: first and last piece (inclusive) and kind, (mentions) each, in text order."""

    first: Ints
    last: Ints
    kind: Ints

    def __len__(self) -> int:
        """Their number."""
        return len(self.first)


@dataclass(frozen=True, slots=True)
class Reach:
    """Which kinds may be linked, and over how many sentences.

    Attributes:
        sentences: (kinds, kinds) the greatest distance from head to tail; -1 if never linked.
        alike: (kinds, kinds) whether mentions that look alike are linked at any distance.
    """

    sentences: Ints
    alike: NDArray[np.bool_]


def make_reach(
    kinds: Sequence[str],
    allowed: Iterable[tuple[str, str, str]],
    reaches: Mapping[str, tuple[int, bool]],
) -> Reach:
    """The reach of pairs of `kinds`.

    Args:
        kinds: in the order of their numbers.
        allowed: (relation, kind of the head, kind of the tail) that occur.
        reaches: for each relation, over how many sentences, and whether look-alikes anywhere.
    """
    place = {kind: i for i, kind in enumerate(kinds)}
    sentences = np.full((len(place), len(place)), -1, np.int64)
    alike = np.zeros((len(place), len(place)), bool)
    for label, head, tail in allowed:
        a, b = place[head], place[tail]
        far, look = reaches[label]
        sentences[a, b] = max(sentences[a, b], far)
        alike[a, b] |= look
    return Reach(sentences, alike)


def make_able(
    kinds: Sequence[str], allowed: Iterable[tuple[str, str, str]], relations: Sequence[str]
) -> NDArray[np.bool_]:
    """(kinds, kinds, relations) whether a relation may link the kinds; see `make_reach`."""
    place = {kind: i for i, kind in enumerate(kinds)}
    column = {label: i for i, label in enumerate(relations)}
    table = np.zeros((len(place), len(place), len(column)), bool)
    for label, head, tail in allowed:
        table[place[head], place[tail], column[label]] = True
    return table


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of mentions of one document.

    Attributes:
        head, tail: (pairs) indices of mentions.
        distance: (pairs) bucket of the distance in pieces, 0…39.
        gap: (pairs) sentences from head to tail, 0…18 (9 is the same sentence).
        start, stop: (pairs) the pieces between the two, half-open.
        facts: (pairs, 16) float32.
    """

    head: Ints
    tail: Ints
    distance: Ints
    gap: Ints
    start: Ints
    stop: Ints
    facts: Floats

    def __len__(self) -> int:
        """Their number."""
        return len(self.head)


def make_pairs(features: Features, spans: Spans, reach: Reach) -> Pairs:
    """All pairs of `spans` within `reach`, ordered by head, then tail."""
    sentence = features.pieces.sentence
    if not len(spans):
        return _empty()
    looks = _Looks(features, spans)
    row = sentence[spans.first].astype(np.int64)
    gaps = row[None, :] - row[:, None]
    limit = reach.sentences[spans.kind[:, None], spans.kind[None, :]]
    far = reach.alike[spans.kind[:, None], spans.kind[None, :]] & (looks.alike | looks.acronym)
    wanted = (limit >= 0) & ((np.abs(gaps) <= limit) | far)
    np.fill_diagonal(wanted, val=False)
    head, tail = np.nonzero(wanted)
    if len(head) > _MOST:
        far = np.abs(spans.first[head] - spans.first[tail])
        near = np.sort(np.argpartition(far, _MOST)[:_MOST])
        head, tail = head[near], tail[near]
    a, b = spans.first[head], spans.last[head]
    c, d = spans.first[tail], spans.last[tail]
    inside, contains = (c <= a) & (b <= d), (a <= c) & (d <= b)
    after, before = c > b, a > d
    steps = np.select([inside | contains, after, before], [0 * a, c - b, d - a], c - a)
    start = np.select([after, before], [b + 1, d + 1], np.minimum(a, c))
    stop = np.select([after, before], [c, a], np.maximum(b, d) + 1)
    empty = stop <= start
    start, stop = (
        np.where(empty, np.minimum(a, c), start),
        np.where(empty, np.maximum(b, d) + 1, stop),
    )
    gap = gaps[head, tail]
    path = _paths(features, spans, head, tail, gap == 0)
    count = _Counts(spans, len(sentence))
    facts = np.stack(
        [
            inside,
            contains,
            path <= 1,
            path == 2,
            path == 3,
            path == 4,
            path >= 7,
            looks.alike[head, tail],
            looks.acronym[head, tail],
            looks.equal[head, tail],
            np.minimum(count.between(spans.kind[head], start, stop), 4) / 2,
            np.minimum(count.between(spans.kind[tail], start, stop), 4) / 2,
            count.between(spans.kind[tail], 0 * c, c) == 0,  # the first of its kind in the text
            row[tail] == 0,
            row[head] == 0,
            _only(looks.lemma, spans.kind)[tail],  # the only name of its kind in the text
        ],
        axis=1,
    ).astype(np.float32)
    return Pairs(head, tail, _bucket(steps), np.clip(gap, -9, 9) + 9, start, stop, facts)


def chances_of(logits: Floats, choices: Iterable[tuple[int, Sequence[int]]]) -> Floats:
    """(pairs, relations) the probabilities of relations, each by itself but for `choices`.

    Args:
        logits: (pairs, relations).
        choices: a relation that has kinds, and these, as columns: one who takes part does so as
            just one of eight. The probability of a kind is that under the relation.
    """
    chances = 1 / (1 + np.exp(-np.maximum(logits, -60)))
    for _, kinds in choices:
        odds = logits[:, kinds]
        odds = np.exp(odds - odds.max(axis=1, keepdims=True))
        chances[:, kinds] = odds / odds.sum(axis=1, keepdims=True)
    return np.asarray(chances, np.float32)


def paint(spans: Spans, pieces: int, kinds: int) -> Floats:
    """(pieces, 2 × kinds) for each piece, the kinds that it lies in and the kinds that begin."""
    table = np.zeros((pieces, 2 * kinds), np.float32)
    rows = zip(spans.first.tolist(), spans.last.tolist(), spans.kind.tolist(), strict=True)
    for first, last, kind in rows:
        table[first : last + 1, kind] = 1
        table[first, kinds + kind] = 1
    return table


class _Looks:
    """How alike the mentions look, all against all: (mentions, mentions) booleans.

    `alike` is a shared word, `equal` the same words, `acronym` the initials of the other.
    """

    def __init__(self, features: Features, spans: Spans) -> None:
        words, lemmas = features.pieces.words, features.lemmas
        known: dict[str, int] = {}
        rows, columns = [], []
        texts, initials, names = [], [], []
        places = zip(spans.first.tolist(), spans.last.tolist(), strict=True)
        for index, (a, b) in enumerate(places):
            part = lemmas[a : b + 1]
            for lemma in part:
                if len(lemma) > 1:
                    rows.append(index)
                    columns.append(known.setdefault(lemma, len(known)))
            names.append(" ".join(part))
            texts.append("".join(words[a : b + 1]).upper())
            initials.append("".join([word[0] for word in words[a : b + 1]]).upper())
        table = np.zeros((len(spans), max(len(known), 1)), np.float32)
        table[rows, columns] = 1
        self.alike = table @ table.T > 0
        self.lemma = _numbered(names)
        self.equal = self.lemma[:, None] == self.lemma[None, :]
        both = _numbered([*texts, *initials])
        text, initial = both[: len(texts)], both[len(texts) :]
        short = (initial[:, None] == text[None, :]) & (spans.last > spans.first)[:, None]
        self.acronym = short | short.T


def _numbered(texts: Sequence[str]) -> Ints:
    """Numbers, the same for the same text."""
    known: dict[str, int] = {}
    return np.array([known.setdefault(text, len(known)) for text in texts], np.int64)


class _Counts:
    """How many mentions of a kind begin within a stretch."""

    def __init__(self, spans: Spans, pieces: int) -> None:
        kinds = int(np.max(spans.kind)) + 1
        table = np.zeros((kinds, pieces + 1), np.int32)
        np.add.at(table, (spans.kind, spans.first + 1), 1)
        self._total = table.cumsum(axis=1)

    def between(self, kind: Ints, start: Ints, stop: Ints) -> Ints:
        """(pairs) mentions of `kind` that begin in start…stop."""
        counts: Ints = (self._total[kind, stop] - self._total[kind, start]).astype(np.int64)
        return counts


def _only(lemma: Ints, kind: Ints) -> NDArray[np.bool_]:
    """(mentions) whether all mentions of its kind are the same words."""
    own: dict[int, set[int]] = {}
    kinds = kind.tolist()
    for one, words in zip(kinds, lemma.tolist(), strict=True):
        own.setdefault(one, set()).add(words)
    return np.array([len(own[one]) == 1 for one in kinds], bool)


def _paths(
    features: Features, spans: Spans, head: Ints, tail: Ints, same: NDArray[np.bool_]
) -> Ints:
    """(pairs) arcs between the two in the dependency tree, at most 6; 7 in other sentences."""
    top = _tops(features.head, spans)
    chain = np.full((len(spans), _CLIMB), -1, np.int64)
    now = top
    for step in range(_CLIMB):
        chain[:, step] = now
        now = np.where(now >= 0, features.head[np.maximum(now, 0)], -1)
    result = np.full(len(head), 7, np.int64)
    pairs = np.nonzero(same)[0]
    ours, theirs = chain[head[pairs]], chain[tail[pairs]]
    meet = (ours[:, :, None] == theirs[:, None, :]) & (ours[:, :, None] >= 0)
    steps = np.arange(_CLIMB)[:, None] + np.arange(_CLIMB)[None, :]
    found = np.where(meet, steps, 99).reshape(len(pairs), _CLIMB * _CLIMB).min(axis=1, initial=99)
    result[pairs] = np.where(found < 99, np.minimum(found, 6), 7)
    return result


def _tops(heads: NDArray[np.int32], spans: Spans) -> Ints:
    """(mentions) the piece of each whose head lies outside."""
    tops = spans.first.copy()
    done = np.zeros(len(spans), bool)
    for step in range(int(np.max(spans.last - spans.first, initial=0)) + 1):
        piece = spans.first + step
        able = ~done & (piece <= spans.last)
        above = heads[np.minimum(piece, len(heads) - 1)]
        found = able & ((above < spans.first) | (above > spans.last))
        tops[found] = piece[found]
        done |= found
    return tops


def _bucket(steps: Ints) -> Ints:
    """0…19 for steps forward, 20…39 back: exact below eight, then by the square root of two."""
    size = np.abs(steps)
    rough = 8 + np.minimum(11, (np.log2(np.maximum(size, 8) / 8) * 2).astype(np.int64))
    buckets: Ints = np.where(size < 8, size, rough) + 20 * (steps < 0)
    return buckets


def _empty() -> Pairs:
    none = np.zeros(0, np.int64)
    return Pairs(none, none, none, none, none, none, np.zeros((0, FACTS), np.float32))
