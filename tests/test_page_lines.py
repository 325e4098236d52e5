"""Pages as lines of JSON."""

from dataclasses import replace
from pathlib import Path

import pytest

from newsnlp.page import Wanted
from newsnlp.pages import line_of, page_from
from newsnlp.pipeline import Pipeline
from newsnlp.read import read
from newsnlp.registry import Registry
from newsnlp.rows import page_of
from newsnlp.schema import Document
from test_tables import linked

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"


def test_a_page_comes_back_as_it_was(pipeline: Pipeline) -> None:
    documents = [item for item in read([RAW]) if isinstance(item, Document)]
    for document in documents[::3]:
        page = page_of(pipeline(document), Wanted(tokens=True), registry=Registry([]))
        line = line_of(page)
        assert line.isascii()
        assert "\n" not in line
        back = page_from(line)
        assert back.key == page.key
        assert back.listed == page.listed
        assert back.held == page.held
        assert back.records == page.records
        assert {name: rows for name, rows in back.rows.items() if rows} == {
            name: rows for name, rows in page.rows.items() if rows
        }


def test_half_a_surrogate_pair_comes_back() -> None:
    bare = linked()
    page = page_of(replace(bare, document=replace(bare.document, title="\ud83d\u2028")))
    assert page_from(line_of(page)).rows["documents"] == page.rows["documents"]


@pytest.mark.parametrize("line", ["", "{", "[]", "{}", '{"key": ["a"]}', '{"key": ["a", "b"]}'])
def test_a_broken_line_is_no_page(line: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        page_from(line)
