"""Excel files: the rows of the first sheet."""

import warnings
from collections.abc import Iterator
from typing import IO

import openpyxl

from newsnlp.errors import ReadError
from newsnlp.read.formats import rows
from newsnlp.read.item import Found, ReadOptions, Source, readable
from newsnlp.read.limits import Budget
from newsnlp.read.office import package

__all__ = ["first_sheet", "read"]

_ROWS = 1 << 20  # as many as Excel has
_CELLS = 20_000_000


def read(source: Source, options: ReadOptions) -> Found:
    """An item for each row of the first sheet; its first row names the columns."""
    yield from rows(_sheet(source), source, options)


def first_sheet(data: bytes) -> list[tuple[object, ...]]:
    """The rows of the first sheet of an XLSX file.

    Raises:
        ReadError: the bytes are none, or no workbook.
    """
    return _sheet(Source("", Budget(len(data)), content=data))


def _sheet(source: Source) -> list[tuple[object, ...]]:
    book = package(source, ".xlsx", "XLSX")
    with warnings.catch_warnings(), readable("XLSX", "save it again in Excel"):
        warnings.simplefilter("ignore")  # of styles and headers, which are of no account here
        return list(_rows(book))


def _rows(book: IO[bytes]) -> Iterator[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(book, read_only=True, data_only=True).worksheets[0]
    sheet.reset_dimensions()  # some programs write a wrong size
    cells = 0
    blank = 0
    for row in sheet.iter_rows(max_row=_ROWS, values_only=True):
        if all(value is None for value in row):
            blank += 1
            continue
        yield from [()] * blank  # but not the million after the last
        blank = 0
        cells += len(row)
        if cells > _CELLS:
            raise ReadError(f"more than {_CELLS:,} cells; split it, or save it as .csv")
        yield tuple(row)
