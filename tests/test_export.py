"""Files that a Russian Excel and a program can read."""

import csv
import io
import json
import re
from errno import ENOSPC
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsnlp.columns import COLUMNS
from newsnlp.export import WRITERS, ExportError, Fault, harmless, write_errors, write_tables
from newsnlp.tables import make_tables
from test_tables import RELEASE, linked


def test_csv_is_for_a_russian_excel(tmp_path: Path) -> None:
    write_tables(make_tables([linked()]), tmp_path, ("csv",))
    content = (tmp_path / "roles.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == 2
    heading, row = list(csv.reader(content.decode("utf-8-sig").splitlines(), delimiter=";"))
    cells = dict(zip(heading, row, strict=True))
    assert cells["Человек"] == "Виктор Рулевский"
    assert re.fullmatch(r"0,\d{1,3}", cells["Оценка"])


def test_english_headings_on_request(tmp_path: Path) -> None:
    write_tables(make_tables([linked()]), tmp_path, ("csv",), russian=False)
    assert (tmp_path / "quotes.csv").read_text("utf-8-sig").startswith("person_id;person;kind;")


def test_jsonl_has_raw_values(tmp_path: Path) -> None:
    tables = make_tables([linked()])
    write_tables(tables, tmp_path, ("jsonl",))
    row = json.loads((tmp_path / "roles.jsonl").read_text("utf-8"))
    assert (row["organisation"], row["score"], row["start"], row["since"]) == (
        "ТУСУР",
        tables["roles"]["score"].iloc[0],
        0,
        None,
    )


def test_xlsx_reads_back(tmp_path: Path) -> None:
    write_tables(make_tables([linked()]), tmp_path, ("xlsx",))
    sheet = openpyxl.load_workbook(tmp_path / "quotes.xlsx").active
    assert sheet is not None
    assert [cell.value for cell in sheet["B"]] == ["Человек", "Виктор Рулевский"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_cells_that_look_like_formulas_are_harmless(start: str) -> None:
    assert harmless(f"{start}1") == f"'{start}1"
    assert harmless("ТУСУР") == "ТУСУР"


def test_formula_in_a_text_reaches_no_csv(tmp_path: Path) -> None:
    item = linked(RELEASE.replace("Работы много", "=SUM(A1) а дальше").replace("«=", "«Работы ="))
    title = make_tables([item])["documents"].assign(title="=1+1")
    assert b"'=1+1" in WRITERS["csv"]("documents", title, True)


@pytest.mark.parametrize("format_", WRITERS)
def test_two_runs_give_the_same_bytes(format_: str) -> None:
    items = [linked(doc_id="d1"), linked(doc_id="d2")]
    first, second = make_tables(items), make_tables(reversed(items))
    for name, frame in first.items():
        assert WRITERS[format_](name, frame, True) == WRITERS[format_](name, second[name], True)


CELLS = st.text(alphabet="аЁя «»;\"'=+-@\t\n,.0—\u00a0😀\\", max_size=12)


def read_back(format_: str, content: bytes) -> list[list[str]]:
    """The cells of a file as text, its headings first; "" for an empty one."""
    if format_ == "csv":
        text = content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    if format_ == "jsonl":
        rows = [json.loads(line) for line in content.decode().split("\n")[:-1]]
        keys = list(rows[0])
        return [
            keys,
            *[["" if row[key] is None else str(row[key]) for key in keys] for row in rows],
        ]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.values]


@pytest.mark.parametrize("format_", WRITERS)
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS, st.integers(0, 10**6)), min_size=1, max_size=4))
def test_every_writer_s_file_reads_back_equal(
    format_: str, rows: list[tuple[str, str, int]]
) -> None:
    keys = [column.key for column in COLUMNS["documents"]]
    frame = pd.DataFrame(rows, columns=["title", "source", "characters"]).reindex(columns=keys)
    frame = frame.astype({column.key: column.dtype for column in COLUMNS["documents"]})
    heading, *cells = read_back(format_, WRITERS[format_]("documents", frame, False))
    assert heading == keys
    places = [keys.index(key) for key in ("title", "source", "characters")]
    found = [tuple(row[place] for place in places) for row in cells]
    safe = harmless if format_ == "csv" else str
    assert found == [(safe(title), safe(source), str(number)) for title, source, number in rows]


def test_xlsx_keeps_within_excel_s_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = make_tables([linked()])["documents"].assign(title="ё" * 40_000)
    content = WRITERS["xlsx"]("documents", frame, False)
    title = read_back("xlsx", content)[1][2]
    assert (len(title), title[-2:]) == (32_767, "ё…")
    monkeypatch.setattr("newsnlp.export._ROWS", 0)
    with pytest.raises(ExportError, match="--to csv"):
        WRITERS["xlsx"]("documents", frame, False)


def test_nothing_temporary_stays(tmp_path: Path) -> None:
    paths = write_tables(make_tables([]), tmp_path / "new" / "folder", ("csv", "jsonl"))
    assert sorted((tmp_path / "new" / "folder").iterdir()) == sorted(paths)


def test_tables_of_an_earlier_run_do_not_stay(tmp_path: Path) -> None:
    write_tables(make_tables([linked()], tokens=True), tmp_path, ("csv", "jsonl"))
    mine = tmp_path / "notes.csv"
    mine.write_text("моё", encoding="utf-8")
    assert (tmp_path / "tokens.csv").exists()
    write_tables(make_tables([linked()]), tmp_path, ("csv",))
    assert not (tmp_path / "tokens.csv").exists()
    assert mine.exists()
    assert (tmp_path / "tokens.jsonl").exists()  # of a format that is not written now


def test_a_folder_that_is_a_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="cannot be written"):
        write_tables(make_tables([]), tmp_path / "file", ("csv",))


@pytest.mark.parametrize("place", ["roles.csv", "press.csv"])
def test_when_one_file_cannot_be_written_all_old_ones_stay(tmp_path: Path, place: str) -> None:
    """Here a folder is in the way; a full disk takes the same path."""
    (tmp_path / "documents.csv").write_text("old")
    (tmp_path / place).mkdir()
    with pytest.raises(ExportError, match=rf"{place}: cannot be written"):
        write_tables(make_tables([linked()]), tmp_path, ("csv",))
    assert (tmp_path / "documents.csv").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["documents.csv", place])


def test_a_full_disk_leaves_nothing_temporary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "chmod", full)
    with pytest.raises(ExportError, match="No space left"):
        write_tables(make_tables([linked()]), tmp_path, ("csv",))
    assert not list(tmp_path.iterdir())


def test_errors_say_where_and_why(tmp_path: Path) -> None:
    faults = [
        Fault("news.jsonl", 3, None, "read", "broken JSON"),
        Fault("a.txt", None, "a", "relate", "ValueError"),
    ]
    assert write_errors(faults, tmp_path).read_text("utf-8-sig") == (
        "Источник;Строка;Документ;Этап;Причина\n"
        "news.jsonl;3;;read;broken JSON\n"
        "a.txt;;a;relate;ValueError\n"
    )
    english = write_errors([], tmp_path, russian=False)
    assert english.read_text("utf-8-sig") == "source;line;document_id;stage;reason\n"
