"""Tables → files: CSV and XLSX for people, JSONL for programs.

All files are written under temporary names before the first is renamed, so that nobody ever sees
half a table, or a disk that is full leaves old and new ones mixed. The bytes depend on the tables
alone.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from errno import EISDIR
from os import strerror
from pathlib import Path
from tempfile import NamedTemporaryFile

import pandas as pd
import xlsxwriter  # type: ignore[import-untyped]

from newsnlp.columns import COLUMNS
from newsnlp.errors import NewsNLPError
from newsnlp.tables import Tables
from newsnlp.text import harmless

__all__ = ["WRITERS", "ExportError", "Fault", "harmless", "prepare", "write_errors", "write_tables"]

Writer = Callable[[str, pd.DataFrame, bool], bytes]  # table's name, frame, Russian headings?

_CELL, _ROWS = 32_767, 1_048_575  # the limits of Excel: characters in a cell, rows
_WIDTHS = {"string": 28, "Int64": 10, "float64": 10}
_FAULT_TITLES = ["Источник", "Строка", "Документ", "Этап", "Причина"]
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


class ExportError(NewsNLPError):
    """A folder or file that cannot be written."""


def prepare(directory: Path) -> None:
    """Make the folder of the tables and try to write there, before hours of work are lost.

    Raises:
        ExportError: it cannot be made or written.
    """
    _replace_all([(directory / ".newsnlp", b"")], directory)
    (directory / ".newsnlp").unlink(missing_ok=True)


def write_tables(
    tables: Tables, directory: Path, formats: tuple[str, ...], *, russian: bool = True
) -> list[Path]:
    """Write `<directory>/<table>.<format>` for each table and format, and say which.

    A table of an earlier run that this one does not make («check» without a registry, «tokens»)
    goes from the folder: all that lies there in these formats tells of one run.

    Args:
        tables: as `make_tables` gives them.
        directory: is made if it does not exist.
        formats: keys of `WRITERS`.
        russian: Russian headings in CSV and XLSX; JSONL always has the English keys.

    Raises:
        ExportError: the folder or a file in it cannot be written.
    """
    contents = (
        (directory / f"{name}.{format_}", WRITERS[format_](name, frame, russian))
        for format_ in formats
        for name, frame in tables.items()
    )
    written = _replace_all(contents, directory)
    for name in COLUMNS.keys() - tables.keys():
        for format_ in formats:
            _remove(directory / f"{name}.{format_}")
    return written


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as reason:
        raise ExportError(
            f"{path}: of an earlier run, and cannot be removed ({reason.strerror})"
        ) from reason


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is in no table, and why."""

    source: str  # the file
    line: int | None  # of the file, or the row of a sheet
    document_id: str | None  # None where the document could not be read
    stage: str  # «read», or the stage of the pipeline that broke down
    reason: str


def write_errors(faults: Iterable[Fault], directory: Path, *, russian: bool = True) -> Path:
    """Write `<directory>/errors.csv`: a row for each input left out.

    Without faults there is only the heading, so that no old list stays behind.
    """
    heading = _FAULT_TITLES if russian else [field.name for field in fields(Fault)]
    rows = [[_csv_cell(cell) for cell in astuple(fault)] for fault in faults]
    path = directory / "errors.csv"
    return _replace_all([(path, _csv_bytes([heading, *rows]))], directory)[0]


def _csv(name: str, frame: pd.DataFrame, russian: bool) -> bytes:
    """A CSV that a Russian Excel opens as it should: BOM, «;», CRLF, decimal comma."""
    rows = [[_csv_cell(value) for value in row] for row in frame.itertuples(index=False)]
    return _csv_bytes([_headings(name, russian), *rows])


def _csv_bytes(rows: list[list[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerows(rows)
    # Excel takes a file for UTF-8 only with a BOM.
    return buffer.getvalue().encode("utf-8-sig", "replace")


def _csv_cell(value: object) -> str:
    if value is None or value is pd.NA:
        return ""
    if isinstance(value, float):
        return "" if value != value else str(value).replace(".", ",")
    return harmless(str(value))


def _headings(name: str, russian: bool) -> list[str]:
    return [column.title if russian else column.key for column in COLUMNS[name]]


def _jsonl(name: str, frame: pd.DataFrame, russian: bool) -> bytes:
    """One JSON object a line: English keys, raw values, null where there is none."""
    del name, russian
    keys = list(frame.columns)
    lines = [
        json.dumps(dict(zip(keys, map(_raw, row), strict=True)), ensure_ascii=False)
        for row in frame.itertuples(index=False)
    ]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _raw(value: object) -> object:
    if value is None or value is pd.NA or value != value:
        return None
    return value if isinstance(value, str | float) else int(str(value))


def _xlsx(name: str, frame: pd.DataFrame, russian: bool) -> bytes:
    """A workbook with one sheet: bold headings that stay in sight, and a filter."""
    if len(frame) > _ROWS:
        raise ExportError(f"{name}: {len(frame)} rows are too many for XLSX; take --to csv")
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": _EPOCH})  # else two runs give two files
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, _headings(name, russian), book.add_format({"bold": True}))
    for number, row in enumerate(frame.itertuples(index=False), 1):
        for index, value in enumerate(map(_raw, row)):
            if isinstance(value, str) and len(value) > _CELL:
                value = f"{value[: _CELL - 1]}…"  # Excel holds no more in a cell
            sheet.write(number, index, value)
    for index, column in enumerate(COLUMNS[name]):
        sheet.set_column(index, index, _WIDTHS[column.dtype])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(frame), 1), len(COLUMNS[name]) - 1)
    book.close()
    return buffer.getvalue()


def _replace_all(contents: Iterable[tuple[Path, bytes]], directory: Path) -> list[Path]:
    """Write each content beside its path, then put all in place; the folder is made if need be.

    Raises:
        ExportError: something cannot be written; what was there before is as it was.
    """
    written: list[tuple[Path, Path]] = []
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for path, content in contents:
            if path.is_dir():
                raise IsADirectoryError(EISDIR, strerror(EISDIR), str(path))
            with NamedTemporaryFile(dir=directory, prefix=f".{path.name}.", delete=False) as file:
                written.append((Path(file.name), path))
                file.write(content)
            Path(file.name).chmod(0o644)  # a temporary file is its owner's alone
        for temporary, path in written:
            temporary.replace(path)
    except OSError as reason:
        raise ExportError(
            f"{reason.filename or directory}: cannot be written ({reason.strerror}); "
            "choose another folder with -o"
        ) from reason
    finally:
        for temporary, _ in written:
            temporary.unlink(missing_ok=True)  # after success there is none left
    return [path for _, path in written]


WRITERS: Mapping[str, Writer] = {"csv": _csv, "jsonl": _jsonl, "xlsx": _xlsx}
