"""Typed files: what types, what titles, and what is said where they cannot be."""

import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from newsnlp.columns import COLUMNS
from newsnlp.export import WRITERS, ExportError, Style
from newsnlp.saved import SavedError
from newsnlp.tables import Tables, load_tables, make_tables
from test_tables import linked


@pytest.mark.parametrize("items", [[], [linked()]])
def test_types_are_declared_whatever_the_rows(tmp_path: Path, items: list[object]) -> None:
    WRITERS["parquet"].write(make_tables(items), tmp_path, Style())  # type: ignore[arg-type]
    types = {
        name: {
            field.name: str(field.type) for field in pq.read_schema(tmp_path / f"{name}.parquet")
        }
        for name in ("documents", "events", "roles", "press")
    }
    assert types["documents"]["published"] == types["press"]["start"] == "date32[day]"
    assert (types["events"]["start"], types["events"]["end"]) == ("date32[day]",) * 2
    assert (types["roles"]["since"], types["roles"]["start"]) == ("string", "int64")
    assert types["roles"]["score"] == "double"


def test_columns_have_their_russian_titles(tmp_path: Path) -> None:
    WRITERS["parquet"].write(make_tables([linked()]), tmp_path, Style())
    schema = pq.read_schema(tmp_path / "roles.parquet")
    titles = [field.metadata[b"title"].decode() for field in schema]
    assert titles == [column.title for column in COLUMNS["roles"]]
    assert schema.metadata[b"title"].decode() == "Кто есть кто"
    meta = pq.ParquetFile(tmp_path / "roles.parquet").metadata
    assert meta.row_group(0).column(0).compression == "ZSTD"


def test_what_is_no_day_is_a_clear_error(tmp_path: Path) -> None:
    tables = make_tables([linked()])
    events = tables["events"].assign(start="2019")
    with pytest.raises(ExportError, match="events: start of row 1 is «2019», no day like 2025-10"):
        WRITERS["parquet"].write(Tables({**tables, "events": events}), tmp_path, Style())


def test_without_pyarrow_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    WRITERS["parquet"].write(make_tables([]), tmp_path, Style())
    monkeypatch.setattr("newsnlp.export.parquet.pq", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(ExportError, match=r"pip install 'newsnlp\[parquet\]'"):
        WRITERS["parquet"].write(make_tables([]), tmp_path, Style())
    with pytest.raises(SavedError, match=r"documents.parquet: .*'newsnlp\[parquet\]'"):
        load_tables(tmp_path)


def test_a_broken_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "documents.parquet").write_bytes(b"PAR1 no more")
    with pytest.raises(SavedError, match=r"documents.parquet: no table documents: .*; extract it"):
        load_tables(tmp_path)
