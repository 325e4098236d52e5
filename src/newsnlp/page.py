"""What one document adds to the tables, as it goes from the process that extracts to those.

Rows as `rows` makes them, without the text. Where a row tells the id or the name of an entity, its
cell is a `Ref`: what that entity is among all documents is known only once all pages are there.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from newsnlp.errors import NewsNLPError
from newsnlp.identity import Record
from newsnlp.schema import Kind

__all__ = ["CHECK_BELOW", "Listed", "Page", "Ref", "Row", "Wanted"]

Row = dict[str, object]

CHECK_BELOW = 0.8  # in the press sheet what scores less is marked, see docs/scores.md


@dataclass(frozen=True, slots=True)
class Ref:
    """The cell of an entity's id or name, by its id within the document."""

    local: str
    named: bool = False  # whether the cell has the name, not the id


@dataclass(frozen=True, slots=True)
class Listed:
    """What a document says of a person, body, place, position or event that the tables list."""

    id: str  # within the document
    kind: Kind
    name: str
    also: tuple[str, ...]
    mentions: int
    whole: str | None = None  # id of the body or event that it belongs to
    head: str = ""  # of an event: its kind
    start: str | None = None  # of an event: its days, ISO
    end: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What one document adds to the tables."""

    key: tuple[str, str]  # its id and source: pages are sorted by it
    rows: Mapping[str, tuple[tuple[object, ...], ...]]  # table → cells in the order of COLUMNS
    listed: Mapping[Kind, tuple[Listed, ...]]  # what the tables of entities list
    held: tuple[tuple[str, str, str | None], ...]  # position, id of its holder, id of the body
    records: tuple[Record, ...]  # what identity across documents compares


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the tables.

    Attributes:
        tokens: whether to make rows of `tokens`.
        indirect: whether who has no direct quote has an indirect one in the press sheet.
        min_score: the least score, 0…1, of a row of roles, participations and quotes.
        check_below: what scores less, 0…1, is marked for checking in the press sheet.
    """

    tokens: bool = False
    indirect: bool = False
    min_score: float = 0.0
    check_below: float = CHECK_BELOW

    def __post_init__(self) -> None:
        """Refuse a score that none can be.

        Raises:
            NewsNLPError: `min_score` or `check_below` is outside 0…1.
        """
        for name, value in (("min_score", self.min_score), ("check_below", self.check_below)):
            if not 0 <= value <= 1:
                raise NewsNLPError(f"{name} {value}: no score; give a number from 0 to 1")
