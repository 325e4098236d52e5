"""Lines broken at a width → paragraphs: of messages, and of PDFs, which know lines only."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

__all__ = ["Line", "paragraphs", "unwrapped"]

_LEAST, _MOST = 40, 200  # characters; nobody breaks lines at less or more
_ITEM = re.compile(r"\s*(?:[-–—•·*▪●○\uf0b7]\s|\d{1,3}[.)]\s|>)")
_HYPHEN = re.compile(r"[а-яёa-z][-\u00ad\u2010]$")
_APART = 1.3  # times the usual distance of lines
_INDENT = 6  # points


class Line(NamedTuple):
    """A line and where it begins on its page, in points; nowhere in a message."""

    text: str
    x: float | None = None
    y: float | None = None


def unwrapped(text: str) -> str:
    """`text` with a line for each paragraph, see `paragraphs`."""
    return "\n".join(paragraphs([Line(line) for line in text.split("\n")]))


def paragraphs(lines: Sequence[Line], *, slack: float = 1.0) -> Iterator[str]:
    """The paragraphs of `lines`.

    A line runs on into the next if the first word of that would not have fitted into it; the width
    is that of the longest line, times `slack` where letters differ in width. An empty line, a wider
    distance, an indent, the dash or number of an item begin a paragraph. A hyphen before a small
    letter on the next line is taken for one that parts a word: «про-» «ректор» → «проректор».
    """
    width = slack * _width(lines)
    leading = _leading(lines)
    pieces: list[str] = []
    before = Line("")
    for line in lines:
        if pieces and _near(before, line, leading) and _runs_on(before.text, line.text, width):
            _join(pieces, line.text.strip())
        else:
            if pieces:
                yield "".join(pieces)
            if not line.text.strip():
                yield ""
            pieces = [line.text.rstrip()] if line.text.strip() else []
        before = line
    if pieces:
        yield "".join(pieces)


def _width(lines: Iterable[Line]) -> int:
    """The length that one line in twenty exceeds: single longer ones (links) are no measure."""
    lengths = sorted(len(line.text.rstrip()) for line in lines if line.text.strip())
    return lengths[len(lengths) * 19 // 20] if lengths else 0


def _leading(lines: Sequence[Line]) -> float:
    """The commonest distance of a line from the one before; 0 if it is not known."""
    distances = Counter(
        round(one.y - two.y, 1)
        for one, two in pairwise(lines)
        if one.y is not None and two.y is not None and one.y > two.y
    )
    return min(distances, key=lambda gap: (-distances[gap], gap)) if distances else 0.0


def _near(before: Line, line: Line, leading: float) -> bool:
    """Whether nothing in where the lines stand parts them; on the next page nothing does."""
    if None in (before.x, before.y, line.x, line.y) or not leading:
        return True
    gap = (before.y or 0) - (line.y or 0)
    indented = (line.x or 0) > (before.x or 0) + _INDENT
    return gap < 0 or not (gap > _APART * leading or indented)


def _runs_on(before: str, line: str, width: float) -> bool:
    before = before.rstrip()
    if not _LEAST <= width <= _MOST or not before or not line.strip() or _ITEM.match(line):
        return False
    if len(before) > 2 * width:  # of a text that is not broken at all
        return False
    if _HYPHEN.search(before) and line.lstrip()[:1].islower():
        return True
    return len(before) + 1 + len(line.split(maxsplit=1)[0]) > width


def _join(pieces: list[str], line: str) -> None:
    if _HYPHEN.search(pieces[-1][-3:]) and line[:1].islower():
        pieces[-1] = pieces[-1][:-1]
        pieces.append(line)
    else:
        pieces += [" ", line]
