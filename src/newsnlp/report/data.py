"""Tables → what the report holds of them: columns of values, with row numbers in place of ids.

A name, a title or a sentence stands in the file once: facts say the row of the person, the body,
the forum and the document that they are about, and columns with few values say each value once.
Offsets are turned into those of JavaScript, which counts UTF-16 units, and into offsets from the
beginning of the sentence, for a page shows a text sentence by sentence.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from newsnlp.tables import Tables

__all__ = ["Payload", "report_data"]

Payload = dict[str, object]
Value = str | int | None
Rows = Mapping[str, int]  # id → number of the row in its table, from 0

_NOWHERE = -1  # the row of what is in no table
_MENTIONED = ("person", "organisation", "position", "event", "place", "date")
_FORMS = ("name", "nominal", "pronoun")
_OF_KIND = {"person": "persons", "organisation": "organisations", "event": "events"}


def report_data(tables: Tables) -> Payload:
    """What the scripts of the report read: a table a key, a column a key in it.

    A column is a list of values (None where there is none), or {"of": values, "at": numbers of
    them} where values come again and again. Columns named in the singular after a table (person,
    organisation, event, document, parent, whole) hold row numbers, -1 for none. `score` is in
    hundredths. `texts` has of each document its `sentences`, the `paragraph` that each is in, and
    its `mentions`: seven numbers each – sentence, start and length in UTF-16 units, kind, form,
    row of the entity, number of the normal form in `normals`.
    """
    rows = {
        "documents": _rows(_column(tables, "documents", "document_id")),
        "persons": _rows(_column(tables, "persons", "person_id")),
        "organisations": _rows(_column(tables, "organisations", "organisation_id")),
        "events": _rows(_column(tables, "events", "event_id")),
    }
    normals: dict[str, int] = {}
    data: Payload = {
        "documents": _plain(tables, "documents", "document_id source title published"),
        "persons": _plain(tables, "persons", "person_id name also mentions documents"),
        "organisations": {
            **_plain(
                tables,
                "organisations",
                "organisation_id name kind acronym also mentions documents",
            ),
            "parent": _linked(tables, "organisations", "parent_id", rows["organisations"]),
        },
        "events": {
            **_plain(
                tables, "events", "event_id name kind start end place also mentions documents"
            ),
            "whole": _linked(tables, "events", "part_of_id", rows["events"]),
        },
        "roles": _roles(tables, rows),
        "participations": _participations(tables, rows),
        "quotes": _quotes(tables, rows),
        "press": _press(tables, rows),
        "texts": _texts(tables, rows, normals),
        "normals": list(normals),
    }
    if "check" in tables:
        data["check"] = _check(tables, rows)
    return data


def _roles(tables: Tables, rows: Mapping[str, Rows]) -> Payload:
    return {
        "person": _linked(tables, "roles", "person_id", rows["persons"]),
        "organisation": _linked(tables, "roles", "organisation_id", rows["organisations"]),
        **_plain(tables, "roles", "position status since until"),
        **_provenance(tables, "roles", rows),
    }


def _participations(tables: Tables, rows: Mapping[str, Rows]) -> Payload:
    kinds = _column(tables, "participations", "participant_kind")
    who = _column(tables, "participations", "participant_id")
    return {
        "kind": _interned(kinds),
        "who": [
            rows.get(_OF_KIND.get(str(kind), ""), {}).get(str(key), _NOWHERE)
            for kind, key in zip(kinds, who, strict=True)
        ],
        "event": _linked(tables, "participations", "event_id", rows["events"]),
        **_plain(tables, "participations", "role"),
        **_provenance(tables, "participations", rows),
    }


def _quotes(tables: Tables, rows: Mapping[str, Rows]) -> Payload:
    return {
        "person": _linked(tables, "quotes", "person_id", rows["persons"]),
        **_plain(tables, "quotes", "kind text cue"),
        **_provenance(tables, "quotes", rows),
    }


def _check(tables: Tables, rows: Mapping[str, Rows]) -> Payload:
    return {
        **_plain(tables, "check", "finding text registry proposal registry_id name context"),
        "document": _linked(tables, "check", "document_id", rows["documents"]),
        "sentence": _column(tables, "check", "sentence"),
    }


def _press(tables: Tables, rows: Mapping[str, Rows]) -> Payload:
    """The press sheet; it tells names, and the rows that they stand for are looked up."""
    documents = _column(tables, "press", "document")
    return {
        **_plain(tables, "press", "person position organisation event role start place"),
        **_plain(tables, "press", "quote check"),
        "person_row": _named(tables, "person", rows),
        "organisation_row": _named(tables, "organisation", rows),
        "event_row": _named(tables, "event", rows),
        "document": [rows["documents"].get(str(key), _NOWHERE) for key in documents],
        "sentence": _column(tables, "press", "sentence_number"),
        "score": _hundredths(tables, "press"),
    }


_FACTS_NAMING = {  # the tables in which a name stands beside its id: name, id
    "person": (("roles", "person", "person_id"), ("quotes", "person", "person_id")),
    "organisation": (("roles", "organisation", "organisation_id"),),
    "event": (("participations", "event", "event_id"),),
}
_LISTING = {"person": "persons", "organisation": "organisations", "event": "events"}


def _named(tables: Tables, column: str, rows: Mapping[str, Rows]) -> list[int]:
    """The row of whom each row of the press sheet names, -1 where the name fits several."""
    naming = _FACTS_NAMING[column]
    if column == "person":
        naming = (*naming, ("participations", "participant", "participant_id"))
    listing = _LISTING[column]
    here: dict[tuple[Value, Value], set[Value]] = defaultdict(set)  # in one document
    for name, told, key in naming:
        columns = (_column(tables, name, wanted) for wanted in ("document_id", told, key))
        for document, words, code in zip(*columns, strict=True):
            here[document, words].add(code)
    anywhere: dict[Value, set[Value]] = defaultdict(set)
    codes = _column(tables, listing, f"{column}_id")
    for words, code in zip(_column(tables, listing, "name"), codes, strict=True):
        anywhere[words].add(code)
    found = []
    documents = _column(tables, "press", "document")
    for document, words in zip(documents, _column(tables, "press", column), strict=True):
        known = [code for code in here.get((document, words), ()) if str(code) in rows[listing]]
        fitting = known or list(anywhere.get(words, ()))
        found.append(rows[listing][str(fitting[0])] if len(fitting) == 1 else _NOWHERE)
    return found


def _texts(tables: Tables, rows: Mapping[str, Rows], normals: dict[str, int]) -> list[Payload]:
    """Of each document its sentences, the paragraph of each, and the mentions in them."""
    texts: list[Payload] = [
        {"sentences": [], "paragraph": [], "mentions": []} for _ in rows["documents"]
    ]
    places = _places(tables, rows["documents"], texts)
    wanted = "document_id sentence start stop kind form entity_id normal".split()
    columns = [_column(tables, "mentions", name) for name in wanted]
    for key, sentence, start, stop, kind, form, entity, normal in zip(*columns, strict=True):
        place = places.get((key, sentence))
        if place is None:
            continue  # its document is in no table
        row = rows.get(_OF_KIND.get(str(kind), ""), {}).get(str(entity), _NOWHERE)
        if kind == "place" and row == _NOWHERE:  # a city may employ, too
            row = rows["organisations"].get(str(entity), _NOWHERE)
        known = row != _NOWHERE and kind != "place"
        first, length = place.units(_number(start), _number(stop))
        if length:
            place.mentions += (
                place.number,
                first,
                length,
                _MENTIONED.index(str(kind)),
                _FORMS.index(str(form)),
                row,
                _NOWHERE if known else normals.setdefault(str(normal), len(normals)),
            )
    return texts


class _Place:
    """A sentence in its document, where offsets are counted from."""

    __slots__ = ("_astral", "mentions", "number", "start", "text")

    def __init__(self, number: int, start: int, text: str, mentions: list[int]) -> None:
        """Keep where the sentence begins, and whether a character of it takes two units."""
        self.number, self.start, self.text, self.mentions = number, start, text, mentions
        self._astral = bool(text) and max(text) > "\uffff"

    def units(self, start: int, stop: int) -> tuple[int, int]:
        """Start and length in UTF-16 units from the beginning of the sentence, cut at its end."""
        first = min(max(start - self.start, 0), len(self.text))
        last = min(max(stop - self.start, first), len(self.text))
        if not self._astral:
            return first, last - first
        return _units(self.text[:first]), _units(self.text[first:last])


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _places(
    tables: Tables, documents: Rows, texts: Sequence[Payload]
) -> Mapping[tuple[Value, Value], _Place]:
    """Put the sentences into `texts`, and say where each is."""
    places = {}
    wanted = "document_id sentence paragraph start text".split()
    columns = [_column(tables, "sentences", name) for name in wanted]
    for key, sentence, paragraph, start, words in zip(*columns, strict=True):
        row = documents.get(str(key), _NOWHERE)
        if row == _NOWHERE:
            continue
        text: dict[str, list[object]] = texts[row]  # type: ignore[assignment]
        place = _Place(len(text["sentences"]), _number(start), str(words or ""), text["mentions"])  # type: ignore[arg-type]
        text["sentences"].append(place.text)
        text["paragraph"].append(paragraph)
        places[key, sentence] = place
    return places


def _provenance(tables: Tables, name: str, rows: Mapping[str, Rows]) -> Payload:
    return {
        "document": _linked(tables, name, "document_id", rows["documents"]),
        "sentence": _column(tables, name, "sentence"),
        "score": _hundredths(tables, name),
        **_plain(tables, name, "evidence"),
    }


def _rows(keys: Iterable[Value]) -> Rows:
    """Id → row; of two rows of one id the first."""
    found: dict[str, int] = {}
    for number, key in enumerate(keys):
        found.setdefault(str(key), number)
    return found


def _linked(tables: Tables, name: str, column: str, rows: Rows) -> list[int]:
    return [rows.get(str(key), _NOWHERE) for key in _column(tables, name, column)]


def _plain(tables: Tables, name: str, columns: str) -> Payload:
    return {column: _interned(_column(tables, name, column)) for column in columns.split()}


def _hundredths(tables: Tables, name: str) -> list[Value]:
    scores = tables[name]["score"] if name in tables else ()
    return [None if score != score else round(100 * score) for score in scores]


def _column(tables: Tables, name: str, column: str) -> list[Value]:
    """The values of a column; none where tables of an older version lack it."""
    if name not in tables:
        return []
    frame = tables[name]
    if column not in frame:
        return [None] * len(frame)
    return [None if value is pd.NA or value == "" else value for value in frame[column].tolist()]


def _interned(values: list[Value]) -> list[Value] | Payload:
    """`values`, or each that there is once with the numbers of them, whichever is shorter."""
    numbers: dict[Value, int] = {}
    at = [numbers.setdefault(value, len(numbers)) for value in values]
    if not any(isinstance(value, str) for value in numbers) or 2 * len(numbers) > len(values):
        return values
    return {"of": list(numbers), "at": at}


def _number(value: Value) -> int:
    return int(value or 0)
