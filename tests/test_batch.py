"""Runs whose workers die, stall and are killed."""

import hashlib
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from errno import ENOSPC
from pathlib import Path

import pytest

from listener import Listener
from newsnlp.batch.crew import Plan
from newsnlp.batch.entries import PartError
from newsnlp.batch.lock import locked
from newsnlp.batch.parts import read_part
from newsnlp.batch.shelf import Folder
from newsnlp.batch.supervisor import make_parts
from newsnlp.errors import Fault, NewsNLPError
from newsnlp.schema import Document

INIT = {"wanted": {}}


@pytest.fixture(autouse=True)
def _fake_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsnlp.batch.crew.WORKER", "fake_worker")
    here = Path(__file__).resolve().parent
    monkeypatch.setenv("PYTHONPATH", f"{here.parent / 'src'}:{here}")


def documents(*texts: str) -> list[Document | Fault]:
    return [Document(str(number), text) for number, text in enumerate(texts)]


def run(items: list[Document | Fault], folder: Path, plan: Plan | None = None) -> list[str]:
    """The id of each document, or why it has no page."""
    folder.mkdir(exist_ok=True)
    paths = make_parts(items, Folder(folder), plan or Plan(INIT))
    return [
        f"{entry.document_id}: {entry.reason}" if isinstance(entry, Fault) else entry["key"][0]
        for path in paths
        for entry in read_part(path)
    ]


def bytes_of(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}


def test_every_document_has_its_entry_in_order(tmp_path: Path) -> None:
    texts = ["текст " * 200] * 250  # enough for three workers
    assert run(documents(*texts), tmp_path / "a") == [str(n) for n in range(250)]
    assert run(documents(*texts), tmp_path / "b", Plan(INIT, 3)) == [str(n) for n in range(250)]
    assert len(bytes_of(tmp_path / "a")) == 3
    assert bytes_of(tmp_path / "a") == bytes_of(tmp_path / "b")


def test_a_document_that_kills_its_worker_is_listed_and_the_rest_goes_on(tmp_path: Path) -> None:
    found = run(documents("a", "b", "die", "c", "die", "d"), tmp_path, Plan(INIT, 2))
    assert found[2].startswith("2: killed its worker (SIGSEGV")
    assert found[4].startswith("4: killed its worker (SIGSEGV")
    assert [*found[:2], found[3], found[5]] == ["0", "1", "3", "5"]


def test_a_worker_that_the_system_killed_is_replaced(tmp_path: Path) -> None:
    found = run(documents("a", f"once:{tmp_path / 'flag'}", "b"), tmp_path / "parts")
    assert found == ["0", "1", "2"]


def test_a_document_that_takes_too_long_is_listed(tmp_path: Path) -> None:
    found = run(documents("a", "stall", "b"), tmp_path, Plan(INIT, 1, timeout=2))
    assert found == ["0", "1: took longer than 2 s and was stopped", "2"]


def test_a_stage_that_breaks_down_is_listed(tmp_path: Path) -> None:
    assert run(documents("print", "break"), tmp_path) == ["0", "1: IndexError: 7"]


def test_what_cannot_be_read_keeps_its_place(tmp_path: Path) -> None:
    fault = Fault("a.txt", 3, None, "read", "empty")
    items = [*documents("a"), fault, Document("z", "b")]
    listener = Listener()
    paths = make_parts(items, Folder(tmp_path), Plan(INIT), listener)
    assert listener.faults == [fault]
    assert list(read_part(paths[0]))[1] == fault


def test_parts_that_are_there_are_not_made_again(tmp_path: Path) -> None:
    items = documents(*["текст"] * 120, "die")
    run(items, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    listener = Listener()
    make_parts(items, Folder(tmp_path), Plan(INIT), listener)
    assert listener.now.found == listener.now.done == 121
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("damage", ["cut", "flip", "empty"])
def test_a_damaged_part_is_made_again(tmp_path: Path, damage: str) -> None:
    items = documents(*["текст"] * 5)
    run(items, tmp_path)
    (path,) = tmp_path.iterdir()
    good = path.read_bytes()
    flipped = good[:60] + bytes([good[60] ^ 255]) + good[61:]
    path.write_bytes({"cut": good[:-9], "flip": flipped, "empty": b""}[damage])
    with pytest.raises(PartError, match="damaged"):
        list(read_part(path))
    run(items, tmp_path)
    assert path.read_bytes() == good


def test_a_full_disk_says_how_to_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(PartError, match=r"No space left on device\); make room.* goes on from"):
        run(documents("a"), tmp_path / "parts")
    assert not list((tmp_path / "parts").iterdir())


def test_other_options_make_other_parts(tmp_path: Path) -> None:
    run(documents("a"), tmp_path)
    run(documents("a"), tmp_path, Plan({"wanted": {"tokens": True}}))
    run(documents("b"), tmp_path)
    assert len(bytes_of(tmp_path)) == 3


@pytest.mark.parametrize(
    ("init", "message"),
    [
        ({"wanted": "nothing"}, r"cannot be started \(exit status 3: no models here\)"),
        ({"fatal": True}, "weights are missing"),
    ],
)
def test_without_a_worker_there_is_no_run(
    tmp_path: Path, init: dict[str, object], message: str
) -> None:
    with pytest.raises(NewsNLPError, match=message):
        run(documents("a"), tmp_path, Plan(init))


def test_input_is_read_as_it_is_needed(tmp_path: Path) -> None:
    listener = Listener()

    def endless() -> Iterator[Document | Fault]:
        for number in range(2_000):
            assert number - listener.now.done <= 400
            yield Document(str(number), "текст")

    make_parts(endless(), Folder(tmp_path), Plan(INIT), listener)
    assert listener.now.done == 2_000
    assert listener.now.ended


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with (
        locked(tmp_path / "lock"),
        pytest.raises(NewsNLPError, match=r"another run writes here \(process \d+\)"),
        locked(tmp_path / "lock"),
    ):
        pass
    with locked(tmp_path / "lock"):
        pass


def start(folder: Path, workers: int) -> subprocess.Popen[bytes]:
    folder.mkdir(exist_ok=True)
    script = str(Path(__file__).with_name("fake_run.py"))
    return subprocess.Popen([sys.executable, script, str(folder), str(workers)])


def parts_in(folder: Path) -> int:
    return len(list(folder.glob(".newsnlp-run/parts/part-*")))


def test_a_run_that_is_killed_goes_on_to_the_same_end(tmp_path: Path) -> None:
    """Killed again and again at random moments, with other numbers of workers."""
    calm, killed = tmp_path / "calm", tmp_path / "killed"
    assert start(calm, 2).wait(120) == 0
    chance = random.Random(7)
    kills = 0
    for attempt in range(6):
        process = start(killed, 1 + attempt % 3)
        enough = parts_in(killed) + chance.randint(0, 4)
        while process.poll() is None and parts_in(killed) <= enough:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.05))
        kills += process.poll() is None
        process.kill()
        process.wait()
    assert kills > 2
    assert start(killed, 2).wait(120) == 0
    assert (calm / "result").read_text() == (killed / "result").read_text()
    assert not list(tmp_path.glob("*/.newsnlp-run"))
