"""CSV that a Russian Excel opens as it should: BOM, «;», CRLF, decimal comma, no live formula."""

import csv
from collections.abc import Iterable
from pathlib import Path

from newsnlp.columns import COLUMNS
from newsnlp.export.format import Style
from newsnlp.tables import Tables
from newsnlp.text import harmless

__all__ = ["write_csv", "write_rows"]


def write_csv(tables: Tables, folder: Path, style: Style) -> None:
    """Write `<table>.csv` for each table."""
    for name in tables:
        headings = [column.title if style.russian else column.key for column in COLUMNS[name]]
        write_rows(folder / f"{name}.csv", headings, tables.rows(name))


def write_rows(path: Path, headings: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Write one file: headings, then a line a row; None is an empty cell."""
    # Excel takes a file for UTF-8 only with a BOM. A lone surrogate has no bytes: it becomes «?».
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(headings)
        writer.writerows(map(_cell, row) for row in rows)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return str(value).replace(".", ",")
    return harmless(value) if isinstance(value, str) else str(value)
