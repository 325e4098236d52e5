"""Days outside the days of their event: «форум пройдёт 12–14 мая … 16 мая на форуме выступит».

A page goes in, remarks come out. Only days in the clause of the event count; those of registration,
results, eves and other editions say nothing of when it is held.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from newsnlp.checks.finding import Check, Remark
from newsnlp.checks.page import Page
from newsnlp.dates import MONTHS, DateSpan, find_dates
from newsnlp.recognise.events import event_head, same_kind
from newsnlp.schema import Entity, Event, Mention, Sentence, Span

__all__ = ["days_of_events"]

_ANCHOR_YEAR = 2024  # where nothing tells the year: days are compared within it
_REACH = 90  # characters between an event and its day
_HOLD = frozenset("пройти проходить состояться провести проводить организовать ждать".split())
_OPEN = frozenset("открыться открываться начаться начинаться стартовать открыть начать".split())
_CLOSE = frozenset(
    "завершиться завершаться закончиться заканчиваться закрыться закрываться продлиться "
    "продолжаться продолжиться".split()
)
_VERBS = (("hold", _HOLD), ("open", _OPEN), ("close", _CLOSE))
_STEM = 4  # letters by which a noun is known in another case
_AROUND = 5  # tokens on either side of an event and its day in which their verb stands
_WITHIN = re.compile(
    r"(?:\bна|\bв(?:\s+рамках|\s+ходе|\s+программе|\s+дни)|\bво\s+время"
    r"|\bна\s+(?:площадк[еу]|полях))\s+(?:[а-яё]+(?:ом|ем|ой|ей|ого|его)\s+){0,3}[«\"]?$",
    re.I,
)
# Words with which a day is none of the event's. Source: how news announce and sum up events.
_APART = re.compile(
    r"регистр|заявк|билет|при[её]м|отбор|итог|результат|подготов|накануне|перед\b|после\b|"
    r"следующ|очередн|прошл|предыдущ|прежн|ранее|анонс|объяв|перен[её]с|отлож|до\s+начала|аккредит|"
    r"приуроч|посвящ|голосов|опрос|дедлайн|в\s+честь",
    re.I,
)
_CLAUSE = re.compile(r"[;:()]|,\s+(?:а|но|где|когда|котор\w+|что|чтобы|если)\s|\s[–—]\s")


@dataclass(frozen=True, slots=True)
class _Told:
    """A day that the text gives to an event."""

    span: Span
    start: date
    end: date
    how: str  # hold, open, close, within
    event: Mention


@dataclass(frozen=True, slots=True)
class _Frame:
    """When an event is held: None for an end that is not known."""

    start: date | None
    end: date | None
    spans: tuple[Span, ...]
    kind: str  # of the event: «форум»


def days_of_events(page: Page) -> Iterator[Remark]:
    """The days that lie outside the first and last day of their event, or of its whole."""
    told = _told(page)
    events = {e.id: e for e in page.extraction.entities if isinstance(e, Event)}
    frames = {key: frame for key, days in told.items() if (frame := _frame(days)) is not None}
    for key, frame in frames.items():
        name = events[key].name
        if frame.start and frame.end and frame.start > frame.end:
            reason = f"Окончание мероприятия ({name}) раньше начала"
            yield Remark(Check.DATE, frame.spans, reason, "Проверить дни начала и окончания")
            continue
        parts = [event.id for event in events.values() if event.part_of == key]
        inner = [day for part in parts for day in told.get(part, ()) if day.how == "hold"]
        own = [day for day in told[key] if same_kind(_kind(day), frame.kind)]
        for day in (*own, *(day for day in inner if _named_within(day, events[key]))):
            if day.span not in frame.spans and _outside(day, frame, page):
                yield _remark(day, frame, name)


def _told(page: Page) -> Mapping[str, list[_Told]]:
    """Id of an event → the days that the text gives it, in order."""
    found: dict[str, list[_Told]] = {}
    owners: dict[Mention, Entity] = dict(page.facts.entity_of)
    anchor = page.document.published or _anchor(page)
    mentions = sorted((m for m, e in owners.items() if isinstance(e, Event)), key=lambda m: m.span)
    for sentence in page.sentences:
        here = sentence.among(mentions)
        if not here or _APART.search(page.document.at(sentence.span)):
            continue
        days = [d for d in find_dates(sentence, anchor) if _worded(page, d)]
        for day in days:
            for mention in _near(page, sentence, day, here):
                how = _how(page, sentence, mention, day)
                start, end = day.start or day.end, day.end or day.start
                if how and start and end and (day.start or how == "close"):
                    one = _Told(day.span, start, end, how, mention)
                    found.setdefault(owners[mention].id, []).append(one)
    return found


def _kind(day: _Told) -> str:
    return event_head(day.event.normal)


def _named_within(day: _Told, whole: Event) -> bool:
    """Whether the name of the part has the whole in it: «закрытие школы», «финал чемпионата»."""
    words = day.event.normal.lower().split()
    kinds = [word[:_STEM] for word in event_head(whole.name).split()]
    return any(word[:_STEM] in kinds for word in words[1:] if len(word) >= _STEM)


def _anchor(page: Page) -> date:
    year = next(iter(page.years)) if len(page.years) == 1 else _ANCHOR_YEAR
    return date(year, 7, 1)


def _worded(page: Page, day: DateSpan) -> bool:
    """Whether it is written out: not «вчера», not «в среду»."""
    return any(sign.isdigit() for sign in page.document.at(day.span))


def _near(
    page: Page, sentence: Sentence, day: DateSpan, here: Sequence[Mention]
) -> Iterator[Mention]:
    """The outer event of the day's clause that is nearest to it."""
    outer = [m for m in here if not any(o is not m and o.span.covers(m.span) for o in here)]
    fitting = []
    for mention in outer:
        if mention.span.covers(day.span):
            continue
        left, right = sorted((mention.span, day.span))
        between = page.text[left.stop : right.start]
        if len(between) <= _REACH and not _CLAUSE.search(between):
            fitting.append((len(between), mention))
    if fitting:
        yield min(fitting, key=lambda pair: pair[0])[1]


def _how(page: Page, sentence: Sentence, mention: Mention, day: DateSpan) -> str:
    """What the words make of the day: "hold", "open", "close", "within" or ""."""
    if _WITHIN.search(page.text[sentence.span.start : mention.span.start]):
        return "within"
    if page.text[mention.span.stop :].lstrip(' »"').startswith("(") and (
        day.span.start - mention.span.stop < 4
    ):
        return "hold"
    return next((how for how, lemmas in _VERBS if _verb(sentence, mention, day) in lemmas), "")


def _verb(sentence: Sentence, mention: Mention, day: DateSpan) -> str:
    """The lemma of the finite verb that is nearest to a day in the clause of an event, or ""."""
    first = sentence.touched(min(mention.span, day.span))[0]
    last = sentence.touched(max(mention.span, day.span))[1]
    own = sentence.touched(day.span)[0]
    found = [
        (abs(n - own), token.lemma)
        for n, token in enumerate(sentence.tokens)
        if max(0, first - _AROUND) <= n < last + _AROUND
        and token.pos == "VERB"
        and not {"VerbForm=Inf", "VerbForm=Part"} & token.feats
    ]
    return min(found)[1] if found else ""


def _frame(days: Sequence[_Told]) -> _Frame | None:
    held = [day for day in days if day.how == "hold"]
    if held:
        longest = max(held, key=lambda day: day.end - day.start)
        return _Frame(longest.start, longest.end, (longest.span,), _kind(longest))
    opened = next((day for day in days if day.how == "open"), None)
    closed = next((day for day in days if day.how == "close"), None)
    if opened is not None and opened.end > opened.start:
        return _Frame(opened.start, opened.end, (opened.span,), _kind(opened))
    known = [day for day in (opened, closed) if day is not None]
    if not known:
        return None
    return _Frame(
        opened.start if opened else None,
        closed.end if closed else None,
        tuple(day.span for day in known),
        _kind(known[0]),
    )


def _outside(day: _Told, frame: _Frame, page: Page) -> bool:
    """Whether the day lies beyond the frame in whatever year that is not written."""
    shifts = (0,) if re.search(r"\d{4}", page.document.at(day.span)) else (-1, 0, 1)
    middle = frame.start or frame.end
    if middle is not None and shifts == (0,) and abs(day.start.year - middle.year) > 0:
        return False  # another edition
    return not any(
        (frame.start is None or _shifted(day.start, n) >= frame.start)
        and (frame.end is None or _shifted(day.end, n) <= frame.end)
        for n in shifts
    )


def _shifted(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _remark(day: _Told, frame: _Frame, name: str) -> Remark:
    known = " – ".join(_brief(d) for d in dict.fromkeys((frame.start, frame.end)) if d is not None)
    if frame.start is None:
        known = f"до {known}"
    elif frame.end is None:
        known = f"с {known}"
    return Remark(
        Check.DATE,
        (day.span, *frame.spans),
        f"Дата не входит в дни мероприятия ({name}): {known}",
        "Проверить дату и дни мероприятия",
    )


def _brief(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"
