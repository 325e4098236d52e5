"""Documents in order → part files, by worker processes that may die or fall silent.

A document that kills its worker twice, or keeps it longer than allowed, is listed with the reason,
and the rest goes on. What is in a part depends on the input and the options alone, never on which
worker did what when.
"""

import hashlib
import json
import queue
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsnlp.batch.child import Child
from newsnlp.batch.early import WORKER, Early
from newsnlp.batch.parts import VERSION, fault_entry, is_whole, part_name, write_part
from newsnlp.batch.wire import document_row
from newsnlp.errors import Fault, NewsNLPError
from newsnlp.schema import Document

__all__ = ["Heard", "Plan", "State", "make_parts"]

_DOCUMENTS, _CHARACTERS = 100, 1_000_000  # of a part, whichever is reached first
_AHEAD = 2  # documents that a worker has before it, so that it never waits
_WAITING = 30  # documents for each worker that are read ahead, beyond a part
_WORTH = 50_000  # characters that wait for each worker before one more is opened: a second of work
_LOAD = 120.0  # seconds that a worker may take to open its models
_TICK = 0.2  # seconds between two looks at the clock
_RATE = 1_000  # characters a second that a very long text is given


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run is made.

    Attributes:
        init: what workers are told at their start; part files depend on it.
        workers: how many processes extract.
        timeout: seconds that a document may take, and one more for each thousand characters.
    """

    init: Mapping[str, Any]
    workers: int = 1
    timeout: float = 120.0


@dataclass(slots=True)
class State:
    """How far a run is."""

    read: int = 0  # documents
    done: int = 0  # documents, those included that were there already
    found: int = 0  # of these, in parts of an earlier run
    faults: int = 0
    ended: bool = False  # whether all of the input has been read


class Heard:
    """What hears of a run; this one does nothing about it."""

    def state(self, state: State) -> None:
        """How far the run is, whenever something is done."""

    def fault(self, fault: Fault) -> None:
        """Something has no page."""


@dataclass(slots=True)
class _Part:
    """A stretch of the input: the entry of each document, None while it is missing."""

    path: Path
    entries: list[bytes | None]
    missing: int


@dataclass(slots=True)
class _Task:
    """A document on its way."""

    part: _Part
    place: int  # among the entries
    document: Document
    died: int = 0  # workers that it has killed


@dataclass(slots=True)
class _Worker:
    child: Child
    tasks: deque[_Task] = field(default_factory=deque)  # the first is being worked on
    ready: bool = False
    deadline: float = 0.0
    stalled: bool = False  # it was killed by the clock


def make_parts(
    items: Iterable[Document | Fault],
    folder: Path,
    plan: Plan,
    heard: Heard | None = None,
    *,
    early: Early | None = None,
) -> list[Path]:
    """Write the part files that are not in the folder yet; all of the input, in order.

    Args:
        items: documents and what could not be read, in the order of the input; read as needed.
        folder: of the part files; exists.
        plan: how.
        heard: is told how far the run is.
        early: processes that are up already.

    Raises:
        NewsNLPError: no worker can be started, or what it needs is missing.
        OSError: a part cannot be written.
    """
    run = _Run(folder, plan, heard or Heard(), early.take(WORKER) if early else None)
    try:
        return run.all(items)
    finally:
        run.close()


class _Run:
    def __init__(self, folder: Path, plan: Plan, heard: Heard, early: Child | None) -> None:
        self._folder, self._plan, self._heard = folder, plan, heard
        self._early = early
        self._inbox = early.inbox if early else queue.Queue()
        self._workers: dict[Child, _Worker] = {}
        self._waiting: deque[_Task] = deque()
        self._state = State()

    def all(self, items: Iterable[Document | Fault]) -> list[Path]:
        """Work through the input."""
        paths = []
        for number, stretch in enumerate(_stretches(items)):
            self._state.read += sum(isinstance(item, Document) for item in stretch)
            path = self._folder / part_name(number, _digest(self._plan.init, stretch))
            paths.append(path)
            if is_whole(path):
                self._count_found(stretch)
            else:
                self._enter(path, stretch)
            while len(self._waiting) > _DOCUMENTS + _WAITING * self._plan.workers:
                self._step()
        self._state.ended = True
        self._heard.state(self._state)
        while self._waiting or any(worker.tasks for worker in self._workers.values()):
            self._step()
        return paths

    def close(self) -> None:
        """End all workers."""
        children = [*self._workers, *([self._early] if self._early else [])]
        for child in children:
            child.kill()  # what they have to say is said
        for child in children:
            child.close()
        self._workers.clear()

    def _count_found(self, stretch: list[Document | Fault]) -> None:
        documents = sum(isinstance(item, Document) for item in stretch)
        self._state.done += documents
        self._state.found += documents
        self._heard.state(self._state)

    def _enter(self, path: Path, stretch: list[Document | Fault]) -> None:
        """Put the documents of a part in the queue."""
        part = _Part(path, [None] * len(stretch), len(stretch))
        for place, item in enumerate(stretch):
            if isinstance(item, Document):
                self._waiting.append(_Task(part, place, item))
            else:
                self._settle_fault(_Task(part, place, Document("", "")), item)

    def _step(self) -> None:
        """Hand out work, then hear one answer or look at the clock."""
        self._hand_out()
        try:
            child, line = self._inbox.get(timeout=_TICK)
        except queue.Empty:
            self._look_at_clock()
            return
        worker = self._workers.get(child)
        if worker is None:
            return  # the end of one that was given up
        if line is None:
            self._bury(worker)
        else:
            self._hear(worker, line)
        self._look_at_clock()

    def _hand_out(self) -> None:
        ready = [worker for worker in self._workers.values() if not worker.stalled]
        for _ in range(_AHEAD):
            for worker in ready:
                if self._waiting and len(worker.tasks) < _AHEAD:
                    self._give(worker, self._waiting.popleft())
        if self._waiting and len(self._workers) < self._plan.workers and self._is_worth_it():
            child, self._early = self._early or Child(WORKER, self._inbox), None
            child.tell(self._plan.init)
            self._workers[child] = _Worker(child, deadline=time.monotonic() + _LOAD)
            self._hand_out()

    def _is_worth_it(self) -> bool:
        """Whether so much waits that another worker is of use when its models are open."""
        if not self._workers:
            return True
        waiting = sum(len(task.document.text) for task in self._waiting)
        return waiting > _WORTH * len(self._workers)

    def _give(self, worker: _Worker, task: _Task) -> None:
        worker.tasks.append(task)
        worker.child.tell(document_row(task.document))
        if worker.ready and len(worker.tasks) == 1:
            self._wind(worker)

    def _wind(self, worker: _Worker) -> None:
        """Set the clock for the document that the worker has now."""
        if worker.tasks:
            length = len(worker.tasks[0].document.text)
            worker.deadline = time.monotonic() + self._plan.timeout + length / _RATE

    def _hear(self, worker: _Worker, line: bytes) -> None:
        if not worker.ready:
            message = json.loads(line)
            if "fatal" in message:
                raise NewsNLPError(message["fatal"])
            worker.ready = True
        else:
            task = worker.tasks.popleft()
            if line.startswith(b'{"key"'):
                self._settle(task, line)
            else:
                message = json.loads(line)
                if "fatal" in message:
                    raise NewsNLPError(message["fatal"])
                self._fail(task, message["stage"], message["reason"])
        self._wind(worker)

    def _look_at_clock(self) -> None:
        now = time.monotonic()
        for worker in self._workers.values():
            if (worker.tasks or not worker.ready) and now > worker.deadline and not worker.stalled:
                worker.stalled = True
                worker.child.kill()

    def _bury(self, worker: _Worker) -> None:
        """A worker has ended: whose fault it was, and who goes on with its work."""
        del self._workers[worker.child]
        why = worker.child.why()
        worker.child.close()
        if not worker.ready:
            what = "took too long to start" if worker.stalled else f"cannot be started ({why})"
            raise NewsNLPError(f"a worker {what}; try --workers 1, or report it")
        if worker.tasks:
            first = worker.tasks.popleft()
            first.died += 1
            if worker.stalled:
                limit = self._plan.timeout + len(first.document.text) / _RATE
                self._fail(first, "worker", f"took longer than {limit:.0f} s and was stopped")
            elif first.died > 1:
                self._fail(first, "worker", f"killed its worker ({why}); please report the text")
            else:
                worker.tasks.appendleft(first)  # once more: it may have been the system's need
        self._waiting.extendleft(reversed(worker.tasks))

    def _fail(self, task: _Task, stage: str, reason: str) -> None:
        document = task.document
        self._settle_fault(task, Fault(document.source, None, document.id, stage, reason))
        self._state.done += 1
        self._heard.state(self._state)

    def _settle_fault(self, task: _Task, fault: Fault) -> None:
        self._state.faults += 1
        self._heard.fault(fault)
        self._put(task, fault_entry(fault))

    def _settle(self, task: _Task, entry: bytes) -> None:
        self._put(task, entry)
        self._state.done += 1
        self._heard.state(self._state)

    def _put(self, task: _Task, entry: bytes) -> None:
        part = task.part
        part.entries[task.place] = entry
        part.missing -= 1
        if not part.missing:
            write_part(part.path, [entry for entry in part.entries if entry is not None])


def _stretches(items: Iterable[Document | Fault]) -> Iterator[list[Document | Fault]]:
    """The input cut into parts, by what is in it alone."""
    stretch: list[Document | Fault] = []
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
