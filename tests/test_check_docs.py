"""What docs/check.md shows is what comes out, and it leaves nothing out."""

import json
import re
import shlex
import sys
from pathlib import Path

import pytest

import newsnlp
from newsnlp import cli
from newsnlp.checks import Check, Finding

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "check.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```([^\n]*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def run(command: list[str]) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", command)
        with pytest.raises(SystemExit) as exit_:
            cli.main()
    return int(exit_.value.code or 0)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files that the page shows and those that its commands name."""
    monkeypatch.chdir(tmp_path)
    for said, text in BLOCKS:
        if said.startswith("text "):
            (tmp_path / said.split()[1]).write_text(text, "utf-8")
    (tmp_path / "news").mkdir()
    for path in (tmp_path / "news.txt", tmp_path / "news" / "1.txt"):
        path.write_text("Ректор института Анна Серова открыла музей.", "utf-8")
    (tmp_path / "registry").mkdir()
    (tmp_path / "registry" / "people.csv").write_text(
        "ФИО;Должность\nАнна Серова;ректор\n", "utf-8"
    )
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_the_commands_run(capsys: pytest.CaptureFixture[str]) -> None:
    lines = next(text for said, text in BLOCKS if not said).splitlines()
    for line in lines:
        assert run(shlex.split(line, comments=True)) == 0, line
        assert capsys.readouterr().out, line


@pytest.mark.usefixtures("folder")
def test_the_output_is_as_shown(capsys: pytest.CaptureFixture[str]) -> None:
    for said, text in BLOCKS:
        if said.startswith("output "):
            assert run(shlex.split(said.removeprefix("output "))) == 1
            assert capsys.readouterr().out == text


def test_python() -> None:
    names: dict[str, object] = {}
    exec(
        compile(next(text for said, text in BLOCKS if said == "python"), "check.md", "exec"), names
    )
    (finding,) = names["findings"]  # type: ignore[misc]
    assert isinstance(finding, Finding)
    assert finding.kind is Check.WEEKDAY


def test_every_kind_key_and_status_is_explained() -> None:
    for kind in Check:
        assert f"\n| `{kind}` |" in PAGE
    (finding,) = newsnlp.check("Лекция пройдёт 31 июня.")
    keys = [key for key in finding.record() if key != "others"]
    table = PAGE.partition("У замечания всегда")[2]
    listed = [
        key for key in re.findall(r"`(\w+)`", table.partition("## Из Python")[0]) if key in keys
    ]
    assert list(dict.fromkeys(listed)) == keys
    assert json.loads(json.dumps(finding.record()))["stop"] == 22
    for status in "012":
        assert f"\n| {status} |" in PAGE
