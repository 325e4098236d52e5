"""Tar archives, packed or not: read from front to back, nothing is unpacked onto the disk."""

import io
import tarfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import IO

from newsnlp.errors import ReadError
from newsnlp.read.decode import clean
from newsnlp.read.item import Found, ReadFailure, ReadOptions, Source, readable
from newsnlp.read.limits import LARGEST, MIB
from newsnlp.read.packed import measured
from newsnlp.read.readers import ending_of
from newsnlp.read.zips import passed_over, shallow_enough

__all__ = ["read"]

_PACKERS = {".tar.gz": ".gz", ".tgz": ".gz", ".tar.bz2": ".bz2", ".tar.xz": ".xz"}
_EXTENDED = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)


class _Header(tarfile.TarInfo):
    """A header whose extension (a long name, say) is not longer than any honest one."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> "_Header":
        found = super().frombuf(buf, encoding, errors)
        if found.type in _EXTENDED and found.size > MIB:
            raise ReadError("not a readable tar archive: a header of megabytes; pack it again")
        return found


def read(source: Source, options: ReadOptions) -> Found:
    """A source for each file in the archive, in the order in which they were packed."""
    shallow_enough(source)
    with (
        _opened(source) as stream,
        readable("tar archive", "copy or pack it again"),
        tarfile.open(fileobj=stream, mode="r|", tarinfo=_Header) as archive,
    ):
        for member in _members(archive):
            if not member.isdir() and not passed_over(member.name):
                source.budget.enter()
                yield _member(archive, member, source)


def _opened(source: Source) -> AbstractContextManager[IO[bytes]]:
    packer = _PACKERS.get(ending_of(source.name))
    if packer:
        return measured(source, packer)
    return source.path.open("rb") if source.path else io.BytesIO(source.data())


def _members(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    while (member := archive.next()) is not None:
        yield member
        vars(archive)["members"].clear()  # else a long archive is kept in memory, header by header


def _member(
    archive: tarfile.TarFile, member: tarfile.TarInfo, source: Source
) -> Source | ReadFailure:
    place = source.member(clean(member.name), b"")
    if not member.isfile():
        kind = "a link" if member.islnk() or member.issym() else "a device or pipe"
        return ReadFailure(place.name, f"{kind}, no file; pack the file itself")
    if member.size > LARGEST:
        return ReadFailure(place.name, f"larger than {LARGEST // MIB} MiB; split it")
    stream = archive.extractfile(member)
    content = stream.read() if stream else b""
    return source.member(clean(member.name), content)
