"""HTML pages and PDFs: the article without what surrounds it, its title and day."""

import socket
from datetime import date
from pathlib import Path

import pytest

from made_files import NEWS, page, page_of, pdf
from newsnlp.read import ReadFailure, read
from newsnlp.read.html import plain
from newsnlp.read.lines import unwrapped
from newsnlp.schema import Document
from test_read import documents, failure


def test_the_article_of_a_page(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page().replace(" ", "\n  "), "utf-8")
    (document,) = documents(tmp_path)
    assert document.title == "Открыты встречи"
    assert document.text.count(NEWS[0]) == 8
    assert "Главная" not in document.text
    assert "Все права" not in document.text
    assert document.published is None


def test_a_short_page_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>Музей <b>открыт</b>.<p>Гости<br>рады<hr>", "utf-8")
    assert documents(tmp_path)[0].text == "Музей открыт.\nГости\nрады"


def test_tables_and_lists_of_a_page(tmp_path: Path) -> None:
    rows = "<table><tr><td>Иван Белов</td><td>ректор</td></tr></table><ul><li>один</li></ul>"
    for name, body in (("a.html", NEWS[0]), ("b.html", f"<p>{NEWS[0]}</p>" * 20)):
        (tmp_path / name).write_text(page(body + rows), "utf-8")
    for document in documents(tmp_path):
        assert "\nИван Белов\tректор\n" in document.text


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta property="article:published_time" content="2025-08-28T10:00+07:00">', True),
        ('<meta itemprop="datePublished" content="2025-08-28">', True),
        ('<meta name="DC.Date.Issued" content="28.08.2025">', True),
        ('<script type="application/ld+json">{"datePublished": "2025-08-28T1"}</script>', True),
        ('<link rel="canonical" href="https://example.org/2025/08/28/a.html">', True),
        ('</head><time datetime="2025-08-28T10:00">28 августа</time>', True),
        ('<meta property="article:modified_time" content="2025-08-28">', False),
        ('<script type="application/ld+json">{"dateModified": "2025-08-28"}</script>', False),
        ('<script type="application/ld+json">{"datePublished": "</script>', False),
        ('</head><time datetime="2025-08-28">1</time><time datetime="2025-08-29">2</time>', False),
    ],
)
def test_the_day_of_a_page(tmp_path: Path, head: str, day: bool) -> None:
    (tmp_path / "a.html").write_text(page(head=head), "utf-8")
    assert documents(tmp_path)[0].published == (date(2025, 8, 28) if day else None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-r"])
def test_encodings_of_a_page(tmp_path: Path, encoding: str) -> None:
    text = page("<p>Ректор консерватории Пётр Ёлкин.</p>", f'<meta charset="{encoding}">')
    (tmp_path / "a.html").write_bytes(text.replace("©", "").encode(encoding))
    assert "Пётр Ёлкин" in documents(tmp_path)[0].text


def test_a_page_asks_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    outside = (
        '<link rel="canonical" href="http://example.org/a"><base href="http://example.org">'
        '<link rel="stylesheet" href="http://example.org/a.css">'
    )
    body = f'<img src="http://example.org/a.png"><iframe src="http://example.org"></iframe>{NEWS}'
    (tmp_path / "a.html").write_text(page(body, outside), "utf-8")
    assert documents(tmp_path)


@pytest.mark.parametrize("text", ["<html>", "<html><script>x</script>", "<!doctype html><p> "])
def test_a_page_without_text(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.html").write_text(text, "utf-8")
    assert "empty" in failure(tmp_path).reason


def test_plain_text_of_markup() -> None:
    assert plain("") == ""
    assert plain("Музей&nbsp;&laquo;Дом&raquo; &#0;открыт") == "Музей\u00a0«Дом» \ufffdоткрыт"
    assert plain("<div>а<div>б</div>в</div><style>г</style>") == "а\nб\nв"


BODY = (
    "Ректор консерватории Пётр Ёлкин открыл форум «Осенние встре-",
    "чи». Гости приехали из Твери и Казани, их встречал проректор по",
    "воспитательной работе Иван Белов.",
    "Завтра участники поедут в музей, где их ждёт директор музея Анна",
    "Белкина.",
)


def test_pdf_paragraphs_and_edges(tmp_path: Path) -> None:
    def one(number: int) -> list[tuple[float, float, str]]:
        head = [(90.0, 780.0, "Пресс-служба консерватории")]
        foot = [(90.0, 40.0, f"Страница {number} из 3")]
        body = (
            BODY if number == 1 else (f"Раздел {'абв'[number - 1]}", f"Глава {'где'[number - 1]}")
        )
        return head + page_of(*body) + foot

    (tmp_path / "a.pdf").write_bytes(pdf([one(1), one(2), one(3)]))
    (document,) = documents(tmp_path)
    assert document.text.split("\n")[:3] == [
        "Ректор консерватории Пётр Ёлкин открыл форум «Осенние встречи». Гости приехали из Твери и "
        "Казани, их встречал проректор по воспитательной работе Иван Белов.",
        "Завтра участники поедут в музей, где их ждёт директор музея Анна Белкина.",
        "Раздел б",
    ]
    assert "Пресс-служба" not in document.text
    assert "Страница" not in document.text
    assert document.published is None


def test_pdf_paragraphs_apart_or_indented(tmp_path: Path) -> None:
    full = "Гости приехали из Твери и Казани, и все вместе открыли новый музей."
    apart = [(90.0, 700.0, full), (90.0, 686.0, full), (90.0, 660.0, full)]
    indented = [(90.0, 600.0, full), (110.0, 586.0, full), (90.0, 572.0, full)]
    (tmp_path / "a.pdf").write_bytes(pdf([apart + indented]))
    lines = documents(tmp_path)[0].text.split("\n")
    assert lines == [f"{full} {full}", full, full, f"{full} {full}"]


def test_pdf_of_scans(tmp_path: Path) -> None:
    picture = "/XObject << /I << /Subtype /Image >> >>"
    (tmp_path / "a.pdf").write_bytes(pdf([[], []], extra=picture))
    assert "scanned, it seems; recognise the text (OCR)" in failure(tmp_path).reason
    (tmp_path / "a.pdf").write_bytes(pdf([[], page_of(*BODY)], extra=picture))
    document, fault = read([tmp_path])
    assert isinstance(document, Document)
    assert isinstance(fault, ReadFailure)
    assert (fault.line, fault.reason.startswith("page 1: no text")) == (1, True)


def test_pdf_with_a_broken_page(tmp_path: Path) -> None:
    data = pdf([page_of(*BODY), page_of("Раздел"), page_of("Глава")])
    place = data.rfind(b"<< /Length", 0, data.index("Раздел".encode("utf-16-be").hex().encode()))
    (tmp_path / "a.pdf").write_bytes(data[:place] + b"<< /Filter /A\n " + data[place + 3 :])
    document, fault = read([tmp_path])
    assert isinstance(document, Document)
    assert document.text.endswith("Белкина.\nГлава")
    assert isinstance(fault, ReadFailure)
    assert (fault.line, fault.reason[:38]) == (2, "page 2: not a readable page of a PDF: ")


def test_pdf_without_anything(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf([[]]))
    assert failure(tmp_path).reason.startswith("empty")


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (BODY, 2),
        (("Дорогие друзья!", "Приглашаем вас.", "Пресс-служба"), 3),
        (("Музей открыт " * 50, "Театр закрыт " * 2), 2),
        ((BODY[1], "– второй пункт списка"), 2),
        ((BODY[1], "", BODY[1]), 3),
        ((), 1),
    ],
)
def test_lines_that_run_on(lines: tuple[str, ...], text: int) -> None:
    assert unwrapped("\n".join(lines)).count("\n") + 1 == text
