"""Entries of a registry as lines to read: how names, titles and days were understood."""

from collections.abc import Iterator

from newsnlp.registry import Registry
from newsnlp.registry.entries import BodyEntry, Entry, EventEntry, PersonEntry
from newsnlp.schema import Kind

__all__ = ["described"]

_TITLES = {Kind.PERSON: "Люди", Kind.ORGANISATION: "Организации", Kind.EVENT: "Мероприятия"}


def described(registry: Registry) -> Iterator[str]:
    """A heading for each kind with its number, and a line for each entry."""
    for kind, title in _TITLES.items():
        entries = [entry for entry in registry.entries if entry.kind is kind]
        yield f"{title}: {len(entries)}"
        for entry in entries:
            yield f"  {entry.id}: {_line(entry)}"


def _line(entry: Entry) -> str:
    """«Анна Львовна Серова (также: Анна Белова) – ректор, СТИ, с 2022»."""
    also = f" (также: {'; '.join(entry.aliases)})" if entry.aliases else ""
    details = "; ".join(_details(entry))
    return f"{entry.name}{also}" + (f" – {details}" if details else "")


def _details(entry: Entry) -> list[str]:
    if isinstance(entry, PersonEntry):
        return [str(post) for post in entry.posts]
    if isinstance(entry, BodyEntry):
        parent = f"в составе: {entry.parent}" if entry.parent else ""
        return [part for part in (entry.acronym, parent, entry.place) if part]
    if isinstance(entry, EventEntry):
        days = " … ".join(day for day in (entry.start, entry.end) if day)
        return [part for part in (days, entry.place, entry.part_of) if part]
    return []
