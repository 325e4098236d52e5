"""Calendar dates of a sentence: «27–29 августа» and the publication date → first and last day.

A sentence, the day of publication and the last day told before enter, dated spans leave.
«в августе», «в 2012 году», «на прошлой неделе» are dates of no known day. Not attempted: times of
day, decades, quarters, «через месяц».
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from newsnlp.schema import Sentence, Span

__all__ = ["DateSpan", "find_dates"]

MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
MONTHS_IN = (
    "январе", "феврале", "марте", "апреле", "мае", "июне",
    "июле", "августе", "сентябре", "октябре", "ноябре", "декабре",
)  # fmt: skip
WEEKDAYS = ("понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье")
SHORT_MONTHS = ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
ORDINALS = (
    "первого", "второго", "третьего", "четвёртого", "пятого", "шестого", "седьмого", "восьмого",
    "девятого", "десятого", "одиннадцатого", "двенадцатого", "тринадцатого", "четырнадцатого",
    "пятнадцатого", "шестнадцатого", "семнадцатого", "восемнадцатого", "девятнадцатого",
    "двадцатого",
)  # fmt: skip
SEASONS = ("весной", "летом", "осенью", "зимой")
NTH = ("перв", "втор", "трет", "четвёрт", "пят")
SHIFTS = {"позавчера": -2, "вчера": -1, "накануне": -1, "сегодня": 0, "завтра": 1, "послезавтра": 2}

_MONTH = f"({'|'.join(MONTHS)})"
_YEAR = r"(?:\s+(\d{4})(?!\d)(?:\s*(?:года?|г\.?)(?!\w))?)?"
_DAY = r"(\d{1,2})(?:-?го)?"
_DASH = r"\s*(?:[–—-]|\.\.\.?|…)\s*"
_NUMERIC = r"(\d{1,2})\.(\d{1,2})\.(\d{4})"

_DIGIT = re.compile(r"\d")
Maker = Callable[[re.Match[str], date | None, Sentence], tuple[date | None, date | None] | None]
Counted = Callable[[re.Match[str], date | None], date | None]


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date as the text gives it.

    `end` is None for a single day; `start` is None for a month alone, for an unknown year and for
    «до 18 сентября», whose day is the `end`.
    """

    span: Span
    start: date | None
    end: date | None


def find_dates(
    sentence: Sentence, published: date | None, last: date | None = None
) -> tuple[DateSpan, ...]:
    """The dates of `sentence` in the order of the text, none within another.

    A missing year is the one that brings the day nearest to `published`; «сегодня» and weekdays
    are counted from it, and without it they have no day. «25-го», «в тот же день» are counted from
    the date before in the sentence, else from `last`, the first day of the last date before it.
    """
    words = " ".join([token.text for token in sentence.tokens]).lower()
    digits = _DIGIT.search(words) is not None
    patterns = [item for item in _PATTERNS if _able(item[2], words, digits=digits)]
    counted = [item for item in _COUNTED if _able(item[2], words, digits=digits)]
    if not patterns and not counted:
        return ()
    text = _text(sentence)
    offset = sentence.span.start
    found: list[DateSpan] = []
    taken = bytearray(len(text))
    for pattern, make, _ in patterns:
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            days = make(match, published, sentence)
            if days is None:
                continue
            taken[match.start() : match.end()] = b"\1" * len(match[0])
            found.append(DateSpan(Span(offset + match.start(), offset + match.end()), *days))
    found.sort(key=lambda item: item.span)
    for pattern, count, _ in counted:
        for match in pattern.finditer(text):
            span = Span(offset + match.start(), offset + match.end())
            if any(taken[match.start() : match.end()]):
                continue
            before = [d.start for d in found if d.start and d.span < span]
            day = count(match, before[-1] if before else last)
            if day is not None:
                taken[match.start() : match.end()] = b"\1" * len(match[0])
                found.append(DateSpan(span, day, None))
    return tuple(sorted(found, key=lambda item: item.span))


def _able(needed: tuple[str, ...], words: str, *, digits: bool) -> bool:
    """Whether a pattern may match: one of the words that it needs is there, or else a digit."""
    if not digits and (not needed or needed is MONTHS or needed is SHORT_MONTHS):
        return False
    return not needed or any(word in words for word in needed)


def _text(sentence: Sentence) -> str:
    """The sentence's words at their places, blanks between, lower case."""
    place = sentence.span.start
    parts: list[str] = []
    for token in sentence.tokens:
        parts.append(" " * (token.span.start - place))
        parts.append(token.text.lower().ljust(len(token.span))[: len(token.span)])
        place = token.span.stop
    return "".join(parts)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(day: int, month: int, year: str | None, published: date | None) -> date | None:
    """The day in the year given, else in the year that brings it nearest to `published`."""
    if year:
        return _day(int(year), month, day)
    if published is None:
        return None
    days = [_day(published.year + shift, month, day) for shift in (0, -1, 1)]
    known = [item for item in days if item]
    return min(known, key=lambda item: abs((item - published).days)) if known else None


def _month(word: str) -> int:
    return MONTHS.index(word) + 1


def _range(
    match: re.Match[str], published: date | None, _: Sentence
) -> tuple[date | None, date | None] | None:
    """«27–29 августа», «с 30 сентября по 2 октября 2025 года», «16 и 17 мая»."""
    first, month, year, last, last_month, last_year = match.groups()
    end = _nearest(int(last), _month(last_month), last_year or year, published)
    if end is None:
        return None, None
    start = _day(int(year or end.year), _month(month or last_month), int(first))
    if start and start > end and not year:
        start = _day(end.year - 1, start.month, start.day)
    if start is None or start > end:
        return None, end
    return start, end


def _numeric_range(
    match: re.Match[str], _published: date | None, _: Sentence
) -> tuple[date | None, date | None] | None:
    """«01.10.2025–03.10.2025»."""
    one = [int(group) for group in match.groups()]
    start, end = _day(one[2], one[1], one[0]), _day(one[5], one[4], one[3])
    return (start, end) if start and end and start <= end else None


def _numeric(
    match: re.Match[str], _published: date | None, _: Sentence
) -> tuple[date | None, date | None] | None:
    """«27.08.2025»."""
    day, month, year = (int(group) for group in match.groups())
    start = _day(year, month, day)
    return (start, None) if start else None


def _single(
    match: re.Match[str], published: date | None, _: Sentence
) -> tuple[date | None, date | None] | None:
    """«27 августа», «1 июня 2025 года»; «до 18 сентября» has an end alone."""
    limit, day, month, year = match.groups()
    if limit == "к":
        return None, None  # «к 1 сентября» is a deadline
    found = _nearest(int(day), _month(month), year, published)
    return (None, found) if limit else (found, None)


def _relative(
    match: re.Match[str], published: date | None, sentence: Sentence
) -> tuple[date | None, date | None] | None:
    """«сегодня», «вчера»; «накануне праздника» is no day."""
    if match[0] == "накануне" and _genitive_after(sentence, match.end()):
        return None
    if published is None:
        return None, None
    return published + timedelta(days=SHIFTS[match[0]]), None


def _genitive_after(sentence: Sentence, place: int) -> bool:
    start = sentence.span.start + place
    after = [token for token in sentence.tokens if token.span.start >= start][:2]
    if after and after[0].lemma == "день":
        return True  # «накануне Дня энергетика»
    return any("Case=Gen" in token.feats and token.pos != "PROPN" for token in after)


def _weekday(
    match: re.Match[str], published: date | None, sentence: Sentence
) -> tuple[date | None, date | None] | None:
    """«в среду»: the last one before publication, or the next one if the verb is in the future."""
    if published is None:
        return None, None
    which, word = match.groups()
    number = WEEKDAYS.index(word)
    ahead = which in {"следующий", "следующую", "следующее", "будущую", "будущий"}
    if ahead or (not which and _future(sentence, sentence.span.start + match.start())):
        return published + timedelta(days=(number - published.weekday()) % 7 or 7 * ahead), None
    back = (published.weekday() - number) % 7
    return published - timedelta(days=back or (7 if which else 0)), None


def _future(sentence: Sentence, place: int) -> bool:
    """Whether the finite verb nearest to `place` is in the future, or none is past."""
    verbs = [token for token in sentence.tokens if "VerbForm=Fin" in token.feats]
    if not verbs:
        return False
    verb = min(verbs, key=lambda token: abs(token.span.start - place))
    if "Tense=Past" in verb.feats:
        return False
    return "Tense=Fut" in verb.feats or "Aspect=Perf" in verb.feats


def _weekend(
    match: re.Match[str], published: date | None, _: Sentence
) -> tuple[date | None, date | None] | None:
    """«в минувшие выходные», «в ближайшие выходные»: a Saturday and a Sunday."""
    if published is None:
        return None, None
    ahead = match[1].startswith(("ближайш", "следующ", "предстоящ"))
    back = (published.weekday() - 6) % 7 or 7
    sunday = published + timedelta(days=(6 - published.weekday()) if ahead else -back)
    return sunday - timedelta(days=1), sunday


def _vague(
    match: re.Match[str], _published: date | None, _: Sentence
) -> tuple[date | None, date | None] | None:
    """«в августе», «в 2012 году», «прошлой осенью»: known to be a date, of no known day."""
    return (None, None) if match else None


def _written(
    match: re.Match[str], published: date | None, _: Sentence
) -> tuple[date | None, date | None] | None:
    """«восьмого мая», «двадцать пятого мая»."""
    tens, word, month = match.groups()
    day = ORDINALS.index(word.replace("четвертого", "четвёртого")) + 1 if word in ORDINALS else 30
    if tens:
        day += 20 if tens == "двадцать" else 30
    return _nearest(day, _month(month), None, published), None


def _shortened(
    match: re.Match[str], published: date | None, _: Sentence
) -> tuple[date | None, date | None] | None:
    """«12 фев», «3 сент.»."""
    day = _nearest(int(match[1]), SHORT_MONTHS.index(match[2]) + 1, None, published)
    return (day, None) if day else None


def _same_month(match: re.Match[str], last: date | None) -> date | None:
    """«25-го»: the day of this number that is nearest to the last one told."""
    if last is None:
        return None
    days = [
        day
        for shift in (-1, 0, 1)
        for year, month in [divmod(last.year * 12 + last.month - 1 + shift, 12)]
        if (day := _day(year, month + 1, int(match[1])))
    ]
    return min(days, key=lambda day: abs((day - last).days)) if days else None


def _nth_day(match: re.Match[str], last: date | None) -> date | None:
    """«на второй день»: counted from the first day of the last date."""
    number = next((n for n, word in enumerate(NTH) if match[1].startswith(word)), None)
    return None if last is None or number is None else last + timedelta(days=number)


# Each with the words one of which it needs; without any it needs a digit.
_COUNTED: tuple[tuple[re.Pattern[str], Counted, tuple[str, ...]], ...] = (
    (
        re.compile(r"(?<!\w)в\s+(?:тот|этот)\s+же\s+(?:день|вечер)(?!\w)"),
        lambda _, last: last,
        ("же день", "же вечер"),
    ),
    (
        re.compile(r"(?<!\w)(?:на\s+(?:следующий|другой)\s+день|назавтра|днём\s+позже)(?!\w)"),
        lambda _, last: last and last + timedelta(days=1),
        ("следующий день", "другой день", "назавтра", "днём позже"),
    ),
    (re.compile(r"(?<![\w-])(\d{1,2})-?го(?!\w)"), _same_month, ()),
    (
        re.compile(rf"(?<!\w)(?:на|в|во)\s+((?:{'|'.join(NTH)})\w+)\s+(?:же\s+)?день(?!\w)"),
        _nth_day,
        ("день",),
    ),
)
_PATTERNS: tuple[tuple[re.Pattern[str], Maker, tuple[str, ...]], ...] = (
    (re.compile(rf"(?<![\d.]){_NUMERIC}{_DASH}{_NUMERIC}(?!\d)"), _numeric_range, ()),
    (re.compile(rf"(?<![\d.]){_NUMERIC}(?!\d)(?:\s*г(?:ода|\.))?"), _numeric, ()),
    (
        re.compile(
            rf"(?:(?<!\w)с\s+)?(?<![\d.,:№]){_DAY}(?:\s+{_MONTH}{_YEAR})?"
            rf"(?:,\s*\d{{1,2}}){{0,5}}(?:{_DASH}|\s+(?:по|и|до)\s+){_DAY}\s+{_MONTH}(?!\w){_YEAR}"
        ),
        _range,
        MONTHS,
    ),
    (
        re.compile(rf"(?:(?<!\w)(до|по|к)\s+)?(?<![\d.,:№]){_DAY}\s+{_MONTH}(?!\w){_YEAR}"),
        _single,
        MONTHS,
    ),
    (
        re.compile(
            rf"(?<!\w)(?:(двадцать|тридцать)\s+)?({'|'.join(ORDINALS)}|четвертого|тридцатого)"
            rf"\s+{_MONTH}(?!\w)"
        ),
        _written,
        (*ORDINALS, "четвертого", "тридцатого"),
    ),
    (
        re.compile(rf"(?<![\d.,:№]){_DAY}\s+({'|'.join(SHORT_MONTHS)})т?(?![\w])"),
        _shortened,
        SHORT_MONTHS,
    ),
    (re.compile(rf"(?<!\w)в\s+(?:{'|'.join(MONTHS_IN)})(?!\w){_YEAR}"), _vague, MONTHS_IN),
    (
        re.compile(r"(?<![\d.,–-])(?:19|20)\d\d(?:-?м|-?й|-?го)?\s+(?:году|годах|гг?\.)"),
        _vague,
        (),
    ),
    (
        re.compile(
            r"(?<!\w)(?:(?:прошл|минувш|предыдущ|следующ|будущ|позапрошл)\w+|эт\w+)\s+"
            r"(?:году|неделе|месяце|весной|летом|осенью|зимой)(?!\w)"
        ),
        _vague,
        ("году", "неделе", "месяце", *SEASONS),
    ),
    (
        re.compile(rf"(?<!\w)(?:{'|'.join(SEASONS)})(?!\w)(?:\s+\d{{4}}(?:\s+года)?)?"),
        _vague,
        SEASONS,
    ),
    (re.compile(rf"(?<![\w-])(?:{'|'.join(SHIFTS)})(?![\w-])"), _relative, tuple(SHIFTS)),
    (
        re.compile(
            r"(?<!\w)в\s+(минувшие|прошедшие|прошлые|ближайшие|следующие|предстоящие)\s+выходные"
        ),
        _weekend,
        ("выходные",),
    ),
    (
        re.compile(
            r"(?<!\w)во?\s+(?:(прошл\w+|минувш\w+|следующ\w+|будущ\w+)\s+|эт\w+\s+)?"
            rf"({'|'.join(WEEKDAYS)})(?!\w)"
        ),
        _weekday,
        WEEKDAYS,
    ),
)
