"""Extractions → data frames with declared columns.

Links keep mentions, entities keep identity; here the two are joined. Rows are in the order of the
documents' ids and of the text, so that neither the order of the input nor hashing shows.
"""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product

import pandas as pd

from newsnlp.columns import COLUMNS, Column
from newsnlp.facts import Facts, RoleFact, facts_of
from newsnlp.lexicon import load_lexicon
from newsnlp.schema import Entity, Event, Extraction, Kind, Participation, Quote, Span

__all__ = ["COLUMNS", "Column", "Tables", "make_tables"]

Row = dict[str, object]

_FULL_PATRONYMIC = re.compile(r"(?:[оеё]вич|ьич|[оеё]вна|ична|инична)$")
_PATRONYMIC = re.compile(r"(?:[оеё]вич|ич|[оеё]вна|ична|шна|^\w\.)$")


class Tables(Mapping[str, pd.DataFrame]):
    """Name of a table → data frame, in the order of `COLUMNS`; `tokens` only when asked for."""

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


def make_tables(extractions: Iterable[Extraction], *, tokens: bool = False) -> Tables:
    """All tables of the extractions; the order of the input does not show in them."""
    ordered = sorted(extractions, key=lambda item: (item.document.id, item.document.source))
    facts = [facts_of(extraction) for extraction in ordered]
    rows: dict[str, Iterable[Row]] = {
        "documents": map(_document_row, ordered),
        "persons": _entity_rows(facts, Kind.PERSON, _person_row),
        "organisations": _named_by_id(
            _entity_rows(facts, Kind.ORGANISATION, _organisation_row), "organisation_id", "parent"
        ),
        "positions": _position_rows(facts),
        "events": _named_by_id(_entity_rows(facts, Kind.EVENT, _event_row), "event_id", "part_of"),
        "roles": (row for fact in facts for row in _role_rows(fact)),
        "participations": (row for fact in facts for row in _participation_rows(fact)),
        "quotes": (row for fact in facts for row in _quote_rows(fact)),
        "mentions": (row for fact in facts for row in _mention_rows(fact)),
        "tokens": (row for item in ordered if tokens for row in _token_rows(item)),
        "press": (row for fact in facts for row in _press_rows(fact)),
    }
    if not tokens:
        del rows["tokens"]
    return Tables({name: _frame(name, found) for name, found in rows.items()})


def _frame(name: str, rows: Iterable[Row]) -> pd.DataFrame:
    columns = COLUMNS[name]
    frame = pd.DataFrame(list(rows), columns=[column.key for column in columns])
    return frame.astype({column.key: column.dtype for column in columns})


def _document_row(extraction: Extraction) -> Row:
    document = extraction.document
    return {
        "document_id": document.id,
        "source": document.source,
        "title": document.title,
        "published": document.published.isoformat() if document.published else None,
        "characters": len(document.text),
        "sentences": len(extraction.sentences),
        "tokens": sum(len(sentence.tokens) for sentence in extraction.sentences),
        "sha256": hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "status": "ok",
    }


def _entity_rows(
    facts: Iterable[Facts], kind: Kind, row_of: Callable[[Sequence[Entity]], Row]
) -> list[Row]:
    """A row for each id; what several documents say of it is put together."""
    found: dict[str, list[Entity]] = {}
    for fact in facts:
        for entity in fact.listed(kind):
            found.setdefault(entity.id, []).append(entity)
    return [row_of(entities) for entities in found.values()]


def _named_by_id(rows: list[Row], id_column: str, column: str) -> list[Row]:
    """`rows` with `column` filled from `<column>_id`, where the table itself has that row."""
    names = {row[id_column]: row["name"] for row in rows}
    return [{**row, column: names.get(row[f"{column}_id"])} for row in rows]


def _common(entities: Sequence[Entity]) -> Row:
    """What every table of entities has: name, further forms, counts."""
    name = entities[0].name
    forms = dict.fromkeys(form for entity in entities for form in (entity.name, *entity.also))
    return {
        "name": name,
        "also": "; ".join(form for form in forms if form != name),
        "mentions": sum(len(entity.mentions) for entity in entities),
        "documents": len(entities),
    }


def _person_row(entities: Sequence[Entity]) -> Row:
    common = _common(entities)
    given, patronymic, surname = name_parts(entities[0].name)
    parts = {"surname": surname, "given_name": given, "patronymic": patronymic}
    gender = _gender(given, patronymic, surname)
    return {"person_id": entities[0].id, **common, **parts, "gender": gender}


def _organisation_row(entities: Sequence[Entity]) -> Row:
    first = entities[0]
    forms = [form for entity in entities for form in (entity.name, *entity.also)]
    parent = next((entity.parent for entity in entities if entity.parent), None)
    return {
        "organisation_id": first.id,
        **_common(entities),
        "kind": "место" if first.kind is Kind.PLACE else _head_word(forms),
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


def name_parts(name: str) -> tuple[str, str, str]:
    """Given name, patronymic and surname of a name in the table's order, "" for absent ones.

    >>> name_parts("Виктор Михайлович Рулевский")
    ('Виктор', 'Михайлович', 'Рулевский')
    >>> name_parts("Ускова")
    ('', '', 'Ускова')
    """
    words = name.split()
    if len(words) < 2:
        return "", "", name
    middle = 0
    if len(words) > 2 and _PATRONYMIC.search(words[1]):
        middle = 2
    elif len(words) == 2 and _FULL_PATRONYMIC.search(words[1]):
        return words[0], words[1], ""
    return words[0], words[1] if middle else "", " ".join(words[middle or 1 :])


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


def _position_rows(facts: Iterable[Facts]) -> list[Row]:
    rows: dict[str, list[RoleFact]] = {}
    titles: dict[str, list[Entity]] = {}
    for fact in facts:
        for entity in fact.listed(Kind.POSITION):
            titles.setdefault(entity.id, []).append(entity)
        for role in fact.roles:
            rows.setdefault(role.position, []).append(role)
    return [
        {
            "position_id": key,
            "title": entities[0].name,
            "persons": len({role.person.id for role in rows.get(entities[0].name, [])}),
            "organisations": len(
                {role.body.id for role in rows.get(entities[0].name, []) if role.body}
            ),
            "mentions": sum(len(entity.mentions) for entity in entities),
        }
        for key, entities in titles.items()
    ]


def _event_row(entities: Sequence[Entity]) -> Row:
    events = [entity for entity in entities if isinstance(entity, Event)]
    dated = next((event for event in events if event.start), None)
    return {
        "event_id": entities[0].id,
        **_common(entities),
        "kind": next((event.head for event in events if event.head), None),
        "start": dated.start.isoformat() if dated and dated.start else None,
        "end": dated.end.isoformat() if dated and dated.end else None,
        "place": next((event.place for event in events if event.place), None),
        "part_of_id": next((event.part_of for event in events if event.part_of), None),
    }


def _provenance(extraction: Extraction, spans: Sequence[Span], evidence: str, score: float) -> Row:
    """Where the words stand: from the first to the last of `spans` in the sentence of the first.

    `spans[0]` decides on the sentence; arguments that stand elsewhere are not counted in.
    """
    number, sentence = _sentence_at(extraction, spans[0])
    near = [spans[0], *(span for span in spans if sentence is not None and sentence.meets(span))]
    return {
        "document_id": extraction.document.id,
        "sentence": number,
        "start": min(span.start for span in near),
        "stop": max(span.stop for span in near),
        "evidence": evidence,
        "score": round(score, 3),
    }


def _sentence_at(extraction: Extraction, span: Span) -> tuple[int | None, Span | None]:
    """Number (from 0) and span of the sentence in which `span` begins."""
    sentences = extraction.sentences
    number = bisect_right(sentences, span.start, key=lambda item: item.span.start) - 1
    return (number, sentences[number].span) if number >= 0 else (None, None)


def _person_cells(person: Entity) -> Row:
    return {"person_id": person.id, "person": person.name}


def _role_rows(fact: Facts) -> Iterator[Row]:
    for role in fact.roles:
        link, body = role.link, role.body
        spans = [link.position.span, link.person.span]
        spans += [link.organisation.span] if link.organisation else []
        yield {
            **_person_cells(role.person),
            "position": role.position,
            "organisation_id": body.id if body else None,
            "organisation": body.name if body else None,
            "status": str(link.status),
            **_provenance(fact.extraction, spans, link.evidence, link.score),
        }


def _participation_rows(fact: Facts) -> Iterator[Row]:
    for link, who, event in fact.participations:
        yield {
            "participant_kind": str(who.kind),
            "participant_id": who.id,
            "participant": who.name,
            "event_id": event.id,
            "event": event.name,
            "role": str(link.part),
            **_provenance(
                fact.extraction, [link.event.span, link.who.span], link.evidence, link.score
            ),
        }


def _quote_rows(fact: Facts) -> Iterator[Row]:
    for link, speaker in fact.quotes:
        yield {
            **_person_cells(speaker),
            "text": fact.words(link),
            "cue": link.cue,
            **_provenance(fact.extraction, link.pieces, link.evidence, link.score),
        }


def _mention_rows(fact: Facts) -> Iterator[Row]:
    extraction = fact.extraction
    for mention in sorted(extraction.mentions, key=lambda item: (item.span, item.kind)):
        entity = fact.entity_of.get(mention)
        yield {
            "kind": str(mention.kind),
            "form": str(mention.form),
            "text": extraction.document.at(mention.span),
            "normal": mention.normal,
            "entity_id": entity.id if entity else None,
            **_provenance(extraction, [mention.span], mention.evidence, mention.score),
        }


def _token_rows(extraction: Extraction) -> Iterator[Row]:
    for number, sentence in enumerate(extraction.sentences):
        for index, token in enumerate(sentence.tokens):
            yield {
                "document_id": extraction.document.id,
                "sentence": number,
                "token": index,
                "start": token.span.start,
                "stop": token.span.stop,
                "text": token.text,
                "lemma": token.lemma,
                "pos": token.pos,
                "feats": "|".join(sorted(token.feats)),
                "head": token.head,
                "rel": token.rel,
            }


def _press_rows(fact: Facts) -> Iterator[Row]:
    """Each person with each of their positions and forums, and their first quote."""
    nothing: list[None] = [None]
    for person in fact.listed(Kind.PERSON):
        roles = [role for role in fact.roles if role.person is person]
        parts = [(link, event) for link, who, event in fact.participations if who is person]
        quotes = [link for link, speaker in fact.quotes if speaker is person]
        if not roles and not parts and not quotes:
            continue
        for role, part in product(roles or nothing, parts or nothing):
            yield _press_row(fact, person, role, part, quotes)


def _press_row(
    fact: Facts,
    person: Entity,
    role: RoleFact | None,
    part: tuple[Participation, Entity] | None,
    quotes: Sequence[Quote],
) -> Row:
    event = part[1] if part else None
    start = event.start if isinstance(event, Event) else None
    anchor = part[0].who if part else role.link.person if role else quotes[0].speaker
    _, sentence = _sentence_at(fact.extraction, anchor.span)
    return {
        "person": person.name,
        "position": role.position if role else None,
        "organisation": role.body.name if role and role.body else None,
        "event": event.name if event else None,
        "role": str(part[0].part) if part else None,
        "start": start.isoformat() if start else None,
        "place": event.place if isinstance(event, Event) else None,
        "quote": fact.words(quotes[0]) if quotes else None,
        "document": fact.extraction.document.id,
        "sentence": fact.extraction.document.at(sentence) if sentence else None,
    }
