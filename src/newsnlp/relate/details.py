"""When and where each event is held, and within which other event.

An analysis and the mentions of a document enter; an `EventDetail` leaves for each event that the
text names. Dates are those of the event's own clause or sentence; a part takes the place of its
whole, and its date if the whole lasts one day. Not attempted: dates told sentences away.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from newsnlp.dates import DateSpan
from newsnlp.recognise.event_spans import event_words, kind_flags
from newsnlp.recognise.events import event_head, same_kind
from newsnlp.relate.days import Days, read_days
from newsnlp.relate.homes import Cities, find_home, read_cities, venue_of
from newsnlp.schema import Analysis, EventDetail, Form, Kind, Mention, Sentence, Span
from newsnlp.text import fold_yo

__all__ = ["find_details", "group_events"]

WITHIN = re.compile(
    r"(?:\bна|\bв\s+(?:рамках|ходе|программе|дни|день)|\bво\s+время|\bв\s+составе)\s+[«\"]?$", re.I
)
LONG = {"форум", "выставка", "ярмарка", "фестиваль", "салон"}  # hardly ever of one day
AHEAD = ("следующ", "очередн", "ближайш", "прошл", "предыдущ", "ответн", "будущ")
SAME_DAY = re.compile(r"\b(?:тот|этот|того|этого) же (?:день|дня|вечер)", re.I)
EARLY = 600  # code points in which an event is that of the story
LOOSE = 120  # code points between an event and a date in a later sentence
NEAR = 30  # code points before an event in which «в рамках» is looked for
QUOTED = re.compile(r"[«\"](.+)[»\"]")


@dataclass(slots=True)
class _Event:
    """One event of the document while its facts are being gathered."""

    mentions: list[Mention] = field(default_factory=list)
    start: date | None = None
    end: date | None = None
    place: str | None = None  # a city
    venue: str | None = None  # or a body
    near: str | None = None  # the city that its paragraph speaks of
    whole: "_Event | None" = None
    timeless: bool = False  # a date beside it is not its own

    @property
    def name(self) -> Mention:
        return self.mentions[0]


def find_details(analysis: Analysis, mentions: Sequence[Mention]) -> list[EventDetail]:
    """The details of each NAME mention of an event, in the order of the text.

    Mentions that this module takes for one event get the same details, whatever the later
    resolution makes of them.
    """
    found = sorted((m for m in mentions if m.kind is Kind.EVENT), key=lambda m: m.span)
    owner = group_events(found)
    cities, days = read_cities(analysis, mentions), read_days(analysis)
    home = find_home(analysis, mentions, cities)
    for sentence in analysis.sentences:
        here = sentence.among(found)
        if not here:
            _set_loose_dates(sentence, found, owner, days)
        else:
            _set_dates(sentence, here, owner, days)
            _set_wholes(analysis, here, owner)
            _set_places(sentence, here, owner, (mentions, cities))
    events = list({id(event): event for event in owner.values()}.values())
    _set_story_days(analysis, events, days)
    early = (event.venue for event in events if event.name.span.start < EARLY)
    house = home or next(filter(None, early), None)
    for event in events:
        _inherit(event, home, house)
    return [
        EventDetail(
            m, event.start, event.end, event.place, event.whole.name if event.whole else None
        )
        for m in found
        if m.form is Form.NAME
        for event in [owner[m.span]]
    ]


def group_events(found: Sequence[Mention]) -> dict[Span, _Event]:
    """Span → event: names by their words or quoted title, stand-ins by the kind before them."""
    by_name: dict[str, _Event] = {}
    last: dict[str, _Event] = {}
    owner: dict[Span, _Event] = {}
    latest: _Event | None = None
    for mention in found:
        kind = event_head(mention.normal)
        if mention.form is Form.NAME:
            event = by_name.setdefault(_key(mention.normal), _Event())
        else:
            event = _referred(kind, last) or latest or _Event()
        event.mentions.append(mention)
        owner[mention.span] = event
        last[kind] = latest = event
    return owner


def _referred(kind: str, last: Mapping[str, _Event]) -> _Event | None:
    """The latest event that a bare `kind` can refer to."""
    alike = [event for other, event in last.items() if same_kind(kind, other)]
    return last.get(kind) or (alike[-1] if alike else None)


def _key(normal: str) -> str:
    quoted = QUOTED.search(normal)
    return fold_yo((quoted[1] if quoted and not _is_part(normal) else normal).lower())


def _is_part(normal: str) -> bool:
    return "part" in kind_flags().get(event_head(normal), frozenset())


def _is_large(mention: Mention) -> bool:
    """Whether it is of a kind that lasts or holds others: «форум», «выставка»."""
    return "umbrella" in kind_flags().get(event_head(mention.normal), frozenset())


def _outer(here: Sequence[Mention]) -> list[Mention]:
    """Those that lie in no other."""
    return [m for m in here if not any(o is not m and o.span.covers(m.span) for o in here)]


def _verb(sentence: Sentence, span: Span) -> int:
    """The index of the verb that the words at `span` hang on; -1 if none."""
    inside = [i for i, t in enumerate(sentence.tokens) if span.covers(t.span)]
    index = inside[0] if inside else -1
    for _ in range(len(sentence.tokens)):
        if index < 0:
            return -1
        token = sentence.tokens[index]
        if token.pos == "VERB" and index not in inside:
            return index
        index = token.head
    return -1


def _set_dates(
    sentence: Sentence,
    here: Sequence[Mention],
    owner: Mapping[Span, _Event],
    days: Days,
) -> None:
    """Give each date to the events of its clause, else to the nearest event."""
    outer = _outer(here)
    for day in days.of[sentence.span]:
        if any(m.span.covers(day.span) for m in here):
            continue
        for mention in _dated(sentence, day, outer):
            if _of_another(sentence, day, mention):
                owner[mention.span].timeless = True
                continue
            _date(owner[mention.span], _as_last_day(sentence, day, mention))


def _of_another(sentence: Sentence, day: DateSpan, mention: Mention) -> bool:
    """«подписали 22 апреля на форуме», «5 мая назвали победителей конкурса»: not its own day."""
    if day.start is None or day.end is not None:
        return False
    inside = [n for n, token in enumerate(sentence.tokens) if mention.span.covers(token.span)]
    if not inside:
        return False
    tokens = sentence.tokens
    top = next((n for n in inside if tokens[n].head not in inside), inside[0])
    up = tokens[tokens[top].head].lemma if tokens[top].head >= 0 else ""
    if up in event_words("about"):
        return day.span < mention.span
    before = tokens[inside[0] - 1].lemma if inside[0] else ""
    long = event_head(mention.normal) in LONG and "Case=Acc" not in tokens[top].feats
    return before == "поле" or (before == "на" and long)


def _as_last_day(sentence: Sentence, day: DateSpan, mention: Mention) -> DateSpan:
    """«Форум завершился 3 октября»: the day is the last one of a large event, not its only one."""
    verb = _verb(sentence, day.span)
    if verb < 0 or day.end or sentence.tokens[verb].lemma not in event_words("closing"):
        return day
    large = _is_large(mention)
    return DateSpan(day.span, None, day.start) if large else day


def _set_loose_dates(
    sentence: Sentence,
    found: Sequence[Mention],
    owner: Mapping[Span, _Event],
    days: Days,
) -> None:
    """«Он прошёл 5–6 марта»: a date apart from any event is of the last one, if undated."""
    before = [m for m in found if m.span < sentence.span]
    if not before or sentence.span.start - before[-1].span.stop > LOOSE:
        return
    event = owner[before[-1].span]
    if not any(token.pos == "VERB" for token in sentence.tokens):
        return  # «3 июля, 11:00.» heads what follows
    if event.start is None:
        for day in days.of[sentence.span]:
            _date(event, day)
    elif event.end is None and _is_large(event.name):
        ends = [day.end for day in days.of[sentence.span] if day.start is None and day.end]
        event.end = next((end for end in ends if event.start and end > event.start), None)


def _dated(sentence: Sentence, day: DateSpan, outer: Sequence[Mention]) -> Iterator[Mention]:
    if len(outer) == 1:
        yield outer[0]
        return
    verb = _verb(sentence, day.span)
    same = [m for m in outer if verb >= 0 and _verb(sentence, m.span) == verb]
    if same:
        yield from same
    elif outer:
        yield min(outer, key=lambda m: _distance(m.span, day.span))


def _distance(one: Span, other: Span) -> int:
    return max(other.start - one.stop, one.start - other.stop)


def _date(event: _Event, day: DateSpan) -> None:
    if day.start is None:
        event.end = event.end or day.end
    elif event.start is None:
        event.start = day.start
        event.end = day.end or (event.end if event.end and event.end > day.start else None)


def _set_wholes(analysis: Analysis, here: Sequence[Mention], owner: Mapping[Span, _Event]) -> None:
    """«на форуме», «в рамках форума», «финал конкурса»; a lone «открытие» is of the last event."""
    outer = _outer(here)
    for mention in here:
        event = owner[mention.span]
        if event.whole is not None:
            continue
        whole = _whole(analysis, mention, here, outer)
        if whole is not None and not _within(owner[whole.span], event):
            event.whole = owner[whole.span]
        elif mention is event.name and _holdable(mention):
            umbrella = _umbrella(mention, owner)
            if umbrella is not None and not _within(umbrella, event):
                event.whole = umbrella


def _holdable(mention: Mention) -> bool:
    """Whether it is of a kind that is usually held within another: «лекция», «открытие»."""
    if mention.normal.lower().startswith(("следующ", "очередн")):
        return False
    if event_head(mention.normal) in {"открытие", "закрытие"}:
        return " " not in mention.normal
    return not _is_large(mention)


def _umbrella(mention: Mention, owner: Mapping[Span, _Event]) -> "_Event | None":
    """The latest large event that was named before `mention`."""
    for span in sorted(owner, reverse=True):
        kind = event_head(owner[span].name.normal)
        if span < mention.span and "umbrella" in kind_flags().get(kind, ()):
            return owner[span]
    return None


def _within(event: _Event, other: _Event) -> bool:
    """Whether `event` is `other` or a part of it, so that a circle would close."""
    step: _Event | None = event
    while step is not None:
        if step is other:
            return True
        step = step.whole
    return False


def _whole(
    analysis: Analysis, mention: Mention, here: Sequence[Mention], outer: Sequence[Mention]
) -> Mention | None:
    nested = [m for m in here if m is not mention and mention.span.covers(m.span)]
    if nested:
        return nested[0]
    if mention not in outer:
        return None
    for other in outer:
        if other is mention or other.span.meets(mention.span):
            continue
        text = analysis.document.text
        before = text[max(0, other.span.start - NEAR) : other.span.start]
        own = text[max(0, mention.span.start - NEAR) : mention.span.start]
        if WITHIN.search(before) and not WITHIN.search(own):
            return other
    return None


def _set_places(
    sentence: Sentence,
    here: Sequence[Mention],
    owner: Mapping[Span, _Event],
    named: tuple[Sequence[Mention], Cities],
) -> None:
    """The city after «в», else the body in whose house it is, to the nearest outer event."""
    outer = _outer(here)
    mentions, read = named
    cities = read.of[sentence.span]
    for mention in outer:
        event = owner[mention.span]
        if event.place is None and cities:
            event.place = min(cities, key=lambda city: _distance(city[0], mention.span))[1]
        elif event.venue is None:
            event.venue = venue_of(sentence, mentions)
        event.near = event.near or read.near(sentence, mention.span.start)


def _set_story_days(analysis: Analysis, events: Sequence[_Event], days: Days) -> None:
    """An event without a date of its own is held on the day that the text speaks of.

    «Вчера открыли мост. На церемонии …»; large events and those to come or gone have their own.
    """
    for event in events:
        large = _is_large(event.name)
        if event.start or event.end or event.timeless or _ahead(event):
            continue
        place = event.name.span.start
        sentence = next((s for s in analysis.sentences if s.span.covers(event.name.span)), None)
        if sentence is not None and (
            not large or SAME_DAY.search(analysis.document.at(sentence.span))
        ):
            event.start = days.spoken_of(sentence, place, apart=event.whole is not None)


def _ahead(event: _Event) -> bool:
    """Whether it is another edition: «следующее заседание»."""
    return event.name.normal.lower().startswith(AHEAD)


def _inherit(event: _Event, home: str | None, house: str | None) -> None:
    """Fill from the whole; else the paragraph's city, the document's, the house it is in."""
    whole = event.whole
    if whole is not None:
        _inherit(whole, home, house)
        if event.start is None and whole.end is None:
            event.start = whole.start
        event.place = event.place or whole.place
    if _ahead(event):  # another edition is elsewhere
        event.place = event.place or event.venue
    else:
        event.place = event.place or event.near or home or event.venue or house
