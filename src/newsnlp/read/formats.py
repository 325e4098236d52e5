"""Texts, JSON and CSV: a function that turns a source into items, named in `readers.READERS`.

A reader raises ReadError if the whole file cannot be read; for one bad row it yields a ReadFailure.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from newsnlp.errors import ReadError
from newsnlp.read.decode import decode
from newsnlp.read.item import Item, ReadFailure, ReadOptions, Source, column, item_of
from newsnlp.read.limits import MIB, PART
from newsnlp.read.sniff import expect
from newsnlp.read.titles import first_line

__all__ = [
    "check_columns",
    "json_lines",
    "read_csv",
    "read_json",
    "read_jsonl",
    "read_markdown",
    "read_text",
    "rows",
]

_CELL = 1 << 30  # the longest cell of a CSV; the csv module's own limit is 131,072


def read_text(source: Source, options: ReadOptions) -> Iterator[Item]:
    """One item: the whole text; its title is a first line set apart by an empty one.

    With `options.separator`, an item for each text between lines that hold nothing else.
    """
    for text, line in _parted(source, options):
        yield Item(text, title=first_line(text), line=line)


def read_markdown(source: Source, options: ReadOptions) -> Iterator[Item]:
    """As `read_text`, with the marks of Markdown blanked, so that offsets stay the file's."""
    for text, line in _parted(source, options):
        heading = re.search(r"^#{1,2} +(.{1,200})$", text, re.MULTILINE)
        plain = _blank_marks(text)
        yield Item(plain, heading[1].strip(" #") if heading else first_line(plain), line=line)


def _parted(source: Source, options: ReadOptions) -> Iterator[tuple[str, int | None]]:
    """The texts of a file that is no HTML or RTF, each with its first line if there are many."""
    data = source.data()
    expect(data, ".txt", "plain text")
    text = decode(data)
    if options.separator is None:
        yield text, None
        return
    part: list[str] = []
    first = 1
    for number, line in enumerate([*text.split("\n"), options.separator], 1):
        if line.strip() != options.separator.strip():
            part.append(line)
            continue
        if any(words.strip() for words in part):
            blank = next(place for place, words in enumerate(part) if words.strip())
            yield "\n".join(part[blank:]).rstrip("\n"), first + blank
        part, first = [], number + 1


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
        yield from json_lines(lines, source, options)


def read_csv(source: Source, options: ReadOptions) -> Iterator[Item | ReadFailure]:
    """An item for each row; the delimiter is the one that the line of headings has most."""
    data = source.data()
    expect(data, ".csv", "CSV")
    text = decode(data)
    head = re.sub(r'"[^"]*"', "", text.lstrip("\n").split("\n", 1)[0])
    delimiter = max(";,\t", key=head.count)
    csv.field_size_limit(_CELL)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from rows(lines, source, options)
    except csv.Error as error:
        raise ReadError(f"broken CSV, line {lines.line_num}: {error}; mend the quotes") from error


def json_lines(
    stream: BinaryIO, source: Source, options: ReadOptions
) -> Iterator[Item | ReadFailure]:
    """An item for each line of `stream` that is not blank."""
    filled = False
    for number, line in enumerate(iter(lambda: stream.readline(PART), b""), 1):
        if len(line) == PART:
            raise ReadError(f"line {number} is longer than {PART // MIB} MiB; split it")
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


def rows(
    lines: Iterable[Iterable[object]], source: Source, options: ReadOptions
) -> Iterator[Item | ReadFailure]:
    """Items from rows of which the first that is not blank names the columns."""
    names: list[str] = []
    for number, cells in enumerate(lines, 1):
        values = list(cells)
        if all(value is None or str(value).strip() == "" for value in values):
            continue
        if not names:
            names = ["" if value is None else str(value).strip() for value in values]
            check_columns(names, options)
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


def check_columns(names: Iterable[str], options: ReadOptions) -> list[str]:
    """Those of `names` that hold text, id, title and day.

    Raises:
        ReadError: once for the file, if a column that is asked for or that of the text is missing.
    """
    known = {name.strip().lower(): name for name in names if name.strip()}
    asked = (
        ("text", options.text_column),
        ("id", options.id_column),
        ("title", options.title_column),
        ("date", options.date_column),
    )
    found = [column(known, role, name) for role, name in asked]
    return [name for name in dict.fromkeys(found) if name is not None]


_MARKS = re.compile(
    r"(?m)^ {0,3}#{1,6}(?= )|^ {0,3}>(?= )|^ {0,3}(?:-{3,}|\*{3,}|_{3,})$"
    r"|\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)|`+"
    r"|!?\[(?=[^\[\]\n]{1,300}\]\()|\]\([^()\[\]\s]{0,500}\)"
)


def _blank_marks(text: str) -> str:
    """`text` with spaces for «#», «**», «>», and for the brackets and addresses of links."""
    return _MARKS.sub(lambda found: " " * len(found.group()), text)
