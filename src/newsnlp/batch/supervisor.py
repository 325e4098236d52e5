"""Documents in order → part files.

What is in a part depends on the input and the options alone, never on which worker did what when.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from newsnlp.batch.crew import Crew, Plan
from newsnlp.batch.early import WORKER, Early
from newsnlp.batch.entries import VERSION, File, fault_entry, is_whole, packed, part_name
from newsnlp.batch.progress import Heard, Progress
from newsnlp.batch.shelf import Shelf
from newsnlp.batch.wire import document_row
from newsnlp.errors import Fault
from newsnlp.schema import Document

__all__ = ["Stretch", "documents_in", "make_parts", "named_stretches"]

Stretch = list[Document | Fault]

_DOCUMENTS, _CHARACTERS = 100, 1_000_000  # of a part, whichever is reached first
_WAITING = 30  # documents for each worker that are read ahead, beyond a part


def make_parts(
    items: Iterable[Document | Fault],
    shelf: Shelf,
    plan: Plan,
    heard: Heard | None = None,
    *,
    early: Early | None = None,
) -> list[File]:
    """Write the part files that are not there yet; all of the input, in order.

    Args:
        items: documents and what could not be read, in the order of the input; read as needed.
        shelf: of the part files.
        plan: how.
        heard: is told how far the run is.
        early: processes that are up already.

    Raises:
        NewsNLPError: no worker can be started, or what it needs is missing; a part cannot be
            written.
    """
    progress = Progress(heard)
    crew = Crew(plan, progress, early.take(WORKER) if early else None)
    files = []
    try:
        for name, stretch in named_stretches(items, plan.init):
            progress.read(documents_in(stretch))
            files.append(shelf.file(name))
            if is_whole(files[-1]):
                progress.found(documents_in(stretch))
            else:
                crew.enter(stretch, partial(_put, shelf, name))
            while crew.waiting > _DOCUMENTS + _WAITING * plan.workers:
                crew.step()
        progress.ended()
        crew.finish()
    finally:
        crew.close()
    return files


def _put(shelf: Shelf, name: str, entries: list[bytes]) -> None:
    shelf.put(name, packed(entries))


def named_stretches(
    items: Iterable[Document | Fault], init: Mapping[str, Any]
) -> Iterator[tuple[str, Stretch]]:
    """The input cut into parts, each with its name."""
    for number, stretch in enumerate(_stretches(items)):
        yield part_name(number, _digest(init, stretch)), stretch


def documents_in(stretch: Stretch) -> int:
    """How many of the items were read."""
    return sum(isinstance(item, Document) for item in stretch)


def _stretches(items: Iterable[Document | Fault]) -> Iterator[Stretch]:
    """The input cut into parts, by what is in it alone."""
    stretch: Stretch = []
    characters = 0
    for item in items:
        stretch.append(item)
        characters += len(item.text) if isinstance(item, Document) else 0
        if len(stretch) == _DOCUMENTS or characters >= _CHARACTERS:
            yield stretch
            stretch, characters = [], 0
    if stretch:
        yield stretch


def _digest(init: Mapping[str, Any], stretch: Iterable[Document | Fault]) -> str:
    """A hash of what decides on a part: the options, and each document with all that is known."""
    rows = [
        document_row(i) if isinstance(i, Document) else fault_entry(i).decode() for i in stretch
    ]
    said = json.dumps([VERSION, dict(init), rows], sort_keys=True)
    return hashlib.sha256(said.encode("ascii")).hexdigest()
