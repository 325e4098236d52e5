"""Files, folders, globs and standard input → documents; the one place that decodes and normalises.

Ids of documents: the id that the row or object states, else the path relative to the folder asked
for (or the name of a single file) without its ending; a row without an id adds its number:
«news-3». What lies in an archive or a message goes by its path in it: «archive.zip/folder/news».
A second document of the same id becomes «news~2», a third «news~3», counted in the order
of the sorted paths, which does not depend on the order in which they were asked for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from newsnlp.errors import ReadError
from newsnlp.read.decode import clean
from newsnlp.read.folders import sources
from newsnlp.read.item import Found, Item, ReadFailure, ReadOptions, Source
from newsnlp.read.limits import OverspentError
from newsnlp.read.published import date_in_name, dateline, parse_date
from newsnlp.read.readers import READERS, ending_of, stem_of, why_unknown
from newsnlp.schema import Document

__all__ = [
    "READERS",
    "Naming",
    "ReadFailure",
    "ReadOptions",
    "documents_of",
    "read",
    "sources",
]

_BLANK = " \t\n\u00a0\ufeff\u200b\x0b\x0c"
_Read = Iterator[tuple[Item, Source] | ReadFailure]


def read(
    inputs: Sequence[str | Path], *, options: ReadOptions | None = None
) -> Iterator[Document | ReadFailure]:
    """The documents in `inputs`, and a failure for each thing that could not be read.

    Folders are read whole, in the order of their paths, without hidden files, README and LICENSE,
    and without the tables in `options.output`; a file that is named itself is always read. A path
    with * ? or [ that is no file is a glob; «-» is one text on standard input. A file reached twice
    is read once. Archives are read in memory, nothing is unpacked onto the disk. The day of
    publication is that of the column, the field or the format, else of the dateline, of the file's
    name, of the message that the file came with, or `options.published`.
    """
    options = options or ReadOptions()
    named = Naming()
    for source in sources(inputs, options.output):
        for item in [source] if isinstance(source, ReadFailure) else documents_of(source, options):
            yield item if isinstance(item, ReadFailure) else named(item)


def documents_of(source: Source, options: ReadOptions) -> Iterator[Document | ReadFailure]:
    """All that a file holds, down to the members of archives within archives.

    Several documents may have one id; `Naming` tells them apart.
    """
    for found in _whole(source, options):
        yield found if isinstance(found, ReadFailure) else _document(*found, options)


class Naming:
    """Gives each document an id that none before it has."""

    def __init__(self) -> None:
        """None so far."""
        self._seen: dict[str, int] = {}

    def __call__(self, document: Document) -> Document:
        """The document, if need be with «~2», «~3», … behind its id."""
        own = _unused(document.id, self._seen)
        return document if own == document.id else replace(document, id=own)


def _whole(source: Source, options: ReadOptions) -> _Read:
    """The items of a file, until its budget is spent."""
    try:
        yield from _items(source, options)
    except OverspentError as error:
        yield ReadFailure(source.name, str(error))


def _items(source: Source, options: ReadOptions) -> _Read:
    """The items of `source` that hold words; whatever is wrong with it as failures."""
    nothing = True
    try:
        for found in _found(source, options):
            nothing = False
            if isinstance(found, Source):
                yield from _items(found, options)
            elif isinstance(found, Item):
                source.budget.spend(len(found.text))
                if found.text.strip(_BLANK):
                    yield found, source
                else:
                    reason = "empty: white space only; delete it or fill it"
                    yield ReadFailure(source.name, reason, found.line)
            else:
                yield found
        if nothing:
            raise ReadError("empty: no text in it; delete it or fill it")
    except OverspentError:
        raise  # to `_whole`: no member of this file is read any more
    except ReadError as error:
        yield ReadFailure(source.name, str(error))
    except OSError as error:
        reason = f"cannot be opened: {error.strerror or error}; check the path and its permissions"
        yield ReadFailure(source.name, reason)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}; the program is at fault: please report it"
        yield ReadFailure(source.name, reason)


def _found(source: Source, options: ReadOptions) -> Found:
    stdin = source.path is None and source.content is None
    ending = ".txt" if stdin else ending_of(source.name)
    if ending not in READERS:
        raise ReadError(why_unknown(ending))
    return READERS[ending](source, options)


def _document(item: Item, source: Source, options: ReadOptions) -> Document:
    name = source.name
    wanted = clean(item.id) or (f"{stem_of(name)}-{item.line}" if item.line else stem_of(name))
    text = clean(item.text)
    published = parse_date(item.published) or dateline(text) or date_in_name(name)
    return Document(
        id=wanted,
        text=text,
        published=published or parse_date(source.published) or options.published,
        title=clean(item.title),
        source=name,
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
