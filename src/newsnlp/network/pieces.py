"""Tokens → pieces, the units that the network sees: «вице-премьер» is three of them.

Annotated names begin and end within hyphenated tokens («экс-глава», «Москва-Сити»); with pieces
0.3 % of NEREL's mentions fall on no boundary, with tokens 1.1 %.
"""

import re
from collections.abc import Sequence
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
    """

    spans: tuple[Span, ...]
    token: NDArray[np.int32]
    part: NDArray[np.int8]
    sentence: NDArray[np.int32]
    words: tuple[str, ...]

    def __len__(self) -> int:
        """Their number."""
        return len(self.spans)


def cut(sentences: Sequence[Sentence]) -> Pieces:
    """The pieces of analysed `sentences`."""
    spans: list[Span] = []
    words: list[str] = []
    rows: list[tuple[int, int, int]] = []
    token = 0
    for number, sentence in enumerate(sentences):
        for item in sentence.tokens:
            parts = _parts(item.text) if len(item.span) == len(item.text) else ()
            if parts:
                start = item.span.start
                for part, word in enumerate(parts, 1):
                    spans.append(Span(start, start + len(word)))
                    words.append(word)
                    rows.append((token, part, number))
                    start += len(word)
            else:
                spans.append(item.span)
                words.append(item.text)
                rows.append((token, 0, number))
            token += 1
    table = np.array(rows, np.int32).reshape(-1, 3)
    return Pieces(tuple(spans), table[:, 0], table[:, 1].astype(np.int8), table[:, 2], tuple(words))


def _parts(word: str) -> tuple[str, ...]:
    """«вице-премьер» → («вице», «-», «премьер»); () for a word that stays whole."""
    if "-" not in word and "–" not in word:
        return ()
    found = _HYPHENATED.fullmatch(word)
    return () if found is None or _ADJECTIVE_OF_NUMBER.fullmatch(word) else found.groups()
