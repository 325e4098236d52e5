"""Rows of a registry → entries. Everything that is wrong with the files is told at once.

An entry may take several rows: one that repeats the code (or, without a code, the name) adds a
title or further names to it.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from newsnlp.errors import RegistryError
from newsnlp.morph import Morph
from newsnlp.names import PersonName
from newsnlp.registry.entries import BodyEntry, Entry, EventEntry, PersonEntry, Post
from newsnlp.registry.headings import FILES, HEADINGS, KINDS, heading_of, kinds_of
from newsnlp.registry.sheets import Sheet, files_in, read_sheet
from newsnlp.registry.spelled import as_alias, declined, key_of, odd_in_name, read_name
from newsnlp.schema import Kind
from newsnlp.text import fold

__all__ = ["read_entries"]

_PREFIX = {Kind.PERSON: "p", Kind.ORGANISATION: "o", Kind.EVENT: "e"}
_ISO = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_POINTED = re.compile(r"(?:(?:(\d{1,2})\.)?(\d{1,2})\.)?(\d{4})(?: ?г(?:ода|\.))?")
_WORDED = re.compile(r"(?:(\d{1,2}) )?([а-яё]{3,8}) (\d{4})(?: ?г(?:ода|\.))?")
_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_ACTING = re.compile(r"(?:и\. ?о\.|вр\. ?и\. ?о\.|врио|врид|исполняющ\w+ обязанности)\s+", re.I)
_SHOWN = 20  # problems that are told at once


@dataclass
class _Row:
    """A row with its cells by key."""

    where: str
    kind: Kind
    cells: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")


@dataclass
class _Draft:
    """What the rows of one entry say together."""

    id: str
    name: str
    whole: str  # as tables print it
    rows: list[_Row] = field(default_factory=list)

    def first(self, key: str) -> str:
        return next((row[key] for row in self.rows if row[key]), "")

    def aliases(self) -> tuple[str, ...]:
        cells = (row["aliases"] for row in self.rows)
        names = (" ".join(name.split()) for cell in cells for name in cell.split(";"))
        return tuple(name for name in dict.fromkeys(names) if name and name != self.name)


def read_entries(paths: Iterable[Path], morph: Morph) -> list[Entry]:
    """The entries of all files, in their order.

    Args:
        paths: CSV and XLSX files, or folders of such.
        morph: reads the names of persons.

    Raises:
        RegistryError: something in the files is wrong; a line for each problem, with file, line,
            what is wrong and what to do.
    """
    problems: list[str] = []
    rows: list[_Row] = []
    for path in files_in(paths):
        try:
            rows += _rows(read_sheet(path), problems)
        except RegistryError as error:
            problems += str(error).splitlines()
    entries = [_entry(draft, morph, problems) for draft in _drafts(rows, morph, problems)]
    problems += _shared(entries)
    if problems:
        more = len(problems) - _SHOWN
        told = problems[:_SHOWN] + ([f"and {more} more like these"] if more > 0 else [])
        raise RegistryError("\n".join(told))
    return entries


# ---------------------------------------------------------------------------- columns


def _rows(sheet: Sheet, problems: list[str]) -> Iterator[_Row]:
    """The rows of a file with their kinds and keys."""
    mixed = _kind_column(sheet)
    kinds = list(HEADINGS) if mixed else kinds_of(sheet.headings, sheet.path)
    if not mixed and len(kinds) != 1:
        problems.append(_misfit(sheet, kinds))
        return
    titles = [title for title in sheet.headings if title != mixed]
    unknown = [t for t in titles if not any(heading_of(t, kind) for kind in kinds)]
    problems += [_unknown(sheet.where, title, kinds) for title in unknown]
    names = {h.key for t in titles for kind in kinds if (h := heading_of(t, kind))}
    if unknown or not names & {"name", "surname"}:
        if not unknown:
            problems.append(f"{sheet.where}: missing column «{_name_title(kinds[0])}»; add it")
        return
    for line in sheet.lines:
        kind = KINDS[line.cells[mixed].casefold()] if mixed else kinds[0]
        cells: dict[str, str] = {}
        for title in titles:
            heading = heading_of(title, kind)
            value = line.cells[title]
            if heading is not None and not heading.passed:
                cells[heading.key] = cells.get(heading.key) or value
            elif heading is None and value:
                problems.append(
                    f"{line.where}: «{title}» is no column of «{line.cells[mixed]}»; "
                    "leave the cell empty"
                )
        yield _Row(line.where, kind, cells)


def _kind_column(sheet: Sheet) -> str:
    """The column that says of what kind each row is, "" if there is none."""
    title = next((t for t in sheet.headings if t.casefold() in ("kind", "вид")), "")
    values = {line.cells[title].casefold() for line in sheet.lines} if title else set()
    return title if values and values <= KINDS.keys() else ""


def _misfit(sheet: Sheet, kinds: list[Kind]) -> str:
    """Why it is not known what a file holds: a column that nobody knows, or too few columns."""
    if kinds:
        names = ", ".join(FILES.values())
        return (
            f"{sheet.where}: people, organisations or events? The columns fit several; name the "
            f"file {names}, or add a column «kind» with person, organisation or event in each row"
        )
    known = {
        kind: [title for title in sheet.headings if heading_of(title, kind)] for kind in HEADINGS
    }
    best = max(known, key=lambda kind: len(known[kind]))
    odd = [title for title in sheet.headings if title not in known[best]]
    return "\n".join(_unknown(sheet.where, title, [best]) for title in odd)


def _unknown(where: str, title: str, kinds: list[Kind]) -> str:
    known = dict.fromkeys(
        heading.titles[0] for kind in kinds for heading in HEADINGS[kind] if not heading.passed
    )
    return (
        f"{where}: unknown column «{title}»; rename it to one of "
        f"{', '.join(f'«{name}»' for name in known)}, or delete it"
    )


def _name_title(kind: Kind) -> str:
    return next(h.titles[0] for h in HEADINGS[kind] if h.key == "name")


# ---------------------------------------------------------------------------- rows → drafts


def _drafts(rows: Iterable[_Row], morph: Morph, problems: list[str]) -> list[_Draft]:
    """Rows of one code taken together, and those of a name to which only one code belongs."""
    found: dict[tuple[Kind, str], _Draft] = {}
    named = [(row, *_names(row, morph)) for row in rows]
    codes: dict[tuple[Kind, str], set[str]] = {}
    for row, _, whole in named:
        codes.setdefault((row.kind, key_of(whole)), set()).update({row["id"]} - {""})
    for row, name, whole in named:
        own = codes[row.kind, key_of(whole)] if len(codes[row.kind, key_of(whole)]) == 1 else ()
        key = (row.kind, row["id"] or next(iter(own), "") or made_id(row.kind, whole))
        if not name and (not row["id"] or key not in found):
            title = _name_title(row.kind)
            problems.append(f"{row.where}: no name; fill «{title}» or delete the line")
            continue
        draft = found.setdefault(key, _Draft(key[1], name, whole))
        first = draft.rows[0].where if draft.rows else ""
        if first and name and key_of(whole) != key_of(draft.whole):
            problems.append(
                f"{row.where}: the code «{row['id']}» is that of «{draft.name}» ({first}); give "
                f"«{name}» another, or write it into «Другие формы»"
            )
        elif any(dict(other.cells) == dict(row.cells) for other in draft.rows):
            problems.append(f"{row.where}: «{name}» stands so in {first} already; delete one line")
        else:
            draft.rows.append(row)
    return list(found.values())


def _names(row: _Row, morph: Morph) -> tuple[str, str]:
    """The name as it is written, and as tables print it: «рудневский виктор», «Виктор Рудневский».

    Parts in columns of their own are taken as they stand.
    """
    parts = " ".join(row[part] for part in ("given_name", "patronymic", "surname")).split()
    name = row["name"] or " ".join(parts)
    read = read_name(name, morph) if row.kind is Kind.PERSON and not row["surname"] else None
    return name, read.full if read else " ".join(parts) or name


def _entry(draft: _Draft, morph: Morph, problems: list[str]) -> Entry:
    kind, where = draft.rows[0].kind, draft.rows[0].where
    for row in draft.rows:
        problems += _misdated(row)
    if kind is Kind.PERSON:
        return _person(draft, morph, problems)
    if kind is Kind.EVENT:
        return EventEntry(
            kind, draft.id, draft.name, draft.aliases(), where,
            _iso(draft.first("start")) or "", _iso(draft.first("end")) or "",
            draft.first("place"), draft.first("part_of"),
        )  # fmt: skip
    return BodyEntry(
        kind, draft.id, draft.name, draft.aliases(), where,
        draft.first("acronym"), draft.first("parent"), draft.first("place"),
    )  # fmt: skip


def _person(draft: _Draft, morph: Morph, problems: list[str]) -> PersonEntry:
    where = draft.rows[0].where
    if surname := draft.first("surname"):  # the press office itself says which part is which
        name = PersonName(draft.first("given_name"), draft.first("patronymic"), surname)
    else:
        read = read_name(draft.name, morph)
        if odd := odd_in_name(draft.name):
            problems.append(
                f"{where}: «{odd}» in «{draft.name}» is no part of a name; leave the bare name, "
                "others go into «Другие формы», separated by «;»"
            )
        elif read is None:
            problems.append(f"{where}: «{draft.name}» is no name of a person; mend it")
        name = read or PersonName(surname=draft.name)
    further = filter(None, (read_name(alias, morph) for alias in draft.aliases()))
    names = [name, *(as_alias(alias, name) for alias in further)]
    return PersonEntry(
        Kind.PERSON,
        draft.id,
        name.full,
        draft.aliases(),
        where,
        tuple(dict.fromkeys(names)),
        tuple(dict.fromkeys(_post(row) for row in draft.rows if row["position"])),
        declined(name, morph),
    )


def _post(row: _Row) -> Post:
    title = _ACTING.sub("", row["position"])
    since, until = _iso(row["since"]) or "", _iso(row["until"]) or ""
    return Post(title, row["organisation"], since, until, acting=title != row["position"])


def made_id(kind: Kind, name: str) -> str:
    """The id that the program itself gives to this name."""
    digest = hashlib.sha256(f"{kind}|{fold(name).lower()}".encode("utf-8", "surrogatepass"))
    return f"{_PREFIX[kind]}-{digest.hexdigest()[:12]}"


# ---------------------------------------------------------------------------- dates, doubles


def _misdated(row: _Row) -> Iterator[str]:
    """What is wrong with the dates of a row."""
    titles = {h.key: h.titles[0] for h in HEADINGS[row.kind]}
    for first, last in (("since", "until"), ("start", "end")):
        for key in (first, last):
            if row[key] and _iso(row[key]) is None:
                yield (
                    f"{row.where}: «{row[key]}» in «{titles[key]}» is no date; write it like 2024, "
                    "2024-09, 2024-09-01 or 01.09.2024"
                )
        begin, end = _iso(row[first]), _iso(row[last])
        shared = min(len(begin), len(end)) if begin and end else 0
        if begin and end and begin[:shared] > end[:shared]:
            yield (
                f"{row.where}: «{titles[first]}» {row[first]} is after «{titles[last]}» "
                f"{row[last]}; swap or mend them"
            )
        if (begin or end) and first == "since" and not row["position"]:
            yield f"{row.where}: «{titles[first]}» or «{titles[last]}» without «Должность»; fill it"


def _iso(text: str) -> str | None:
    """«01.09.2024», «сентябрь 2024» → ISO as exact as given; None for what is no date."""
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _POINTED.fullmatch(text):
        day, month, year = found.groups()
    elif found := _WORDED.fullmatch(text.lower()):
        day, word, year = found.groups()
        month = next((str(n) for n, stem in enumerate(_MONTHS, 1) if word.startswith(stem)), "13")
    else:
        return None
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


def _shared(entries: Iterable[Entry]) -> Iterator[str]:
    """Names and aliases that two entries of one kind claim; namesakes may share their name."""
    owners: dict[tuple[Kind, str], Entry] = {}
    known = list(entries)
    for entry in known:
        owners.setdefault((entry.kind, key_of(entry.name)), entry)
    for entry in known:
        for alias in entry.aliases:
            owner = owners.setdefault((entry.kind, key_of(alias)), entry)
            if owner is not entry:
                yield (
                    f"{entry.where}: «{alias}» is also a name of «{owner.name}» ({owner.where}); "
                    "leave it to one of them"
                )
