"""A database that nobody keeps: what is too much for memory, in order, while tables are made.

SQLite sorts and groups on disk within a few megabytes of memory, however much there is.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from newsnlp.errors import NewsNLPError

__all__ = ["Scratch", "bytes_of", "errors_of", "packed", "unpacked"]

_CACHE = 8_000  # kilobytes of pages that SQLite holds


class Scratch(sqlite3.Connection):
    """A database in a file of its own, or in memory; nothing in it outlives its last use."""

    @classmethod
    def at(cls, path: Path | None = None) -> "Scratch":
        """An empty database; what lay at `path` goes.

        Args:
            path: of the file; None for one in memory.

        Raises:
            NewsNLPError: there can be no such file.
        """
        with errors_of(path):
            if path is not None:
                path.unlink(missing_ok=True)
            # Nobody else opens it, and network disks may know no locks.
            where = f"{path.absolute().as_uri()}?nolock=1" if path else ":memory:"
            base = sqlite3.connect(where, isolation_level=None, factory=cls, uri=True)
            # Whoever is cut off begins anew: nothing need be safe on the disk.
            base.executescript(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
                f"PRAGMA cache_size = -{_CACHE};"
            )
        return base

    def run(self, script: str) -> None:
        """Run several statements that give nothing back."""
        self.executescript(script)
        self.execute("BEGIN")  # one transaction: else every statement would go to the disk

    def one(self, query: str, *values: object) -> Any:  # noqa: ANN401 — of any column
        """The first cell of the first row, None where there is none."""
        row = self.execute(query, values).fetchone()
        return row[0] if row else None


@contextmanager
def errors_of(path: Path | None) -> Iterator[None]:
    """What the disk refuses, as one line that says what to do.

    Raises:
        NewsNLPError: the disk is full, or the folder closed.
    """
    try:
        yield
    except (sqlite3.OperationalError, OSError) as reason:
        where = path.parent if path else "memory"
        raise NewsNLPError(
            f"{where}: cannot be written ({reason}); make room, or mend the permissions: the same "
            "command then goes on from there"
        ) from reason


def packed(value: object) -> bytes:
    """Plain values as JSON; lone surrogates stay what they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def unpacked(cell: bytes) -> Any:  # noqa: ANN401 — what was packed
    """What `packed` was given, tuples as lists."""
    return json.loads(cell)


def bytes_of(text: str) -> bytes:
    """`text` as a cell that holds any text and sorts as Python does."""
    return text.encode("utf-8", "surrogatepass")
