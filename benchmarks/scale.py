"""How a run grows with processes and documents: on one machine, and on two workers of Dask.

    scale.py [--data ../shared/data] [--items 1000] [--workers 1,2] [--cluster]

Takes the first items of bulk/rbc.jsonl.gz. One process extracts them without any supervision, and
at the same time a run with one worker does, as `newsnlp extract` makes it, up to where the parts
are all there: whatever else the machine is at slows both alike, so the difference of their CPU is
what parts and supervision cost. Then come runs with so many workers, and with --cluster one on a
scheduler and two workers of Dask on this machine. All are processes of their own in empty folders;
what a run over the first item alone takes is taken off, as the start. It says documents a second
of wall time (to be compared only where nothing else is at work) and of CPU, where the CPU goes,
and memory. At last the tables are made of parts, for the bytes and the CPU that they take.
"""

import argparse
import gzip
import itertools
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from newsnlp.batch import crew
from newsnlp.batch.progress import Heard, State
from newsnlp.batch.reading import read_apart
from newsnlp.batch.run import WORK, Settings, in_parts
from newsnlp.errors import Fault
from newsnlp.page import Wanted
from newsnlp.pages import line_of
from newsnlp.pipeline import Pipeline
from newsnlp.read import ReadOptions, read
from newsnlp.rows import page_of
from newsnlp.schema import Document

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_EVERY = 0.25  # seconds between two looks at the processes
KINDS = {  # of processes, by a word of their command
    "reader": "newsnlp.batch.reader",
    "worker": "newsnlp.batch.worker",
    "scheduler": "dask_scheduler",
    "dask": "dask_worker",
    "other": "",
}
_MANY = 30_000  # documents, to see whether memory grows
_WARM = 0.2  # of the documents, after which memory should not grow


@dataclass(slots=True)
class Figures:
    """What a run took: seconds, and megabytes."""

    wall: float = 0.0
    cpu: dict[str, float] = field(default_factory=dict)  # by kind of process
    peak: dict[str, float] = field(default_factory=dict)
    growth: float = 0.0  # of the supervisor after warming up, for 10,000 documents

    def less(self, start: "Figures") -> "Figures":
        """The same without what the start took."""
        cpu = {name: spent - start.cpu.get(name, 0.0) for name, spent in self.cpu.items()}
        return Figures(self.wall - start.wall, cpu, self.peak, self.growth)


def main() -> int:
    """Print the figures; 2 where the data are not there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="labelled data")
    parser.add_argument("--items", type=int, default=1000, help="of bulk")
    parser.add_argument("--workers", default="1,2", help="numbers of processes, with commas")
    parser.add_argument("--cluster", action="store_true", help="on workers of Dask, too")
    parser.add_argument("--measure", nargs=4, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        kind, news, folder, how = arguments.measure
        print(json.dumps(asdict(MEASURES[kind](Path(news), Path(folder), how))))
        return 0
    bulk = arguments.data / "bulk/rbc.jsonl.gz"
    if not bulk.exists():
        print(f"scale: {bulk} is not there; give --data", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch, gzip.open(bulk, "rt", encoding="utf-8") as file:
        lines = list(itertools.islice(file, arguments.items))
        many, one = Path(scratch) / "news.jsonl", Path(scratch) / "one" / "news.jsonl"
        one.parent.mkdir()
        many.write_text("".join(lines), encoding="utf-8")
        one.write_text(lines[0], encoding="utf-8")
        _compare(many, one, len(lines), arguments)
    return 0


def _compare(many: Path, one: Path, count: int, arguments: argparse.Namespace) -> None:
    documents = count - 1  # those of the start are taken off
    print(f"{count} documents, milliseconds of CPU each:")
    _tell_overhead(many, one, documents)
    speeds: dict[str, float] = {}
    for workers in arguments.workers.split(","):
        run = _measured("here", many, one, workers)
        speeds[workers] = documents / run.wall
        _tell(f"{workers} workers", run, documents)
    if {"1", "2"} <= speeds.keys():
        print(f"two workers over one, wall time: {speeds['2'] / speeds['1']:.2f}")
    if arguments.cluster:
        with _cluster(many.parent) as (scheduler, pids):
            how = ",".join([scheduler, *map(str, pids)])
            _tell("2 workers of Dask", _measured("there", many, one, how), documents)
    grown = _apart("grown", many, many.parent / "grown", str(_MANY))
    print(f"memory of a supervisor whose workers answer at once, over {_MANY} documents:")
    print(f"  {grown.peak['supervisor']:.0f} MB at most, {grown.growth:+.2f} each 10,000 documents")
    _tell_tables(many.parent / "parts-here", many, one, count)


def _tell_overhead(many: Path, one: Path, documents: int) -> None:
    with ThreadPoolExecutor() as both:
        running = [
            both.submit(_measured, kind, many, one, how)
            for kind, how in (("alone", ""), ("here", "1"))
        ]
        alone, run = (future.result() for future in running)
    bare = sum(alone.cpu.values())
    over = sum(spent for kind, spent in run.cpu.items() if kind != "reader") / bare - 1
    print(f"one process: {_shares(alone, documents)}")
    print(f"supervised:  {_shares(run, documents)}; without the reader {over:+.1%}")


def _measured(kind: str, many: Path, one: Path, how: str) -> Figures:
    """A run over all documents, less one over the first."""
    folder = many.parent / f"parts-{kind}"
    shutil.rmtree(folder, ignore_errors=True)
    start = _apart(kind, one, folder / "one", how)
    return _apart(kind, many, folder / "many", how).less(start)


def _apart(kind: str, news: Path, folder: Path, how: str) -> Figures:
    """In a process of its own."""
    folder.mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, __file__, "--measure", kind, str(news), str(folder), how],
        env={**os.environ, **dict.fromkeys(THREADS, "1")},
        stdout=subprocess.PIPE,
        check=True,
    )
    return Figures(**json.loads(done.stdout.splitlines()[-1]))


def _tell(name: str, run: Figures, documents: int) -> None:
    whole = sum(run.cpu.values())
    print(f"{name}: {documents / run.wall:.1f} a second, {documents / whole:.1f} a CPU second")
    print(f"  milliseconds of CPU: {_shares(run, documents)}")
    peak = ", ".join(f"{kind} {size:.0f}" for kind, size in run.peak.items())
    print(f"  peak memory, MB: {peak}")


def _shares(run: Figures, documents: int) -> str:
    return ", ".join(f"{kind} {1000 * cpu / documents:.2f}" for kind, cpu in run.cpu.items())


def _alone(news: Path, folder: Path, how: str) -> Figures:
    """The pipeline in this process, and the rows of the tables as workers hand them over."""
    del folder, how
    pipeline = Pipeline.load()
    documents = [item for item in read([str(news)]) if isinstance(item, Document)]
    wanted = Wanted()
    rows = 0.0
    started, begun = time.monotonic(), time.process_time()
    for document in documents:
        extraction = pipeline(document)
        before = time.process_time()
        line_of(page_of(extraction, wanted))
        rows += time.process_time() - before
    cpu = {"pipeline": time.process_time() - begun - rows, "rows": rows}
    return Figures(time.monotonic() - started, cpu)


class _Stop(Exception):  # noqa: N818 no error: it leaves the parts where they are
    pass


class _Watch(Heard):
    """Looks at processes while a run goes on: this one, its children, and others."""

    def __init__(self, others: list[int]) -> None:
        """Of the others, what they have spent before does not count."""
        self._others = others
        self._kinds: dict[int, str] = {}
        self._cpu: dict[tuple[str, int], float] = {}
        self._before = {pid: spent for _, pid, spent in self._seen()}
        self.peak: dict[str, float] = {}
        self.grown: list[tuple[int, float]] = []  # documents done, megabytes
        self._ended = threading.Event()
        self._looking = 0.0  # seconds of CPU that it takes to look
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def state(self, state: State) -> None:
        """How far it is, and how large this process."""
        if state.done % 100 == 0:  # or the list itself would grow
            self.grown.append((state.done, _resident(os.getpid())))

    def end(self) -> dict[str, float]:
        """Seconds of CPU by kind of process."""
        self._ended.set()
        self._thread.join()
        self._sample()
        cpu: dict[str, float] = {}
        for (kind, pid), spent in self._cpu.items():
            cpu[kind] = cpu.get(kind, 0.0) + spent - self._before.get(pid, 0.0)
        cpu["supervisor"] -= self._looking
        return cpu

    def _look(self) -> None:
        while not self._ended.wait(_EVERY):
            self._sample()
        self._looking = time.thread_time()

    def _sample(self) -> None:
        for kind, pid, spent in self._seen():
            self._cpu[kind, pid] = max(spent, self._cpu.get((kind, pid), 0.0))
            self.peak[kind] = max(_resident(pid), self.peak.get(kind, 0.0))

    def _seen(self) -> Iterator[tuple[str, int, float]]:
        """Kind, id and CPU seconds of all processes that belong to the run."""
        for root in (os.getpid(), *self._others):
            for pid in (root, *_children(root)):
                try:
                    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                    command = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
                except OSError:
                    continue
                if command:  # it has not ended
                    named = [kind for kind, word in KINDS.items() if word in command]
                    self._kinds[pid] = "supervisor" if pid == os.getpid() else named[0]
                yield self._kinds.get(pid, "other"), pid, (int(words[11]) + int(words[12])) / _TICK


def _children(pid: int) -> list[int]:
    try:
        lists = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    return [int(word) for line in lists for word in line.split()]


def _resident(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * _PAGE / 1e6


def _here(news: Path, folder: Path, how: str) -> Figures:
    """A run on this machine with so many workers."""
    return _run(_items(news, folder), folder, Settings(Wanted(), workers=int(how)), [])


def _there(news: Path, folder: Path, how: str) -> Figures:
    """A run on a cluster: its scheduler, and the ids of its processes."""
    scheduler, *pids = how.split(",")
    settings = Settings(Wanted(), scheduler=scheduler)
    return _run(_items(news, folder), folder, settings, list(map(int, pids)))


def _items(news: Path, folder: Path) -> Iterator[Document | Fault]:
    return read_apart([str(news)], ReadOptions(output=folder))


def _grown(news: Path, folder: Path, how: str) -> Figures:
    """A run over so many documents whose worker answers at once."""
    crew.WORKER = "fake_worker"
    os.environ["PYTHONPATH"] = str(Path(__file__).resolve().parents[1] / "tests")
    documents = [item for item in read([str(news)]) if isinstance(item, Document)]
    many = itertools.islice(itertools.cycle(documents), int(how))
    items = (replace(document, id=str(number)) for number, document in enumerate(many))
    return _run(items, folder, Settings(Wanted()), [])


def _run(
    items: Iterable[Document | Fault], folder: Path, settings: Settings, others: list[int]
) -> Figures:
    watch = _Watch(others)
    begun = time.monotonic()
    try:
        with in_parts(items, folder, settings, heard=watch):
            wall = time.monotonic() - begun
            raise _Stop  # the parts stay
    except _Stop:
        pass
    cpu = watch.end()
    last = watch.grown[-1][0] if watch.grown else 0
    warm = [(done, size) for done, size in watch.grown if done >= _WARM * last]
    more = warm[-1][0] - warm[0][0] if warm else 0
    growth = (warm[-1][1] - warm[0][1]) / more * 10_000 if more else 0.0
    return Figures(wall, cpu, watch.peak, growth)


MEASURES: dict[str, Callable[[Path, Path, str], Figures]] = {
    "alone": _alone,
    "here": _here,
    "there": _there,
    "grown": _grown,
}


def _tell_tables(folder: Path, many: Path, one: Path, count: int) -> None:
    """What the parts of a run take, and the tables that are made of them."""
    parts = sum(path.stat().st_size for path in (folder / "many" / WORK / "parts").iterdir())
    start = _extracted(one, folder / "one")
    spent = _extracted(many, folder / "many") - start
    print(f"bytes a document: input {many.stat().st_size / count:.0f}, parts {parts / count:.0f}")
    for ending in ("csv", "jsonl"):
        size = sum(path.stat().st_size for path in (folder / "many").glob(f"*.{ending}"))
        print(f"  tables as {ending}: {size / count:.0f}")
    print(f"tables of parts that are there: {1000 * spent / (count - 1):.2f} ms of CPU")


def _extracted(news: Path, folder: Path) -> float:
    """Seconds of CPU of the command, whose parts are all there."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "newsnlp", "extract", str(news), "-o", str(folder)]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@contextmanager
def _cluster(scratch: Path) -> Iterator[tuple[str, list[int]]]:
    """The address of a scheduler with two workers of one thread each, and the ids of all three."""
    told = scratch / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    options = ["--host", "127.0.0.1", "--no-dashboard"]
    module = [sys.executable, "-m", "distributed.cli.dask_scheduler", *options, "--port", "0"]
    processes = [subprocess.Popen([*module, "--scheduler-file", str(told)], **quiet)]
    try:
        while not told.exists():
            time.sleep(0.05)
        scheduler = json.loads(told.read_text())["address"]
        worker = [sys.executable, "-m", "distributed.cli.dask_worker", scheduler, *options]
        environment = {**os.environ, **dict.fromkeys(THREADS, "1")}
        for _ in range(2):
            command = [*worker, "--no-nanny", "--nthreads", "1"]
            processes.append(subprocess.Popen(command, env=environment, **quiet))
        yield scheduler, [process.pid for process in processes]
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
