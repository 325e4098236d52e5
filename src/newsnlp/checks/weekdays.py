"""A weekday that does not fall on its date.

A page goes in, a remark for each such pair comes out. The year is the one written; else the one
that brings the day near to the publication; else the only one that the text names. Without any of
these nothing is said.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from newsnlp.checks.finding import Check, Remark
from newsnlp.checks.page import Page
from newsnlp.dates import MONTHS
from newsnlp.schema import Span

__all__ = ["certain_day", "day_name", "wrong_weekdays"]

_NEAR = 150  # days from the publication within which the year of a day is certain
_NAMES = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
_BEGINNINGS = ("по", "вт", "ср", "че", "пя", "су", "во")
_SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_WORD = (
    r"(?:понедельник|вторник|четверг)(?:[ауе]|ом)?|сред(?:[ауеы]|ой)|пятниц(?:[ауеы]|ей)|"
    r"суббот(?:[ауеы]|ой)|воскресень(?:[еяю]|ем)"
)
_WEEKDAY = rf"(?<![\w-])(?P<name>{_WORD})(?![\w-])"
_YEAR = r"(?:\s+(?P<year>\d{4})(?!\d)(?:\s*(?:года|г\.?)(?!\w))?)?"
_MONTHS = "|".join(MONTHS)
_WORDED = rf"(?<![\d–—-])(?P<day>\d{{1,2}})(?:-?го)?\s+(?P<month>{_MONTHS})(?!\w){_YEAR}"
_NUMERIC = (
    r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?!\d)(?:\s*г(?:ода|\.))?"
)
_OWN_DATE = rf"\s*,?\s*(?:\d{{1,2}}(?:-?го)?\s+(?:{_MONTHS})|\d{{1,2}}\.\d{{1,2}}\.\d{{4}})"
_BEFORE = [
    re.compile(rf"{_WEEKDAY}\s*[,(]?\s*(?:[–—-]\s*)?{day}", re.I) for day in (_WORDED, _NUMERIC)
]
_BEHIND = [
    re.compile(pattern, re.I)
    for day in (_WORDED, _NUMERIC)
    for pattern in (
        rf"{day}\s*\(\s*(?:во?\s+)?(?P<name>{_WORD}|{'|'.join(_SHORT)})\s*[,)]",
        rf"{day}\s*,?\s+{_WEEKDAY}(?!\s+(?:и|или)\s)(?!{_OWN_DATE})",
        # Not «который открылся 30 октября, в субботу прошёл»: nothing of the clause may follow.
        rf"{day}\s*,?\s+во?\s+{_WEEKDAY}(?=\s*[.,;:!?)–—\n]|\s+[–—-]|\s+в\s+\d|$)(?!{_OWN_DATE})",
    )
]


def wrong_weekdays(page: Page) -> Iterator[Remark]:
    """«в среду, 12 мая» where 12 May is a Tuesday."""
    taken: list[Span] = []
    found = [
        (match, Span(*match.span()))
        for pattern in (*_BEFORE, *_BEHIND)
        for match in pattern.finditer(page.text)
    ]
    for match, span in found:
        if any(span.meets(other) for other in taken):
            continue
        taken.append(span)
        number = _number(match["name"].lower())
        year = int(match["year"]) if match["year"] else None
        day = certain_day(page, int(match["day"]), _month(match["month"]), year)
        if day is None or (year is None and page.looks_ahead(span, day)):
            continue
        if day.weekday() != number:
            yield _remark(span, day, number)


def certain_day(page: Page, day: int, month: int, year: int | None) -> date | None:
    """The day, if there is no doubt of its year; None where there is, or for no day at all."""
    if year is not None:
        return _made(year, month, day)
    published = page.document.published
    if published is not None:
        near = [_made(published.year + shift, month, day) for shift in (0, -1, 1)]
        fitting = [d for d in near if d is not None and abs((d - published).days) <= _NEAR]
        return fitting[0] if len(fitting) == 1 else None
    return _made(next(iter(page.years)), month, day) if len(page.years) == 1 else None


def day_name(day: date) -> str:
    """«12 мая 2026 года»."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year} года"


def _number(name: str) -> int:
    """0 for «понедельник» or «пн»."""
    return _SHORT.index(name) if name in _SHORT else _BEGINNINGS.index(name[:2])


def _month(text: str) -> int:
    return int(text) if text.isdigit() else MONTHS.index(text.lower()) + 1


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _remark(span: Span, day: date, number: int) -> Remark:
    shift = (number - day.weekday() + 3) % 7 - 3  # the nearest day of this name
    other = day + timedelta(days=shift)
    said, right = _NAMES[number], _NAMES[day.weekday()]
    return Remark(
        Check.WEEKDAY,
        (span,),
        f"{day_name(day)} – {right}, а не {said}",
        f"Проверить: {right}, {day_name(day)}, или {said}, {day_name(other)}",
    )
