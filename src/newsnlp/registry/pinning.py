"""A document under the registry's ids and names: entities change, links and mentions stay."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from newsnlp.registry.entries import BodyEntry, Entry
from newsnlp.registry.index import Index
from newsnlp.schema import Entity, Event, Extraction, Mention

__all__ = ["pinned"]


def pinned(extraction: Extraction, pins: Mapping[str, Entry], index: Index) -> Extraction:
    """The extraction with each entity of `pins` under its entry's id and name.

    Two entities of one entry become one. A body also gets the acronym, and the parent where the
    text names none; every other name that it has in the text stays among its further forms.
    """
    if not pins:
        return extraction
    ids = {old: index.local(entry) for old, entry in pins.items()}
    kept: dict[tuple[str, str], Entity] = {}
    for entity in extraction.entities:
        entry = pins.get(entity.id)
        made = _linked(entity if entry is None else _named(entity, entry, index), ids)
        key = (made.kind, made.id)
        kept[key] = _merged(kept[key], made) if key in kept else made
    return replace(extraction, entities=tuple(kept.values()))


def _named(entity: Entity, entry: Entry, index: Index) -> Entity:
    forms = {entity.name, *entity.also}
    parent = entity.parent
    if isinstance(entry, BodyEntry):
        forms |= {entry.acronym} - {""}
        whole = index.body(entry.parent) if entry.parent else None
        parent = parent or (index.local(whole) if whole is not None else None)
    also = tuple(sorted(forms - {entry.name}))
    return replace(entity, id=index.local(entry), name=entry.name, also=also, parent=parent)


def _linked(entity: Entity, ids: Mapping[str, str]) -> Entity:
    """The entity with what it refers to under the new ids."""
    parent = ids.get(entity.parent, entity.parent) if entity.parent else None
    entity = replace(entity, parent=None if parent == entity.id else parent)
    if isinstance(entity, Event) and entity.part_of:
        whole = ids.get(entity.part_of, entity.part_of)
        return replace(entity, part_of=None if whole == entity.id else whole)
    return entity


def _merged(one: Entity, other: Entity) -> Entity:
    """Two entities of one entry: what the first does not say the second does."""
    both = replace(
        one,
        also=tuple(sorted({*one.also, *other.also})),
        mentions=_in_order((*one.mentions, *other.mentions)),
        parent=one.parent or other.parent,
    )
    if not (isinstance(both, Event) and isinstance(other, Event)):
        return both
    return replace(
        both,
        start=both.start or other.start,
        end=both.end if both.start else other.end,
        place=both.place or other.place,
        part_of=both.part_of or other.part_of,
    )


def _in_order(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    return tuple(sorted(dict.fromkeys(mentions), key=lambda item: item.span))
