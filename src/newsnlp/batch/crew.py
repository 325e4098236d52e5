"""Documents → entries, by worker processes that may die or fall silent.

A document that kills its worker twice, or keeps it longer than allowed, is listed with the reason,
and the rest goes on.
"""

import json
import queue
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from newsnlp.batch.child import Child
from newsnlp.batch.early import WORKER
from newsnlp.batch.entries import fault_entry
from newsnlp.batch.progress import Progress
from newsnlp.batch.wire import document_row
from newsnlp.errors import Fault, NewsNLPError
from newsnlp.schema import Document

__all__ = ["Crew", "Plan"]

Done = Callable[[list[bytes]], None]  # what is done with the entries of a stretch

_AHEAD = 2  # documents that a worker has before it, so that it never waits
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
class _Stretch:
    """A stretch of the input: the entry of each document, None while it is missing."""

    entries: list[bytes | None]
    missing: int
    done: Done


@dataclass(slots=True)
class _Task:
    """A document on its way."""

    stretch: _Stretch
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


class Crew:
    """Workers that are started as they are needed, and stay until the crew is closed."""

    def __init__(
        self, plan: Plan, progress: Progress | None = None, early: Child | None = None
    ) -> None:
        """Nobody is at work yet.

        Args:
            plan: how.
            progress: counts what is done.
            early: a worker that is up already and has been told nothing.
        """
        self._plan, self._progress = plan, progress or Progress()
        self._early = early
        self._inbox = early.inbox if early else queue.Queue()
        self._workers: dict[Child, _Worker] = {}
        self._waiting: deque[_Task] = deque()

    @property
    def waiting(self) -> int:
        """How many documents nobody has taken up yet."""
        return len(self._waiting)

    def enter(self, items: Sequence[Document | Fault], done: Done) -> None:
        """Put a stretch of the input in the queue; `done` is given its entries when all are there.

        Raises:
            NewsNLPError: whatever `done` raises.
        """
        stretch = _Stretch([None] * len(items), len(items), done)
        for place, item in enumerate(items):
            if isinstance(item, Document):
                self._waiting.append(_Task(stretch, place, item))
            else:
                self._settle_fault(_Task(stretch, place, Document("", "")), item)

    def finish(self) -> None:
        """Work until nothing is left.

        Raises:
            NewsNLPError: no worker can be started, or what it needs is missing.
        """
        while self._waiting or any(worker.tasks for worker in self._workers.values()):
            self.step()

    def step(self) -> None:
        """Hand out work, then hear one answer or look at the clock.

        Raises:
            NewsNLPError: no worker can be started, or what it needs is missing.
        """
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

    def close(self) -> None:
        """End all workers."""
        children = [*self._workers, *([self._early] if self._early else [])]
        for child in children:
            child.kill()  # what they have to say is said
        for child in children:
            child.close()
        self._workers.clear()

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
        self._progress.done()

    def _settle_fault(self, task: _Task, fault: Fault) -> None:
        self._progress.fault(fault)
        self._put(task, fault_entry(fault))

    def _settle(self, task: _Task, entry: bytes) -> None:
        self._put(task, entry)
        self._progress.done()

    def _put(self, task: _Task, entry: bytes) -> None:
        stretch = task.stretch
        stretch.entries[task.place] = entry
        stretch.missing -= 1
        if not stretch.missing:
            stretch.done([entry for entry in stretch.entries if entry is not None])
