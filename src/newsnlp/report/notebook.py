"""HTML of tables and of a text with its entities highlighted, for a notebook's output cell."""

from collections.abc import Hashable, Iterator, Mapping
from functools import cache

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from newsnlp.columns import COLUMNS, TITLES
from newsnlp.schema import Extraction, Form, Kind, Mention, Span
from newsnlp.tables import Tables

__all__ = ["NotebookTables", "pieces_of", "text_html"]

_SHOWN = ("check", "roles", "participations", "quotes", "persons", "organisations", "events")
_COUNTED = ("documents", *_SHOWN)
_FACTS = ("check", "roles", "participations", "quotes")  # the others are folded up
_CODES = "_id"
_HIDDEN = ("start", "stop", "sentence", "evidence")
_WORDS = {
    "status": {"current": "занимает", "acting": "исполняет обязанности", "former": "занимал"},
    "participant_kind": {"person": "человек", "organisation": "организация"},
}
_LIMIT = 20  # rows of a table in a cell: more is what the frames are for


class NotebookTables(Tables):
    """Tables that a notebook shows as HTML: the facts first, then people, bodies and forums."""

    def _repr_html_(self) -> str:
        sheets = [_sheet(self, name) for name in _SHOWN if name in self]
        counts = [(TITLES[name], len(self[name])) for name in _COUNTED if name in self]
        return _environment().get_template("tables.html").render(sheets=sheets, counts=counts)


def text_html(extraction: Extraction) -> str:
    """The text of a document with its entities in colour, as HTML."""
    pieces = [
        (words, mention and mention.kind, mention and mention.normal)
        for words, mention in pieces_of(extraction)
    ]
    return (
        _environment()
        .get_template("text.html")
        .render(title=extraction.document.title, pieces=pieces)
    )


def pieces_of(extraction: Extraction) -> Iterator[tuple[str, Mention | None]]:
    """The text cut at its outermost names: (words, the mention they are or None), in order.

    A title is cut out even where a body is nested in it; stand-ins and dates are left in the text.
    """
    document, last = extraction.document, 0
    shown = [
        mention
        for mention in extraction.mentions
        if mention.form is Form.NAME and mention.kind is not Kind.DATE
    ]
    for mention in sorted(shown, key=lambda item: (item.span.start, -item.span.stop, item.kind)):
        if mention.span.start < last:
            continue
        if last < mention.span.start:
            yield document.at(Span(last, mention.span.start)), None
        yield document.at(mention.span), mention
        last = mention.span.stop
    if last < len(document.text):
        yield document.at(Span(last, len(document.text))), None


def _sheet(tables: Tables, name: str) -> dict[str, object]:
    """What the template prints of a table: without codes, offsets and columns that are empty."""
    frame = tables[name]
    columns = [
        column
        for column in COLUMNS[name]
        if not column.key.endswith(_CODES)
        and column.key not in (_HIDDEN if name != "events" else ())
        and (frame.empty or not frame[column.key].isna().all())
    ]
    rows = [
        [_cell(column.key, row) for column in columns]
        for row in frame.head(_LIMIT).to_dict("records")
    ]
    return {
        "title": TITLES[name],
        "open": name in _FACTS,
        "headings": [column.title for column in columns],
        "rows": rows,
        "count": len(frame),
        "limit": _LIMIT,
    }


def _cell(key: str, row: Mapping[Hashable, object]) -> dict[str, object]:
    """A cell: its words, what is seen under the pointer, and the share of it to be coloured."""
    value = row[key]
    if value is None or value is pd.NA or value != value:
        return {"text": "", "hint": "", "share": None}
    if key == "score" and isinstance(value, float):
        return {"text": f"{value:.2f}".replace(".", ","), "hint": row["evidence"], "share": value}
    return {"text": _WORDS.get(key, {}).get(str(value), value), "hint": "", "share": None}


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("newsnlp.report"), autoescape=True, undefined=StrictUndefined
    )
