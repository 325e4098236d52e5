"""Tables → rows for a registry: who and what is met often, and names that may mean one.

The rows have the registry's own columns, evidence in «Примечание», so that they can be pasted after
a look. Nothing is decided: where two names may be one's, it is proposed with what speaks for it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from newsnlp.errors import RegistryError
from newsnlp.paradigm import Decliner
from newsnlp.registry import Registry
from newsnlp.registry.candidates import ACRONYM, SLIP_OF_SURNAME, Candidate, Holding, join
from newsnlp.registry.entries import Entry
from newsnlp.registry.headings import FILES
from newsnlp.registry.tables_read import TableRow, read_table
from newsnlp.registry.template import csv_bytes, template_headings
from newsnlp.resolve.acronyms import is_acronym
from newsnlp.schema import Entity, Kind, Status

__all__ = ["Proposals", "suggest", "write_proposals"]

_TABLES = {
    Kind.PERSON: ("persons", "person_id"),
    Kind.ORGANISATION: ("organisations", "organisation_id"),
    Kind.EVENT: ("events", "event_id"),
}
_TITLES = 3  # titles proposed for one person, the commonest
_RARE = 3  # times that a title is told more rarely than the commonest, and left out
_SHOWN = 3  # documents that a note names
_QUOTED = 200  # characters of the sentence in a note


@dataclass(frozen=True, slots=True)
class Proposals:
    """Rows for the files of a registry, by the keys of their columns."""

    rows: Mapping[Kind, tuple[TableRow, ...]]
    new: Mapping[Kind, int]  # how many are new entries
    names: Mapping[Kind, int]  # how many are further names of entries that there are


def suggest(folder: Path, registry: Registry, *, documents: int = 2) -> Proposals:
    """What the tables in `folder` propose for `registry`.

    Args:
        folder: tables of `newsnlp extract`, made with a registry or without.
        registry: what is there already; an empty one if nothing is.
        documents: in how many documents a person, body or event must be met to be proposed. A
            further name of an entry that is there is proposed whenever it is met.

    Raises:
        RegistryError: a table is missing or is none of `newsnlp extract`.
    """
    if not folder.is_dir():
        raise RegistryError(f"{folder}: no such folder; name the one that «newsnlp extract» wrote")
    evidence = _Evidence(folder)
    rows: dict[Kind, tuple[TableRow, ...]] = {}
    new: dict[Kind, int] = {}
    names: dict[Kind, int] = {}
    for kind in FILES:
        listed = {row[_TABLES[kind][1]]: row for row in read_table(folder, _TABLES[kind][0])}
        found = _candidates(kind, listed, evidence)
        lacking = [c for c in found if registry.entry(c.entity) is None]
        further = [
            (candidate, entry, reason)
            for candidate in lacking
            for entry, reason in registry.nearly(candidate.entity, candidate.held)
        ]
        told = {id(candidate) for candidate, _, _ in further}
        fresh = join([c for c in lacking if id(c) not in told])
        fresh = [c for c in fresh if len(c.everywhere()) >= documents and _full(c.entity)]
        fresh.sort(key=lambda c: (-len(c.everywhere()), c.name))
        proposed = [_further(*item, evidence) for item in further]
        for candidate in fresh:
            proposed += _new(candidate, listed[candidate.entity.id], evidence)
        rows[kind], new[kind], names[kind] = tuple(proposed), len(fresh), len(further)
    return Proposals(rows, new, names)


def write_proposals(proposals: Proposals, folder: Path) -> list[Path]:
    """Write `<folder>/people.csv`, `organisations.csv` and `events.csv`, and say which.

    Raises:
        RegistryError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for kind, name in FILES.items():
            headings = template_headings(kind)
            cells = [[row.get(h.key, "") for h in headings] for row in proposals.rows[kind]]
            path = folder / name
            path.write_bytes(csv_bytes([[h.titles[0] for h in headings], *cells]))
            paths.append(path)
    except OSError as reason:
        raise RegistryError(
            f"{reason.filename or folder}: cannot be written ({reason.strerror}); "
            "choose another folder with -o"
        ) from reason
    return paths


# ---------------------------------------------------------------------------- tables → candidates


class _Evidence:
    """Where the things of the tables are met: documents by id, a sentence by name."""

    def __init__(self, folder: Path) -> None:
        self.documents: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in read_table(folder, "mentions"):
            if row["entity_id"] and row["kind"] in (*FILES, Kind.PLACE):
                self.documents[row["kind"], row["entity_id"]].add(row["document_id"])
        self.sentences: dict[str, str] = {}
        for row in read_table(folder, "press"):
            for name in (row["person"], row["organisation"], row["event"]):
                if name:
                    self.sentences.setdefault(name, row["sentence"])
        self.roles: dict[str, list[TableRow]] = defaultdict(list)
        for row in read_table(folder, "roles"):
            self.roles[row["person_id"]].append(row)

    def title(self, role: TableRow) -> str:
        """«ректор», or «и. о. ректора»."""
        if role["status"] != Status.ACTING:
            return role["position"]
        return f"и. о. {self._decliner(role['position']).full['Gen']}"

    @cached_property
    def _decliner(self) -> Decliner:
        """Opened when there is somebody acting."""
        return Decliner.load()

    def note(self, documents: Iterable[str], name: str) -> str:
        """«документов: 3 (01, 02, 03). «Ректор открыл форум.»»."""
        known = sorted(documents)
        more = ", …" if len(known) > _SHOWN else ""
        text = f"документов: {len(known)} ({', '.join(known[:_SHOWN])}{more})"
        sentence = " ".join(self.sentences.get(name, "").split())
        if len(sentence) > _QUOTED:
            sentence = sentence[:_QUOTED].rsplit(" ", 1)[0] + " …"
        return f"{text}. {sentence}" if sentence else text


def _candidates(kind: Kind, listed: Mapping[str, TableRow], evidence: _Evidence) -> list[Candidate]:
    """The things of one table, places among the bodies left out."""
    found: list[Candidate] = []
    for key, row in listed.items():
        if kind is Kind.ORGANISATION and row["kind"] == "место":
            continue
        also = tuple(form for form in row["also"].split("; ") if form)
        entity = Entity(key, kind, row["name"], also, ())
        held = [_holding(role) for role in evidence.roles[key]] if kind is Kind.PERSON else []
        found.append(Candidate(entity, evidence.documents[kind, key], held))
    return found


def _holding(role: TableRow) -> Holding:
    name = role["organisation"]
    body = Entity(role["organisation_id"], Kind.ORGANISATION, name, (), ()) if name else None
    return Holding(role["position"], body)


def _full(entity: Entity) -> bool:
    """Whether the name is one to be entered: given name and surname, or a name of its own."""
    if entity.kind is Kind.PERSON:
        return len(entity.name.split()) > 1
    if entity.kind is Kind.EVENT:
        return any(c in '«"' or c.isdigit() for c in entity.name)
    return any(letter.isupper() for letter in entity.name)


# ---------------------------------------------------------------------------- candidates → rows


def _further(
    candidate: Candidate, entry: Entry, reason: str, evidence: _Evidence
) -> dict[str, str]:
    """A row that gives an entry a further name."""
    told = evidence.note(candidate.documents, candidate.name)
    note = f"Возможно, то же: «{candidate.name}» ({reason}), {told}"
    return {"id": entry.id, "name": entry.name, "aliases": candidate.name, "note": note}


def _new(candidate: Candidate, row: TableRow, evidence: _Evidence) -> Iterator[dict[str, str]]:
    """The rows of a new entry: one, or for a person one for each of the commonest titles."""
    told = evidence.note(candidate.everywhere(), candidate.name)
    joined = [f"«{other.name}» ({reason})" for other, reason in candidate.names()]
    note = f"Новое: {told}"
    if joined:
        note = f"{note.rstrip('.')}. Вместе с: {'; '.join(joined)}"
    entity = candidate.entity
    first = {"id": entity.id, "name": entity.name, "aliases": _aliases(candidate), "note": note}
    for key in ("parent", "start", "end", "place", "part_of"):
        first[key] = row.get(key, "")
    first["acronym"] = row.get("acronym") or _acronym(candidate)
    if first["parent"] in {other.name for other, _ in candidate.names()}:
        first["parent"] = ""
    held = _posts(candidate, evidence)
    yield first | (held[0] if held else {})
    for post in held[1:]:
        yield {"id": entity.id, "name": entity.name, **post, "note": ""}


def _acronym(candidate: Candidate) -> str:
    return next((other.name for other, reason in candidate.names() if reason == ACRONYM), "")


def _aliases(candidate: Candidate) -> str:
    """Names that the registry would not know without being told: no initials, no bare surnames."""
    names = [other.name for other, reason in candidate.names() if reason != ACRONYM]
    if candidate.entity.kind is Kind.PERSON:
        names = [other.name for other, reason in candidate.names() if reason == SLIP_OF_SURNAME]
    known = {candidate.name, *(form for form in candidate.entity.also if is_acronym(form))}
    return "; ".join(dict.fromkeys(name for name in names if name not in known))


def _posts(candidate: Candidate, evidence: _Evidence) -> list[dict[str, str]]:
    """The commonest titles that are held now, with body and beginning."""
    ids = [candidate.entity.id, *(other.entity.id for other, _ in candidate.names())]
    roles = [role for key in ids for role in evidence.roles.get(key, ())]
    roles = [role for role in roles if role["status"] != "former"]
    told = Counter((evidence.title(role), role["organisation"]) for role in roles)
    since = {
        (evidence.title(role), role["organisation"]): role["since"]
        for role in roles
        if role["since"]
    }
    ranked = sorted(told, key=lambda post: (-told[post], post))
    kept = [post for post in ranked if post[1]] or ranked  # «глава» says less than «мэр Томска»
    kept = [post for post in kept if told[post] * _RARE >= told[kept[0]]]
    return [
        {"position": post[0], "organisation": post[1], "since": since.get(post, "")}
        for post in kept[:_TITLES]
    ]
