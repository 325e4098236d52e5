"""The records of all documents, entered one document at a time into a database, to be joined there.

What is equal is entered once: names with their forms, titles and employers of a person. A record is
a row of numbers, so that memory sets no limit to how many documents there are.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from newsnlp.identity.bodies import body_name
from newsnlp.identity.records import Pins, Record
from newsnlp.identity.spelling import squashed
from newsnlp.schema import Kind
from newsnlp.scratch import Scratch, bytes_of, packed, unpacked
from newsnlp.text import storable

__all__ = ["Ledger", "Variant", "held"]

_KEPT = 4_000  # numbers of names that are not looked up again; most come again soon

_TABLES = """
CREATE TABLE document (number INTEGER PRIMARY KEY, id BLOB UNIQUE, names BLOB);
CREATE TABLE variant (
  number INTEGER PRIMARY KEY, kind TEXT, name TEXT, proper INTEGER, forms BLOB,
  UNIQUE (name, kind, proper, forms));
CREATE TABLE held (number INTEGER PRIMARY KEY, keys BLOB UNIQUE);
CREATE TABLE token (number INTEGER PRIMARY KEY, key TEXT UNIQUE, documents INTEGER DEFAULT 0);
CREATE TABLE label (number INTEGER PRIMARY KEY, key TEXT UNIQUE);
CREATE TABLE record (
  number INTEGER PRIMARY KEY, document INTEGER, local BLOB, variant INTEGER, held INTEGER,
  label INTEGER);
CREATE TABLE pin (record INTEGER PRIMARY KEY, id TEXT, name TEXT);
"""

Variant = tuple[str, str, bool, tuple[str, ...]]  # kind, name, whether it is proper, all forms


class Ledger:
    """All records, by numbers; `label` of a record says what it was found to be one with.

    Tables: `document` (with the names in it, tokens as unsigned integers), `variant` (a kind, a
    name and its forms, as some documents have them), `held` (titles and employers of a person),
    `token` (a name whatever its case, with the documents that have it), `record`, `label`, `pin`.
    """

    def __init__(self, base: Scratch) -> None:
        """Make the tables in `base`."""
        self.base = base
        base.run(_TABLES)
        self._variant = lru_cache(_KEPT)(self._numbered_variant)
        self._held = lru_cache(_KEPT)(self._numbered_held)
        self._token = lru_cache(_KEPT)(self._numbered_token)

    def add(
        self,
        document: str,
        records: Iterable[Record],
        pins: Pins | None = None,
        company: Iterable[Record] | None = None,
    ) -> None:
        """Enter a document; documents come in the order of their ids.

        Args:
            document: its id.
            records: what it names, one a local id.
            pins: which of them a registry knows.
            company: all that it names, where `records` are only a part of that.
        """
        own = sorted(records, key=lambda record: record.local)
        names = sorted(
            {
                self._token(_token_of(record.kind, record.name))
                for record in (own if company is None else company)
                if record.forms and (record.kind is Kind.PERSON or record.proper)
            }
        )
        base = self.base
        number = base.execute(
            "INSERT INTO document (id, names) VALUES (?, ?)",
            (bytes_of(document), array("I", names).tobytes()),
        ).lastrowid
        more = "UPDATE token SET documents = documents + 1 WHERE number = ?"
        base.executemany(more, ((name,) for name in names))
        for record in own:
            row = base.execute(
                "INSERT INTO record (document, local, variant, held) VALUES (?, ?, ?, ?)",
                (
                    number,
                    bytes_of(record.local),
                    self._variant(record.kind, record.name, record.proper, record.forms),
                    self._held(held(record)) if record.kind is Kind.PERSON else None,
                ),
            ).lastrowid
            pin = pins.get(record.key) if pins else None
            if pin is not None:
                base.execute("INSERT INTO pin VALUES (?, ?, ?)", (row, pin.id, pin.name))

    def ready(self) -> None:
        """All documents are entered: prepare what is asked of them."""
        self.base.execute("CREATE INDEX record_document ON record (document)")
        self.base.execute("CREATE INDEX record_variant ON record (variant)")
        self.base.execute("CREATE INDEX variant_kind ON variant (kind)")
        self.documents = self.base.one("SELECT count(*) FROM document WHERE names != x''") or 0

    def label(self, key: str) -> int:
        """The number of a label."""
        found = self.base.one("SELECT number FROM label WHERE key = ?", key)
        if found is None:
            return self._new("label (key) VALUES (?)", key)
        return int(found)

    def names_in(self, document: int) -> frozenset[int]:
        """The tokens of the names in a document."""
        return frozenset(array("I", self.base.one(_NAMES, document)))

    def held_by(self, number: int) -> frozenset[str]:
        """The keys of titles and employers."""
        return frozenset(unpacked(self.base.one("SELECT keys FROM held WHERE number = ?", number)))

    def tokens_of(self, kind: str, forms: Sequence[str]) -> frozenset[int]:
        """The tokens of names, but for those that no document has."""
        query = "SELECT number FROM token WHERE key = ?"
        found = (self.base.one(query, _token_of(kind, form)) for form in forms)
        return frozenset(number for number in found if number is not None)

    def documents_with(self, token: int) -> int:
        """How many documents have a name."""
        return int(self.base.one("SELECT documents FROM token WHERE number = ?", token))

    def variants(self, kind: Kind) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """Number, name and forms of each variant of a kind."""
        query = "SELECT number, name, forms FROM variant WHERE kind = ? AND forms != ?"
        for number, name, forms in self.base.execute(query, (kind, packed(()))):
            yield number, name, tuple(unpacked(forms))

    def _numbered_variant(self, kind: str, name: str, proper: bool, forms: tuple[str, ...]) -> int:
        row = (kind, storable(name), proper, packed([storable(form) for form in forms]))
        query = (
            "SELECT number FROM variant WHERE kind = ? AND name = ? AND proper = ? AND forms = ?"
        )
        found = self.base.one(query, *row)
        if found is None:
            return self._new("variant (kind, name, proper, forms) VALUES (?, ?, ?, ?)", *row)
        return int(found)

    def _numbered_held(self, keys: frozenset[str]) -> int:
        cell = packed(sorted(map(storable, keys)))
        found = self.base.one("SELECT number FROM held WHERE keys = ?", cell)
        return self._new("held (keys) VALUES (?)", cell) if found is None else int(found)

    def _numbered_token(self, key: str) -> int:
        found = self.base.one("SELECT number FROM token WHERE key = ?", key)
        return self._new("token (key) VALUES (?)", key) if found is None else int(found)

    def _new(self, into: str, *values: object) -> int:
        return self.base.execute(f"INSERT INTO {into}", values).lastrowid or 0


_VARIANT = "SELECT number FROM variant WHERE (kind, name, proper, forms) = (?, ?, ?, ?)"
_NAMES = "SELECT names FROM document WHERE number = ?"


def by_document(records: Iterable[Record]) -> dict[str, dict[str, Record]]:
    """Id of a document → local id → record; of several of one key the last."""
    found: dict[str, dict[str, Record]] = {}
    for record in records:
        found.setdefault(record.document, {})[record.local] = record
    return found


def held(record: Record) -> frozenset[str]:
    """Keys of the titles and employers that a document gives a person."""
    bodies = (f"@{body_name(name).core}" for name in record.bodies)
    return frozenset((*map(squashed, record.titles), *bodies))


def _token_of(kind: str, name: str) -> str:
    return storable(f"{kind}{squashed(name)}")
