"""What network, rules and the reader of parts say of pairs of spans, side by side."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from newsnlp.belief import Weights, believe, no_share, odds_of, shares, told, weights
from newsnlp.recognise.titles import is_free
from newsnlp.relate.offices import Choice
from newsnlp.relate.participations import trust
from newsnlp.relate.reader import ANSWERS, Reading
from newsnlp.schema import Form, Kind, Mention, Part, Participation, Role, Scores, Span

__all__ = ["NEAR", "Heard", "Pair", "Place", "Ruled", "Witnesses"]

NEAR = 0.2  # links less believed are not worth a word
_READ = ("part", "body")  # relations that the reader speaks of
_UNKNOWN = (
    0.1  # the share of a body where the rules know nothing of a title, as in «отметил ректор»
)
_LEAST = 1e-3  # a chance of a part, at least

Pair = tuple[Span, Span]
Place = tuple[Span, Kind]


class Heard(NamedTuple):
    """What was said of a pair: the network's chance, the rule's score if any, the reader's."""

    chance: float
    score: float | None
    read: float


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
        read: what the reader says of (who, event).
    """

    roles: Sequence[Role] = ()
    places: Mapping[tuple[Mention, Mention], float] = field(default_factory=dict)
    participations: Sequence[Participation] = ()
    wholes: Mapping[tuple[Mention, Mention], float] = field(default_factory=dict)
    things: Sequence[Sequence[Mention]] = ()
    read: Reading = field(default_factory=dict)


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
        self._hear(ruled)

    def _hear(self, ruled: Ruled) -> None:
        """Take in what the rules and the reader say of parts."""
        self._votes: dict[Pair, dict[tuple[Part, bool], float]] = defaultdict(dict)
        for pair, item in self.parts.items():
            votes, said = self._votes[self.both(pair)], (item.part, item.evidence == "model")
            votes[said] = max(votes.get(said, 0.0), trust(item))
        self.shares = {pair: read.share for pair, read in ruled.read.items()}
        self._read = {self.both(pair): read.chances for pair, read in ruled.read.items()}
        self._likely: dict[str, set[Pair]] = defaultdict(set)  # pairs, by what the reader says
        kinds = {mention.span: mention.kind for thing in ruled.things for mention in thing}
        for pair, read in ruled.read.items():
            if 1 - read.chances[0] >= NEAR:
                label = "part" if kinds.get(pair[0]) is Kind.PERSON else "body"
                self._likely[label].add(pair)

    def _share(self, label: str) -> None:
        """What the network says of two things is said of all pairs of their mentions."""
        most: dict[Pair, float] = {}
        for pair, chance in self._chances[label].items():
            thing = self.both(pair)
            most[thing] = max(most.get(thing, 0.0), chance)
        pairs = self._chances[label].keys() | self._rules[label].keys()
        self._chances[label] = {pair: most.get(self.both(pair), 0.0) for pair in pairs}

    def both(self, pair: Pair) -> Pair:
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

    def of(self, label: str) -> Iterator[tuple[Span, Span, Heard]]:
        """(head, tail, what was heard) of each pair, in the order of the text."""
        pairs = self._chances[label].keys() | self._rules[label].keys()
        for pair in sorted(pairs | self._likely[label]):
            yield *pair, self._heard(label, pair)

    def told(self, label: str, pair: Pair) -> str:
        """What the witnesses said of a pair, in words."""
        heard = self._heard(label, pair)
        known = label in _READ and self.both(pair) in self._read
        return told(heard.chance, heard.score, heard.read if known else None)

    def beliefs(self, label: str) -> list[tuple[Span, Span, float]]:
        """(head, tail, belief) of all pairs that a witness speaks of, in the order of the text."""
        return [
            (head, tail, believe(label, heard.chance, heard.score, read=heard.read))
            for head, tail, heard in self.of(label)
        ]

    def _heard(self, label: str, pair: Pair) -> Heard:
        read = self._read.get(self.both(pair)) if label in _READ else None
        return Heard(
            self._chances[label].get(pair, 0.0),
            self._rules[label].get(pair),
            1 - read[0] if read else 0.0,
        )

    def choices(self, title: Mention) -> list[Choice]:
        """Where a title may be held, nowhere last."""
        at = title.span
        bodies = sorted(self._where.get(at, ()))
        chances, rules = self._chances["at"], self._rules["at"]
        known = [rules[at, body] for body in bodies if (at, body) in rules]
        other = 0.0 if known else _UNKNOWN
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
        near = self.nearest(place.span, place.span, Form.NAME)
        return at.get((near, Kind.PLACE)) if near != place.span else None

    def part_of(
        self, pair: Pair, labels: Mapping[Part, str], own: Weights | None = None
    ) -> tuple[Part, float]:
        """As what the pair takes part, and the chance of that, not calibrated.

        Args:
            pair: of a person or body and an event.
            labels: the relations of the parts to choose from.
            own: the weights of the network, of a rule's word, of that of the learnt facts, and of
                the reader.
        """
        own = own or weights()["as"]
        thing = self.both(pair)
        votes = self._votes.get(thing, {})
        if not votes and pair[0] in self._likeliest:
            ruled = self._likeliest[pair[0]]
            votes = {(ruled.part, ruled.evidence == "model"): trust(ruled)}
        read = self._read.get(thing, (0.0,) * len(ANSWERS))
        points = {
            part: own.network * odds_of(self.chance(pair, label))
            + own.rule * votes.get((part, False), 0.0)
            + own.score * votes.get((part, True), 0.0)
            + own.read * math.log(read[ANSWERS.index(part)] + _LEAST)
            for part, label in labels.items()
        }
        best = max(points, key=lambda part: points[part])
        return best, 1 / sum(math.exp(other - points[best]) for other in points.values())

    def chance(self, pair: Pair, label: str) -> float:
        """What the network gives a pair; 0 if it does not speak of it."""
        return self._chances[label].get(pair, 0.0)


def _sum(chance: float, other: float) -> float:
    return min(chance + other, 0.99)
