"""The database: keys that hold, views that read well, search by lemma."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsnlp.export import WRITERS, ExportError, Style
from newsnlp.saved import SavedError
from newsnlp.tables import Tables, load_tables, make_tables
from test_tables import linked


@pytest.fixture
def base(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    tables = make_tables([linked(doc_id="а"), linked(doc_id="б")])
    yield from opened(tables, tmp_path, [])


def opened(tables: Tables, folder: Path, notes: list[str]) -> Iterator[sqlite3.Connection]:
    WRITERS["sqlite"].write(tables, folder, Style(note=notes.append))
    connection = sqlite3.connect(folder / "tables.sqlite")
    yield connection
    connection.close()


def test_every_key_leads_somewhere(base: sqlite3.Connection) -> None:
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    keys = {
        name: {row[3] for row in base.execute(f"PRAGMA foreign_key_list({name})")}
        for name in ("roles", "participations", "mentions", "events")
    }
    assert keys == {
        "roles": {"person_id", "organisation_id", "document_id", "sentence_id"},
        "participations": {*("person_id", "organisation_id", "event_id"), "document_id"}
        | {"sentence_id"},
        "mentions": {*("person_id", "organisation_id", "position_id", "event_id"), "document_id"}
        | {"sentence_id"},
        "events": {"part_of_id"},
    }


def test_mentions_lead_to_what_they_mention(base: sqlite3.Connection) -> None:
    found = base.execute(
        "SELECT m.kind, p.name, o.name, t.title, e.name FROM mentions m "
        "LEFT JOIN persons p USING (person_id) LEFT JOIN organisations o USING (organisation_id) "
        "LEFT JOIN positions t USING (position_id) LEFT JOIN events e USING (event_id) "
        "WHERE m.document_id = 'а' AND m.form = 'name' ORDER BY m.id"
    ).fetchall()
    assert found == [
        ("position", None, None, "ректор", None),
        ("organisation", None, "ТУСУР", None, None),
        ("person", "Виктор Рулевский", None, None, None),
        ("event", None, None, None, "форум «Заря»"),
    ]


def test_one_code_of_two_kinds_is_no_matter(tmp_path: Path) -> None:
    """As in a registry that numbers people and bodies by themselves."""
    tables = {name: frame.copy() for name, frame in make_tables([linked()]).items()}
    for name, key in (("persons", "person_id"), ("organisations", "organisation_id")):
        codes = dict.fromkeys(tables[name][key], "17")
        for frame in tables.values():
            for column in frame.columns.intersection([key, "entity_id", "participant_id"]):
                frame[column] = frame[column].replace(codes)
    for base in opened(Tables(tables), tmp_path, []):
        found = base.execute("SELECT kind, person_id, organisation_id FROM mentions").fetchall()
        assert {("person", "17", None), ("organisation", None, "17")} < set(found)
        view = base.execute("SELECT person, forums FROM v_people").fetchall()
        assert view == [("Виктор Рулевский", "форум «Заря» – спикер")]


def test_views_say_who_is_who_and_who_was_where(base: sqlite3.Connection) -> None:
    assert base.execute(
        "SELECT person, positions, forums, quotes, documents FROM v_people"
    ).fetchall() == [("Виктор Рулевский", "ректор, ТУСУР", "форум «Заря» – спикер", 2, 2)]
    assert base.execute("SELECT forum, people, bodies, participants FROM v_forums").fetchall() == [
        ("форум «Заря»", 1, 0, "Виктор Рулевский – спикер")
    ]
    assert base.execute("SELECT person, position, document FROM v_press").fetchall() == [
        ("Виктор Рулевский", "ректор", "а"),
        ("Виктор Рулевский", "ректор", "б"),
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ректор", 1),  # by its lemma: the text has «ректора»
        ("ректора", 1),
        ("РЕКТОР подъём", 1),
        ("подъем", 1),
        ("елка", 1),
        ("ёлка", 0),  # the text has «елки»: look for «е»
        ("ректорат", 0),
        ('"встретили ректора"', 1),
    ],
)
def test_search_finds_words_by_their_lemmas(tmp_path: Path, words: str, found: int) -> None:
    tables = make_tables([linked()])
    sentences = (
        tables["sentences"]
        .head(1)
        .assign(
            text="Подъём начат: у елки встретили ректора.",
            lemmas="подъем начать у елка встретить ректор",
        )
    )
    for base in opened(Tables({**tables, "sentences": sentences}), tmp_path, []):
        rows = base.execute(
            "SELECT s.text FROM sentences_fts f JOIN sentences s ON s.id = f.rowid "
            "WHERE sentences_fts MATCH ?",
            (words,),
        )
        assert len(rows.fetchall()) == found


def test_keys_that_lead_nowhere_are_said(tmp_path: Path) -> None:
    tables = make_tables([linked()])
    notes: list[str] = []
    for _ in opened(Tables({**tables, "persons": tables["persons"].head(0)}), tmp_path, notes):
        pass
    assert "tables.sqlite: 1 keys in the table roles are not in the table persons" in notes


def test_two_rows_of_one_key_are_a_clear_error(tmp_path: Path) -> None:
    tables = make_tables([linked(doc_id="а"), linked(doc_id="б")])
    documents = tables["documents"].assign(document_id="а")
    with pytest.raises(ExportError, match=r"UNIQUE constraint failed: documents.document_id; give"):
        WRITERS["sqlite"].write(Tables({**tables, "documents": documents}), tmp_path, Style())


def test_it_says_what_it_is_in_russian_too(base: sqlite3.Connection) -> None:
    wanted = "SELECT title FROM titles WHERE table_name = 'roles' AND column_name IN ('', 'since')"
    assert base.execute(f"{wanted} ORDER BY column_name").fetchall() == [("Кто есть кто",), ("С",)]
    about = dict(base.execute("SELECT * FROM metadata").fetchall())
    assert about["documents"] == "2"
    assert base.execute("PRAGMA user_version").fetchone() == (1,)


def test_what_is_no_database_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "tables.sqlite").write_text("моё" * 500, encoding="utf-8")
    with pytest.raises(SavedError, match=r"tables.sqlite: file is not a database; extract it"):
        load_tables(tmp_path)
