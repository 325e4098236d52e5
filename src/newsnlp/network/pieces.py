"""Tokens → pieces, the units that the network sees: «вице-премьер» is three of them.

Annotated names begin and end within hyphenated tokens («экс-глава», «Москва-Сити»); with pieces
0.3 % of NEREL's mentions fall on no boundary, with tokens 1.1 %.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsnlp.schema import Sentence, Span

__all__ = ["MAX_PIECES", "Pieces", "cut"]

MAX_PIECES = 400  # of one sentence; the segmenter's limit on tokens is the same

_HYPHENATED = re.compile(r"(\w\w+)([-–])(\w[\w-]*)")
_ADJECTIVE_OF_NUMBER = re.compile(r"\d+[-–][^\W\d]+")  # «10-й», «90-летие»: one word


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a document in the order of the text.

    Attributes:
        spans: (n) where each stands, in code points of the document.
        token: (n) int32, the index of its token among all tokens of the document.
        part: (n) int8: 0 a whole token; 1, 2, 3 the left word, the hyphen, the right word.
        sentence: (n) int32, the index of its sentence.
        words: (n) its letters as analysed, without invisible characters.
        begins, ends: the piece that begins or ends at a code point.
    """

    spans: tuple[Span, ...]
    token: NDArray[np.int32]
    part: NDArray[np.int8]
    sentence: NDArray[np.int32]
    words: tuple[str, ...]
    begins: Mapping[int, int]
    ends: Mapping[int, int]

    def __len__(self) -> int:
        """Their number."""
        return len(self.spans)


def cut(sentences: Sequence[Sentence]) -> Pieces:
    """The pieces of analysed `sentences`."""
    spans: list[Span] = []
    words: list[str] = []
    cuts: list[tuple[int, int]] = []  # the first piece of a token that is cut; how many there are
    for sentence in sentences:
        for item in sentence.tokens:
            text = item.text
            parts = _parts(text) if "-" in text or "–" in text else ()
            if parts and len(item.span) == len(text):
                cuts.append((len(words), len(parts)))
                start = item.span.start
                for word in parts:
                    spans.append(Span(start, start + len(word)))
                    words.append(word)
                    start += len(word)
            else:
                spans.append(item.span)
                words.append(text)
    part = np.zeros(len(words), np.int8)
    begins = np.ones(len(words), bool)
    for first, count in cuts:
        part[first : first + count] = range(1, count + 1)
        begins[first + 1 : first + count] = False
    token = np.cumsum(begins) - 1
    number = np.repeat(np.arange(len(sentences)), [len(s.tokens) for s in sentences])[token]
    places = range(len(spans))
    return Pieces(
        tuple(spans),
        token.astype(np.int32),
        part,
        number.astype(np.int32),
        tuple(words),
        dict(zip([start for start, _ in spans], places, strict=True)),
        dict(zip([stop for _, stop in spans], places, strict=True)),
    )


def _parts(word: str) -> tuple[str, ...]:
    """«вице-премьер» → («вице», «-», «премьер»); () for a word that stays whole."""
    found = _HYPHENATED.fullmatch(word)
    return () if found is None or _ADJECTIVE_OF_NUMBER.fullmatch(word) else found.groups()
