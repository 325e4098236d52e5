"""Analysis → mentions of persons, bodies, positions, events and places."""

from collections.abc import Sequence

from newsnlp.morph import Morph
from newsnlp.recognise.events import find_events, without_events
from newsnlp.recognise.organisations import find_organisations
from newsnlp.recognise.persons import find_persons, find_places
from newsnlp.recognise.place_adjectives import find_adjective_places
from newsnlp.recognise.positions import find_positions
from newsnlp.recognise.reconcile import reconcile
from newsnlp.recognise.told import find_told, trim_places
from newsnlp.schema import Analysis, Mention, Rejected

__all__ = ["candidates", "recognise"]


def candidates(analysis: Analysis, morph: Morph) -> list[Mention]:
    """All that the rules propose, kind by kind."""
    persons = find_persons(analysis, morph)
    found = [*persons, *find_organisations(analysis, morph, persons)]
    names = without_events(analysis, found)
    positions = find_positions(analysis, morph, names)
    events = find_events(analysis, morph, names)
    places = [*find_places(analysis, morph), *find_adjective_places(analysis)]
    return [*names, *positions, *events, *places]


def recognise(
    analysis: Analysis, morph: Morph, ruled: Sequence[Mention]
) -> tuple[tuple[Mention, ...], tuple[Rejected, ...]]:
    """The mentions of `analysis` in the order of the text, nested but never crossing; and the rest.

    The rest are candidates that lost against another one.

    Args:
        analysis: with the network's scores, if it was asked.
        morph: for the nominative.
        ruled: the rules' candidates.
    """
    told = find_told(analysis, morph, ruled) if analysis.scores.asked else []
    return reconcile([*trim_places(ruled, told), *told], analysis.scores)
