"""What tables propose for a registry; the proposals can be pasted into it."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from newsnlp.columns import COLUMNS
from newsnlp.errors import RegistryError
from newsnlp.export import write_tables
from newsnlp.morph import Morph
from newsnlp.pipeline import Pipeline
from newsnlp.registry import Registry
from newsnlp.registry.suggest import suggest, write_proposals
from newsnlp.schema import Document, Kind
from newsnlp.tables import Tables, load_tables, make_tables

NEWS = (
    "Ректор Северского технологического института Виктор Михайлович Рудневский открыл форум "
    "«Новая энергия». Директор завода «Полюс» Анна Кольцова выступила с докладом.",
    "На форуме «Новая энергия» Виктор Рудневский, ректор Северского технологического института, "
    "вручил премию. Директор завода «Полюс» Анна Кольцова поздравила коллег.",
    "Ректор Северского технологического института Виктор Рудевский уехал в Омск. Декан Олег Лужин "
    "остался.",
)
OWN = "Код;ФИО;Должность;Организация\nr;рудневский виктор михайлович;ректор;СТИ\n"
BODIES = "Код;Название;Сокращение\ns;Северский технологический институт;СТИ\n"


@pytest.fixture(scope="module")
def morph() -> Morph:
    return Morph.load()


def folder_of(pipeline: Pipeline, folder: Path, registry: Registry | None = None) -> Path:
    items = [pipeline(Document(f"{n:02}", text)) for n, text in enumerate(NEWS, 1)]
    write_tables(make_tables(items, registry=registry), folder, ("csv",))
    return folder


@pytest.mark.parametrize("format_", ["csv", "jsonl"])
def test_who_is_met_often_is_proposed(pipeline: Pipeline, tmp_path: Path, format_: str) -> None:
    items = [pipeline(Document(f"{n:02}", text)) for n, text in enumerate(NEWS, 1)]
    write_tables(make_tables(items), tmp_path, (format_,))
    found = suggest(tmp_path, Registry([]))
    people = found.rows[Kind.PERSON]
    assert [row["name"] for row in people if row["note"]] == [
        "Виктор Михайлович Рудневский",
        "Анна Кольцова",
    ]
    rector, director = (row for row in people if row["note"])
    assert (rector["position"], rector["organisation"]) == (
        "ректор",
        "Северский технологический институт",
    )
    assert rector["aliases"] == "Виктор Рудевский"
    assert rector["note"].startswith("Новое: документов: 3 (01, 02, 03). Ректор Северского")
    assert "«Виктор Рудевский» (фамилия отличается буквой, должность та же)" in rector["note"]
    assert director["note"].startswith("Новое: документов: 2 (01, 02). Директор завода «Полюс»")
    names = {row["name"] for row in found.rows[Kind.ORGANISATION]}
    assert names == {"Северский технологический институт", "Полюс"}
    assert [row["name"] for row in found.rows[Kind.EVENT]] == ["форум «Новая энергия»"]
    assert found.new == {Kind.PERSON: 2, Kind.ORGANISATION: 2, Kind.EVENT: 1}


def test_in_how_many_documents(pipeline: Pipeline, tmp_path: Path) -> None:
    folder = folder_of(pipeline, tmp_path)
    assert suggest(folder, Registry([]), documents=1).new[Kind.PERSON] == 3
    assert suggest(folder, Registry([]), documents=3).new[Kind.PERSON] == 1
    assert suggest(folder, Registry([]), documents=4).new[Kind.PERSON] == 0


@pytest.mark.parametrize("pinned", [True, False])
def test_a_slip_is_proposed_as_a_further_name(
    pipeline: Pipeline, tmp_path: Path, morph: Morph, pinned: bool
) -> None:
    """Whether the tables were made with the registry or without."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "people.csv").write_text(OWN, "utf-8")
    (own / "organisations.csv").write_text(BODIES, "utf-8")
    registry = Registry.load(own, morph=morph)
    folder = folder_of(pipeline, tmp_path / "out", registry if pinned else None)
    found = suggest(folder, registry)
    first, second = found.rows[Kind.PERSON]
    assert (first["id"], first["aliases"]) == ("r", "Виктор Рудевский")
    assert first["note"].startswith(
        "Возможно, то же: «Виктор Рудевский» (другое написание), документов: 1 (03)"
    )
    assert second["name"] == "Анна Кольцова"
    assert [row["name"] for row in found.rows[Kind.ORGANISATION]] == ["Полюс"]
    assert found.names == {Kind.PERSON: 1, Kind.ORGANISATION: 0, Kind.EVENT: 0}


def test_proposals_can_be_pasted(pipeline: Pipeline, tmp_path: Path, morph: Morph) -> None:
    """With them in the registry nothing more is proposed, and the slip is a known name."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "people.csv").write_text(OWN, "utf-8")
    registry = Registry.load(own, morph=morph)
    folder = folder_of(pipeline, tmp_path / "out", registry)
    paths = write_proposals(suggest(folder, registry), tmp_path / "more")
    rows = list(csv.DictReader(paths[0].read_text("utf-8-sig").splitlines(), delimiter=";"))
    with (own / "people.csv").open("a", encoding="utf-8") as file:
        for row in rows:
            cells = (row[k] for k in ("Код человека", "Имя полностью", "Должность", "Организация"))
            file.write(";".join(cells) + "\n")
    extra = [own, *paths[1:], paths[0]]
    both = Registry.load(extra[:3], morph=morph)
    again = suggest(folder_of(pipeline, tmp_path / "new", both), both)
    assert set(again.new.values()) == {0}
    (tmp_path / "own" / "people.csv").unlink()
    (tmp_path / "own" / "p.csv").write_text(OWN, "utf-8")
    both = Registry.load([own, *paths], morph=morph)
    again = suggest(folder_of(pipeline, tmp_path / "last", both), both)
    assert set(again.new.values()) | set(again.names.values()) == {0}


def test_acting_holders_are_entered_as_such(rules: Pipeline, tmp_path: Path) -> None:
    text = "И. о. ректора СТИ Анна Серова открыла форум."
    write_tables(make_tables([rules(Document("1", text))]), tmp_path, ("csv",))
    (row,) = suggest(tmp_path, Registry([]), documents=1).rows[Kind.PERSON]
    assert row["position"] == "и. о. ректора"


def test_names_that_fit_two_are_neither_s(tmp_path: Path) -> None:
    people = ["Анна Лужина", "Алла Лужина", "А. Лужина", "О. Белова", "Ольга Белова"]
    lines = [f"{n};{name};2" for n, name in enumerate(people)]
    _write(tmp_path, "persons", "person_id;name;also", lines)
    mentions = [f"person;{n};{doc}" for n in range(len(people)) for doc in ("a", "b")]
    _write(tmp_path, "mentions", "kind;entity_id;document_id", mentions)
    found = suggest(tmp_path, Registry([])).rows[Kind.PERSON]
    assert sorted(row["name"] for row in found) == [
        "А. Лужина",
        "Алла Лужина",
        "Анна Лужина",
        "Ольга Белова",
    ]


def test_bodies_by_acronym_quoted_name_and_slip(tmp_path: Path) -> None:
    names = [
        "Северский технологический институт",
        "СТИ",
        "завод «Полюс»",
        "Полюс",
        "Институт электроники Севера",
        "Институт электорники Севера",
        "цех завода «Полюс»",
        "школа",
    ]
    lines = [f"{n};{name};;" for n, name in enumerate(names)]
    _write(tmp_path, "organisations", "organisation_id;name;also;kind", lines)
    _write(tmp_path, "persons", "person_id;name;also", [])
    mentions = [f"organisation;{n};{n}{doc}" for n in range(len(names)) for doc in ("a", "b")]
    _write(tmp_path, "mentions", "kind;entity_id;document_id", [*mentions, "organisation;4;x"])
    rows = suggest(tmp_path, Registry([])).rows[Kind.ORGANISATION]
    assert [row["acronym"] for row in rows if row["acronym"]] == ["СТИ"]
    assert sorted((row["name"], row["aliases"]) for row in rows) == [
        ("Институт электроники Севера", "Институт электорники Севера"),
        ("Северский технологический институт", ""),
        ("завод «Полюс»", "Полюс"),
        ("цех завода «Полюс»", ""),
    ]


def _write(folder: Path, name: str, heading: str, lines: list[str]) -> None:
    """A table by hand, and empty ones of the names that are not there yet."""
    tables = {**make_tables([]), **load_if_there(folder)}
    cells = [line.split(";") for line in lines]
    frame = pd.DataFrame(cells, columns=heading.split(";")).replace("", None)
    frame = frame.reindex(columns=[column.key for column in COLUMNS[name]])
    tables[name] = frame.astype({column.key: column.dtype for column in COLUMNS[name]})
    write_tables(Tables(tables), folder, ("csv",))


def load_if_there(folder: Path) -> Tables:
    return load_tables(folder) if (folder / "manifest.json").exists() else Tables({})


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("other.csv", "", "no table mentions"),
        ("mentions.csv", "а;б\n1;2\n", "mentions.csv:1: no headings of the table mentions"),
        ("mentions.jsonl", "{\n", "mentions.jsonl:1: "),
    ],
)
def test_no_tables(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(RegistryError, match=message):
        suggest(tmp_path, Registry([]))
    with pytest.raises(RegistryError, match="no such folder"):
        suggest(tmp_path / "none", Registry([]))
