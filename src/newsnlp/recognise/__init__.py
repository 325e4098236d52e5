"""Analysis → mentions of persons, bodies, positions, events and places."""

from newsnlp.morph import Morph
from newsnlp.recognise.events import find_events, without_events
from newsnlp.recognise.organisations import find_organisations
from newsnlp.recognise.persons import find_persons, find_places
from newsnlp.recognise.place_adjectives import find_adjective_places
from newsnlp.recognise.positions import find_positions
from newsnlp.recognise.reconcile import reconcile
from newsnlp.schema import Analysis, Mention, Rejected

__all__ = ["recognise"]


def recognise(analysis: Analysis, morph: Morph) -> tuple[tuple[Mention, ...], tuple[Rejected, ...]]:
    """The mentions of `analysis` in the order of the text, nested but never crossing; and the rest.

    The rest are candidates that lost against another one.
    """
    persons = find_persons(analysis, morph)
    found = [*persons, *find_organisations(analysis, morph, persons)]
    names = without_events(analysis, found)
    positions = find_positions(analysis, morph, names)
    events = find_events(analysis, morph, names)
    places = [*find_places(analysis, morph), *find_adjective_places(analysis)]
    return reconcile([*names, *positions, *events, *places], analysis.scores)
