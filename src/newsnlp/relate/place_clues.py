"""What speaks for a city or a body of the text as the place of an event.

The events of a document and its places enter; for each event and place, and for no place, facts
leave: short texts such as «city&gap=1», which weights count.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsnlp.relate.scene import Gathering, Scene, step
from newsnlp.relate.spots import HEADING, LEAD, Spot
from newsnlp.schema import Span

__all__ = ["Near", "home_clues", "place_clues"]

_ROOM = frozenset({"in", "prep=в&case=Loc", "prep=на&case=Loc", "prep=venue"})

_NEARBY = 5_000  # in the measure of `Scene.distance`: a paragraph away


@dataclass(frozen=True, slots=True)
class Near:
    """What is known of other places when that of one event is asked for.

    None stands for an event or a story of no known place, "" where there is none.

    Attributes:
        whole: of the event that it is part of.
        before: of the event before it in the text.
        together: how near that one is: "sentence", "paragraph", "far".
        main: of the first event of the text.
        home: where the story is at home.
        home_kind: city, body or region.
        ruled: what simple rules say, (rule, place), the surest first.
    """

    whole: str | None = ""
    before: str | None = ""
    together: str = ""
    main: str | None = ""
    home: str | None = ""
    home_kind: str = ""
    ruled: tuple[tuple[str, str], ...] = ()

    @property
    def others(self) -> Iterator[tuple[str, str | None]]:
        """The places of other events with what these are."""
        yield "whole", self.whole
        yield self.together, self.before
        yield "main", self.main


@dataclass(frozen=True, slots=True)
class _Judged:
    """A mention of a place beside an event; `rank` counts the nearer places of its kind."""

    spot: Spot
    at: int  # index of the mention
    apart: int
    rank: int = 0

    @property
    def span(self) -> Span:
        return self.spot.spans[self.at]


def home_clues(scene: Scene, spots: Sequence[Spot]) -> tuple[tuple[str, ...], ...]:
    """What speaks for each place as the one where the story is at home, and last for none."""
    found = [tuple(dict.fromkeys(_home(scene, spot))) for spot in spots]
    none = ["none", f"none&ruled={any('ruled=True' in spot.known for spot in spots)}"]
    return (*found, (*none, *_counts(spots)))


def _home(scene: Scene, spot: Spot) -> Iterator[str]:
    """All that is said of a place, in the lead and beside the first event apart."""
    yield from spot.known
    for span, facts in zip(spot.spans, spot.facts, strict=True):
        lead = scene.seat(span).paragraph < LEAD
        for fact in facts:
            yield f"{spot.kind}&some&{fact}"
            if lead:
                yield f"{spot.kind}&lead&{fact}"
    event = scene.events[0]
    span = min(spot.spans, key=lambda s: scene.distance(scene.nearest(event, s), s))
    if spot.facts[0] != HEADING:
        for fact in scene.link(scene.nearest(event, span), span):
            yield f"{spot.kind}&main&{fact}"


def _counts(spots: Sequence[Spot]) -> Iterator[str]:
    for kind in ("city", "body", "region"):
        yield f"none&{kind}={step(sum(spot.kind == kind for spot in spots), 0, 1, 2, 4)}"


def place_clues(
    scene: Scene, event: Gathering, spots: Sequence[Spot], near: Near
) -> tuple[list[str | None], tuple[tuple[str, ...], ...]]:
    """The places that may be meant with the facts of each, and last none.

    Of each place the mention nearest to the event is judged, and the nearest one that something is
    said to be in.
    """
    known = {near.whole, near.before, near.main, near.home}
    judged = list(
        _judge(
            scene,
            event,
            [s for s in spots if s.kind != "body" or s.name in known or _is_near(scene, event, s)],
        )
    )
    found = []
    for item in judged:
        where, link = _side(scene, event, item)
        own = [*item.spot.known, *(f"{item.spot.kind}&{fact}" for fact in link)]
        own += _stands(scene, event, item, where)
        own += _fits(event, item.spot, near)
        own += _where(event, item.spot, near, where)
        found.append(tuple(dict.fromkeys(own)))
    values: list[str | None] = [item.spot.name for item in judged]
    return [*values, None], (*found, tuple(_none(scene, event, spots, near)))


def _is_near(scene: Scene, event: Gathering, spot: Spot) -> bool:
    """Whether a place is spoken of beside an event or as one where something is.

    Of far bodies none was the likeliest place in the releases kept out.
    """
    if any(_ROOM.intersection(facts) for facts in spot.facts):
        return True
    return any(scene.distance(scene.nearest(event, span), span) < _NEARBY for span in spot.spans)


def _judge(scene: Scene, event: Gathering, spots: Sequence[Spot]) -> Iterator[_Judged]:
    """The mentions that are judged, with their ranks."""
    found = []
    for spot in spots:
        apart = [scene.distance(scene.nearest(event, span), span) for span in spot.spans]
        best = {min(range(len(apart)), key=apart.__getitem__)}
        inside = [n for n, facts in enumerate(spot.facts) if _ROOM.intersection(facts)]
        if inside:
            best.add(min(inside, key=apart.__getitem__))
        found += [_Judged(spot, n, apart[n]) for n in sorted(best)]
    names: dict[str, dict[str | None, int]] = defaultdict(dict)
    for item in sorted(found, key=lambda item: item.apart):
        known = names[item.spot.kind]
        known.setdefault(item.spot.name, len(known))
    for item in found:
        rank = min(names[item.spot.kind][item.spot.name], 3)
        yield _Judged(item.spot, item.at, item.apart, rank)


def _side(scene: Scene, event: Gathering, item: _Judged) -> tuple[str, list[str]]:
    """Whether the mention of a place stands inside the event's words, beside them or away."""
    if item.spot.facts[item.at] == HEADING:
        return "away", ["heading"]
    link = list(scene.link(scene.nearest(event, item.span), item.span))
    return "inside" if "inside" in link else "here" if "here" in link else "away", link


def _stands(scene: Scene, event: Gathering, item: _Judged, where: str) -> Iterator[str]:
    """How the mention of a place stands in the text."""
    kind = item.spot.kind
    for fact in item.spot.facts[item.at]:
        yield f"{kind}&{where}&{fact}"
        yield f"{kind}&{fact}"
    yield f"{kind}&rank={item.rank}"
    yield f"{kind}&{where}&rank={item.rank}"
    if where == "here":
        for fact in scene.words(scene.nearest(event, item.span)):
            yield f"{kind}&here&{fact}"
        nearest = item.apart <= scene.rival(event, item.span)
        yield f"{kind}&here&{'nearest' if nearest else 'rivalled'}"
    for fact in event.facts:
        yield f"{kind}&{where}&{fact}"
    if item.spot.sort:
        yield f"{where}&sort={item.spot.sort}"


def _fits(event: Gathering, spot: Spot, near: Near) -> Iterator[str]:
    """What simple rules say of a place."""
    for rule, name in near.ruled:
        yield f"by={rule}&{name == spot.name}"
        yield f"by={rule}&{name == spot.name}&{spot.kind}"
    if near.ruled:
        rule, name = near.ruled[0]
        yield f"ruled={name == spot.name}"
        yield f"ruled={name == spot.name}&{rule}&{spot.kind}"
        for fact in event.facts:
            yield f"ruled={name == spot.name}&{fact}"


def _where(event: Gathering, spot: Spot, near: Near, where: str) -> Iterator[str]:
    """How a place agrees with that of the story and of other events."""
    kind = spot.kind
    home = f"home={near.home == spot.name}" if near.home != "" else "home=?"
    yield f"{home}&{kind}&{where}"
    for fact in event.facts:
        yield f"{home}&{kind}&{fact}"
    if near.home != "":
        sort = "none" if near.home is None else near.home_kind
        yield f"{kind}&{where}&home_{sort}&{home}"
    rule = near.ruled[0][0] if near.ruled else "none"
    yield f"{kind}&rule={rule}"
    yield f"{kind}&{where}&rule={rule}"
    yield f"{kind}&{where}&city_home={'home' in dict(near.ruled)}"
    if near.whole:
        yield f"{kind}&{where}&whole_placed"
    for label, other in near.others:
        if other == "" or not label:
            continue
        same = "none" if other is None else str(other == spot.name)
        yield f"{label}={same}&{kind}"
        yield f"{label}={same}&{kind}&{where}"
        if label != "whole":
            yield f"{label}={same}&{event.facts[-1]}"


def _none(scene: Scene, event: Gathering, spots: Sequence[Spot], near: Near) -> Iterator[str]:
    """What speaks for no place."""
    yield "none"
    home = "?" if near.home == "" else near.home is not None
    yield f"none&home={home}"
    yield "none&ruled=" + (near.ruled[0][0] if near.ruled else "none")
    for fact in event.facts:
        yield f"none&{fact}"
        yield f"none&home={home}&{fact}"
    yield f"none&name={event.name.form}"
    yield f"none&first={event is scene.events[0]}"
    yield f"none&lead={scene.seat(event.name.span).paragraph < LEAD}"
    yield from _counts(spots)
    for label, other in near.others:
        yield f"none&{label}={'-' if other == '' else other is not None}"
    for fact in scene.words(event.name):
        yield f"none&{fact}"
    yield f"none&tense={scene.tense(event.name.span)}"
