"""Files, folders, globs and standard input → documents; the one place that decodes and normalises.

Ids of documents: the id that the row or object states, else the path relative to the folder asked
for (or the name of a single file) without its ending; a row without an id adds its number:
«news-3». A second document of the same id becomes «news~2», a third «news~3», counted in the order
of the sorted paths, which does not depend on the order in which they were asked for.
"""

import glob
from collections.abc import Iterator, Sequence
from pathlib import Path

from newsnlp.errors import ReadError
from newsnlp.read.decode import clean
from newsnlp.read.formats import READERS
from newsnlp.read.item import Item, ReadFailure, ReadOptions, Source
from newsnlp.read.published import date_in_name, dateline, parse_date
from newsnlp.schema import Document

__all__ = ["READERS", "ReadFailure", "ReadOptions", "read"]

_PASSED_OVER = ("readme", "license", "thumbs.db", "desktop.ini", "~$")  # beginnings, in folders


def read(
    inputs: Sequence[str | Path], *, options: ReadOptions | None = None
) -> Iterator[Document | ReadFailure]:
    """The documents in `inputs`, and a failure for each thing that could not be read.

    Folders are read whole, in the order of their paths, without hidden files, README and LICENSE,
    and without the tables in `options.output`; a file that is named itself is always read. A path
    with * ? or [ that is no file is a glob; «-» is one text on standard input. A file reached twice
    is read once. The day of publication is that of the column or field, else of the dateline, of
    the file's name, or `options.published`.
    """
    options = options or ReadOptions()
    seen: dict[str, int] = {}
    for source in _sources(inputs, options.output):
        if isinstance(source, ReadFailure):
            yield source
            continue
        for item in _items(source, options):
            yield item if isinstance(item, ReadFailure) else _document(item, source, options, seen)


def _items(source: Source, options: ReadOptions) -> Iterator[Item | ReadFailure]:
    """The items of `source` that hold words; whatever is wrong with it as failures."""
    ending = _ending(source.name) if source.path else ".txt"
    if ending not in READERS:
        known = ", ".join(READERS)
        reason = f"unknown ending «{Path(source.name).suffix}»: {known} can be read; save it as one"
        yield ReadFailure(source.name, reason)
        return
    try:
        for item in READERS[ending](source, options):
            if isinstance(item, Item) and not item.text.strip(" \t\n\u00a0\ufeff\u200b\x0b\x0c"):
                reason = "empty: white space only; delete it or fill it"
                yield ReadFailure(source.name, reason, item.line)
            else:
                yield item
    except ReadError as error:
        yield ReadFailure(source.name, str(error))
    except OSError as error:
        reason = f"cannot be opened: {error.strerror or error}; check the path and its permissions"
        yield ReadFailure(source.name, reason)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}; the program is at fault: please report it"
        yield ReadFailure(source.name, reason)


def _document(item: Item, source: Source, options: ReadOptions, seen: dict[str, int]) -> Document:
    wanted = clean(item.id) or (f"{source.id}-{item.line}" if item.line else source.id)
    text = clean(item.text)
    published = parse_date(item.published) or dateline(text) or date_in_name(source.name)
    return Document(
        id=_unused(wanted, seen),
        text=text,
        published=published or options.published,
        title=clean(item.title),
        source=source.name,
    )


def _unused(wanted: str, seen: dict[str, int]) -> str:
    """`wanted`, or with «~2», «~3», … the first that no document has yet."""
    if wanted not in seen:
        seen[wanted] = 1
        return wanted
    while True:
        seen[wanted] += 1
        made = f"{wanted}~{seen[wanted]}"
        if made not in seen:
            seen[made] = 1
            return made


def _ending(name: str) -> str:
    """The ending as READERS spells it: «.jsonl.gz» before «.gz»."""
    lower = name.lower()
    fitting = [ending for ending in READERS if lower.endswith(ending)]
    return max(fitting, key=len, default=Path(lower).suffix)


def _sources(inputs: Sequence[str | Path], output: Path | None) -> list[Source | ReadFailure]:
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
            source = _source(path, base)
            known = found.get(path.resolve())
            # Asked for twice, by folder and by name: the shorter name, whatever the order.
            if known is None or (len(source.name), source.name) < (len(known.name), known.name):
                found[path.resolve()] = source
    ordered = sorted(found.values(), key=lambda source: (source.name, str(source.path)))
    sources: list[Source | ReadFailure] = [*failures, *ordered]
    if any(str(entry) == "-" for entry in inputs):
        sources.append(Source("stdin", "stdin", None))
    return sources


def _source(path: Path, base: Path) -> Source:
    name = clean(path.relative_to(base).as_posix())  # names may be in NFD, or no UTF-8 at all
    ending = _ending(name)
    return Source(name, name[: len(name) - len(ending)] or name, path)


def _expand(entry: str, output: Path | None) -> tuple[list[Path], Path]:
    """The files that `entry` stands for, and the folder that their names are relative to."""
    path = Path(entry)
    if not entry.strip():
        return [], path
    if path.is_dir():
        files = [file for file in sorted(path.rglob("*")) if _wanted(file, path)]
        if output is not None and output.resolve() != path.resolve():
            files = [file for file in files if output.resolve() not in file.resolve().parents]
        return files, path
    if path.exists() or not glob.has_magic(entry):
        return ([path] if path.exists() else []), path.parent
    fixed = path.parts
    first = next(number for number, part in enumerate(fixed) if glob.has_magic(part))
    base = Path(*fixed[:first]) if first else Path()
    paths = [Path(name) for name in sorted(glob.glob(entry, recursive=True))]  # noqa: PTH207
    return [file for file in paths if file.is_file()], base


def _wanted(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not hidden and file.is_file() and not file.name.lower().startswith(_PASSED_OVER)


def _why_nothing(entry: str) -> str:
    if not entry.strip():
        return "an empty path: name a file or a folder"
    path = Path(entry)
    if path.is_dir():
        return "empty folder: no file that could be read; name another"
    if glob.has_magic(str(path)):
        return "nothing fits this pattern; check it"
    return "missing: there is no such file or folder; check the path"
