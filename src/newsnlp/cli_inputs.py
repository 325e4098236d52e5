"""What the commands read: documents one by one, the days that options give; common options."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from newsnlp.cli_help import Group
from newsnlp.errors import Fault, NewsNLPError
from newsnlp.read import ReadFailure
from newsnlp.schema import Document

__all__ = ["Published", "Registries", "RulesOnly", "as_faults", "given_day", "noting"]

Registries = Annotated[
    list[Path] | None,
    typer.Option(
        help="Your own people, bodies and events: a CSV, an XLSX or a folder of them; repeatable.",
        metavar="PATH",
        rich_help_panel=Group.NAMES,
    ),
]

RulesOnly = Annotated[
    bool,
    typer.Option(
        "--rules-only",
        help="Leave the network out: half as fast again, and worse.",
        metavar="",
    ),
]

Published = Annotated[
    str | None,
    typer.Option(
        help="Date of publication (2025-08-28) of documents that do not say it themselves.",
        metavar="DATE",
        rich_help_panel=Group.INPUT,
    ),
]


def as_faults(items: Iterable[Document | ReadFailure]) -> Iterator[Document | Fault]:
    """The same items, what could not be read as faults."""
    for item in items:
        if isinstance(item, ReadFailure):
            yield Fault(item.source, item.line, None, "read", item.reason)
        else:
            yield item


def noting(items: Iterable[Document | ReadFailure], faults: list[Fault]) -> Iterator[Document]:
    """The documents one by one; what could not be read is added to `faults`."""
    for item in as_faults(items):
        if isinstance(item, Document):
            yield item
        else:
            faults.append(item)


def given_day(text: str | None) -> date | None:
    """The day of an option or a gold record: «2025-08-28»; None for none.

    Raises:
        NewsNLPError: it is no such day.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as reason:
        raise NewsNLPError(f"{text}: no date; write it like 2025-08-28") from reason
