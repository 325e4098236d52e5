"""How a run tells how far it is: a bar for people at a terminal, JSON lines for programs."""

import json
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from types import TracebackType
from typing import Self, TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from newsnlp.batch.progress import Heard, State
from newsnlp.cli_faults import complain
from newsnlp.errors import Fault

__all__ = ["Told"]

_EVERY = 5.0  # seconds between two lines of progress for programs
_SHOWN = 0.2  # seconds between two changes of the bar

Item = TypeVar("Item")


class Told(Heard):
    """Hears of a run and tells of it on standard error; nothing where that is no terminal."""

    def __init__(self, *, as_json: bool) -> None:
        """Tell by lines of JSON, or by a bar."""
        self._as_json = as_json
        self._started = self._last = time.monotonic()
        self._state = State()
        console = Console(stderr=True)
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[count]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(elapsed_when_finished=True),
            console=console,
            disable=as_json or not console.is_terminal,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        """Start to tell."""
        self._bar.start()
        self._task = self._bar.add_task("Reading", total=None, count="")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop to tell; a run that broke off says how to go on."""
        self._bar.stop()
        self._log("stopped" if error else "done")
        if isinstance(error, KeyboardInterrupt):
            complain(
                f"stopped after {self._state.done} documents; the same command goes on from there"
            )

    def state(self, state: State) -> None:
        """How far the run is."""
        self._state = state
        seconds = max(time.monotonic() - self._started, 1e-3)
        if self._as_json and time.monotonic() - self._last >= _EVERY:
            self._last = time.monotonic()
            self._log("progress")
        if self._task is not None and not self._bar.disable:
            total = f" of {state.read}" if state.ended else ""
            left_out = f", {state.faults} left out" if state.faults else ""
            speed = (state.done - state.found) / seconds
            self._bar.update(
                self._task,
                total=state.read if state.ended else None,
                completed=state.done,
                count=f"{state.done}{total} documents, {speed:.0f} a second{left_out}",
            )

    def fault(self, fault: Fault) -> None:
        """Something has no page."""
        if self._as_json:
            self._line({"event": "fault", **asdict(fault)})

    def stage(self, what: str) -> None:
        """All documents are done; `what` of the tables begins."""
        self._log("stage", stage=what)
        if self._task is not None:
            self._bar.update(self._task, description=what, total=None, count="")

    def watch(self, items: Iterable[Item], what: str) -> Iterator[Item]:
        """The items, one a document; tells how far the stage `what` of the tables is with them."""
        self.stage(what)
        total = self._state.done
        shown = self._last = time.monotonic()
        for number, item in enumerate(items):
            now = time.monotonic()
            if now - self._last >= _EVERY:
                self._last = now
                self._log("progress", stage=what, documents=number)
            if self._task is not None and not self._bar.disable and now - shown >= _SHOWN:
                shown = now
                count = f"{number} of {total} documents"
                self._bar.update(self._task, total=total, completed=number, count=count)
            yield item

    def _log(self, event: str, **more: object) -> None:
        if self._as_json:
            seconds = round(time.monotonic() - self._started, 3)
            self._line({"event": event, "seconds": seconds, **asdict(self._state), **more})

    def _line(self, row: dict[str, object]) -> None:
        sys.stderr.write(json.dumps(row, ensure_ascii=False) + "\n")
