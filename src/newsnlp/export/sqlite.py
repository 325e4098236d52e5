"""Tables → one SQLite database with keys, views and full-text search, ready for Datasette.

Rows are those of the other formats. Added are columns that lead from row to row: the number of a
row (`id`), of the sentence that it comes from (`sentence_id`), and for each kind that a mention or
participant may be of a column of its own (`person_id` …), since codes of two kinds may be the same.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from newsnlp import __version__
from newsnlp.columns import COLUMNS, TITLES
from newsnlp.export.format import ExportError, Style
from newsnlp.saved import OPTIONAL
from newsnlp.tables import Tables

__all__ = ["write_sqlite"]

_LAYOUT = 1  # PRAGMA user_version: rises when a table or view changes its meaning
_TYPES = {"string": "TEXT", "Int64": "INTEGER", "float64": "REAL"}

# The tables whose rows have a key of their own; the others are numbered by `id`, from 1.
_KEYS = {
    "documents": "document_id",
    "persons": "person_id",
    "organisations": "organisation_id",
    "positions": "position_id",
    "events": "event_id",
}
# Column → the table whose key it is, wherever it stands; but for the table's own.
_PARENTS = {
    "document_id": "documents",
    "document": "documents",
    "person_id": "persons",
    "organisation_id": "organisations",
    "parent_id": "organisations",
    "event_id": "events",
    "part_of_id": "events",
    "position_id": "positions",
    "sentence_id": "sentences",
}
# Table → the columns with kind and id of an entity, and the tables that it may stand in.
_ENTITY = {
    "participations": ("participant_kind", "participant_id", ("persons", "organisations")),
    "mentions": ("kind", "entity_id", ("persons", "organisations", "positions", "events")),
}
_KINDS = {
    "person": "persons",
    "organisation": "organisations",
    "place": "organisations",  # where it is somebody's employer
    "position": "positions",
    "event": "events",
}
_INDEXED = {
    "persons": ("surname",),
    "organisations": ("name", "acronym"),
    "positions": ("title",),
    "events": ("start", "name"),
    "roles": ("position",),
    "mentions": ("kind", "normal"),
    "press": ("person",),
}
# «ё» as «е», in words and lemmas; NULL where there is none to be found in another spelling.
_FOLDED = (
    "CASE WHEN \"text\" || coalesce(\"lemmas\", '') GLOB '*[ёЁ]*' THEN "
    "replace(replace(\"text\" || ' ' || coalesce(\"lemmas\", ''), 'ё', 'е'), 'Ё', 'Е') END"
)
_SENTENCE_KEYS = ("document_id", "sentence")
_SENTENCE = {"press": ("document", "sentence_number")}  # columns that name the sentence of a row


def write_sqlite(tables: Tables, folder: Path, style: Style) -> None:
    """Write `<folder>/tables.sqlite`.

    Names are the English keys; the table `titles` has the Russian ones. Views `v_people`,
    `v_forums` and `v_press` put together what one reads at once; `sentences_fts` finds sentences
    by the words or lemmas in them, «ё» written as «е» or not. A key that another table lacks (of
    tables from which rows were taken) is told to `style.note`.

    Raises:
        ExportError: two rows have one key, or the disk is full.
    """
    # The folder is a temporary one of this process: no locks, and what breaks off is thrown away.
    path = (folder / "tables.sqlite").absolute()
    base = sqlite3.connect(f"{path.as_uri()}?nolock=1", uri=True)
    try:
        base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        _create(base, tables)
        _fill(base, tables)
        base.executescript(_script("views.sql"))
        base.execute(f"PRAGMA user_version = {_LAYOUT}")
        base.commit()
        base.execute("VACUUM")
        for line in _dangling(base):
            style.note(line)
    except sqlite3.IntegrityError as reason:
        raise ExportError(f"tables.sqlite: {reason}; give each row a key of its own") from reason
    except sqlite3.OperationalError as reason:
        raise ExportError(
            f"tables.sqlite: cannot be written ({reason}); make room, or choose another folder"
        ) from reason
    finally:
        base.close()


def _create(base: sqlite3.Connection, tables: Tables) -> None:
    """All tables, empty, with their keys; those made only on request only if they are there."""
    base.executescript(_script("tables.sql"))
    for name in COLUMNS:
        if name in tables or name not in OPTIONAL:
            # The file keeps the statement as it is written here, for whoever asks for the schema.
            lines = ",\n  ".join(_definitions(name))
            base.execute(f'CREATE TABLE "{name}" (\n  {lines}\n)')


def _definitions(name: str) -> Iterator[str]:
    own = _KEYS.get(name)
    if own is None:
        yield '"id" INTEGER PRIMARY KEY'
    for column in COLUMNS[name]:
        yield f'"{column.key}" {_TYPES[column.dtype]}{" PRIMARY KEY" * (column.key == own)}'
    if name == "sentences":
        yield f'"folded" TEXT GENERATED ALWAYS AS ({_FOLDED}) VIRTUAL'
        yield 'UNIQUE ("document_id", "sentence")'
    for key in _added(name):
        yield f'"{key}" {"INTEGER" if key == "sentence_id" else "TEXT"}'
    for key, parent in _foreign(name):
        yield f'FOREIGN KEY ("{key}") REFERENCES "{parent}" ("{_KEYS.get(parent, "id")}")'


def _added(name: str) -> tuple[str, ...]:
    """The columns that lead to other tables and that no other format has."""
    keys = {column.key for column in COLUMNS[name]}
    sentence = name in _SENTENCE or (name != "sentences" and {"document_id", "sentence"} <= keys)
    parents = _ENTITY[name][2] if name in _ENTITY else ()
    return (*[_KEYS[parent] for parent in parents], *["sentence_id"] * sentence)


def _foreign(name: str) -> list[tuple[str, str]]:
    """The columns that hold keys of other tables, with these."""
    keys = [*[column.key for column in COLUMNS[name]], *_added(name)]
    return [(key, _PARENTS[key]) for key in keys if key in _PARENTS and key != _KEYS.get(name)]


def _fill(base: sqlite3.Connection, tables: Tables) -> None:
    base.executemany('INSERT INTO "metadata" VALUES (?, ?)', _about(tables).items())
    base.executemany('INSERT INTO "titles" VALUES (?, ?, ?)', _titles(tables))
    for name in sorted(tables, key=_after):
        columns = {column.key: f"?{place}" for place, column in enumerate(COLUMNS[name], 1)}
        cells = {**columns, **{key: _leading(name, key, columns) for key in _added(name)}}
        names = ", ".join(f'"{key}"' for key in cells)
        into = f'INSERT INTO "{name}" ({names}) VALUES ({", ".join(cells.values())})'
        base.executemany(into, tables.rows(name))
        wanted = dict.fromkeys([*[key for key, _ in _foreign(name)], *_INDEXED.get(name, ())])
        for key in wanted:
            base.execute(f'CREATE INDEX "{name}_{key}" ON "{name}" ("{key}")')


def _after(name: str) -> bool:
    """Whether a table comes after those that its rows are looked up in."""
    return bool(_added(name))


def _leading(name: str, key: str, columns: Mapping[str, str]) -> str:
    """What an added column holds, as SQL; NULL where it leads nowhere."""
    if key == "sentence_id":
        document, sentence = (columns[own] for own in _SENTENCE.get(name, _SENTENCE_KEYS))
        return (
            f'(SELECT "id" FROM "sentences" WHERE "document_id" = {document} '
            f'AND "sentence" = {sentence})'
        )
    kind, entity, _ = _ENTITY[name]
    parent = _PARENTS[key]
    kinds = ", ".join(f"'{own}'" for own, table in _KINDS.items() if table == parent)
    return (
        f"CASE WHEN {columns[kind]} IN ({kinds}) THEN "
        f'(SELECT "{key}" FROM "{parent}" WHERE "{key}" = {columns[entity]}) END'
    )


def _about(tables: Tables) -> Mapping[str, str]:
    place = [column.key for column in COLUMNS["documents"]].index("published")
    days = sorted({str(row[place]) for row in tables.rows("documents")} - {"None"})
    about = {"made by": f"newsnlp {__version__}", "layout": str(_LAYOUT), "language": "ru"}
    about["documents"] = str(tables.count("documents"))
    return {**about, "published from": days[0], "published until": days[-1]} if days else about


def _titles(tables: Tables) -> Iterator[tuple[str, str, str]]:
    """The Russian title of each table (under the column "") and column."""
    for name in tables:
        yield name, "", TITLES[name]
        for column in COLUMNS[name]:
            yield name, column.key, column.title


def _dangling(base: sqlite3.Connection) -> Iterator[str]:
    """A line for each table some of whose keys lead nowhere."""
    broken = Counter((row[0], row[2]) for row in base.execute("PRAGMA foreign_key_check"))
    for (name, parent), count in sorted(broken.items()):
        yield f"tables.sqlite: {count:,} keys in the table {name} are not in the table {parent}"


def _script(name: str) -> str:
    return (files("newsnlp.export") / name).read_text(encoding="utf-8")
