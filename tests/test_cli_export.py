"""The commands `export` and `report`: saved tables in further formats, and as one page."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newsnlp import cli
from newsnlp.export import write_tables
from newsnlp.tables import make_tables
from test_tables import linked

Run = Callable[..., int]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    def run_with(*arguments: str | Path) -> int:
        monkeypatch.setattr(sys, "argv", ["newsnlp", *map(str, arguments)])
        with pytest.raises(SystemExit) as exit_:
            cli.main()
        return int(exit_.value.code or 0)

    return run_with


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A folder as `newsnlp extract --to jsonl` leaves it."""
    write_tables(make_tables([linked()]), tmp_path / "saved", ("jsonl",))
    return tmp_path / "saved"


def test_further_formats_stand_beside_the_old(run: Run, saved: Path) -> None:
    old = (saved / "press.jsonl").read_bytes()
    assert run("export", saved, "--to", "xlsx,csv", "--headers", "en") == 0
    assert (saved / "tables.xlsx").exists()
    assert (saved / "press.csv").read_text("utf-8-sig").startswith("person;position")
    assert (saved / "press.jsonl").read_bytes() == old
    assert (saved / "errors.csv").exists()


def test_another_folder_gets_the_new_formats_alone(
    run: Run,
    saved: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("export", saved, "--to", "csv", "-o", tmp_path / "new") == 0
    assert not (tmp_path / "new" / "press.jsonl").exists()
    assert not (saved / "press.csv").exists()
    assert capsys.readouterr().out == f"{tmp_path / 'new' / '*.csv'}\n"


def test_report_prints_where_it_is(
    run: Run,
    saved: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("report", saved) == 0
    assert capsys.readouterr().out == f"{saved / 'report.html'}\n"
    assert "Виктор Рулевский" in (saved / "report.html").read_text("utf-8")
    assert "report.html" in json.loads((saved / "manifest.json").read_text())["files"]


@pytest.mark.parametrize("works", [True, False])
def test_report_opens_in_the_browser_on_request(
    run: Run,
    saved: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    works: bool,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url: opened.append(url) or works)
    assert run("report", saved, "--open") == (0 if works else 2)
    assert opened == [(saved / "report.html").as_uri()]
    assert ("no browser found" in capsys.readouterr().err) is not works


@pytest.mark.parametrize("command", [("report",), ("export", "--to", "csv")])
def test_a_folder_without_tables_is_one_line(
    run: Run,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    command: tuple[str, ...],
) -> None:
    assert run(*command, tmp_path) == 2
    err = capsys.readouterr().err
    assert "no table documents" in err
    assert err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_foreign_report_stays(
    run: Run,
    saved: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (saved / "report.html").write_text("моё", "utf-8")
    assert run("report", saved) == 2
    assert "report.html: was not written by newsnlp" in capsys.readouterr().err
    assert run("report", saved, "--overwrite") == 0
    assert (saved / "report.html").read_text("utf-8") != "моё"
