"""Reads and checks the word lists in `resources/lexicons`.

A lexicon is a TSV file. Lines that begin with # are its papers: title, source and licence, and one
line `# columns: lemma<TAB>note` that names the columns. The first column is the entry, a lemma or
several lemmas separated by spaces, lower case, with ё; later columns may be left out at the end.
"""

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from importlib.resources import files

from newsnlp.errors import LexiconError

__all__ = ["Lexicon", "load_lexicon", "load_weights", "parse_lexicon"]

# Where a list has none of these, no cell of it has blanks around it.
_PADDING = (" \t", "\t ", " \n", "\n ", "\r", "\u00a0")
_NOTHING: Mapping[str, str] = {}


class Lexicon(Mapping[str, Mapping[str, str]]):
    """Entry → its further columns."""

    def __init__(self, name: str, rows: dict[str, Mapping[str, str]]) -> None:
        """Keep `rows`; nothing is checked here, `parse_lexicon` does that."""
        self.name = name
        self._rows = rows

    @cached_property
    def longest(self) -> int:
        """The number of words of the longest entry."""
        return max((key.count(" ") + 1 for key in self._rows), default=0)

    def __getitem__(self, key: str) -> Mapping[str, str]:
        """The further columns of the entry `key`."""
        return self._rows[key]

    def __iter__(self) -> Iterator[str]:
        """The entries in the order of the file."""
        return iter(self._rows)

    def __len__(self) -> int:
        """The number of entries."""
        return len(self._rows)

    def where(self, column: str, value: str) -> frozenset[str]:
        """The entries whose `column` has `value` among its words."""
        return frozenset(key for key, row in self.items() if value in row.get(column, "").split())


def parse_lexicon(name: str, text: str) -> Lexicon:
    """The lexicon written in `text`.

    Raises:
        LexiconError: a line has too many cells, an entry stands twice, or the papers are missing.
    """
    columns: list[str] = []
    further: list[str] = []
    rows: dict[str, Mapping[str, str]] = {}
    padded = any(blank in text for blank in _PADDING)
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#") or not line or line.isspace():
            if line.startswith("# columns:"):
                columns = line.removeprefix("# columns:").split()
                further = columns[1:]
            continue
        cells = line.split("\t")
        if padded:
            cells = [cell.strip() for cell in cells]
        if not columns or len(cells) > len(columns):
            raise LexiconError(
                f"{name}:{number}: {len(cells)} cells, {len(columns)} columns declared; "
                "mend the line or the «# columns:» line"
            )
        if cells[0] in rows:
            raise LexiconError(f"{name}:{number}: «{cells[0]}» is listed twice; delete one line")
        rows[cells[0]] = dict(zip(further, cells[1:], strict=False)) if cells[1:] else _NOTHING
    if "Source:" not in text:
        raise LexiconError(f"{name}: no «# Source:» line; say where the words were read off")
    return Lexicon(name, rows)


@cache
def load_lexicon(name: str) -> Lexicon:
    """The lexicon `resources/lexicons/<name>.tsv`, read once and kept."""
    return parse_lexicon(f"{name}.tsv", _read(name))


def load_weights(name: str) -> dict[str, dict[str, float]]:
    """Column → entry → its number; cells that are empty are left out. Read anew at each call.

    The lists of weights are by far the longest: what `load_lexicon` gives takes four times as long.

    Raises:
        LexiconError: as of `parse_lexicon`.
    """
    text = _read(name)
    lines = text.splitlines()
    (columns,) = (line.split()[2:] for line in lines if line.startswith("# columns:"))
    rows = [line.split("\t") for line in lines if line[:1] not in ("#", "")]
    entries = {row[0] for row in rows}
    if len(entries) < len(rows) or max(map(len, rows)) > len(columns):
        parse_lexicon(f"{name}.tsv", text)  # which says what is wrong where
    return {
        column: {row[0]: float(row[at]) for row in rows if len(row) > at and row[at]}
        for at, column in enumerate(columns[1:], 1)
    }


def _read(name: str) -> str:
    path = files("newsnlp") / "resources" / "lexicons" / f"{name}.tsv"
    if not path.is_file():
        raise LexiconError(f"{name}.tsv: not in resources/lexicons; add the file or mend the name")
    return path.read_text(encoding="utf-8")
