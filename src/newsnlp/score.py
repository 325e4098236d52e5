"""Precision, recall and F1 of each table against gold documents.

Gold and prediction are records with the keys of the gold files: persons, organisations, events,
roles, participations, org_participations, quotes. Items are compared by their forms, relations by
the items that their arguments lead to; both are paired one to one.
"""

import difflib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsnlp.confidence import facts_told
from newsnlp.facts import Facts
from newsnlp.marked import Record, ScoreError, parse_marked
from newsnlp.schema import Entity, Event, Extraction, Kind

__all__ = [
    "Figure",
    "Record",
    "ScoreError",
    "figures_of",
    "gold_record",
    "parse_marked",
    "read_gold",
    "right_rows",
    "score",
]

Similar = Callable[[Record, Record], float]  # 0 for «not the same», else the higher the better
Find = Callable[[str | None], object]
_Relations = Mapping[str, tuple[str, tuple[str, ...], Similar]]  # its table, keys, likeness

QUOTE_RATIO = 0.8  # share of equal characters from which two quotes are one
_ITEMS = {"person": "persons", "organisation": "organisations", "event": "events"}
_TABLES = (*_ITEMS.values(), "roles", "participations", "org_participations", "quotes")


@dataclass(frozen=True, slots=True)
class Figure:
    """How many rows are right, spurious and missed; the ratios follow."""

    right: int = 0
    spurious: int = 0
    missed: int = 0

    def __add__(self, other: "Figure") -> "Figure":
        """The counts of both together."""
        return Figure(
            self.right + other.right, self.spurious + other.spurious, self.missed + other.missed
        )

    @property
    def precision(self) -> float:
        """Share of the predicted rows that are right; 1 where none is predicted."""
        return _ratio(self.right, self.right + self.spurious)

    @property
    def recall(self) -> float:
        """Share of the gold rows that are found; 1 where there are none."""
        return _ratio(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return _ratio(2 * self.right, 2 * self.right + self.spurious + self.missed)


def gold_record(extraction: Extraction) -> Record:
    """The facts of a document under the keys of the gold files."""
    facts = facts_told(extraction)
    names = {entity.id: entity.name for entity in extraction.entities}
    return {
        "id": extraction.document.id,
        "persons": [_item(entity) for entity in facts.listed(Kind.PERSON)],
        "organisations": [_item(entity) for entity in facts.listed(Kind.ORGANISATION)],
        "events": [_event(entity, names) for entity in facts.listed(Kind.EVENT)],
        "roles": [
            {
                "person": role.person.name,
                "position": role.position,
                "also": list(role.also),
                "organisation": role.body.name if role.body else None,
                "status": str(role.link.status),
            }
            for role in facts.roles
        ],
        "participations": _parts(facts, Kind.PERSON, "person"),
        "org_participations": _parts(facts, Kind.ORGANISATION, "organisation"),
        "quotes": [
            {"person": speaker.name, "text": facts.words(link)} for link, speaker in facts.quotes
        ],
    }


def _item(entity: Entity) -> Record:
    return {"name": entity.name, "also": list(entity.also)}


def _event(entity: Entity, names: Mapping[str, str]) -> Record:
    if not isinstance(entity, Event):
        return _item(entity)
    return {
        **_item(entity),
        "kind": entity.head or None,
        "start": entity.start.isoformat() if entity.start else None,
        "end": entity.end.isoformat() if entity.end else None,
        "place": entity.place,
        "part_of": names.get(entity.part_of) if entity.part_of else None,
    }


def _parts(facts: Facts, kind: Kind, key: str) -> list[Record]:
    return [
        {key: who.name, "event": event.name, "role": str(link.part)}
        for link, who, event in facts.participations
        if who.kind is kind
    ]


def read_gold(folder: Path) -> list[Record]:
    """The gold documents of a folder, `*.json` or marked-up `*.txt`, in the order of the names.

    Raises:
        ScoreError: there is none, or a file is no gold document.
    """
    paths = sorted([*folder.glob("*.json"), *folder.glob("*.txt")])
    if not paths:
        raise ScoreError(f"{folder}: no gold documents (*.json or *.txt); name a folder like dev")
    return [_read_gold_file(path) for path in paths]


def _read_gold_file(path: Path) -> Record:
    try:
        content = path.read_text(encoding="utf-8")
        record = parse_marked(content) if path.suffix == ".txt" else json.loads(content)
    except ScoreError as reason:
        raise ScoreError(f"{path}: {reason}") from reason
    except (OSError, ValueError) as reason:
        raise ScoreError(f"{path}: no JSON in UTF-8 ({reason}); mend or remove it") from reason
    lacking = [key for key in ("id", "text", *_TABLES) if key not in record]
    if lacking:
        raise ScoreError(f"{path}: no key {', '.join(lacking)}; see GUIDELINES.md for the keys")
    return dict(record)


def score(gold: Sequence[Record], predicted: Iterable[Record]) -> dict[str, Figure]:
    """Figures of each table over all documents, and of `rows`: roles, participations and quotes.

    A gold document without a prediction counts as predicted empty.
    """
    by_id = {record["id"]: record for record in predicted}
    empty: Record = {table: [] for table in _TABLES}
    total: Counter[str] = Counter()
    for record in gold:
        for name, figure in figures_of(record, by_id.get(record["id"], empty)).items():
            total[f"{name} right"] += figure.right
            total[f"{name} spurious"] += figure.spurious
            total[f"{name} missed"] += figure.missed
    names = ("rows", *_TABLES[:3], "roles", "roles_no_org", "participations")
    return {
        name: Figure(total[f"{name} right"], total[f"{name} spurious"], total[f"{name} missed"])
        for name in (*names, "participations_role", "org_participations", "quotes")
    }


def figures_of(gold: Record, predicted: Record) -> dict[str, Figure]:
    """The figures of one document."""
    pairs = _paired(gold, predicted, _RELATIONS)
    tables = {name: _RELATIONS[name][0] if name in _RELATIONS else name for name in pairs}
    figures = {
        name: _count(gold[table], predicted[table], pairs[name]) for name, table in tables.items()
    }
    rows = figures["roles"] + figures["participations"] + figures["quotes"]
    return {"rows": rows, **figures}


def right_rows(gold: Record, predicted: Record) -> dict[str, list[bool]]:
    """Whether each predicted row is right, in the order of the rows.

    Args:
        gold: one document.
        predicted: the same document, see `gold_record`.

    Returns:
        An answer a row for roles, participations, org_participations and quotes, and under
        participations_role and org_participations_role for the part as well.
    """
    pairs = _paired(gold, predicted, _JUDGED)
    return {
        name: [number in pairs[name] for number in range(len(predicted[table]))]
        for name, (table, _, _) in _JUDGED.items()
    }


def _paired(gold: Record, predicted: Record, relations: _Relations) -> dict[str, dict[int, int]]:
    """Of each table and relation, number of a predicted row → number of its gold row."""
    pairs, own, linked = {}, {}, {}
    for kind, table in _ITEMS.items():
        pairs[table] = _pair(gold[table], predicted[table], _same_item)
        own[kind] = _finder(gold[table], {number: number for number in range(len(gold[table]))})
        linked[kind] = _finder(predicted[table], pairs[table])
    for name, (table, keys, similar) in relations.items():
        left = [_looked_up(row, keys, own) for row in gold[table]]
        right = [_looked_up(row, keys, linked) for row in predicted[table]]
        pairs[name] = _pair(left, right, similar)
    return pairs


def _looked_up(row: Record, keys: Sequence[str], find: Mapping[str, Find]) -> Record:
    """`row` with "key", its arguments as numbers of gold items."""
    return {**row, "key": tuple(find[key](row[key]) if key in find else row[key] for key in keys)}


def _finder(items: Sequence[Record], pairs: Mapping[int, int]) -> Find:
    """From a name to the number of the gold item that its bearer is paired with.

    None leads to None; a name without a bearer, or whose bearer is no gold item, to itself.
    """
    index: dict[str, int] = {}
    for number, item in enumerate(items):
        index.setdefault(_fold(item["name"]), number)
    for number, item in enumerate(items):
        for form in _forms(item, "name"):
            index.setdefault(form, number)

    def find(name: str | None) -> object:
        if name is None:
            return None
        number = index.get(_fold(name))
        return f"?{name}" if number is None else pairs.get(number, f"?{name}")

    return find


def _pair(gold: Sequence[Record], predicted: Sequence[Record], similar: Similar) -> dict[int, int]:
    """Number of a predicted row → number of its gold row; the most similar first, one to one."""
    candidates = sorted(
        (-degree, left, right)
        for left, row in enumerate(gold)
        for right, other in enumerate(predicted)
        if (degree := similar(row, other)) > 0
    )
    taken: set[int] = set()
    pairs: dict[int, int] = {}
    for _, left, right in candidates:
        if left not in taken and right not in pairs:
            taken.add(left)
            pairs[right] = left
    return pairs


def _count(gold: Sequence[Record], predicted: Sequence[Record], pairs: Mapping[int, int]) -> Figure:
    return Figure(len(pairs), len(predicted) - len(pairs), len(gold) - len(pairs))


def _same_item(gold: Record, predicted: Record) -> float:
    return _by_forms(gold, predicted, "name")


def _same_role(gold: Record, predicted: Record) -> float:
    return _by_forms(gold, predicted, "position") if gold["key"] == predicted["key"] else 0


def _same_key(gold: Record, predicted: Record) -> float:
    return float(gold["key"] == predicted["key"])


def _same_quote(gold: Record, predicted: Record) -> float:
    if gold["key"] != predicted["key"]:
        return 0
    texts = _fold(gold["text"]), _fold(predicted["text"])
    ratio = difflib.SequenceMatcher(None, *texts, autojunk=False).ratio()
    return ratio if ratio >= QUOTE_RATIO else 0


def _by_forms(gold: Record, predicted: Record, key: str) -> float:
    """2 for the same main form, 1 for another form in common."""
    if _fold(gold[key]) == _fold(predicted[key]):
        return 2
    return float(not _forms(gold, key).isdisjoint(_forms(predicted, key)))


def _forms(item: Record, key: str) -> set[str]:
    return {_fold(form) for form in (item[key], *item.get("also", ()))}


def _fold(text: str) -> str:
    """`text` without what does not tell two names apart: case, ё, quotes, kinds of dash, blanks."""
    text = re.sub("[«»‹›\"“”„‟'‘’‚‛`]", "", text.casefold().replace("ё", "е"))
    text = re.sub("[‐‑‒–—―−]", "-", text)
    return re.sub(r"\s*\.\s*", ".", " ".join(text.split())).strip().rstrip(" .,;:!?…")


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


_RELATIONS: _Relations = {
    "roles": ("roles", ("person", "organisation"), _same_role),
    "roles_no_org": ("roles", ("person",), _same_role),
    "participations": ("participations", ("person", "event"), _same_key),
    "participations_role": ("participations", ("person", "event", "role"), _same_key),
    "org_participations": ("org_participations", ("organisation", "event"), _same_key),
    "quotes": ("quotes", ("person",), _same_quote),
}
_JUDGED: _Relations = {
    **_RELATIONS,
    "org_participations_role": (
        "org_participations",
        ("organisation", "event", "role"),
        _same_key,
    ),
}
