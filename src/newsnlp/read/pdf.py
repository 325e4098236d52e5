"""PDFs: lines put together into paragraphs, without what stands at the head and foot of each page.

A PDF knows where signs stand, nothing of words and paragraphs: what is read is a good guess. Scans
without a layer of text are told as such. When the file was made says nothing of the day of
publication.
"""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError

from newsnlp.errors import ReadError
from newsnlp.read.item import Found, Item, ReadFailure, ReadOptions, Source, readable
from newsnlp.read.lines import Line, paragraphs
from newsnlp.read.sniff import expect
from newsnlp.read.titles import title_of

__all__ = ["read"]

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # else it writes to stderr

_PAGES = 5_000
_EDGE = 2  # lines at the head and at the foot of a page that may be no part of the text
_SCAN = "no text, only pictures: scanned, it seems; recognise the text (OCR) first"
_ENCRYPTED = "encrypted; save it without a password"
_CIPHER = (
    "encrypted, perhaps against changes only: save it without that, or "
    'pip install "newsnlp[formats]"'
)


class _Place(NamedTuple):
    """Where on a page a piece of text begins, in points from its lower left corner."""

    x: float
    y: float


def read(source: Source, options: ReadOptions) -> Found:
    """One item for the whole file; failures list its pages that are scanned or broken."""
    data = source.data()
    expect(data, ".pdf", "PDF")
    with readable("PDF", "save it again, or save its text as .docx"):
        reader = _opened(data)
        pages, scans, broken = _pages(reader, source)
        stated = str(reader.metadata.title or "") if reader.metadata else ""
        text = "\n".join(paragraphs(_without_edges(pages), slack=0.85)).strip("\n")
    if not text.strip():
        reason = next(iter(broken.values()), "empty: no text on its pages; save it again")
        raise ReadError(_SCAN if scans else reason)
    yield Item(text, title=title_of(text, stated))
    if scans:
        several = ", ".join(str(number) for number in scans[:20])
        yield ReadFailure(source.name, f"page {several}: {_SCAN}", scans[0])
    for number, reason in broken.items():
        yield ReadFailure(source.name, f"page {number}: {reason}", number)


def _opened(data: bytes) -> PdfReader:
    """The file, opened without a password: many are encrypted only against changes."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError(_ENCRYPTED)
        if len(reader.pages) > _PAGES:
            raise ReadError(f"more than {_PAGES:,} pages; split it")
    except DependencyError as error:  # AES, which only a further package can undo
        raise ReadError(_CIPHER) from error
    return reader


def _pages(reader: PdfReader, source: Source) -> tuple[list[list[Line]], list[int], dict[int, str]]:
    """The lines of each page, the pages that hold only pictures, and those that are broken."""
    pages: list[list[Line]] = []
    scans: list[int] = []
    broken: dict[int, str] = {}
    for number, page in enumerate(reader.pages, 1):
        try:
            with readable("page of a PDF", "save it again"):
                lines = _lines(page)
        except ReadError as error:
            broken[number] = str(error)
            continue
        source.budget.spend(sum(len(line.text) for line in lines))
        if not lines and _has_picture(page):
            scans.append(number)
        pages.append(lines)
    return pages, scans, broken


def _lines(page: PageObject) -> list[Line]:
    """The lines of a page that hold words, in the order of the file."""
    pieces: list[tuple[str, _Place]] = []

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], *_: object) -> None:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        pieces.append((text, _Place(x, y)))

    page.extract_text(visitor_text=visit)
    return list(_put_together(pieces))


def _put_together(pieces: list[tuple[str, _Place]]) -> Iterator[Line]:
    words: list[str] = []
    place: _Place | None = None
    for text, where in pieces:
        for number, part in enumerate(text.split("\n")):
            if number:
                yield from _line(words, place)
                words, place = [], None
            if part.strip() and place is None:
                place = where
            words.append(part)
    yield from _line(words, place)


def _line(words: list[str], place: _Place | None) -> Iterator[Line]:
    text = "".join(words).replace("\t", " ").rstrip()
    if text.strip() and place is not None:
        yield Line(text, place.x, place.y)


def _has_picture(page: PageObject) -> bool:
    """Whether the page shows any; what is broken in its resources counts as none."""
    try:
        objects = page["/Resources"]["/XObject"]  # type: ignore[index]
        return any(objects[name]["/Subtype"] in ("/Image", "/Form") for name in objects)
    except Exception:  # a missing key, a wrong type, a reference that leads nowhere
        return False


def _without_edges(pages: list[list[Line]]) -> list[Line]:
    """The lines of all pages but those that most pages have at their head or foot."""
    filled = [page for page in pages if page]
    counts: Counter[tuple[str, str]] = Counter()
    for page in filled:
        counts.update({("head", _form(line)) for line in page[:_EDGE]})
        counts.update({("foot", _form(line)) for line in page[-_EDGE:]})
    least = max(2, (len(filled) + 1) // 2)
    kept: list[Line] = []
    for page in filled:
        start, stop = 0, len(page)
        while start < min(_EDGE, stop) and counts["head", _form(page[start])] >= least:
            start += 1
        while (
            stop > max(start, len(page) - _EDGE) and counts["foot", _form(page[stop - 1])] >= least
        ):
            stop -= 1
        kept += page[start:stop]
    return kept or [line for page in filled for line in page]


def _form(line: Line) -> str:
    """The line with its numbers made alike: pages count up."""
    return re.sub(r"\d+", "#", " ".join(line.text.split()))
