"""Tables → files: CSV and XLSX for people, JSONL for programs.

A file is written under a temporary name and renamed, so that nobody ever sees half a table. The
bytes depend on the tables alone.
"""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

import pandas as pd
import xlsxwriter  # type: ignore[import-untyped]

from newsnlp.columns import COLUMNS
from newsnlp.errors import NewsNLPError
from newsnlp.tables import Tables

__all__ = ["WRITERS", "ExportError", "harmless", "write_errors", "write_tables"]

Writer = Callable[[str, pd.DataFrame, bool], bytes]  # table's name, frame, Russian headings?

# A spreadsheet takes a cell that begins so for a formula (or, after a tab or CR, for its start).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDTHS = {"string": 28, "Int64": 10, "float64": 10}
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


class ExportError(NewsNLPError):
    """A folder or file that cannot be written."""


def harmless(cell: str) -> str:
    """`cell` so that no spreadsheet takes it for a formula.

    >>> harmless("=1+1")
    "'=1+1"
    >>> harmless("ТУСУР")
    'ТУСУР'
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def write_tables(
    tables: Tables, directory: Path, formats: tuple[str, ...], *, russian: bool = True
) -> list[Path]:
    """Write `<directory>/<table>.<format>` for each table and format, and say which.

    Args:
        tables: as `make_tables` gives them.
        directory: is made if it does not exist.
        formats: keys of `WRITERS`.
        russian: Russian headings in CSV and XLSX; JSONL always has the English keys.

    Raises:
        ExportError: the folder or a file in it cannot be written.
    """
    paths = []
    for format_ in formats:
        for name, frame in tables.items():
            path = directory / f"{name}.{format_}"
            _replace(path, WRITERS[format_](name, frame, russian))
            paths.append(path)
    return paths


def write_errors(
    errors: Sequence[tuple[str, int | None, str]], directory: Path, *, russian: bool = True
) -> Path:
    """Write `<directory>/errors.csv`: a row (source, line, reason) for each input left out.

    Without errors there is only the heading, so that no old list stays behind.
    """
    path = directory / "errors.csv"
    heading = ["Источник", "Строка", "Причина"] if russian else ["source", "line", "reason"]
    rows = [[_csv_cell(cell) for cell in error] for error in errors]
    _replace(path, _csv_bytes([heading, *rows]))
    return path


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
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": _EPOCH})  # else two runs give two files
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, _headings(name, russian), book.add_format({"bold": True}))
    for number, row in enumerate(frame.itertuples(index=False), 1):
        for index, value in enumerate(map(_raw, row)):
            sheet.write(number, index, value)
    for index, column in enumerate(COLUMNS[name]):
        sheet.set_column(index, index, _WIDTHS[column.dtype])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(frame), 1), len(COLUMNS[name]) - 1)
    book.close()
    return buffer.getvalue()


def _replace(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step; the folder is made if need be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = Path(file.name)
            file.write(content)
        temporary.chmod(0o644)  # a temporary file is its owner's alone
        temporary.replace(path)
    except OSError as reason:
        raise ExportError(
            f"{path}: cannot be written ({reason.strerror}); choose another folder with -o"
        ) from reason


WRITERS: Mapping[str, Writer] = {"csv": _csv, "jsonl": _jsonl, "xlsx": _xlsx}
