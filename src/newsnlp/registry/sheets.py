"""Files of a registry → rows of cells: CSV as Excel or LibreOffice writes it, or XLSX.

Every row knows its file and line. What the cells mean is the business of `reading`.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from newsnlp.errors import ReadError, RegistryError
from newsnlp.read.decode import decode
from newsnlp.read.readers import first_sheet
from newsnlp.text import unguarded

__all__ = ["ENDINGS", "Line", "Sheet", "files_in", "read_sheet"]

ENDINGS = (".csv", ".xlsx")
_CELL = 1 << 30  # the longest cell of a CSV; the csv module's own limit is 131,072


@dataclass(frozen=True, slots=True)
class Line:
    """A row that is not blank: where it stands, and its cells by heading as it is written."""

    where: str  # «people.csv:3»
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file: where its headings stand, these, and its rows."""

    path: Path
    where: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files that `paths` name; of a folder all its CSV and XLSX files, in order.

    Raises:
        RegistryError: a path does not exist, is no CSV or XLSX, or is a folder without any.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(
                item
                for item in path.iterdir()
                if item.suffix.lower() in ENDINGS and not item.name.startswith((".", "~"))
            )
            if not inside:
                raise RegistryError(
                    f"{path}: no registry in it; «newsnlp registry init {path}» writes templates"
                )
            found += inside
        elif not path.exists():
            raise RegistryError(
                f"{path}: no such file; mend the path, or «newsnlp registry init» writes templates"
            )
        elif path.suffix.lower() not in ENDINGS:
            raise RegistryError(f"{path}: no CSV or XLSX; save the registry as one of these")
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def read_sheet(path: Path) -> Sheet:
    """The headings and rows of a file.

    Raises:
        RegistryError: it cannot be decoded, is empty, or a row or the headings do not fit.
    """
    try:
        rows = _csv_rows(path) if path.suffix.lower() == ".csv" else _xlsx_rows(path)
        numbered = [(number, cells) for number, cells in rows if any(cells)]
    except ReadError as error:
        what = str(error).split(";")[0]
        raise RegistryError(f"{path}: {what}; save it again as CSV in UTF-8, or as XLSX") from error
    except csv.Error as error:
        raise RegistryError(f"{path}: broken CSV: {error}; mend the quotation marks") from error
    if not numbered:
        raise RegistryError(f"{path}: empty; the first line names the columns")
    top, headings = numbered[0]
    while headings and not headings[-1]:
        headings.pop()
    problems = [*_headings(f"{path}:{top}", headings)]
    lines: list[Line] = []
    for number, cells in numbered[1:]:
        where = f"{path}:{number}"
        if any(cells[len(headings) :]):
            problems.append(
                f"{where}: {len(cells)} cells under {len(headings)} headings; put a cell that "
                "holds a separator into quotation marks"
            )
        lines.append(Line(where, dict(zip(headings, [*cells, *[""] * 99], strict=False))))
    if problems:
        raise RegistryError("\n".join(problems))
    return Sheet(path, f"{path}:{top}", tuple(headings), tuple(lines))


def _headings(where: str, headings: list[str]) -> Iterator[str]:
    """What is wrong with the line of headings."""
    for number, heading in enumerate(headings, 1):
        if not heading:
            yield f"{where}: column {number} has no heading; name it or delete it"
        elif heading in headings[: number - 1]:
            yield f"{where}: two columns «{heading}»; rename or delete one"


def _csv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of each row; the delimiter is the one that the headings have most."""
    text = decode(path.read_bytes())
    head = re.sub(r'"[^"]*"', "", text.lstrip("\n").split("\n", 1)[0])
    rows = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(";,\t", key=head.count), strict=True
    )
    csv.field_size_limit(_CELL)
    last = 0
    for row in rows:
        yield last + 1, [_cell(value) for value in row]
        last = rows.line_num


def _xlsx_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row of the first sheet."""
    for number, row in enumerate(first_sheet(path.read_bytes()), 1):
        yield number, [_cell(value) for value in row]


def _cell(value: object) -> str:
    """A cell as one line: days in ISO, whole numbers without «.0»."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else unguarded(" ".join(str(value).split()))
