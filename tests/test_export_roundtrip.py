"""The same rows in every format: what was written is read back, cell by cell, by other programs."""

import csv
import json
import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsnlp.columns import COLUMNS, TITLES, Column
from newsnlp.export import WRITERS, Style
from newsnlp.registry import Registry
from newsnlp.tables import Tables, make_tables
from newsnlp.text import unguarded
from test_tables import RELEASE, linked

Cells = list[list[object]]  # row → cells, in the order of COLUMNS


def _csv(folder: Path, name: str) -> Cells:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        headings, *rows = csv.reader(file, delimiter=";")
    assert headings == [column.title for column in COLUMNS[name]]
    return [list(map(_from_csv, COLUMNS[name], row)) for row in rows]


def _from_csv(column: Column, cell: str) -> object:
    if not cell:
        return None
    if column.dtype == "string":
        return unguarded(cell)
    return int(cell) if column.dtype == "Int64" else float(cell.replace(",", "."))


def _jsonl(folder: Path, name: str) -> Cells:
    lines = (folder / f"{name}.jsonl").read_text("utf-8").split("\n")[:-1]
    return [[json.loads(line)[column.key] for column in COLUMNS[name]] for line in lines]


def _xlsx(folder: Path, name: str) -> Cells:
    sheet = openpyxl.load_workbook(folder / "tables.xlsx")[TITLES[name]]
    headings, *rows = [list(row) for row in sheet.values]
    places = [headings.index(column.title) for column in COLUMNS[name]]
    return [
        [
            _from_xlsx(column, row[place])
            for column, place in zip(COLUMNS[name], places, strict=True)
        ]
        for row in rows
    ]


def _from_xlsx(column: Column, cell: object) -> object:
    if isinstance(cell, datetime):
        assert column.date
        return cell.date().isoformat()
    return float(cell) if column.dtype == "float64" and isinstance(cell, int) else cell


def _parquet(folder: Path, name: str) -> Cells:
    table = pq.read_table(folder / f"{name}.parquet")
    assert table.column_names == [column.key for column in COLUMNS[name]]
    rows = zip(*(table.column(column.key).to_pylist() for column in COLUMNS[name]), strict=True)
    return [[str(cell) if isinstance(cell, date) else cell for cell in row] for row in rows]


def _sqlite(folder: Path, name: str) -> Cells:
    keys = ", ".join(f'"{column.key}"' for column in COLUMNS[name])
    with closing(sqlite3.connect(folder / "tables.sqlite")) as base:
        return [list(row) for row in base.execute(f'SELECT {keys} FROM "{name}"')]


READ: Mapping[str, Callable[[Path, str], Cells]] = {
    "csv": _csv,
    "jsonl": _jsonl,
    "xlsx": _xlsx,
    "parquet": _parquet,
    "sqlite": _sqlite,
}


def held(format_: str, cell: object) -> object:
    """The cell as the format can hold it; see docs/formats.md."""
    if format_ == "xlsx" and isinstance(cell, float):
        return float(f"{cell:.16G}")
    if format_ != "xlsx" or not isinstance(cell, str):
        return cell
    cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff]", "\ufffd", cell)


def plain(frame: pd.DataFrame, format_: str) -> Cells:
    """The rows of a frame as what the format should give back."""
    rows = frame.astype("object").itertuples(index=False)
    return [[None if pd.isna(cell) else held(format_, cell) for cell in row] for row in rows]


def test_every_format_with_all_tables_is_read_here() -> None:
    whole = {"tables.xlsx", "tables.sqlite"}
    for format_, made in WRITERS.items():
        tabular = whole & {*made.files} or len(made.files) == len(COLUMNS)
        assert bool(tabular) == (format_ in READ), f"{format_}: how is it read back?"


@pytest.mark.parametrize("format_", READ)
def test_the_same_rows_everywhere(tmp_path: Path, format_: str) -> None:
    items = [linked(doc_id="б"), linked(doc_id="а")]
    tables = make_tables(items, tokens=True, registry=Registry([]))
    WRITERS[format_].write(tables, tmp_path, Style())
    for name, frame in tables.items():
        assert READ[format_](tmp_path, name) == plain(frame, format_), name


SIGNS = "аЁё «»;\"'=+-@,.0—\u00a0😀\\\t\n\r\x00\x0b\x1f\u2028\u0301\u200b_x＝<&>"
WORDS = st.one_of(
    st.text(SIGNS, min_size=1, max_size=12),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=8),
    st.sampled_from(["_x0041_", "NULL", "nan", "None", "TRUE", "0012", "1e5", "\ufeffа"]),
)
# openpyxl takes «x005F_» out of every text that it reads, whether it is an escape or not.
TEXT = st.none() | WORDS.filter(lambda words: "x005F_" not in words)
DAY = st.one_of(st.none(), st.dates().map(date.isoformat))
PART = st.one_of(st.none(), st.sampled_from(["2019", "2019-03", "2019-02-30", "весной"]), DAY)
NUMBER = st.one_of(st.none(), st.integers(-(2**53), 2**53))
SCORE = st.one_of(st.none(), st.floats(0, 1), st.floats(-1e9, 1e9))
ROWS = st.lists(st.tuples(TEXT, TEXT, DAY, PART, NUMBER, SCORE), min_size=1, max_size=4)


@pytest.mark.parametrize("format_", READ)
@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(rows=ROWS)
def test_every_cell_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    format_: str,
    rows: list[tuple[object, ...]],
) -> None:
    tables, folder = Tables({**NOTHING, **tables_of(rows)}), tmp_path_factory.mktemp("saved")
    WRITERS[format_].write(tables, folder, Style())
    for name in ("press", "roles"):
        assert READ[format_](folder, name) == plain(tables[name], format_), name


NOTHING = make_tables([])


def tables_of(rows: list[tuple[object, ...]]) -> dict[str, pd.DataFrame]:
    """Two tables that have all kinds of columns between them."""
    keys = {
        "press": ("document", ["quote", "sentence", "start", "place", "sentence_number", "score"]),
        "roles": ("document_id", ["evidence", "position", "person", "since", "stop", "score"]),
    }
    frames = {}
    for name, (document, columns) in keys.items():
        frame = pd.DataFrame(rows, columns=columns, dtype="object").assign(**{document: "а"})
        frame = frame.reindex(columns=[column.key for column in COLUMNS[name]])
        frames[name] = frame.astype({column.key: column.dtype for column in COLUMNS[name]})
    return frames


@pytest.mark.parametrize("format_", READ)
def test_what_utf8_cannot_hold_has_the_same_stand_in_everywhere(
    tmp_path: Path, format_: str
) -> None:
    tables = make_tables([linked(f"{RELEASE} \ud800", "а\udfff")])
    WRITERS[format_].write(tables, tmp_path, Style())
    texts = [row[5] for row in READ[format_](tmp_path, "sentences")]
    assert "\ufffd" in "".join(map(str, texts))
    assert READ[format_](tmp_path, "documents")[0][0] == "а\ufffd"
