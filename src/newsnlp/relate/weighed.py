"""Roles, participations and parts of events as the network weighs them.

A link is believed by what the network and the rules say of it together; one that the rules found
keeps their name as its evidence.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from newsnlp.belief import enough
from newsnlp.recognise.positions import CHAIR
from newsnlp.relate.offices import Choice, choose
from newsnlp.relate.witnesses import NEAR, Pair, Place, Ruled, Witnesses
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

__all__ = ["weigh", "weigh_parts"]

LIKELY = 0.5  # a rule that finds a role less likely is not its evidence
MARGIN = 0.8  # of two events for one mention, the lesser must come as near the better
_BODY_PARTS = (Part.ORGANISER, Part.PARTICIPANT, Part.LAUREATE)


def weigh(scores: Scores, mentions: Iterable[Mention], ruled: Ruled) -> Links:
    """The roles and wholes that network and rules together make likely, in the order of the text.

    The details name wholes alone, the surest first. Who takes part in what: see `weigh_parts`.

    Args:
        scores: of the network.
        mentions: what may be linked.
        ruled: what the rules think possible among `mentions`.
    """
    said = Witnesses(scores, ruled)
    at = _places(mentions)
    roles, missed = _weigh_roles(said, at)
    wholes = tuple(_weigh_wholes(said, at))
    return Links(tuple(roles), details=wholes, rejected=tuple(missed))


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
        employer, held = employers[person, title]
        belief = round(belief, 2)
        if ruled:
            status, since, until = ruled.status, ruled.since, ruled.until
        else:
            status, since, until = _status((person, title), said), "", ""
        roles.append(
            Role(who, what, employer, status, evidence, belief, since, until, heard, round(held, 2))
        )
    return sorted(roles, key=lambda r: (r.position.span, r.person.span)), lost


def _lost(what: str, spans: Pair, evidence: str, belief: float, heard: str) -> Rejected:
    reason = f"believed by {belief:.2f} only: {heard}"
    return Rejected(what, spans, evidence, round(belief, 2), reason)


def _employers(
    said: Witnesses, at: Mapping[Place, Mention]
) -> dict[tuple[Span, Span], tuple[Mention | None, float]]:
    """Where each person holds each title that is theirs, and the chance of that."""
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
    title: Span,
    ranked: Sequence[tuple[Choice, float]],
    said: Witnesses,
    at: Mapping[Place, Mention],
) -> tuple[Mention | None, float]:
    """The mention of the likeliest body that stands nearest to the title, its noun or its name.

    With it comes the chance that the title is held there; with None, that it is held nowhere.
    """
    for choice, chance in ranked:
        if choice.body is None:
            return None, chance
        near = said.nearest(title, choice.body, Form.NAME, Form.NOMINAL)
        body, place = at.get((near, Kind.ORGANISATION)), at.get((near, Kind.PLACE))
        if body or place:
            return body or said.named(place, at), chance
    return None, 0.0


def _status(pair: Pair, said: Witnesses) -> Status:
    for status in (Status.ACTING, Status.FORMER):
        if said.chance(pair, status.value) >= 0.5:
            return status
    return Status.CURRENT


def weigh_parts(
    scores: Scores, mentions: Iterable[Mention], ruled: Ruled
) -> tuple[list[Participation], list[Rejected]]:
    """The participations that network, rules and reader together make likely; see `weigh`.

    Of two things there is one, between the mentions that say most of it.
    """
    said, at = Witnesses(scores, ruled), _places(mentions)
    found, lost = [], []
    for kind, label, prefix, parts in (
        (Kind.PERSON, "part", "", tuple(Part)),
        (Kind.ORGANISATION, "body", "body ", _BODY_PARTS),
    ):
        beliefs = said.beliefs(label)
        best: dict[Span, float] = {}
        for who, _, belief in beliefs:
            best[who] = max(best.get(who, 0.0), belief)
        kept: dict[Pair, tuple[float, Participation]] = {}  # of two things the telling pair
        for who, event, belief in beliefs:
            one, other = at.get((who, kind)), at.get((event, Kind.EVENT))
            if one is None or other is None or belief < NEAR:
                continue
            pair = (who, event)
            rule = said.parts.get(pair)
            part, chance = said.part_of(pair, {part: prefix + part.value for part in parts})
            evidence = rule.evidence if rule and rule.part is part else "model"
            heard = said.told(label, pair)
            if belief < max(enough(label), MARGIN * best[who]):
                lost.append(_lost(f"participation ({part})", pair, evidence, belief, heard))
                continue
            belief, chance = round(belief, 2), round(chance, 3)
            link = Participation(one, other, part, evidence, belief, heard, chance)
            thing, share = said.both(pair), said.shares.get(pair, 0.0)
            if thing not in kept or kept[thing][0] < share:
                kept[thing] = share, link
        found += [link for _, link in kept.values()]
    return sorted(found, key=lambda p: (p.who.span, p.event.span)), lost


def _places(mentions: Iterable[Mention]) -> dict[Place, Mention]:
    """Mentions by span and kind; a name before a stand-in."""
    found: dict[Place, Mention] = {}
    for mention in mentions:
        key = (mention.span, mention.kind)
        if key not in found or mention.form is Form.NAME:
            found[key] = mention
    return found
