"""A `Page` as one line of JSON: what a worker hands over, and what lies in part files.

ASCII alone, so that any text, even half a surrogate pair, comes back as it was.
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from operator import attrgetter
from typing import Any

from newsnlp.identity.records import row_of
from newsnlp.page import Listed, Page, Ref
from newsnlp.schema import Kind

__all__ = ["PageRow", "line_of", "listed_of", "page_from"]

PageRow = Mapping[
    str, Any
]  # a page as JSON takes it; keys are the fields of `Page`, what is empty left out


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


_FIELDS = {"key", "rows", "listed", "held", "records"}


def page_from(line: str | bytes) -> PageRow:
    """The page that `line_of` wrote, as JSON takes it.

    Raises:
        ValueError: it is none.
    """
    found = json.loads(line)
    if not isinstance(found, dict) or found.keys() != _FIELDS or len(found["key"]) != 2:
        raise ValueError("no page")
    return found


def _packed(value: object) -> object:
    """What JSON has no form for as a list of its fields."""
    if isinstance(value, Ref):
        return [value.local, value.named]
    if isinstance(value, Listed):
        return _LISTED(value)
    raise TypeError(f"{value!r} stands in no page")


def listed_of(cells: list[Any]) -> Listed:
    """What a page lists, of the cells that `line_of` made of it."""
    own, kind, name, also, *rest = cells
    return Listed(own, Kind(kind), name, tuple(also), *rest)
