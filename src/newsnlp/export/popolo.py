"""Tables → Popolo (popoloproject.com): people, bodies, posts, memberships, events and speeches.

Popolo lets an implementation add what its terms do not say; such properties begin with «+», as its
appendix on JSON advises, so that nobody takes them for the standard's own.
"""

import json
from collections.abc import Sequence
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
    url_of,
)
from newsnlp.tables import Tables

__all__ = ["popolo", "write_popolo"]

Object = dict[str, object]


def write_popolo(tables: Tables, folder: Path, style: Style) -> None:
    """Write `popolo.json`."""
    del style
    content = json.dumps(popolo(tables), ensure_ascii=False, indent=1)
    (folder / "popolo.json").write_text(f"{content}\n", encoding="utf-8", newline="\n")


def popolo(tables: Tables) -> dict[str, list[Object]]:
    """The objects of each class, under its plural, in a fixed order.

    A membership needs a body: a position that is held in none is under `+roles` of its person.
    """
    told = gather(tables)
    homeless: dict[str, list[Holding]] = {}
    at_events: dict[str, list[Attendance]] = {}
    for holding in told.holdings:
        if not holding.organisation_id:
            homeless.setdefault(holding.person_id, []).append(holding)
    for attendance in told.attendances:
        at_events.setdefault(attendance.event_id, []).append(attendance)
    housed = [holding for holding in told.holdings if holding.organisation_id]
    posts = {_post_id(holding): _post(holding) for holding in housed}
    return {
        "persons": [_person(row, told, homeless.get(row["person_id"], ())) for row in told.persons],
        "organizations": [_organization(row, told) for row in told.organisations],
        "posts": [posts[key] for key in sorted(posts)],
        "memberships": [_membership(holding, told) for holding in housed],
        "events": [_event(row, told, at_events.get(row["event_id"], ())) for row in told.events],
        "speeches": [_speech(row, source, told) for row, source in told.quotes],
    }


def _person(row: Row, told: Gathered, homeless: Sequence[Holding]) -> Object:
    return _filled(
        id=row["person_id"],
        name=row["name"],
        other_names=[{"name": form} for form in forms(row)],
        family_name=row["surname"],
        given_name=row["given_name"],
        patronymic_name=row["patronymic"],
        gender=GENDERS.get(row["gender"], ""),
        sources=_documents("p", row["person_id"], told),
    ) | _filled_extra(roles=[_held(holding, told) for holding in homeless])


def _organization(row: Row, told: Gathered) -> Object:
    return _filled(
        id=row["organisation_id"],
        name=row["name"],
        other_names=[{"name": form} for form in forms(row)],
        classification=row["kind"],
        parent_id=row["parent_id"],
        sources=_documents("o", row["organisation_id"], told),
    )


def _post(holding: Holding) -> Object:
    return _filled(
        id=_post_id(holding),
        label=f"{holding.position}, {holding.organisation}",
        role=holding.position,
        organization_id=holding.organisation_id,
    )


def _post_id(holding: Holding) -> str:
    return id_of("post", (holding.position, holding.organisation_id))


def _membership(holding: Holding, told: Gathered) -> Object:
    key = (holding.person_id, _post_id(holding), holding.status, holding.since, holding.until)
    return _filled(
        id=id_of("m", key),
        person_id=holding.person_id,
        organization_id=holding.organisation_id,
        post_id=_post_id(holding),
    ) | _held(holding, told)


def _held(holding: Holding, told: Gathered) -> Object:
    return (
        _filled(
            role=holding.position,
            start_date=partial_date(holding.since),
            end_date=partial_date(holding.until),
        )
        | _filled_extra(status=holding.status)
        | _filled(sources=[_link(source, told) for source in holding.sources])
    )


def _event(row: Row, told: Gathered, attendances: Sequence[Attendance]) -> Object:
    people = {one.participant_id: one.participant for one in attendances if one.kind == "person"}
    hosts = {
        one.participant_id
        for one in attendances
        if one.kind == "organisation" and one.role == "организатор"
    }
    return _filled(
        id=row["event_id"],
        name=row["name"],
        classification=row["kind"],
        start_date=partial_date(row["start"]),
        end_date=partial_date(row["end"]),
        location=row["place"],
        parent_id=row["part_of_id"],
        organization_id=hosts.pop() if len(hosts) == 1 else "",  # of two there is none to prefer
        attendees=[{"id": key, "name": name} for key, name in people.items()],
        sources=_documents("e", row["event_id"], told),
    ) | _filled_extra(
        other_names=[{"name": form} for form in forms(row)],
        participations=[_part(attendance, told) for attendance in attendances],
    )


def _part(attendance: Attendance, told: Gathered) -> Object:
    who = "person_id" if attendance.kind == "person" else "organization_id"
    return {
        who: attendance.participant_id,
        "name": attendance.participant,
        "role": attendance.role,
        "sources": [_link(source, told) for source in attendance.sources],
    }


def _speech(row: Row, source: Source, told: Gathered) -> Object:
    key = (row["person_id"], row["text"], source.document_id, str(source.start), str(source.stop))
    return _filled(
        id=id_of("s", key),
        creator_id=row["person_id"],
        text=row["text"],
        type="speech",
        sources=[_link(source, told)],
    )


def _documents(letter: str, code: str, told: Gathered) -> list[Object]:
    """A link to each document that mentions a thing."""
    found = []
    for source in told.mentions.get((letter, code), ()):
        document = _document(source.document_id, told)
        found.append(
            _filled(url=url_of(document), note=document["title"])
            | _filled_extra(document_id=source.document_id)
        )
    return found


def _link(source: Source, told: Gathered) -> Object:
    """A link to the document of a row, with the sentence as its note."""
    return _filled(
        url=url_of(_document(source.document_id, told)), note=source.words
    ) | _filled_extra(
        document_id=source.document_id,
        sentence=_number(source.sentence),
        start=_number(source.start),
        stop=_number(source.stop),
        score=float(source.score) if source.score else None,
    )


def _document(document_id: str, told: Gathered) -> Row:
    nothing = {"document_id": document_id, "source": "", "sha256": "", "title": ""}
    return told.documents.get(document_id, nothing)


def _number(offset: int) -> int | None:
    return offset if offset >= 0 else None


def _filled(**properties: object) -> Object:
    """The properties that have a value."""
    return {key: value for key, value in properties.items() if value not in ("", None, [])}


def _filled_extra(**properties: object) -> Object:
    """The same, marked as none of Popolo's own."""
    return {f"+{key}": value for key, value in _filled(**properties).items()}
