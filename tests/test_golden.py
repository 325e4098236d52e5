"""Ten whole releases with all their tables: whatever a change does to rows shows here as a diff.

`pytest --update-golden` writes the files anew; the diff is reviewed like code. Scores, and what
rules and network gave, are left out: their last digits are the machine's.
"""

from pathlib import Path

import pandas as pd
import pytest

from newsnlp.pipeline import Pipeline
from newsnlp.read import read
from newsnlp.schema import Document
from newsnlp.tables import Tables, make_tables

HERE = Path(__file__).resolve().parent
GOLDEN = HERE / "golden"
RELEASES = (
    "2025-10-14-polytech-forum",
    "bank-1",
    "city-31",
    "company-news",
    "hospital-utf16",
    "ministry-cp866",
    "museum-cp1251",
    "sport-101",
    "theatre-koi8r",
    "tusur-news",
)


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    found = read([HERE.parent / "data" / "raw"])
    return {document.id: document for document in found if isinstance(document, Document)}


def page(tables: Tables) -> str:
    """The tables as text: a heading, the keys, a line a row, «|» between cells."""
    lines: list[str] = []
    for name, frame in tables.items():
        kept = frame.drop(columns=["score", "takes_part", "check"], errors="ignore")
        if "evidence" in kept:
            kept = kept.assign(evidence=kept["evidence"].str.split(";").str[0])
        lines += ["", f"## {name}", " | ".join(kept.columns)]
        for row in kept.itertuples(index=False):
            lines.append(" | ".join("-" if pd.isna(cell) else str(cell) for cell in row).rstrip())
    return "\n".join(lines[1:]) + "\n"


@pytest.mark.parametrize("name", RELEASES)
def test_tables_are_as_reviewed(
    name: str,
    documents: dict[str, Document],
    pipeline: Pipeline,
    pytestconfig: pytest.Config,
) -> None:
    found = page(make_tables([pipeline(documents[name])]))
    path = GOLDEN / f"{name}.txt"
    if pytestconfig.getoption("--update-golden"):
        path.write_text(found, encoding="utf-8")
    expected = path.read_text(encoding="utf-8")
    assert found.splitlines() == expected.splitlines(), "rows differ: --update-golden, then review"


def test_nothing_else_lies_there() -> None:
    assert sorted(path.stem for path in GOLDEN.iterdir()) == sorted(RELEASES)
