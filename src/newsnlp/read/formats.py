"""The formats: a function that turns a source into items, and its line in READERS.

A reader raises ReadError if the whole file cannot be read; for one bad row it yields a ReadFailure.
"""

import csv
import gzip
import io
import json
import re
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping

import openpyxl

from newsnlp.errors import ReadError
from newsnlp.read.decode import decode
from newsnlp.read.item import Item, ReadFailure, ReadOptions, Source, column, item_of

__all__ = ["READERS", "Reader", "first_sheet"]

Reader = Callable[[Source, ReadOptions], Iterator[Item | ReadFailure]]

_CELL = 1 << 30  # the longest cell of a CSV; the csv module's own limit is 131,072
_TITLE = 200  # a first line longer than this is no title


def read_text(source: Source, options: ReadOptions) -> Iterator[Item]:
    """One item: the whole text; its title is a first line set apart by an empty one."""
    text = decode(source.data())
    yield Item(text, title=_first_line(text))


def read_markdown(source: Source, options: ReadOptions) -> Iterator[Item]:
    """One item: the text with the marks of Markdown blanked, so that offsets stay the file's."""
    text = decode(source.data())
    heading = re.search(r"^#{1,2} +(.{1,200})$", text, re.MULTILINE)
    plain = _blank_marks(text)
    yield Item(plain, title=heading[1].strip(" #") if heading else _first_line(plain))


def read_json(source: Source, options: ReadOptions) -> Iterator[Item | ReadFailure]:
    """One item for an object with a field for the text, one for each object of a list."""
    try:
        value = json.loads(decode(source.data()))
    except json.JSONDecodeError as error:
        raise ReadError(
            f"broken JSON, line {error.lineno}, column {error.colno}: {error.msg}; mend it there"
        ) from error
    except (RecursionError, ValueError) as error:  # too deep, or a number of 5,000 digits
        raise ReadError(f"broken JSON: {error}; put each text into a plain object") from error
    for number, entry in enumerate(value if isinstance(value, list) else [value], 1):
        yield _from_object(entry, source, options, number if isinstance(value, list) else None)


def read_jsonl(source: Source, options: ReadOptions) -> Iterator[Item | ReadFailure]:
    """An item for each line that is not blank; lines are decoded one by one, in little memory."""
    with source.path.open("rb") if source.path else io.BytesIO(source.data()) as lines:
        yield from _json_lines(lines, source, options)


def read_jsonl_gz(source: Source, options: ReadOptions) -> Iterator[Item | ReadFailure]:
    """The items of a JSON Lines file packed by gzip."""
    try:
        with gzip.open(source.path or io.BytesIO(source.data())) as lines:
            yield from _json_lines(lines, source, options)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ReadError(f"damaged gzip: {error}; pack the file again") from error


def read_csv(source: Source, options: ReadOptions) -> Iterator[Item | ReadFailure]:
    """An item for each row; the delimiter is the one that the line of headings has most."""
    text = decode(source.data())
    head = re.sub(r'"[^"]*"', "", text.lstrip("\n").split("\n", 1)[0])
    delimiter = max(";,\t", key=head.count)
    csv.field_size_limit(_CELL)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from _rows(rows, source, options)
    except csv.Error as error:
        raise ReadError(f"broken CSV, line {rows.line_num}: {error}; mend the quotes") from error


def first_sheet(data: bytes) -> list[tuple[object, ...]]:
    """The rows of the first sheet of an XLSX file.

    Raises:
        ReadError: the bytes are none, or no workbook.
    """
    if not data:
        raise ReadError("empty: the file has no bytes; delete it or fill it")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and headers, which are of no account here
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # some programs write a wrong size
            return list(sheet.iter_rows(values_only=True))
    except Exception as error:  # openpyxl raises whatever its parts do: ZIP, XML, types
        raise ReadError(f"not a readable XLSX: {error}; save it again in Excel") from error


def read_xlsx(source: Source, options: ReadOptions) -> Iterator[Item | ReadFailure]:
    """An item for each row of the first sheet; its first row names the columns."""
    rows = first_sheet(source.data())
    yield from _rows(rows, source, options)


READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".jsonl.gz": read_jsonl_gz,
    ".csv": read_csv,
    ".xlsx": read_xlsx,
}


def _json_lines(
    lines: Iterable[bytes], source: Source, options: ReadOptions
) -> Iterator[Item | ReadFailure]:
    filled = False
    for number, line in enumerate(lines, 1):
        if number == 1 and line.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise ReadError("JSON Lines in UTF-16; save the file as UTF-8")
        if not line.strip():
            continue
        filled = True
        try:
            entry = json.loads(decode(line))
        except json.JSONDecodeError as error:
            reason = f"broken JSON, line {number}, column {error.colno}: {error.msg}; mend it there"
            yield ReadFailure(source.name, reason, number)
        except (ReadError, RecursionError, ValueError) as error:
            yield ReadFailure(source.name, f"line {number}: {error}", number)
        else:
            yield _from_object(entry, source, options, number)
    if not filled:
        raise ReadError("empty: no line holds anything; delete the file or fill it")


def _from_object(
    entry: object, source: Source, options: ReadOptions, line: int | None
) -> Item | ReadFailure:
    if not isinstance(entry, dict):
        reason = f"a JSON {type(entry).__name__}; an object with the field «text» is needed"
        return ReadFailure(source.name, reason, line)
    try:
        return item_of(entry, options, line)
    except ReadError as error:
        return ReadFailure(source.name, str(error).replace("column", "field", 1), line)


def _rows(
    rows: Iterable[Iterable[object]], source: Source, options: ReadOptions
) -> Iterator[Item | ReadFailure]:
    """Items from rows of which the first that is not blank names the columns."""
    names: list[str] = []
    for number, cells in enumerate(rows, 1):
        values = list(cells)
        if all(value is None or str(value).strip() == "" for value in values):
            continue
        if not names:
            names = ["" if value is None else str(value).strip() for value in values]
            _check(names, options)
            continue
        width = len(names) + 1
        row: Mapping[str, object] = dict(zip(names, [*values, *[None] * width], strict=False))
        if any(value not in (None, "") for value in values[len(names) :]):
            reason = (
                f"row {number}: {len(values)} cells under {len(names)} headings; quote the text"
            )
            yield ReadFailure(source.name, reason, number)
            continue
        yield item_of(row, options, number)
    if not names:
        raise ReadError("empty: no row holds anything; delete the file or fill it")


def _check(names: list[str], options: ReadOptions) -> None:
    """Raise ReadError, once for the file, if a column is missing."""
    known = {name.lower(): name for name in names if name}
    column(known, "text", options.text_column)
    column(known, "id", options.id_column)
    column(known, "title", options.title_column)
    column(known, "date", options.date_column)


def _first_line(text: str) -> str:
    """The first line if it is a title: short, no full stop at its end, an empty line after it."""
    first, _, rest = text.lstrip().partition("\n")
    apart = rest.startswith("\n") and rest.strip() != ""
    if apart and len(first) <= _TITLE and not first.rstrip().endswith((".", ":", ";", ",")):
        return first.strip()
    return ""


_MARKS = re.compile(
    r"(?m)^ {0,3}#{1,6}(?= )|^ {0,3}>(?= )|^ {0,3}(?:-{3,}|\*{3,}|_{3,})$"
    r"|\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)|`+"
    r"|!?\[(?=[^\[\]\n]{1,300}\]\()|\]\([^()\[\]\s]{0,500}\)"
)


def _blank_marks(text: str) -> str:
    """`text` with spaces for «#», «**», «>», and for the brackets and addresses of links."""
    return _MARKS.sub(lambda found: " " * len(found.group()), text)
