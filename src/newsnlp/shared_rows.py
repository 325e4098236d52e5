"""Rows of what several documents share: persons, bodies, positions, events, each one row.

What is said of one thing in all documents goes in, in their order; its row comes out.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from newsnlp.identity import Identity
from newsnlp.lexicon import load_lexicon
from newsnlp.names import name_parts
from newsnlp.page import Listed, Row
from newsnlp.schema import Kind

__all__ = ["ROWS", "Shared"]


@dataclass(frozen=True, slots=True)
class Shared:
    """What the documents say of one thing."""

    own: Identity
    entities: tuple[Listed, ...]  # in the order of the documents; `whole` as all documents have it
    documents: int
    wholes: Mapping[str, str]  # id of what it may belong to → its name; only what has a row
    holders: tuple[int, int] = (0, 0)  # of a position: how many hold it, and in how many bodies


def _common(shared: Shared) -> Row:
    """What every table of entities has: name, further forms, counts."""
    name, entities = shared.own.name, shared.entities
    forms = dict.fromkeys(form for entity in entities for form in (entity.name, *entity.also))
    return {
        "name": name,
        "also": "; ".join(form for form in forms if form != name),
        "mentions": sum(entity.mentions for entity in entities),
        "documents": shared.documents,
    }


def _whole(shared: Shared, column: str) -> Row:
    """What the thing belongs to; both cells empty where the table lacks a row of that."""
    own = next((entity.whole for entity in shared.entities if entity.whole), None)
    name = shared.wholes.get(own or "")
    return {f"{column}_id": own if name is not None else None, column: name}


def _person(shared: Shared) -> Row:
    given, patronymic, surname = name_parts(shared.own.name)
    parts = {"surname": surname, "given_name": given, "patronymic": patronymic}
    gender = _gender(given, patronymic, surname)
    return {"person_id": shared.own.id, **_common(shared), **parts, "gender": gender}


def _gender(given: str, patronymic: str, surname: str) -> str | None:
    for word, female, male in (
        (patronymic, ("вна", "чна", "шна", "кызы"), ("ич", "оглы")),
        (surname, ("ова", "ева", "ёва", "ина", "ская", "цкая"), ("ов", "ев", "ёв", "ин", "ский")),
    ):
        if word.endswith(female):
            return "ж"
        if word.endswith(male):
            return "м"
    return None


def _organisation(shared: Shared) -> Row:
    entities = shared.entities
    forms = [form for entity in entities for form in (entity.name, *entity.also)]
    return {
        "organisation_id": shared.own.id,
        **_common(shared),
        "kind": "место" if entities[0].kind is Kind.PLACE else _head_word(forms),
        "acronym": next((form for form in forms if _is_acronym(form)), None),
        **_whole(shared, "parent"),
    }


def _head_word(forms: Iterable[str]) -> str | None:
    """The lower-case word that a full name begins with or holds: «Томский … университет»."""
    kinds = _body_kinds()
    for form in forms:
        for word in form.replace("«", " ").split():
            if word.casefold() in kinds:
                return word.casefold()
    return None


@cache
def _body_kinds() -> frozenset[str]:
    return frozenset(load_lexicon("body_kinds"))


def _is_acronym(form: str) -> bool:
    return 2 <= len(form) <= 12 and " " not in form and sum(map(str.isupper, form)) >= 2


def _position(shared: Shared) -> Row:
    persons, organisations = shared.holders
    return {
        "position_id": shared.own.id,
        "title": shared.own.name,
        "persons": persons,
        "organisations": organisations,
        "mentions": sum(entity.mentions for entity in shared.entities),
    }


def _event(shared: Shared) -> Row:
    events = shared.entities
    dated = next((event for event in events if event.start), None)
    return {
        "event_id": shared.own.id,
        **_common(shared),
        "kind": next((event.head for event in events if event.head), None),
        "start": dated.start if dated else None,
        "end": dated.end if dated else None,
        "place": next((event.place for event in events if event.place), None),
        **_whole(shared, "part_of"),
    }


ROWS: Mapping[str, tuple[Kind, Callable[[Shared], Row]]] = {
    "persons": (Kind.PERSON, _person),
    "organisations": (Kind.ORGANISATION, _organisation),
    "positions": (Kind.POSITION, _position),
    "events": (Kind.EVENT, _event),
}
