"""README's examples run as they stand there, and what it claims can be looked up."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from newsnlp import cli
from newsnlp.columns import COLUMNS
from newsnlp.export import WRITERS
from newsnlp.read import READERS
from newsnlp.schema import Part

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
SESSIONS = [  # the commands of a block, one after the other
    [shlex.split(line, comments=True) for line in block.splitlines() if line.strip()]
    for language, block in BLOCKS
    if language != "python"
]
COMMANDS = [command for session in SESSIONS for command in session]


def test_every_block_is_python_or_a_shell_example() -> None:
    assert {language for language, _ in BLOCKS} == {"", "python"}
    assert {command[0] for command in COMMANDS} == {"make", "newsnlp"}


NAMED = [["make", target] for target in re.findall(r"`make (\w+)`", README)]


@pytest.mark.parametrize(
    "command", [*(c for c in COMMANDS if c[0] == "make"), *NAMED], ids=" ".join
)
def test_make_knows_the_target(command: list[str]) -> None:
    done = subprocess.run(
        ["make", "--dry-run", *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.parametrize(
    "session", [s for s in SESSIONS if s[0][0] == "newsnlp"], ids=lambda s: " ".join(s[0])
)
def test_commands_run(
    session: list[list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "news.txt").write_text("Ректор ТУСУРа Виктор Рулевский открыл форум.", "utf-8")
    (tmp_path / "data").mkdir()
    for name in ("raw", "gold"):
        (tmp_path / "data" / name).symlink_to(ROOT / "data" / name)
    monkeypatch.chdir(tmp_path)
    for command in session:
        monkeypatch.setattr(sys, "argv", command)
        with pytest.raises(SystemExit) as exit_:
            cli.main()
        assert not exit_.value.code, command
        assert capsys.readouterr().out, command


def test_python_blocks_run(capsys: pytest.CaptureFixture[str]) -> None:
    """In the order of the page, as one session; what they show is not empty."""
    names: dict[str, object] = {"text": "Анна Серова, ректор института, открыла выставку."}
    for _, block in (found for found in BLOCKS if found[0] == "python"):
        exec(compile(block, "README.md", "exec"), names)
    tables, extraction = names["tables"], names["extraction"]
    assert len(tables["roles"]) == 1  # type: ignore[index]
    assert len(extraction.links.roles) == 1  # type: ignore[attr-defined]
    newsnlp = names["newsnlp"]
    assert len(newsnlp.extract([names["text"]] * 2)["documents"]) == 2  # type: ignore[attr-defined]
    assert not capsys.readouterr().err


def test_what_it_lists_is_there() -> None:
    listed = re.findall(r"^\| ([a-z]+) \|", README, re.MULTILINE)
    assert [name for name in listed if name in COLUMNS] == [n for n in COLUMNS if n != "tokens"]
    for ending in READERS:
        assert f"`{ending}`" in README
    for format_ in WRITERS:
        assert format_.upper() in README or f"`{format_}`" in README
    for part in Part:
        assert part in README
    for path in re.findall(r"`((?:data|docs|src|benchmarks|tests)/[\w./-]*)`", README):
        assert (ROOT / path).exists(), path


def test_no_heading_twice() -> None:
    headings = re.findall(r"^#+ .*$", README, re.MULTILINE)
    assert len(headings) == len(set(headings))
