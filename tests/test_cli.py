"""The command line: what it prints, what it writes, its exit status."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from newsnlp import __version__, cli
from newsnlp.schema import Document, Extraction
from test_tables import linked

Run = Callable[..., int]


class FakePipeline:
    """Answers every document with the hand-made release, at once."""

    @classmethod
    def load(cls, *, rules_only: bool = False) -> "FakePipeline":
        """Open nothing."""
        del rules_only
        return cls()

    def pipe(self, documents: list[Document]) -> list[Extraction]:
        """The release under each document's id."""
        return [linked(doc_id=document.id) for document in documents]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    def run_with(*arguments: str | Path) -> int:
        monkeypatch.setattr(cli, "Pipeline", FakePipeline)
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


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["extract", "NEWS", "--to", "doc"], "csv, jsonl, xlsx"),
        (["extract", "NEWS", "--published", "вчера"], "2025-08-28"),
        (["extract"], "INPUT"),
        (["nonsense"], "nonsense"),
        (["extract", "NEWS", "--nonsense"], "--nonsense"),
        (["extract", "NEWS", "-o", "NEWS/a.txt"], "cannot be written"),
        (["show", "NEWS/none.txt"], "none.txt"),
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
    assert "roles.before, score 0.90" in out
    assert "«Работы много», – сказал он." in out


def test_every_command_and_option_has_help() -> None:
    for command in typer.main.get_group(cli.app).commands.values():
        assert command.help, command.name
        for parameter in command.params:
            assert getattr(parameter, "help", None), f"{command.name} {parameter.name}"


def test_version(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert __version__ in capsys.readouterr().out
