"""Reading by a process that may die or fall silent."""

from datetime import date
from pathlib import Path

import pytest

from newsnlp.batch.reader import options_from, options_row
from newsnlp.batch.reading import read_apart
from newsnlp.errors import Fault, NewsNLPError
from newsnlp.read import ReadFailure, ReadOptions, read
from newsnlp.schema import Document

HERE = Path(__file__).resolve().parent
RAW = HERE.parent / "data" / "raw"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text("Ректор открыл форум.", "utf-8")
    return tmp_path


@pytest.fixture
def _fragile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsnlp.batch.reading.READER", "fake_reader")
    monkeypatch.setenv("PYTHONPATH", str(HERE))


def told(*inputs: Path, timeout: float = 60) -> list[str]:
    items = read_apart([str(path) for path in inputs], ReadOptions(), timeout=timeout)
    return [f"{i.source}: {i.reason}" if isinstance(i, Fault) else i.id for i in items]


def test_it_gives_what_reading_here_gives(folder: Path) -> None:
    (folder / "a.txt").write_text("")
    (folder / "b.csv").write_text("id;text\n1;Форум открыт.\n1;Он закрыт.\n", "utf-8")
    inputs = [str(folder), str(RAW), str(folder / "none.txt")]
    expected = [
        Fault(item.source, item.line, None, "read", item.reason)
        if isinstance(item, ReadFailure)
        else item
        for item in read(inputs)
    ]
    assert list(read_apart(inputs, ReadOptions())) == expected
    assert "1~2" in {item.id for item in expected if isinstance(item, Document)}


def test_standard_input_is_a_text() -> None:
    found = list(read_apart(["-"], ReadOptions(), stdin="Форум.".encode("cp1251")))
    assert [item.text for item in found if isinstance(item, Document)] == ["Форум."]


@pytest.mark.usefixtures("_fragile")
def test_a_file_that_kills_the_reader_is_listed_and_the_rest_goes_on(folder: Path) -> None:
    (folder / "1a.die").touch()
    (folder / "1b.die").touch()
    found = told(folder)
    assert [line.split(":")[0] for line in found] == [
        "0", "1", "1a-1", "1a.die", "1b-1", "1b.die", "2",
    ]  # fmt: skip
    assert "killed the process that read it (SIGSEGV" in found[3]


@pytest.mark.usefixtures("_fragile")
def test_a_file_that_takes_too_long_is_listed(folder: Path) -> None:
    (folder / "1.stall").touch()
    found = told(folder, timeout=8)
    assert found[0] == "0"
    assert "took longer than 8 s to read" in found[1] + found[2]
    assert found[-1] == "2"


def test_a_reader_that_cannot_start_is_an_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsnlp.batch.reading.READER", "no_such_module")
    with pytest.raises(NewsNLPError, match="the news cannot be read"):
        told(folder)


def test_options_reach_it_whole() -> None:
    options = ReadOptions("t", "i", "h", "d", date(2025, 8, 28), Path("out"), "---")
    assert options_from(options_row(options)) == options
    assert options_from(options_row(ReadOptions())) == ReadOptions()


def test_it_reads_no_further_than_it_is_asked(folder: Path) -> None:
    (folder / "big.jsonl").write_text('{"text": "Форум открыт."}\n' * 5_000, "utf-8")
    items = read_apart([str(folder)], ReadOptions())
    assert next(items)
    items.close()  # type: ignore[attr-defined]
