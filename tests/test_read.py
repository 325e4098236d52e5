"""What is read, in which encodings and formats, and what is said of that which cannot be read."""

import gzip
import io
import json
import sys
import time
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsnlp.errors import ReadError
from newsnlp.read import READERS, ReadFailure, ReadOptions, read
from newsnlp.read.decode import decode
from newsnlp.read.item import Item
from newsnlp.read.published import date_in_name, dateline, parse_date
from newsnlp.schema import Document

NEWS = "Ректор консерватории Пётр Ёлкин открыл «Осенние встречи». Гости приехали из Твери."
ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-r", "cp866",
)  # fmt: skip


def documents(*inputs: str | Path, options: ReadOptions | None = None) -> list[Document]:
    found = list(read(inputs, options=options))
    assert not [entry for entry in found if isinstance(entry, ReadFailure)]
    return [entry for entry in found if isinstance(entry, Document)]


def failure(*inputs: str | Path, options: ReadOptions | None = None) -> ReadFailure:
    (found,) = read(inputs, options=options)
    assert isinstance(found, ReadFailure)
    return found


def fit(text: str, encoding: str) -> str:
    """`text` without what `encoding` lacks: koi8-r and cp866 have no «»."""
    return text.encode(encoding, errors="ignore").decode(encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "text",
    [
        NEWS,
        NEWS.upper(),
        "Министр посетил музей",
        "Премьера оперы\n\nСпектакль поставил режиссёр Лев Сомов.\n",
        NEWS * 300,
        "IT-форум Digital Summit 2025: " + NEWS,
    ],
)
def test_decodes(encoding: str, text: str) -> None:
    assert decode(fit(text, encoding).encode(encoding)) == fit(text, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8-r", "cp866", "utf-16"])
def test_reads_text_file(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "новость.txt").write_bytes(fit(NEWS, encoding).encode(encoding))
    (document,) = documents(tmp_path)
    assert (document.id, document.source) == ("новость", "новость.txt")
    assert document.text == fit(NEWS, encoding)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("и\u0306од, ещё".encode(), "йод, ещё"),
        (
            "за\u0301мок\u00adный\u200b дом\u00a0№ 1".encode(),
            "за\u0301мок\u00adный\u200b дом\u00a0№ 1",
        ),
        ("Текст с одним нулём\0 внутри и дальше ещё много обычных слов".encode() * 2, None),
        ("Ректор\x1a".encode("cp866"), "Ректор"),
        ("Summit – 2025, № 5".encode("cp1251"), "Summit – 2025, № 5"),
    ],
)
def test_normalises_once(data: bytes, text: str | None) -> None:
    assert decode(data) == text if text else "\ufffd" in decode(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "picture"),
        (bytes(range(256)) * 20, "binary"),
        (b"\0\x01\x02" * 100, "binary"),
        ("Zażółć gęślą jaźń".encode("cp1250"), "unknown encoding"),
        (NEWS.encode() + b"\xd0", "damaged utf-8"),
        (b"\xff\xfe\x00\xd8", "damaged utf-16"),
    ],
)
def test_says_what_is_wrong_with_bytes(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    found = failure(tmp_path)
    assert found.source == "a.txt"
    assert reason in found.reason


@pytest.mark.parametrize("text", [" \n\t\u00a0 ", "\n", "\ufeff"])
def test_white_space_is_empty(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert failure(tmp_path).reason.startswith("empty: white space only")


def test_one_character_is_a_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Я", encoding="utf-8")
    assert documents(tmp_path)[0].text == "Я"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "utf-16"])
def test_a_megabyte_without_a_space_is_quick(tmp_path: Path, encoding: str) -> None:
    for ending in (".txt", ".md"):
        (tmp_path / f"a{ending}").write_bytes(("ректор" * 170_000).encode(encoding))
    began = time.perf_counter()
    assert [len(document.text) for document in documents(tmp_path)] == [1_020_000] * 2
    assert time.perf_counter() - began < 3


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
    assert "damaged gzip" in list(read([tmp_path]))[-1].reason  # type: ignore[union-attr]


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


def test_a_fault_in_a_reader_stops_its_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> Iterator[Item]:
        raise IndexError("7")
        yield

    monkeypatch.setitem(READERS, ".md", fault)
    for name in ("a.txt", "b.md", "c.txt"):
        (tmp_path / name).write_text(NEWS, "utf-8")
    first, second, third = read([tmp_path])
    assert isinstance(first, Document)
    assert isinstance(third, Document)
    assert isinstance(second, ReadFailure)
    assert (second.source, second.reason.split(";")[0]) == ("b.md", "IndexError: 7")


def test_folders_globs_and_order(tmp_path: Path) -> None:
    for name in ("б.txt", "а/в.txt", "README.md", ".hidden/г.txt", ".д.txt", "~$е.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(NEWS, encoding="utf-8")
    whole = documents(tmp_path)
    assert [document.id for document in whole] == ["а/в", "б"]
    assert documents(tmp_path / "**" / "*.txt") == whole
    assert documents(tmp_path / "README.md")[0].id == "README"
    assert failure(tmp_path / "*.csv").reason.startswith("nothing fits")
    mixed = [tmp_path / "б.txt", tmp_path / "а"]
    assert documents(*mixed) == documents(*reversed(mixed))


def test_same_ids_are_numbered(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Один", "utf-8")
    (tmp_path / "b.jsonl").write_text(
        '{"id": "a", "text": "Два"}\n{"id": "a", "text": "Три"}', "utf-8"
    )
    assert [document.id for document in documents(tmp_path)] == ["a", "a~2", "a~3"]
    assert len(documents(tmp_path, tmp_path / "a.txt")) == 3


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    assert failure(tmp_path / "нет.txt").reason.startswith("missing")
    assert failure(tmp_path).reason.startswith("empty folder")
    (tmp_path / "a.mp3").write_bytes(b"x")
    assert "unknown ending «.mp3»" in failure(tmp_path).reason
    assert all(ending in failure(tmp_path).reason for ending in READERS)


def test_one_fault_leaves_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text(NEWS, "utf-8")
    assert [type(entry) for entry in read([tmp_path])] == [ReadFailure, Document]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(NEWS.encode("cp1251")))
    monkeypatch.setattr(sys, "stdin", stream)
    assert documents("-") == [Document("stdin", NEWS, None, "", "stdin")]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2025-08-28T10:00:00+07:00", (2025, 8, 28)),
        ("28.08.25", (2025, 8, 28)),
        ("3 мая 2024 года", (2024, 5, 3)),
        ("3 марта 2024", (2024, 3, 3)),
        ("Thu, 28 Aug 2025 10:00:00 +0700", (2025, 8, 28)),
        ("20250828", (2025, 8, 28)),
        ("31.02.2025", None),
        ("вчера", None),
        (None, None),
    ],
)
def test_parse_date(value: str | None, day: tuple[int, int, int] | None) -> None:
    assert parse_date(value) == (date(*day) if day else None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ПЕРМЬ, 17 апреля 2025 г. /Пресс-служба/. Музей открыт.", (2025, 4, 17)),
        ("Пермь. 17 апреля 2025 года — Музей открыт.", (2025, 4, 17)),
        ("Музей открыт\n\n28 августа 2025, 12:30\n\nТекст.", (2025, 8, 28)),
        ("Опубликовано: 28.08.2025\nТекст.", (2025, 8, 28)),
        ("28 августа 2025 года в Перми открылся музей.", None),
        ("Музей открыт 28 августа 2025 года.", None),
    ],
)
def test_dateline(text: str, day: tuple[int, int, int] | None) -> None:
    assert dateline(text) == (date(*day) if day else None)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2025-08-28-forum.txt", (2025, 8, 28)),
        ("news_20250828.txt", (2025, 8, 28)),
        ("forum 28.08.2025.txt", (2025, 8, 28)),
        ("приказ-20259999.txt", None),
        ("news-12345678901.txt", None),
    ],
)
def test_date_in_name(name: str, day: tuple[int, int, int] | None) -> None:
    assert date_in_name(name) == (date(*day) if day else None)


def test_published_by_option_comes_last(tmp_path: Path) -> None:
    options = ReadOptions(published=date(2020, 1, 1))
    (tmp_path / "a.txt").write_text(NEWS, "utf-8")
    (tmp_path / "b-2025-08-28.txt").write_text(NEWS, "utf-8")
    found = [document.published for document in documents(tmp_path, options=options)]
    assert found == [date(2020, 1, 1), date(2025, 8, 28)]


@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_are_text_or_read_error(data: bytes) -> None:
    try:
        text = decode(data)
    except ReadError:
        return
    text.encode()  # no lone surrogates
    assert "\0" not in text
    assert "\r" not in text


@given(st.text(max_size=200))
def test_any_utf_8_is_read_unchanged_but_for_what_is_cleaned(text: str) -> None:
    if text and not any(ord(char) < 32 or char == "\x7f" for char in text):
        wide = ("\u0400" <= text[0] <= "\u04ff") or text.isascii()
        if wide:
            assert decode(text.encode()) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "line",
    ['{"text": ' + "[" * 100_000, '{"text": ' + "9" * 5_000 + "}", '{"text": {"a": 1}}', "\0"],
)
def test_odd_json_is_a_failure(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    assert failure(tmp_path).line == 1


def test_a_pile_of_accents_is_quick(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("а" + "\u0301\u0323" * 300_000, encoding="utf-8")
    began = time.perf_counter()
    assert len(documents(tmp_path)[0].text) == 600_001
    assert time.perf_counter() - began < 2


def test_names_that_no_system_takes() -> None:
    assert failure("я" * 3_000 + ".txt").reason.startswith("cannot be opened")
    assert failure("a\0b.txt").source == "a\ufffdb.txt"


def test_a_file_closed_to_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(NEWS, "utf-8")

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)  # chmod does not stop root
    assert failure(tmp_path).reason.startswith("cannot be opened: Permission denied")


def test_decode_raises_for_nothing() -> None:
    with pytest.raises(ReadError, match="empty"):
        decode(b"")
