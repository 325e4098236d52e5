"""One run at a time in a folder: a lock that the system lets go of when its holder dies."""

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsnlp.errors import NewsNLPError

__all__ = ["locked"]


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock in the file while inside.

    Raises:
        NewsNLPError: another process holds it.
    """
    with path.open("a+b") as file:
        if not _taken(file.fileno()):
            raise NewsNLPError(
                f"{path.parent.parent}: another run writes here (process {_holder(path)}); wait "
                "for its end, or choose another folder with -o"
            )
        file.truncate(0)
        file.write(str(os.getpid()).encode("ascii"))
        file.flush()
        yield


def _taken(handle: int) -> bool:
    try:
        if os.name == "nt":
            msvcrt = importlib.import_module("msvcrt")
            os.lseek(handle, 1 << 20, os.SEEK_SET)  # beyond the words: these can be read
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl = importlib.import_module("fcntl")
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _holder(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace") or "unknown"
    except OSError:
        return "unknown"
