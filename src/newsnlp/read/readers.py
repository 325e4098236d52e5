"""Which reader takes which file. A format is a line here and a function, or a module's `read`."""

from importlib import import_module
from pathlib import Path

from newsnlp.errors import ReadError
from newsnlp.read import formats
from newsnlp.read.item import Found, Reader, ReadOptions, Source

__all__ = ["READERS", "ending_of", "first_sheet", "html_text", "stem_of", "why_unknown"]


def _later(module: str, extra: str = "", *, read: str = "read") -> Reader:
    """The function `read` of a module, which is imported at the first file that needs it.

    What such modules import takes longer than to read a text; `extra` installs it where it is no
    part of the usual installation.
    """

    def reader(source: Source, options: ReadOptions) -> Found:
        try:
            adapter = import_module(f"newsnlp.read.{module}")
        except ModuleNotFoundError as error:
            raise ReadError(
                f"needs the package {error.name}, which is not installed: "
                f'pip install "newsnlp[{extra}]"'
            ) from error
        found: Found = getattr(adapter, read)(source, options)
        yield from found

    return reader


READERS: dict[str, Reader] = {
    ".txt": formats.read_text,
    ".md": formats.read_markdown,
    ".json": formats.read_json,
    ".jsonl": formats.read_jsonl,
    ".csv": formats.read_csv,
    ".docx": _later("docx"),
    ".html": _later("html"),
    ".htm": _later("html"),
    ".pdf": _later("pdf"),
    ".xlsx": _later("xlsx"),
    ".eml": _later("mail"),
    ".mbox": _later("mail", read="read_mailbox"),
    ".odt": _later("odt", "formats"),
    ".rtf": _later("rtf", "formats"),
    ".rss": _later("feeds", "formats"),
    ".atom": _later("feeds", "formats"),
    ".xml": _later("feeds", "formats"),
    ".parquet": _later("parquet", "parquet"),
    ".zip": _later("zips"),
    ".tar": _later("tars"),
    ".tar.gz": _later("tars"),
    ".tgz": _later("tars"),
    ".tar.bz2": _later("tars"),
    ".tar.xz": _later("tars"),
    ".gz": _later("packed"),
    ".bz2": _later("packed"),
    ".xz": _later("packed"),
}

_OTHERS = {
    ".doc": "an old Word file; save it as .docx",
    ".docm": "a Word file with macros; save it as .docx",
    ".xls": "an old Excel file; save it as .xlsx",
    ".ods": "an OpenDocument table; save it as .xlsx",
    ".ppt": "slides; save their text as .docx",
    ".pptx": "slides; save their text as .docx",
    ".msg": "a message of Outlook; save it as .eml",
    ".pages": "a document of Pages; export it as .docx",
    ".djvu": "a scan; recognise its text (OCR) and save that",
    ".rar": "a RAR archive; pack it as .zip",
    ".7z": "a 7z archive; pack it as .zip",
}


def ending_of(name: str) -> str:
    """The ending as READERS spells it: «.tar.gz» before «.gz»."""
    lower = name.lower()
    fitting = [ending for ending in READERS if lower.endswith(ending)]
    return max(fitting, key=len, default=Path(lower).suffix)


def stem_of(name: str) -> str:
    """`name` without its ending; «news.jsonl.gz» has two."""
    stem = name[: len(name) - len(ending_of(name))]
    if not stem or stem.endswith("/"):
        return name
    packed = ending_of(name) in (".gz", ".bz2", ".xz") and ending_of(stem) in READERS
    return stem_of(stem) if packed else stem


def why_unknown(ending: str) -> str:
    """Why a file of this ending is not read, and what to do."""
    if ending in _OTHERS:
        return f"unknown ending «{ending}»: {_OTHERS[ending]}"
    return f"unknown ending «{ending}»: {', '.join(READERS)} can be read; save it as one"


def first_sheet(data: bytes) -> list[tuple[object, ...]]:
    """The rows of the first sheet of an XLSX file.

    Raises:
        ReadError: the bytes are none, or no workbook.
    """
    rows: list[tuple[object, ...]] = import_module("newsnlp.read.xlsx").first_sheet(data)
    return rows


def html_text(markup: str) -> str:
    """The text of a piece of HTML, a line for each of its blocks."""
    text: str = import_module("newsnlp.read.html").plain(markup)
    return text
