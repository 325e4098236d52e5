"""The workbook that an office opens: what it looks like, where it leads, what it cannot hold."""

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from newsnlp.columns import COLUMNS, TITLES
from newsnlp.export import WRITERS, Style
from newsnlp.tables import Tables, make_tables
from test_export import documents_of
from test_tables import linked


def book_of(
    tables: Tables, folder: Path, *, russian: bool = True, report: bool = False
) -> tuple[Workbook, list[str]]:
    """The workbook of the tables, and the notes of what it cannot hold."""
    notes: list[str] = []
    WRITERS["xlsx"].write(tables, folder, Style(russian, report, notes.append))
    content = (folder / "tables.xlsx").read_bytes()
    return openpyxl.load_workbook(io.BytesIO(content)), notes


def column(book: Workbook, sheet: str, heading: str) -> list[object]:
    """The cells below a heading."""
    headings = [cell.value for cell in book[sheet][1]]
    return [row[headings.index(heading)] for row in book[sheet].iter_rows(2, values_only=True)]


def links(book: Workbook, sheet: str) -> list[tuple[str | None, str]]:
    """File and place that each row leads to."""
    found = [cell.hyperlink for row in book[sheet].iter_rows(2) for cell in row if cell.hyperlink]
    return [(link.target, link.location) for link in found]


def test_one_sheet_a_table_the_press_sheet_first(tmp_path: Path) -> None:
    tables = make_tables([linked()], tokens=True)
    book, notes = book_of(tables, tmp_path)
    assert (book.sheetnames[0], book.active and book.active.title) == ("Сводная таблица",) * 2
    assert sorted(book.sheetnames) == sorted(TITLES[name] for name in tables)
    assert not notes
    for name in tables:
        sheet = book[TITLES[name]]
        assert {cell.value for cell in sheet[1]} == {item.title for item in COLUMNS[name]}
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("B2", "$1:$1")
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes, one wide


def test_what_is_for_programs_is_folded_at_the_end_and_not_lost(tmp_path: Path) -> None:
    sheet = book_of(make_tables([linked()]), tmp_path, russian=False)[0]["roles"]
    keys = [cell.value for cell in sheet[1]]
    folded = [key for key, cell in zip(keys, sheet[1], strict=True) if _hidden(sheet, cell)]
    assert folded == keys[-len(folded) :]
    assert set(folded) == {"person_id", "organisation_id", "sentence", "start", "stop", "evidence"}


def _hidden(sheet: object, cell: object) -> bool:
    groups = sheet.column_dimensions.values()  # type: ignore[attr-defined]
    return any(group.hidden and group.min <= cell.column <= group.max for group in groups)  # type: ignore[attr-defined]


def test_days_are_dates_and_less_is_text(tmp_path: Path) -> None:
    tables = make_tables([linked()])
    roles = tables["roles"].assign(since="2019-03", until="2024-02-29")
    events = tables["events"].assign(start="1812-09-07", end="2025-02-31")
    book, _ = book_of(Tables({**tables, "roles": roles, "events": events}), tmp_path)
    assert column(book, "Кто есть кто", "С") == ["2019-03"]
    (until,) = column(book, "Кто есть кто", "По")
    assert str(until) == "2024-02-29 00:00:00"
    # Before 1900 a workbook has no dates, and the second is none at all.
    assert column(book, "Мероприятия", "Начало") == ["1812-09-07"]
    assert column(book, "Мероприятия", "Окончание") == ["2025-02-31"]


def test_each_row_leads_to_its_sentence(tmp_path: Path) -> None:
    tables = make_tables([linked()])
    number = tables["roles"]["sentence"].iloc[0]
    book, _ = book_of(tables, tmp_path)
    assert links(book, "Кто есть кто") == [(None, f"'Предложения'!A{number + 2}")]
    book, _ = book_of(tables, tmp_path, report=True)
    assert links(book, "Кто есть кто") == [("report.html", f"s-0-{number}")]
    number = tables["press"]["sentence_number"].iloc[0]
    assert links(book, "Сводная таблица") == [("report.html", f"s-0-{number}")]


def test_people_bodies_and_forums_lead_to_the_report(tmp_path: Path) -> None:
    tables = make_tables([linked()])
    persons = tables["persons"].assign(person_id="Иванов/1 #2")
    book, _ = book_of(Tables({**tables, "persons": persons}), tmp_path, report=True)
    for name, anchor in (("Люди", "p-Иванов%2F1%20%232"), ("Документы", "d-0")):
        assert links(book, name) == [("report.html", anchor)]
    assert links(book, "Организации")[0][1].startswith("o-")
    assert links(book, "Мероприятия")[0][1].startswith("e-")


def test_no_cell_is_a_formula_or_a_link_of_its_own(tmp_path: Path) -> None:
    titles = ["=1+1", "{=1}", "http://example.org", "mailto:a@example.org", "0012", "＝A1", "+7"]
    book, _ = book_of(documents_of([(title, "", 1) for title in titles]), tmp_path)
    assert column(book, "Документы", "Заголовок") == titles
    cells = [row[2] for row in book["Документы"].iter_rows(2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    # Else Excel would run it once somebody has opened the cell to read it.
    assert [cell.quotePrefix for cell in cells] == [*(True, False, False, False, False), True, True]


def test_a_longer_cell_than_excel_holds_is_cut_and_said(tmp_path: Path) -> None:
    tables = documents_of([("ё" * 40_000, "", 1), ("😀" * 20_000, "", 1), ("ё" * 32_767, "", 1)])
    book, notes = book_of(tables, tmp_path)
    long, wide, full = map(str, column(book, "Документы", "Заголовок"))
    assert (len(long), long[-13:]) == (32_767, "ё… [обрезано]")
    assert (len(wide.encode("utf-16-le")) // 2, wide[-13:]) == (32_766, "😀… [обрезано]")
    assert full == "ё" * 32_767
    (note,) = notes
    assert "sheet «Документы»: 2 cells, C2 the first, are longer than the 32,767" in note


def test_a_table_longer_than_a_sheet_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsnlp.export.xlsx._ROWS", 2)
    tables = documents_of([(str(number), "", number) for number in range(5)])
    book, _ = book_of(tables, tmp_path)
    names = ("Документы", "Документы (2)", "Документы (3)")
    assert [column(book, name, "Знаков") for name in names] == [[0, 1], [2, 3], [4]]


def test_links_into_a_sheet_that_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsnlp.export.xlsx._ROWS", 1)
    tables = make_tables([linked()])
    assert len(tables["sentences"]) > 1
    quotes = tables["quotes"].assign(sentence=1).astype({"sentence": "Int64"})
    book, _ = book_of(Tables({**tables, "quotes": quotes}), tmp_path)
    assert links(book, "Кто что сказал") == [(None, "'Предложения (2)'!A2")]


def test_more_links_than_excel_holds_are_left_out_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsnlp.export.xlsx._LINKS", 2)
    tables = make_tables([linked(doc_id=str(number)) for number in range(3)])
    book, notes = book_of(tables, tmp_path)
    assert len(links(book, "Кто есть кто")) == 2
    assert "sheet «Кто есть кто»: the last 1 rows have no link: Excel holds 2" in "".join(notes)


def test_signs_that_xml_cannot_hold_have_a_stand_in(tmp_path: Path) -> None:
    book, _ = book_of(documents_of([("а\x00\x0b\x1f\ufffeб\r\nв\rг\tд", "_x0041_", 1)]), tmp_path)
    assert column(book, "Документы", "Заголовок") == ["а����б\nв\nг\tд"]
    assert column(book, "Документы", "Источник") == ["_x0041_"]


def test_low_scores_are_shaded(tmp_path: Path) -> None:
    book, _ = book_of(make_tables([linked()]), tmp_path)
    shaded = book["Сводная таблица"].conditional_formatting
    formulas = [rule.formula for area in shaded for rule in area.rules if rule.formula]
    assert ['$L2<>""'] in formulas  # what the sheet itself says is to be checked
    rules = [rule for area in book["Кто есть кто"].conditional_formatting for rule in area.rules]
    assert [rule.formula[0][-7:] for rule in rules if rule.stopIfTrue] == ["H2<0.5)", "H2<0.8)"]


def test_empty_tables_make_a_workbook(tmp_path: Path) -> None:
    book, _ = book_of(make_tables([]), tmp_path)
    assert len(book.sheetnames) == len(make_tables([]))


def test_a_large_workbook_is_written_row_by_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = make_tables([linked()], tokens=True)
    small, _ = book_of(tables, tmp_path)
    monkeypatch.setattr("newsnlp.export.xlsx._MANY", 0)
    large, _ = book_of(tables, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["tables.xlsx"]
    for name in small.sheetnames:
        assert [*large[name].values] == [*small[name].values]
        assert links(large, name) == links(small, name)
