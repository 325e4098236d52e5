"""The tables of `tests/planted`: sentences with one mistake each, and sentences with none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from newsnlp.checks import Check
from newsnlp.schema import Document

__all__ = ["PLANTED", "Planted", "planted"]

PLANTED = Path(__file__).parent / "planted"


@dataclass(frozen=True, slots=True)
class Planted:
    """A short text, the kind of finding that it is about, and the words at fault, if any."""

    kind: Check
    document: Document
    words: str


def planted(name: str) -> list[Planted]:
    """The rows of a table."""
    return list(_rows(name))


def _rows(name: str) -> Iterator[Planted]:
    lines = (PLANTED / f"{name}.tsv").read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            continue
        kind, day, *words, text = line.split("\t")
        published = date.fromisoformat(day) if day else None
        document = Document(f"{name}-{number}", text.replace("⏎", "\n"), published)
        yield Planted(Check(kind), document, words[0] if words else "")
