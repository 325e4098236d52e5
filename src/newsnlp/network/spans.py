"""Which stretches of pieces the network scores, and which of them stand."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from newsnlp.network.features import Features, Tag
from newsnlp.network.hints import HINTS

__all__ = [
    "WIDTH",
    "choose",
    "enumerate_spans",
    "hint_rows",
    "hints_of_pieces",
    "hints_of_spans",
    "may_be_phrases",
    "worth_a_look",
]

WIDTH = 12  # pieces; 99.8 % of NEREL's mentions and 99.9 % of the releases' are no longer

_NEVER_FIRST = frozenset(". , ; : ! ? … ) » — –".split())
_NEVER_LAST = frozenset(", ; : ( « — – - и в во на с из о об а как у для без".split())

_CLAUSE = frozenset("VERB AUX CCONJ SCONJ".split())  # what no person, body, … begins or ends with

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


def enumerate_spans(sentence: NDArray[np.int32], width: int = WIDTH) -> tuple[Ints, Ints]:
    """First and last piece of every span of at most `width` pieces within a sentence.

    Args:
        sentence: (n) the sentence of each piece, ascending.
        width: pieces of the longest span.

    Returns:
        Two arrays (spans); the last piece is inclusive. In the order of the first, then the last.
    """
    count = len(sentence)
    if not count:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    stop = np.searchsorted(sentence, sentence, side="right")
    length = np.minimum(stop - np.arange(count), width)
    first = np.repeat(np.arange(count), length)
    begin = np.repeat(np.cumsum(length) - length, length)
    return first.astype(np.int64), (first + np.arange(len(first)) - begin).astype(np.int64)


def worth_a_look(words: Sequence[str], first: Ints, last: Ints) -> NDArray[np.bool_]:
    """(spans) whether a span may be a mention by the words at its ends; about half of them may.

    Of 67,000 mentions of NEREL and the releases one in a thousand, at most, has such an end.
    """
    begins = np.array([word not in _NEVER_FIRST for word in words], bool)
    ends = np.array([word.lower() not in _NEVER_LAST for word in words], bool)
    able: NDArray[np.bool_] = begins[first] & ends[last]
    return able


def may_be_phrases(
    tags: Sequence[Tag], features: Features, first: Ints, last: Ints
) -> NDArray[np.bool_]:
    """(spans) whether the tags at its ends let a span be a person, body, position or event.

    Three of four may: those of one piece («возглавлял» is a position), those that the rules
    propose, and those that neither begin with a verb or conjunction nor end with one or with a
    preposition. Of 12,000 mentions of the releases one in a thousand is lost.
    """
    clause = [pos in _CLAUSE and "VerbForm=Part" not in feats for pos, feats, _ in tags]
    begins = ~np.array(clause, bool)
    ends = ~np.array([no or tag[0] == "ADP" for no, tag in zip(clause, tags, strict=True)], bool)
    size = len(features.pieces)
    hinted = features.hinted.astype(np.int64) @ [size, 1]
    able: NDArray[np.bool_] = begins[first] & ends[last]
    able |= (first == last) | np.isin(first * size + last, hinted)
    return able


def hints_of_spans(features: Features, first: Ints, last: Ints) -> Floats:
    """(spans, hints) what the rules take each span for; mostly 0."""
    table = np.zeros((len(first), len(HINTS)), np.float32)
    begin = np.searchsorted(first, features.hinted[:, 0])
    row = begin + features.hinted[:, 1] - features.hinted[:, 0]
    able = (row < len(first)) & (features.hinted[:, 1] - features.hinted[:, 0] < WIDTH)
    table[row[able]] = features.hints[able]
    return table


def hint_rows(features: Features, first: Ints, last: Ints) -> tuple[Ints, Floats, Ints]:
    """What the rules take spans for, told of those alone that they take for something.

    Args:
        features: of the document.
        first: (spans) ascending; those of one first piece by the last.
        last: (spans) inclusive.

    Returns:
        row (spans): its length, last - first, or WIDTH + 1 + its row in the next; (hints + 1, 15)
        what the rules take the hinted ones for, the first row for none; (hints + 1) their lengths.
    """
    row = last - first
    size = len(features.pieces)
    span = first * size + last
    a, b = features.hinted.astype(np.int64).T
    place = np.minimum(np.searchsorted(span, a * size + b), len(span) - 1)
    able = np.nonzero((span[place] == a * size + b) if len(span) else np.zeros(len(a), bool))[0]
    hinted = np.zeros((len(able) + 1, len(HINTS)), np.float32)
    hinted[1:] = features.hints[able]
    length = np.concatenate([[0], row[place[able]]])
    row[place[able]] = WIDTH + 2 + np.arange(len(able))
    return row, hinted, length


def hints_of_pieces(features: Features) -> Floats:
    """(pieces, 2 × hints) what the rules take a piece to lie in, and to begin."""
    size = len(HINTS)
    table = np.zeros((len(features.pieces), 2 * size), np.float32)
    first, last = features.hinted.T.astype(np.int64)
    length = last - first + 1
    begin = np.repeat(np.cumsum(length) - length, length)
    piece = np.repeat(first, length) + np.arange(len(begin)) - begin
    np.maximum.at(table[:, :size], piece, np.repeat(features.hints, length, axis=0))
    np.maximum.at(table[:, size:], first, features.hints)
    return table


def choose(first: Ints, last: Ints, gain: NDArray[np.float32], threshold: float) -> list[int]:
    """Indices of the spans that stand: by falling `gain`; none crosses one that stands already.

    Args:
        first: (spans) first pieces.
        last: (spans) last pieces, inclusive.
        gain: (spans) log-odds of the best kind against none.
        threshold: the least gain.
    """
    able = np.nonzero(gain > threshold)[0]
    kept: list[int] = []
    ends: dict[int, list[int]] = {}  # first piece → last pieces of what stands
    for index in able[np.argsort(-gain[able], kind="stable")].tolist():
        a, b = int(first[index]), int(last[index])
        near = [(c, d) for c in range(a - WIDTH + 1, b + 1) for d in ends.get(c, ())]
        if not any(c < a <= d < b or a < c <= b < d for c, d in near):
            kept.append(index)
            ends.setdefault(a, []).append(b)
    return kept
