"""HTML of tables and of a text with its entities highlighted, for a notebook's output cell."""

from collections.abc import Iterator, Mapping
from functools import cache

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from newsnlp.columns import COLUMNS
from newsnlp.schema import Extraction, Form, Kind, Mention, Span
from newsnlp.tables import Tables

__all__ = ["TITLES", "NotebookTables", "pieces_of", "text_html"]

TITLES: Mapping[str, str] = {
    "documents": "Документы",
    "persons": "Люди",
    "organisations": "Организации",
    "positions": "Должности",
    "events": "Мероприятия",
    "roles": "Кто есть кто",
    "participations": "Кто в чём участвует",
    "quotes": "Кто что сказал",
    "mentions": "Упоминания",
    "tokens": "Слова",
    "press": "Сводная таблица",
}
_SHOWN = ("roles", "participations", "quotes", "persons", "organisations", "events")
_CODES = "_id"
_LIMIT = 20  # rows of a table in a cell: more is what the frames are for


class NotebookTables(Tables):
    """Tables that a notebook shows as HTML: the facts first, then people, bodies and forums."""

    def _repr_html_(self) -> str:
        sheets = [_sheet(self, name) for name in _SHOWN if name in self]
        return _environment().get_template("tables.html").render(sheets=sheets)


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
    columns = [column for column in COLUMNS[name] if not column.key.endswith(_CODES)]
    shown = [column for column in columns if column.key not in {"start", "stop", "sentence"}]
    shown = columns if name == "events" else shown
    frame = tables[name]
    cells = frame[[column.key for column in shown]].head(_LIMIT)
    rows = [
        ["" if pd.isna(cell) else cell for cell in row] for row in cells.itertuples(index=False)
    ]
    return {
        "title": TITLES[name],
        "headings": [column.title for column in shown],
        "rows": rows,
        "count": len(frame),
        "limit": _LIMIT,
    }


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("newsnlp.report"), autoescape=True, undefined=StrictUndefined
    )
