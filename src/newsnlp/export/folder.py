"""The folder of a run: what may be written there, and how all of it changes at once.

New files are written in a hidden folder beside the old ones, brought to the disk, and only then put
in place; if that fails half-way, the old ones come back. `manifest.json` lists the files with their
hashes. What it does not list, or lists with another hash, is somebody's own: it is never
overwritten unasked. While files are being put in place it lists the old ones, too, so that whoever
comes after a run that was killed then knows both for ours.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from errno import EACCES, EISDIR, EPERM
from os import strerror
from pathlib import Path
from tempfile import mkdtemp

from newsnlp.export.format import ExportError

__all__ = ["MANIFEST", "claim", "listed", "publish"]

MANIFEST = "manifest.json"
_HIDDEN = ".newsnlp-"  # begins the name of the hidden folder
_BLOCK = 1 << 20


def claim(directory: Path, names: Iterable[str], *, overwrite: bool = False) -> None:
    """Make the folder and see that `names` can be written there, before hours of work are lost.

    Raises:
        ExportError: it cannot be made or written, or a file in it is open elsewhere or not ours.
    """
    with _errors_of(directory):
        directory.mkdir(parents=True, exist_ok=True)
        _hidden_in(directory).rmdir()
        _see_free(directory, [*names, MANIFEST], overwrite=overwrite)


def publish(
    directory: Path,
    fill: Callable[[Path], None],
    *,
    keep: bool = False,
    overwrite: bool = False,
) -> list[Path]:
    """Let `fill` write files into an empty folder, put them into `directory`, and say which.

    Args:
        directory: is made if it does not exist.
        fill: is given the folder to write into; no folders within.
        keep: whether the files of the run before stay; if not, those that are not written anew go.
        overwrite: whether files that are not ours may be written over.

    Raises:
        ExportError: something cannot be written; what was there before is as it was.
    """
    with _errors_of(directory):
        directory.mkdir(parents=True, exist_ok=True)
        _sweep(directory)
        hidden = _hidden_in(directory)
        try:
            new, old = hidden / "new", hidden / "old"
            new.mkdir()
            old.mkdir()
            fill(new)
            names = sorted(path.name for path in new.iterdir())
            before = listed(directory)
            _see_free(directory, names, overwrite=overwrite)
            others = {n: _hash_now(directory / n) for n in sorted(before.keys() - names)}
            # What somebody has changed since is theirs: it is not removed, either.
            stale = [] if keep else [n for n, now in others.items() if now in before[n]]
            for name in names:
                _to_disk(new / name)
            kept = {n: now if now in before[n] else min(before[n]) for n, now in others.items()}
            files = {**(kept if keep else {}), **{n: _hash_of(new / n) for n in names}}
            _write_manifest(new / MANIFEST, files)
            _write_manifest(hidden / MANIFEST, files, {n: sorted(before[n]) for n in before})
            _swap(directory, hidden, [*names, MANIFEST], stale)
        finally:
            shutil.rmtree(hidden, ignore_errors=True)
    return [directory / name for name in names]


def listed(directory: Path) -> Mapping[str, frozenset[str]]:
    """Name → sha256 of the files that the last run left in the folder; {} where there is none.

    Two where the run that was to replace a file was killed.
    """
    try:
        content = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
        files, before = content["files"], content.get("before", {})
        return {
            str(name): frozenset([*filter(None, [files.get(name)]), *before.get(name, ())])
            for name in (*files, *before)
            if Path(name).name == name
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _hidden_in(directory: Path) -> Path:
    """A new folder of this process."""
    return Path(mkdtemp(dir=directory, prefix=f"{_HIDDEN}{os.getpid()}-"))


def _sweep(directory: Path) -> None:
    """Remove the hidden folders of processes that were killed."""
    for path in directory.glob(f"{_HIDDEN}*-*"):
        number = path.name.removeprefix(_HIDDEN).split("-")[0]
        if number.isdigit() and not _is_alive(int(number)):
            shutil.rmtree(path, ignore_errors=True)


def _is_alive(process: int) -> bool:
    if os.name == "nt":
        return True  # to ask would end it there
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass  # it is there, and somebody else's
    return True


def _write_manifest(
    path: Path, files: Mapping[str, str], before: Mapping[str, list[str]] | None = None
) -> None:
    content: dict[str, object] = {"made_by": "newsnlp", "files": dict(sorted(files.items()))}
    if before:
        content["before"] = dict(sorted(before.items()))
    path.write_text(f"{json.dumps(content, indent=1)}\n", encoding="utf-8")
    _to_disk(path)


def _see_free(directory: Path, names: Iterable[str], *, overwrite: bool) -> None:
    """Raise if one of the files is open in another program, or not ours to overwrite."""
    ours = listed(directory)
    for name in names:
        path = directory / name
        if path.is_dir():
            raise IsADirectoryError(EISDIR, strerror(EISDIR), str(path))
        for lock in (directory / f".~lock.{name}#", directory / f"~${name}"):
            if lock.exists():
                raise ExportError(
                    f"{path}: is open in another program; close it there, or choose another folder "
                    f"with -o (if nobody has it open, delete {lock.name})"
                )
        if overwrite or name == MANIFEST or not path.exists():
            continue
        if name not in ours:
            raise ExportError(
                f"{path}: was not written by newsnlp; move it, choose another folder with -o, or "
                "add --overwrite"
            )
        if _hash_of(path) not in ours[name]:
            raise ExportError(
                f"{path}: has been changed since newsnlp wrote it; move it, choose another folder "
                "with -o, or add --overwrite"
            )


def _swap(directory: Path, hidden: Path, names: list[str], stale: list[str]) -> None:
    """Put the new files in place of the old; if one cannot be, bring all old ones back."""
    new, old = hidden / "new", hidden / "old"
    done: list[str] = []
    try:
        if (directory / MANIFEST).exists():
            _keep(directory / MANIFEST, old / MANIFEST)
        done.append(MANIFEST)
        (hidden / MANIFEST).replace(directory / MANIFEST)
        for name in (*names, *stale):
            path = directory / name
            if path.exists() and name != MANIFEST:
                _keep(path, old / name)
            done.append(name)
            if name in stale:
                path.unlink(missing_ok=True)
            else:
                (new / name).replace(path)
    except BaseException:
        for name in reversed(list(dict.fromkeys(done))):
            if (old / name).exists():
                (old / name).replace(directory / name)
            else:
                (directory / name).unlink(missing_ok=True)
        raise
    _to_disk(directory)


def _keep(path: Path, place: Path) -> None:
    """A second name of the file; where the disk has no such thing, a copy."""
    try:
        place.hardlink_to(path)
    except OSError:
        shutil.copy2(path, place)


def _to_disk(path: Path) -> None:
    """Have the system write what it holds back; folders only where that is known."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _hash_now(path: Path) -> str:
    return _hash_of(path) if path.is_file() else ""


def _hash_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


@contextmanager
def _errors_of(directory: Path) -> Iterator[None]:
    """What the system refuses, as one line that says what to do."""
    try:
        yield
    except OSError as reason:
        path = Path(reason.filename2 or reason.filename or directory)
        if any(part.startswith(_HIDDEN) for part in path.parts):
            path = directory / path.name if path.suffix else directory
        advice = "choose another folder with -o"
        if reason.errno in (EACCES, EPERM):
            advice = f"close it where it is open, or {advice}"
        raise ExportError(f"{path}: cannot be written ({reason.strerror}); {advice}") from reason
