"""Dates of publication: in columns, datelines and names of files."""

from datetime import date
from pathlib import Path

import pytest

from newsnlp.read import ReadOptions
from newsnlp.read.published import date_in_name, dateline, parse_date
from test_read import NEWS, documents


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
