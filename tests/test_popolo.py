"""The Popolo file against the fields of the published schemas (popoloproject.com/schemas)."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from newsnlp.export import Style
from newsnlp.export.popolo import popolo, write_popolo
from newsnlp.tables import Tables
from told import HOSTILE, WORLD, renamed, tables_of

TEXT = re.compile(r".+", re.DOTALL)
DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
URI = re.compile(r"[a-z][a-z0-9+.-]*:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")

# Class → field → the form of its text, or the class of which it is a list. As published, with
# those fields left out that no table could fill. A post and a membership must have a body: this
# the text of the standard says, not the schema; name and url are required by it.
SCHEMAS: dict[str, dict[str, re.Pattern[str] | str]] = {
    "person": {
        "id": TEXT,
        "name": TEXT,
        "other_names": "other_name",
        "family_name": TEXT,
        "given_name": TEXT,
        "patronymic_name": TEXT,
        "gender": re.compile("male|female"),
        "sources": "link",
    },
    "organization": {
        "id": TEXT,
        "name": TEXT,
        "other_names": "other_name",
        "classification": TEXT,
        "parent_id": TEXT,
        "sources": "link",
    },
    "post": {"id": TEXT, "label": TEXT, "role": TEXT, "organization_id": TEXT, "sources": "link"},
    "membership": {
        "id": TEXT,
        "label": TEXT,
        "role": TEXT,
        "person_id": TEXT,
        "organization_id": TEXT,
        "post_id": TEXT,
        "start_date": DATE,
        "end_date": DATE,
        "sources": "link",
    },
    "event": {
        "id": TEXT,
        "name": TEXT,
        "classification": TEXT,
        "start_date": DATE,
        "end_date": DATE,
        "location": TEXT,
        "parent_id": TEXT,
        "organization_id": TEXT,
        "attendees": "person",
        "sources": "link",
    },
    "speech": {"id": TEXT, "creator_id": TEXT, "text": TEXT, "type": TEXT, "sources": "link"},
    "other_name": {"name": TEXT},
    "link": {"url": URI, "note": TEXT},
}
REQUIRED = {
    "post": {"id", "organization_id"},
    "membership": {"id", "person_id", "organization_id"},
    "other_name": {"name"},
    "link": {"url"},
}


def check(item: dict[str, Any], class_: str) -> None:
    """Fail at a field that the class lacks, unless it is marked as ours, or of a wrong form."""
    assert REQUIRED.get(class_, {"id"}) <= item.keys()
    for key, value in item.items():
        if key.startswith("+"):
            continue
        form = SCHEMAS[class_][key]
        if isinstance(form, str):
            assert value, key
            for part in value:
                check(part, form)
        else:
            assert isinstance(value, str), key
            assert form.fullmatch(value), (class_, key, value)


def check_world(tables: Tables) -> dict[str, list[dict[str, Any]]]:
    """The objects, each as its class wants it, and no id that leads nowhere."""
    world: dict[str, list[dict[str, Any]]] = popolo(tables)
    classes = ("person", "organization", "post", "membership", "event", "speech")
    assert list(world) == [*(f"{name}s" for name in classes[:5]), "speeches"]
    ids = {}
    for (plural, items), class_ in zip(world.items(), classes, strict=True):
        ids[plural] = {item["id"] for item in items}
        assert len(ids[plural]) == len(items)
        for item in items:
            check(item, class_)
    for held in world["memberships"]:
        assert held["person_id"] in ids["persons"]
        assert held["organization_id"] in ids["organizations"]
        assert held["post_id"] in ids["posts"]
    for event in world["events"]:
        assert event.get("parent_id", event["id"]) in ids["events"]
        assert {one["id"] for one in event.get("attendees", ())} <= ids["persons"]
    return world


def test_fields_are_those_of_the_standard() -> None:
    world = check_world(WORLD)
    assert [len(items) for items in world.values()] == [3, 3, 4, 4, 4, 1]


def test_no_tables_no_objects(tmp_path: Path) -> None:
    write_popolo(tables_of(), tmp_path, Style())
    assert json.loads((tmp_path / "popolo.json").read_text("utf-8")) == check_world(tables_of())


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_fields_stay_so_whatever_the_names(text: str) -> None:
    tables = WORLD
    for old in ("p-1", "новость 1", "https://example.org/news/1?a=b", "2024-05-01", "2019"):
        tables = renamed(tables, old, text)
    check_world(tables)


def test_people_have_their_names_and_gender() -> None:
    person = popolo(WORLD)["persons"][0]
    assert {key: value for key, value in person.items() if key != "sources"} == {
        "id": "p-1",
        "name": "Анна Ильинична Белова",
        "other_names": [{"name": "Белова"}, {"name": "Анна Белова"}],
        "family_name": "Белова",
        "given_name": "Анна",
        "patronymic_name": "Ильинична",
        "gender": "female",
    }


def test_memberships_say_since_when_and_how_one_knows() -> None:
    dean, rector = popolo(WORLD)["memberships"][:2]
    assert (dean["role"], dean["start_date"], dean["end_date"]) == ("декан", "2019", "2020-03")
    assert (dean["+status"], rector["+status"]) == ("former", "current")
    assert "start_date" not in rector
    assert rector["sources"] == [
        {
            "url": "ni:///sha-256;zc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc0",
            "note": "Предложение 1.",
            "+document_id": "d2",
            "+sentence": 1,
            "+start": 40,
            "+stop": 50,
            "+score": 0.5,
        },
        {
            "url": "https://example.org/news/1?a=b",
            "note": "Ректор Белова открыла форум.",
            "+document_id": "новость 1",
            "+sentence": 0,
            "+start": 0,
            "+stop": 10,
            "+score": 0.9,
        },
    ]


def test_a_position_without_a_body_is_no_membership() -> None:
    poet = popolo(WORLD)["persons"][1]
    assert [(held["role"], held["+status"]) for held in poet["+roles"]] == [("поэт", "current")]  # type: ignore[attr-defined]


def test_events_have_attendees_and_a_host() -> None:
    forum, session = popolo(WORLD)["events"][:2]
    assert forum["attendees"] == [{"id": "p-1", "name": "Анна Ильинична Белова"}]
    assert (forum["start_date"], forum["end_date"]) == ("2024-05-01", "2024-05-03")
    assert (forum["organization_id"], session["parent_id"]) == ("o-1", "e-1")
    assert "end_date" not in session


def test_of_two_hosts_none_is_preferred() -> None:
    second = WORLD["participations"].iloc[2:3].assign(participant_id="o-2")
    both = tables_of(
        events=WORLD["events"].to_dict("records"),
        participations=[
            *WORLD["participations"].to_dict("records"),
            *second.to_dict("records"),
        ],
    )
    assert "organization_id" not in popolo(both)["events"][0]


def test_direct_speech_is_a_speech() -> None:
    (speech,) = popolo(WORLD)["speeches"]
    assert (speech["creator_id"], speech["text"]) == ("p-1", "Начинаем")
