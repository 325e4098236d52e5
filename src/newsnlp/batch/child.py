"""A child process that is asked and answers in lines, and that may die or fall silent.

Nobody here waits for a child: what it says arrives in a queue, what it is told leaves from another.
"""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

__all__ = ["Child", "Inbox"]

Inbox = queue.Queue[tuple["Child", bytes | None]]  # None: the child has ended

PACKAGE = Path(__file__).resolve().parents[1]

# Runs a module, as `-m` does. What it imports stays, so garbage is looked for rarely: that was a
# twentieth of a worker's start.
_RUN = (
    "import gc, runpy, sys; gc.set_threshold(50_000, 20, 50); "
    "runpy.run_module(sys.argv[1], run_name='__main__', alter_sys=True)"
)
_STOPPED = 5.0  # seconds that a child is given to end by itself
_TAIL = 400  # bytes of what a child complained of last


class Child:
    """A process of this Python that runs a module of the package.

    The first thing that it wants to be told is what it is to do. Whatever it prints to standard
    error is kept for `why`.
    """

    def __init__(self, module: str, inbox: Inbox) -> None:
        """Start it; its lines go to `inbox`."""
        self.inbox = inbox
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 lives as long as the child
        self._process = subprocess.Popen(
            [sys.executable, "-c", _RUN, module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env=_environment(),
            # Ctrl-C is for the parent, who ends its children in order.
            start_new_session=os.name == "posix",
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._outbox: queue.Queue[bytes | None] = queue.Queue()
        self._threads = (
            threading.Thread(target=self._listen, args=(self._process.stdout, inbox), daemon=True),
            threading.Thread(target=self._talk, args=(self._process.stdin,), daemon=True),
        )
        for thread in self._threads:
            thread.start()

    def tell(self, message: Mapping[str, Any]) -> None:
        """Send it a line; returns at once."""
        self._outbox.put(json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n")

    def finish(self) -> None:
        """Tell it that nothing more comes, so that it ends."""
        self._outbox.put(None)

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def why(self) -> str:
        """How it ended: its signal or exit status, and the last line that it complained of."""
        status = self._process.wait()
        how = f"exit status {status}"
        if status < 0:
            with contextlib.suppress(ValueError):
                how = signal.Signals(-status).name
        self._complaints.seek(max(0, self._complaints.seek(0, os.SEEK_END) - _TAIL))
        lines = self._complaints.read().decode("utf-8", "replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return f"{how}: {last}" if last else how

    def close(self) -> None:
        """End it, gently if it can be, and let go of all that belongs to it."""
        self.finish()
        try:
            self._process.wait(_STOPPED)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for thread in self._threads:
            thread.join(_STOPPED)
        self._complaints.close()

    def _listen(self, stream: IO[bytes], inbox: Inbox) -> None:
        with stream:
            for line in stream:
                if not line.endswith(b"\n"):
                    break  # it died in the middle of an answer
                inbox.put((self, line[:-1]))
        inbox.put((self, None))

    def _talk(self, stream: IO[bytes]) -> None:
        with contextlib.suppress(OSError), stream:  # a dead child hears nothing
            while (line := self._outbox.get()) is not None:
                stream.write(line)
                stream.flush()


def _environment() -> dict[str, str]:
    """Ours, so that a child finds this package wherever it stands and whatever the folder."""
    known = os.environ.get("PYTHONPATH", "")
    paths = [
        str(PACKAGE.parent),
        *(str(Path(path).resolve()) for path in known.split(os.pathsep) if path),
    ]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths))}
