"""XLSX for people: one workbook, the press sheet first."""

from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]

from newsnlp.columns import COLUMNS, TITLES
from newsnlp.export.format import ExportError, Style
from newsnlp.export.jsonl import raw
from newsnlp.tables import Tables

__all__ = ["write_xlsx"]

_CELL, _ROWS = 32_767, 1_048_575  # the limits of Excel: characters in a cell, rows
_WIDTHS = {"string": 28, "Int64": 10, "float64": 10}
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def write_xlsx(tables: Tables, folder: Path, style: Style) -> None:
    """Write `tables.xlsx`: bold headings that stay in sight, and a filter over each column.

    Raises:
        ExportError: a table has more rows than a sheet can hold.
    """
    book = xlsxwriter.Workbook(
        str(folder / "tables.xlsx"), {"strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": _EPOCH})  # else two runs give two files
    bold = book.add_format({"bold": True})
    for name in sorted(tables, key=lambda name: name != "press"):
        frame, columns = tables[name], COLUMNS[name]
        if len(frame) > _ROWS:
            raise ExportError(f"{name}: {len(frame)} rows are too many for XLSX; take --to csv")
        sheet = book.add_worksheet(TITLES[name] if style.russian else name)
        headings = [column.title if style.russian else column.key for column in columns]
        sheet.write_row(0, 0, headings, bold)
        for number, row in enumerate(frame.itertuples(index=False), 1):
            for index, value in enumerate(map(raw, row)):
                if isinstance(value, str) and len(value) > _CELL:
                    value = f"{value[: _CELL - 1]}…"  # Excel holds no more in a cell
                sheet.write(number, index, value)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, _WIDTHS[column.dtype])
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(frame), 1), len(columns) - 1)
    book.close()
