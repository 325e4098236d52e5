"""The command line: what it prints, what it writes, its exit status."""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import typer

from fake_pipeline import FakePipeline, ReportingPipeline, WatchedPipeline
from newsnlp import __version__, cli, cli_extract
from newsnlp.batch import crew
from newsnlp.cli_help import EXAMPLES
from newsnlp.pipeline import Pipeline
from newsnlp.schema import Document, Extraction, Rejected
from test_tables import linked

Run = Callable[..., int]
HERE = Path(__file__).resolve().parent


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    def run_with(*arguments: str | Path, pipeline: type[Pipeline] = FakePipeline) -> int:
        monkeypatch.setattr(crew, "WORKER", "fake_pipeline")
        monkeypatch.setenv("FAKE_PIPELINE", pipeline.__name__)
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(HERE.parent / "src"), str(HERE))))
        monkeypatch.setattr("newsnlp.pipeline.Pipeline", pipeline)
        monkeypatch.setattr(sys, "argv", ["newsnlp", *map(str, arguments)])
        with pytest.raises(SystemExit) as exit_:
            cli.main()
        return int(exit_.value.code or 0)

    return run_with


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("Ректор открыл форум в Томске.", encoding="utf-8")
    return folder


@pytest.mark.parametrize(("options", "quote"), [((), "null"), (("--indirect",), '"мест хвати"')])
def test_indirect_speech_in_the_press_sheet_is_asked_for(
    run: Run, news: Path, tmp_path: Path, options: tuple[str, ...], quote: str
) -> None:
    out = tmp_path / "out"
    assert run("extract", news, "-o", out, *options, pipeline=ReportingPipeline) == 0
    assert f'"quote": {quote}' in (out / "press.jsonl").read_text("utf-8")


def test_extract_writes_every_table(
    run: Run, news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("extract", news, "-o", tmp_path / "out") == 0
    assert (tmp_path / "out" / "roles.csv").exists()
    assert (tmp_path / "out" / "press.jsonl").exists()
    assert not (tmp_path / "out" / "tokens.csv").exists()
    out = capsys.readouterr()
    assert "Кто есть кто" in out.out
    assert str(tmp_path / "out") in out.out
    assert not out.err  # no bar in a pipe


def test_unreadable_input_is_listed_and_the_rest_goes_on(
    run: Run, news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (news / "b.txt").write_bytes(b"")
    assert run("extract", news, "-o", tmp_path / "out") == 1
    assert "b.txt" in (tmp_path / "out" / "errors.csv").read_text("utf-8-sig")
    assert (tmp_path / "out" / "roles.csv").exists()
    assert "b.txt" in capsys.readouterr().err


def test_a_document_that_breaks_a_stage_is_listed_and_the_rest_goes_on(
    run: Run, news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("0", "b"):
        (news / f"{name}.txt").write_text("Лифт снова сломан.", encoding="utf-8")
    assert run("extract", news, "-o", tmp_path / "out", "--headers", "en") == 1
    listed = (tmp_path / "out" / "errors.csv").read_text("utf-8-sig").splitlines()
    assert listed[1:] == ["0.txt;;0;relate;IndexError: 7", "b.txt;;b;relate;IndexError: 7"]
    documents = (tmp_path / "out" / "documents.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in documents[1:]] == ["a"]
    assert "b.txt: b, stage relate: IndexError: 7" in capsys.readouterr().err


def test_if_nothing_can_be_read_the_tables_are_empty_and_one_line_says_so(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"")
    out = tmp_path / "out"
    assert run("extract", tmp_path / "a.txt", tmp_path / "b.txt", "-o", out) == 1
    assert len((out / "errors.csv").read_text("utf-8-sig").splitlines()) == 3
    assert len((out / "roles.csv").read_text("utf-8-sig").splitlines()) == 1
    assert (out / "press.jsonl").read_text() == ""
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert "nothing could be read: a.txt: empty" in printed.err
    assert "1 more" in printed.err


def test_old_tables_are_no_news(run: Run, news: Path) -> None:
    for _ in range(2):
        assert run("extract", news, "-o", news / "tables") == 0
    listed = (news / "tables" / "documents.csv").read_text("utf-8-sig")
    assert len(listed.splitlines()) == 2


def test_one_text_at_a_time_is_in_memory(
    run: Run, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker lets go of a document before it takes up the next."""
    monkeypatch.setenv("WATCHED", str(tmp_path / "kept"))
    for number in range(20):
        (news / f"{number}.txt").write_text("Ректор открыл форум.", encoding="utf-8")
    options = ("--workers", "1")
    assert run("extract", news, "-o", tmp_path / "out", *options, pipeline=WatchedPipeline) == 0
    kept = [int(line) for line in (tmp_path / "kept").read_text().split()]
    assert len(kept) == 21
    assert max(kept) <= kept[0] + 2


def test_a_run_tells_a_program_how_far_it_is(
    run: Run, news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (news / "b.txt").write_text("Лифт снова сломан.", encoding="utf-8")
    assert run("extract", news, "-o", tmp_path / "out", "--log-json") == 1
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("{")]
    told = [row for row in map(json.loads, lines) if row["event"] != "progress"]
    fault, *stages, done = told
    assert {row["event"] for row in stages} == {"stage"}
    assert [row["stage"] for row in stages] == [
        "Collecting",
        "Identifying",
        "Making rows",
        "Writing",
    ]
    assert (fault["event"], fault["document_id"], fault["stage"]) == ("fault", "b", "relate")
    assert (done["event"], done["read"], done["done"], done["faults"]) == ("done", 2, 2, 1)


def test_a_run_that_is_stopped_says_how_to_go_on(
    run: Run,
    news: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(cli_extract, "write_tables", stopped)
        assert run("extract", news, "-o", tmp_path / "out") == 130
    assert "stopped after 1 documents; the same command goes on" in capsys.readouterr().err
    assert list((tmp_path / "out" / ".newsnlp-run").glob("parts/part-*"))
    assert run("extract", news, "-o", tmp_path / "out", "--log-json") == 0
    assert json.loads(capsys.readouterr().err.splitlines()[-1])["found"] == 1
    assert not (tmp_path / "out" / ".newsnlp-run").exists()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["extract", "NEWS", "--to", "doc"], "csv, jsonl, xlsx"),
        (["extract", "NEWS", "--published", "вчера"], "2025-08-28"),
        (["extract"], "INPUT"),
        (["nonsense"], "nonsense"),
        (["extract", "NEWS", "--nonsense"], "--nonsense"),
        (["extract", "NEWS", "-o", "NEWS/a.txt"], "cannot be written"),
        (["extract", "NEWS", "-o", ""], "an empty path"),
        (["extract", "NEWS", "--headers", "de"], "extract --help"),
        (["extract", "NEWS", "--to"], "requires an argument"),
        (["show"], "show --help"),
        (["show", "NEWS/none.txt"], "none.txt"),
        (["show", "NEWS/a.txt", "NEWS/a.txt"], "extra argument"),
        (["explain", "NEWS/none.txt"], "none.txt: missing"),
        (["score"], "score --help"),
        (["extract", "NEWS", "--min-score", "1.5"], "'--min-score': Input should be less"),
        (["extract", "NEWS", "--min-score", "nan"], "'--min-score': Input"),
        (["extract", "NEWS", "--check-below", "-1"], "'--check-below': Input should be greater"),
        (["score", "NEWS/none"], "no gold documents"),
        (["score", "NEWS"], "a.txt: no key id"),
    ],
)
def test_errors_are_one_line(
    run: Run,
    news: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    word: str,
) -> None:
    assert run(*(argument.replace("NEWS", str(news)) for argument in arguments)) == 2
    err = capsys.readouterr().err
    assert word in err
    assert err.count("\n") == 1


def test_show_prints_text_and_tables_without_colour_in_a_pipe(
    run: Run, news: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("show", news / "a.txt") == 0
    out = capsys.readouterr().out
    assert "встретили на форуме «Заря»" in out
    assert "Кто что сказал" in out
    assert "\x1b" not in out


def test_explain_gives_rule_score_and_sentence(
    run: Run, news: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("explain", news / "a.txt") == 0
    out = capsys.readouterr().out
    assert re.search(r"roles\.before, score 0\.\d\d\n", out)
    assert re.search(r"parts\.spoke, score 0\.\d\d \(0\.\d\d as whatever part\)\n", out)
    assert "«Работы много», – сказал он." in out


def test_explain_lists_what_was_rejected(
    run: Run, news: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    class Strict(FakePipeline):
        def __call__(self, document: Document) -> Extraction:
            item = linked(doc_id=document.id)
            words = tuple(mention.span for mention in item.mentions[2:4])
            lost = Rejected("participation (гость)", words, "parts.near", 0.3, "under 0.50")
            return replace(item, rejected=(lost,))

    assert run("explain", news / "a.txt", pipeline=Strict) == 0
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "rejected participation (гость): Виктора Рулевского … форуме «Заря»",
        "  under 0.50; parts.near, score 0.30",
        "  Ректор ТУСУРа Виктора Рулевского встретили на форуме «Заря».",
    ]


def test_every_command_and_option_has_help() -> None:
    for command in typer.main.get_group(cli.app).commands.values():
        assert command.help, command.name
        for parameter in command.params:
            assert getattr(parameter, "help", None), f"{command.name} {parameter.name}"


@pytest.mark.parametrize("command", [(), ("extract",), ("show",), ("explain",), ("score",)])
def test_help_names_the_program(
    run: Run, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    assert run(*command, "-h") == run(*command, "--help") == 0
    assert f"Usage: {' '.join(('newsnlp', *command))} " in capsys.readouterr().out


@pytest.mark.parametrize("width", [80, 120])
def test_help_fits_the_terminal_and_says_all(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for name in ("", *EXAMPLES):
        command = [] if name in ("", "newsnlp") else name.split()
        assert run(*command, "--help") == 0
        told = capsys.readouterr().out
        lines = [line.rstrip() for line in told.splitlines()]
        assert max(map(len, lines)) <= width
        assert " Examples" in lines
        assert "Exit status: " in told or name == "registry"
        # No line of a paragraph ends early: the word that follows had no room in it.
        for line, after in pairwise(lines):
            if re.match(r" [^ ╭│╰]", line) and re.match(r" [^ ╭│╰]", after):
                assert len(line) + 1 + len(after.split()[0]) > width - 1, line


def test_standard_input_is_one_text(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("show", "explain"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Форум.".encode("cp1251"))))
        assert run(command, "-") == 0
    assert "Кто есть кто" in capsys.readouterr().out


def test_a_terminal_sees_a_bar_and_colours(
    run: Run, news: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # what rich takes for a terminal
    monkeypatch.setenv("TERM", "xterm-256color")
    assert run("show", news / "a.txt") == 0
    assert "\x1b[" in capsys.readouterr().out
    assert run("extract", news, "-o", news / "tables") == 0
    assert "1 documents" in capsys.readouterr().err


def test_version(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert __version__ in capsys.readouterr().out


def test_runs_as_a_module_too() -> None:
    command = [sys.executable, "-m", "newsnlp", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"newsnlp {__version__}"
