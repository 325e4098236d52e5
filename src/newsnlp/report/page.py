"""Tables → one HTML page that a browser opens by itself: no server, no network, no framework.

The page is a shell with the tables as JSON; its scripts build each view when it is asked for. What
it may do is written into it: the policy in its head lets run the very scripts and styles that stand
in it, by their hashes, and nothing from outside. Without scripts it is a readable press sheet.
"""

import json
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.resources import files

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from newsnlp.columns import COLUMNS, TITLES
from newsnlp.report.data import report_data
from newsnlp.tables import Tables

__all__ = ["report_html"]

_STYLES = ("base.css", "layout.css", "lists.css", "text.css", "charts.css", "print.css")
_HEAD = ("theme.js",)  # runs before anything is painted
_GRAPH = ("graph.js",)
_VENDORED = "vendor"  # libraries, each a file with its licence in its head
_APP = (  # one script: its parts call each other
    "dom.js",
    "words.js",
    "data.js",
    "search.js",
    "list.js",
    "facts.js",
    "people.js",
    "forums.js",
    "bodies.js",
    "quotes.js",
    "texts.js",
    "press.js",
    "overview.js",
    "network.js",
    "find.js",
    "main.js",
)
_COUNTED = ("documents", "persons", "events", "organisations", "quotes", "press")
_PLAIN = 200  # rows of the press sheet that are there without scripts
_PLAIN_COLUMNS = tuple(
    column
    for column in COLUMNS["press"]
    if column.key not in ("sentence", "sentence_number", "document")
)


def report_html(tables: Tables) -> str:
    """The report of the tables, a whole HTML document; the same tables give the same text."""
    styles = [_asset(*_STYLES)]
    head = [_asset(*_HEAD)]
    scripts = [*map(_asset, _vendored()), _asset(*_GRAPH), _app()]
    press = tables["press"] if "press" in tables else pd.DataFrame()
    rows = [
        [_cell(row.get(column.key)) for column in _PLAIN_COLUMNS]
        for row in press.head(_PLAIN).to_dict("records")
    ]
    return (
        _environment()
        .get_template("report.html")
        .render(
            policy=_policy(styles, [*head, *scripts]),
            styles=styles,
            head=head,
            scripts=scripts,
            data=_json(report_data(tables)),
            has_check="check" in tables,
            counts=[(TITLES[name], len(tables[name])) for name in _COUNTED if name in tables],
            headings=[column.title for column in _PLAIN_COLUMNS],
            rows=rows,
            more=len(press) - len(rows),
        )
    )


def _policy(styles: Iterable[str], scripts: Iterable[str]) -> str:
    """A Content-Security-Policy under which only what stands in the page runs."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {' '.join(map(_hash, styles))}",
            "img-src data:",  # the icon of the page
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",  # no text can become markup, even by mistake
        )
    )


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def _json(value: object) -> str:
    """`value` as JSON in which nothing can end or begin a tag, a comment or an entity."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _cell(value: object) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    return f"{value:.2f}".replace(".", ",") if isinstance(value, float) else str(value)


@cache
def _asset(*names: str) -> str:
    """The files put together, in this order."""
    folder = files("newsnlp.report") / "assets"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)


@cache
def _app() -> str:
    """The parts of the program as one script that leaves no names behind."""
    parts = _asset(*(f"app/{name}" for name in _APP))
    return f'(() => {{\n"use strict";\n{parts}\n}})();'


@cache
def _vendored() -> tuple[str, ...]:
    folder = files("newsnlp.report") / "assets" / _VENDORED
    return tuple(
        sorted(f"{_VENDORED}/{item.name}" for item in folder.iterdir() if item.name.endswith(".js"))
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("newsnlp.report"), autoescape=True, undefined=StrictUndefined
    )
