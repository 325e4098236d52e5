"""What a format is: the files that it writes, and the function that writes them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newsnlp.errors import NewsNLPError

if TYPE_CHECKING:
    from newsnlp.tables import Tables

__all__ = ["ExportError", "Format", "Style", "Writer"]


class ExportError(NewsNLPError):
    """A folder or file that cannot be written, or a table that a format cannot hold."""


def _unheard(note: str) -> None:
    del note


@dataclass(frozen=True, slots=True)
class Style:
    """How tables are written.

    Attributes:
        russian: Russian headings, where a format has headings for people.
        report: whether `report.html` stands beside, so that rows can lead to their sentence there.
        note: is told, in a sentence, what a format cannot hold of a table.
    """

    russian: bool = True
    report: bool = False
    note: Callable[[str], None] = _unheard


Writer = Callable[["Tables", Path, Style], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of `--to`.

    Attributes:
        files: names of all files that it may write.
        write: writes those of the given tables into an empty folder; the bytes depend on the tables
            and the style alone. The folder is a temporary one: a writer need not mind crashes.
        about: in a few words, for the help.
    """

    files: tuple[str, ...]
    write: Writer
    about: str
