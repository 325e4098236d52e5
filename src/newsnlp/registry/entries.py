"""The entries of a registry: a person with posts, a body, an event. Frozen, complete when born."""

from collections.abc import Mapping
from dataclasses import dataclass

from newsnlp.names import PersonName
from newsnlp.schema import Kind

__all__ = ["BodyEntry", "Entry", "EventEntry", "PersonEntry", "Post"]


@dataclass(frozen=True, slots=True)
class Post:
    """A title that a person holds or held; `since` and `until` are ISO, as exact as given."""

    title: str  # nominative, or without its «и. о.» in the genitive
    body: str  # id, name, acronym or alias of a body; "" where the registry names none
    since: str = ""
    until: str = ""  # the last day, month or year
    acting: bool = False

    def __str__(self) -> str:
        """«ректор, ТУСУР, с 2022-09»."""
        title = f"и. о. {self.title}" if self.acting else self.title
        since = f"с {self.since}" if self.since else ""
        until = f"по {self.until}" if self.until else ""
        return ", ".join(part for part in (title, self.body, since, until) if part)


@dataclass(frozen=True, slots=True)
class Entry:
    """One person, body or event as the press office wants it named."""

    kind: Kind
    id: str
    name: str  # as tables print it
    aliases: tuple[str, ...]
    where: str  # «people.csv:3»: the file and the line that it was first read from


@dataclass(frozen=True, slots=True, eq=False)
class PersonEntry(Entry):
    """A person; `names` are the parts of the name and of the aliases that have parts.

    Two are equal if id, name, aliases and line are.
    """

    names: tuple[PersonName, ...]
    posts: tuple[Post, ...]
    declined: tuple[Mapping[str, str], ...]  # for each case: folded form → «surname» or «other»


@dataclass(frozen=True, slots=True)
class BodyEntry(Entry):
    """A body."""

    acronym: str
    parent: str  # id, name, acronym or alias of a body; "" for none
    place: str


@dataclass(frozen=True, slots=True)
class EventEntry(Entry):
    """An event; `start` and `end` are ISO, as exact as given, "" where they are not."""

    start: str
    end: str
    place: str
    part_of: str
