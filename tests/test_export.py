"""Files that a Russian Excel and a program can read."""

import csv
import json
import os
import re
import subprocess
import sys
from errno import EACCES, ENOSPC
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsnlp.columns import COLUMNS
from newsnlp.errors import Fault
from newsnlp.export import WRITERS, ExportError, Style, formats_of, prepare, write_tables
from newsnlp.registry import Registry
from newsnlp.saved import READERS, SavedError
from newsnlp.tables import Tables, load_tables, make_tables
from newsnlp.text import harmless, unguarded
from test_tables import linked


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
    write_tables(make_tables([linked()]), tmp_path, ("csv",), style=Style(russian=False))
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


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "'=", "''@"])
def test_cells_that_look_like_formulas_are_harmless(start: str) -> None:
    assert harmless(f"{start}1") == f"'{start}1"
    assert unguarded(harmless(f"{start}1")) == f"{start}1"


@pytest.mark.parametrize("cell", ["ТУСУР", "", "'t Hart", "’=1", "1+1"])
def test_other_cells_stay(cell: str) -> None:
    assert harmless(cell) == unguarded(cell) == cell


def written(format_: str, tables: Tables, folder: Path) -> dict[str, bytes]:
    """Name → content of the files of a format."""
    folder.mkdir(parents=True)
    WRITERS[format_].write(tables, folder, Style(russian=False))
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_formula_in_a_text_reaches_no_csv(tmp_path: Path) -> None:
    tables = make_tables([linked()])
    title = Tables({"documents": tables["documents"].assign(title="=1+1")})
    assert b";'=1+1;" in written("csv", title, tmp_path / "new")["documents.csv"]


@pytest.mark.parametrize("format_", WRITERS)
def test_two_runs_give_the_same_bytes(format_: str, tmp_path: Path) -> None:
    items = [linked(doc_id="d1"), linked(doc_id="d2")]
    first = written(format_, make_tables(items), tmp_path / "1")
    assert first == written(format_, make_tables(reversed(items)), tmp_path / "2")
    assert first.keys() <= set(WRITERS[format_].files)


CELLS = st.text(alphabet="аЁя «»;\"'=+-@\t\n\r,.0—\u00a0😀\\", max_size=12)


def documents_of(rows: list[tuple[str, str, int]]) -> Tables:
    """Tables of documents alone, with title, source and length as given."""
    keys = [column.key for column in COLUMNS["documents"]]
    frame = pd.DataFrame(rows, columns=["title", "source", "characters"]).reindex(columns=keys)
    frame = frame.replace("", None)
    tables = make_tables([])
    dtypes = {column.key: column.dtype for column in COLUMNS["documents"]}
    return Tables({**tables, "documents": frame.astype(dtypes)})


@pytest.mark.parametrize("format_", READERS)
@pytest.mark.parametrize("russian", [True, False])
@settings(max_examples=30, deadline=None, derandomize=True, database=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS, st.integers(0, 10**6)), max_size=4))
def test_what_was_written_is_loaded_equal(
    tmp_path_factory: pytest.TempPathFactory,
    format_: str,
    russian: bool,
    rows: list[tuple[str, str, int]],
) -> None:
    tables, folder = documents_of(rows), tmp_path_factory.mktemp("saved")
    write_tables(tables, folder, (format_,), style=Style(russian=russian))
    loaded = load_tables(folder)
    assert list(loaded) == list(tables)
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(loaded[name], frame, check_index_type=False)


@pytest.mark.parametrize("format_", READERS)
def test_all_tables_are_loaded_equal(tmp_path: Path, format_: str) -> None:
    tables = make_tables([linked()], tokens=True, registry=Registry([]))
    write_tables(tables, tmp_path, (format_,))
    loaded = load_tables(tmp_path)
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(loaded[name], frame, check_index_type=False)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("roles.jsonl", "{\n", "roles.jsonl:1: no row of the table roles"),
        ("roles.jsonl", "[]\n", "roles.jsonl:1: no row of the table roles"),
        ("roles.jsonl", '{"person": 1}\n', "no key 'person_id'; extract it again"),
        ("roles.csv", "а;б\n", "roles.csv:1: no headings of the table roles"),
        ("roles.csv", None, "row 2 has 1 cells, not 14"),
        ("roles.csv", "", "roles.csv:1: no headings"),
    ],
)
def test_a_broken_table_is_a_clear_error(
    tmp_path: Path, name: str, content: str | None, message: str
) -> None:
    write_tables(make_tables([linked()]), tmp_path, (name.split(".")[1],))
    path = tmp_path / name
    if content is None:
        content = path.read_text("utf-8-sig").splitlines()[0] + "\nа\n"
    path.write_text(content, "utf-8")
    with pytest.raises(SavedError, match=re.escape(message)):
        load_tables(tmp_path)


def test_a_folder_without_tables_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(SavedError, match=r"no table documents \(jsonl, sqlite, csv"):
        load_tables(tmp_path)
    with pytest.raises(SavedError, match="no such folder"):
        load_tables(tmp_path / "none")


def test_a_heavy_report_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes: list[str] = []
    monkeypatch.setattr("newsnlp.export._HEAVY", 1_000)
    write_tables(make_tables([linked()]), tmp_path, ("html",), style=Style(note=notes.append))
    assert ["report.html has" in note for note in notes] == [True]


def test_nothing_temporary_stays(tmp_path: Path) -> None:
    paths = write_tables(make_tables([]), tmp_path / "new" / "folder", ("csv", "jsonl"))
    there = sorted((tmp_path / "new" / "folder").iterdir())
    assert there == sorted([*paths, tmp_path / "new" / "folder" / "manifest.json"])


def test_files_of_an_earlier_run_do_not_stay(tmp_path: Path) -> None:
    write_tables(make_tables([linked()], tokens=True), tmp_path, ("csv", "jsonl"))
    mine = tmp_path / "notes.csv"
    mine.write_text("моё", encoding="utf-8")
    assert (tmp_path / "tokens.csv").exists()
    write_tables(make_tables([linked()]), tmp_path, ("csv",))
    assert not (tmp_path / "tokens.csv").exists()
    assert not (tmp_path / "press.jsonl").exists()
    assert mine.exists()


def test_further_formats_leave_the_files_of_the_run(tmp_path: Path) -> None:
    tables = make_tables([linked()])
    write_tables(tables, tmp_path, ("csv",), faults=[Fault("a.txt", None, None, "read", "empty")])
    errors = (tmp_path / "errors.csv").read_bytes()
    write_tables(load_tables(tmp_path), tmp_path, ("jsonl",), faults=None, keep=True)
    assert (tmp_path / "errors.csv").read_bytes() == errors
    names = {path.name for path in tmp_path.iterdir()} - {"manifest.json"}
    assert names == json.loads((tmp_path / "manifest.json").read_text())["files"].keys()
    write_tables(tables, tmp_path, ("csv",))
    assert not (tmp_path / "press.jsonl").exists()


def test_a_foreign_file_is_never_overwritten_unasked(tmp_path: Path) -> None:
    mine = tmp_path / "roles.csv"
    mine.write_text("моё", encoding="utf-8")
    for act in (
        lambda: prepare(tmp_path, ["csv"]),
        lambda: write_tables(make_tables([]), tmp_path, ("csv",)),
    ):
        with pytest.raises(ExportError, match=r"roles.csv: was not written by newsnlp; .*--overwr"):
            act()
    assert [path.name for path in tmp_path.iterdir()] == ["roles.csv"]
    prepare(tmp_path, ["jsonl"])  # its name is not wanted
    write_tables(make_tables([]), tmp_path, ("csv",), overwrite=True)
    assert mine.read_text("utf-8-sig") != "моё"


def test_a_table_changed_by_hand_is_not_lost(tmp_path: Path) -> None:
    write_tables(make_tables([linked()]), tmp_path, ("csv",))
    table = tmp_path / "press.csv"
    table.write_text("исправлено", encoding="utf-8")
    with pytest.raises(ExportError, match=r"press.csv: has been changed since newsnlp wrote it"):
        prepare(tmp_path, ["csv"])
    assert table.read_text("utf-8") == "исправлено"


@pytest.mark.parametrize("lock", [".~lock.press.csv#", "~$press.csv"])
def test_a_table_open_elsewhere_is_a_clear_error(tmp_path: Path, lock: str) -> None:
    write_tables(make_tables([linked()]), tmp_path, ("csv",))
    (tmp_path / lock).write_text("Анна")
    with pytest.raises(ExportError, match=r"press.csv: is open in another program; close it"):
        prepare(tmp_path, ["csv"])
    prepare(tmp_path, ["jsonl"])


def test_a_table_changed_by_hand_is_not_removed(tmp_path: Path) -> None:
    write_tables(make_tables([linked()]), tmp_path, ("csv", "jsonl"))
    (tmp_path / "roles.jsonl").write_text("исправлено", encoding="utf-8")
    write_tables(make_tables([linked()]), tmp_path, ("csv",))
    assert [path.name for path in tmp_path.glob("*.jsonl")] == ["roles.jsonl"]


@pytest.mark.parametrize("number", [0, 1, 7, 13])
def test_a_run_after_one_that_was_killed_while_it_put_files_in_place(
    tmp_path: Path, number: int
) -> None:
    """Old files and new ones lie there, and none of them is taken for somebody else's."""
    write_tables(make_tables([linked()], tokens=True), tmp_path, ("csv",))
    code = (
        "import os, pathlib\n"
        "from newsnlp.export import write_tables\n"
        "from newsnlp.tables import make_tables\n"
        "rename, calls = pathlib.Path.replace, iter(range(99))\n"
        "def killed(self, target):\n"
        f"    os._exit(9) if next(calls) == {number} else rename(self, target)\n"
        "pathlib.Path.replace = killed\n"
        f"write_tables(make_tables([]), pathlib.Path({str(tmp_path)!r}), ['csv'])\n"
    )
    path = str(Path(__file__).resolve().parents[1] / "src")
    environment = {**os.environ, "PYTHONPATH": path}
    assert (
        subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 9
    )
    assert list(tmp_path.glob(".newsnlp-*"))
    prepare(tmp_path, ["csv"])
    write_tables(make_tables([linked()]), tmp_path, ("csv",))
    write_tables(make_tables([linked()]), tmp_path / "fresh", ("csv",))
    assert not list(tmp_path.glob(".newsnlp-*"))
    fresh = {path.name: path.read_bytes() for path in (tmp_path / "fresh").iterdir()}
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()} == fresh


def test_unknown_formats_are_named_with_the_known_ones() -> None:
    assert formats_of("csv, jsonl,csv") == ("csv", "jsonl")
    with pytest.raises(ExportError, match=r"--to csv,doc,xls: no format doc, xls; known are csv, "):
        formats_of("csv,doc,xls")
    with pytest.raises(ExportError, match="no format at all"):
        formats_of(" , ")


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
        write_tables(make_tables([linked()]), tmp_path, ("csv",), overwrite=True)
    assert (tmp_path / "documents.csv").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["documents.csv", place])


@pytest.mark.parametrize("number", range(1, 13, 3))
def test_when_the_change_breaks_off_the_old_files_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    write_tables(make_tables([linked()], tokens=True), tmp_path, ("csv",))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    rename, calls = Path.replace, iter(range(99))

    def locked(self: Path, target: Path) -> Path:
        if next(calls) == number:
            raise PermissionError(EACCES, "Permission denied", str(self), None, str(target))
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", locked)
        with pytest.raises(ExportError, match=r"csv: cannot be written .*; close it where it is"):
            write_tables(make_tables([linked(doc_id="d2")]), tmp_path, ("csv",))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_full_disk_leaves_nothing_temporary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ExportError, match="No space left"):
        write_tables(make_tables([linked()]), tmp_path, ("csv",))
    assert not list(tmp_path.iterdir())


def test_errors_say_where_and_why(tmp_path: Path) -> None:
    faults = [
        Fault("news.jsonl", 3, None, "read", "broken JSON"),
        Fault("a.txt", None, "a", "relate", "ValueError"),
    ]
    write_tables(make_tables([]), tmp_path, ("csv",), faults=faults)
    path = tmp_path / "errors.csv"
    assert path.read_text("utf-8-sig") == (
        "Источник;Строка;Документ;Этап;Причина\n"
        "news.jsonl;3;;read;broken JSON\n"
        "a.txt;;a;relate;ValueError\n"
    )
    write_tables(make_tables([]), tmp_path, ("csv",), style=Style(russian=False))
    assert path.read_text("utf-8-sig") == "source;line;document_id;stage;reason\n"
