"""The facts of a document → its records, which are all that identity across documents needs."""

from collections.abc import Iterable

from newsnlp.facts import Facts, is_named
from newsnlp.identity.records import Record
from newsnlp.resolve.proper import tells
from newsnlp.schema import Entity, Event, Form, Kind

__all__ = ["records_of"]

_JOINED = (Kind.PERSON, Kind.ORGANISATION, Kind.EVENT, Kind.PLACE)


def records_of(facts: Facts) -> tuple[Record, ...]:
    """A record for each person, body, event and place of the document, in the order of the text."""
    document = facts.extraction.document
    names = {entity.id: entity.name for entity in facts.extraction.entities}
    held = _held(facts)
    return tuple(
        Record(
            document.id,
            entity.id,
            entity.kind,
            entity.name,
            _forms(entity),
            *held.get(entity.id, ((), ())),
            parent=names.get(entity.parent or "", ""),
            published=document.published,
            start=entity.start if isinstance(entity, Event) else None,
            proper=tells(entity.kind, entity.name),
            mentions=len(entity.mentions),
        )
        for entity in facts.extraction.entities
        if entity.kind in _JOINED
    )


def _forms(entity: Entity) -> tuple[str, ...]:
    """The names of an entity, the fullest first, then in the order of the text."""
    if not is_named(entity):
        return ()
    said = (mention.normal for mention in entity.mentions if mention.form is Form.NAME)
    return tuple(dict.fromkeys((entity.name, *said)))


def _held(facts: Facts) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Id of a person → titles and bodies that the document gives them."""
    titles: dict[str, list[str]] = {}
    bodies: dict[str, list[str]] = {}
    for role in facts.roles:
        titles.setdefault(role.person.id, []).append(role.position)
        if role.body is not None:
            bodies.setdefault(role.person.id, []).append(role.body.name)
    return {
        person: (_once(found), _once(bodies.get(person, ()))) for person, found in titles.items()
    }


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
