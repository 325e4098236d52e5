"""Tables → what is told of the world: each thing and each fact once, with the rows that say so.

Popolo, FollowTheMoney, iCalendar and GraphML describe people, bodies and forums, not findings in
texts: that somebody is rector of a university is told once, and each row of `roles` that says so is
a source of it. Rows that differ in position, body, status or dates are facts of their own. All is
sorted by ids, so the order of rows does not show.
"""

import hashlib
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from newsnlp.columns import COLUMNS
from newsnlp.tables import Tables

__all__ = [
    "GENDERS",
    "Attendance",
    "Gathered",
    "Holding",
    "Row",
    "Source",
    "day",
    "forms",
    "gather",
    "id_of",
    "partial_date",
    "safe_id",
    "url_of",
]

Row = Mapping[str, str]  # cells as text, "" where there is none

GENDERS = {"м": "male", "ж": "female"}  # as both Popolo and FollowTheMoney write them

# No XML may hold these, and no other system is glad of them; lone surrogates have no bytes at all.
_FORBIDDEN = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WEB = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PREFIXES = {"p": ("p-",), "o": ("o-", "l-"), "e": ("e-",)}  # places hold offices as bodies do
_SAFE = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.-]*[0-9A-Za-z])?")


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A row that tells a fact: its place in the text, its score, the words of its sentence."""

    document_id: str
    sentence: int  # of the document, from 0; -1 where none is given
    start: int  # half-open, code points of the document's text; -1 where none is given
    stop: int
    score: str  # 0…1 as the table prints it, or ""
    words: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A person holds a position, in a body if one is told."""

    person_id: str
    person: str
    position: str
    organisation_id: str  # "" where there is none, as below
    organisation: str
    status: str
    since: str
    until: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Attendance:
    """A person or a body takes part in an event."""

    kind: str
    participant_id: str
    participant: str
    event_id: str
    event: str
    role: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the tables tell, each thing once."""

    documents: Mapping[str, Row]  # by id
    persons: tuple[Row, ...]
    organisations: tuple[Row, ...]
    events: tuple[Row, ...]
    holdings: tuple[Holding, ...]
    attendances: tuple[Attendance, ...]
    quotes: tuple[tuple[Row, Source], ...]  # of direct speech
    # "p", "o" or "e" and the id → where each document mentions it first
    mentions: Mapping[tuple[str, str], tuple[Source, ...]]


def gather(tables: Tables) -> Gathered:
    """What the tables tell of people, bodies and events; a table that is not there tells nothing.

    Characters that XML forbids become U+FFFD and a carriage return a line feed, one for one.
    """
    words = {
        (row["document_id"], row["sentence"]): row["text"] for row in _rows(tables, "sentences")
    }
    return Gathered(
        {row["document_id"]: row for row in _sorted(tables, "documents", "document_id")},
        _sorted(tables, "persons", "person_id"),
        _sorted(tables, "organisations", "organisation_id"),
        _sorted(tables, "events", "event_id"),
        tuple(
            Holding(**dict(zip(_HOLDING, key, strict=True)), sources=sources)
            for key, sources in _facts(tables, "roles", _HOLDING, words)
        ),
        tuple(
            Attendance(**dict(zip(_ATTENDANCE, key, strict=True)), sources=sources)
            for key, sources in _facts(tables, "participations", _ATTENDANCE_COLUMNS, words)
        ),
        tuple(
            sorted(
                (
                    (row, _source(row, words))
                    for row in _rows(tables, "quotes")
                    if row["kind"] == "direct"
                ),
                key=lambda pair: (pair[1], pair[0]["person_id"], pair[0]["text"]),
            )
        ),
        _mentions(tables, words),
    )


_HOLDING = (
    "person_id", "person", "position", "organisation_id", "organisation", "status", "since", "until"
)  # fmt: skip
_ATTENDANCE = ("kind", "participant_id", "participant", "event_id", "event", "role")
_ATTENDANCE_COLUMNS = ("participant_kind", *_ATTENDANCE[1:])


def _rows(tables: Tables, name: str) -> Iterator[Row]:
    if name not in tables:
        return
    keys = [column.key for column in COLUMNS[name]]
    for cells in tables.rows(name):
        yield dict(zip(keys, map(_text, cells), strict=True))


def _text(cell: object) -> str:
    if cell is None:
        return ""
    return _FORBIDDEN.sub("\ufffd", str(cell).replace("\r", "\n"))


def _sorted(tables: Tables, name: str, key: str) -> tuple[Row, ...]:
    """The rows of a table of things, one an id."""
    rows = sorted(_rows(tables, name), key=lambda row: (row[key], *row.values()))
    return tuple({row[key]: row for row in rows}.values())


Words = Mapping[tuple[str, str], str]


def _facts(
    tables: Tables, name: str, keys: tuple[str, ...], words: Words
) -> Iterator[tuple[tuple[str, ...], tuple[Source, ...]]]:
    """Each set of cells of `keys` once, with the rows that have them."""
    found: dict[tuple[str, ...], list[Source]] = {}
    for row in _rows(tables, name):
        found.setdefault(tuple(row[key] for key in keys), []).append(_source(row, words))
    for key in sorted(found):
        yield key, tuple(sorted(found[key]))


def _source(row: Row, words: Words) -> Source:
    return Source(
        row["document_id"],
        int(row["sentence"] or -1),
        int(row["start"] or -1),
        int(row["stop"] or -1),
        row["score"],
        words.get((row["document_id"], row["sentence"]), ""),
    )


_LETTERS = {"person": "p", "organisation": "o", "place": "o", "event": "e"}


def _mentions(tables: Tables, words: Words) -> dict[tuple[str, str], tuple[Source, ...]]:
    """The first mention of each thing in each document, by name if one is."""
    first: dict[tuple[str, str, str], tuple[bool, Source]] = {}
    for row in _rows(tables, "mentions"):
        letter = _LETTERS.get(row["kind"])
        if letter and row["entity_id"]:
            place = (row["form"] != "name", _source(row, words))
            key = (letter, row["entity_id"], row["document_id"])
            first[key] = min(first.get(key, place), place)
    found: dict[tuple[str, str], list[Source]] = {}
    for key in sorted(first):
        found.setdefault(key[:2], []).append(first[key][1])
    return {thing: tuple(sources) for thing, sources in found.items()}


def forms(row: Row) -> Iterator[str]:
    """The further forms of a thing's name, as its column `also` lists them."""
    yield from dict.fromkeys(form for form in row["also"].split("; ") if form)


def id_of(prefix: str, parts: Iterable[str]) -> str:
    """An id made of what it stands for: the same parts give the same one.

    >>> id_of("m", ["p-1", "ректор"])
    'm-ef33f6f64660b359'
    """
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()
    return f"{prefix}-{digest[:16]}"


def safe_id(prefix: str, code: str) -> str:
    """An id for where people, bodies and events share their ids, and few characters are allowed.

    Codes of a registry may be anything, and those of people the same as those of bodies; ids of
    FollowTheMoney and names in XML may not. `prefix` is "p", "o" or "e": what the code is one of.

    >>> safe_id("p", "p-75e26a2569a1"), safe_id("p", "17"), safe_id("p", "№ 17")
    ('p-75e26a2569a1', 'p-17', 'p-7a8e8e599ff63470')
    """
    whole = code if code.startswith(_PREFIXES[prefix]) else f"{prefix}-{code}"
    return whole if _SAFE.fullmatch(whole) else id_of(prefix, [code])


def partial_date(cell: str) -> str:
    """`cell` if it is a year, a month or a day of ISO 8601, else "".

    >>> partial_date("2019-03"), partial_date("весной"), partial_date("2019-02-30")
    ('2019-03', '', '')
    """
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", cell):
        return ""
    return cell if day(f"{cell}-01-01"[:10]) else ""


def day(cell: str) -> date | None:
    """The day that a whole ISO date names, None for all else.

    >>> day("2019-03-01"), day("2019-03")
    (datetime.date(2019, 3, 1), None)
    """
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None


def url_of(document: Row) -> str:
    """Where the document is, if it came from the web, else a name of its text (RFC 6920).

    That name is made of the SHA-256 of the text, so that it names the same text everywhere.

    >>> url_of({"document_id": "1", "source": "https://example.org/1", "sha256": ""})
    'https://example.org/1'
    """
    if _WEB.fullmatch(document["source"]):
        return document["source"]
    if _SHA256.fullmatch(document["sha256"]):
        digest = urlsafe_b64encode(bytes.fromhex(document["sha256"])).decode("ascii")
        return f"ni:///sha-256;{digest.rstrip('=')}"
    return f"data:,{quote(document['document_id'])}"
