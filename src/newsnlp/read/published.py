"""The day of publication: from a cell or field, from a dateline, from the name of the file."""

import re
from datetime import date, datetime

__all__ = ["date_in_name", "dateline", "parse_date"]

_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_NUMERIC = r"\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})\b"
_WORDED = r"\d{1,2}\s+(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[а-яё]*\.?\s+\d{4}\b"
_ISO = r"\d{4}-\d{2}-\d{2}"
_DATE = re.compile(f"(?i:{_ISO}|{_NUMERIC}|{_WORDED})")
_YEAR_WORD = r"(?:\s*(?:года|г\.?))?"
_TIME = r"(?:\d{1,2}[:.]\d{2}(?::\d{2})?)"
# «28 августа 2025 г., 12:30», «Опубликовано: 28.08.2025»: a line of its own.
_ALONE = re.compile(
    rf"(?:(?:Опубликован[оа]|Дата(?: публикации)?|Размещено):?\s+)?(?:{_TIME},?\s+)?"
    rf"(?P<date>{_DATE.pattern}){_YEAR_WORD}(?:,?\s*(?:в\s+)?{_TIME})?\s*(?:МСК)?\.?",
    re.IGNORECASE,
)
# «ТОМСК, 17 апреля 2025 г. /ТАСС/», «Томск. 17 апреля 2025 года — »: at the head of a text.
_PLACED = re.compile(
    rf"(?:г\. ?)?[А-ЯЁ][А-ЯЁа-яё -]{{1,30}}[,.]\s+(?P<date>{_DATE.pattern}){_YEAR_WORD}"
    r"\s*(?:[./(|—–-]|$)"
)
_IN_NAME = re.compile(
    r"(?<!\d)(?:(?P<y>(?:19|20)\d\d)(?P<s>[-_.]?)(?P<m>\d\d)(?P=s)(?P<d>\d\d)"
    r"|(?P<d2>\d\d)[-_.](?P<m2>\d\d)[-_.](?P<y2>(?:19|20)\d\d))(?!\d)"
)
_LINES = 4  # a dateline stands in one of the first lines


def parse_date(value: object) -> date | None:
    """The day that a cell or field names, None if it names none.

    >>> parse_date("28 августа 2025 г."), parse_date("28.08.2025 12:30")
    (datetime.date(2025, 8, 28), datetime.date(2025, 8, 28))
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value or "").strip()
    if not text:
        return None
    found = _DATE.search(text[:100])
    if found:
        return _day(found.group())
    if re.fullmatch(r"(?:19|20)\d{6}", text):
        return date_in_name(text)
    # Here: with all of e-mail behind it, it is half of the reader's start.
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text[:100]).date()  # the dates of feeds and of e-mail
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def dateline(text: str) -> date | None:
    """The day in the dateline of `text`, None if its first lines hold none.

    A sentence that begins with a day («28 августа 2025 года открылся форум») is no dateline.
    """
    lines = [line.strip() for line in text[:2_000].split("\n") if line.strip()][:_LINES]
    for line in lines:
        found = _ALONE.fullmatch(line[:200]) or _PLACED.match(line[:200])
        if found:
            return _day(found["date"])
    return None


def date_in_name(name: str) -> date | None:
    """The day in the name of a file: «2025-08-28-forum», «20250828», «forum_28.08.2025»."""
    for found in _IN_NAME.finditer(name):
        year, month, day = (int(found[name] or found[f"{name}2"]) for name in "ymd")
        made = _made(year, month, day)
        if made:
            return made
    return None


def _day(text: str) -> date | None:
    """The day of «2025-08-28», «28.08.2025», «28.08.25» or «28 августа 2025»."""
    if re.fullmatch(_ISO, text):
        year, month, day = (int(part) for part in text.split("-"))
        return _made(year, month, day)
    one, two, three = re.split(r"[\s./]+", text)
    year = int(three) + (2000 if len(three) == 2 else 0)
    if two.isdigit():
        return _made(year, int(two), int(one))
    month = next(n for n, stem in enumerate(_MONTHS, 1) if two.lower().startswith(stem))
    return _made(year, month, int(one))  # «мар» stands before «ма», so «марта» is the third


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
