"""Paths, folders and globs → the files to be read, each once; and why others are not."""

import glob
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from newsnlp.read.decode import clean
from newsnlp.read.item import ReadFailure, Source
from newsnlp.read.limits import LARGEST, Budget

__all__ = ["reserved", "sources"]

_PASSED_OVER = ("readme", "license", "thumbs.db", "desktop.ini", "~$")  # beginnings, in folders
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def sources(inputs: Sequence[str | Path], output: Path | None) -> list[Source | ReadFailure]:
    """What there is to read, each file once, sorted by name and path; standard input last."""
    found: dict[Path, Source] = {}
    failures: list[ReadFailure] = []
    for entry in sorted({str(entry) for entry in inputs} - {"-"}):
        try:
            paths, base = _expand(entry, output)
            reason = "" if paths else _why_nothing(entry)
        except (OSError, ValueError) as error:  # a name too long, a folder closed to us
            paths, base, reason = [], Path(), f"cannot be opened: {error}; check the path"
        if not paths:
            failures.append(ReadFailure(clean(entry) or '""', reason))
        for path in paths:
            name = clean(path.relative_to(base).as_posix())  # may be in NFD, or no UTF-8 at all
            fault = _fault(path, base if Path(entry).is_dir() else None)
            if fault:
                failures.append(ReadFailure(name, fault))
                continue
            source = Source(name, Budget(path.stat().st_size), path)
            known = found.get(_real(path))
            # Asked for twice, by folder and by name: the shorter name, whatever the order.
            if known is None or (len(source.name), source.name) < (len(known.name), known.name):
                found[_real(path)] = source
    ordered = sorted(found.values(), key=lambda source: (source.name, str(source.path)))
    every: list[Source | ReadFailure] = [*failures, *ordered]
    if any(str(entry) == "-" for entry in inputs):
        every.append(Source("stdin", Budget(LARGEST)))
    return every


def _fault(path: Path, folder: Path | None) -> str:
    """Why `path` is not opened: it would hang, or it leads out of the folder asked for."""
    if folder is not None and path.is_symlink():
        target = _real(path)
        if target.is_dir():
            return "a link to a folder; name that folder itself"
        if _real(folder) not in target.parents:
            return "a link that leads out of the folder; name the file itself"
        if not target.exists():
            return "a link that leads nowhere; remove or mend it"
    if reserved(path.name):
        return "the name of a device; rename the file"
    if not path.is_file():
        return "a pipe, socket or device, no file; save it as a file, or use - for standard input"
    return ""


def _real(path: Path) -> Path:
    """Where links lead; a link that leads to itself is where it is."""
    return Path(os.path.realpath(path))


def reserved(name: str, system: str = sys.platform) -> bool:
    """Whether `name` is a device whatever its ending and folder, as «nul.txt» is on Windows."""
    return system == "win32" and _DEVICE.match(name) is not None


def _expand(entry: str, output: Path | None) -> tuple[list[Path], Path]:
    """The files that `entry` stands for, and the folder that their names are relative to."""
    path = Path(entry)
    if not entry.strip():
        return [], path
    if path.is_dir():
        files = [file for file in sorted(path.rglob("*")) if _wanted(file, path)]
        if output is not None and _real(output) != _real(path):
            files = [file for file in files if _real(output) not in _real(file).parents]
        return files, path
    if path.exists() or not glob.has_magic(entry):
        return ([path] if path.exists() else []), path.parent
    fixed = path.parts
    first = next(number for number, part in enumerate(fixed) if glob.has_magic(part))
    base = Path(*fixed[:first]) if first else Path()
    paths = [Path(name) for name in sorted(glob.glob(entry, recursive=True))]  # noqa: PTH207
    return [file for file in paths if not file.is_dir()], base


def _wanted(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    folder_itself = file.is_dir() and not file.is_symlink()
    return not hidden and not folder_itself and not file.name.lower().startswith(_PASSED_OVER)


def _why_nothing(entry: str) -> str:
    if not entry.strip():
        return "an empty path: name a file or a folder"
    path = Path(entry)
    if path.is_dir():
        return "empty folder: no file that could be read; name another"
    if glob.has_magic(str(path)):
        return "nothing fits this pattern; check it"
    return "missing: there is no such file or folder; check the path"
