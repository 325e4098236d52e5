"""OpenDocument texts: paragraphs, lists, tables and text boxes in the order of the file.

A paragraph is a line; a row of a table is one, its cells parted by tabs. Notes, comments, headers,
footers and what was deleted under «track changes» are left out. When a file was made or saved says
nothing of the day of publication.
"""

from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as Element
from odfdo import Container

from newsnlp.errors import ReadError
from newsnlp.read.item import Found, Item, ReadOptions, Source, readable
from newsnlp.read.office import package
from newsnlp.read.titles import title_of

__all__ = ["read"]

_NS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _TABLE, _DRAW, _OFFICE = (_NS % name for name in ("text", "table", "drawing", "office"))
_P, _H, _ROW = _TEXT + "p", _TEXT + "h", _TABLE + "table-row"
_CELLS = (_TABLE + "table-cell", _TABLE + "covered-table-cell")
_BOX = _DRAW + "text-box"
_SKIPPED = frozenset(
    {
        _TEXT + "note",
        _TEXT + "tracked-changes",
        _TEXT + "ruby-text",
        _TEXT + "sequence-decls",
        _OFFICE + "annotation",
        _OFFICE + "forms",
    }
)
_SPACES = 100  # in one run: more is a hostile count


def read(source: Source, options: ReadOptions) -> Found:
    """One item: the text of the body; its title is a heading, or a first line that is one."""
    with readable("ODT", "save it again as .odt"):
        box = Container()
        box.open(package(source, ".odt", "ODT"))
        body = _parsed(box, "content.xml").find(f"{_OFFICE}body/{_OFFICE}text")
        if body is None:
            raise ReadError("no OpenDocument text; save it as .odt")
        lines = list(_lines(body))
        heading = next((_words(found) for found in body.iter(_H)), "")
        stated = _parsed(box, "meta.xml").findtext(".//{http://purl.org/dc/elements/1.1/}title")
    text = "\n".join(lines)
    if not text.strip():
        raise ReadError("empty: no text in it, at most pictures; recognise the text (OCR) first")
    yield Item(text, title=" ".join(heading.split())[:300] or title_of(text, stated or ""))


def _parsed(box: Container, part: str) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(box.get_part(part), parser)


def _lines(parent: Element) -> Iterator[str]:
    for child in parent:
        if child.tag in (_P, _H):
            yield _words(child).rstrip()
            for box in _boxes(child):
                yield from _lines(box)
        elif child.tag == _ROW:
            yield from _row(child)
        elif child.tag not in _SKIPPED:
            yield from _lines(child)


def _row(row: Element) -> Iterator[str]:
    cells = (" ".join(" ".join(_lines(cell)).split()) for cell in row if cell.tag in _CELLS)
    line = "\t".join(cells).rstrip("\t")
    if line.strip():
        yield line


def _words(paragraph: Element) -> str:
    return "".join(_pieces(paragraph))


def _pieces(parent: Element) -> Iterator[str]:
    yield parent.text or ""
    for child in parent:
        if child.tag == _TEXT + "s":
            count = child.get(_TEXT + "c") or "1"
            yield " " * min(int(count), _SPACES) if count.isdecimal() else " "
        elif child.tag == _TEXT + "tab":
            yield "\t"
        elif child.tag == _TEXT + "line-break":
            yield "\n"
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED and child.tag != _BOX:
            yield from _pieces(child)
        yield child.tail or ""


def _boxes(parent: Element) -> Iterator[Element]:
    """The text boxes anchored in a paragraph, outermost ones only."""
    for child in parent:
        if child.tag == _BOX:
            yield child
        elif child.tag not in _SKIPPED:
            yield from _boxes(child)
