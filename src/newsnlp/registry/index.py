"""The entries by name: what stands for whom, looked up in constant time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from newsnlp.names import PersonName
from newsnlp.registry.entries import BodyEntry, Entry, PersonEntry
from newsnlp.registry.likeness import patterns_of, slip
from newsnlp.registry.spelled import SURNAME, key_of, own_quoted
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
        self._ids: dict[tuple[Kind, str], Entry] = {}
        self._named: dict[tuple[Kind, str], list[Entry]] = {}
        self._quoted: dict[tuple[Kind, str], list[Entry]] = {}
        self._surnames: dict[str, list[PersonEntry]] = {}
        self._near: dict[tuple[str, str], list[PersonEntry]] = {}
        self._forms: dict[str, list[PersonEntry]] = {}
        self._alike: dict[tuple[Kind, int, str, str], list[tuple[Entry, str]]] = {}
        for entry in entries:
            self._ids.setdefault((entry.kind, entry.id), entry)
            for name in names_of(entry):
                _add(self._named, (entry.kind, key_of(name)), entry)
                if quoted := own_quoted(name):
                    _add(self._quoted, (entry.kind, key_of(quoted)), entry)
            if isinstance(entry, PersonEntry):
                self._add_person(entry)
            else:
                for name in names_of(entry):
                    for pattern in patterns_of(name):
                        self._alike.setdefault((entry.kind, *pattern), []).append((entry, name))

    def _add_person(self, entry: PersonEntry) -> None:
        words = " ".join(sorted(key_of(entry.name).split()))  # in any order
        _add(self._named, (Kind.PERSON, words), entry)
        for surname in {key_of(name.surname) for name in entry.names if name.surname}:
            _add(self._surnames, surname, entry)
        for key in _near_keys(entry.names[0]):
            _add(self._near, key, entry)
        for forms in entry.declined:
            for word in (word for word, part in forms.items() if part == SURNAME):
                _add(self._forms, word, entry)

    def local(self, entry: Entry) -> str:
        """The id of its entity within a document: its own, unless that of another kind's, too."""
        return f"{entry.kind} {entry.id}" if self._bearers[entry.id] > 1 else entry.id

    def known(self, kind: Kind, local: str) -> Entry | None:
        """The entry of which `local` is the id within documents; a place may be a body."""
        own = Kind.ORGANISATION if kind is Kind.PLACE else kind
        return self._locals.get((own, local))

    def named(self, kind: Kind, name: str) -> Sequence[Entry]:
        """The entries of which `name` is a name, an alias or the acronym."""
        return self._named.get((kind, key_of(name)), ())

    def quoted(self, kind: Kind, name: str) -> Sequence[Entry]:
        """The entries that have `name` in quotation marks in one of their names."""
        return self._quoted.get((kind, key_of(name)), ())

    def of_surname(self, surname: str) -> Sequence[PersonEntry]:
        """The people of this surname, by name or alias."""
        return self._surnames.get(key_of(surname), ())

    def near(self, name: PersonName) -> Sequence[PersonEntry]:
        """The people among whom are those whose surname may be `name`'s but for a letter."""
        found = (entry for key in _near_keys(name) for entry in self._near.get(key, ()))
        return list({id(entry): entry for entry in found}.values())

    def of_form(self, word: str) -> Sequence[PersonEntry]:
        """The people of whose surname `word`, folded, is a form."""
        return self._forms.get(word, ())

    def slips(self, kind: Kind, name: str) -> Iterator[tuple[Entry, str]]:
        """The bodies or events of which `name` is a name but for a letter, with the right one."""
        for pattern in patterns_of(name):
            for entry, right in self._alike.get((kind, *pattern), ()):
                if slip(name, right):
                    yield entry, right

    def body(self, name: str) -> Entry | None:
        """The body that a cell of the registry means: by id, name, alias or acronym."""
        found = self._ids.get((Kind.ORGANISATION, name))
        named = self.named(Kind.ORGANISATION, name)
        return found or (named[0] if len(named) == 1 else None)


def _near_keys(name: PersonName) -> tuple[tuple[str, str], ...]:
    """First letter of the given name, and the surname's beginning or end: one edit leaves one."""
    given, surname = key_of(name.given)[:1], key_of(name.surname)
    return (given, f"{surname[:2]}-"), (given, f"-{surname[-2:]}")


def names_of(entry: Entry) -> tuple[str, ...]:
    """Name, aliases and acronym."""
    acronym = (entry.acronym,) if isinstance(entry, BodyEntry) and entry.acronym else ()
    return (entry.name, *entry.aliases, *acronym)


def _add(table: dict[_Key, list[_Item]], key: _Key, item: _Item) -> None:
    found = table.setdefault(key, [])
    if not any(other is item for other in found):
        found.append(item)
