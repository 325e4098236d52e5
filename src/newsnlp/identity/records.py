"""What identity across documents knows of each thing that a document names: a `Record`.

A record holds the words for a thing, who it is said to be, and whom else the document names: no
more is compared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from newsnlp.schema import Kind

__all__ = ["Key", "Pin", "Pins", "Record", "record_of", "row_of"]

Key = tuple[str, str]  # id of the document, id of the entity within it


@dataclass(frozen=True, slots=True)
class Record:
    """One entity of one document, as it is named there.

    `forms` are all its names in the nominative, «Рулевский» and «Виктор Рулевский», the one of
    `name` among them; empty if it has no name («вуз», «он»): such a one stays in its document.
    """

    document: str
    local: str  # its id within the document; unique there
    kind: Kind
    name: str  # the fullest form in the document, nominative
    forms: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()  # of a person: the positions held, nominative
    bodies: tuple[str, ...] = ()  # of a person: the names of the bodies where they are held
    parent: str = ""  # of a body: the name of the body that it is a unit of
    published: date | None = None  # when the document was
    start: date | None = None  # of an event: its first day
    proper: bool = True  # whether the name alone tells who it is; if not, it stays in the document
    mentions: int = 1

    @property
    def key(self) -> Key:
        """What `identify` knows the record by."""
        return self.document, self.local


@dataclass(frozen=True, slots=True)
class Pin:
    """What somebody who knows says a record is: an entry of a registry."""

    id: str  # becomes the id of all that is pinned to it, as it stands
    name: str  # becomes the name


Pins = Mapping[Key, Pin]

_FIELDS = tuple((item.name, item.default) for item in fields(Record))


def row_of(record: Record) -> dict[str, Any]:
    """The record as JSON takes it; what is as by default is left out."""
    row: dict[str, Any] = {}
    for name, default in _FIELDS:
        value = getattr(record, name)
        if value != default:
            row[name] = value.isoformat() if isinstance(value, date) else value
    return row


def record_of(row: Mapping[str, Any]) -> Record:
    """The record that `row_of` made this of.

    Raises:
        KeyError, TypeError, ValueError: it was none.
    """
    made = {name: _strings(row.get(name, ())) for name in ("forms", "titles", "bodies")}
    days = {key: date.fromisoformat(row[key]) for key in ("published", "start") if key in row}
    return Record(**{**row, **made, **days, "kind": Kind(row["kind"])})


def _strings(values: Sequence[Any]) -> tuple[str, ...]:
    if not all(isinstance(value, str) for value in values):
        raise ValueError(f"{values!r} are no names")
    return tuple(values)
