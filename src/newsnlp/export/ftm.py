"""Tables → FollowTheMoney (followthemoney.tech), the model of Aleph and OpenSanctions.

A line of `ftm.jsonl` is an entity: its schema, its id, and properties of which each may have many
values, all of them text. What links two things is an entity, too, and carries the rows that tell
it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from newsnlp.export.format import Style
from newsnlp.export.gather import (
    GENDERS,
    Attendance,
    Gathered,
    Holding,
    Row,
    Source,
    forms,
    gather,
    id_of,
    partial_date,
    safe_id,
    url_of,
)
from newsnlp.tables import Tables

__all__ = ["entities", "write_ftm"]

Entity = dict[str, object]
Values = Mapping[str, Iterable[str]]

_DATASET = "newsnlp"
_STATUS = {"current": ("current",), "acting": ("current", "acting"), "former": ("ended",)}

# What a body of these kinds always is; of any other kind it is an Organization, which is true of
# all. A place that somebody holds an office in is the authority there.
_SCHEMATA = {
    **dict.fromkeys(("место", "министерство", "правительство", "суд"), "PublicBody"),
    **dict.fromkeys(("завод", "компания", "корпорация", "предприятие"), "Company"),
}


def write_ftm(tables: Tables, folder: Path, style: Style) -> None:
    """Write `ftm.jsonl`."""
    del style
    with (folder / "ftm.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for entity in entities(tables):
            file.write(f"{json.dumps(entity, ensure_ascii=False)}\n")


def entities(tables: Tables) -> Iterator[Entity]:
    """Documents, people, bodies, events and positions, then what links them; the order is fixed."""
    told = gather(tables)
    yield from (_document(row) for row in told.documents.values())
    yield from (_person(row, told) for row in told.persons)
    yield from (_organization(row, told) for row in told.organisations)
    yield from _events(told)
    positions = {_post_id(holding): _position(holding) for holding in told.holdings}
    yield from (positions[key] for key in sorted(positions))
    yield from map(_occupancy, told.holdings)
    yield from map(_participation, told.attendances)
    yield from (_unit(row) for row in told.organisations if row["parent_id"])
    yield from (_within(row) for row in told.events if row["part_of_id"])


def _document(row: Row) -> Entity:
    name = row["title"] or row["document_id"]
    url = url_of(row)
    return _entity(
        "Article",
        _document_id(row["document_id"]),
        name,
        {
            "name": [name],
            "title": [row["title"]],
            "fileName": [row["source"] or row["document_id"]],
            "publishedAt": [partial_date(row["published"])],
            "sourceUrl": [url if url.startswith("http") else ""],
        },
    )


def _person(row: Row, told: Gathered) -> Entity:
    return _entity(
        "Person",
        safe_id("p", row["person_id"]),
        row["name"],
        {
            **_named(row, "person_id", told),
            "lastName": [row["surname"]],
            "firstName": [row["given_name"]],
            "fatherName": [row["patronymic"]],
            "gender": [GENDERS.get(row["gender"], "")],
        },
    )


def _organization(row: Row, told: Gathered) -> Entity:
    return _entity(
        _SCHEMATA.get(row["kind"], "Organization"),
        safe_id("o", row["organisation_id"]),
        row["name"],
        {**_named(row, "organisation_id", told), "classification": [row["kind"]]},
    )


def _events(told: Gathered) -> Iterator[Entity]:
    """The events with all who take part in them; as what, only the links tell."""
    involved: dict[str, list[str]] = {}
    organizers: dict[str, list[str]] = {}
    for one in told.attendances:
        into = organizers if one.role == "организатор" else involved
        into.setdefault(one.event_id, []).append(_participant_id(one))
    for row in told.events:
        yield _entity(
            "Event",
            safe_id("e", row["event_id"]),
            row["name"],
            {
                **_named(row, "event_id", told),
                "keywords": [row["kind"]],
                "startDate": [partial_date(row["start"])],
                "endDate": [partial_date(row["end"])],
                "location": [row["place"]],
                "organizer": organizers.get(row["event_id"], ()),
                "involved": involved.get(row["event_id"], ()),
            },
        )


def _named(row: Row, key: str, told: Gathered) -> Values:
    """What all things have: names, the documents that tell of them, a code that is no id there.

    A form of one word («Белова», «форум») is a weak alias: others share it.
    """
    code = row[key]
    seen = told.mentions.get((key[0], code), ())
    weak = [form for form in forms(row) if _is_weak(form)]
    return {
        "name": [row["name"]],
        "alias": [form for form in forms(row) if form not in weak],
        "weakAlias": weak,
        "proof": [_document_id(source.document_id) for source in seen],
        "notes": [] if safe_id(key[0], code) == code else [f"Код: {code}"],
    }


def _is_weak(form: str) -> bool:
    capitals = len(re.findall(r"[A-ZА-ЯЁ]", form))
    return capitals == 0 or (" " not in form and capitals < 2)


def _position(holding: Holding) -> Entity:
    name = ", ".join(filter(None, (holding.position, holding.organisation)))
    organization = safe_id("o", holding.organisation_id) if holding.organisation_id else ""
    values = {"name": [name], "organization": [organization]}
    return _entity("Position", _post_id(holding), name, values)


def _occupancy(holding: Holding) -> Entity:
    key = (holding.person_id, _post_id(holding), holding.status, holding.since, holding.until)
    return _entity(
        "Occupancy",
        id_of("occupancy", key),
        holding.position,
        {
            "holder": [safe_id("p", holding.person_id)],
            "post": [_post_id(holding)],
            "status": _STATUS.get(holding.status, (holding.status,)),
            "startDate": [partial_date(holding.since)],
            "endDate": [partial_date(holding.until)],
            **_told_by(holding.sources),
        },
    )


def _participation(one: Attendance) -> Entity:
    who, event = _participant_id(one), safe_id("e", one.event_id)
    values = _told_by(one.sources)
    return _link(id_of("part", (who, event, one.role)), one.role, (who, event), values)


def _unit(row: Row) -> Entity:
    """A body belongs to another: FollowTheMoney's `parent` is deprecated there."""
    unit, parent = safe_id("o", row["organisation_id"]), safe_id("o", row["parent_id"])
    values = {"member": [unit], "organization": [parent], "role": ["подразделение"]}
    return _entity("Membership", id_of("unit", (unit, parent)), "подразделение", values)


def _within(row: Row) -> Entity:
    event, whole = safe_id("e", row["event_id"]), safe_id("e", row["part_of_id"])
    return _link(id_of("within", (event, whole)), "в рамках", (event, whole), {})


def _link(key: str, role: str, ends: tuple[str, str], values: Values) -> Entity:
    """FollowTheMoney has no link between events, or of who takes part as what, but this one."""
    subject, object_ = ends
    own = {"subject": [subject], "object": [object_], "role": [role]}
    return _entity("UnknownLink", key, role, {**own, **values})


def _told_by(sources: Iterable[Source]) -> Values:
    """The rows of a link: document and place as its record, the sentence with the score as text."""
    sources = tuple(sources)
    return {
        "recordId": [f"{one.document_id}#{one.start}-{one.stop}" for one in sources],
        "description": [_sentence(one) for one in sources if one.words],
        "proof": [_document_id(one.document_id) for one in sources],
    }


def _sentence(source: Source) -> str:
    score = f"; оценка {source.score.replace('.', ',')}" if source.score else ""
    return f"{source.words} ({source.document_id}, предложение {source.sentence}{score})"


def _participant_id(one: Attendance) -> str:
    return safe_id("p" if one.kind == "person" else "o", one.participant_id)


def _post_id(holding: Holding) -> str:
    return id_of("post", (holding.position, holding.organisation_id))


def _document_id(document_id: str) -> str:
    return id_of("document", (document_id,))  # file names are no ids there


def _entity(schema: str, key: str, caption: str, values: Values) -> Entity:
    """An entity with the properties that have a value, each value once."""
    properties = {name: list(dict.fromkeys(filter(None, found))) for name, found in values.items()}
    return {
        "id": key,
        "schema": schema,
        "caption": caption,
        "datasets": [_DATASET],
        "properties": {name: found for name, found in properties.items() if found},
    }
