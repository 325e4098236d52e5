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
from newsnlp.read.zips import open_zip, unreadable

__all__ = ["has_entities", "package"]

_KEPT = (".xml", ".rels", "mimetype")
_ENCODINGS = ("ascii", "utf-16-le", "utf-16-be")
_DOCTYPE = tuple("<!DOCTYPE".encode(encoding) for encoding in _ENCODINGS)
_ENTITY = tuple("<!ENTITY".encode(encoding) for encoding in _ENCODINGS)


def package(source: Source, ending: str, name: str) -> io.BytesIO:
    """The Office file, packed anew: its XML checked and not compressed, all else left empty.

    So no package unpacks anything itself: the size that a ZIP states may be a lie.

    Raises:
        ReadError: it is another format, encrypted, damaged, or unpacks to too much.
    """
    data = source.data()
    expect(data, ending, name)
    checked = io.BytesIO()
    with (
        open_zip(io.BytesIO(data), name) as parts,
        zipfile.ZipFile(checked, "w", zipfile.ZIP_STORED) as made,
    ):
        for part in {part.filename: part for part in parts.infolist()}.values():
            made.writestr(part.filename, _content(parts, part, source, name))
    return checked


def _content(parts: zipfile.ZipFile, part: zipfile.ZipInfo, source: Source, name: str) -> bytes:
    if not part.filename.lower().endswith(_KEPT):
        return b""
    fault = unreadable(part)
    if fault:
        raise ReadError(f"{fault}; save it again, without a password")
    with readable(name, "save it again"), parts.open(part) as stream:
        content = unpacked(stream, source.budget, PART)
    if has_entities(content) or _has_doctype(content):
        raise ReadError(f"{part.filename} defines entities, which no honest file does; do not open")
    return content


def has_entities(content: bytes) -> bool:
    """Whether an XML file defines entities of its own."""
    return any(mark in content for mark in _ENTITY)


def _has_doctype(content: bytes) -> bool:
    return any(mark in content for mark in _DOCTYPE)
