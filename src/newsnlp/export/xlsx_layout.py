"""How a table lies on its sheet: which column where, how wide, how high each row is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsnlp.columns import COLUMNS, Column
from newsnlp.export.cells import Cell, listed
from newsnlp.export.xlsx_links import LINKED

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LINE", "Layout", "heights_of", "layout_of"]

LINE = 15.0  # points: a line of Calibri 11
_LINES = 12  # of a row at most: more is in the cell, and seen when it is opened

_LONG = frozenset({"text", "quote", "sentence", "context", "also", "lemmas", "proposal"})
_TECHNICAL = frozenset({"start", "stop", "evidence", "sha256", "lemmas", "paragraph"})
_WIDEST_LONG, _WIDEST, _NARROWEST = 42, 24, 7  # characters
_WIDEST_LINK = 60  # LibreOffice does not wrap the words of a link: it shows the first line
_TECHNICAL_WIDTH = 12
_DAY_WIDTH = 11
_FILTER = 3  # characters that the button of a filter takes of the heading


@dataclass(frozen=True, slots=True)
class Layout:
    """A table as its sheets show it.

    Attributes:
        name: the table's.
        columns: in the order of the sheet, those for programs last.
        cells: of each column, from the first row of the table.
        widths: of each column, in characters.
        folded: from which column on they stand in the folded group.
    """

    name: str
    columns: tuple[Column, ...]
    cells: tuple[list[Cell], ...]
    widths: tuple[int, ...]
    folded: int

    def place(self, key: str) -> int | None:
        """Where the column `key` stands."""
        keys = [column.key for column in self.columns]
        return keys.index(key) if key in keys else None


def layout_of(name: str, frame: "pd.DataFrame", *, russian: bool) -> Layout:
    """The layout of the table `name`: widths fit the cells and the words of the heading."""
    columns = sorted(COLUMNS[name], key=technical)  # a stable sort: else the order is kept
    cells = tuple(listed(frame[column.key]) for column in columns)
    widths = tuple(
        _width(column, column.title if russian else column.key, values, name)
        for column, values in zip(columns, cells, strict=True)
    )
    folded = sum(not technical(column) for column in columns)
    return Layout(name, tuple(columns), cells, widths, folded)


def technical(column: Column) -> bool:
    """Whether a column is for programs, not for readers."""
    if column.date or column.key == "document_id":
        return False
    if column.key == "sentence":
        return column.dtype == "Int64"
    return column.key in _TECHNICAL or column.key.endswith(("_id", "_number"))


def _width(column: Column, heading: str, values: Sequence[Cell], table: str) -> int:
    if technical(column):
        return _TECHNICAL_WIDTH
    least = max(len(word) for word in heading.split()) + _FILTER
    if column.date == "day":
        return max(least, _DAY_WIDTH)
    sizes = sorted(len(str(value)) for value in values if value is not None)
    # The few longest cells, one in twenty, are wrapped rather than all columns made as wide.
    fitting = sizes[len(sizes) * 19 // 20] + 2 if sizes and column.dtype == "string" else 0
    widest = _WIDEST_LONG if column.key in _LONG else _WIDEST
    widest = _WIDEST_LINK if column.key == LINKED.get(table) else widest
    return max(_NARROWEST, least, min(fitting, widest))


def heights_of(layout: Layout, rows: range) -> list[float]:
    """How high each of the rows is, in points, that the wrapped words of its cells are seen."""
    lines = [1] * len(rows)
    for index in range(layout.folded):
        if layout.columns[index].dtype != "string":
            continue
        width, values = layout.widths[index], layout.cells[index]
        for number, row in enumerate(rows):
            value = values[row]
            if isinstance(value, str) and (len(value) > width or "\n" in value):
                lines[number] = max(lines[number], _lines(value, width))
    return [LINE * min(count, _LINES) for count in lines]


def _lines(text: str, width: int) -> int:
    """How many lines `text` takes: a word that no longer fits begins the next."""
    count = 0
    for paragraph in text.split("\n"):
        count, room = count + 1, width
        for word in paragraph.split(" "):
            if len(word) > room and room < width:
                count, room = count + 1, width
            count += (len(word) - 1) // width if word else 0
            room -= len(word) % width + 1
    return count
