"""The entities of a document → the registry's entries: by name, namesakes by their titles."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from newsnlp.facts import Facts, RoleFact, is_named
from newsnlp.names import PersonName, compatible, name_parts
from newsnlp.registry.bodies import match_body, match_event, match_place
from newsnlp.registry.entries import Entry, PersonEntry
from newsnlp.registry.index import Index
from newsnlp.registry.spelled import OTHER, SURNAME, key_of
from newsnlp.registry.titles import Held, other_body, same_body, tells
from newsnlp.schema import Document, Entity, Form, Kind
from newsnlp.text import fold

__all__ = ["Matches", "matches_of", "named_like", "people_like", "person_name", "posted"]

_MATCHERS: Mapping[Kind, Callable[[Entity, Index], Entry | None]] = {
    Kind.ORGANISATION: match_body,
    Kind.EVENT: match_event,
    Kind.PLACE: match_place,
}
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Matches:
    """What the names of a document mean: id of an entity → its entry, or several namesakes."""

    pins: Mapping[str, Entry]
    unclear: Mapping[str, tuple[PersonEntry, ...]]


def matches_of(facts: Facts, index: Index) -> Matches:
    """The entries of a document's named persons, bodies and events.

    A person whom several entries fit is the one whose title or body stands beside the name in the
    text; without such, nobody's entry. Two whose names exclude each other are not one entry.
    """
    pins: dict[str, Entry] = {}
    unclear: dict[str, tuple[PersonEntry, ...]] = {}
    persons: dict[int, list[Entity]] = {}
    roles: dict[str, list[RoleFact]] = {}
    for role in facts.roles:
        roles.setdefault(role.person.id, []).append(role)
    for entity in filter(is_named, facts.extraction.entities):
        entry: Entry | None = None
        if entity.kind is Kind.PERSON:
            found = people_like(entity, index, facts.extraction.document)
            told = _told(found, roles.get(entity.id, ()), index)
            if len(told) == 1:
                entry = told[0]
                persons.setdefault(id(entry), []).append(entity)
            elif found:
                unclear[entity.id] = tuple(found)
        elif entity.kind in _MATCHERS:
            entry = _MATCHERS[entity.kind](entity, index)
        if entry is not None:
            pins[entity.id] = entry
    for entity in _excluding(persons.values(), index):
        entry = pins.pop(entity.id)
        if isinstance(entry, PersonEntry):
            unclear[entity.id] = (entry,)
    return Matches(pins, unclear)


def _told(
    people: Sequence[PersonEntry], roles: Sequence[RoleFact], index: Index
) -> Sequence[PersonEntry]:
    """Of several namesakes those who have a post that the text tells."""
    if len(people) < 2:
        return people
    return [entry for entry in people if any(posted(role, entry, index) for role in roles)]


def people_like(
    entity: Entity, index: Index, document: Document | None = None
) -> list[PersonEntry]:
    """The people whom the name of `entity` fits: those of the same full name before others.

    Args:
        entity: a named person.
        index: the registry.
        document: lets forms in the text count that were read as another nominative.
    """
    exact = [e for e in index.named(Kind.PERSON, entity.name) if isinstance(e, PersonEntry)]
    if exact:
        return exact
    name = person_name(entity)
    fitting = [e for e in index.of_surname(name.surname) if named_like(name, e)]
    full = [e for e in fitting if any(key_of(n.given) == key_of(name.given) for n in e.names)]
    if full or fitting:
        return full or fitting
    if len(entity.name.split()) > 1:
        words = " ".join(sorted(key_of(entity.name).split()))
        found = [e for e in index.named(Kind.PERSON, words) if isinstance(e, PersonEntry)]
        if found:
            return found
    by_form = (index.named(Kind.PERSON, form) for form in entity.also)
    found = [e for own in by_form for e in own if isinstance(e, PersonEntry)]
    found = [e for e in dict.fromkeys(found) if not (name.given and name.surname)]
    if found or document is None:
        return found
    return _by_forms(entity, document, index)


def person_name(entity: Entity) -> PersonName:
    """The parts of an entity's name."""
    return PersonName(*name_parts(entity.name))


def named_like(name: PersonName, entry: PersonEntry) -> bool:
    """Whether no part of a name contradicts the name or an alias of the entry."""
    return any(own.surname and compatible(name, own) for own in entry.names)


def posted(role: Held, entry: PersonEntry, index: Index, *, title: bool = False) -> bool:
    """Whether a role of the text is a post of the entry, or another in the same body.

    Args:
        role: a role of the text.
        entry: who may be its holder.
        index: the registry.
        title: ask for the same title; the body must not be another.
    """
    for post in entry.posts:
        known = role.body is not None and bool(post.body)
        same = role.body is not None and known and same_body(role.body, post.body, index)
        if tells(role.position, post.title):
            if same or not other_body(role, post, index):
                return True
        elif same and not title:
            return True
    return False


def _by_forms(entity: Entity, document: Document, index: Index) -> list[PersonEntry]:
    """The people whose full name, in one of its cases, is a name in the text."""
    found: dict[int, PersonEntry] = {}
    for mention in entity.mentions:
        if mention.form is Form.NAME:
            words = _WORD.findall(fold(document.at(mention.span)).casefold())
            for entry in (e for word in words if len(words) > 1 for e in index.of_form(word)):
                if any(_all_of(words, forms) for forms in entry.declined):
                    found[id(entry)] = entry
    return list(found.values())


def _all_of(words: Sequence[str], forms: Mapping[str, str]) -> bool:
    """Whether surname and another part are there, and no word beside initials is not."""
    known = [forms.get(word) for word in words if len(word) > 1]
    return SURNAME in known and OTHER in known and None not in known


def _excluding(groups: Iterable[Sequence[Entity]], index: Index) -> list[Entity]:
    """The entities that went to one entry though their names exclude each other.

    What the registry itself lists as names of one person may differ.
    """
    found: dict[str, Entity] = {}
    for group in groups:
        loose = [entity for entity in group if not index.named(Kind.PERSON, entity.name)]
        for one, other in combinations(loose, 2):
            names = person_name(one), person_name(other)
            if all(n.given and n.surname for n in names) and not compatible(*names):
                found |= {one.id: one, other.id: other}
    return list(found.values())
