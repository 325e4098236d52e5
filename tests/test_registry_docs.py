"""What docs/registry.md shows is what comes out, and it leaves nothing out."""

import csv
import re
import shlex
import sys
from pathlib import Path

import pytest

from newsnlp import cli
from newsnlp.registry import Contradiction
from newsnlp.registry.headings import HEADINGS

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "registry.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```([^\n]*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the page, and what its commands make of them."""
    root = tmp_path_factory.mktemp("page")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        for said, text in BLOCKS:
            if " " in said:
                path = root / said.split()[1]
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, "utf-8")
        for line in _block("").splitlines():
            patch.setattr(sys, "argv", shlex.split(line))
            with pytest.raises(SystemExit) as exit_:
                cli.main()
            assert not exit_.value.code
    return root


def _block(said: str) -> str:
    return next(text for name, text in BLOCKS if name == said)


def _shown(said: str) -> list[list[str]]:
    """The cells of a block; the last of a row may hold the separator."""
    lines = _block(said).splitlines()
    width = lines[0].count(";")
    return [line.split(";", width) for line in lines]


@pytest.mark.parametrize(
    ("said", "path"), [("check", "tables/check.csv"), ("people", "tables/suggested/people.csv")]
)
def test_the_tables_that_it_shows(folder: Path, said: str, path: str) -> None:
    shown = _shown(said)
    rows = list(csv.reader((folder / path).read_text("utf-8-sig").splitlines(), delimiter=";"))
    columns = [rows[0].index(title) for title in shown[0]]
    assert [[row[n] for n in columns] for row in rows] == shown


def test_python(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    names: dict[str, object] = {}
    exec(compile(_block("python"), "registry.md", "exec"), names)
    check = names["tables"]["check"]  # type: ignore[index]
    assert list(check["finding"]) == ["другое имя"]


def test_every_column_and_every_finding_is_explained() -> None:
    for headings in HEADINGS.values():
        for heading in headings:
            if not heading.passed:
                assert f"`{heading.key}`" in PAGE, heading.key
                assert heading.titles[0] in PAGE, heading.titles[0]
    for what in Contradiction:
        assert f"\n| {what} |" in PAGE, what
