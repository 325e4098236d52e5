"""Tables by way of the disk; documents and names are our own."""

import json
import random
import tracemalloc
from collections import deque
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from newsnlp.columns import COLUMNS
from newsnlp.errors import NewsNLPError
from newsnlp.export import write_tables
from newsnlp.export.gather import gather
from newsnlp.page import Wanted
from newsnlp.pages import PageRow, line_of, page_from
from newsnlp.pipeline import Pipeline
from newsnlp.rows import page_of
from newsnlp.schema import Document, Extraction
from newsnlp.spool import Spool
from newsnlp.tables import load_tables, make_tables, spooled

TEXTS = (
    "Ректор Томского политехнического университета Алексей Жерехов открыл форум «Сибирь». "
    "Жерехов отметил, что университет ждёт гостей.",
    "На форуме «Сибирь» выступила проректор ТПУ Анна Лопатина. В форуме участвовал Жерехов.",
    "Министр Анна Лопатина и Иван Сухов посетили выставку в Омске.",
    "",
)


@pytest.fixture(scope="module")
def extractions(pipeline: Pipeline) -> list[Extraction]:
    documents = (Document(f"d{number}", text) for number, text in enumerate(TEXTS))
    return [pipeline(document) for document in documents if document.text]


def pages(extractions: Iterable[Extraction], *, tokens: bool = True) -> list[PageRow]:
    """The pages as they come from a worker."""
    made = (page_of(item, Wanted(tokens=tokens)) for item in extractions)
    return [page_from(line_of(page)) for page in made]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "pages.sqlite"


def test_tables_on_the_disk_are_those_in_memory(extractions: list[Extraction], place: Path) -> None:
    tables = make_tables(extractions, tokens=True)
    with spooled(pages(extractions), place, tokens=True) as found:
        assert list(found) == list(tables) == [name for name in COLUMNS if name != "check"]
        assert repr(found) == repr(tables)
        for name in tables:
            assert found[name].equals(tables[name])
            assert list(found[name].dtypes) == list(tables[name].dtypes)
            assert list(map(tuple, found.rows(name))) == list(tables.rows(name))
            assert found.count(name) == tables.count(name) == len(tables[name])
        with pytest.raises(KeyError):
            found["check"]
    assert tables.count("persons") == 3


def test_the_order_of_pages_does_not_show(extractions: list[Extraction], place: Path) -> None:
    shuffled = pages(extractions)
    random.Random(3).shuffle(shuffled)
    with spooled(reversed(shuffled), place, tokens=True) as there:
        found = there.in_memory()
    tables = make_tables(extractions, tokens=True)
    assert all(found[name].equals(tables[name]) for name in tables)


@pytest.mark.parametrize("format_", ["csv", "jsonl", "xlsx", "parquet", "sqlite", "popolo", "html"])
def test_files_are_the_same_from_disk_and_memory(
    format_: str, extractions: list[Extraction], place: Path, tmp_path: Path
) -> None:
    if format_ == "parquet":
        pytest.importorskip("pyarrow")
    write_tables(make_tables(extractions), tmp_path / "memory", [format_])
    with spooled(pages(extractions, tokens=False), place) as tables:
        write_tables(tables, tmp_path / "disk", [format_])
    for path in (tmp_path / "memory").iterdir():
        assert (tmp_path / "disk" / path.name).read_bytes() == path.read_bytes()


def test_facts_are_gathered_from_disk(extractions: list[Extraction], place: Path) -> None:
    with spooled(pages(extractions, tokens=False), place) as tables:
        assert gather(tables) == gather(make_tables(extractions))


def test_any_folder_will_do(extractions: list[Extraction], tmp_path: Path) -> None:
    folder = tmp_path / "новости #1 100% ?a=b"
    folder.mkdir()
    with spooled(pages(extractions, tokens=False), folder / "pages.sqlite") as tables:
        assert (folder / "pages.sqlite").exists()
        write_tables(tables, folder, ["sqlite"])
    assert load_tables(folder).count("persons") == 3


def test_the_file_goes(place: Path) -> None:
    place.write_text("what a run that was killed has left")
    with spooled([], place) as tables:
        assert tables.count("documents") == 0
    assert not place.exists()


def test_an_empty_cell_and_half_a_surrogate_pair_are_no_cells(
    extractions: list[Extraction], place: Path
) -> None:
    (page,) = pages(extractions[:1])
    keys = [column.key for column in COLUMNS["documents"]]
    (row,) = page["rows"]["documents"]
    row[keys.index("title")], row[keys.index("source")] = "", "новости\ud83d"
    with spooled([page], place) as tables:
        (cells,) = tables.rows("documents")
    told = dict(zip(keys, cells, strict=True))
    assert told["title"] is None
    assert told["source"] == "новости\ufffd"


def test_a_full_disk_is_a_clear_error(extractions: list[Extraction], place: Path) -> None:
    many = (
        {**page, "key": [f"{number}", ""]} for number in range(99) for page in pages(extractions)
    )
    with closing(Spool(place)) as spool:
        spool.base.execute("PRAGMA max_page_count = 80")
        with pytest.raises(NewsNLPError, match=r"cannot be written \(.*full\); make room"):
            deque(map(spool.add, many), maxlen=0)


def test_a_folder_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(NewsNLPError, match=r"nowhere: cannot be written"):
        Spool(tmp_path / "nowhere" / "pages.sqlite")


def renamed(page: PageRow, number: int) -> PageRow:
    """The page as another document's, with other people in it."""
    line = json.dumps(page, ensure_ascii=False).replace('"d0"', f'"d{number:05}"')
    for name in ("Жерехов", "Лопатин", "Сухов"):
        line = line.replace(name, f"{name}{'абвгдежзиклмнопрст'[number % 18]}{number // 18}")
    return dict(json.loads(line))


def peak(extractions: list[Extraction], count: int, folder: Path) -> int:
    """The most bytes of Python's that the tables of `count` documents take."""
    (page,) = pages(extractions[:1], tokens=False)
    tracemalloc.start()
    try:
        made = (renamed(page, number) for number in range(count))
        with spooled(made, folder / "pages.sqlite") as tables:
            write_tables(tables, folder / str(count), ["csv", "jsonl", "sqlite"])
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_documents(
    extractions: list[Extraction], tmp_path: Path
) -> None:
    peak(extractions, 300, tmp_path)  # what is opened once, and caches of words
    few, many = peak(extractions, 50, tmp_path), peak(extractions, 300, tmp_path)
    assert many < few + 1_500_000  # 250 pages alone would be 7 MB
