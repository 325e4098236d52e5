"""Mentions → links: who is what where, who takes part in what, who said what, when and where."""

from collections.abc import Sequence

from newsnlp.morph import Morph
from newsnlp.relate.details import find_details
from newsnlp.relate.participations import find_participations
from newsnlp.relate.quotes import find_quotes
from newsnlp.relate.roles import find_roles
from newsnlp.schema import Analysis, EventDetail, Links, Mention

__all__ = ["relate"]


def relate(
    analysis: Analysis, mentions: Sequence[Mention], morph: Morph
) -> tuple[Links, tuple[EventDetail, ...]]:
    """All links of one document and the details of its events."""
    details = tuple(find_details(analysis, mentions))
    return Links(
        tuple(find_roles(analysis, mentions, morph)),
        tuple(find_participations(analysis, mentions)),
        tuple(find_quotes(analysis, mentions)),
        details,
    ), details
