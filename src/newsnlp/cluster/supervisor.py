"""Documents in order → part files, made by the workers of a cluster.

The parts are those of a run on one machine, by name and content. A part is done when its file is
there, and its hash is the one that its worker tells, or it is whole by its own. One that takes its
workers along with it is halved until what does so is alone; that is listed, and the rest goes on.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from newsnlp.batch.crew import Plan
from newsnlp.batch.entries import File, entries_in, fault_entry, is_whole, packed
from newsnlp.batch.parts import faults_in
from newsnlp.batch.progress import Heard, Progress
from newsnlp.batch.shelf import Shelf
from newsnlp.batch.supervisor import Stretch, documents_in, named_stretches
from newsnlp.cluster.crews import put_registry
from newsnlp.cluster.task import Order, Receipt, items_in, packed_items, soon, whole
from newsnlp.errors import Fault, NewsNLPError
from newsnlp.schema import Document

__all__ = ["Lost", "Workers", "make_parts_there"]

_TRIES = 3  # of what does not arrive, and of a text whose workers are lost


@dataclass(frozen=True, slots=True)
class Lost:
    """What became of an order whose worker, and those after it, ended."""

    reason: str


class Workers(Protocol):
    """Who makes parts elsewhere."""

    def room(self) -> int:
        """How many orders they take at a time."""

    def submit(self, order: Order) -> None:
        """Have it made; returns at once."""

    def heard(self) -> tuple[str, Receipt | Lost] | None:
        """The part of an order and what came of it; None if nothing did for a moment.

        Raises:
            NewsNLPError: they are gone.
        """


@dataclass(slots=True)
class _Part:
    """A part on its way, as a whole or in pieces."""

    name: str
    source: str  # the file with its documents
    size: int  # entries
    pieces: dict[int, str] = field(default_factory=dict)  # those that are there, by first entry
    there: int = 0  # entries in pieces that are there


@dataclass(slots=True)
class _Piece:
    """What a worker is asked for: a part, or some of its entries."""

    part: _Part
    start: int
    stop: int
    documents: int
    tries: int = 0

    @property
    def name(self) -> str:
        if self.stop - self.start == self.part.size:
            return self.part.name
        return f"sub-{self.start:04}-{self.stop:04}-{self.part.name}"


def make_parts_there(  # noqa: PLR0913 — what a run needs, each by its name
    items: Iterable[Document | Fault],
    shelf: Shelf,
    plan: Plan,
    workers: Workers,
    heard: Heard | None = None,
    *,
    older: Shelf | None = None,
) -> list[File]:
    """Have the part files made that are not there yet; all of the input, in order.

    Args:
        items: documents and what could not be read, in the order of the input; read as needed.
        shelf: of the part files, where all machines see it.
        plan: how; how many workers there are is not its business.
        workers: who makes them.
        heard: is told how far the run is.
        older: where parts of an earlier run may lie, too.

    Raises:
        NewsNLPError: workers are gone, have another version, or do not see the storage.
    """
    run = _Run(shelf, plan, workers, Progress(heard))
    return run.all(items, older)


class _Run:
    def __init__(self, shelf: Shelf, plan: Plan, workers: Workers, progress: Progress) -> None:
        self._shelf, self._plan, self._workers, self._progress = shelf, plan, workers, progress
        self._registry = put_registry(shelf, plan.init)
        self._flying: dict[str, _Piece] = {}

    def all(self, items: Iterable[Document | Fault], older: Shelf | None) -> list[File]:
        files = []
        for name, stretch in named_stretches(items, self._plan.init):
            self._progress.read(documents_in(stretch))
            files.append(self._shelf.file(name))
            if self._found(name, older):
                self._progress.found(documents_in(stretch))
            else:
                self._enter(name, stretch)
            while len(self._flying) >= self._workers.room():
                self._step()
        self._progress.ended()
        while self._flying:
            self._step()
        return files

    def _found(self, name: str, older: Shelf | None) -> bool:
        if is_whole(self._shelf.file(name)):
            return True
        data = whole(older.file(name)) if older else None
        if data is None:
            return False
        self._shelf.put(name, data)
        return True

    def _enter(self, name: str, stretch: Stretch) -> None:
        part = _Part(name, name.replace("part-", "in-", 1), len(stretch))
        self._shelf.put(part.source, packed_items(stretch))
        self._submit(_Piece(part, 0, len(stretch), documents_in(stretch)))

    def _submit(self, piece: _Piece) -> None:
        self._flying[piece.name] = piece
        self._workers.submit(
            {
                "storage": self._shelf.address,
                "input": piece.part.source,
                "part": piece.name,
                "span": (piece.start, piece.stop),
                "init": self._plan.init,
                "registry": self._registry,
                "timeout": self._plan.timeout,
            }
        )

    def _step(self) -> None:
        """Hear of one order, or of none for a moment."""
        heard = self._workers.heard()
        if heard is None:
            return
        name, outcome = heard
        piece = self._flying.pop(name)
        if isinstance(outcome, Lost):
            self._lose(piece, outcome.reason)
        elif "fatal" in outcome:
            raise NewsNLPError(f"{outcome['host']}: {outcome['fatal']}")
        elif "unseen" in outcome:
            self._again(piece, f"{outcome['host']} does not see {self._file(outcome['unseen'])}")
        elif not self._arrived(name, outcome["sha256"]):
            why = f"{self._file(name)}, which {outcome['host']} has written, is not to be seen here"
            self._again(piece, why)
        else:
            if outcome["faults"]:
                self._tell(piece)
            self._settle(piece)

    def _file(self, name: str) -> File:
        return self._shelf.file(name)

    def _arrived(self, name: str, sha256: str) -> bool:
        data = soon(self._file(name))
        same = data is not None and hashlib.sha256(data).hexdigest() == sha256
        # Two workers may have made the part, where one was given up too early.
        return same or is_whole(self._file(name))

    def _again(self, piece: _Piece, why: str) -> None:
        piece.tries += 1
        if piece.tries >= _TRIES:
            raise NewsNLPError(
                f"{why}: all machines must share the storage; give --storage with a folder or an "
                "address that they do"
            )
        self._submit(piece)

    def _lose(self, piece: _Piece, reason: str) -> None:
        """Workers were lost over it: ask for its halves, or list it."""
        if piece.stop - piece.start > 1:
            for half in self._halves(piece):
                self._submit(half)
            return
        piece.tries += 1
        if piece.tries < _TRIES:
            self._submit(piece)
            return
        (item,) = self._items(piece)
        why = f"ended the workers of the cluster ({reason}); please report the text"
        if isinstance(item, Document):
            item = Fault(item.source, None, item.id, "worker", why)
        self._shelf.put(piece.name, packed([fault_entry(item)]))
        self._tell(piece)
        self._settle(piece)

    def _halves(self, piece: _Piece) -> Iterable[_Piece]:
        middle = (piece.start + piece.stop) // 2
        first = documents_in(self._items(piece)[: middle - piece.start])
        yield _Piece(piece.part, piece.start, middle, first)
        yield _Piece(piece.part, middle, piece.stop, piece.documents - first)

    def _items(self, piece: _Piece) -> Stretch:
        with self._file(piece.part.source).open("rb") as stream:
            return items_in(stream.read())[piece.start : piece.stop]

    def _tell(self, piece: _Piece) -> None:
        for fault in faults_in(self._file(piece.name)):
            self._progress.fault(fault)

    def _settle(self, piece: _Piece) -> None:
        """The piece is there; so is its part, if the others are."""
        part = piece.part
        part.pieces[piece.start] = piece.name
        part.there += piece.stop - piece.start
        if part.there == part.size:
            if len(part.pieces) > 1:
                self._join(part)
            self._shelf.remove(part.source)
        self._progress.done(piece.documents)

    def _join(self, part: _Part) -> None:
        names = [name for _, name in sorted(part.pieces.items())]
        entries = [entry for name in names for entry in entries_in(self._file(name))]
        self._shelf.put(part.name, packed(entries))
        for name in names:
            self._shelf.remove(name)
