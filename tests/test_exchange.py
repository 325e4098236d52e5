"""Popolo, FollowTheMoney, iCalendar and GraphML tell what the tables tell, no more and no less."""

import doctest
import json
import random
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import networkx as nx
import pytest

from newsnlp.export import WRITERS, Style
from newsnlp.export import gather as gather_module
from newsnlp.export.gather import gather
from newsnlp.pipeline import Pipeline
from newsnlp.read import read
from newsnlp.schema import Document
from newsnlp.tables import Tables, make_tables
from told import HOSTILE, WORLD, renamed, shuffled, tables_of

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
FORMATS = ("popolo", "ftm", "ics", "graphml")


class Told(NamedTuple):
    """What a file says; roles and parts as often as rows say so, if the file tells that."""

    persons: list[str]
    roles: Counter[tuple[str, str, str]]  # person, position, body or ""
    parts: Counter[tuple[str, str, str]]  # who, event, as what


def written(format_: str, tables: Tables, folder: Path) -> Path:
    """The file of a format."""
    folder.mkdir(parents=True, exist_ok=True)
    WRITERS[format_].write(tables, folder, Style())
    return folder / WRITERS[format_].files[0]


def told_by_tables(tables: Tables) -> Told:
    roles, parts = tables["roles"].fillna({"organisation": ""}), tables["participations"]
    return Told(
        sorted(tables["persons"]["name"]),
        Counter(zip(roles["person"], roles["position"], roles["organisation"], strict=True)),
        Counter(zip(parts["participant"], parts["event"], parts["role"], strict=True)),
    )


def told_by_popolo(path: Path) -> Told:
    world = json.loads(path.read_text("utf-8"))
    people = {item["id"]: item["name"] for item in world["persons"]}
    bodies = {item["id"]: item["name"] for item in world["organizations"]}
    roles: Counter[tuple[str, str, str]] = Counter()
    parts: Counter[tuple[str, str, str]] = Counter()
    for held in world["memberships"]:
        key = (people[held["person_id"]], held["role"], bodies[held["organization_id"]])
        roles[key] += len(held["sources"])
    for person in world["persons"]:
        for held in person.get("+roles", ()):
            roles[person["name"], held["role"], ""] += len(held["sources"])
    for event in world["events"]:
        for part in event.get("+participations", ()):
            is_person = "person_id" in part
            who = people[part["person_id"]] if is_person else bodies[part["organization_id"]]
            parts[who, event["name"], part["role"]] += len(part["sources"])
    return Told(sorted(people.values()), roles, parts)


def told_by_ftm(path: Path) -> Told:
    lines = path.read_text("utf-8").split("\n")[:-1]
    entities = {item["id"]: item for item in map(json.loads, lines)}
    roles: Counter[tuple[str, str, str]] = Counter()
    parts: Counter[tuple[str, str, str]] = Counter()

    def name(key: str) -> str:
        return str(entities[key]["properties"]["name"][0])

    for entity in entities.values():
        values = entity["properties"]
        if entity["schema"] == "Occupancy":
            post = entities[values["post"][0]]["properties"]
            body = name(post["organization"][0]) if "organization" in post else ""
            title = post["name"][0].removesuffix(f", {body}") if body else post["name"][0]
            roles[name(values["holder"][0]), title, body] += len(values["recordId"])
        if entity["schema"] == "UnknownLink" and values["role"] != ["в рамках"]:
            key = (name(values["subject"][0]), name(values["object"][0]), values["role"][0])
            parts[key] += len(values["recordId"])
    people = [item for item in entities.values() if item["schema"] == "Person"]
    return Told(sorted(person["caption"] for person in people), roles, parts)


def told_by_graphml(path: Path) -> Told:
    """A position that is held in no body stands there without the number of its rows."""
    graph = nx.read_graphml(path, force_multigraph=True)
    nodes = dict(graph.nodes(data=True))
    roles: Counter[tuple[str, str, str]] = Counter()
    parts: Counter[tuple[str, str, str]] = Counter()
    for one, other, edge in graph.edges(data=True):
        ends = nodes[one]["label"], nodes[other]["label"]
        if edge["kind"] == "role":
            roles[ends[0], edge["label"], ends[1]] += int(edge["weight"])
        if edge["kind"] == "part":
            parts[*ends, edge["label"]] += int(edge["weight"])
    people = [node for node in nodes.values() if node["kind"] == "person"]
    for person in people:
        for position in filter(None, person.get("positions", "").split("; ")):
            roles[person["label"], position, ""] += 1
    return Told(sorted(person["label"] for person in people), roles, parts)


READERS: Mapping[str, Callable[[Path], Told]] = {
    "popolo": told_by_popolo,
    "ftm": told_by_ftm,
    "graphml": told_by_graphml,
}


@pytest.fixture(scope="module")
def raw(pipeline: Pipeline) -> Tables:
    """The tables of the news that come with the project."""
    documents = [entry for entry in read([RAW]) if isinstance(entry, Document)]
    return make_tables(map(pipeline, documents))


@pytest.mark.parametrize("format_", READERS)
def test_the_same_people_roles_and_parts(format_: str, tmp_path: Path, raw: Tables) -> None:
    for number, tables in enumerate((raw, WORLD, tables_of())):
        told = READERS[format_](written(format_, tables, tmp_path / str(number)))
        expected = told_by_tables(tables)
        assert told.persons == expected.persons
        assert told.parts == expected.parts
        assert told.roles == expected.roles


@pytest.mark.parametrize("format_", FORMATS)
def test_order_of_rows_does_not_show(format_: str, tmp_path: Path) -> None:
    first = written(format_, WORLD, tmp_path / "1").read_bytes()
    assert first == written(format_, shuffled(WORLD), tmp_path / "2").read_bytes()


@pytest.mark.parametrize("format_", FORMATS)
def test_a_row_is_a_source_not_a_fact_of_its_own(format_: str, tmp_path: Path) -> None:
    """Ten news that call somebody rector make no ten posts."""
    roles = WORLD["roles"]
    content = written(format_, WORLD, tmp_path).read_text("utf-8")
    assert len(roles[(roles["person_id"] == "p-1") & (roles["position"] == "ректор")]) == 2
    assert content.count('"role": "ректор"') in {0, 2}  # of Popolo: the post and the membership
    assert content.count('"schema": "Occupancy", "caption": "ректор"') in {0, 1}
    assert content.count(">ректор<") in {0, 1}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("format_", READERS)
def test_names_meant_to_break_a_reader_are_names(format_: str, text: str, tmp_path: Path) -> None:
    tables = WORLD
    for old in ("Анна Ильинична Белова", "Томский университет", "форум «Заря»", "Томск", "p-2"):
        tables = renamed(tables, old, text)
    known = {row["person_id"]: row["name"] for row in gather(tables).persons}
    told = READERS[format_](written(format_, tables, tmp_path))
    assert told.persons == sorted(known.values())
    assert told.roles.total() == len(tables["roles"])
    assert told.parts.total() == len(tables["participations"])
    assert (known["p-1"], "ректор", known["p-1"]) in told.roles  # all three bear the name now


def test_only_what_no_xml_can_hold_is_changed() -> None:
    names = ["Анна\u00a0Белова\tи\nКо", "нуль \x00", "\ud800", "\ufffe", "конец\r\n"]
    rows = [{"person_id": f"p-{number}", "name": str(number)} for number in range(len(names))]
    tables = tables_of(persons=rows)
    for number, name in enumerate(names):
        tables = renamed(tables, str(number), name)
    assert [row["name"] for row in gather(tables).persons] == [
        names[0],
        "нуль \ufffd",
        "\ufffd",
        "\ufffd",
        "конец\n\n",
    ]


@pytest.mark.parametrize("format_", READERS)
def test_a_person_and_a_body_may_have_one_code(format_: str, tmp_path: Path) -> None:
    tables = WORLD
    for old in ("p-1", "o-1", "e-1"):
        tables = renamed(tables, old, "17")
    assert READERS[format_](written(format_, tables, tmp_path)) == told_by_tables(WORLD)


def test_any_number_of_rows_makes_a_fact_once() -> None:
    rng = random.Random(5)
    rows = WORLD["roles"].to_dict("records")
    many = [rows[rng.randrange(len(rows))] | {"start": n, "stop": n + 1} for n in range(200)]
    told = gather(Tables({**WORLD, "roles": tables_of(roles=many)["roles"]}))
    assert sum(len(holding.sources) for holding in told.holdings) == 200
    assert len(told.holdings) == len(gather(WORLD).holdings)


def test_examples_are_true() -> None:
    assert doctest.testmod(gather_module).failed == 0
