"""HTML: the article of a page with its title and day; the plain text of HTML in messages and feeds.

Only what the bytes hold is read: nothing is fetched. The day is what the page states as its day of
publication, never one of a change, nor one found in the text by guess.
"""

import json
import logging
import re
from collections.abc import Iterator

import trafilatura
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from newsnlp.errors import ReadError
from newsnlp.read.decode import clean, decode
from newsnlp.read.item import Found, Item, ReadOptions, Source, readable
from newsnlp.read.limits import MIB
from newsnlp.read.published import parse_date
from newsnlp.read.sniff import expect

__all__ = ["plain", "read"]

for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).addHandler(logging.NullHandler())  # else they write to stderr

_LARGEST = 16 * MIB
_ELEMENTS = 20_000  # more, and trafilatura, which copies the tree many times, is not asked
_SHORT = 1_000  # characters; of a page that has no more than this, all is read
_CHARSET = re.compile(rb"""<meta[^>]{1,200}?charset\s*=\s*["']?\s*([\w-]{2,30})""", re.I)
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_BLANK = re.compile(r"[ \t\r\n\f]+")
_SKIPPED = frozenset(
    "script style noscript template head nav footer form button select svg iframe object".split()
)
_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd table tr blockquote section article header main "
    "aside figure figcaption pre address body hr center".split()
)
_PUBLISHED = (  # names of <meta>, the surest first; lower case
    "article:published_time", "datepublished", "og:published_time", "mediator_published_time",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "pubdate", "publish_date",
    "publication_date", "publishdate", "parsely-pub-date", "sailthru.date", "dc.date", "date",
)  # fmt: skip
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(\d\d)/(\d\d)(?:/|$)")


def read(source: Source, options: ReadOptions) -> Found:
    """One item: the article of the page, or all its text where no article is found."""
    data = source.data(_LARGEST)
    expect(data, ".html", "HTML page")
    with readable("HTML page", "save it again from a browser"):
        tree = _tree(_decoded(data))
        title, day, every = _title(tree), _day(tree), _text(tree)
        article = _article(tree) if len(every) > _SHORT else ""
    if not every.strip():
        raise ReadError("empty: the page holds no text; save it from a browser as it is shown")
    yield Item(article or every, title=title, published=day)


def plain(markup: str) -> str:
    """The text of a piece of HTML, a line for each of its blocks."""
    return _text(_tree(markup)) if markup.strip() else ""


def _decoded(data: bytes) -> str:
    """The page in UTF-8, else in the encoding that it states, else in that which fits Russian."""
    stated = _CHARSET.search(data[:4_096])
    try:
        return clean(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        pass
    try:
        return clean(data.decode(stated[1].decode("ascii") if stated else "utf-8"))
    except (UnicodeDecodeError, LookupError):
        return decode(data)


def _tree(markup: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    text = _UNFIT.sub(" ", clean(markup))
    tree: HtmlElement = document_fromstring(text.encode("utf-8"), parser=parser)
    for element in tree.iter():  # lines of the source are no lines of the text
        element.text = _BLANK.sub(" ", element.text) if element.text else None
        element.tail = _BLANK.sub(" ", element.tail) if element.tail else None
    return tree


def _article(tree: HtmlElement) -> str:
    if sum(1 for _ in tree.iter()) > _ELEMENTS:
        return ""
    try:
        text = trafilatura.extract(
            tree, output_format="txt", include_comments=False, with_metadata=False
        )
    except Exception:  # odd trees raise whatever; their plain text is read all the same
        return ""
    return "\n".join(_cells(line) for line in (text or "").split("\n"))


def _cells(line: str) -> str:
    """A row of a table, which comes as «| Иван Белов | ректор |», with tabs between its cells."""
    if not line.lstrip().startswith("| "):
        return line.strip()
    return "\t".join(" ".join(cell.split()) for cell in line.strip("| ").split("|"))


def _text(tree: HtmlElement) -> str:
    """All text but that of menus, forms and scripts."""
    lines: list[str] = []
    line: list[str] = []
    for piece in _pieces(tree):
        if piece == "\n":
            lines.append("".join(line).strip(" \t"))
            line = []
        elif piece.strip(" ") or (line and not line[-1].endswith((" ", "\t"))):
            line.append(piece if not line or not line[-1].endswith(" ") else piece.lstrip(" "))
    return "\n".join(line for line in [*lines, "".join(line).strip(" \t")] if line)


def _pieces(tree: HtmlElement) -> Iterator[str]:
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _SKIPPED or not tag:
                walk.skip_subtree()
            elif tag in _BLOCKS or tag == "br":
                yield "\n"
            if element.text and tag and tag not in _SKIPPED:
                yield element.text
        else:
            if tag in ("td", "th"):
                yield "\t"
            elif tag in _BLOCKS:
                yield "\n"
            if element.tail:
                yield element.tail


def _title(tree: HtmlElement) -> str:
    """The headline: as the page tells others, else its only heading of the first order."""
    for meta in tree.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() == "og:title":
            return _line(meta.get("content") or "")
    headings = [heading for heading in tree.iter("h1") if _line(heading.text_content())]
    found = headings[0] if len(headings) == 1 else tree.find(".//title")
    return _line(found.text_content())[:300] if found is not None else ""


def _line(text: str) -> str:
    return " ".join(text.split())


def _day(tree: HtmlElement) -> object:
    """What the page states as its day of publication, None if it states none."""
    return _in_meta(tree) or _in_json(tree) or _in_time(tree) or _in_address(tree)


def _in_meta(tree: HtmlElement) -> str | None:
    stated: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        stated.setdefault(name.lower(), meta.get("content") or "")
    return next((stated[name] for name in _PUBLISHED if parse_date(stated.get(name))), None)


def _in_json(tree: HtmlElement) -> str | None:
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json" and script.text:
            found = re.search(r'"datePublished"\s*:\s*("(?:[^"\\]|\\.){1,100}")', script.text)
            if found and parse_date(json.loads(found[1], strict=False)):
                return str(json.loads(found[1], strict=False))
    return None


def _in_time(tree: HtmlElement) -> str | None:
    for element in tree.iter("time", "span", "div", "p"):
        published = element.get("itemprop") == "datePublished" or element.get("pubdate") is not None
        if published:
            value = element.get("datetime") or element.get("content") or element.text_content()
            if parse_date(value):
                return str(value)
    times = {str(element.get("datetime"))[:10] for element in tree.iter("time")}
    return times.pop() if len(times) == 1 else None


def _in_address(tree: HtmlElement) -> str | None:
    for link in tree.iter("link"):
        found = (
            _IN_ADDRESS.search(link.get("href") or "") if link.get("rel") == "canonical" else None
        )
        if found:
            return "-".join(found.groups())
    return None
