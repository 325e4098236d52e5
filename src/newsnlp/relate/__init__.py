"""Mentions → links: who is what where, who takes part in what, who said what, when and where."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from newsnlp.morph import Morph
from newsnlp.relate import participations, quotes
from newsnlp.relate.details import find_details
from newsnlp.relate.roles import find_roles
from newsnlp.relate.weighed import weigh
from newsnlp.schema import Analysis, EventDetail, Kind, Links, Mention, Rejected, Role

__all__ = ["relate"]


def relate(
    analysis: Analysis, mentions: Sequence[Mention], morph: Morph
) -> tuple[Links, tuple[EventDetail, ...]]:
    """All links of one document and the details of its events.

    The rules come first; where the network was asked, its scores are weighed with theirs.
    """
    details = tuple(find_details(analysis, mentions))
    roles = tuple(find_roles(analysis, mentions, morph))
    parts, missed_parts = participations.judge(analysis, mentions)
    said, unsaid = quotes.judge(analysis, mentions)
    if analysis.scores.asked:
        ruled = Links(roles, tuple(parts), details=details)
        weighed = weigh(analysis.scores, mentions, ruled)
        rejected = (*weighed.rejected, *unsaid)
        return replace(weighed, quotes=tuple(said), rejected=rejected), weighed.details
    rejected = (*_unheld(mentions, roles), *missed_parts, *unsaid)
    return Links(roles, tuple(parts), tuple(said), details, rejected), details


def _unheld(mentions: Iterable[Mention], roles: Iterable[Role]) -> Iterator[Rejected]:
    """The titles that no role has taken."""
    held = {role.position for role in roles}
    for title in mentions:
        if title.kind is Kind.POSITION and title not in held:
            reason = "no named person within reach holds this title"
            yield Rejected("role", (title.span,), title.evidence, title.score, reason)
