"""How much a file may unpack to: bounds on hostile input, far above what news needs.

One `Budget` goes with each file asked for, and with all that lies within it, however deep: what is
unpacked costs bytes, each member of an archive costs an entry. As the budget grows with the file,
the work on any input is linear in its size.
"""

import io
from collections.abc import Iterator
from typing import IO

from newsnlp.errors import ReadError

__all__ = [
    "DEPTH",
    "ENTRIES",
    "LARGEST",
    "MIB",
    "PART",
    "RATIO",
    "SLACK",
    "Budget",
    "Measured",
    "OverspentError",
    "unpacked",
]

MIB = 1 << 20
LARGEST = 256 * MIB  # bytes of one file or member that is read as a whole
PART = 64 * MIB  # bytes of one part of an Office file, unpacked; of a line of JSONL
RATIO = 100  # unpacked : packed; news packs 3 to 20 times, XML of Office up to 50
SLACK = 64 * MIB  # unpacked bytes that are free: a small file may pack better
ENTRIES = 100_000  # files in an archive, those in archives within it included
DEPTH = 4  # an archive in an archive in an archive in a message
_CHUNK = 1 << 12  # packed bytes at a time: LZMA in a ZIP makes up to 30 MB of as much


class OverspentError(ReadError):
    """A file unpacks to more than it may: nothing more of it is read."""


class Budget:
    """What one file may still unpack to; shared by all that lies in it."""

    def __init__(self, size: int, *, entries: int = ENTRIES) -> None:
        """The budget of a file of `size` bytes."""
        self._bytes = self._all = SLACK + RATIO * size
        self._entries = entries

    def spend(self, size: int) -> None:
        """Take off `size` bytes, or characters of texts.

        Raises:
            OverspentError: the file has unpacked to more than it may.
        """
        self._bytes -= size
        if self._bytes < 0:
            raise OverspentError(
                f"unpacks to more than {self._all // MIB} MiB, {RATIO} times its size: "
                "no news packs so well; unpack it yourself if you trust it"
            )

    def enter(self) -> None:
        """Take off one file of an archive.

        Raises:
            OverspentError: there were as many as may be.
        """
        self._entries -= 1
        if self._entries < 0:
            raise OverspentError(f"more than {ENTRIES:,} files in one archive; make several of it")


class Measured(io.RawIOBase):
    """A stream of which every byte read is taken off a budget."""

    def __init__(self, stream: IO[bytes], budget: Budget) -> None:
        """Read from `stream`, an unpacking one."""
        self._stream = stream
        self._budget = budget

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` from the stream.

        Raises:
            OverspentError: there were more bytes than may be.
        """
        data = self._stream.read(len(buffer))
        self._budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)


def unpacked(stream: IO[bytes], budget: Budget, limit: int = LARGEST) -> bytes:
    """All that `stream` gives.

    Raises:
        ReadError: more than `limit` bytes, or than `budget` has left.
    """
    return b"".join(_pieces(stream, budget, limit))


def _pieces(stream: IO[bytes], budget: Budget, limit: int) -> Iterator[bytes]:
    left = limit
    while piece := stream.read(_CHUNK):
        left -= len(piece)
        budget.spend(len(piece))
        if left < 0:
            raise ReadError(f"unpacks to more than {limit // MIB} MiB; split it")
        yield piece
