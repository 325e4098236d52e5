"""Persons who are nobody's entry by name, yet hold the title of one of nearly the same name."""

import re
from collections.abc import Iterator, Sequence

from newsnlp.names import PersonName, gender_of, name_parts
from newsnlp.registry.entries import PersonEntry
from newsnlp.registry.finding import Contradiction
from newsnlp.registry.index import Index
from newsnlp.registry.likeness import one_edit
from newsnlp.registry.matching import named_like, person_name, posted
from newsnlp.registry.spelled import SURNAME, key_of
from newsnlp.registry.titles import Held, is_office
from newsnlp.schema import Document, Entity, Form, Mention
from newsnlp.text import fold

__all__ = ["misspelt", "near_misses", "slips_of_surname"]

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LONG = 5  # letters of a surname in which one may be a slip


def near_misses(
    entity: Entity, roles: Sequence[Held], index: Index
) -> Iterator[tuple[Contradiction, PersonEntry]]:
    """The entries of the same title or body whose name differs in one part, or in one letter."""
    name = person_name(entity)
    if not (name.surname and name.given):
        return
    offices = [role for role in roles if is_office(role.position)]
    for entry in index.of_surname(name.surname):
        own = next(n for n in entry.names if key_of(n.surname) == key_of(name.surname))
        if _differ(name.given, own.given):
            if any(posted(role, entry, index, title=True) for role in roles):
                yield Contradiction.GIVEN, entry
        elif _differ(name.patronymic, own.patronymic) and (
            not offices or any(posted(role, entry, index) for role in roles)
        ):
            yield Contradiction.PATRONYMIC, entry
    for entry in index.near(name):
        own = entry.names[0]
        if not misspelt(name, own):
            continue
        same = len(own.patronymic) > 2 and key_of(own.patronymic) == key_of(name.patronymic)
        if same or any(posted(role, entry, index) for role in roles):
            yield Contradiction.SPELLING, entry


def slips_of_surname(entity: Entity, entry: PersonEntry, document: Document) -> Iterator[Mention]:
    """The names of `entity` in the text that are a form of the entry's surname but for a letter."""
    own = gender_of(entry.names[0])
    forms = {word for case in entry.declined for word, part in case.items() if part == SURNAME}
    for mention in entity.mentions:
        name = PersonName(*name_parts(mention.normal))
        other = {own, gender_of(name)} == {"Masc", "Fem"}  # «Иванов» and «Иванова»
        if mention.form is not Form.NAME or other or named_like(name, entry):
            continue
        words = set(_WORD.findall(fold(document.at(mention.span)).casefold()))
        if not words & forms and any(
            one_edit(word, form) for word in words if len(word) >= _LONG for form in forms
        ):
            yield mention


def misspelt(name: PersonName, own: PersonName) -> bool:
    """Whether the surnames differ by a letter and nothing else does."""
    one, other = key_of(name.surname), key_of(own.surname)
    if _differ(name.given, own.given) or _differ(name.patronymic, own.patronymic):
        return False
    return min(len(one), len(other)) > 3 and one_edit(one, other)


def _differ(one: str, other: str) -> bool:
    """Whether two parts contradict each other; an initial fits what begins with it."""
    left, right = key_of(one), key_of(other)
    if not left or not right:
        return False
    if left.endswith(".") or right.endswith("."):
        return left[0] != right[0]
    return left != right
