"""The ZIP packages of .docx, .xlsx and .odt, checked before any package opens them.

No part may hold a DOCTYPE: honest ones have none, and without one there are no entities, neither
such as grow («billion laughs») nor such as lead out of the file.
"""

import io
import zipfile

from newsnlp.errors import ReadError
from newsnlp.read.item import Source, readable
from newsnlp.read.limits import PART, unpacked
from newsnlp.read.sniff import expect
from newsnlp.read.zips import open_zip

__all__ = ["has_entities", "package"]

_XML = (".xml", ".rels", ".vml")
_ENCODINGS = ("ascii", "utf-16-le", "utf-16-be")
_DOCTYPE = tuple("<!DOCTYPE".encode(encoding) for encoding in _ENCODINGS)
_ENTITY = tuple("<!ENTITY".encode(encoding) for encoding in _ENCODINGS)


def package(source: Source, ending: str, name: str) -> io.BytesIO:
    """The bytes of an Office file, of which every part is whole and within the limits.

    Raises:
        ReadError: it is another format, encrypted, damaged, or unpacks to too much.
    """
    data = source.data()
    expect(data, ending, name)
    with open_zip(io.BytesIO(data), name) as parts:
        for part in parts.infolist():
            if part.flag_bits & 1:
                raise ReadError("encrypted; save it without a password")
            _check(parts, part, source, name)
    return io.BytesIO(data)


def _check(parts: zipfile.ZipFile, part: zipfile.ZipInfo, source: Source, name: str) -> None:
    with readable(name, "save it again"), parts.open(part) as stream:
        content = unpacked(stream, source.budget, PART)
    if part.filename.lower().endswith(_XML) and (has_entities(content) or _has_doctype(content)):
        raise ReadError(f"{part.filename} defines entities, which no honest file does; do not open")


def has_entities(content: bytes) -> bool:
    """Whether an XML file defines entities of its own."""
    return any(mark in content for mark in _ENTITY)


def _has_doctype(content: bytes) -> bool:
    return any(mark in content for mark in _DOCTYPE)
