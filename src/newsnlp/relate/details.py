"""When and where each event is held, and within which other event.

An analysis and the mentions of a document enter; an `EventDetail` leaves for each mention of an
event. What is learnt from marked-up releases (`training/details.py`) chooses among the other
events, the dates and the places of the text; the weights of its facts stand in
`resources/lexicons/detail_weights.tsv`. Wholes are chosen first, then the days and the place of
each event, those of the whole before those of its parts.
"""

import math
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from newsnlp.lexicon import load_weights
from newsnlp.relate.day_clues import (
    Around,
    Day,
    closes,
    end_clues,
    find_days,
    read_days,
    start_clues,
)
from newsnlp.relate.homes import find_home, read_cities
from newsnlp.relate.named_events import group_events
from newsnlp.relate.place_clues import Near, home_clues, place_clues
from newsnlp.relate.scene import Scene
from newsnlp.relate.spots import Spot, read_spots, ruled_places
from newsnlp.relate.whole_clues import whole_clues
from newsnlp.schema import Analysis, EventDetail, Form, Kind, Mention

__all__ = [
    "Clues",
    "Decision",
    "Pick",
    "Story",
    "chances",
    "decide",
    "find_details",
    "find_wholes",
    "likeliest",
    "read_story",
]

NONE = 0.7  # what the chance of no value counts; cross-validated, .6 to .8 do as well
POSSIBLE = 0.05  # of the chance of a whole that is worth a word where a network has one, too

Clues = Sequence[Sequence[str]]
Pick = Callable[[str, int, Sequence[Hashable], Clues], int]
Pair = tuple[Mention, Mention]


@dataclass(frozen=True, slots=True)
class Story:
    """What a document says of events, days and places, before any is joined to another."""

    scene: Scene
    days: tuple[Day, ...] = ()
    spots: tuple[Spot, ...] = ()
    ruled: tuple[tuple[tuple[str, str], ...], ...] = ()  # places of each event by simple rules


@dataclass(frozen=True, slots=True)
class Decision:
    """The days and the place of one event."""

    start: date | None
    end: date | None
    place: str | None


def read_story(
    analysis: Analysis, mentions: Sequence[Mention], things: Sequence[Sequence[Mention]] = ()
) -> Story:
    """The events, days and places of a document.

    Args:
        analysis: of the document.
        mentions: that stand in it.
        things: the mentions of one event or body each; events are grouped by name without them.
    """
    events = [thing for thing in things if thing and thing[0].kind is Kind.EVENT]
    bodies = [thing for thing in things if thing and thing[0].kind is Kind.ORGANISATION]
    if not events:
        found = sorted((m for m in mentions if m.kind is Kind.EVENT), key=lambda m: m.span)
        events = list({id(group): group for group in group_events(found).values()}.values())
    if not bodies:
        bodies = [[m] for m in mentions if m.kind is Kind.ORGANISATION]
    scene = Scene(analysis, events if analysis.sentences else ())
    if not scene.events:
        return Story(scene)
    days = tuple(read_days(scene, find_days(analysis)))
    cities = read_cities(analysis, mentions)
    home = find_home(analysis, mentions, cities)
    spots = tuple(read_spots(scene, mentions, bodies, cities, home))
    ruled = tuple(ruled_places(scene, e, mentions, cities, home) for e in scene.events)
    return Story(scene, days, spots, ruled)


def find_wholes(story: Story) -> dict[Pair, float]:
    """Of (part, whole), a mention of each event, the chance that one is held within the other."""
    scene, found = story.scene, {}
    for event in scene.events:
        others = [other for other in scene.events if other is not event]
        if not others:
            continue
        odds = chances(whole_clues(scene, event, others), _weights()["w"])
        for other, chance in zip(others, odds, strict=False):
            if chance >= POSSIBLE:
                found[event.name, other.name] = chance
    return found


def find_details(story: Story, wholes: Mapping[Mention, Mention]) -> list[EventDetail]:
    """The details of each mention of an event, in the order of the text.

    Args:
        story: of the document.
        wholes: mention of an event → of that within which it is held; a circle is cut.
    """
    events, owner = story.scene.events, story.scene.owner
    held: dict[int, int] = {}
    for part, whole in wholes.items():
        if part in owner and whole in owner:
            held.setdefault(owner[part], owner[whole])
    held = {part: whole for part, whole in held.items() if not _circle(part, held)}
    decisions = decide(story, held, _pick)
    return [
        EventDetail(
            mention,
            decisions[n].start,
            decisions[n].end,
            decisions[n].place,
            events[held[n]].name if n in held else None,
        )
        for mention, n in sorted(owner.items(), key=lambda item: item[0].span)
        if mention.form is not Form.PRONOUN
    ]


def _circle(part: int, held: Mapping[int, int]) -> bool:
    """Whether the wholes of an event lead back to it, and it is the last in the text of these."""
    chain, step = [part], held.get(part)
    while step is not None and step not in chain:
        chain.append(step)
        step = held.get(step)
    return step == part and part == min(chain)


def decide(story: Story, held: Mapping[int, int], pick: Pick) -> list[Decision]:
    """The days and the place of each event.

    Args:
        story: of the document.
        held: number of an event → of that within which it is held, without circles.
        pick: chooses one of the values by its facts, given a letter for what is asked (h: where the
            story is at home, s and e: the first and last day, p: the place) and the event's number.
    """
    scene, days, spots = story.scene, story.days, story.spots
    if not scene.events:
        return []
    names: list[str | None] = [*(spot.name for spot in spots), None]
    at = pick("h", -1, names, home_clues(scene, spots))
    home, home_kind = names[at], spots[at].kind if at < len(spots) else ""
    found: dict[int, Decision] = {}
    for n in _wholes_first(len(scene.events), held):
        event, whole = scene.events[n], found.get(held.get(n, -1))
        before, together = found.get(n - 1), scene.together(n)
        around = Around(
            (whole.start, whole.end) if whole else None,
            before.start if before else None,
            together if before else "later" if n else "",
            found[0].start if n and 0 in found else None,
        )
        values = [*(day.day for day in days), None]
        at = pick("s", n, values, start_clues(scene, event, days, around))
        start = days[at] if values[at] else None
        ends, clues = end_clues(scene, event, days, start, whole.end if whole else None)
        end = ends[pick("e", n, ends, clues)]
        near = Near(
            whole.place if whole else "",
            before.place if before else "",
            together if before else "",
            found[0].place if n and 0 in found else "",
            home,
            home_kind,
            story.ruled[n],
        )
        places, clues = place_clues(scene, event, spots, near)
        place = places[pick("p", n, places, clues)] or (whole.place if whole else None)
        first = start.day if start else None
        if start and end is None and event.large and closes(scene, start):
            first, end = None, first
        found[n] = Decision(first, end, place)
    return [found[n] for n in range(len(scene.events))]


def _wholes_first(count: int, held: Mapping[int, int]) -> Iterator[int]:
    """The numbers of the events in the order of the text, but each after its whole."""
    done: set[int] = set()
    for number in range(count):
        chain: list[int] = []
        step: int | None = number
        while step is not None and step not in done and step not in chain:
            chain.append(step)
            step = held.get(step)
        yield from reversed(chain)
        done.update(chain)


def _pick(letter: str, _: int, values: Sequence[Hashable], clues: Clues) -> int:
    return likeliest(values, chances(clues, _weights()[letter]))


def likeliest(values: Sequence[Hashable], odds: Sequence[float]) -> int:
    """The likeliest candidate of the likeliest value; candidates of one value count together.

    None must be likelier by far: an empty cell is as wrong as a wrong one where there is something
    to tell, and nobody misses it where there is not.
    """
    total: dict[Hashable, float] = {}
    for value, chance in zip(values, odds, strict=True):
        total[value] = total.get(value, 0.0) + chance * (NONE if value is None else 1.0)
    best = max(total, key=lambda value: total[value])
    return max((n for n, v in enumerate(values) if v == best), key=odds.__getitem__)


def chances(clues: Clues, weights: Mapping[str, float]) -> list[float]:
    """The chance of each candidate to be the right one; they add up to 1."""
    known = weights.get
    sums = [sum([known(fact, 0.0) for fact in facts]) for facts in clues]
    most = max(sums)
    odds = [math.exp(x - most) for x in sums]
    total = sum(odds)
    return [x / total for x in odds]


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    """Letter of what is asked → fact → weight."""
    found: dict[str, dict[str, float]] = {letter: {} for letter in "whsep"}
    for key, weight in load_weights("detail_weights")["weight"].items():
        letter, _, fact = key.partition(":")
        found[letter][fact] = weight
    return found
