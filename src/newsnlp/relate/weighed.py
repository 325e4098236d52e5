"""Roles, participations and parts of events as the network weighs them.

A link is believed by what the network and the rules say of it together; one that the rules found
keeps their name as its evidence.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from newsnlp.belief import LEAST, believe, odds_of
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

__all__ = ["weigh"]

NEAR = 0.2  # links less believed are not worth a word
RULE_PART = 1.5  # log-odds that the rule's part adds to the network's
_BODY_PARTS = (Part.ORGANISER, Part.PARTICIPANT, Part.LAUREATE)

Pair = tuple[Span, Span]
Place = tuple[Span, Kind]


class _Witnesses:
    """What network and rules say of pairs of spans."""

    def __init__(self, scores: Scores, rules: Links) -> None:
        self._chances: dict[str, dict[Pair, float]] = defaultdict(dict)
        for (head, tail, label), chance in scores.links.items():
            self._chances[label.removeprefix("press:")][head, tail] = chance
        self._rules: dict[str, dict[Pair, float]] = defaultdict(dict)
        self.roles = {(role.person.span, role.position.span): role for role in rules.roles}
        self.parts = {(item.who.span, item.event.span): item for item in rules.participations}
        for pair, role in self.roles.items():
            self._rules["holds"][pair] = role.score
            if role.organisation is not None:
                self._rules["at"][role.position.span, role.organisation.span] = role.score
        for pair, item in self.parts.items():
            kind = "part" if item.who.kind is Kind.PERSON else "body"
            self._rules[kind][pair] = item.score
        for detail in rules.details:
            if detail.part_of is not None:
                self._rules["in"][detail.event.span, detail.part_of.span] = 1.0

    def beliefs(self, label: str) -> list[tuple[Span, Span, float]]:
        """(head, tail, belief) of all pairs that a witness speaks of, in the order of the text."""
        chances, rules = self._chances[label], self._rules[label]
        pairs = sorted(chances.keys() | rules.keys())
        return [(*pair, believe(label, chances.get(pair, 0.0), rules.get(pair))) for pair in pairs]

    def chance(self, pair: Pair, label: str) -> float:
        """What the network gives a pair; 0 if it does not speak of it."""
        return self._chances[label].get(pair, 0.0)


def weigh(scores: Scores, mentions: Iterable[Mention], rules: Links) -> Links:
    """The links that network and rules together make likely, in the order of the text.

    Args:
        scores: of the network.
        mentions: what may be linked.
        rules: what the rules found among `mentions`.
    """
    said = _Witnesses(scores, rules)
    at = _places(mentions)
    roles, missed_roles = _weigh_roles(said, at)
    parts, missed_parts = _weigh_participations(said, at)
    details = tuple(_weigh_details(said, at, rules.details))
    rejected = (*missed_roles, *missed_parts)
    return Links(tuple(roles), tuple(parts), (), details, rejected)


def _weigh_roles(
    said: _Witnesses, at: Mapping[Place, Mention]
) -> tuple[list[Role], list[Rejected]]:
    bodies: dict[Span, list[tuple[Span, float]]] = defaultdict(list)
    for title, place, belief in said.beliefs("at"):
        bodies[title].append((place, belief))
    roles, lost = [], []
    for person, title, belief in said.beliefs("holds"):
        who, what = at.get((person, Kind.PERSON)), at.get((title, Kind.POSITION))
        if who is None or what is None or belief < NEAR:
            continue
        ruled = said.roles.get((person, title))
        evidence = ruled.evidence if ruled else "model"
        if belief < LEAST:
            lost.append(_lost("role", (person, title), evidence, belief))
            continue
        employer = _employer(person, bodies[title], said, at)
        belief = round(belief, 2)
        if ruled:
            roles.append(replace(ruled, organisation=employer, score=belief))
        else:
            status = _status((person, title), said)
            roles.append(Role(who, what, employer, status, evidence, belief))
    return sorted(roles, key=lambda r: (r.position.span, r.person.span)), lost


def _lost(what: str, spans: Pair, evidence: str, belief: float) -> Rejected:
    return Rejected(what, spans, evidence, round(belief, 2), f"believed by {belief:.2f} only")


def _employer(
    person: Span,
    bodies: Sequence[tuple[Span, float]],
    said: _Witnesses,
    at: Mapping[Place, Mention],
) -> Mention | None:
    """The likeliest body of the title; that the person works there speaks for it, too."""
    best, most = None, 0.0
    for span, belief in bodies:
        mention = at.get((span, Kind.ORGANISATION)) or at.get((span, Kind.PLACE))
        total = belief + 0.2 * said.chance((person, span), "works")
        if mention is not None and total > most and total >= LEAST:
            best, most = mention, total
    return best


def _status(pair: Pair, said: _Witnesses) -> Status:
    for status in (Status.ACTING, Status.FORMER):
        if said.chance(pair, status.value) >= 0.5:
            return status
    return Status.CURRENT


def _weigh_participations(
    said: _Witnesses, at: Mapping[Place, Mention]
) -> tuple[list[Participation], list[Rejected]]:
    found, lost = [], []
    for kind, label, prefix, parts in (
        (Kind.PERSON, "part", "", tuple(Part)),
        (Kind.ORGANISATION, "body", "body ", _BODY_PARTS),
    ):
        for who, event, belief in said.beliefs(label):
            one, other = at.get((who, kind)), at.get((event, Kind.EVENT))
            if one is None or other is None or belief < NEAR:
                continue
            pair = (who, event)
            ruled = said.parts.get(pair)
            points = {
                part: odds_of(said.chance(pair, prefix + part.value))
                + RULE_PART * (ruled is not None and ruled.part is part)
                for part in parts
            }
            part = max(parts, key=lambda p: points[p])
            evidence = ruled.evidence if ruled else "model"
            if belief < LEAST:
                lost.append(_lost(f"participation ({part})", pair, evidence, belief))
            else:
                found.append(Participation(one, other, part, evidence, round(belief, 2)))
    return sorted(found, key=lambda p: (p.who.span, p.event.span)), lost


def _weigh_details(
    said: _Witnesses, at: Mapping[Place, Mention], details: Iterable[EventDetail]
) -> list[EventDetail]:
    wholes: dict[Span, tuple[float, Mention]] = {}
    for part, whole, belief in said.beliefs("in"):
        mention = at.get((whole, Kind.EVENT))
        if mention is not None and belief >= max(LEAST, wholes.get(part, (0.0, mention))[0]):
            wholes[part] = (belief, mention)
    return [
        replace(
            detail, part_of=wholes[detail.event.span][1] if detail.event.span in wholes else None
        )
        for detail in details
    ]


def _places(mentions: Iterable[Mention]) -> dict[Place, Mention]:
    """Mentions by span and kind; a name before a stand-in."""
    found: dict[Place, Mention] = {}
    for mention in mentions:
        key = (mention.span, mention.kind)
        if key not in found or mention.form is Form.NAME:
            found[key] = mention
    return found
