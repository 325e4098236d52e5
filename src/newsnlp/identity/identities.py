"""What the entities of many documents are, found in a database, so that memory sets no limit."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from newsnlp.identity.bodies import event_key
from newsnlp.identity.join_bodies import join_bodies
from newsnlp.identity.join_persons import join_persons
from newsnlp.identity.ledger import Ledger
from newsnlp.identity.names import best_name
from newsnlp.identity.places import place_key
from newsnlp.identity.records import Pins, Record
from newsnlp.schema import Kind
from newsnlp.scratch import Scratch, bytes_of
from newsnlp.text import storable

__all__ = ["Identities", "Identity"]


@dataclass(frozen=True, slots=True)
class Identity:
    """What a record is, among all documents."""

    id: str
    name: str  # the fullest name in any document, nominative


class Identities:
    """Records of all documents go in one document at a time; then each is known.

    `add` all documents, `settle`, then ask `of` any.
    """

    def __init__(self, base: Scratch) -> None:
        """Keep what is entered in `base`."""
        self._base = base
        self._ledger = Ledger(base)

    def add(
        self,
        document: str,
        records: Iterable[Record],
        pins: Pins | None = None,
        company: Iterable[Record] | None = None,
    ) -> None:
        """Enter a document; documents come in the order of their ids, each once.

        Args:
            document: its id.
            records: what it names, one a local id.
            pins: which of them a registry knows.
            company: all that it names, where `records` are only a part of that.
        """
        self._ledger.add(document, records, pins, company)

    def settle(self) -> None:
        """All documents are entered: find out which records are one."""
        self._ledger.ready()
        join_persons(self._ledger)
        join_bodies(self._ledger)
        _label_others(self._ledger)
        self._base.execute("CREATE INDEX record_label ON record (label)")
        _part_by_pins(self._ledger)
        _name_clusters(self._base)

    def of(self, document: str) -> dict[str, Identity]:
        """Local id → what it is, of the records of a document; {} if it has none."""
        rows = self._base.execute(
            "SELECT local, cluster.id, cluster.name FROM document "
            "JOIN record ON record.document = document.number JOIN cluster USING (label) "
            "WHERE document.id = ?",
            (bytes_of(document),),
        )
        return {_text(local): Identity(_text(own), name) for local, own, name in rows}


def _text(cell: bytes) -> str:
    return cell.decode("utf-8", "surrogatepass")


def _label_others(ledger: Ledger) -> None:
    """Label places and events by their names, and what has no name by itself."""
    rows = ledger.base.execute(
        "SELECT record.number, local, kind, name, proper, forms = x'5b5d' FROM record "
        "JOIN variant ON variant.number = variant WHERE record.label IS NULL"
    )
    for number, local, kind, name, proper, nameless in rows:
        key = _text(local)
        if not nameless and kind == Kind.PLACE:
            key = place_key(name)
        elif not nameless and proper:
            key = event_key(name)
        label = ledger.label(f"{'local' if nameless else kind}|{storable(key)}")
        ledger.base.execute("UPDATE record SET label = ? WHERE number = ?", (label, number))


def _part_by_pins(ledger: Ledger) -> None:
    """So divide and put together clusters that each has one pin at most, and each pin one.

    Where a cluster has several pins, a record without one goes with those of its own name, if
    all of these have one pin, else to those of the cluster that nobody knows.
    """
    base = ledger.base
    rows = base.execute(
        "SELECT DISTINCT label, kind, variant.name, pin.id FROM record "
        "JOIN variant ON variant.number = variant LEFT JOIN pin ON pin.record = record.number "
        "WHERE label IN (SELECT label FROM record JOIN pin ON record = number) ORDER BY label"
    ).fetchall()
    for label, group in groupby(rows, key=lambda row: int(row[0])):
        cluster = [row[1:] for row in group]
        known = {pin for _, _, pin in cluster if pin is not None}
        by_name: dict[str, set[str]] = defaultdict(set)
        for _, name, pin in cluster:
            if pin is not None:
                by_name[name].add(pin)
        for kind, name, pin in cluster:
            own = known if pin is None else {pin}
            if len(own) > 1:
                own = by_name.get(name, set())
            if len(own) == 1:
                to = ledger.label(f"pin|{kind}|{min(own)}")
                base.execute(_MOVED, (to, label, kind, name, pin))


_MOVED = """
UPDATE record SET label = ? WHERE label = ?
AND variant IN (SELECT number FROM variant WHERE kind = ? AND name = ?)
AND (SELECT id FROM pin WHERE pin.record = record.number) IS ?
"""


def _name_clusters(base: Scratch) -> None:
    """Give each cluster its id and its name: those of its pin, or of its best record."""
    base.execute("CREATE TABLE cluster (label INTEGER PRIMARY KEY, id BLOB, name TEXT)")
    rows = base.execute(
        "SELECT label, kind, variant.name, count(*), min(local), min(pin.id), max(pin.name) "
        "FROM record JOIN variant ON variant.number = variant "
        "LEFT JOIN pin ON pin.record = record.number "
        "GROUP BY label, variant.name ORDER BY label"
    )
    base.executemany("INSERT INTO cluster VALUES (?, ?, ?)", _clusters(rows))


Said = tuple[int, str, str, int, bytes, str | None, str | None]  # the columns of the query above


def _clusters(rows: Iterable[Said]) -> Iterator[tuple[int, bytes, str]]:
    """Label, id and name of each cluster."""
    for label, group in groupby(rows, key=lambda row: row[0]):
        called = list(group)
        pins = [(pin, name) for *_, pin, name in called if pin is not None and name is not None]
        if pins:
            own, name = min(pins)
            yield label, bytes_of(own), name
        else:
            kind = Kind(called[0][1])
            name = best_name({name: count for _, _, name, count, *_ in called}, kind)
            yield label, next(local for _, _, other, _, local, *_ in called if other == name), name
