"""What bytes are, whatever the name of the file says: by how they begin and what lies in them."""

import re
from typing import NamedTuple

from newsnlp.errors import ReadError

__all__ = ["Kind", "expect", "kind_of"]


class Kind(NamedTuple):
    """A format that shows itself."""

    ending: str  # "" if no reader takes it
    words: str
    remedy: str = ""


_PICTURE = Kind("", "a picture", "recognise its text (OCR) and save that")
_FIRST = (
    (b"%PDF", Kind(".pdf", "a PDF")),
    (b"{\\rtf", Kind(".rtf", "an RTF file")),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"\x1f\x8b", Kind(".gz", "a gzip archive")),
    (b"BZh", Kind(".bz2", "a bzip2 archive")),
    (b"\xfd7zXZ\x00", Kind(".xz", "an xz archive")),
    (b"7z\xbc\xaf\x27\x1c", Kind("", "a 7z archive", "pack it as .zip")),
    (b"Rar!\x1a\x07", Kind("", "a RAR archive", "pack it as .zip")),
    (b"PAR1", Kind(".parquet", "a Parquet file")),
)
_PARTS = (  # what lies in a ZIP tells what it is; the likeliest first
    (b"word/document", Kind(".docx", "a Word file (.docx)")),
    (b"xl/workbook", Kind(".xlsx", "an Excel file (.xlsx)")),
    (b"ppt/presentation", Kind("", "a PowerPoint file", "save its text as .docx")),
    (b"opendocument.text", Kind(".odt", "an OpenDocument text")),
    (b"opendocument.spreadsheet", Kind("", "an OpenDocument table", "save it as .xlsx")),
    (b"META-INF/manifest.xml", Kind(".odt", "an OpenDocument text")),
)
_ZIP = Kind(".zip", "a ZIP archive or an Office file")
_STREAMS = (  # names of streams in the compound files of old Office, as UTF-16
    ("EncryptedPackage", Kind("", "an encrypted Office file", "save it without a password")),
    ("WordDocument", Kind("", "an old Word file (.doc)", "save it as .docx")),
    ("Workbook", Kind("", "an old Excel file (.xls)", "save it as .xlsx")),
)
_OLE = Kind("", "an old Office file", "save it as .docx or .xlsx")
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*|<!--[^>]*-->\s*)*<(?:!doctype\s+html|html)\b", re.I)
_FEED = re.compile(rb"\s*(?:<\?[^>]*>\s*|<!--[^>]*-->\s*)*<(?:rss|feed|rdf:RDF)\b")
_HEAD = 4_096
_TAIL = 1 << 20  # the directory of a ZIP stands at its end


def kind_of(data: bytes) -> Kind | None:
    """What `data` is, None if it does not show: plain text, for one."""
    for start, kind in _FIRST:
        if data.startswith(start):
            return kind
    if data.startswith(b"PK\x03\x04"):
        return _first_in(data[:_HEAD] + data[-_TAIL:], _PARTS) or _ZIP
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        parts = tuple((name.encode("utf-16-le"), kind) for name, kind in _STREAMS)
        return _first_in(data, parts) or _OLE
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(head):
        return Kind(".html", "an HTML page")
    if _FEED.match(head):
        return Kind(".xml", "a feed (RSS or Atom)")
    if b"%PDF-" in head[:1024]:
        return Kind(".pdf", "a PDF")
    return Kind(".tar", "a tar archive") if data[257:262] == b"ustar" else None


def _first_in(data: bytes, parts: tuple[tuple[bytes, Kind], ...]) -> Kind | None:
    return next((kind for part, kind in parts if part in data), None)


def expect(data: bytes, ending: str, name: str) -> None:
    """Make sure that `data` is not another format under the ending of this one.

    Raises:
        ReadError: it is; the message says which, and what to do.
    """
    kind = kind_of(data)
    if kind is None or kind.ending == ending:
        return
    remedy = kind.remedy or f"give it the ending {kind.ending}"
    raise ReadError(f"no {name} but {kind.words}; {remedy}")
