"""Word files: paragraphs, lists, tables and text boxes in the order in which they are read.

A paragraph is a line; a row of a table is one, its cells parted by tabs. Footnotes, comments,
headers, footers and what was deleted under «track changes» are left out. When a file was made or
saved says nothing of the day of publication.
"""

from collections.abc import Iterator

import docx
from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from newsnlp.errors import ReadError
from newsnlp.read.item import Found, Item, ReadOptions, Source, readable
from newsnlp.read.office import package
from newsnlp.read.titles import title_of

__all__ = ["read"]

_P, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT, _BOX = qn("w:t"), qn("w:txbxContent")
_SIGNS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "\u2011",
}
_SKIPPED = frozenset(
    {
        qn("w:del"),  # deleted, or moved away, under «track changes»
        qn("w:moveFrom"),
        qn("w:pPr"),
        qn("w:rPr"),
        qn("w:sectPr"),
        qn("w:tblPr"),
        qn("w:trPr"),
        qn("w:tcPr"),
        qn("w:sdtPr"),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",  # a second copy
    }
)
_HEADINGS = ("title", "heading 1", "название", "заголовок 1")


def read(source: Source, options: ReadOptions) -> Found:
    """One item: the text of the body; its title is a first line that is one, or a heading."""
    with readable("DOCX", "save it again in Word as .docx"):
        whole = package(source, ".docx", "DOCX")
        document = docx.Document(whole)
        headings = {
            style.style_id for style in document.styles if (style.name or "").lower() in _HEADINGS
        }
        lines, heading = _body(document.element.body, headings)
        stated = document.core_properties.title or ""
    text = "\n".join(lines)
    if not text.strip():
        raise ReadError("empty: no text in it, at most pictures; recognise the text (OCR) first")
    yield Item(text, title=heading or title_of(text, stated))


def _body(body: Element, headings: set[str]) -> tuple[list[str], str]:
    """The lines of the body, and the first of them that is a heading."""
    lines: list[str] = []
    heading = ""
    for block in _blocks(body):
        if block.tag == _TABLE:
            lines += [row for row in _rows(block) if row.strip()]
            continue
        words = _words(block)
        style = block.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if not heading and style is not None and style.get(qn("w:val")) in headings:
            heading = " ".join(words.split())[:300]
        lines.append(words.rstrip())
        for box in _boxes(block):
            lines += _body(box, set())[0]
    return lines, heading


def _blocks(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables in `parent`, those of its controls and inserted parts, too."""
    for child in parent:
        if child.tag in (_P, _TABLE):
            yield child
        elif child.tag not in _SKIPPED:
            yield from _blocks(child)


def _words(paragraph: Element) -> str:
    pieces: list[str] = []
    for element in _inline(paragraph):
        if element.tag == _TEXT:
            pieces.append(element.text or "")
        else:
            pieces.append(_SIGNS.get(element.tag, ""))
    return "".join(pieces)


def _inline(parent: Element) -> Iterator[Element]:
    for child in parent:
        if child.tag not in _SKIPPED and child.tag != _BOX:
            yield child
            yield from _inline(child)


def _boxes(parent: Element) -> Iterator[Element]:
    """The text boxes anchored in a paragraph, outermost ones only."""
    for child in parent:
        if child.tag == _BOX:
            yield child
        elif child.tag not in _SKIPPED:
            yield from _boxes(child)


def _rows(table: Element) -> Iterator[str]:
    """A line for each row; tables in its cells come as lines after it."""
    for row in _children(table, _ROW):
        cells: list[str] = []
        inner: list[str] = []
        for cell in _children(row, _CELL):
            words: list[str] = []
            for block in _blocks(cell):
                if block.tag == _TABLE:
                    inner += _rows(block)
                else:
                    words += [
                        _words(block),
                        *(" ".join(_body(box, set())[0]) for box in _boxes(block)),
                    ]
            cells.append(" ".join(" ".join(words).split()))
        yield "\t".join(cells).rstrip("\t")
        yield from inner


def _children(parent: Element, tag: str) -> Iterator[Element]:
    """The children of this tag, those in controls and inserted parts, too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in _SKIPPED and child.tag not in (_TABLE, _P):
            yield from _children(child, tag)
