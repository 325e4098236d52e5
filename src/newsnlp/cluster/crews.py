"""Workers with open models, kept in a process that is asked for parts again and again.

To open models takes as long as twenty texts, so whoever has made a part keeps its child for the
next one; a thread that finds none free opens one more.
"""

import atexit
import base64
import json
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsnlp.batch.crew import Crew, Plan
from newsnlp.batch.entries import entries_in, packed
from newsnlp.batch.hashes import program_hash
from newsnlp.batch.shelf import Shelf
from newsnlp.errors import NewsNLPError

__all__ = ["CREWS", "Crews", "put_registry"]

_IDLE = 120.0  # seconds that a child without work is kept


@dataclass(slots=True)
class _Kept:
    """A crew of one, and the folder with the registry that it was given."""

    crew: Crew
    folder: "tempfile.TemporaryDirectory[str] | None"
    since: float = field(default_factory=time.monotonic)

    def close(self) -> None:
        self.crew.close()
        if self.folder:
            self.folder.cleanup()


class Crews:
    """The crews of a process, each of one child; safe for many threads."""

    def __init__(self, idle: float = _IDLE) -> None:
        """None so far; those without work for `idle` seconds are closed."""
        self._idle = idle
        self._free: dict[str, list[_Kept]] = {}
        self._lock = threading.Lock()
        self._sweeping = False

    @contextmanager
    def lent(self, order: Mapping[str, Any], shelf: Shelf) -> Iterator[Crew]:
        """A crew that was made for such orders, for as long as one is inside.

        Raises:
            NewsNLPError: this machine has another version of the program, or cannot open it.
        """
        key = json.dumps([order["init"], order["timeout"]], sort_keys=True)
        with self._lock:
            free = self._free.get(key)
            kept = free.pop() if free else None
        kept = kept or _open(order, shelf)
        try:
            yield kept.crew
        except BaseException:
            kept.close()  # what it was at is not known
            raise
        kept.since = time.monotonic()
        with self._lock:
            self._free.setdefault(key, []).append(kept)
            self._sweep_later()

    def close(self, idle: float = 0.0) -> None:
        """Close all that have been free for so many seconds."""
        before = time.monotonic() - idle
        with self._lock:
            old = [kept for free in self._free.values() for kept in free if kept.since <= before]
            for key, free in list(self._free.items()):
                self._free[key] = [kept for kept in free if kept.since > before]
                if not self._free[key]:
                    del self._free[key]
        for kept in old:
            with suppress(OSError):
                kept.close()

    def _sweep_later(self) -> None:
        """Have one thread that wakes up; the lock is held."""
        if not self._sweeping:
            self._sweeping = True
            sweeper = threading.Timer(self._idle * 1.01, self._sweep)
            sweeper.daemon = True
            sweeper.start()

    def _sweep(self) -> None:
        self.close(self._idle)
        with self._lock:
            self._sweeping = False
            if self._free:
                self._sweep_later()


CREWS = Crews()  # of this process
atexit.register(CREWS.close)


def _open(order: Mapping[str, Any], shelf: Shelf) -> _Kept:
    init = dict(order["init"])
    if program_hash() != init["program"]:
        raise NewsNLPError(
            "newsnlp is another version there than here, or its files differ; install the same on "
            "all machines, and start the workers anew"
        )
    folder = None
    if order["registry"]:
        folder = tempfile.TemporaryDirectory(prefix="newsnlp-")
        init["registry"] = _unpacked(shelf, order["registry"], Path(folder.name))
    return _Kept(Crew(Plan(init, 1, order["timeout"])), folder)


def put_registry(shelf: Shelf, init: Mapping[str, Any]) -> str | None:
    """Put the files of the registry where workers find them; the name of the file with them all."""
    if not init["registry"]:
        return None
    name = f"registry-{init['registry_hash'][:24]}.jsonl.gz"
    files = [
        {"name": path.name, "data": base64.b64encode(path.read_bytes()).decode("ascii")}
        for path in map(Path, init["registry"])
    ]
    shelf.put(name, packed(json.dumps(file).encode("ascii") for file in files))
    return name


def _unpacked(shelf: Shelf, name: str, folder: Path) -> list[str]:
    """The files of the registry, each in a folder of its own, as names may be the same."""
    paths = []
    for number, entry in enumerate(entries_in(shelf.file(name))):
        file = json.loads(entry)
        path = folder / str(number) / Path(file["name"]).name
        path.parent.mkdir()
        path.write_bytes(base64.b64decode(file["data"]))
        paths.append(str(path))
    return paths
