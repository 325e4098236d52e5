"""What passes between `read` and the readers of single formats."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from newsnlp.errors import ReadError
from newsnlp.read.limits import LARGEST, MIB, Budget

__all__ = [
    "Found",
    "Item",
    "ReadFailure",
    "ReadOptions",
    "Reader",
    "Source",
    "column",
    "item_of",
    "readable",
]

# The usual names of columns and fields, lower case, the likeliest first.
_NAMES = {
    "text": ("text", "текст", "текст новости", "content", "body", "article", "статья", "новость"),
    "title": ("title", "заголовок", "headline", "название", "тема"),
    "date": (
        "published", "date", "дата", "дата публикации", "опубликовано", "published_at",
        "pubdate", "pub_date", "datetime",
    ),
    "id": ("id", "document_id", "doc_id", "идентификатор", "ид", "код", "guid"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user says of the input; None leaves it to the usual names."""

    text_column: str | None = None
    id_column: str | None = None
    title_column: str | None = None
    date_column: str | None = None
    published: date | None = None  # for documents that do not say it themselves
    output: Path | None = None  # a folder of tables, passed over where it lies in one that is read
    separator: str | None = None  # a line that parts the texts of one .txt or .md


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """An input that could not be read: where, why, and what to do; the rest goes on."""

    source: str
    reason: str
    line: int | None = None  # of a text file, or the row as a spreadsheet numbers it, from 1


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read, a member of an archive, or standard input if there is neither."""

    name: str  # relative to the folder that was asked for; «archive.zip/folder/a.docx»
    budget: Budget
    path: Path | None = None
    content: bytes | None = None  # of a member
    depth: int = 0  # archives and messages around it
    published: object = None  # the day of the message that it came with

    def data(self, limit: int = LARGEST) -> bytes:
        """All its bytes.

        Raises:
            ReadError: they are none, or more than `limit`.
        """
        if self.path is not None and self.path.stat().st_size > limit:
            raise ReadError(f"larger than {limit // MIB} MiB; split it")
        data = self.content
        if data is None:
            stream = sys.stdin.buffer
            data = self.path.read_bytes() if self.path else stream.read(limit + 1)
        if not data:
            raise ReadError("empty: the file has no bytes; delete it or fill it")
        if len(data) > limit:
            raise ReadError(f"larger than {limit // MIB} MiB; split it")
        return data

    def member(self, name: str, content: bytes, published: object = None) -> "Source":
        """A file within this one, at `name` in it."""
        parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
        return replace(
            self,
            name="/".join([self.name, *parts]),
            path=None,
            content=content,
            depth=self.depth + 1,
            published=published or self.published,
        )


@dataclass(frozen=True, slots=True)
class Item:
    """One text as a format gives it: cleaned, but without id and date decided."""

    text: str
    title: str = ""
    published: object = None  # a date or its words
    id: str = ""
    line: int | None = None


Found = Iterator[Item | ReadFailure | Source]  # a Source is to be read in its turn
Reader = Callable[[Source, ReadOptions], Found]


@contextmanager
def readable(kind: str, remedy: str) -> Iterator[None]:
    """Turn whatever a package raises at broken bytes into a ReadError.

    Raises:
        ReadError: the bytes are no `kind`; `remedy` says what to do.
    """
    try:
        yield
    except ReadError:
        raise
    except MemoryError as error:
        raise ReadError(f"not a readable {kind}: it takes more memory than there is") from error
    except Exception as error:  # ZIP, XML, types, indexes, recursion: whatever its parts do
        told = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise ReadError(f"not a readable {kind}: {told}; {remedy}") from error


def column(names: Mapping[str, str], role: str, asked: str | None) -> str | None:
    """The column of `names` (lower case → as written) that plays `role`, None if none does.

    Raises:
        ReadError: the column asked for is not there, or none holds the text.
    """
    here = ", ".join(f"«{name}»" for name in names.values()) or "none"
    if asked is not None:
        if asked.strip().lower() not in names:
            raise ReadError(f"missing column «{asked}»: there are {here}; mend --{role}-column")
        return names[asked.strip().lower()]
    found = next((names[name] for name in _NAMES[role] if name in names), None)
    if found is None and role == "text":
        raise ReadError(f"missing column with the text: there are {here}; name it by --text-column")
    return found


def item_of(row: Mapping[str, object], options: ReadOptions, line: int | None) -> Item:
    """The item in a row or object: its columns found by `options` or by their usual names.

    Raises:
        ReadError: a column is missing, or the text is no text.
    """
    names = {key.strip().lower(): key for key in row}
    text = row[column(names, "text", options.text_column) or ""]
    if text != text:  # NaN: what pandas writes for a missing text
        text = None
    if text is not None and not isinstance(text, str | int | float):
        raise ReadError(f"the text is a {type(text).__name__}; a string is needed")
    title = column(names, "title", options.title_column)
    day = column(names, "date", options.date_column)
    key = column(names, "id", options.id_column)
    return Item(
        text="" if text is None else str(text),
        title=_cell(row, title),
        published=row[day] if day else None,
        id=_cell(row, key),
        line=line,
    )


def _cell(row: Mapping[str, object], name: str | None) -> str:
    """A cell as one line; whole numbers as Excel shows them, 7 for 7.0."""
    value = row[name] if name else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join(str(value).split())
