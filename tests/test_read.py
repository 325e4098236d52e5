"""What is read, in which encodings and formats, and what is said of that which cannot be read."""

import io
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsnlp.read import READERS, ReadFailure, ReadOptions, read
from newsnlp.read.item import Item
from newsnlp.schema import Document

NEWS = "Ректор консерватории Пётр Ёлкин открыл «Осенние встречи». Гости приехали из Твери."


def documents(*inputs: str | Path, options: ReadOptions | None = None) -> list[Document]:
    found = list(read(inputs, options=options))
    assert not [entry for entry in found if isinstance(entry, ReadFailure)]
    return [entry for entry in found if isinstance(entry, Document)]


def failure(*inputs: str | Path, options: ReadOptions | None = None) -> ReadFailure:
    (found,) = read(inputs, options=options)
    assert isinstance(found, ReadFailure)
    return found


def fit(text: str, encoding: str) -> str:
    """`text` without what `encoding` lacks: koi8-r and cp866 have no «»."""
    return text.encode(encoding, errors="ignore").decode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8-r", "cp866", "utf-16"])
def test_reads_text_file(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "новость.txt").write_bytes(fit(NEWS, encoding).encode(encoding))
    (document,) = documents(tmp_path)
    assert (document.id, document.source) == ("новость", "новость.txt")
    assert document.text == fit(NEWS, encoding)


@pytest.mark.parametrize("text", [" \n\t\u00a0 ", "\n", "\ufeff"])
def test_white_space_is_empty(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert failure(tmp_path).reason.startswith("empty: white space only")


def test_one_character_is_a_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Я", encoding="utf-8")
    assert documents(tmp_path)[0].text == "Я"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "utf-16"])
def test_a_megabyte_without_a_space_is_quick(tmp_path: Path, encoding: str) -> None:
    for ending in (".txt", ".md"):
        (tmp_path / f"a{ending}").write_bytes(("ректор" * 170_000).encode(encoding))
    began = time.perf_counter()
    assert [len(document.text) for document in documents(tmp_path)] == [1_020_000] * 2
    assert time.perf_counter() - began < 3


def test_a_fault_in_a_reader_stops_its_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> Iterator[Item]:
        raise IndexError("7")
        yield

    monkeypatch.setitem(READERS, ".md", fault)
    for name in ("a.txt", "b.md", "c.txt"):
        (tmp_path / name).write_text(NEWS, "utf-8")
    first, second, third = read([tmp_path])
    assert isinstance(first, Document)
    assert isinstance(third, Document)
    assert isinstance(second, ReadFailure)
    assert (second.source, second.reason.split(";")[0]) == ("b.md", "IndexError: 7")


def test_folders_globs_and_order(tmp_path: Path) -> None:
    for name in ("б.txt", "а/в.txt", "README.md", ".hidden/г.txt", ".д.txt", "~$е.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(NEWS, encoding="utf-8")
    whole = documents(tmp_path)
    assert [document.id for document in whole] == ["а/в", "б"]
    assert documents(tmp_path / "**" / "*.txt") == whole
    assert documents(tmp_path / "README.md")[0].id == "README"
    assert failure(tmp_path / "*.csv").reason.startswith("nothing fits")
    mixed = [tmp_path / "б.txt", tmp_path / "а"]
    assert documents(*mixed) == documents(*reversed(mixed))


def test_same_ids_are_numbered(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Один", "utf-8")
    (tmp_path / "b.jsonl").write_text(
        '{"id": "a", "text": "Два"}\n{"id": "a", "text": "Три"}', "utf-8"
    )
    assert [document.id for document in documents(tmp_path)] == ["a", "a~2", "a~3"]
    assert len(documents(tmp_path, tmp_path / "a.txt")) == 3


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    assert failure(tmp_path / "нет.txt").reason.startswith("missing")
    assert failure(tmp_path).reason.startswith("empty folder")
    (tmp_path / "a.mp3").write_bytes(b"x")
    assert "unknown ending «.mp3»" in failure(tmp_path).reason
    assert all(ending in failure(tmp_path).reason for ending in READERS)


def test_one_fault_leaves_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text(NEWS, "utf-8")
    assert [type(entry) for entry in read([tmp_path])] == [ReadFailure, Document]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(NEWS.encode("cp1251")))
    monkeypatch.setattr(sys, "stdin", stream)
    assert documents("-") == [Document("stdin", NEWS, None, "", "stdin")]


def test_names_that_no_system_takes() -> None:
    assert failure("я" * 3_000 + ".txt").reason.startswith("cannot be opened")
    assert failure("a\0b.txt").source == "a\ufffdb.txt"


def test_a_file_closed_to_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(NEWS, "utf-8")

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)  # chmod does not stop root
    assert failure(tmp_path).reason.startswith("cannot be opened: Permission denied")
