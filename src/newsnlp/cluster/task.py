"""What a worker of the cluster does: a part, from a file on the storage into one beside it.

Over the wire go an order and a receipt, a few hundred bytes each; documents and pages never do.
"""

import hashlib
import json
import socket
import time
from collections.abc import Mapping
from typing import Any, TypedDict

from newsnlp.batch.entries import FAULT, File, PartError, entries_in, packed
from newsnlp.batch.shelf import Shelf
from newsnlp.batch.supervisor import Stretch
from newsnlp.batch.wire import document_from, document_row, fault_from, fault_row
from newsnlp.cluster.crews import CREWS
from newsnlp.cluster.storage import shelf_at
from newsnlp.errors import Fault, NewsNLPError
from newsnlp.schema import Document

__all__ = ["Order", "Receipt", "items_in", "make_part", "packed_items", "soon", "whole"]

_SEEN = 5.0  # seconds after which a file that one machine wrote is there for another, at the latest


class Order(TypedDict):
    """What is to be made."""

    storage: str  # path or address
    input: str  # name of the file with the documents
    part: str  # name of the file to be made
    span: tuple[int, int]  # which of them
    init: Mapping[str, Any]  # as workers are told
    registry: str | None  # name of the file with the registry's
    timeout: float  # seconds for a document


class Receipt(TypedDict, total=False):
    """What has been made, or why not."""

    host: str
    name: str
    sha256: str
    bytes: int
    entries: int
    faults: int
    unseen: str  # the file of the input, which is not there
    fatal: str  # why the run cannot go on


def make_part(order: Order) -> Receipt:
    """Make a part that is not there yet; in a child of this process, which may die."""
    host = socket.gethostname()
    try:
        shelf = shelf_at(order["storage"])
        data = whole(shelf.file(order["part"])) or _made(order, shelf)
    except NewsNLPError as error:
        return {"host": host, "fatal": str(error)}
    if data is None:
        return {"host": host, "unseen": order["input"]}
    entries = list(entries_in(data))
    return {
        "host": host,
        "name": order["part"],
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "entries": len(entries),
        "faults": sum(entry.startswith(FAULT) for entry in entries),
    }


def _made(order: Order, shelf: Shelf) -> bytes | None:
    """What the file of the part now holds; None if that of the input is not there."""
    source = soon(shelf.file(order["input"]))
    if source is None:
        return None
    start, stop = order["span"]
    found: list[bytes] = []
    with CREWS.lent(order, shelf) as crew:
        crew.enter(items_in(source)[start:stop], found.extend)
        crew.finish()
    data = packed(found)
    shelf.put(order["part"], data)
    return data


def whole(file: File) -> bytes | None:
    """What is in the file; None if it is not there, or not all of it."""
    try:
        with file.open("rb") as stream:
            data = stream.read()
        for _ in entries_in(data):
            pass
    except (FileNotFoundError, PartError):
        return None
    return data


def soon(file: File) -> bytes | None:
    """What is in the file; None if it is not there after some seconds.

    A machine remembers for a while what it has seen of a network disk: a file may be there, and not
    be seen yet.
    """
    end = time.monotonic() + _SEEN
    pause = 0.05
    while True:
        try:
            with file.open("rb") as stream:
                return stream.read()
        except FileNotFoundError:
            if time.monotonic() > end:
                return None
        time.sleep(pause)
        pause *= 2


def packed_items(items: Stretch) -> bytes:
    """A file of documents and of what could not be read."""
    return packed(json.dumps(_row(item)).encode("ascii") for item in items)


def items_in(data: bytes) -> Stretch:
    """What `packed_items` was given."""
    return [_item(json.loads(entry)) for entry in entries_in(data)]


def _row(item: Document | Fault) -> dict[str, Any]:
    if isinstance(item, Document):
        return {"document": document_row(item)}
    return {"fault": fault_row(item)}


def _item(row: Mapping[str, Any]) -> Document | Fault:
    return fault_from(row["fault"]) if "fault" in row else document_from(row["document"])
