"""The press office's own people, bodies and events: it pins ids and canonical spellings.

Files go in (`Registry.load`), and for each document come out the entities that are the registry's
(`pins`), the document with these under the registry's ids and names (`pinned`), and what in it
contradicts the registry (`findings`). Nothing that a text says is altered.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Self

from newsnlp.facts import facts_of
from newsnlp.identity import Pin, Pins, Record
from newsnlp.morph import Morph
from newsnlp.registry.bodies import match_body, match_event
from newsnlp.registry.entries import BodyEntry, Entry, EventEntry, PersonEntry, Post
from newsnlp.registry.finding import Contradiction, Finding
from newsnlp.registry.findings import findings_of
from newsnlp.registry.index import Index
from newsnlp.registry.matching import matches_of, people_like
from newsnlp.registry.near import near_misses
from newsnlp.registry.pinning import pinned
from newsnlp.registry.reading import read_entries
from newsnlp.registry.titles import Held
from newsnlp.schema import Entity, Extraction, Kind

__all__ = [
    "BodyEntry",
    "Contradiction",
    "Entry",
    "EventEntry",
    "Finding",
    "PersonEntry",
    "Post",
    "Registry",
]


class Registry:
    """The entries of a registry, looked up by name."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Keep the entries; `load` reads them from files."""
        self.entries = tuple(entries)
        self._index = Index(self.entries)

    @classmethod
    def load(cls, paths: str | Path | Iterable[str | Path], *, morph: Morph | None = None) -> Self:
        """The registry in CSV or XLSX files, or in folders of such.

        Args:
            paths: one path or several; people, bodies and events may stand in any of them.
            morph: the dictionary if it is open already.

        Raises:
            RegistryError: something in the files is wrong; its text has a line for each problem.
        """
        given = [paths] if isinstance(paths, str | Path) else list(paths)
        return cls(read_entries(map(Path, given), morph or Morph.load()))

    def match(self, entity: Entity) -> Entry | None:
        """The one entry that `entity` fits by its names alone; None if none or several do."""
        if entity.kind is Kind.PERSON:
            found = people_like(entity, self._index)
            return found[0] if len(found) == 1 else None
        if entity.kind is Kind.ORGANISATION:
            return match_body(entity, self._index)
        return match_event(entity, self._index) if entity.kind is Kind.EVENT else None

    def entry(self, entity: Entity) -> Entry | None:
        """The entry that `entity` is: by its id where it was pinned, else by its names."""
        return self._index.known(entity.kind, entity.id) or self.match(entity)

    def nearly(self, entity: Entity, roles: Sequence[Held] = ()) -> list[tuple[Entry, str]]:
        """The entries that an entity of none may be after all, each with what differs."""
        if entity.kind is Kind.PERSON:
            return [(entry, str(what)) for what, entry in near_misses(entity, roles, self._index)]
        alike = {entry.id: entry for entry, _ in self._index.slips(entity.kind, entity.name)}
        return [(entry, str(Contradiction.SPELLING)) for entry in alike.values()]

    def pins(self, extraction: Extraction) -> Mapping[str, Entry]:
        """Id of an entity of the document → its entry; titles tell namesakes apart."""
        return matches_of(facts_of(extraction), self._index).pins

    def pins_of(self, records: Iterable[Record]) -> Pins:
        """Which records of documents that `read` gave are the registry's, for `identify`."""
        found = ((record.key, self._index.known(record.kind, record.local)) for record in records)
        return {key: Pin(entry.id, entry.name) for key, entry in found if entry is not None}

    def read(self, extraction: Extraction) -> tuple[Extraction, tuple[Finding, ...]]:
        """The document under the registry's ids and names, and what contradicts the registry."""
        facts = facts_of(extraction)
        matches = matches_of(facts, self._index)
        found = findings_of(facts, matches, self._index)
        return pinned(extraction, matches.pins, self._index), found
