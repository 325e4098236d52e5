"""Mentions → links: who is what where, who takes part in what, who said what, when and where."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from newsnlp.relate import participations, quotes, roles
from newsnlp.relate.cues import read_cues
from newsnlp.relate.details import Story, find_details, find_wholes, read_story
from newsnlp.relate.pairs import list_pairs
from newsnlp.relate.reader import Reader
from newsnlp.relate.weighed import weigh, weigh_parts
from newsnlp.relate.witnesses import Ruled
from newsnlp.schema import Analysis, Kind, Links, Mention, Participation, Rejected, Role

__all__ = ["consider", "consider_parts", "relate", "take_part"]


def relate(
    analysis: Analysis,
    mentions: Sequence[Mention],
    things: Sequence[Sequence[Mention]] = (),
) -> Links:
    """The links of one document, participations apart, and the details of its events.

    Rules decide alone, or where the network was asked, both are weighed.

    Args:
        analysis: of the document.
        mentions: that stand in it.
        things: the mentions of one person, body, place or event each.
    """
    story = read_story(analysis, mentions, things)
    if analysis.scores.asked:
        ruled = consider(analysis, mentions, things, story)
        links = weigh(analysis.scores, mentions, ruled)
        wholes = {d.event: d.part_of for d in links.details if d.part_of}
    else:
        found = tuple(roles.find_roles(analysis, mentions, things))
        links = Links(found)
        wholes = {part: whole for (part, whole), odds in find_wholes(story).items() if odds > 0.5}
    unheld = _unheld(mentions, links.roles)
    heard = quotes.hear(analysis, mentions)
    rejected = (*links.rejected, *unheld, *heard.lost)
    links = replace(links, details=tuple(find_details(story, wholes)), rejected=rejected)
    return replace(links, quotes=heard.quotes, reports=heard.reports)


def consider(
    analysis: Analysis,
    mentions: Sequence[Mention],
    things: Sequence[Sequence[Mention]] = (),
    story: Story | None = None,
) -> Ruled:
    """All that the rules think possible of roles and wholes; see `relate`."""
    held, places = roles.consider(analysis, mentions, things)
    wholes = find_wholes(story or read_story(analysis, mentions, things))
    return Ruled(held, places, wholes=wholes, things=things)


def take_part(
    analysis: Analysis,
    mentions: Sequence[Mention],
    things: Sequence[Sequence[Mention]],
    reader: Reader | None = None,
) -> tuple[list[Participation], list[Rejected]]:
    """Who takes part in what as what, in the order of the text, and what came near.

    Args:
        analysis: of the document.
        mentions: that stand in it.
        things: all mentions of one person, body or event each, stand-ins among them: «он» says as
            much of what somebody did as a name.
        reader: of parts, where the network was asked.
    """
    if not analysis.scores.asked:
        return participations.judge(analysis, mentions)
    ruled = consider_parts(analysis, mentions, things, reader)
    return weigh_parts(analysis.scores, mentions, ruled)


def consider_parts(
    analysis: Analysis,
    mentions: Sequence[Mention],
    things: Sequence[Sequence[Mention]],
    reader: Reader | None,
) -> Ruled:
    """All that the rules think possible of who takes part, and what the reader says of it."""
    cues = tuple(read_cues(analysis.sentences))
    pairs = list(list_pairs(analysis, mentions, cues))
    found = participations.consider(pairs)
    read = reader(analysis.sentences, cues, mentions, pairs, things) if reader else {}
    return Ruled(participations=found, things=things, read=read)


def _unheld(mentions: Iterable[Mention], found: Iterable[Role]) -> Iterator[Rejected]:
    """The titles that no role has taken."""
    held = {role.position for role in found}
    for title in mentions:
        if title.kind is Kind.POSITION and title not in held:
            reason = "no named person within reach holds this title"
            yield Rejected("role", (title.span,), title.evidence, title.score, reason)
