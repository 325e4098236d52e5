"""One name, one person: which entities of many documents are one, and under what id and name.

Records of all documents go in; for each comes out the id and the name of the thing that it is.
Neither the order of the records nor how many workers made them shows in the answer. An id comes
from content: kind and canonical name, so that whoever meets the same full name gives the same id.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsnlp.identity.records import Key, Pin, Pins, Record, records_of

__all__ = ["Identity", "Key", "Pin", "Pins", "Record", "identify", "records_of"]


@dataclass(frozen=True, slots=True)
class Identity:
    """What a record is, among all documents."""

    id: str
    name: str  # the fullest name in any document, nominative


def identify(records: Iterable[Record], pins: Pins | None = None) -> dict[Key, Identity]:
    """The key of each record → what it is; records of one id are one person, body or event.

    Args:
        records: of all documents, in any order.
        pins: which records a registry knows, and as what. Records with equal pins are one
            whatever they are called, records with different pins never are; the pin's id and
            name win, and hold for all that is one with a pinned record.
    """
    pins = pins or {}
    clusters: dict[tuple[str, str], list[Record]] = {}
    for record in sorted(records, key=lambda record: record.key):
        pin = pins.get(record.key)
        key = (f"pin {record.kind}", pin.id) if pin else ("", record.local)
        clusters.setdefault(key, []).append(record)
    return {record.key: own for found in clusters.values() for own, record in _named(found, pins)}


def _named(found: Sequence[Record], pins: Pins) -> Iterable[tuple[Identity, Record]]:
    """Each record of one cluster with the identity of the cluster."""
    pin = min((pins[r.key] for r in found if r.key in pins), key=lambda p: p.id, default=None)
    counts = Counter(record.name for record in found)
    name = max(counts, key=lambda name: (counts[name], name))
    own = Identity(pin.id, pin.name) if pin else Identity(found[0].local, name)
    return ((own, record) for record in found)
