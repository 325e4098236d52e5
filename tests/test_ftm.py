"""FollowTheMoney entities against the published schemata (followthemoney 4.11)."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from newsnlp.export import Style
from newsnlp.export.ftm import entities, write_ftm
from newsnlp.tables import Tables
from told import HOSTILE, WORLD, renamed, tables_of

TEXT = re.compile(r".+", re.DOTALL)
DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
URL = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.-]*[0-9a-zA-Z])?")

# As published: what a schema is a kind of, the properties that are used here, each with the form
# of its values or the schema of what it leads to, and those without which an entity is none.
PARENTS = {
    "Person": ("LegalEntity",),
    "Organization": ("LegalEntity",),
    "PublicBody": ("Organization",),
    "Company": ("Organization",),
    "LegalEntity": ("Thing",),
    "Position": ("Thing",),
    "Article": ("Document",),
    "Document": ("Thing",),
    "Event": ("Interval", "Thing"),
    "Occupancy": ("Interval",),
    "UnknownLink": ("Interest",),
    "Membership": ("Interest",),
    "Interest": ("Interval",),
}
PROPERTIES: dict[str, dict[str, re.Pattern[str] | str]] = {
    "Thing": {
        "name": TEXT,
        "alias": TEXT,
        "weakAlias": TEXT,
        "keywords": TEXT,
        "notes": TEXT,
        "sourceUrl": URL,
        "proof": "Document",
    },
    "LegalEntity": {"classification": TEXT},
    "Person": {
        "lastName": TEXT,
        "firstName": TEXT,
        "fatherName": TEXT,
        "gender": re.compile("male|female"),
    },
    "Document": {"title": TEXT, "fileName": TEXT, "publishedAt": DATE},
    "Position": {"organization": "Organization"},
    "Interval": {
        "startDate": DATE,
        "endDate": DATE,
        "description": TEXT,
        "recordId": TEXT,
        "proof": "Document",
    },
    "Event": {"location": TEXT, "organizer": "LegalEntity", "involved": "LegalEntity"},
    "Occupancy": {"holder": "Person", "post": "Position", "status": TEXT},
    "Interest": {"role": TEXT},
    "UnknownLink": {"subject": "Thing", "object": "Thing"},
    "Membership": {"member": "LegalEntity", "organization": "Organization"},
}
REQUIRED = {
    "Thing": {"name"},
    "Document": {"fileName"},
    "Occupancy": {"holder", "post"},
    "UnknownLink": {"subject", "object"},
    "Membership": {"member", "organization"},
}


def kinds(schema: str) -> list[str]:
    """The schema and all that it is a kind of."""
    return [schema, *(kind for parent in PARENTS.get(schema, ()) for kind in kinds(parent))]


def check_all(tables: Tables) -> dict[str, dict[str, Any]]:
    """The entities by id, each as its schema wants it."""
    made: list[dict[str, Any]] = list(entities(tables))
    known = {entity["id"]: entity for entity in made}
    assert len(known) == len(made)
    for entity in made:
        assert set(entity) == {"id", "schema", "caption", "datasets", "properties"}
        assert ID.fullmatch(entity["id"])
        schemata = kinds(entity["schema"])
        forms = {k: v for kind in schemata for k, v in PROPERTIES.get(kind, {}).items()}
        for kind in schemata:
            assert REQUIRED.get(kind, set()) <= entity["properties"].keys()
        for name, values in entity["properties"].items():
            form = forms[name]
            assert values
            assert len(values) == len(set(values))
            for value in values:
                if isinstance(form, str):
                    assert form in kinds(known[value]["schema"]), (name, value)
                    assert value != entity["id"]
                else:
                    assert form.fullmatch(value), (name, value)
    return known


def test_schemata_and_properties_are_published_ones() -> None:
    assert len(check_all(WORLD)) == 2 + 3 + 3 + 4 + 5 + 5 + 3 + 1 + 1


def test_no_tables_no_entities(tmp_path: Path) -> None:
    write_ftm(tables_of(), tmp_path, Style())
    assert (tmp_path / "ftm.jsonl").read_bytes() == b""


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_they_stay_so_whatever_the_names(text: str, tmp_path: Path) -> None:
    tables = WORLD
    for old in ("p-1", "новость 1", "https://example.org/news/1?a=b", "2024-05-01", "Пётр Чернов"):
        tables = renamed(tables, old, text)
    check_all(tables)
    write_ftm(tables, tmp_path, Style())
    lines = (tmp_path / "ftm.jsonl").read_text("utf-8").split("\n")
    assert [json.loads(line) for line in lines[:-1]] == list(entities(tables))


def of(schema: str, caption: str) -> dict[str, Any]:
    """The values of the one entity of a schema with a caption."""
    found = [item for item in check_all(WORLD).values() if item["schema"] == schema]
    (entity,) = [item for item in found if item["caption"] == caption]
    values: dict[str, Any] = entity["properties"]
    return values


def test_a_person_has_names_that_are_theirs_and_weak_ones() -> None:
    belova = of("Person", "Анна Ильинична Белова")
    assert (belova["alias"], belova["weakAlias"]) == (["Анна Белова"], ["Белова"])
    assert (belova["fatherName"], belova["gender"]) == (["Ильинична"], ["female"])
    assert len(belova["proof"]) == 2


def test_a_code_that_is_no_id_there_is_noted() -> None:
    assert of("Person", "Ким")["notes"] == ["Код: Р/7"]


def test_bodies_are_what_their_kind_always_is() -> None:
    assert of("Organization", "Томский университет")["alias"] == ["ТГУ"]
    assert of("PublicBody", "Томская область")["classification"] == ["место"]


def test_an_occupancy_says_who_what_when_and_how_one_knows() -> None:
    dean = of("Occupancy", "декан")
    assert (dean["status"], dean["startDate"], dean["endDate"]) == (
        ["ended"],
        ["2019"],
        ["2020-03"],
    )
    assert of("Occupancy", "министр культуры")["status"] == ["current", "acting"]
    rector = of("Occupancy", "ректор")
    assert rector["recordId"] == ["d2#40-50", "новость 1#0-10"]
    assert rector["description"] == [
        "Предложение 1. (d2, предложение 1; оценка 0,5)",
        "Ректор Белова открыла форум. (новость 1, предложение 0; оценка 0,9)",
    ]
    assert len(rector["proof"]) == 2


def test_a_position_without_a_body_has_none() -> None:
    assert of("Position", "поэт") == {"name": ["поэт"]}
    assert of("Position", "ректор, Томский университет")["organization"] == ["o-1"]


def test_an_event_has_its_days_its_host_and_who_was_there() -> None:
    forum = of("Event", "форум «Заря»")
    assert (forum["startDate"], forum["endDate"]) == (["2024-05-01"], ["2024-05-03"])
    assert (forum["organizer"], forum["involved"]) == (["o-1"], ["p-1"])
    assert of("Event", "круглый стол")["startDate"] == ["2024-05"]
    assert of("UnknownLink", "в рамках")["object"] == ["e-1"]
    assert of("Membership", "подразделение")["member"] == ["o-2"]
