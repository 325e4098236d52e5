"""Days that cannot be: «31 июня», «с 14 по 12 мая», what has passed told as yet to come.

A page goes in, remarks come out. The days of events are the business of `event_days`.
"""

import re
from collections.abc import Iterator
from datetime import date

from newsnlp.checks.finding import Check, Remark
from newsnlp.checks.page import Page
from newsnlp.checks.weekdays import certain_day, day_name
from newsnlp.dates import MONTHS
from newsnlp.schema import Sentence, Span, Token

__all__ = ["impossible_days"]

_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTH = "|".join(MONTHS)
_YEAR = r"(?:\s+(?P<{0}>\d{{4}})(?!\d)(?:\s*(?:года|г\.?)(?!\w))?)?"
_SINGLE = re.compile(
    rf"(?<![\d.,:№–—-])(?P<limit>\b(?:до|по|к|после|с|со|от|накануне|перед)\s+)?"
    rf"(?P<day>\d{{1,2}})(?:-?го)?\s+(?P<month>{_MONTH})(?!\w){_YEAR.format('year')}",
    re.I,
)
_RANGE = re.compile(
    rf"(?<![\d.,:№/-])(?:\bсо?\s+)?(?P<day>\d{{1,2}})(?:\s+(?P<month>{_MONTH}){_YEAR.format('year')})?"
    rf"(?:\s*[–—-]\s*|\s+(?:по|до)\s+)(?P<last>\d{{1,2}})\s+(?P<month_>{_MONTH})(?!\w)"
    rf"{_YEAR.format('year_')}",
    re.I,
)
_ANY_DAY = re.compile(rf"(?<![\d.,:№])(?P<day>\d{{1,2}})\s+(?P<month>{_MONTH})(?!\w)"
                      rf"{_YEAR.format('year')}", re.I)  # fmt: skip
# Verbs of what happens on a day. Source: the verbs by which news tell of events.
_HAPPENS = frozenset(
    "пройти состояться открыться открыть начаться стартовать завершиться закрыться выступить "
    "провести собраться встретиться представить подписать приехать прибыть прочитать посетить "
    "наградить вручить пройтись заработать приступить".split()
)
_OTHER_YEAR = re.compile(r"прошл|минувш|предыдущ|прошедш|ранее|следующ|будущ|\d{4}\s+год", re.I)
_TURN = 6  # months by which a range that crosses the new year seems to run backwards


def impossible_days(page: Page) -> Iterator[Remark]:
    """All that is wrong with the days of a text by themselves."""
    yield from _no_such_day(page)
    yield from _backwards(page)
    if page.document.published is not None:
        yield from _wrong_tense(page, page.document.published)


def _number(month: str) -> int:
    return MONTHS.index(month.lower()) + 1


def _no_such_day(page: Page) -> Iterator[Remark]:
    """«31 июня», «29 февраля 2025 года»."""
    for match in _ANY_DAY.finditer(page.text):
        day, month = int(match["day"]), _number(match["month"])
        year = int(match["year"]) if match["year"] else None
        last = _LONGEST[month - 1]
        if month == 2 and year is not None and not _leap(year):
            last = 28
        if not 1 <= day <= last:
            named = f"{MONTHS[month - 1]} {year} года" if year else MONTHS[month - 1]
            reason = f"Такого дня нет: последний день – {last} {named}"
            yield Remark(Check.DATE, (Span(*match.span()),), reason, "Проверить число и месяц")


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _backwards(page: Page) -> Iterator[Remark]:
    """«с 14 по 12 мая», «30 мая – 2 апреля»: the first day comes after the last one."""
    for match in _RANGE.finditer(page.text):
        last_month = _number(match["month_"])
        month = _number(match["month"]) if match["month"] else last_month
        start, stop = (month, int(match["day"])), (last_month, int(match["last"]))
        years = match["year"], match["year_"]
        if all(years):
            wrong = (int(years[0]), *start) > (int(years[1]), *stop)
        else:
            wrong = start > stop and not (month - last_month >= _TURN)
        if wrong:
            yield Remark(
                Check.DATE,
                (Span(*match.span()),),
                "Начало позже окончания",
                "Проверить числа и поменять их местами, если они перепутаны",
            )


# ---------------------------------------------------------------------------- past and future


def _wrong_tense(page: Page, published: date) -> Iterator[Remark]:
    """«12 мая пройдёт» in a text of 20 May, «25 мая прошёл» in a text of 20 May."""
    for match in _SINGLE.finditer(page.text):
        span = Span(match.start("day"), match.end())
        if match["limit"] or page.quotation_of(span):
            continue
        year = int(match["year"]) if match["year"] else None
        day = certain_day(page, int(match["day"]), _number(match["month"]), year)
        sentence = page.sentence_of(span)
        if day is None or day == published or sentence is None:
            continue
        if year is None and _OTHER_YEAR.search(page.document.at(sentence.span)):
            continue
        verb = _verb_of(sentence, span)
        if verb is None:
            continue
        if day < published and _future(verb) and _only(sentence, future=True):
            why = f"а глагол «{verb.text}» в будущем времени: {day_name(day)} уже прошло"
        elif day > published and _past(verb) and _only(sentence, future=False):
            why = f"а глагол «{verb.text}» в прошедшем времени: {day_name(day)} ещё не наступило"
        else:
            continue
        reason = f"Дата новости – {day_name(published)}, {why}"
        yield Remark(Check.DATE, (span, verb.span), reason, "Проверить дату и время глагола")


def _verb_of(sentence: Sentence, span: Span) -> Token | None:
    """The nearest finite verb of a happening in the same clause, None if another verb is nearer."""
    first, stop = sentence.touched(span)
    verbs = [
        (min(abs(n - first), abs(n - stop)), n)
        for n, token in enumerate(sentence.tokens)
        if "VerbForm=Fin" in token.feats or "Variant=Short" in token.feats
    ]
    if not verbs:
        return None
    number = min(verbs)[1]
    low, high = sorted((first, number))
    between = sentence.tokens[low:high]
    verb = sentence.tokens[number]
    cut = any(token.text in ',;:()«»"–—' for token in between)
    told = verb.lemma in _HAPPENS and not cut and not _compound(sentence, number)
    return verb if told else None


def _compound(sentence: Sentence, number: int) -> bool:
    """«будет представлена»."""
    return any(t.lemma == "быть" for t in sentence.tokens[max(0, number - 2) : number])


def _future(token: Token) -> bool:
    return "Tense=Fut" in token.feats


def _past(token: Token) -> bool:
    return "Tense=Past" in token.feats


def _only(sentence: Sentence, *, future: bool) -> bool:
    """Whether no other finite verb is in another tense: «сообщил, что 5 мая пройдёт»."""
    other = _past if future else _future
    return not any(other(t) for t in sentence.tokens if "VerbForm=Fin" in t.feats)
