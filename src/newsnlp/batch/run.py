"""A run from documents to pages, in a hidden folder that a later run goes on from.

The folder `.newsnlp-run` lies where the tables go. Part files in it are named by what they are made
from, so that the same command, given again, makes only what is missing; when the tables are there,
it goes. Where a storage is named, the parts lie there instead.
"""

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from newsnlp.batch.crew import Plan
from newsnlp.batch.early import WORKER, Early
from newsnlp.batch.entries import File
from newsnlp.batch.hashes import hash_of, program_hash
from newsnlp.batch.lock import locked
from newsnlp.batch.parts import faults_in, read_part
from newsnlp.batch.progress import Heard
from newsnlp.batch.shelf import Folder, Shelf
from newsnlp.batch.supervisor import make_parts
from newsnlp.cluster.storage import shelf_at
from newsnlp.errors import Fault, MissingExtraError
from newsnlp.page import Wanted
from newsnlp.pages import PageRow
from newsnlp.schema import Document

__all__ = ["WORK", "Run", "Settings", "in_parts"]

WORK = ".newsnlp-run"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the documents of a run are extracted.

    Attributes:
        wanted: what is asked of their rows.
        rules_only: whether the network is left out.
        registry: files and folders of the registry.
        workers: how many processes extract.
        timeout: seconds that a document may take, and one more for each thousand characters.
        memory: megabytes of address space that a worker may take; None for no limit.
        fresh: whether parts of an earlier run are thrown away.
        scheduler: address of a Dask scheduler whose workers extract; None for this machine.
        storage: where part files lie, as a path or address; None for the folder of the run.
    """

    wanted: Wanted
    rules_only: bool = False
    registry: tuple[Path, ...] = ()
    workers: int = 1
    timeout: float = 120.0
    memory: int | None = None
    fresh: bool = False
    scheduler: str | None = None
    storage: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """The parts of a run, each as often as it is asked for."""

    paths: tuple[File, ...]
    work: Path  # the hidden folder; what else the run needs for a while may lie there

    def pages(self) -> Iterator[PageRow]:
        """The pages as JSON takes them, in the order of the input; read one by one."""
        entries = (entry for path in self.paths for entry in read_part(path))
        return (entry for entry in entries if not isinstance(entry, Fault))

    def faults(self) -> list[Fault]:
        """What has no page, and why, in the order of the input."""
        return [fault for path in self.paths for fault in faults_in(path)]


@contextmanager
def in_parts(
    items: Iterable[Document | Fault],
    folder: Path,
    settings: Settings,
    *,
    heard: Heard | None = None,
    early: Early | None = None,
) -> Iterator[Run]:
    """Make the parts of a run; when what is done with them is done, they go.

    If that, or the making, breaks off, they stay, and the next run goes on from there.

    Args:
        items: documents and what could not be read, in the order of the input.
        folder: where the tables go; exists.
        settings: how.
        heard: is told how far the run is.
        early: processes that are up already.

    Raises:
        NewsNLPError: another run is at work there, no worker can be started, or the cluster or the
            storage is not to be had.
    """
    work = folder / WORK
    work.mkdir(exist_ok=True)
    with locked(work / "lock"):
        here = Folder(work / "parts")
        parts = _shelf(settings.storage, folder) if settings.storage else here
        if settings.fresh:
            parts.clear()
            here.clear()
        plan = Plan(_init(settings), settings.workers, settings.timeout)
        if settings.scheduler:
            if spare := early.take(WORKER) if early else None:
                spare.kill()
                spare.close()
            paths = _there(items, parts, plan, settings.scheduler, heard=heard, older=here)
        else:
            paths = make_parts(items, parts, plan, heard, early=early)
        yield Run(tuple(paths), work)
        parts.clear()
    shutil.rmtree(work, ignore_errors=True)


def _shelf(storage: str, folder: Path) -> Shelf:
    """A folder of the run's own there: found again by the next run with the same output."""
    name = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
    return shelf_at(storage, f"newsnlp-{name[:16]}")


def _there(  # noqa: PLR0913 — what `make_parts_there` is given
    items: Iterable[Document | Fault],
    shelf: Shelf,
    plan: Plan,
    scheduler: str,
    *,
    heard: Heard | None,
    older: Shelf,
) -> list[File]:
    """The parts, made by the workers of a cluster."""
    # Here: who has one machine needs neither the package nor the second that it takes to open.
    try:
        from newsnlp.cluster.pool import workers_at
        from newsnlp.cluster.supervisor import make_parts_there
    except ImportError as reason:
        raise MissingExtraError("--scheduler", "Dask", "cluster") from reason
    with workers_at(scheduler) as workers:
        return make_parts_there(items, shelf, plan, workers, heard, older=older)


def _init(settings: Settings) -> dict[str, object]:
    """What workers are told, and all else that decides on their answers."""
    files = _files_of(settings.registry) if settings.registry else []
    return {
        "wanted": asdict(settings.wanted),
        "rules_only": settings.rules_only,
        "registry": [str(path) for path in files],
        "memory": settings.memory,
        "program": program_hash(),
        "registry_hash": hash_of(files),
    }


def _files_of(registry: Iterable[Path]) -> list[Path]:
    # Here: few runs have a registry, and what reads it would make the start of all of them longer.
    from newsnlp.registry.sheets import files_in

    return files_in(registry)
