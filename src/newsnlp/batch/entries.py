"""Files of entries: gzipped JSON lines that appear whole or not at all, and can tell that they are.

A head, an entry a line, and at the end the hash of all before. What an entry says is the business
of `parts`.
"""

import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Iterable, Iterator
from typing import IO, Literal, Protocol

from newsnlp.batch.wire import fault_row
from newsnlp.errors import Fault, NewsNLPError

__all__ = [
    "FAULT",
    "VERSION",
    "File",
    "PartError",
    "entries_in",
    "fault_entry",
    "is_whole",
    "packed",
    "part_name",
]

VERSION = 1  # of the lines within; a part of another version has another name
FAULT = b'{"fault"'  # how the entry of something without a page begins
_LEVEL = 1  # of compression: a twelfth of the bytes; more takes longer than the extraction's tenth


class PartError(NewsNLPError):
    """A part file that is damaged, or cannot be read or written."""


class File(Protocol):
    """Something that can be opened to be read, and is named by its `str`: a path, an address."""

    def open(self, mode: Literal["rb"], /) -> IO[bytes]:
        """Its bytes.

        Raises:
            FileNotFoundError: it is not there.
        """


def part_name(number: int, digest: str) -> str:
    """The name of a part by its number and the hash of what is in it."""
    return f"part-{number:06}-{digest[:24]}.jsonl.gz"


def fault_entry(fault: Fault) -> bytes:
    """The entry of something that gave no page."""
    return json.dumps({"fault": fault_row(fault)}).encode("ascii")


def packed(entries: Iterable[bytes]) -> bytes:
    """A file of the entries, which are lines without ends."""
    head = json.dumps({"newsnlp": "part", "version": VERSION}).encode("ascii")
    body = b"".join(line + b"\n" for line in (head, *entries))
    return gzip.compress(body + _end(hashlib.sha256(body).hexdigest()), _LEVEL, mtime=0)


def is_whole(file: File) -> bool:
    """Whether the file is there, with all that was written."""
    try:
        for _ in entries_in(file):
            pass
    except (PartError, FileNotFoundError):
        return False
    return True


def entries_in(file: File | bytes) -> Iterator[bytes]:
    """The lines between the head and the hash.

    Raises:
        PartError: a line is missing or has changed.
    """
    where = "a part" if isinstance(file, bytes) else file
    digest = hashlib.sha256()
    before: bytes | None = None  # a line is handed on when the next one is there: it was no end
    try:
        with (
            io.BytesIO(file) if isinstance(file, bytes) else file.open("rb") as raw,
            gzip.open(raw) as lines,
        ):
            digest.update(lines.readline())
            for line in lines:
                if before is not None:
                    digest.update(before)
                    yield before[:-1]
                before = line
    except (EOFError, zlib.error, gzip.BadGzipFile) as reason:
        raise PartError(f"{where}: damaged ({reason}); delete it and start again") from reason
    if before != _end(digest.hexdigest()):
        raise PartError(f"{where}: damaged (it ends too soon); delete it and start again")


def _end(digest: str) -> bytes:
    return json.dumps({"sha256": digest}).encode("ascii") + b"\n"
