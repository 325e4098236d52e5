"""Pages as lines of JSON."""

from dataclasses import replace
from pathlib import Path

import pytest

from newsnlp.identity.records import record_of
from newsnlp.page import Ref, Wanted
from newsnlp.pages import line_of, listed_of, page_from
from newsnlp.pipeline import Pipeline
from newsnlp.read import read
from newsnlp.registry import Registry
from newsnlp.rows import page_of
from newsnlp.schema import Document
from test_tables import linked

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"


def ref(cell: object) -> object:
    """The cell as it was before it was packed."""
    return Ref(*cell) if isinstance(cell, list) else cell


def test_a_page_comes_back_as_it_was(pipeline: Pipeline) -> None:
    documents = [item for item in read([RAW]) if isinstance(item, Document)]
    for document in documents[::3]:
        page = page_of(pipeline(document), Wanted(tokens=True), registry=Registry([]))
        line = line_of(page)
        assert line.isascii()
        assert "\n" not in line
        back = page_from(line)
        assert tuple(back["key"]) == page.key
        assert tuple(map(tuple, back["held"])) == page.held
        assert back["rows"].keys() == {name for name, rows in page.rows.items() if rows}
        for name, rows in back["rows"].items():
            cells = [[ref(cell) for cell in row] for row in rows]
            assert list(map(tuple, cells)) == list(page.rows[name])
        for kind, entities in page.listed.items():
            assert tuple(map(listed_of, back["listed"].get(kind, ()))) == entities
        assert tuple(map(record_of, back["records"])) == page.records


def test_half_a_surrogate_pair_comes_back() -> None:
    bare = linked()
    page = page_of(replace(bare, document=replace(bare.document, title="\ud83d\u2028")))
    back = page_from(line_of(page))
    assert [tuple(row) for row in back["rows"]["documents"]] == list(page.rows["documents"])


@pytest.mark.parametrize("line", ["", "{", "[]", "{}", '{"key": ["a"]}', '{"key": ["a", "b"]}'])
def test_a_broken_line_is_no_page(line: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        page_from(line)
