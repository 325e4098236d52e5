"""One name, one person: which entities of many documents are one, and under what id and name.

Records of all documents go in; for each comes out the id and the name of the thing that it is.
Neither the order of the records nor how many workers made them shows in the answer.

The id of a thing is the local id of the record that lends its canonical name, so it is a hash of
kind and name, and whoever meets the same full name in another collection gives the same id. Only
where a name alone does not tell who is meant («Петрова», «правительство») its document is hashed,
too.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from newsnlp.identity.bodies import event_key
from newsnlp.identity.evidence import Circles
from newsnlp.identity.join_bodies import join_bodies
from newsnlp.identity.join_persons import join_persons
from newsnlp.identity.names import best_name
from newsnlp.identity.places import place_key
from newsnlp.identity.records import Key, Pin, Pins, Record
from newsnlp.schema import Kind

__all__ = ["Identity", "Key", "Pin", "Pins", "Record", "identify"]


@dataclass(frozen=True, slots=True)
class Identity:
    """What a record is, among all documents."""

    id: str
    name: str  # the fullest name in any document, nominative


def identify(
    records: Iterable[Record], pins: Pins | None = None, among: Iterable[Record] | None = None
) -> dict[Key, Identity]:
    """The key of each record → what it is; records of one id are one person, body or event.

    Args:
        records: of all documents, in any order.
        pins: which records a registry knows, and as what. Records with equal pins are one
            whatever they are called, records with different pins never are; the pin's id and
            name win, and hold for all that is one with a pinned record.
        among: all that the documents name, where `records` are only a part of it: whom a document
            names beside a person speaks for who that is.
    """
    ordered = sorted(records, key=lambda record: record.key)
    named = [record for record in ordered if record.forms]
    circles = Circles(named if among is None else [record for record in among if record.forms])
    labels: dict[Key, str] = {record.key: f"local|{record.local}" for record in ordered}
    for kind in _JOINERS:
        own = [record for record in named if record.kind is kind]
        labels |= {key: f"{kind}|{label}" for key, label in _JOINERS[kind](own, circles).items()}
    clusters: dict[str, list[Record]] = defaultdict(list)
    for record in ordered:
        clusters[labels[record.key]].append(record)
    found: dict[Key, Identity] = {}
    for cluster in _pinned(clusters, pins or {}):
        found |= _identities(cluster, pins or {})
    return found


def _persons(records: Sequence[Record], circles: Circles) -> dict[Key, str]:
    return join_persons(records, circles)


def _bodies(records: Sequence[Record], circles: Circles) -> dict[Key, str]:
    return join_bodies(records)


def _places(records: Sequence[Record], circles: Circles) -> dict[Key, str]:
    return {record.key: place_key(record.name) for record in records}


def _events(records: Sequence[Record], circles: Circles) -> dict[Key, str]:
    return {
        record.key: event_key(record.name) if record.proper else record.local for record in records
    }


_JOINERS: Mapping[Kind, Callable[[Sequence[Record], Circles], dict[Key, str]]] = {
    Kind.PERSON: _persons,
    Kind.ORGANISATION: _bodies,
    Kind.EVENT: _events,
    Kind.PLACE: _places,
}


def _pinned(clusters: Mapping[str, Sequence[Record]], pins: Pins) -> Iterable[list[Record]]:
    """The clusters so divided and put together that each has one pin at most, and each pin one.

    Where a cluster has several pins, a record without one goes with those of its own name, if
    all of these have one pin, else to those of the cluster that nobody knows.
    """
    joined: dict[str, list[Record]] = defaultdict(list)
    for label, cluster in clusters.items():
        known = {pins[record.key].id for record in cluster if record.key in pins}
        by_name: dict[str, set[str]] = defaultdict(set)
        for record in cluster:
            if record.key in pins:
                by_name[record.name].add(pins[record.key].id)
        for record in cluster:
            own = {pins[record.key].id} if record.key in pins else known
            if len(own) > 1:
                own = by_name.get(record.name, set())
            known_as = f"pin|{record.kind}|{min(own)}" if len(own) == 1 else f"label|{label}"
            joined[known_as].append(record)
    return joined.values()


def _identities(cluster: Sequence[Record], pins: Pins) -> dict[Key, Identity]:
    """The identity of the records of one cluster."""
    pin = min((pins[r.key] for r in cluster if r.key in pins), key=lambda p: p.id, default=None)
    if pin is not None:
        own = Identity(pin.id, pin.name)
    else:
        name = best_name(cluster)
        own = Identity(min(record.local for record in cluster if record.name == name), name)
    return {record.key: own for record in cluster}
