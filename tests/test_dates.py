"""Dates of a sentence, resolved against the day of publication."""

import re
from datetime import date

import pytest

from newsnlp.dates import find_dates
from newsnlp.schema import Sentence, Span, Token

PUBLISHED = date(2025, 8, 29)  # a Friday
FUTURE = {"пройдёт", "состоится", "соберутся"}


def sentence(text: str) -> Sentence:
    """`text` with its words as tokens; the verbs above are in the future."""
    tokens = []
    for match in re.finditer(r"\d+|\w+|[^\w\s]", text):
        word = match[0]
        feats: set[str] = set()
        if word in FUTURE:
            feats = {"VerbForm=Fin", "Tense=Fut"}
        elif word in {"прошёл", "прошла", "состоялся"}:
            feats = {"VerbForm=Fin", "Tense=Past"}
        elif word == "праздника":
            feats = {"Case=Gen"}
        tokens.append(
            Token(Span(*match.span()), word, word.lower(), "X", frozenset(feats), -1, "dep")
        )
    return Sentence(Span(0, len(text)), tuple(tokens), 0)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Форум пройдёт 27–29 августа.", "2025-08-27", "2025-08-29"),
        ("Съезд длился с 27 по 29 августа 2024 года.", "2024-08-27", "2024-08-29"),
        ("Слёт был 16 и 17 мая.", "2025-05-16", "2025-05-17"),
        ("Смотр шёл 14, 15 и 16 мая.", "2025-05-14", "2025-05-16"),
        ("Школа длится 30 сентября – 2 октября.", "2025-09-30", "2025-10-02"),
        ("Сбор с 30 декабря по 3 января.", "2025-12-30", "2026-01-03"),
        ("Сбор с 30 декабря 2025 года по 3 января 2026 года.", "2025-12-30", "2026-01-03"),
        ("Встреча 27 августа в Омске.", "2025-08-27", None),
        ("Семинар 1 июня 2023 года.", "2023-06-01", None),
        ("Заседание 27.08.2025 в зале.", "2025-08-27", None),
        ("Выставка 01.10.2025–03.10.2025 в Перми.", "2025-10-01", "2025-10-03"),
        ("Конкурс назначен на 20 декабря.", "2025-12-20", None),
        ("Бал 20 января.", "2026-01-20", None),
        ("Выставка открыта до 18 сентября.", None, "2025-09-18"),
        ("Сегодня прошла лекция.", "2025-08-29", None),
        ("Матч прошёл вчера.", "2025-08-28", None),
        ("Накануне прошла встреча.", "2025-08-28", None),
        ("Завтра состоится бал.", "2025-08-30", None),
        ("В среду прошёл совет.", "2025-08-27", None),
        ("В среду пройдёт совет.", "2025-09-03", None),
        ("Совет прошёл в прошлую пятницу.", "2025-08-22", None),
        ("Совет собрался в пятницу.", "2025-08-29", None),
        ("Лекция состоится во вторник.", "2025-09-02", None),
        ("Турнир в следующую субботу.", "2025-08-30", None),
        ("Фестиваль был в августе.", None, None),
        ("Экспедиция ждёт в июне 2026 года.", None, None),
        ("Дежурный был здесь 1-го мая.", "2025-05-01", None),
        ("Вечер памяти пройдёт восьмого мая.", "2025-05-08", None),
        ("Сбор назначен на двадцать пятого августа.", "2025-08-25", None),
        ("12 авг – смотр строя.", "2025-08-12", None),
        ("Съезд шёл в 1992 году.", None, None),
        ("Прошлой осенью здесь был слёт.", None, None),
        ("На прошлой неделе здесь был слёт.", None, None),
    ],
)
def test_finds_a_date(text: str, start: str | None, end: str | None) -> None:
    (found,) = find_dates(sentence(text), PUBLISHED)
    assert found.start == (date.fromisoformat(start) if start else None)
    assert found.end == (date.fromisoformat(end) if end else None)


@pytest.mark.parametrize(
    "text",
    [
        "Цена выросла на 3,5 процента.",
        "Накануне праздника город украсили.",
        "В 10 часов открылся зал № 5.",
        "Счёт 3:2 в пользу хозяев.",
        "Телефон 8.800.2000.",
    ],
)
def test_finds_no_date(text: str) -> None:
    assert find_dates(sentence(text), PUBLISHED) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25-го прошёл мастер-класс.", "2025-08-25"),
        ("2-го прошёл мастер-класс.", "2025-09-02"),
        ("В тот же день открыли выставку.", "2025-08-26"),
        ("На следующий день гости уехали.", "2025-08-27"),
        ("На второй день прошёл турнир.", "2025-08-27"),
    ],
)
def test_counts_from_the_day_before(text: str, expected: str) -> None:
    (found,) = find_dates(sentence(text), PUBLISHED, date(2025, 8, 26))
    assert (found.start, found.end) == (date.fromisoformat(expected), None)
    assert find_dates(sentence(text), PUBLISHED) == ()


def test_counts_from_the_date_before_in_the_sentence() -> None:
    _, second = find_dates(sentence("Форум открылся 3 мая, 5-го прошёл бал."), PUBLISHED)
    assert second.start == date(2025, 5, 5)


def test_the_span_cuts_out_the_words() -> None:
    text = "Форум идёт с 27 по 29 августа 2025 года в Омске."
    (found,) = find_dates(sentence(text), PUBLISHED)
    assert text[found.span.start : found.span.stop] == "с 27 по 29 августа 2025 года"


def test_without_publication_only_full_dates_have_days() -> None:
    first, second = find_dates(sentence("Сбор 2 мая и смотр 3 мая 2024 года."), None)
    assert (first.start, second.start) == (None, date(2024, 5, 3))
