"""What speaks for a date of the text as the first or last day of an event.

The events of a document and its dates enter; for each event and date, and for no date, facts leave:
short texts such as «gap=1», which weights count.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from newsnlp.dates import DateSpan, find_dates
from newsnlp.recognise.event_spans import event_words
from newsnlp.relate.scene import Gathering, Scene, step
from newsnlp.schema import Analysis, Document, Span

__all__ = ["Around", "Day", "closes", "end_clues", "find_days", "read_days", "start_clues"]

LEAD = 2  # paragraphs of the lead
NOWHERE = 1_000_000
_RELATIVE = ("сегодня", "вчера", "накануне", "завтра", "позавчера", "послезавтра")
_LEADS = ("с", "до", "по", "к", "от", "на", "после", "за", "между")
_TIME = re.compile(r"\d?\d[:.]\d\d\b")


@dataclass(frozen=True, slots=True)
class Day:
    """A day that a date of the text names: its only one, or the first or last of several."""

    span: Span
    day: date | None  # None for «в августе»
    last: date | None  # of a range of which `day` is the first
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of other events when the day of one is asked for.

    Attributes:
        whole: first and last day of the event that it is part of; None if it is of none.
        before: the first day of the event before it in the text, None if it has none.
        together: how near that one is: "sentence", "paragraph", "far", "" if there is none.
        main: the first day of the first event of the text.
    """

    whole: tuple[date | None, date | None] | None
    before: date | None
    together: str
    main: date | None


def find_days(analysis: Analysis) -> list[DateSpan]:
    """The dates of a document in the order of the text."""
    found: list[DateSpan] = []
    last: date | None = None
    for sentence in analysis.sentences:
        here = find_dates(sentence, analysis.document.published, last)
        last = next((day.start for day in reversed(here) if day.start), last)
        found += here
    return found


def read_days(scene: Scene, spans: Sequence[DateSpan]) -> list[Day]:
    """The days of `spans` with what is true of each alone; of a range its first and its last."""
    inside = [d for d in spans if not any(m.span.covers(d.span) for m in scene.owner)]
    seen = Counter((d.start, d.end) for d in inside)
    found = []
    for n, day in enumerate(inside):
        own = list(_shape(scene.analysis.document, day))
        seat = scene.seat(day.span)
        sentence = scene.sentences[seat.sentence]
        own.append(f"lead={seat.paragraph < LEAD}")
        if not n:
            own.append("first")
        if day.start and seen[day.start, day.end] > 1:
            own.append("repeated")
        if not any(token.pos == "VERB" for token in sentence.tokens):
            own.append("verbless")
        before = scene.before(day.span)
        if before and before.lemma in _LEADS:
            own.append(f"after={before.lemma}")
        own.append(f"dates={step(sum(1 for d in inside if sentence.span.covers(d.span)), 1, 2, 3)}")
        here = sum(1 for m in scene.outer if sentence.span.covers(m.span))
        own.append(f"crowd={step(here, 0, 1, 2, 4)}")
        found.append(Day(day.span, day.start, day.end, tuple(own)))
        if day.start and day.end:
            facts = tuple("shape=last" if f == "shape=range" else f for f in own)
            found.append(Day(day.span, day.end, None, facts))
        if not day.start and day.end:
            found[-1] = Day(day.span, None, day.end, tuple(own))
    return found


def _shape(document: Document, day: DateSpan) -> Iterator[str]:
    words = document.at(day.span).lower()
    if day.start is None:
        yield "shape=until" if day.end else "shape=vague"
        return
    shape = "range" if day.end else "day"
    if not day.end and words in _RELATIVE:
        shape = "relative"
    elif not day.end and words.rstrip("-го").isdigit():
        shape = "number"
    elif not day.end and "день" in words:
        shape = "counted"
    elif not day.end and not any(c.isdigit() for c in words):
        shape = "weekday"
    yield f"shape={shape}"
    if document.published:
        days = (day.start - document.published).days
        when = "today" if not days else "past" if days < 0 else "future"
        yield f"when={when}"
        yield f"away={'-' if days < 0 else '+'}{step(abs(days), 0, 2, 8, 32, 120, 366)}"


def start_clues(
    scene: Scene, event: Gathering, days: Sequence[Day], around: Around
) -> tuple[tuple[str, ...], ...]:
    """The facts of each day as the first of an event, and last those of none."""
    near = [scene.nearest(event, d.span) for d in days]
    apart = [scene.distance(m, d.span) for m, d in zip(near, days, strict=True)]
    ranks = _ranks(days, apart)
    found = []
    n_here = sum(1 for x in apart if x < 1_000)
    earlier = [d.span for d in days if d.span.start < event.name.span.start]
    for n, day in enumerate(days):
        own = list(_common(scene, event, day))
        here = "here" in own
        own += [f"rank={ranks[n]}"]
        own += [f"here={here}&{fact}" for fact in day.facts]
        rival = scene.rival(event, day.span)
        own.append(f"here={here}&{'nearest' if apart[n] <= rival else 'rivalled'}")
        own += _beside(day.day, day.last, around)
        own += [f"here={here}&{fact}" for fact in _beside(day.day, day.last, around)]
        if not here:
            own.append(f"away&own={n_here > 0}")
            gap = next(f for f in own if f.startswith("gap="))
            para = next(f for f in own if f.startswith("paragraphs="))
            own += [f"{fact}&{gap}" for fact in (event.facts[1], *day.facts[:1])]
            own += [f"{para}&{gap}", f"{para}&{day.facts[0]}"]
            own += [f"away&{fact}" for fact in scene.words(event.name)]
            if day.span.start < event.name.span.start:
                latest = day.span == earlier[-1]
                own += [f"latest={latest}", f"{para}&latest={latest}"]
        found.append(tuple(dict.fromkeys(own)))
    return (*found, tuple(_none(scene, event, days, apart, around)))


def _common(scene: Scene, event: Gathering, day: Day) -> Iterator[str]:
    """How a day stands towards the nearest mention of an event."""
    near = scene.nearest(event, day.span)
    link = list(scene.link(near, day.span))
    here = "here" in link
    yield from link
    yield from day.facts
    if here:
        side = "after" if day.span.start > near.span.start else "before"
        words = list(scene.words(near))
        for fact in words:
            yield f"here&{fact}"
            yield f"here&{side}&{fact}"
        if "shape=range" not in day.facts and day.last is None:
            # «На форуме 8 октября подписали», «8 октября назвали победителей конкурса»
            large = "large" if event.large else "small"
            if "prep=на" in words and "case=Loc" in words:
                yield f"another&{large}&{side}"
            if "about" in words:
                yield f"another&about&{side}"
        if closes(scene, day):
            yield "closing"
            yield f"closing&{'large' if event.large else 'small'}"
    tense = scene.tense(near.span)
    when = next((f for f in day.facts if f.startswith("when=")), "when=?")
    shape = next(f for f in day.facts if f.startswith("shape="))
    yield f"tense={tense}&{when}"
    yield f"here={here}&tense={scene.tense(day.span)}&{when}"
    yield f"here={here}&{shape}"
    for fact in event.facts:
        yield f"{fact}&{when}"
        yield f"{fact}&{shape}&here={here}"
        yield f"{fact}&here={here}"


def _beside(day: date | None, last: date | None, around: Around) -> Iterator[str]:
    """How a day agrees with those of other events."""
    if day is None:
        return
    start, end = around.whole or (None, None)
    if start:
        if day == start:
            yield "whole&" + ("range" if end else "day") + ("&range" if last else "")
        elif end and day == end:
            yield "whole&last"
        elif start < day < (end or start):
            yield "in_whole"
        else:
            yield "out_of_whole"
    if around.together:
        same = "differs" if around.before is None else str(day == around.before)
        yield f"before={around.together}&{same}"
    if around.main:
        yield f"main={day == around.main}"


def closes(scene: Scene, day: Day) -> bool:
    """«Форум завершился 3 октября»: the day is the last one of a large event, not its only one."""
    return day.last is None and scene.verb(day.span) in event_words("closing")


def end_clues(
    scene: Scene, event: Gathering, days: Sequence[Day], start: Day | None, whole: date | None
) -> tuple[list[date | None], tuple[tuple[str, ...], ...]]:
    """The days that may be the last of an event, and the facts of each; last of none.

    Args:
        scene: of the document.
        event: whose last day is asked for.
        days: all days.
        start: the day that is its first, None where the text does not say.
        whole: the last day of the event that it is part of.
    """
    values: list[date | None] = []
    found = []
    for day in days:
        value = day.last or day.day
        if value is None or (start and start.day and value <= start.day):
            continue
        own = list(_common(scene, event, day))
        shape = next(f for f in day.facts if f.startswith("shape="))
        if start and day.span == start.span:
            own = ["own_range", *(f"own_range&{fact}" for fact in event.facts)]
        else:
            own.append(f"start={start is not None and start.day is not None}&{shape}")
            if start:
                gap = scene.seat(day.span).sentence - scene.seat(start.span).sentence
                own.append(f"from_start={'-' if gap < 0 else '+'}{step(abs(gap), 0, 1, 2, 4)}")
        if whole:
            own.append(f"whole={value == whole}")
        values.append(value)
        found.append(tuple(dict.fromkeys(own)))
    own = ["none", *(f"none&{fact}" for fact in event.facts)]
    own.append(f"none&candidates={step(len(values), 0, 1, 2)}")
    own.append("none&" + (start.facts[0] if start else "no_start"))
    own += [f"none&start={start is not None}&{fact}" for fact in event.facts]
    return [*values, None], (*found, tuple(own))


def _ranks(days: Sequence[Day], apart: Sequence[int]) -> list[int]:
    """How many dates are nearer than that of each day, 3 at most."""
    order = list(
        dict.fromkeys(days[n].span for n in sorted(range(len(days)), key=apart.__getitem__))
    )
    return [min(order.index(day.span), 3) for day in days]


def _none(
    scene: Scene, event: Gathering, days: Sequence[Day], apart: Sequence[int], around: Around
) -> Iterator[str]:
    yield "none"
    here = sum(1 for x in apart if x < 1_000) > 0
    yield f"none&here={here}"
    for fact in event.facts:
        yield f"none&{fact}"
        yield f"none&here={here}&{fact}"
    yield f"none&name={event.name.form}"
    yield f"none&mentions={step(len(event.mentions), 1, 2, 4)}"
    yield f"none&first={event is scene.events[0]}"
    yield f"none&lead={scene.seat(event.name.span).paragraph < LEAD}"
    nearest = min(apart, default=NOWHERE)
    yield f"none&near={step(nearest, 0, 1_000, 2_000, 4_000, 9_000)}"
    if around.whole is not None:
        start, end = around.whole
        yield "none&whole=" + ("?" if not start else "range" if end else "day")
    yield f"none&before={around.together}&{'none' if around.before is None else 'day'}"
    yield f"none&main={around.main is not None}"
    for fact in scene.words(event.name):
        yield f"none&{fact}"
        yield f"none&here={here}&{fact}"
    yield f"none&tense={scene.tense(event.name.span)}"
    yield f"none&dates={step(len(days), 0, 1, 2, 4)}"
