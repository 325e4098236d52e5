"""Whole rows from short texts: those that the program finds, and those that it cannot find yet.

A file of `cases` or `known_failures` holds a text (published on 28 August 2025) and, below a line
«---», rows that it should yield: «table: cell | cell»; «not table: …» is a row that it must not
yield. Once a known failure passes, its test fails: move the file to `cases`.
"""

from datetime import date
from pathlib import Path

import pytest

from newsnlp.pipeline import Pipeline
from newsnlp.schema import Document
from newsnlp.score import gold_record

HERE = Path(__file__).resolve().parent
PUBLISHED = date(2025, 8, 28)
COLUMNS = {
    "persons": ("name",),
    "organisations": ("name",),
    "events": ("name", "start", "end", "place"),
    "roles": ("person", "position", "organisation", "status"),
    "participations": ("person", "event", "role"),
    "org_participations": ("organisation", "event", "role"),
    "quotes": ("person", "text"),
}


def cases(folder: str) -> list[Path]:
    return sorted((HERE / folder).glob("*.txt"))


def check(path: Path, pipeline: Pipeline) -> None:
    text, _, rows = path.read_text(encoding="utf-8").partition("\n---\n")
    assert rows.strip(), f"{path.name}: no rows below a line «---»"
    record = gold_record(pipeline(Document(path.stem, text, PUBLISHED)))
    for line in rows.splitlines():
        table, _, cells = line.partition(": ")
        wanted = tuple(cell.strip() for cell in cells.split("|"))
        name = table.removeprefix("not ")
        found = {
            tuple(str(row.get(column) or "-") for column in COLUMNS[name][: len(wanted)])
            for row in record[name]
        }
        assert (wanted in found) is (name == table), (line, found)


@pytest.mark.parametrize("path", cases("cases"), ids=lambda path: path.stem)
def test_yields_its_rows(path: Path, pipeline: Pipeline) -> None:
    check(path, pipeline)


@pytest.mark.xfail(strict=True, raises=AssertionError)
@pytest.mark.parametrize("path", cases("known_failures"), ids=lambda path: path.stem)
def test_cannot_yet(path: Path, pipeline: Pipeline) -> None:
    check(path, pipeline)


def test_every_case_can_be_read() -> None:
    """An xfail must not hide a slip in the file itself."""
    for path in (*cases("cases"), *cases("known_failures")):
        text, mark, rows = path.read_text(encoding="utf-8").partition("\n---\n")
        assert text.strip() and mark and rows.endswith("\n"), path.name  # noqa: PT018
        for line in rows.splitlines():
            table, _, cells = line.partition(": ")
            columns = COLUMNS[table.removeprefix("not ")]
            assert 1 <= len(cells.split("|")) <= len(columns), line
