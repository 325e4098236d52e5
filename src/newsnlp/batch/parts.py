"""Part files: what a stretch of the input gave, in the order of the input.

A part is named by its number and by a hash of the documents in it and of the options, so whoever
finds a part of that name need not make it again. It is gzipped JSON lines: a head, an entry for
each document (its page or its fault) or failure to read, and the hash of all before, at the end.
"""

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from newsnlp.batch.wire import fault_from, fault_row
from newsnlp.errors import Fault, NewsNLPError
from newsnlp.page import Page
from newsnlp.pages import page_from

__all__ = [
    "VERSION",
    "PartError",
    "fault_entry",
    "faults_in",
    "is_whole",
    "part_name",
    "read_part",
    "write_part",
]

VERSION = 1  # of the lines within; a part of another version has another name
_FAULT = b'{"fault"'
_LEVEL = 1  # of compression: a twelfth of the bytes; more takes longer than the extraction's tenth


class PartError(NewsNLPError):
    """A part file that is damaged, or cannot be written."""


def part_name(number: int, digest: str) -> str:
    """The name of a part by its number and the hash of what is in it."""
    return f"part-{number:06}-{digest[:24]}.jsonl.gz"


def write_part(path: Path, entries: Sequence[bytes]) -> None:
    """Write the entries, lines without ends; the file appears whole or not at all.

    Raises:
        PartError: the disk is full, or the folder closed.
    """
    head = json.dumps({"newsnlp": "part", "version": VERSION}).encode("ascii")
    body = b"".join(line + b"\n" for line in (head, *entries))
    end = _end(hashlib.sha256(body).hexdigest())
    scratch = path.with_name(f".{path.name}")
    try:
        with scratch.open("wb") as file:
            file.write(gzip.compress(body + end, _LEVEL, mtime=0))
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    except OSError as reason:
        scratch.unlink(missing_ok=True)
        raise PartError(
            f"{path.parent}: cannot be written ({reason.strerror}); make room, or mend the "
            "permissions: the same command then goes on from there"
        ) from reason


def read_part(path: Path) -> Iterator[Page | Fault]:
    """The entries of a part, one by one.

    Raises:
        PartError: it is damaged.
    """
    return _read(path, lambda line: True)


def faults_in(path: Path) -> Iterator[Fault]:
    """The faults among the entries of a part; its pages are not looked into.

    Raises:
        PartError: it is damaged.
    """
    faults = _read(path, lambda line: line.startswith(_FAULT))
    return (fault for fault in faults if isinstance(fault, Fault))


def _read(path: Path, wanted: Callable[[bytes], bool]) -> Iterator[Page | Fault]:
    for line in filter(wanted, _entries(path)):
        try:
            is_fault = line.startswith(_FAULT)
            yield fault_from(json.loads(line)["fault"]) if is_fault else page_from(line)
        except (ValueError, KeyError, TypeError) as reason:
            raise PartError(f"{path}: {reason}; delete it and start again") from reason


def fault_entry(fault: Fault) -> bytes:
    """The entry of something that gave no page."""
    return json.dumps({"fault": fault_row(fault)}).encode("ascii")


def is_whole(path: Path) -> bool:
    """Whether the part is there, with all that was written."""
    try:
        for _ in _entries(path):
            pass
    except (PartError, FileNotFoundError):
        return False
    return True


def _entries(path: Path) -> Iterator[bytes]:
    """The lines between the head and the hash.

    Raises:
        PartError: a line is missing or has changed.
    """
    digest = hashlib.sha256()
    before: bytes | None = None  # a line is handed on when the next one is there: it was no end
    try:
        with gzip.open(path, "rb") as file:
            digest.update(file.readline())
            for line in file:
                if before is not None:
                    digest.update(before)
                    yield before[:-1]
                before = line
    except (EOFError, zlib.error, gzip.BadGzipFile) as reason:
        raise PartError(f"{path}: damaged ({reason}); delete it and start again") from reason
    if before != _end(digest.hexdigest()):
        raise PartError(f"{path}: damaged (it ends too soon); delete it and start again")


def _end(digest: str) -> bytes:
    return json.dumps({"sha256": digest}).encode("ascii") + b"\n"
