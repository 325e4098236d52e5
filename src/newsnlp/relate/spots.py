"""The places that a text names, as cities, regions and bodies, and how it speaks of each.

The events of a document and its mentions enter; a `Spot` leaves for each place. Which event is
there is the business of `details`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from newsnlp.recognise.event_spans import event_words
from newsnlp.recognise.titles import body_classes
from newsnlp.relate.homes import Cities, venue_of
from newsnlp.relate.places import cities_named, city_at, city_in_title, settlement
from newsnlp.relate.scene import Gathering, Scene, step
from newsnlp.schema import Form, Kind, Mention, Sentence, Span, Token

__all__ = ["Spot", "read_spots", "ruled_places"]

LEAD = 2  # paragraphs of the lead
HEADING = ("heading",)  # the facts of a city that only the title names
_BEFORE = frozenset(
    {"в", "во", "на", "из", "под", "у", "по", "к", "для", "с", "от", "о", "при", "из-под"}
)
_RECEIVES = frozenset({"принять", "принимать"})


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that the text names.

    Attributes:
        name: nominative; None for a region or a country, which is no answer.
        kind: city, body or region.
        spans: where it is spoken of.
        facts: of each span.
        known: what is true of the whole.
        sort: what kind of body: «museum»; "" for others.
    """

    name: str | None
    kind: str
    spans: list[Span] = field(default_factory=list)
    facts: list[tuple[str, ...]] = field(default_factory=list)
    known: tuple[str, ...] = ()
    sort: str = ""


def read_spots(
    scene: Scene,
    mentions: Sequence[Mention],
    bodies: Sequence[Sequence[Mention]],
    cities: Cities,
    home: str | None,
) -> list[Spot]:
    """The places of a document: cities and regions by name, bodies by their mentions.

    Args:
        scene: the events of the document.
        mentions: that stand in it.
        bodies: the mentions of one body each.
        cities: that it says something to be in.
        home: the city of the dateline or the lead.
    """
    spots = _named(scene, mentions, cities)
    for body in bodies:
        names = [m.normal for m in body if m.form is Form.NAME]
        if names:
            facts = [(f"form={m.form}", *_stands(scene, m.span)) for m in body]
            spots.append(Spot(max(names, key=len), "body", [m.span for m in body], facts))
    title = scene.analysis.document.title
    titled = set(cities_named(title))
    start = scene.sentences[0].span.start
    for city in sorted(titled - {spot.name for spot in spots if spot.name}):
        spots.append(Spot(city, "city", [Span(start, start + 1)], [HEADING]))
    counts = Counter(spot.kind for spot in spots)
    firsts = {kind: min(min(s.spans) for s in spots if s.kind == kind) for kind in counts}
    found = []
    for spot in spots:
        sort = _sort(spot.name or "") if spot.kind == "body" else ""
        own = [*_seen(scene, spot, counts[spot.kind])]
        if spot.kind == "city":
            own += _city(spot, home, city_in_title(title), titled)
        elif spot.kind == "body":
            own.append(f"sort={sort}")
        if min(spot.spans) == firsts[spot.kind]:
            own.append(f"{spot.kind}&first")
        found.append(replace(spot, known=tuple(own), sort=sort))
    return found


def _named(scene: Scene, mentions: Sequence[Mention], cities: Cities) -> list[Spot]:
    """The cities and regions by name."""
    places = {
        m.span.start: m.normal for m in mentions if m.kind is Kind.PLACE and m.form is Form.NAME
    }
    inner = {Kind.ORGANISATION, Kind.PERSON, Kind.POSITION}
    within = {
        place for m in mentions if m.kind in inner for place in range(m.span.start + 1, m.span.stop)
    }
    found: dict[tuple[str, str], Spot] = {}
    said: set[int] = set()
    for sentence in scene.sentences:
        told = [(span, city, "in") for span, city in cities.of[sentence.span]]
        for n, token in enumerate(sentence.tokens):
            if not token.text[:1].isupper():
                continue
            name, kind = _place(sentence, n, places)
            if name:
                whose = "within" if token.span.start in within else "free"
                told.append((token.span, name if kind == "city" else "-" + name, whose))
        for span, name, how in told:
            if span.start in said:
                continue
            said.add(span.start)
            kind = "region" if name.startswith("-") else "city"
            spot = found.setdefault((kind, name), Spot(name if kind == "city" else None, kind))
            spot.spans.append(span)
            spot.facts.append((how, *_stands(scene, span)))
    return list(found.values())


def _place(sentence: Sentence, n: int, places: dict[int, str]) -> tuple[str, str]:
    """The name and the kind of the place that begins at a token; "" if none does."""
    token = sentence.tokens[n]
    marked = token.span.start in places
    if not marked and token.pos != "PROPN":
        return "", ""
    city = city_at(sentence.tokens[n : n + 3])
    if city.lower() in event_words("name") and not marked:
        return "", ""
    name = city or settlement(places, token)
    return (name, "city") if name else (places.get(token.span.start, ""), "region")


def _seen(scene: Scene, spot: Spot, alike: int) -> Iterator[str]:
    """How often and where a place is spoken of."""
    first, kind = scene.seat(min(spot.spans)), spot.kind
    yield f"kind={kind}"
    yield f"{kind}&spans={step(len(spot.spans), 1, 2, 4)}"
    yield f"{kind}&alike={step(alike, 1, 2, 4)}"
    yield f"{kind}&lead={first.paragraph < LEAD}"
    if first.sentence == 0 and first.start < 4 and kind == "city" and spot.facts[0] != HEADING:
        yield "dateline"


def _city(spot: Spot, home: str | None, title: str, titled: set[str]) -> Iterator[str]:
    """How dateline, lead and heading speak of a city."""
    yield f"ruled={spot.name == home}"
    yield f"title={spot.name == title if title else '?'}"
    yield f"city&titled={spot.name in titled if titled else '?'}"
    if any("in" in facts for facts in spot.facts):
        yield "city&in_it"


def _sort(name: str) -> str:
    """The class of the first noun for a body in a name: «museum» for «Музей города»."""
    for word in re.findall(r"[\w-]+", name.lower()):
        classes = sorted(body_classes(word) - {"loose"})
        if classes:
            return classes[0]
    return "acronym" if name.isupper() else "other"


def _stands(scene: Scene, span: Span) -> Iterator[str]:
    """Preposition, case and verb of the words at `span`."""
    seat, tokens = scene.seat(span), scene.sentence(span).tokens
    if seat.start == seat.stop:
        return
    before = scene.before(span)
    lemma = before.lemma if before else "-"
    if before and (lemma in event_words("settlement") or lemma == "."):
        lemma = tokens[seat.start - 2].lemma if seat.start > 1 else "-"
        yield "settlement"
    head = tokens[seat.head]
    case = next((f[5:] for f in head.feats if f.startswith("Case=")), "none")
    prep = _preposition(lemma, before)
    rel = head.rel.partition(":")[0]
    yield f"prep={prep}"
    yield f"prep={prep}&case={case}"
    yield f"rel={rel}"
    if seat.verb < 0:
        return
    verb = tokens[seat.verb].lemma
    for use in ("held", "leads", "life"):
        if verb in event_words(use):
            yield f"verb={use}"
            yield f"verb={use}&{rel}"
    if verb in _RECEIVES and rel == "nsubj":
        yield "receives"


def _preposition(lemma: str, before: Token | None) -> str:
    """The preposition before a place, «venue» for «на базе», or what kind of word stands there."""
    if lemma in _BEFORE:
        return lemma
    if lemma in event_words("venue"):
        return "venue"
    if before and before.pos in {"NOUN", "ADJ", "PROPN"}:
        return "noun"
    return "mark" if before and before.pos == "PUNCT" else "none"


def ruled_places(
    scene: Scene, event: Gathering, mentions: Sequence[Mention], cities: Cities, home: str | None
) -> tuple[tuple[str, str], ...]:
    """What simple rules say of the place of an event, (rule, place), the surest first.

    The nearest city of its sentence, the last one of the paragraph before it, that of the dateline
    or the lead, the body in whose house its sentence says something is.
    """
    found: dict[str, str] = {}
    for mention in event.mentions:
        sentence = scene.sentence(mention.span)
        own = cities.of[sentence.span]
        if own:
            found.setdefault("sentence", _nearest(scene, mention, own))
        else:
            found.setdefault("venue", venue_of(sentence, mentions) or "")
        found.setdefault("paragraph", cities.near(sentence, mention.span.start) or "")
    found["home"] = home or ""
    rules = ("sentence", "paragraph", "home", "venue")
    return tuple((rule, found[rule]) for rule in rules if found.get(rule))


def _nearest(scene: Scene, mention: Mention, cities: Sequence[tuple[Span, str]]) -> str:
    return min(cities, key=lambda city: scene.distance(mention, city[0]))[1]
