"""Pages → rows of tables, by way of the disk, so that memory sets no limit to a run.

Pages go in, in any order; rows come out in the order of the documents' ids, with the entities that
several documents share as one row each; neither the order of the input nor hashing shows.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from newsnlp.columns import COLUMNS
from newsnlp.identity import Identities, Identity, Key, Pins, Record
from newsnlp.identity.records import record_of
from newsnlp.page import Listed
from newsnlp.pages import PageRow, listed_of
from newsnlp.schema import Kind
from newsnlp.scratch import Scratch, bytes_of, errors_of, packed, unpacked
from newsnlp.shared_rows import ROWS, Shared
from newsnlp.text import storable

if TYPE_CHECKING:
    from newsnlp.registry import Registry

__all__ = ["Cells", "Identifying", "Spool", "Watch", "unwatched"]

Cells = Sequence[Any]  # str, int, float or None, in the order of the columns
Identifying = Callable[[Sequence[Record], Pins | None], Mapping[Key, Identity]]

Item = TypeVar("Item")


class Watch(Protocol):
    """Hands on what it is given, one item a document, and tells somebody how far that is."""

    def __call__(self, items: Iterable[Item], what: str) -> Iterable[Item]:
        """The items; `what` is done with them."""


def unwatched(items: Iterable[Item], what: str) -> Iterable[Item]:
    """The items; nobody is told."""
    del what
    return items


_PLAIN = ("documents", "sentences", "tokens")  # no cell of theirs names an entity
_PAGED = tuple(name for name in COLUMNS if name not in ROWS)
_CHUNK = 100  # rows of one cell
_ODD = re.compile(b'""|\xed[\xa0-\xbf]')  # an empty cell or half a surrogate pair, in JSON

_TABLES = """
CREATE TABLE page (number INTEGER PRIMARY KEY, id BLOB, source BLOB);
CREATE TABLE place (number INTEGER PRIMARY KEY, page INTEGER);
CREATE TABLE inside (page INTEGER PRIMARY KEY, cells BLOB);
CREATE TABLE thing (
  number INTEGER PRIMARY KEY, kind TEXT, own BLOB, name BLOB, place INTEGER, cells BLOB);
CREATE INDEX thing_own ON thing (kind, own);
CREATE TABLE holder (title BLOB, person BLOB, body BLOB, UNIQUE (title, person, body));
"""


class Spool:
    """The pages of a run: `add` all, `settle`, then ask for `rows`."""

    def __init__(self, path: Path | None = None, *, registry: "Registry | None" = None) -> None:
        """Begin an empty one.

        Args:
            path: of the file that it takes, some 25 kB a document; None for memory.
            registry: by which the pages were made.

        Raises:
            NewsNLPError: there can be no such file.
        """
        self._path = path
        self._registry = registry
        self.base = Scratch.at(path)
        self._counts: Counter[str] = Counter()
        with errors_of(path):
            self.base.run(_TABLES)
            for name in COLUMNS:
                self.base.execute(f'CREATE TABLE "in_{name}" (page INTEGER PRIMARY KEY, cells)')
                self.base.execute(f'CREATE TABLE "out_{name}" (number INTEGER PRIMARY KEY, cells)')

    def close(self) -> None:
        """Let the file go."""
        self.base.close()
        if self._path is not None:
            self._path.unlink(missing_ok=True)

    def add(self, page: PageRow) -> None:
        """Take a page in.

        Raises:
            NewsNLPError: the disk is full.
        """
        with errors_of(self._path):
            document, source = map(bytes_of, page["key"])
            base = self.base
            number = base.execute(
                "INSERT INTO page (id, source) VALUES (?, ?)", (document, source)
            ).lastrowid
            for name, rows in page["rows"].items():
                self._counts[name] += len(rows)
                base.execute(f'INSERT INTO "in_{name}" VALUES (?, ?)', (number, packed(rows)))
            inside = packed([page["records"], page["listed"], page["held"]])
            base.execute("INSERT INTO inside VALUES (?, ?)", (number, inside))

    def settle(self, identifying: Identifying | None = None, *, watch: Watch = unwatched) -> None:
        """All pages are in: find out what their entities are, and make the rows.

        Args:
            identifying: says what each record is, given all at once; `Identities` if None.
            watch: sees how far that is.

        Raises:
            NewsNLPError: the disk is full.
        """
        with errors_of(self._path):
            self.base.execute(
                "INSERT INTO place (page) SELECT number FROM page ORDER BY id, source, number"
            )
            known = self._known(identifying, watch)
            for document, places in watch(self._documents(), "Making rows"):
                own = known(document)
                for place, page in places:
                    self._resolve(place, page, own)
            for name in ROWS:
                self._share(name)

    def count(self, name: str) -> int:
        """How many rows a table has."""
        return self._counts[name]

    def rows(self, name: str) -> Iterator[Cells]:
        """The rows of a table, cells in the order of its columns; None for an empty one."""
        if name in ROWS:
            query = f'SELECT cells FROM "out_{name}" ORDER BY number'
        elif name in _PLAIN:
            query = f'SELECT cells FROM place JOIN "in_{name}" USING (page) ORDER BY place.number'
        else:
            query = f'SELECT cells FROM "out_{name}" ORDER BY number'
        with errors_of(self._path):
            for (cells,) in self.base.execute(query):
                rows = unpacked(cells)
                yield from map(_clean, rows) if _ODD.search(cells) else rows

    def _documents(self) -> Iterator[tuple[str, list[tuple[int, int]]]]:
        """Each id with the places and pages that have it."""
        rows = self.base.execute(
            "SELECT id, place.number, page FROM place JOIN page ON page = page.number "
            "ORDER BY place.number"
        )
        for document, group in groupby(rows, key=lambda row: bytes(row[0])):
            yield document.decode("utf-8", "surrogatepass"), [row[1:] for row in group]

    def _inside(self, page: int) -> Any:  # noqa: ANN401 — records, what is listed, who holds what
        return unpacked(self.base.one("SELECT cells FROM inside WHERE page = ?", page))

    def _records(self, places: Iterable[tuple[int, int]]) -> list[Record]:
        return [record_of(row) for _, page in places for row in self._inside(page)[0]]

    def _known(
        self, identifying: Identifying | None, watch: Watch
    ) -> Callable[[str], Mapping[str, Identity]]:
        """What says of a document what its entities are, by their local ids."""
        if identifying is None:
            found = Identities(self.base)
            for document, places in watch(self._documents(), "Identifying"):
                records = {record.local: record for record in self._records(places)}.values()
                found.add(document, records, self._pins(records))
            found.settle()
            return found.of
        every = [record for _, places in self._documents() for record in self._records(places)]
        by_document: dict[str, dict[str, Identity]] = {}
        for (document, local), own in identifying(every, self._pins(every)).items():
            by_document.setdefault(document, {})[local] = own
        return lambda document: by_document.get(document, {})

    def _pins(self, records: Iterable[Record]) -> Pins | None:
        return self._registry.pins_of(records) if self._registry else None

    def _resolve(self, place: int, page: int, known: Mapping[str, Identity]) -> None:
        """Make the rows of a page, and enter what it lists and who holds what in it."""
        base = self.base
        for name in _PAGED:
            cells = name not in _PLAIN and base.one(
                f'SELECT cells FROM "in_{name}" WHERE page = ?', page
            )
            if cells:
                rows = [[_told(cell, known) for cell in row] for row in unpacked(cells)]
                base.execute(f'INSERT INTO "out_{name}" VALUES (?, ?)', (place, packed(rows)))
        _, listed, held = self._inside(page)
        for kind in (kind for kind, _ in ROWS.values()):
            for entity in map(listed_of, listed.get(kind, ())):
                # A position is its words, the same in all documents.
                own = known.get(entity.id) or Identity(entity.id, entity.name)
                cells = packed(list(_fields(_global(entity, own, known))))
                row = (kind, bytes_of(own.id), bytes_of(own.name), place, cells)
                base.execute(
                    "INSERT INTO thing (kind, own, name, place, cells) VALUES (?, ?, ?, ?, ?)", row
                )
        for title, person, body in held:
            held_in = bytes_of(_told([body, False], known)) if body else b""
            holder = (bytes_of(title), bytes_of(_told([person, False], known)), held_in)
            base.execute("INSERT OR IGNORE INTO holder VALUES (?, ?, ?)", holder)

    def _share(self, name: str) -> None:
        """Make the rows of a table of what documents share, in the order of the first mentions."""
        kind, row_of = ROWS[name]
        keys = [column.key for column in COLUMNS[name]]
        rows = ([made.get(key) for key in keys] for made in map(row_of, self._shared(kind)))
        while chunk := list(islice(rows, _CHUNK)):
            self._counts[name] += len(chunk)
            self.base.execute(f'INSERT INTO "out_{name}" (cells) VALUES (?)', (packed(chunk),))

    def _shared(self, kind: Kind) -> Iterator[Shared]:
        said = self.base.execute(
            "SELECT first, name, place, cells, own FROM thing JOIN "
            "(SELECT own, min(number) AS first FROM thing WHERE kind = ? GROUP BY own) USING (own) "
            "WHERE kind = ? ORDER BY first, number",
            (kind, kind),
        )
        for _, group in groupby(said, key=lambda row: int(row[0])):
            rows = list(group)
            own = Identity(_text(rows[0][4]), _text(rows[0][1]))
            entities = tuple(listed_of(unpacked(cells)) for _, _, _, cells, _ in rows)
            wholes = {entity.whole for entity in entities if entity.whole}
            yield Shared(
                own,
                entities,
                len({place for _, _, place, _, _ in rows}),
                dict(self._names(kind, wholes)),
                self._holders(own.name) if kind is Kind.POSITION else (0, 0),
            )

    def _names(self, kind: Kind, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
        query = "SELECT name FROM thing WHERE kind = ? AND own = ? LIMIT 1"
        for own in ids:
            name = self.base.one(query, kind, bytes_of(own))
            if name is not None:
                yield own, _text(name)

    def _holders(self, title: str) -> tuple[int, int]:
        """How many persons hold a position, and in how many bodies."""
        query = (
            "SELECT count(DISTINCT person), count(DISTINCT nullif(body, x'')) FROM holder "
            "WHERE title = ?"
        )
        persons, bodies = self.base.execute(query, (bytes_of(title),)).fetchone()
        return int(persons), int(bodies)


def _text(cell: bytes) -> str:
    return cell.decode("utf-8", "surrogatepass")


def _told(cell: Any, known: Mapping[str, Identity]) -> Any:  # noqa: ANN401 — any cell
    """The cell of a page; where it names an entity, its id or name as all documents have it."""
    if not isinstance(cell, list):
        return cell
    local, named = cell
    own = known.get(local)
    if own is None:
        return local
    return own.name if named else own.id


def _global(entity: Listed, own: Identity, known: Mapping[str, Identity]) -> Listed:
    """The entity with the body or event that it belongs to as all documents have it."""
    if not entity.whole:
        return entity
    told = _told([entity.whole, False], known)
    return replace(entity, whole=told if told != own.id else None)  # it may be one with its whole


def _fields(entity: Listed) -> Iterator[object]:
    return (getattr(entity, name) for name in entity.__slots__)


def _clean(row: Cells) -> Cells:
    """The row as every format can hold it: lone surrogates go, and what is empty is missing."""
    # No format but JSON could tell the two apart.
    return [storable(cell) or None if isinstance(cell, str) else cell for cell in row]
