"""The entries by name: what stands for whom, looked up in constant time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from newsnlp.registry.entries import BodyEntry, Entry, PersonEntry
from newsnlp.registry.spelled import key_of
from newsnlp.resolve.groups import QUOTED
from newsnlp.schema import Kind

__all__ = ["Index", "names_of"]

_Key = TypeVar("_Key")
_Item = TypeVar("_Item")


class Index:
    """Entries by any of their names, by the name in quotation marks, by surname, by id."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Look `entries` over once; two may share a name."""
        entries = list(entries)
        self._bearers = Counter(entry.id for entry in entries)
        self._locals = {(entry.kind, self.local(entry)): entry for entry in entries}
        self.people: list[PersonEntry] = []
        self.others: list[Entry] = []
        self._ids: dict[tuple[Kind, str], Entry] = {}
        self._named: dict[tuple[Kind, str], list[Entry]] = {}
        self._quoted: dict[tuple[Kind, str], list[Entry]] = {}
        self._surnames: dict[str, list[PersonEntry]] = {}
        self._given: dict[str, list[PersonEntry]] = {}
        for entry in entries:
            self._ids.setdefault((entry.kind, entry.id), entry)
            for name in names_of(entry):
                _add(self._named, (entry.kind, key_of(name)), entry)
                for quoted in QUOTED.findall(name):
                    _add(self._quoted, (entry.kind, key_of(quoted)), entry)
            if isinstance(entry, PersonEntry):
                self.people.append(entry)
                for surname in {key_of(name.surname) for name in entry.names if name.surname}:
                    _add(self._surnames, surname, entry)
                _add(self._given, key_of(entry.names[0].given)[:1], entry)
                words = " ".join(sorted(key_of(entry.name).split()))
                _add(self._named, (Kind.PERSON, words), entry)
            else:
                self.others.append(entry)

    def local(self, entry: Entry) -> str:
        """The id of its entity within a document: its own, unless that of another kind's, too."""
        return f"{entry.kind} {entry.id}" if self._bearers[entry.id] > 1 else entry.id

    def known(self, kind: Kind, local: str) -> Entry | None:
        """The entry of which `local` is the id within documents."""
        return self._locals.get((kind, local))

    def named(self, kind: Kind, name: str) -> Sequence[Entry]:
        """The entries of which `name` is a name, an alias or the acronym."""
        return self._named.get((kind, key_of(name)), ())

    def quoted(self, kind: Kind, name: str) -> Sequence[Entry]:
        """The entries that have `name` in quotation marks in one of their names."""
        return self._quoted.get((kind, key_of(name)), ())

    def of_surname(self, surname: str) -> Sequence[PersonEntry]:
        """The people of this surname, by name or alias."""
        return self._surnames.get(key_of(surname), ())

    def of_given(self, given: str) -> Sequence[PersonEntry]:
        """The people whose given name begins as this one does."""
        return self._given.get(key_of(given)[:1], ())

    def body(self, name: str) -> Entry | None:
        """The body that a cell of the registry means: by id, name, alias or acronym."""
        found = self._ids.get((Kind.ORGANISATION, name))
        named = self.named(Kind.ORGANISATION, name)
        return found or (named[0] if len(named) == 1 else None)

    def events(self) -> Iterator[Entry]:
        """The events."""
        return (entry for entry in self.others if entry.kind is Kind.EVENT)

    def bodies(self) -> Iterator[BodyEntry]:
        """The bodies."""
        return (entry for entry in self.others if isinstance(entry, BodyEntry))


def names_of(entry: Entry) -> tuple[str, ...]:
    """Name, aliases and acronym."""
    acronym = (entry.acronym,) if isinstance(entry, BodyEntry) and entry.acronym else ()
    return (entry.name, *entry.aliases, *acronym)


def _add(table: dict[_Key, list[_Item]], key: _Key, item: _Item) -> None:
    found = table.setdefault(key, [])
    if not any(other is item for other in found):
        found.append(item)
