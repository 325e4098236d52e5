"""Single files packed by gzip, bzip2 or xz: read as what their name without «.gz» says."""

import bz2
import gzip
import io
import lzma
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import IO, BinaryIO

from newsnlp.errors import ReadError
from newsnlp.read.formats import json_lines
from newsnlp.read.item import Found, ReadOptions, Source, readable
from newsnlp.read.limits import Measured, unpacked
from newsnlp.read.readers import READERS, ending_of
from newsnlp.read.sniff import expect
from newsnlp.read.zips import shallow_enough

__all__ = ["OPENERS", "measured", "read"]

OPENERS: dict[str, Callable[[IO[bytes]], IO[bytes]]] = {
    ".gz": lambda stream: gzip.GzipFile(fileobj=stream),  # type: ignore[dict-item, return-value]
    ".bz2": bz2.BZ2File,
    ".xz": lzma.LZMAFile,
}


def read(source: Source, options: ReadOptions) -> Found:
    """What the reader of the file inside finds; JSON Lines are unpacked as they are read."""
    shallow_enough(source)
    outer = ending_of(source.name)
    inner = ending_of(source.name[: -len(outer)])
    if inner not in READERS:
        raise ReadError(f"the name does not say what is packed; name it like «news.txt{outer}»")
    with measured(source, outer) as stream:
        if inner == ".jsonl":
            with readable(f"{outer} archive", "pack the file again"):
                yield from json_lines(stream, source, options)
            return
        with readable(f"{outer} archive", "pack the file again"):
            content = unpacked(stream, source.budget)
    yield from READERS[inner](
        replace(source, path=None, content=content, depth=source.depth + 1), options
    )


@contextmanager
def measured(source: Source, ending: str) -> Iterator[BinaryIO]:
    """What `source` unpacks to, every byte taken off its budget."""
    if source.path is None:
        expect(source.data(), ending, f"{ending} archive")
    with (
        source.path.open("rb") if source.path else io.BytesIO(source.data()) as packed,
        OPENERS[ending](packed) as stream,
    ):
        yield io.BufferedReader(Measured(stream, source.budget))
