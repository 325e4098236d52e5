"""A `Page` as one line of JSON, and back: what a worker hands over, and what lies in part files.

ASCII alone, so that any text, even half a surrogate pair, comes back as it was.
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from operator import attrgetter
from typing import Any

from newsnlp.columns import COLUMNS
from newsnlp.identity.records import record_of, row_of
from newsnlp.page import Listed, Page, Ref
from newsnlp.schema import Kind

__all__ = ["line_of", "page_from"]

_LISTED = attrgetter(*(field.name for field in fields(Listed)))


def line_of(page: Page) -> str:
    """The page as a line without its end."""
    return json.dumps(
        {
            "key": page.key,
            "rows": {name: rows for name, rows in page.rows.items() if rows},
            "listed": {kind: items for kind, items in page.listed.items() if items},
            "held": page.held,
            "records": [row_of(record) for record in page.records],
        },
        default=_packed,
        separators=(",", ":"),
    )


def page_from(line: str | bytes) -> Page:
    """The page that `line_of` wrote.

    Raises:
        ValueError: it is none.
    """
    try:
        found: Mapping[str, Any] = json.loads(line)
        document, source = found["key"]
        return Page(
            (document, source),
            {
                name: tuple(tuple(map(_unpacked, row)) for row in found["rows"].get(name, ()))
                for name in COLUMNS
            },
            {
                kind: tuple(map(_listed, found["listed"].get(kind, ())))
                for kind in (Kind.PERSON, Kind.ORGANISATION, Kind.POSITION, Kind.EVENT)
            },
            tuple((position, person, body) for position, person, body in found["held"]),
            tuple(map(record_of, found["records"])),
        )
    except (KeyError, TypeError, AttributeError) as reason:
        raise ValueError(f"no page: {reason!r}") from reason


def _packed(value: object) -> object:
    """What JSON has no form for as a list of its fields."""
    if isinstance(value, Ref):
        return [value.local, value.named]
    if isinstance(value, Listed):
        return _LISTED(value)
    raise TypeError(f"{value!r} stands in no page")


def _unpacked(cell: object) -> object:
    return Ref(*cell) if isinstance(cell, list) else cell


def _listed(cells: list[Any]) -> Listed:
    own, kind, name, also, *rest = cells
    return Listed(own, Kind(kind), name, tuple(also), *rest)
