"""Roles, participations and parts of events as the network weighs them.

A link is believed by what the network and the rules say of it together; one that the rules found
keeps their name as its evidence.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from newsnlp.belief import (
    Weights,
    believe,
    enough,
    no_share,
    odds_of,
    shares,
    told,
    weights,
)
from newsnlp.recognise.positions import CHAIR
from newsnlp.recognise.titles import is_free
from newsnlp.relate.offices import Choice, choose
from newsnlp.schema import (
    EventDetail,
    Form,
    Kind,
    Links,
    Mention,
    Part,
    Participation,
    Rejected,
    Role,
    Scores,
    Span,
    Status,
)

__all__ = ["Ruled", "Witnesses", "weigh"]

LIKELY = 0.5  # a rule that finds a role less likely is not its evidence
NEAR = 0.2  # links less believed are not worth a word
MARGIN = 0.8  # of two events for one mention, the lesser must come as near the better
UNKNOWN = 0.1  # the share of a body where the rules know nothing of a title, as in «отметил ректор»
_BODY_PARTS = (Part.ORGANISER, Part.PARTICIPANT, Part.LAUREATE)

Pair = tuple[Span, Span]
Place = tuple[Span, Kind]


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the rules think possible, likely or not.

    Attributes:
        roles: without their bodies.
        places: of (title, body) the share of the body in all that may be where the title is held;
            what the bodies of a title lack to 1 is the share of none.
        things: the mentions of one person, body, place or event each.
        participations: of persons and bodies.
        wholes: of (part, whole), a mention of each event, the chance that one is in the other.
    """

    roles: Sequence[Role] = ()
    places: Mapping[tuple[Mention, Mention], float] = field(default_factory=dict)
    participations: Sequence[Participation] = ()
    wholes: Mapping[tuple[Mention, Mention], float] = field(default_factory=dict)
    things: Sequence[Sequence[Mention]] = ()


class Witnesses:
    """What network and rules say of pairs of spans."""

    def __init__(self, scores: Scores, ruled: Ruled) -> None:
        """Sort the words of both by relation."""
        self._chances: dict[str, dict[Pair, float]] = defaultdict(dict)
        for (head, tail, label), chance in scores.links.items():
            self._chances[label.removeprefix("press:")][head, tail] = chance
        self._rules: dict[str, dict[Pair, float]] = defaultdict(dict)
        self.roles = {(role.person.span, role.position.span): role for role in ruled.roles}
        self.parts = {(item.who.span, item.event.span): item for item in ruled.participations}
        self._likeliest: dict[Span, Participation] = {}  # of each who takes part
        for item in sorted(ruled.participations, key=lambda item: item.score):
            self._likeliest[item.who.span] = item
        for pair, role in self.roles.items():
            self._rules["holds"][pair] = role.score
        for (title, body), score in ruled.places.items():
            self._rules["at"][title.span, body.span] = score
        for pair, item in self.parts.items():
            kind = "part" if item.who.kind is Kind.PERSON else "body"
            self._rules[kind][pair] = item.score
        for (event, whole), score in ruled.wholes.items():
            self._rules["in"][event.span, whole.span] = score
        self._things = {m.span: thing for thing in ruled.things for m in thing}
        self._chances["at"] = self._join(self._chances["at"], max)
        self._rules["at"] = self._join(self._rules["at"], _sum)
        self._where: dict[Span, set[Span]] = defaultdict(set)  # title → bodies
        for span, place in self._chances["at"].keys() | self._rules["at"].keys():
            self._where[span].add(place)
        for label in ("part", "body", "in"):
            self._share(label)

    def _share(self, label: str) -> None:
        """What the network says of two things is said of all pairs of their mentions."""
        most: dict[Pair, float] = {}
        for pair, chance in self._chances[label].items():
            thing = self._thing(pair)
            most[thing] = max(most.get(thing, 0.0), chance)
        pairs = self._chances[label].keys() | self._rules[label].keys()
        self._chances[label] = {pair: most.get(self._thing(pair), 0.0) for pair in pairs}

    def _thing(self, pair: Pair) -> Pair:
        """The first mentions of two things."""
        return self.thing(pair[0]), self.thing(pair[1])

    def _join(
        self, said: Mapping[Pair, float], join: Callable[[float, float], float]
    ) -> dict[Pair, float]:
        """What is said of a title and of several mentions of one body is said of its nearest name.

        «Директор [института]» by the network and «директор … [Институт химии]» by the rules are two
        words for one thing. The network's surest word counts, and the sum of the rules', whose
        chances were shared out among the names of the document.
        """
        joined: dict[Pair, float] = {}
        for (title, body), chance in said.items():
            near = self.nearest(title, body, Form.NAME)
            joined[title, near] = join(joined.get((title, near), 0.0), chance)
        return joined

    def nearest(self, title: Span, body: Span, *forms: Form) -> Span:
        """Of the mentions of a body in one of `forms` the nearest to a title, `body` if none is."""
        spans = [m.span for m in self._things.get(body, ()) if m.form in forms]
        return min(spans, key=lambda span: abs(span.start - title.start), default=body)

    def of(self, label: str) -> Iterator[tuple[Span, Span, float, float | None]]:
        """(head, tail, network's chance, rule's score) of each pair, in the order of the text."""
        chances, rules = self._chances[label], self._rules[label]
        for pair in sorted(chances.keys() | rules.keys()):
            yield *pair, chances.get(pair, 0.0), rules.get(pair)

    def told(self, label: str, pair: Pair) -> str:
        """What the two said of a pair, in words."""
        return told(self._chances[label].get(pair, 0.0), self._rules[label].get(pair))

    def beliefs(self, label: str) -> list[tuple[Span, Span, float]]:
        """(head, tail, belief) of all pairs that a witness speaks of, in the order of the text."""
        return [(h, t, believe(label, chance, score)) for h, t, chance, score in self.of(label)]

    def choices(self, title: Mention) -> list[Choice]:
        """Where a title may be held, nowhere last."""
        at = title.span
        bodies = sorted(self._where.get(at, ()))
        chances, rules = self._chances["at"], self._rules["at"]
        known = [rules[at, body] for body in bodies if (at, body) in rules]
        other = 0.0 if known else UNKNOWN
        found = []
        for body in bodies:
            facts = shares(chances.get((at, body), 0.0), rules.get((at, body), other))
            found.append(Choice(self.thing(body), facts, body))
        rest = no_share(1 - sum(known, other), free=is_free(title.normal))
        return [*found, Choice(None, rest)]

    def thing(self, span: Span) -> Span:
        """The first mention of what is mentioned at `span`."""
        return self._things[span][0].span if span in self._things else span

    def named(
        self, place: Mention | None, at: Mapping[tuple[Span, Kind], Mention]
    ) -> Mention | None:
        """The place by name that «региона» stands for; a place by name itself."""
        if place is None or place.form is Form.NAME:
            return place
        likely = [
            (chance, name)
            for (head, tail), chance in self._chances["same"].items()
            if head == place.span and (name := at.get((tail, Kind.PLACE))) is not None
        ]
        named = [(chance, name) for chance, name in likely if name.form is Form.NAME]
        return max(named, key=lambda item: item[0])[1] if named else None

    def part_of(self, pair: Pair, labels: Mapping[Part, str], own: Weights | None = None) -> Part:
        """As what the pair takes part.

        Args:
            pair: of a person or body and an event.
            labels: the relations of the parts to choose from.
            own: the weights of the network, of a rule's word and of that of the learnt facts.
        """
        own = own or weights()["as"]
        ruled = self.parts.get(pair) or self._likeliest.get(pair[0])
        said = 0.0 if ruled is None else own.score if ruled.evidence == "model" else own.rule
        points = {
            part: own.network * odds_of(self.chance(pair, label))
            + said * (ruled is not None and ruled.part is part)
            for part, label in labels.items()
        }
        return max(points, key=lambda part: points[part])

    def chance(self, pair: Pair, label: str) -> float:
        """What the network gives a pair; 0 if it does not speak of it."""
        return self._chances[label].get(pair, 0.0)


def _sum(chance: float, other: float) -> float:
    return min(chance + other, 0.99)


def weigh(scores: Scores, mentions: Iterable[Mention], ruled: Ruled) -> Links:
    """The links that network and rules together make likely, in the order of the text.

    The details name wholes alone, the surest first.

    Args:
        scores: of the network.
        mentions: what may be linked.
        ruled: what the rules think possible among `mentions`.
    """
    said = Witnesses(scores, ruled)
    at = _places(mentions)
    roles, missed_roles = _weigh_roles(said, at)
    parts, missed_parts = _weigh_participations(said, at)
    rejected = (*missed_roles, *missed_parts)
    wholes = tuple(_weigh_wholes(said, at))
    return Links(tuple(roles), tuple(parts), (), wholes, rejected)


def _weigh_wholes(said: Witnesses, at: Mapping[Place, Mention]) -> Iterator[EventDetail]:
    """Mentions of events with that within which they are likeliest held, the surest first."""
    done: set[Span] = set()
    for part, whole, belief in sorted(said.beliefs("in"), key=lambda item: -item[2]):
        event, other = at.get((part, Kind.EVENT)), at.get((whole, Kind.EVENT))
        if event and other and belief >= enough("in") and part not in done:
            done.add(part)
            yield EventDetail(event, None, None, None, other)


def _weigh_roles(said: Witnesses, at: Mapping[Place, Mention]) -> tuple[list[Role], list[Rejected]]:
    employers = _employers(said, at)
    roles, lost = [], []
    for person, title, belief in said.beliefs("holds"):
        who, what = at.get((person, Kind.PERSON)), at.get((title, Kind.POSITION))
        if who is None or what is None or (belief < NEAR and what.evidence != CHAIR):
            continue
        ruled = said.roles.get((person, title))
        evidence = ruled.evidence if ruled and ruled.score >= LIKELY else "model"
        heard = said.told("holds", (person, title))
        if what.evidence == CHAIR and ruled:
            belief = ruled.score
        if belief < enough("holds"):
            lost.append(_lost("role", (person, title), evidence, belief, heard))
            continue
        employer = employers[person, title]
        belief = round(belief, 2)
        if ruled:
            status, since, until = ruled.status, ruled.since, ruled.until
        else:
            status, since, until = _status((person, title), said), "", ""
        roles.append(Role(who, what, employer, status, evidence, belief, since, until, said=heard))
    return sorted(roles, key=lambda r: (r.position.span, r.person.span)), lost


def _lost(what: str, spans: Pair, evidence: str, belief: float, heard: str) -> Rejected:
    reason = f"believed by {belief:.2f} only: {heard}"
    return Rejected(what, spans, evidence, round(belief, 2), reason)


def _employers(
    said: Witnesses, at: Mapping[Place, Mention]
) -> dict[tuple[Span, Span], Mention | None]:
    """Where each person holds each title that is theirs."""
    pairs = [(p, t) for p, t, belief in said.beliefs("holds") if belief >= enough("holds")]
    pairs += [pair for pair, role in said.roles.items() if role.position.evidence == CHAIR]
    offices = {
        (person, title): (said.thing(person), at[title, Kind.POSITION].normal)
        for person, title in dict.fromkeys(pairs)
        if (title, Kind.POSITION) in at
    }
    titles = {pair: said.choices(at[pair[1], Kind.POSITION]) for pair in offices}
    ranked = choose(titles, offices)
    return {pair: _employer(pair[1], ranked[pair], said, at) for pair in offices}


def _employer(
    title: Span, ranked: Sequence[Choice], said: Witnesses, at: Mapping[Place, Mention]
) -> Mention | None:
    """The mention of the likeliest body that stands nearest to the title, its noun or its name."""
    for choice in ranked:
        if choice.body is None:
            return None
        near = said.nearest(title, choice.body, Form.NAME, Form.NOMINAL)
        body = at.get((near, Kind.ORGANISATION)) or said.named(at.get((near, Kind.PLACE)), at)
        if body:
            return body
    return None


def _status(pair: Pair, said: Witnesses) -> Status:
    for status in (Status.ACTING, Status.FORMER):
        if said.chance(pair, status.value) >= 0.5:
            return status
    return Status.CURRENT


def _weigh_participations(
    said: Witnesses, at: Mapping[Place, Mention]
) -> tuple[list[Participation], list[Rejected]]:
    found, lost = [], []
    for kind, label, prefix, parts in (
        (Kind.PERSON, "part", "", tuple(Part)),
        (Kind.ORGANISATION, "body", "body ", _BODY_PARTS),
    ):
        beliefs = said.beliefs(label)
        best: dict[Span, float] = {}
        for who, _, belief in beliefs:
            best[who] = max(best.get(who, 0.0), belief)
        for who, event, belief in beliefs:
            one, other = at.get((who, kind)), at.get((event, Kind.EVENT))
            if one is None or other is None or belief < NEAR:
                continue
            pair = (who, event)
            ruled = said.parts.get(pair)
            part = said.part_of(pair, {part: prefix + part.value for part in parts})
            evidence = ruled.evidence if ruled else "model"
            heard = said.told(label, pair)
            if belief < max(enough(label), MARGIN * best[who]):
                lost.append(_lost(f"participation ({part})", pair, evidence, belief, heard))
            else:
                found.append(Participation(one, other, part, evidence, round(belief, 2), heard))
    return sorted(found, key=lambda p: (p.who.span, p.event.span)), lost


def _places(mentions: Iterable[Mention]) -> dict[Place, Mention]:
    """Mentions by span and kind; a name before a stand-in."""
    found: dict[Place, Mention] = {}
    for mention in mentions:
        key = (mention.span, mention.kind)
        if key not in found or mention.form is Form.NAME:
            found[key] = mention
    return found
