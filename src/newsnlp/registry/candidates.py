"""What tables list and a registry lacks: candidates, and which of them may be one.

Rows of the tables go in, candidates come out, each with its titles and with where it is met. Two
that may be one are joined under the fuller or the commoner name; what speaks for it is kept.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from newsnlp.names import PersonName, compatible, name_parts
from newsnlp.registry.bodies import same_head
from newsnlp.registry.likeness import patterns_of, slip
from newsnlp.registry.near import misspelt
from newsnlp.registry.spelled import key_of, own_quoted
from newsnlp.resolve.acronyms import acronym_of, is_acronym
from newsnlp.schema import Entity, Kind

__all__ = ["ACRONYM", "SLIP_OF_SURNAME", "Candidate", "Holding", "join"]

ACRONYM = "сокращение из первых букв"
SLIP_OF_SURNAME = "фамилия отличается буквой, должность та же"


@dataclass(frozen=True, slots=True)
class Holding:
    """A title that the tables give to somebody."""

    position: str
    body: Entity | None


@dataclass
class Candidate:
    """A person, body or event of the tables."""

    entity: Entity
    documents: set[str]
    held: list[Holding] = field(default_factory=list)
    joined: list[tuple["Candidate", str]] = field(default_factory=list)  # what else it is, and why

    @property
    def name(self) -> str:
        """Its name in the tables."""
        return self.entity.name

    def names(self) -> list[tuple["Candidate", str]]:
        """What else it is, directly or by way of another, and why."""
        return [pair for other, why in self.joined for pair in ((other, why), *other.names())]

    def titles(self) -> list[Holding]:
        """Its titles, under any of its names."""
        return [*self.held, *(held for other, _ in self.names() for held in other.held)]

    def everywhere(self) -> set[str]:
        """The documents that name it, under any of its names."""
        return self.documents.union(*(other.documents for other, _ in self.names()))


def join(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, those left out that may be another; a name that fits two is neither's.

    Names that agree are joined first, so that of a slip and the right name the commoner is known.
    """
    agreeing = _joined(candidates, list(_agreeing(candidates)))
    return _joined(agreeing, list(_slips_among(agreeing)))


Pair = tuple[Candidate, Candidate, str]  # two that may be one, the lesser name first, and why


def _joined(candidates: Sequence[Candidate], pairs: Iterable[Pair]) -> list[Candidate]:
    fits: dict[int, list[tuple[Candidate, str]]] = defaultdict(list)
    for short, full, reason in pairs:
        fits[id(short)].append((full, reason))
    whole: dict[int, Candidate] = {}  # id of what was joined → what it was joined to

    def root(candidate: Candidate) -> Candidate:
        while id(candidate) in whole:
            candidate = whole[id(candidate)]
        return candidate

    changed = True
    while changed:  # two of the names that one fits may turn out to be one
        changed = False
        for candidate in candidates:
            found = {id(root(full)): (root(full), reason) for full, reason in fits[id(candidate)]}
            if id(candidate) not in whole and len(found) == 1 and id(candidate) not in found:
                full, reason = next(iter(found.values()))
                full.joined.append((candidate, reason))
                whole[id(candidate)] = full
                changed = True
    return [candidate for candidate in candidates if id(candidate) not in whole]


def _agreeing(candidates: Sequence[Candidate]) -> Iterator[Pair]:
    yield from _people(_of(Kind.PERSON, candidates))
    yield from _acronyms(_of(Kind.ORGANISATION, candidates))
    for kind in (Kind.ORGANISATION, Kind.EVENT):
        yield from _quoted(_of(kind, candidates))


def _slips_among(candidates: Sequence[Candidate]) -> Iterator[Pair]:
    yield from _misspelt_people(_of(Kind.PERSON, candidates))
    for kind in (Kind.ORGANISATION, Kind.EVENT):
        yield from _slips(_of(kind, candidates))


def _of(kind: Kind, candidates: Iterable[Candidate]) -> list[Candidate]:
    return [candidate for candidate in candidates if candidate.entity.kind is kind]


# ---------------------------------------------------------------------------- people


def _people(people: Sequence[Candidate]) -> Iterator[Pair]:
    """«В. Рудневский» and «Виктор Рудневский»; no bare surname."""
    surnames: dict[str, list[Candidate]] = defaultdict(list)
    for person in people:
        surnames[key_of(_parts(person).surname)].append(person)
    for group in surnames.values():
        for short, full in combinations(sorted(group, key=_fullness), 2):
            if _parts(short).given and compatible(_parts(short), _parts(full)):
                yield short, full, "имя не противоречит"


def _misspelt_people(people: Sequence[Candidate]) -> Iterator[Pair]:
    """«Рудевский» and «Рудневский», of one title."""
    alike: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for person in people:
        name = _parts(person)
        alike[key_of(name.given)[:1], key_of(name.surname)[:1]].append(person)
    for group in alike.values():
        for one, other in combinations(group, 2):
            if misspelt(_parts(one), _parts(other)) and _shares_title(one, other):
                yield *_by_number(one, other), SLIP_OF_SURNAME


def _parts(candidate: Candidate) -> PersonName:
    return PersonName(*name_parts(candidate.name))


def _fullness(candidate: Candidate) -> tuple[int, int, str]:
    name = _parts(candidate)
    return len(name.given) + len(name.patronymic), len(candidate.documents), candidate.name


def _shares_title(one: Candidate, other: Candidate) -> bool:
    mine = {(held.position, held.body.name if held.body else "") for held in one.titles()}
    return any((h.position, h.body.name if h.body else "") in mine for h in other.titles())


# ---------------------------------------------------------------------------- bodies, events


def _acronyms(bodies: Sequence[Candidate]) -> Iterator[Pair]:
    """«СТИ» and «Северский технологический институт»."""
    full: dict[str, list[Candidate]] = defaultdict(list)
    for body in bodies:
        if " " in body.name:
            full[key_of(body.name)[:1]].append(body)
    for body in bodies:
        if " " not in body.name:
            for other in full[key_of(body.name)[:1]]:
                own = {form for form in other.entity.also if is_acronym(form)}
                if acronym_of(other.name, body.name) and own <= {body.name}:
                    yield body, other, ACRONYM


def _quoted(things: Iterable[Candidate]) -> Iterator[Pair]:
    """«Полюс» and «завод «Полюс»»; two of one kind and name, events of one year."""
    names: dict[str, list[Candidate]] = defaultdict(list)
    for thing in things:
        names[key_of(own_quoted(thing.name) or thing.name)].append(thing)
    for name, group in names.items():
        for short, full in combinations(sorted(group, key=lambda c: (len(c.name), c.name)), 2):
            if same_head(short.name, (full.name,), name):
                yield short, full, "то же название в кавычках"


def _slips(things: Iterable[Candidate]) -> Iterator[Pair]:
    """Names that differ by a letter of one word: looked up by the other words."""
    alike: dict[tuple[int, str, str], list[Candidate]] = defaultdict(list)
    for thing in things:
        for pattern in patterns_of(thing.name):
            alike[pattern].append(thing)
    for group in alike.values():
        for one, other in combinations(group, 2):
            if slip(one.name, other.name):
                yield *_by_number(one, other), "название отличается буквой"


def _by_number(one: Candidate, other: Candidate) -> tuple[Candidate, Candidate]:
    """The one met more rarely first: the slip of the two."""
    first, last = sorted((one, other), key=lambda c: (len(c.everywhere()), c.name))
    return first, last
