"""Mentions → links: who is what where, who takes part in what, who said what, when and where."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from newsnlp.relate import participations, quotes, roles
from newsnlp.relate.cues import read_cues
from newsnlp.relate.details import Story, find_details, find_wholes, read_story
from newsnlp.relate.pairs import list_pairs
from newsnlp.relate.reader import Reader
from newsnlp.relate.weighed import weigh
from newsnlp.relate.witnesses import Ruled
from newsnlp.schema import Analysis, Kind, Links, Mention, Rejected, Role

__all__ = ["consider", "relate"]


def relate(
    analysis: Analysis,
    mentions: Sequence[Mention],
    things: Sequence[Sequence[Mention]] = (),
    reader: Reader | None = None,
) -> Links:
    """All links of one document and the details of its events.

    Rules decide alone, or where the network was asked, both are weighed.

    Args:
        analysis: of the document.
        mentions: that stand in it.
        things: the mentions of one person, body, place or event each.
        reader: of who takes part as what, where the network was asked.
    """
    story = read_story(analysis, mentions, things)
    if analysis.scores.asked:
        ruled = consider(analysis, mentions, things, story, reader)
        links = weigh(analysis.scores, mentions, ruled)
        wholes = {d.event: d.part_of for d in links.details if d.part_of}
    else:
        found = tuple(roles.find_roles(analysis, mentions, things))
        parts, missed = participations.judge(analysis, mentions)
        links = Links(found, tuple(parts), rejected=tuple(missed))
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
    reader: Reader | None = None,
) -> Ruled:
    """All that the rules think possible, quotes apart, and what the reader says; see `relate`."""
    held, places = roles.consider(analysis, mentions, things)
    cues = tuple(read_cues(analysis.sentences))
    pairs = list(list_pairs(analysis, mentions, cues))
    parts = participations.consider(pairs)
    read = reader(analysis.sentences, cues, mentions, pairs, things) if reader else {}
    wholes = find_wholes(story or read_story(analysis, mentions, things))
    return Ruled(held, places, parts, wholes, things, read)


def _unheld(mentions: Iterable[Mention], found: Iterable[Role]) -> Iterator[Rejected]:
    """The titles that no role has taken."""
    held = {role.position for role in found}
    for title in mentions:
        if title.kind is Kind.POSITION and title not in held:
            reason = "no named person within reach holds this title"
            yield Rejected("role", (title.span,), title.evidence, title.score, reason)
