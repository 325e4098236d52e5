"""Extractions → data frames with declared columns.

The pages of the documents are put together in the order of their ids, and the entities that
several documents share become one row each; neither the order of the input nor hashing shows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from newsnlp.columns import COLUMNS, Column
from newsnlp.identity import Identity, Key, Pins, Record, identify
from newsnlp.lexicon import load_lexicon
from newsnlp.names import name_parts
from newsnlp.page import CHECK_BELOW, Listed, Page, Ref, Row, Wanted
from newsnlp.saved import read_frames
from newsnlp.schema import Extraction, Kind
from newsnlp.text import storable

if TYPE_CHECKING:
    from newsnlp.registry import Registry

__all__ = ["COLUMNS", "Column", "Tables", "load_tables", "make_tables", "name_parts", "tables_of"]


class Tables(Mapping[str, pd.DataFrame]):
    """Name of a table → data frame, in the order of `COLUMNS`.

    `tokens` is there when asked for, `check` with a registry.
    """

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        """Keep the frames as they are."""
        self._frames = dict(frames)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The table `name`."""
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        """The names of the tables."""
        return iter(self._frames)

    def __len__(self) -> int:
        """How many tables there are."""
        return len(self._frames)

    def __repr__(self) -> str:
        """One line: each table with its number of rows."""
        return f"Tables({', '.join(f'{name}: {len(frame)}' for name, frame in self.items())})"


Identifying = Callable[[Sequence[Record], Pins | None], Mapping[Key, Identity]]


def make_tables(  # noqa: PLR0913 — what is asked of the tables, each by its name
    extractions: Iterable[Extraction],
    *,
    tokens: bool = False,
    indirect: bool = False,
    min_score: float = 0.0,
    check_below: float = CHECK_BELOW,
    registry: "Registry | None" = None,
    identifying: Identifying = identify,
) -> Tables:
    """All tables of the extractions; the order of the input does not show in them.

    Extractions are taken one by one and let go: what a table does not show is not kept.

    Args:
        extractions: one a document.
        tokens: whether to make the table of tokens, too.
        indirect: whether the press sheet has indirect speech for who has no direct quote.
        min_score: roles, participations and quotes of a lower score, 0…1, are left out; people,
            bodies and events stay listed.
        check_below: rows of the press sheet of a lower score, 0…1, say what is to be checked.
        registry: gives its entries' ids and names, and the table `check` of what contradicts it.
        identifying: says what each record is; with an archive, among all that it holds.

    Raises:
        NewsNLPError: `min_score` or `check_below` is outside 0…1.
    """
    # Here: whoever writes tables of pages would else open all that makes pages.
    from newsnlp.rows import page_of

    wanted = Wanted(tokens, indirect, min_score, check_below)
    made = (page_of(item, wanted, registry=registry) for item in extractions)
    return tables_of(made, tokens=tokens, registry=registry, identifying=identifying)


def tables_of(
    pages: Iterable[Page],
    *,
    tokens: bool = False,
    registry: "Registry | None" = None,
    identifying: Identifying = identify,
) -> Tables:
    """All tables of documents whose pages are made already.

    Args:
        pages: one a document, in any order.
        tokens: whether they have rows of tokens.
        registry: by which they were made.
        identifying: says what each record is; with an archive, among all that it holds.
    """
    pages = sorted(pages, key=_key)
    records = [record for page in pages for record in page.records]
    known = identifying(records, registry.pins_of(records) if registry else None)
    shared: dict[str, list[Row]] = {
        "persons": _entity_rows(pages, known, Kind.PERSON, _person_row),
        "organisations": _named_by_id(
            _entity_rows(pages, known, Kind.ORGANISATION, _organisation_row),
            "organisation_id",
            "parent",
        ),
        "positions": _position_rows(pages, known),
        "events": _named_by_id(
            _entity_rows(pages, known, Kind.EVENT, _event_row), "event_id", "part_of"
        ),
    }
    return Tables(
        {
            name: _frame(name, _cells(name, pages, shared, known))
            for name in COLUMNS
            if (tokens or name != "tokens") and (registry is not None or name != "check")
        }
    )


def load_tables(folder: str | Path) -> Tables:
    """The tables that a run left in a folder, the same as `make_tables` gave.

    Raises:
        SavedError: there is no such folder, a table is missing, or one is broken.
    """
    return Tables(read_frames(Path(folder)))


def _key(page: Page) -> tuple[str, str]:
    return page.key


Known = Mapping[Key, Identity]


def _cells(
    name: str, pages: Iterable[Page], shared: Mapping[str, Iterable[Row]], known: Known
) -> list[tuple[object, ...]]:
    if name in shared:
        return [tuple(row.get(column.key) for column in COLUMNS[name]) for row in shared[name]]
    return [
        tuple(_told(cell, page, known) if isinstance(cell, Ref) else cell for cell in cells)
        for page in pages
        for cells in page.rows[name]
    ]


def _told(ref: Ref, page: Page, known: Known) -> str:
    """The id or name of an entity of a page, as all documents have it."""
    own = known.get((page.key[0], ref.local))
    if own is None:
        return ref.local
    return own.name if ref.named else own.id


def _cell(cell: object) -> object:
    """The cell as every format can hold it: lone surrogates go, and what is empty is missing."""
    # No format but JSON could tell the two apart.
    return storable(cell) or None if isinstance(cell, str) else cell


def _frame(name: str, cells: list[tuple[object, ...]]) -> pd.DataFrame:
    columns = COLUMNS[name]
    cells = [tuple(map(_cell, row)) for row in cells]
    frame = pd.DataFrame(cells, columns=[column.key for column in columns])
    return frame.astype({column.key: column.dtype for column in columns})


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the documents say of one thing."""

    own: Identity
    entities: list[Listed] = field(default_factory=list)  # in the order of the documents
    documents: set[tuple[str, str]] = field(default_factory=set)


def _entity_rows(
    pages: Iterable[Page], known: Known, kind: Kind, row_of: Callable[[_Shared], Row]
) -> list[Row]:
    """A row for each id; what several documents say of it is put together."""
    found: dict[str, _Shared] = {}
    for page in pages:
        for entity in page.listed[kind]:
            own = known[page.key[0], entity.id]
            shared = found.setdefault(own.id, _Shared(own))
            shared.entities.append(_global(entity, page, known))
            shared.documents.add(page.key)
    return [row_of(shared) for shared in found.values()]


def _global(entity: Listed, page: Page, known: Known) -> Listed:
    """The entity with the body or event that it belongs to as all documents have it."""
    if not entity.whole:
        return entity
    told = _told(Ref(entity.whole), page, known)
    own = known[page.key[0], entity.id].id
    return replace(entity, whole=told if told != own else None)  # it may be one with its whole


def _named_by_id(rows: list[Row], id_column: str, column: str) -> list[Row]:
    """`rows` with `column` filled from `<column>_id`; both empty where the table lacks that row."""
    names = {row[id_column]: row["name"] for row in rows}
    return [
        {**row, f"{column}_id": other if other in names else None, column: names.get(other)}
        for row, other in ((row, row[f"{column}_id"]) for row in rows)
    ]


def _common(shared: _Shared) -> Row:
    """What every table of entities has: name, further forms, counts."""
    name, entities = shared.own.name, shared.entities
    forms = dict.fromkeys(form for entity in entities for form in (entity.name, *entity.also))
    return {
        "name": name,
        "also": "; ".join(form for form in forms if form != name),
        "mentions": sum(entity.mentions for entity in entities),
        "documents": len(shared.documents),
    }


def _person_row(shared: _Shared) -> Row:
    given, patronymic, surname = name_parts(shared.own.name)
    parts = {"surname": surname, "given_name": given, "patronymic": patronymic}
    gender = _gender(given, patronymic, surname)
    return {"person_id": shared.own.id, **_common(shared), **parts, "gender": gender}


def _organisation_row(shared: _Shared) -> Row:
    entities = shared.entities
    forms = [form for entity in entities for form in (entity.name, *entity.also)]
    parent = next((entity.whole for entity in entities if entity.whole), None)
    return {
        "organisation_id": shared.own.id,
        **_common(shared),
        "kind": "место" if entities[0].kind is Kind.PLACE else _head_word(forms),
        "acronym": next((form for form in forms if _is_acronym(form)), None),
        "parent_id": parent,
    }


def _head_word(forms: Iterable[str]) -> str | None:
    """The lower-case word that a full name begins with or holds: «Томский … университет»."""
    kinds = _body_kinds()
    for form in forms:
        for word in form.replace("«", " ").split():
            if word.casefold() in kinds:
                return word.casefold()
    return None


@cache
def _body_kinds() -> frozenset[str]:
    return frozenset(load_lexicon("body_kinds"))


def _is_acronym(form: str) -> bool:
    return 2 <= len(form) <= 12 and " " not in form and sum(map(str.isupper, form)) >= 2


def _gender(given: str, patronymic: str, surname: str) -> str | None:
    for word, female, male in (
        (patronymic, ("вна", "чна", "шна", "кызы"), ("ич", "оглы")),
        (surname, ("ова", "ева", "ёва", "ина", "ская", "цкая"), ("ов", "ев", "ёв", "ин", "ский")),
    ):
        if word.endswith(female):
            return "ж"
        if word.endswith(male):
            return "м"
    return None


def _position_rows(pages: Iterable[Page], known: Known) -> list[Row]:
    held: dict[str, list[tuple[str, str | None]]] = {}
    titles: dict[str, list[Listed]] = {}
    for page in pages:
        for entity in page.listed[Kind.POSITION]:
            titles.setdefault(entity.id, []).append(entity)
        for position, person, body in page.held:
            employer = _told(Ref(body), page, known) if body else None
            held.setdefault(position, []).append((_told(Ref(person), page, known), employer))
    return [
        {
            "position_id": key,
            "title": entities[0].name,
            "persons": len({person for person, _ in held.get(entities[0].name, ())}),
            "organisations": len({body for _, body in held.get(entities[0].name, ()) if body}),
            "mentions": sum(entity.mentions for entity in entities),
        }
        for key, entities in titles.items()
    ]


def _event_row(shared: _Shared) -> Row:
    events = shared.entities
    dated = next((event for event in events if event.start), None)
    return {
        "event_id": shared.own.id,
        **_common(shared),
        "kind": next((event.head for event in events if event.head), None),
        "start": dated.start if dated else None,
        "end": dated.end if dated else None,
        "place": next((event.place for event in events if event.place), None),
        "part_of_id": next((event.whole for event in events if event.whole), None),
    }
