"""The formats one by one, sound and broken."""

import gzip
import json
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from newsnlp.read import ReadFailure, ReadOptions, read
from newsnlp.schema import Document
from test_read import NEWS, documents, failure


@pytest.mark.parametrize("piece", ["# ", "[", "](", "*_", "a[b](", "\n#", '"', "> "])
def test_marks_without_end_are_quick(tmp_path: Path, piece: str) -> None:
    for ending in (".md", ".txt", ".json"):
        (tmp_path / f"a{ending}").write_text("text " + piece * 200_000 + " я", encoding="utf-8")
    began = time.perf_counter()
    assert list(read([tmp_path]))
    assert time.perf_counter() - began < 4


def test_markdown_is_blanked_in_place(tmp_path: Path) -> None:
    text = "# Новый ректор\n\n**Пётр Ёлкин** из [консерватории](https://example.org/a) – *гость*.\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    (document,) = documents(tmp_path)
    assert document.title == "Новый ректор"
    assert len(document.text) == len(text)
    assert " ".join(document.text.split()) == "Новый ректор Пётр Ёлкин из консерватории – гость ."


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Открыт музей\n\nМузей открыл мэр.", "Открыт музей"),
        ("Музей открыл мэр.\n\nГости приехали.", ""),
        ("Открыт музей\nМузей открыл мэр.", ""),
        ("Открыт музей", ""),
    ],
)
def test_title_of_a_text(tmp_path: Path, text: str, title: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (document,) = documents(tmp_path)
    assert (document.title, document.text) == (title, text)


def test_json_lines_with_faults(tmp_path: Path) -> None:
    lines = [
        '{"id": "а-1", "text": "Один \\ud800 и \\u0000", "published": "2025-08-28"}',
        '{"text": "оборвано',
        "",
        "[1]",
        '{"title": "без текста"}',
        '{"текст": "Два", "дата": "28.08.2025", "заголовок": "Т"}',
        '{"text": null}',
    ]
    (tmp_path / "n.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found = list(read([tmp_path]))
    assert found[0] == Document("а-1", "Один \ufffd и \ufffd", date(2025, 8, 28), "", "n.jsonl")
    assert found[4] == Document("n-6", "Два", date(2025, 8, 28), "Т", "n.jsonl")
    faults = [entry for entry in found if isinstance(entry, ReadFailure)]
    assert [fault.line for fault in faults] == [2, 4, 5, 7]
    assert "broken JSON, line 2" in faults[0].reason
    assert "missing field" in faults[2].reason


def test_packed_json_lines(tmp_path: Path) -> None:
    line = json.dumps({"text": NEWS}).encode()
    (tmp_path / "n.jsonl.gz").write_bytes(gzip.compress(line))
    assert documents(tmp_path)[0].id == "n-1"
    (tmp_path / "n.jsonl.gz").write_bytes(gzip.compress(line)[:-9])
    assert "not a readable .gz" in list(read([tmp_path]))[-1].reason  # type: ignore[union-attr]


def test_json_document(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"id": "x", "text": NEWS, "title": "Т"}))
    assert documents(tmp_path)[0].title == "Т"
    (tmp_path / "a.json").write_text('{\n"text": }')
    assert "line 2" in failure(tmp_path).reason


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251", "utf-16"])
def test_csv(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = [
        ["Дата", "Заголовок", "Текст"],
        ["28.08.2025", "О музее", '"Музей, где ""живут"" картины;\nи скульптуры, открылся"'],
        ["", "", "Театр открылся"],
    ]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    (tmp_path / "n.csv").write_bytes(text.encode(encoding))
    one, two = documents(tmp_path)
    assert one.text == 'Музей, где "живут" картины;\nи скульптуры, открылся'
    assert (one.id, one.title, one.published) == ("n-2", "О музее", date(2025, 8, 28))
    assert (two.id, two.text, two.published) == ("n-3", "Театр открылся", None)


def test_csv_columns_by_option(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text("ключ;когда;о чём;что\n7;2025-01-02;Т;Театр\n", "utf-8")
    options = ReadOptions("что", id_column="ключ", title_column="о чём", date_column="Когда")
    (found,) = documents(tmp_path, options=options)
    assert (found.id, found.text, found.title) == ("7", "Театр", "Т")
    assert found.published == date(2025, 1, 2)
    assert "«ключ», «когда», «о чём», «что»" in failure(tmp_path).reason
    missing = failure(tmp_path, options=ReadOptions("что", id_column="номер"))
    assert "missing column «номер»" in missing.reason
    assert "--id-column" in missing.reason


def test_csv_row_that_is_too_long(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text("id,text\n1,Музей, открытый вчера\n2,Театр\n", "utf-8")
    fault, document = read([tmp_path])
    assert isinstance(fault, ReadFailure)
    assert (fault.line, "quote the text" in fault.reason) == (2, True)
    assert isinstance(document, Document)


def test_csv_with_a_cell_of_a_megabyte(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text("text\n" + "я" * 1_000_000, "utf-8")
    assert len(documents(tmp_path)[0].text) == 1_000_000


def test_xlsx(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["№", "Дата", "Текст", "ID"])
    book.active.append([1, datetime(2025, 8, 28, 10), "Музей открылся", 7])
    book.active.append([None, None, None, None])
    book.active.append([2, None, None, 8])
    book.active.append([3, "29 августа 2025", "Театр открылся", None])
    book.save(tmp_path / "n.xlsx")
    one, fault, two = read([tmp_path])
    assert one == Document("7", "Музей открылся", date(2025, 8, 28), "", "n.xlsx")
    assert isinstance(fault, ReadFailure)
    assert fault.line == 4
    assert two == Document("n-5", "Театр открылся", date(2025, 8, 29), "", "n.xlsx")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04junk", b"no workbook"])
def test_broken_xlsx(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "n.xlsx").write_bytes(data)
    assert failure(tmp_path).source == "n.xlsx"


@pytest.mark.parametrize("part", ["workbook.xml", "sheet1.xml", "styles.xml", "[Content_Types]"])
def test_xlsx_with_a_broken_part(tmp_path: Path, part: str) -> None:
    book = openpyxl.Workbook()
    book.active.append(["текст"])
    book.save(tmp_path / "whole.xlsx")
    whole = zipfile.ZipFile(tmp_path / "whole.xlsx")
    with zipfile.ZipFile(tmp_path / "n.xlsx", "w") as broken:
        for name in whole.namelist():
            broken.writestr(name, "<a><" if part in name else whole.read(name))
    whole.close()
    assert "not a readable XLSX" in failure(tmp_path / "n.xlsx").reason


def test_a_text_that_is_no_number_is_missing(tmp_path: Path) -> None:
    (tmp_path / "n.jsonl").write_text('{"text": NaN}', "utf-8")
    assert failure(tmp_path).reason.startswith("empty")


@pytest.mark.parametrize(
    "line",
    ['{"text": ' + "[" * 100_000, '{"text": ' + "9" * 5_000 + "}", '{"text": {"a": 1}}', "\0"],
)
def test_odd_json_is_a_failure(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    assert failure(tmp_path).line == 1
