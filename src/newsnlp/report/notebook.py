"""HTML of tables, texts and what was found in them, for a notebook's output cell.

The looks stand in the templates: nothing but colours that are seen on white and on black, since a
cell cannot know what it is shown on.
"""

from collections import Counter
from collections.abc import Hashable, Mapping
from functools import cache

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from newsnlp.columns import COLUMNS, TITLES
from newsnlp.report.nesting import nested
from newsnlp.schema import Document, Extraction, Form, Kind, Mention
from newsnlp.tables import Tables, make_tables

__all__ = ["document_html", "extraction_html", "show_in_notebooks", "tables_html"]

_KINDS: Mapping[Kind, str] = {  # in the order of the legend
    Kind.PERSON: "человек",
    Kind.POSITION: "должность",
    Kind.ORGANISATION: "организация",
    Kind.EVENT: "мероприятие",
    Kind.PLACE: "место",
}
_FACTS = ("check", "roles", "participations", "quotes")
_SHOWN = (*_FACTS, "persons", "organisations", "events")  # what are no facts are folded up
_COUNTED = ("documents", *_SHOWN)
_CODES = "_id"
_HIDDEN = ("start", "stop", "sentence", "evidence")
_WORDS = {
    "status": {"current": "занимает", "acting": "исполняет обязанности", "former": "занимал"},
    "participant_kind": {"person": "человек", "organisation": "организация"},
    "kind": {"direct": "прямая", "indirect": "косвенная"},
}
_NUMBERS = ("score", "takes_part")
_LIMIT = 20  # rows of a table in a cell: more is what the frames are for
_CHARACTERS = 20_000  # of a text in a cell


def show_in_notebooks() -> None:
    """Give the data model its `_repr_html_`: it stands above this module and holds no behaviour."""
    for shown, html in (
        (Tables, tables_html),
        (Document, document_html),
        (Extraction, extraction_html),
    ):
        setattr(shown, "_repr_html_", html)  # noqa: B010 — no type that a checker knows


def tables_html(tables: Tables) -> str:
    """The tables as HTML: the facts first, then people, bodies and forums, folded up."""
    sheets = [_sheet(tables, name) for name in _SHOWN if name in tables]
    counts = [(TITLES[name], len(tables[name])) for name in _COUNTED if name in tables]
    return _render("tables.html", sheets=sheets, counts=counts)


def document_html(document: Document) -> str:
    """A text as it was read, with title, date and where it came from, as HTML."""
    return _render("document.html", **_head(document), pieces=nested(document, (), _stop(document)))


def extraction_html(extraction: Extraction) -> str:
    """A text with all that was found in it in nested colours, and its facts, as HTML.

    Names are coloured, what stands for them («ректор», «он») is underlined; the pointer tells who
    or what is meant. Dates are left in the text.
    """
    document = extraction.document
    shown = [mention for mention in extraction.mentions if mention.kind in _KINDS]
    names = Counter(mention.kind for mention in shown if mention.form is Form.NAME)
    tables = make_tables([extraction])
    return _render(
        "extraction.html",
        **_head(document),
        pieces=nested(document, shown, _stop(document)),
        legend=[(kind, name, names[kind]) for kind, name in _KINDS.items() if names[kind]],
        standing_in=len(shown) > names.total(),
        hints=_hints(extraction),
        sheets=[_sheet(tables, name) for name in _FACTS if name in tables and len(tables[name])],
    )


def _head(document: Document) -> dict[str, object]:
    """What the templates print above a text, and how much of it they leave out."""
    told = [
        f"{document.published:%d.%m.%Y}" if document.published else "",
        document.source,
        f"документ {document.id}",
        f"знаков: {len(document.text)}",
    ]
    return {
        "title": document.title,
        "told": [line for line in told if line],
        "left": len(document.text) - _stop(document),
    }


def _stop(document: Document) -> int:
    return min(len(document.text), _CHARACTERS)


def _hints(extraction: Extraction) -> dict[Mention, str]:
    """What the pointer tells of each mention: whom it means and how it was found."""
    means = {mention: entity.name for entity in extraction.entities for mention in entity.mentions}
    return {
        mention: f"{_KINDS[mention.kind]}: {means.get(mention, mention.normal)}"
        f"\n{mention.evidence}, {_decimal(mention.score)}"
        for mention in extraction.mentions
        if mention.kind in _KINDS
    }


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
    if key in _NUMBERS and isinstance(value, float):
        return {"text": _decimal(value), "hint": row["evidence"], "share": value}
    return {"text": _WORDS.get(key, {}).get(str(value), value), "hint": "", "share": None}


def _decimal(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def _render(template: str, **values: object) -> str:
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("newsnlp.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
