"""Bodies and events that contradict the registry: spelling, expansion, parent, date, place."""

from collections.abc import Iterator
from datetime import date

from newsnlp.facts import Facts, is_named
from newsnlp.registry.bodies import contradicts, other_edition
from newsnlp.registry.entries import BodyEntry, Entry, EventEntry
from newsnlp.registry.finding import Contradiction, Finding
from newsnlp.registry.index import Index, names_of
from newsnlp.registry.matching import Matches
from newsnlp.registry.spelled import key_of
from newsnlp.schema import Entity, Event, Form, Kind, Mention
from newsnlp.text import fold

__all__ = ["body_findings", "event_findings"]


def body_findings(facts: Facts, matches: Matches, index: Index) -> Iterator[Finding]:
    """What is odd in the bodies of a document."""
    for entity in facts.extraction.entities:
        if entity.kind is not Kind.ORGANISATION or not is_named(entity):
            continue
        entry = matches.pins.get(entity.id)
        if entry is None:
            yield from _misspelt(entity, Kind.ORGANISATION, index)
            yield from _expanded(entity, index)
        else:
            yield from _capitals(entity, entry)
            yield from _parent(entity, entry, matches, index)


def event_findings(facts: Facts, matches: Matches, index: Index) -> Iterator[Finding]:
    """What is odd in the events of a document."""
    places = {key_of(e.name) for e in facts.extraction.entities if e.kind is Kind.PLACE}
    for entity in facts.extraction.entities:
        if not isinstance(entity, Event) or not is_named(entity):
            continue
        entry = matches.pins.get(entity.id)
        if entry is None:
            yield from _misspelt(entity, Kind.EVENT, index)
        elif isinstance(entry, EventEntry):
            yield from _capitals(entity, entry)
            if entity.start and entry.start and _other_days(entity, entry):
                yield _made(Contradiction.DATE, entity, entry, _days(entry), _text_days(entity))
            if entity.place and key_of(entity.place) in places and _elsewhere(entity.place, entry):
                yield _made(Contradiction.PLACE, entity, entry, entry.place, entity.place)


# ---------------------------------------------------------------------------- names


def _misspelt(entity: Entity, kind: Kind, index: Index) -> Iterator[Finding]:
    """A name that is no entry's, but for one letter."""
    for mention in _names(entity):
        for entry, right in index.slips(kind, mention.normal):
            if not other_edition(entity, entry):
                yield _at(Contradiction.SPELLING, mention, entry, right)


def _capitals(entity: Entity, entry: Entry) -> Iterator[Finding]:
    """«СколТех» for «Сколтех»: the letters agree, small and capital ones do not.

    The first letter is as the sentence wants it; a heading in capitals says nothing.
    """
    exact = {_bare(name) for name in names_of(entry)}
    for mention in _names(entity):
        same = [name for name in names_of(entry) if key_of(name) == key_of(mention.normal)]
        if same and _bare(mention.normal) not in exact and not mention.normal.isupper():
            yield _at(Contradiction.SPELLING, mention, entry, same[0])


def _bare(name: str) -> str:
    """A name but for quotation marks, ё and the case of its first letter."""
    plain = " ".join(fold(name).translate({34: None, 39: None}).split())
    return plain[:1].lower() + plain[1:]


def _expanded(entity: Entity, index: Index) -> Iterator[Finding]:
    """An acronym of the registry that the text gives to another full name."""
    spelt = [form for form in entity.also if form not in entity.name.split()]  # not «МИД Дании»
    for form in spelt if " " in entity.name else ():
        for entry in index.named(Kind.ORGANISATION, form):
            own = isinstance(entry, BodyEntry) and key_of(entry.acronym) == key_of(form)
            if own and " " in entry.name and contradicts(entity.name, entry):
                known = f"{form} – {entry.name}"
                yield _made(Contradiction.EXPANSION, entity, entry, known, entity.name)


# ---------------------------------------------------------------------------- details


def _parent(entity: Entity, entry: Entry, matches: Matches, index: Index) -> Iterator[Finding]:
    """A unit that the text gives to another body of the registry."""
    said = matches.pins.get(entity.parent or "")
    if said is None or not isinstance(entry, BodyEntry) or not entry.parent:
        return
    known = _line(entry, index)
    if said.id not in known and not set(known) & set(_line(said, index)):
        yield _made(Contradiction.PARENT, entity, entry, entry.parent, said.name)


def _line(entry: Entry, index: Index) -> list[str]:
    """The ids of a body and of those above it."""
    found: list[str] = []
    above: Entry | None = entry
    while isinstance(above, BodyEntry) and above.id not in found:
        found.append(above.id)
        above = index.body(above.parent) if above.parent else None
    return found


def _other_days(event: Event, entry: EventEntry) -> bool:
    """Whether the text's days reach beyond the registry's, or both give a range and these differ.

    A single day within the range is no contradiction: a part of the event may be meant.
    """
    first, last = entry.start, entry.end or entry.start
    start, end = _iso(event.start), _iso(event.end or event.start)
    if start[: len(first)] < first or end[: len(last)] > last:
        return True
    ranges = event.end is not None and bool(entry.end)
    return ranges and (start[: len(first)], end[: len(last)]) != (first, last)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _days(entry: EventEntry) -> str:
    return " – ".join(day for day in (entry.start, entry.end) if day)


def _text_days(event: Event) -> str:
    return " – ".join(day.isoformat() for day in (event.start, event.end) if day)


def _elsewhere(place: str, entry: EventEntry) -> bool:
    """Whether no word of the place is in the registry's."""
    return bool(entry.place) and not set(key_of(place).split()) & set(key_of(entry.place).split())


# ---------------------------------------------------------------------------- findings


def _names(entity: Entity) -> list[Mention]:
    return [mention for mention in entity.mentions if mention.form is Form.NAME]


def _made(what: Contradiction, entity: Entity, entry: Entry, registry: str, said: str) -> Finding:
    named = _names(entity)
    mention = next((m for m in named if m.normal == entity.name), named[0])
    return Finding(what, entry.id, entry.name, (mention.span,), registry, said)


def _at(what: Contradiction, mention: Mention, entry: Entry, right: str) -> Finding:
    return Finding(what, entry.id, right, (mention.span,), right, mention.normal)
