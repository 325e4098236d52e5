"""The pages of docs leave nothing out: every table, column, kind, format, public name."""

import json
import re
import sys
from pathlib import Path

import pandas as pd
import pytest

import newsnlp
from newsnlp import cli
from newsnlp.checks import Check
from newsnlp.columns import COLUMNS, TITLES
from newsnlp.export import WRITERS
from newsnlp.read import READERS, limits
from newsnlp.registry import Contradiction
from newsnlp.registry.headings import HEADINGS
from newsnlp.schema import Part
from newsnlp.tables import load_tables
from pages import PAGES, ROOT, blocks_of

TABLES = PAGES["docs/tables.md"]
ROW = re.compile(
    r"^\| `(\w+)` \| (.*?) \| (string|Int64|float64) \| (.*?) \| (.*) \|$", re.MULTILINE
)


def section(page: str, heading: str) -> str:
    """What stands under a heading of the second level, up to the next."""
    return page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_every_table_has_its_section_in_order() -> None:
    told = re.findall(r"^## `(\w+)`: (.*)$", TABLES, re.MULTILINE)
    assert sorted(told) == sorted((name, TITLES[name]) for name in COLUMNS)
    assert told[0][0] == "press"


@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_has_its_line(name: str) -> None:
    lines = ROW.findall(section(TABLES, f"`{name}`: {TITLES[name]}"))
    assert [line[:3] for line in lines] == [(c.key, c.title, c.dtype) for c in COLUMNS[name]]
    assert all(meaning for *_, meaning, _ in lines)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> newsnlp.Tables:
    """Those of the page's own news."""
    folder = tmp_path_factory.mktemp("tables")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for block in blocks_of(TABLES):
            if block.is_file:
                Path(block.name).write_text(block.text, "utf-8")
        wanted = "newsnlp extract news.csv -o tables --registry people.csv --tokens --indirect"
        patch.setattr(sys, "argv", wanted.split())
        with pytest.raises(SystemExit) as exit_:
            cli.main()
        assert not exit_.value.code
    return load_tables(folder / "tables")


def test_the_examples_are_first_values(
    tables: newsnlp.Tables, request: pytest.FixtureRequest
) -> None:
    """Refreshed by --update-golden."""
    page = TABLES
    for name, columns in COLUMNS.items():
        old = section(TABLES, f"`{name}`: {TITLES[name]}")
        new = old
        for column in columns:
            shown = example(tables[name][column.key])
            new = re.sub(
                rf"^(\| `{column.key}` \|.*\|) .*? \|$",
                lambda match, shown=shown: f"{match[1]} {shown} |",
                new,
                flags=re.MULTILINE,
            )
        page = page.replace(old, new)
    if request.config.getoption("--update-golden"):
        (ROOT / "docs" / "tables.md").write_text(page, encoding="utf-8")
    else:
        assert page == TABLES


def example(column: pd.Series) -> str:
    """The first value that there is, cut after sixty characters."""
    values = [str(value) for value in column.dropna()]
    value = values[0].replace("|", "\\|") if values else "–"
    return value if len(value) <= 60 else f"{value[:59].rstrip()}…"


def test_check_explains_every_kind_key_and_status() -> None:
    page = PAGES["docs/check.md"]
    for kind in Check:
        assert f"\n| `{kind}` |" in page
    (finding,) = newsnlp.check("Лекция пройдёт 31 июня.")
    keys = [key for key in finding.record() if key != "others"]
    table = page.partition("У замечания всегда")[2]
    listed = [
        key for key in re.findall(r"`(\w+)`", table.partition("## Из Python")[0]) if key in keys
    ]
    assert list(dict.fromkeys(listed)) == keys
    assert json.loads(json.dumps(finding.record()))["stop"] == 22
    for status in "012":
        assert f"\n| {status} |" in page


def test_registry_explains_every_column_and_finding() -> None:
    page = PAGES["docs/registry.md"]
    for headings in HEADINGS.values():
        for heading in headings:
            if not heading.passed:
                assert f"`{heading.key}`" in page, heading.key
                assert heading.titles[0] in page, heading.titles[0]
    for what in Contradiction:
        assert f"\n| {what} |" in page, what


def test_input_names_every_ending_and_limit() -> None:
    page = PAGES["docs/input.md"]
    assert all(f"`{ending}`" in page for ending in READERS)
    for size in (limits.LARGEST, limits.PART, limits.SLACK):
        assert f"{size // limits.MIB} MiB" in page
    for number in (limits.RATIO, limits.ENTRIES, limits.DEPTH):
        assert re.search(rf"(?<!\d){number:,}(?!\d)", page)


def test_rows_explains_every_part() -> None:
    assert all(f"\n| {part} |" in PAGES["docs/rows.md"] for part in Part)


def test_readme_names_every_part_and_column_of_the_press_sheet() -> None:
    for part in Part:
        assert part in PAGES["README.md"]
    for column in COLUMNS["press"]:
        assert f"\n| {column.title} |" in PAGES["README.md"], column.title


def test_readme_shows_the_press_sheet_of_its_news() -> None:
    page = PAGES["README.md"]
    (news,) = (block.text for block in blocks_of(page) if block.name == "news.txt")
    sheet = newsnlp.extract(news)["press"].iloc[:, :8].fillna("")
    titles = [column.title for column in COLUMNS["press"][:8]]
    shown = page.partition(f"| {' | '.join(titles)} |\n")[2].split("\n\n")[0].splitlines()[1:]
    assert shown == [f"| {' | '.join(row)} |" for row in sheet.itertuples(index=False)]


def test_library_explains_every_public_name() -> None:
    for name in newsnlp.__all__:
        assert f"`newsnlp.{name}" in PAGES["docs/library.md"], name


def test_privacy_names_every_format() -> None:
    for name, format_ in WRITERS.items():
        assert any(f"`{file}`" in PAGES["docs/privacy.md"] for file in format_.files) or (
            f"`*.{name}`" in PAGES["docs/privacy.md"]
        ), name


def test_the_guidelines_are_linked() -> None:
    assert "](../data/gold/press/GUIDELINES.md)" in PAGES["docs/rows.md"]
