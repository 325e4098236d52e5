"""Runs whose parts are made by workers of Dask: real processes, on this machine alone."""

import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from listener import Listener
from newsnlp import cli
from newsnlp.batch.crew import Plan
from newsnlp.batch.hashes import program_hash
from newsnlp.batch.parts import read_part
from newsnlp.batch.progress import Heard, State
from newsnlp.batch.shelf import Folder, Shelf
from newsnlp.batch.supervisor import make_parts
from newsnlp.cluster.crews import Crews
from newsnlp.cluster.pool import DaskWorkers, workers_at
from newsnlp.cluster.storage import shelf_at
from newsnlp.cluster.supervisor import Lost, make_parts_there
from newsnlp.cluster.task import Order, Receipt, make_part
from newsnlp.errors import Fault, NewsNLPError
from newsnlp.schema import Document

HERE = Path(__file__).resolve().parent
INIT = {"wanted": {}, "registry": [], "registry_hash": "", "program": program_hash()}
QUIET = {
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s",
    "DASK_DISTRIBUTED__DIAGNOSTICS__NVML": "false",
    "PYTHONPATH": f"{HERE.parent / 'src'}{os.pathsep}{HERE}",
}


class Cluster:
    """A scheduler and its workers, each a process of its own; all end with the test."""

    def __init__(self, stack: ExitStack, folder: Path, child: str = "fake_worker") -> None:
        """A scheduler, and no workers yet; these have children of the module `child`."""
        self._stack, self._folder, self._child = stack, folder, child
        self._log = stack.enter_context((folder / "log").open("ab"))
        told = folder / "scheduler.json"
        options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show"]
        self.scheduler = self._start(
            "-m", "distributed.cli.dask_scheduler", *options, "--scheduler-file", str(told)
        )
        deadline = time.monotonic() + 60
        while not told.exists():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        self.address: str = json.loads(told.read_text())["address"]

    def worker(self) -> subprocess.Popen[bytes]:
        """One more worker, of one thread."""
        return self._start(str(HERE / "fake_dask_worker.py"), self.address)

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=self._folder,
            env={**os.environ, **QUIET, "FAKE_WORKER": self._child},
            stdout=subprocess.DEVNULL,
            stderr=self._log,
        )
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        return process


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two workers that every test may use, and must leave alive."""
    with ExitStack() as stack:
        cluster = Cluster(stack, tmp_path_factory.mktemp("dask"))
        workers = [cluster.worker() for _ in range(2)]
        yield cluster
        assert all(worker.poll() is None for worker in workers)


@pytest.fixture(autouse=True)
def _fake_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsnlp.batch.crew.WORKER", "fake_worker")
    monkeypatch.setenv("PYTHONPATH", QUIET["PYTHONPATH"])


def documents(count: int, text: str = "wait слово") -> list[Document | Fault]:
    return [Document(str(number), text) for number in range(count)]


def on_cluster(
    cluster: Cluster, items: list[Document | Fault], shelf: Shelf, heard: Heard | None = None
) -> list[str]:
    """The parts as the workers of the cluster make them; the id or the fault of each document."""
    with workers_at(cluster.address) as workers:
        files = make_parts_there(items, shelf, Plan(INIT), workers, heard)
    return [
        f"{entry.document_id}: {entry.reason}" if isinstance(entry, Fault) else entry["key"][0]
        for file in files
        for entry in read_part(file)
    ]


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_parts_are_those_of_one_machine(cluster: Cluster, tmp_path: Path) -> None:
    items = [*documents(250), Fault("a.txt", 3, None, "read", "empty"), *documents(9, "break")]
    here, there = tmp_path / "here", tmp_path / "there"
    listener, far = Listener(), Listener()
    make_parts(items, Folder(here), Plan(INIT), listener)
    on_cluster(cluster, items, Folder(there), far)
    assert len(bytes_in(here)) == 3
    assert bytes_in(there) == bytes_in(here)  # and nothing else is left
    assert far.now == listener.now == State(259, 259, 0, 10, ended=True)
    assert sorted(far.faults, key=repr) == sorted(listener.faults, key=repr)


NEWS = (
    "Ректор ТУСУРа Виктор Рулевский открыл форум «Цифровая Сибирь» в Томске.",
    "«Мы ждали этого дня», – сказала директор завода «Полюс» Анна Серова.",
    "Анна Серова и Виктор Рулевский выступили на форуме «Цифровая Сибирь».",
)


def test_tables_are_those_of_one_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With true workers, a registry, and storage that is reached through fsspec."""
    monkeypatch.setattr("newsnlp.batch.crew.WORKER", "newsnlp.batch.worker")
    monkeypatch.chdir(tmp_path)
    for number, text in enumerate(NEWS):
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    (tmp_path / "3.txt").write_bytes(b"")
    Path("people.csv").write_text("ФИО;Должность\nАнна Петровна Серова;директор\n", "utf-8")
    wanted = "extract 0.txt 1.txt 2.txt 3.txt --tokens --registry people.csv -o".split()
    with ExitStack() as stack:
        cluster = Cluster(stack, tmp_path, "newsnlp.batch.worker")
        cluster.worker()
        storage = f"local://{tmp_path}/storage"
        far = ["there", "--scheduler", cluster.address, "--storage", storage, "--log-json"]
        assert main([*wanted, *far]) == 1
    told = capsys.readouterr().err.splitlines()
    (last,) = (json.loads(line) for line in told if line.startswith('{"event": "done"'))
    assert (last["read"], last["done"], last["faults"]) == (3, 3, 1)
    assert main([*wanted, "here"]) == 1
    assert bytes_in(tmp_path / "there") == bytes_in(tmp_path / "here")
    assert "Анна Петровна Серова" in Path("there/press.csv").read_text("utf-8")
    assert not list((tmp_path / "storage").iterdir())


def main(arguments: list[str]) -> int:
    """The command line as it is called; its exit status."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["newsnlp", *arguments])
        with pytest.raises(SystemExit) as exit_:
            cli.main()
    return int(exit_.value.code or 0)


def test_what_is_missing_or_too_much_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    wanted = ["extract", "a.txt", "--scheduler", "tcp://127.0.0.1:9"]
    assert main([*wanted, "--workers", "2"]) == 2
    assert "--workers is for this machine" in capsys.readouterr().err
    for module in ("distributed", "newsnlp.cluster.pool"):
        monkeypatch.setitem(sys.modules, module, None)
    assert main(wanted) == 2
    assert "--scheduler needs Dask: pip install 'newsnlp[cluster]'" in capsys.readouterr().err


def test_a_worker_that_is_killed_is_replaced(tmp_path: Path) -> None:
    """The scheduler gives up at once what it had: it comes back in halves."""
    items = documents(1_500)
    with ExitStack() as stack:
        cluster = Cluster(stack, tmp_path)
        victim = cluster.worker()
        cluster.worker()

        def kill() -> None:
            while not list(tmp_path.glob("parts/part-*")):
                time.sleep(0.01)
            victim.send_signal(signal.SIGKILL)

        threading.Thread(target=kill, daemon=True).start()
        found = on_cluster(cluster, items, Folder(tmp_path / "parts"))
        assert victim.wait(10) == -signal.SIGKILL
    assert found == [str(number) for number in range(1_500)]


def test_a_document_that_kills_is_listed_and_no_worker_of_dask_dies(
    cluster: Cluster, tmp_path: Path
) -> None:
    items = documents(250)
    items[120] = Document("120", "die")
    found = on_cluster(cluster, items, Folder(tmp_path / "parts"))
    assert found.pop(120).startswith("120: killed its worker (SIGSEGV")
    assert found == [str(number) for number in range(250) if number != 120]


def test_parts_that_are_there_are_not_made_again(cluster: Cluster, tmp_path: Path) -> None:
    items = documents(350)
    shelf, older = Folder(tmp_path / "parts"), Folder(tmp_path / "older")
    make_parts(items[:100], older, Plan(INIT))
    make_parts(items[:200], shelf, Plan(INIT))
    (tmp_path / "parts").joinpath(next(iter(bytes_in(tmp_path / "older")))).unlink()
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "parts").iterdir()}
    listener = Listener()
    with workers_at(cluster.address) as workers:
        files = make_parts_there(items, shelf, Plan(INIT), workers, listener, older=older)
    assert listener.now == State(350, 350, 200, 0, ended=True)
    assert (
        before.items()
        <= {path: path.stat().st_mtime_ns for path in (tmp_path / "parts").iterdir()}.items()
    )
    make_parts(items, shelf, Plan(INIT), listener)  # and here again
    assert listener.now.found == 350
    assert len(files) == 4


def test_a_worker_of_another_version_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    plan = Plan({**INIT, "program": "other"})
    with (
        workers_at(cluster.address) as workers,
        pytest.raises(NewsNLPError, match=r"^\S+: newsnlp is another version there"),
    ):
        make_parts_there(documents(3), Folder(tmp_path / "parts"), plan, workers)


def test_a_scheduler_that_is_lost_ends_the_run_and_the_next_goes_on(tmp_path: Path) -> None:
    items = documents(1_000, "wait слово" * 20)
    with ExitStack() as stack:
        cluster = Cluster(stack, tmp_path)
        cluster.worker()

        class Killer(Listener):
            def state(self, state: State) -> None:
                super().state(state)
                if state.done:
                    cluster.scheduler.kill()

        killer = Killer()
        with pytest.raises(NewsNLPError, match=r"the scheduler was lost.*goes on from there"):
            on_cluster(cluster, items, Folder(tmp_path / "parts"), killer)
    assert 100 <= killer.now.done < 1_000
    listener = Listener()
    make_parts(items, Folder(tmp_path / "parts"), Plan(INIT), listener)
    assert listener.now.found >= 100
    assert listener.now.done == 1_000


def test_no_scheduler_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsnlp.cluster.pool._CONNECT", 0.5)
    with (
        pytest.raises(NewsNLPError, match=r"tcp://127.0.0.1:9: no scheduler of Dask answers"),
        workers_at("tcp://127.0.0.1:9"),
    ):
        pass


def test_orders_and_receipts_are_small(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Documents and pages go over the storage, whatever their size."""
    sizes = []
    submit, outcome = DaskWorkers.submit, DaskWorkers._outcome

    def submitted(self: DaskWorkers, order: Order) -> None:
        sizes.append(len(pickle.dumps(order)))
        submit(self, order)

    def received(self: DaskWorkers, future: object) -> Receipt | Lost:
        receipt = outcome(self, future)
        sizes.append(len(pickle.dumps(receipt)))
        return receipt

    monkeypatch.setattr(DaskWorkers, "submit", submitted)
    monkeypatch.setattr(DaskWorkers, "_outcome", received)
    on_cluster(cluster, documents(100, "слово " * 9_000), Folder(tmp_path / "parts"))
    assert len(sizes) > 100 // 20 * 2
    assert max(sizes) < 1_000


class Here:
    """Workers in this process that are lost over some documents, or say what they are told."""

    def __init__(self, made: Callable[[Order], Receipt | Lost]) -> None:
        """`made` is what becomes of an order."""
        self._made = made
        self.orders: list[Order] = []
        self._done: list[str] = []

    def room(self) -> int:
        """Two at a time."""
        return 2

    def submit(self, order: Order) -> None:
        """Later."""
        self.orders.append(order)
        self._done.append(order["part"])

    def heard(self) -> tuple[str, Receipt | Lost] | None:
        """The last first, so that nothing comes in order."""
        name = self._done.pop()
        return name, self._made(next(o for o in self.orders if o["part"] == name))


@pytest.fixture
def _own_crews(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    crews = Crews(idle=0.2)
    monkeypatch.setattr("newsnlp.cluster.task.CREWS", crews)
    yield
    crews.close()


@pytest.mark.usefixtures("_own_crews")
@pytest.mark.parametrize("address", ["{}", "file://{}", "local://{}"])
def test_what_ends_workers_is_halved_until_it_is_alone(tmp_path: Path, address: str) -> None:
    """On a disk, and through fsspec."""
    poison = {30, 207}

    def made(order: Order) -> Receipt | Lost:
        number = int(order["part"].partition("part-")[2][:6])
        start, stop = order["span"]
        if any(start <= place - 100 * number < stop for place in poison):
            return Lost("last worker tcp://10.0.0.7:4000")
        return make_part(order)

    shelf = shelf_at(address.format(tmp_path), "parts")
    workers, listener = Here(made), Listener()
    files = make_parts_there(documents(230, "слово"), shelf, Plan(INIT), workers, listener)
    entries = [entry for file in files for entry in read_part(file)]
    faults = [entry for entry in entries if isinstance(entry, Fault)]
    assert [fault.document_id for fault in faults] == ["30", "207"]
    assert faults[0].reason == (
        "ended the workers of the cluster (last worker tcp://10.0.0.7:4000); please report the text"
    )
    assert len(entries) == 230
    assert listener.now == State(230, 230, 0, 2, ended=True)
    assert sorted(map(str, files)) == [str(shelf.file(name)) for name in sorted(names(tmp_path))]
    shelf.clear()
    shelf.clear()
    assert not (tmp_path / "parts").exists()


def names(folder: Path) -> list[str]:
    return [path.name for path in (folder / "parts").iterdir()]


@pytest.mark.parametrize(
    ("receipt", "word"),
    [
        ({"host": "far", "unseen": "in-1"}, "far does not see .*parts/in-1: all machines must"),
        ({"host": "far", "sha256": "", "faults": 0}, "which far has written, is not to be seen"),
        ({"host": "far", "fatal": "no weights"}, "far: no weights"),
    ],
)
def test_storage_that_is_not_shared_is_told(
    tmp_path: Path, receipt: Receipt, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsnlp.cluster.task._SEEN", 0.1)
    workers = Here(lambda _: receipt)
    with pytest.raises(NewsNLPError, match=word):
        make_parts_there(documents(1), Folder(tmp_path / "parts"), Plan(INIT), workers)
    assert len(workers.orders) == (1 if "fatal" in receipt else 3)


@pytest.mark.usefixtures("_own_crews")
def test_a_part_of_two_workers_is_taken_if_it_is_whole(tmp_path: Path) -> None:
    def made(order: Order) -> Receipt | Lost:
        return {**make_part(order), "sha256": "that of the other"}

    workers = Here(made)
    make_parts_there(documents(120), Folder(tmp_path / "parts"), Plan(INIT), workers)
    assert len(workers.orders) == 2


def test_storage_that_nobody_can_open_is_told() -> None:
    with pytest.raises(NewsNLPError, match="nowhere://bucket: cannot be opened"):
        shelf_at("nowhere://bucket")
