"""ZIP archives: opened within the limits, their members read in memory and never onto the disk."""

import io
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import IO

from newsnlp.errors import ReadError
from newsnlp.read.item import Found, ReadFailure, ReadOptions, Source, readable
from newsnlp.read.limits import DEPTH, ENTRIES, OverspentError, unpacked
from newsnlp.read.sniff import expect

__all__ = ["name_of", "open_zip", "passed_over", "read", "shallow_enough", "unreadable"]

_END = b"PK\x05\x06"
_TAIL = 1 << 16  # a comment at the end may be that long
_DIRECTORY = 100 * ENTRIES * 2  # bytes: names of 150 characters
_PASSED_OVER = ("readme", "license", "thumbs.db", "desktop.ini", "~$")


def read(source: Source, options: ReadOptions) -> Found:
    """A source for each file in the archive, in the order of their names."""
    shallow_enough(source)
    where = source.path.open("rb") if source.path else io.BytesIO(source.data())
    with where as stream, open_zip(stream) as archive:
        _check_kind(stream, archive)
        members = [(name_of(info), info) for info in archive.infolist() if not info.is_dir()]
        for name, info in sorted(members, key=lambda member: (member[0], member[1].header_offset)):
            if not passed_over(name):
                source.budget.enter()
                yield _member(archive, info, name, source)


def _check_kind(stream: IO[bytes], archive: zipfile.ZipFile) -> None:
    """Raise ReadError if this is an Office file under the name of an archive."""
    if {"[Content_Types].xml", "META-INF/manifest.xml"} & set(archive.namelist()):
        stream.seek(0)
        expect(stream.read(), ".zip", "ZIP archive")


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, source: Source
) -> Source | ReadFailure:
    place = source.member(name, b"")
    fault = unreadable(info)
    if fault:
        return ReadFailure(place.name, f"{fault}; pack it again as an ordinary .zip")
    if (info.external_attr >> 28) == 0xA:  # S_IFLNK
        return ReadFailure(place.name, "a link, no file; pack the file itself")
    try:
        with readable("member of a ZIP archive", "pack it again"), archive.open(info) as stream:
            return source.member(name, unpacked(stream, source.budget))
    except OverspentError:
        raise
    except ReadError as error:
        return ReadFailure(place.name, str(error))


def unreadable(info: zipfile.ZipInfo) -> str:
    """Why a member is not unpacked, if it is not."""
    if info.flag_bits & 1:
        return "encrypted"
    # What the others make of a few bytes cannot be bounded: bzip2 makes a gigabyte of 800.
    known = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA)
    return "" if known else f"packed by method {info.compress_type}"


def shallow_enough(source: Source) -> None:
    """Raise ReadError if `source` lies too deep in archives to be opened."""
    if source.depth >= DEPTH:
        raise ReadError(f"more than {DEPTH} archives one in another; unpack the outer ones")


def passed_over(name: str) -> bool:
    """Whether the file `name` of an archive is none that holds news: hidden, README, a lock."""
    *folders, last = name.replace("\\", "/").split("/")
    hidden = any(part.startswith(".") and part.strip(".") for part in [*folders, last])
    return hidden or "__MACOSX" in folders or last.lower().startswith(_PASSED_OVER)


def name_of(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: Windows in Russian writes cp866, which zipfile takes for cp437."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    raw = info.filename.encode("cp437", errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp866")


@contextmanager
def open_zip(stream: IO[bytes], kind: str = "ZIP archive") -> Iterator[zipfile.ZipFile]:
    """The archive in `stream`, its directory checked.

    Raises:
        ReadError: it is no ZIP, has too many files, or files that share bytes.
    """
    _check_directory(stream, kind)
    with readable(kind, "save or pack it again"):
        archive = zipfile.ZipFile(stream)
    with archive:
        _check_overlap(archive.infolist())
        yield archive


def _check_directory(stream: IO[bytes], kind: str) -> None:
    """Raise ReadError before `zipfile` takes in a directory of gigabytes."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _TAIL - 22))
    tail = stream.read()
    place = tail.rfind(_END)
    if place < 0 or len(tail) < place + 22:
        raise ReadError(f"not a readable {kind}: its end is missing; copy or save it again")
    (length,) = struct.unpack_from("<L", tail, place + 12)
    if length == 0xFFFFFFFF:
        length = _long_directory(stream, kind, tail[max(0, place - 20) : place])
    if length > _DIRECTORY:
        raise ReadError(f"more than {ENTRIES:,} files in one archive; make several of it")


def _long_directory(stream: IO[bytes], kind: str, locator: bytes) -> int:
    """The length of the directory of a ZIP64 archive, as the record says that `locator` finds."""
    if locator[:4] != b"PK\x06\x07":
        raise ReadError(f"not a readable {kind}: its end is damaged; copy or save it again")
    (place,) = struct.unpack_from("<Q", locator, 8)
    stream.seek(min(place, 1 << 62))
    record = stream.read(56)
    return int(struct.unpack_from("<Q", record, 40)[0]) if len(record) == 56 else 0


def _check_overlap(infos: list[zipfile.ZipInfo]) -> None:
    """Raise ReadError if two files are cut from the same bytes, as only bombs have it."""
    ordered = sorted(infos, key=lambda info: info.header_offset)
    if len(ordered) > ENTRIES:
        raise ReadError(f"more than {ENTRIES:,} files in one archive; make several of it")
    for one, two in pairwise(ordered):
        if one.header_offset + one.compress_size > two.header_offset:
            raise ReadError("files in it overlap, as in a ZIP bomb; do not open it")
