"""Document → sentences and tokens, as spans.

A paragraph (a line) never runs on into the next, so headings, datelines, list items and footers are
sentences of their own. razdel finds the boundaries; what news needs beside it is mended here. All
white space apart, every character of the text lies in a token.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import cast

from razdel import sentenize, tokenize

from newsnlp.schema import Document, Segment, Span
from newsnlp.text import INVISIBLE, has_invisible

__all__ = ["MAX_TOKENS", "segment"]

# As `Span(*ends)`, but for a call in Python for each token.
_span = cast("Callable[[tuple[int, int]], Span]", partial(tuple.__new__, Span))
MAX_TOKENS = 400  # a longer sentence is split: the parser's cost grows with the square

# Abbreviations that end no sentence; razdel knows most others. Source: read off razdel's misses on
# press/train and the usual abbreviations of addresses, offices and degrees.
_OPEN = re.compile(
    r"(?:^|[\s(«\"])(?:им|ул|г|гг|и\.\s?о|пр|просп|пл|пер|наб|д|корп|стр|оф|тел|акад|проф|доц|св|"
    r"канд|чл|зам|т|ред|см|рис|обл|р-н|пос|с|дер|врио|[А-ЯЁ])\.$",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<=[а-яё»)])[.!?…](?=[А-ЯЁ«][а-яё])")
_NAME = re.compile(r"[«\"][^\s«»\"]+[»\"]")  # in marks and without a blank: «Невод.Тех»
_SAFE = (";", ",", ":", "–", "—")
# A stretch between blanks: a word with at most a mark or two on each side, or anything else.
_WORD = re.compile(
    r"""(?<!\S)(?:
        (?P<left>[«"(]?)
        (?P<word>[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*|[A-Za-z]+(?!!)|[0-9]+(?![.,]))
        (?P<close>[»")]?)
        (?P<stop>[.,:;?!]?)
        |(?P<mark>[-–—])
    )(?!\S)|\S+""",
    re.VERBOSE,
)
# razdel looks far around each boundary: a stretch without white space is cut for its sake.
_LONG_WORD = 1000
TITLE = 30  # characters on either side of a full stop within a title
TITLE_WORDS = 6


def segment(document: Document) -> tuple[Segment, ...]:
    """The sentences of `document` in order, each with the spans of its tokens."""
    found: list[Segment] = []
    start = paragraph = 0
    for line in document.text.split("\n"):
        if line.strip():
            found.extend(_segment_line(line, start, paragraph))
            paragraph += 1
        start += len(line) + 1
    return tuple(found)


def _segment_line(line: str, offset: int, paragraph: int) -> Iterator[Segment]:
    """The sentences of one paragraph that begins at `offset` of the document."""
    visible, places = line, list[int]()
    if has_invisible(line):
        places = [i for i, sign in enumerate(line) if sign not in INVISIBLE]
        visible = "".join(line[i] for i in places)
    for start, stop in _sentences(visible):
        found = _tokens(visible[start:stop])
        first = offset + start
        if places:
            first = offset
            found = ((places[start + a], places[start + b - 1] + 1) for a, b in found)
        tokens = [_span((first + left, first + right)) for left, right in found]
        for part in _parts(tokens, line, offset):
            yield Segment(Span(part[0].start, part[-1].stop), tuple(part), paragraph)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Sentence boundaries as razdel has them, mended."""
    glued = [match.end() for match in _GLUED.finditer(text)]
    names = [match.span() for match in _NAME.finditer(text)] if glued else []
    cuts = [
        place
        for place in glued
        if not _ends_open(text, place) and not any(left < place < right for left, right in names)
    ]
    begin = -1
    end = 0
    for left, right in zip([0, *cuts], [*cuts, len(text)], strict=True):
        for found in sentenize(text[left:right]):
            start, stop = left + found.start, left + found.stop
            if not text[start:stop].strip():
                continue
            open_end = _ends_open(text, end) or _in_title(text, end)
            if begin >= 0 and not (start not in cuts and open_end):
                yield begin, end
                begin = start
            begin = start if begin < 0 else begin
            end = stop
    if begin >= 0:
        yield begin, end


def _ends_open(text: str, stop: int) -> bool:
    """Whether the text before `stop` ends with an abbreviation: «им.», «и. о.», «В.»."""
    return _OPEN.search(text[max(0, stop - 12) : stop]) is not None


def _in_title(text: str, stop: int) -> bool:
    """Whether the full stop before `stop` is inside a short title: «ИННОПРОМ. Беларусь»."""
    left = text.rfind("«", max(0, stop - TITLE), stop)
    if left < 0 or "»" in text[left:stop] or text[:left].rstrip()[-1:] in {":", ""}:
        return False
    right = text.find("»", stop, stop + TITLE)
    if right < 0 or "«" in text[stop:right]:
        return False
    return len(text[left:right].split()) <= TITLE_WORDS and text[right + 1 : right + 4] not in (
        ", –",
        ", —",
        ", -",
    )


def _tokens(text: str) -> Iterable[tuple[int, int]]:
    """Token boundaries within a sentence; a stretch beyond any word is cut into pieces."""
    return _quick_tokens(text) if len(text) < _LONG_WORD else _tokens_of_long(text)


def _tokens_of_long(text: str) -> Iterator[tuple[int, int]]:
    for run in re.finditer(r"\S+(?:\s+\S+){0,40}", text):
        words = run.group()
        if len(words) > 50 * _LONG_WORD:
            for left in range(run.start(), run.end(), _LONG_WORD):
                for piece in re.finditer(r"\S+", text[left : min(left + _LONG_WORD, run.end())]):
                    yield left + piece.start(), left + piece.end()
            continue
        for found in tokenize(words):
            yield run.start() + found.start, run.start() + found.stop


def _quick_tokens(text: str) -> list[tuple[int, int]]:
    """What razdel would find, asking it only about what is no plain word between two marks.

    razdel's rules join signs with nothing between them, and look one sign beyond a blank at most:
    so it is asked about stretches of odd words with one word more on either side.
    """
    words = list(_WORD.finditer(text))
    tokens: list[tuple[int, int]] = []
    index = 0
    while index < len(words):
        word = words[index]
        if word.lastgroup:
            tokens += [part for part in word.regs[1:] if part[0] < part[1]]
            index += 1
            continue
        first = index
        while index < len(words) and not words[index].lastgroup:
            index += 1
        start, stop = words[max(first - 1, 0)].start(), words[min(index, len(words) - 1)].end()
        for found in tokenize(text[start:stop]):
            if word.start() <= start + found.start < words[index - 1].end():
                tokens.append((start + found.start, start + found.stop))
    return tokens


def _parts(tokens: list[Span], text: str, shift: int) -> Iterator[list[Span]]:
    """A sentence in parts of at most MAX_TOKENS, each cut after its last safe mark."""
    left = 0
    while len(tokens) - left > MAX_TOKENS:
        window = range(left + MAX_TOKENS - 1, left + MAX_TOKENS // 2, -1)
        marks = (i for i in window if text[tokens[i].start - shift] in _SAFE)
        cut = next(marks, left + MAX_TOKENS - 1) + 1
        yield tokens[left:cut]
        left = cut
    yield tokens[left:]
