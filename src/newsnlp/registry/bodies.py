"""Bodies and events of a document → entries, by their names; dates tell editions apart."""

import re
from collections.abc import Iterable

from newsnlp.registry.entries import Entry, EventEntry
from newsnlp.registry.index import Index, names_of
from newsnlp.registry.spelled import key_of, own_quoted
from newsnlp.schema import Entity, Event, Kind

__all__ = ["contradicts", "match_body", "match_event", "match_place", "other_edition", "same_head"]

_WORD = re.compile(r"\w+")
_HEAD = re.compile(r"([^\W\d_]+)\W*$")


def match_body(entity: Entity, index: Index) -> Entry | None:
    """The one body that the names of `entity` fit; None if none or several do.

    Its name counts first; then acronym, alias or short form, if the name does not contradict; then
    the name in quotation marks.
    """
    return _match(entity, Kind.ORGANISATION, index)


def match_event(entity: Entity, index: Index) -> Entry | None:
    """The one event that the names of `entity` fit; another year is another edition."""
    entry = _match(entity, Kind.EVENT, index)
    return None if entry is None or other_edition(entity, entry) else entry


def match_place(entity: Entity, index: Index) -> Entry | None:
    """The body that bears the name of a place: «глава [Томской области]»."""
    return index.body(entity.name)


def other_edition(entity: Entity, entry: Entry) -> bool:
    """Whether the text says another year than the registry."""
    start = entity.start if isinstance(entity, Event) else None
    if start is None or not isinstance(entry, EventEntry) or not entry.start:
        return False
    years = {day[:4] for day in (entry.start, entry.end) if day}
    return str(start.year) not in years


def _match(entity: Entity, kind: Kind, index: Index) -> Entry | None:
    own = index.named(kind, entity.name)
    if own:
        return own[0] if len(own) == 1 else None
    found: list[Entry] = []
    for form in entity.also:
        found += index.named(kind, form) if _telling(form) else ()
    found = [entry for entry in found if not contradicts(entity.name, entry)]
    quoted = own_quoted(entity.name)
    for name in dict.fromkeys((quoted, entity.name)) if not found else ():
        alike = [*index.quoted(kind, name), *(index.named(kind, name) if name == quoted else ())]
        found += [e for e in alike if name and same_head(entity.name, names_of(e), name)]
    distinct = {id(entry): entry for entry in found}
    return next(iter(distinct.values())) if len(distinct) == 1 else None


def _telling(form: str) -> bool:
    """Whether a further form is a name: «Вершина», «ТУСУР»; «форум», «университет» are none."""
    return any(letter.isupper() or letter.isdigit() for letter in form)


def contradicts(name: str, entry: Entry) -> bool:
    """Whether a full name has words that no name of the entry has: another «ТГУ»."""
    theirs = {word for form in names_of(entry) for word in _stems(form)}
    return " " in name and not _stems(name) <= theirs


def same_head(name: str, others: Iterable[str], quoted: str) -> bool:
    """Whether what stands before the quoted name is no other kind: «фонд» and «завод» are two."""
    mine = _head(name)
    theirs = {_head(form) for form in others if key_of(quoted) in key_of(form)}
    return not mine or not theirs - {""} or mine in theirs


def _head(name: str) -> str:
    """The beginning of the noun before «…», "" where there is none or only «ООО», «ХК»."""
    before = re.split('[«"„“]', name, maxsplit=1)
    found = _HEAD.search(before[0]) if len(before) > 1 else None
    return "" if found is None or found[1].isupper() else key_of(found[1])[:5]


def _stems(name: str) -> set[str]:
    return {word[:5] for word in _WORD.findall(key_of(name)) if len(word) > 3}
