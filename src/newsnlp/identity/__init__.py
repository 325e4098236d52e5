"""One name, one person: which entities of many documents are one, and under what id and name.

Records of all documents go in; for each comes out the id and the name of the thing that it is.
Neither the order of the records nor how many workers made them shows in the answer.

The id of a thing is the local id of the record that lends its canonical name, so it is a hash of
kind and name, and whoever meets the same full name in another collection gives the same id. Only
where a name alone does not tell who is meant («Петрова», «правительство») its document is hashed,
too.
"""

from collections.abc import Iterable
from contextlib import closing

from newsnlp.identity.identities import Identities, Identity
from newsnlp.identity.ledger import by_document
from newsnlp.identity.records import Key, Pin, Pins, Record
from newsnlp.scratch import Scratch

__all__ = ["Identities", "Identity", "Key", "Pin", "Pins", "Record", "identify"]


def identify(
    records: Iterable[Record], pins: Pins | None = None, among: Iterable[Record] | None = None
) -> dict[Key, Identity]:
    """The key of each record → what it is; records of one id are one person, body or event.

    `Identities` does the same without holding all records in memory.

    Args:
        records: of all documents, in any order.
        pins: which records a registry knows, and as what. Records with equal pins are one
            whatever they are called, records with different pins never are; the pin's id and
            name win, and hold for all that is one with a pinned record.
        among: all that the documents name, where `records` are only a part of it: whom a document
            names beside a person speaks for who that is.
    """
    own = by_document(records)
    company = by_document(among) if among is not None else own
    with closing(Scratch.at()) as base:
        found = Identities(base)
        for document in sorted({*own, *company}):
            found.add(
                document,
                own.get(document, {}).values(),
                pins,
                company=company.get(document, {}).values(),
            )
        found.settle()
        return {
            (document, local): identity
            for document in own
            for local, identity in found.of(document).items()
        }
