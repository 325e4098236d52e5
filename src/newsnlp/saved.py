"""The folder that a run wrote → its tables as data frames, as they were before they were written.

A table is read from the first of the formats in `READERS` that holds it. XLSX is not among them:
Excel's cells are too short for some texts.
"""

import csv
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsnlp.columns import COLUMNS, Column
from newsnlp.errors import NewsNLPError
from newsnlp.text import unguarded

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["OPTIONAL", "READERS", "SavedError", "frame_of", "read_frames", "read_table"]

_CELL = 1 << 30  # the longest cell of a CSV; the csv module's own limit is 131,072
Rows = list[Sequence[Any]]  # plain cells in the order of the columns

_DATABASE = "tables.sqlite"
OPTIONAL = ("check", "tokens")  # tables that a run makes only when asked


class SavedError(NewsNLPError):
    """A folder without tables, or with a broken one; the message names file and line."""


def read_frames(folder: Path) -> "dict[str, pd.DataFrame]":
    """All tables of a folder, in the order and with the dtypes of `COLUMNS`.

    Raises:
        SavedError: there is no such folder, a table is missing, or one is broken.
    """
    frames: dict[str, pd.DataFrame] = {}
    for name in COLUMNS:
        found = _found(folder, name)
        if found or name not in OPTIONAL:
            frames[name] = read_table(folder, name)
    return frames


def read_table(folder: Path, name: str) -> "pd.DataFrame":
    """One table of a folder, with the columns and dtypes of `COLUMNS`.

    Raises:
        SavedError: there is no such folder or table, or it is broken.
    """
    if not folder.is_dir():
        raise SavedError(f"{folder}: no such folder; name what «newsnlp extract … -o» wrote")
    found = _found(folder, name)
    if found is None:
        raise SavedError(
            f"{folder}: no table {name} ({', '.join(READERS)}); name the folder that "
            "«newsnlp extract … -o FOLDER» wrote, or extract it again"
        )
    ending, path = found
    columns = COLUMNS[name]
    rows = READERS[ending](path, name, columns)
    try:
        return frame_of(rows, columns)
    except (ValueError, TypeError) as reason:
        raise SavedError(f"{path}: {reason}; extract it again") from reason


def _found(folder: Path, name: str) -> tuple[str, Path] | None:
    for ending in READERS:
        path = folder / (_DATABASE if ending == "sqlite" else f"{name}.{ending}")
        if path.is_file() and (ending != "sqlite" or _in_database(path, name)):
            return ending, path
    return None


def frame_of(rows: Rows, columns: tuple[Column, ...]) -> "pd.DataFrame":
    """Rows of cells as a data frame with the dtypes of its columns.

    Raises:
        ValueError, TypeError: a cell is not of its column's dtype.
    """
    import pandas as pd  # takes as long as all else of a small run, which needs no frame

    frame = pd.DataFrame(rows, columns=[column.key for column in columns], dtype="object")
    return frame.astype({column.key: column.dtype for column in columns})


def _jsonl(path: Path, name: str, columns: tuple[Column, ...]) -> Rows:
    rows: Rows = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                rows.append([row[column.key] for column in columns])
            except (ValueError, TypeError, KeyError) as error:
                what = f"no key {error}" if isinstance(error, KeyError) else str(error)
                raise SavedError(
                    f"{path}:{number}: no row of the table {name}: {what}; extract it again"
                ) from error
    return rows


def _csv(path: Path, name: str, columns: tuple[Column, ...]) -> Rows:
    """Headings may be in either language."""
    csv.field_size_limit(_CELL)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file, delimiter=";", strict=True)
        try:
            headings, rows = next(lines, []), list(lines)
        except (csv.Error, UnicodeError) as error:
            raise SavedError(f"{path}:{lines.line_num}: {error}; extract it again") from error
    titles, keys = [c.title for c in columns], [c.key for c in columns]
    if headings not in (titles, keys):
        raise SavedError(f"{path}:1: no headings of the table {name}; extract it again")
    for number, row in enumerate(rows, 2):
        if len(row) != len(columns):
            raise SavedError(
                f"{path}: row {number} has {len(row)} cells, not {len(columns)}; extract it again"
            )
    return [[_value(c, cell) for c, cell in zip(columns, row, strict=True)] for row in rows]


def _value(column: Column, cell: str) -> object:
    """A cell of a CSV as it was."""
    if not cell:
        return None
    if column.dtype == "float64":
        return cell.replace(",", ".")
    return unguarded(cell) if column.dtype == "string" else cell


def _in_database(path: Path, name: str) -> bool:
    """Whether the database has a table of this name."""
    with _database(path) as base:
        wanted = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
        return base.execute(wanted, (name,)).fetchone() is not None


def _sqlite(path: Path, name: str, columns: tuple[Column, ...]) -> Rows:
    keys = ", ".join(f't."{column.key}"' for column in columns)
    with _database(path) as base:
        rows = base.execute(f'SELECT {keys} FROM "{name}" AS t ORDER BY rowid').fetchall()
    return [list(row) for row in rows]


@contextmanager
def _database(path: Path) -> Iterator[sqlite3.Connection]:
    """The database, not to be written to."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            yield base
    except sqlite3.Error as error:
        raise SavedError(f"{path}: {error}; extract it again") from error


def _parquet(path: Path, name: str, columns: tuple[Column, ...]) -> Rows:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as reason:
        raise SavedError(
            f"{path}: reading Parquet needs pyarrow: pip install 'newsnlp[parquet]'"
        ) from reason
    try:
        found = pq.read_table(path, partitioning=None)
        read = [found.column(column.key).to_pylist() for column in columns]
    except (pa.ArrowException, OSError, KeyError) as error:
        raise SavedError(f"{path}: no table {name}: {error}; extract it again") from error
    days = [index for index, column in enumerate(columns) if column.date == "day"]
    for index in days:
        read[index] = [None if day is None else str(day) for day in read[index]]
    return list(zip(*read, strict=True))


Reader = Callable[[Path, str, tuple[Column, ...]], Rows]

READERS: Mapping[str, Reader] = {
    "jsonl": _jsonl,
    "sqlite": _sqlite,
    "csv": _csv,
    "parquet": _parquet,  # last, since it may need what is not installed
}
