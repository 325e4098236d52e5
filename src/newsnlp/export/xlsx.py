"""Tables → one Excel workbook that an office reads and prints as it is.

The press sheet comes first, one sheet a table. What is for programs (codes, offsets) stands at the
end of a sheet in a folded group of columns: out of sight, not lost. No cell is a formula or a link
that the news itself made.
"""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.utility import (  # type: ignore[import-untyped]
    xl_col_to_name,
    xl_rowcol_to_cell,
)
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from newsnlp.columns import COLUMNS
from newsnlp.export.cells import day
from newsnlp.export.format import Style
from newsnlp.export.xlsx_layout import LINE, Layout, heights_of, layout_of
from newsnlp.export.xlsx_links import LINKED, Links
from newsnlp.page import CHECK_BELOW
from newsnlp.tables import Tables
from newsnlp.text import FORMULA_STARTS

__all__ = ["write_xlsx"]

# The limits of Excel: rows below the heading, links of a sheet, UTF-16 units of a cell.
_ROWS, _LINKS, _CELL = 1_048_575, 65_530, 32_767
_MANY = 2_000_000  # cells of a workbook
_CUT = "… [обрезано]"
_LAST = ("documents", "sentences", "mentions", "tokens")  # for looking things up
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_FIRST_DAY = date(1900, 3, 1)  # Excel and others count days before it differently
_BELOW = {0.5: "#F8CBAD", CHECK_BELOW: "#FFF2CC"}  # scores below → shade, the lowest first
_NO_XML = (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)
_UNFIT = dict.fromkeys(_NO_XML, "\ufffd")


def write_xlsx(tables: Tables, folder: Path, style: Style) -> None:
    """Write `<folder>/tables.xlsx`.

    A table of more rows than a sheet holds goes on in a sheet «… (2)». What Excel cannot hold is
    told to `style.note`: a cell of more than 32,767 characters is cut and marked, rows after
    the 65,530th have no link. Control characters other than tab and line feed, which XML forbids,
    become U+FFFD; a carriage return becomes a line feed.
    """
    tables = tables.in_memory()  # widths fit all cells, links lead from sheet to sheet
    buffer = io.BytesIO()
    book = Workbook(
        buffer,
        {
            # Let a row go once the next begins: half the memory, but a larger file.
            "constant_memory": sum(frame.size for frame in tables.values()) > _MANY,
            "tmpdir": str(folder),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": "newsnlp", "created": _EPOCH})  # else two runs give two files
    book.set_size(2400, 1400)
    formats = _Formats(book)
    links = Links(tables, style, _ROWS)
    for name in sorted(tables, key=_place):
        layout = layout_of(name, tables[name], russian=style.russian)
        targets = links.of(name)
        for part in range(max(1, -(-len(targets) // _ROWS))):
            rows = range(part * _ROWS, min((part + 1) * _ROWS, len(targets)))
            sheet = book.add_worksheet(links.sheet_name(name, part))
            _set_up(sheet, layout, len(rows), formats, style)
            _Filling(sheet, layout, formats, style).fill(rows, targets)
    book.close()
    (folder / "tables.xlsx").write_bytes(buffer.getvalue())


def _place(name: str) -> tuple[bool, int, int]:
    return name != "press", _LAST.index(name) if name in _LAST else -1, list(COLUMNS).index(name)


class _Formats:
    """The formats of a workbook's cells, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def __call__(self, **properties: object) -> Format:
        """The format with these properties; cells begin at the top of their row."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"valign": "top", **properties})
        return self._made[key]


_HEADING = {
    "bold": True,
    "text_wrap": True,
    "valign": "vcenter",
    "bg_color": "#DDE6F0",
    "bottom": 1,
}
_LINK = {"font_color": "#0563C1", "underline": 1}


def _set_up(sheet: Worksheet, layout: Layout, rows: int, formats: _Formats, style: Style) -> None:
    """Headings that stay in sight and filter, widths, shades of low scores, the printed page."""
    last = len(layout.columns) - 1
    headings = [column.title if style.russian else column.key for column in layout.columns]
    for index, heading in enumerate(headings):
        sheet.write_string(0, index, heading, formats(**_HEADING))
        folded = {"level": 1, "hidden": True} if index >= layout.folded else {}
        sheet.set_column(index, index, layout.widths[index], None, folded)
    if layout.folded <= last:
        sheet.set_column(last + 1, last + 1, None, None, {"collapsed": True})
    sheet.set_row(0, 2 * LINE + 2)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(rows, 1), last)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{rows + 1}"})
    _shade(sheet, layout, max(rows, 1), formats)
    line = {"type": "no_errors", "format": formats(bottom=1, bottom_color="#D9D9D9")}
    sheet.conditional_format(1, 0, max(rows, 1), last, line)  # under empty cells, too
    _set_page(sheet, style)
    if layout.name in _LAST:
        sheet.set_tab_color("#BFBFBF")


def _shade(sheet: Worksheet, layout: Layout, rows: int, formats: _Formats) -> None:
    """Low scores in colour; in the press sheet what its own column says is to be checked."""
    check, score = layout.place("check"), layout.place("score")
    if layout.name == "press" and check is not None and score is not None:
        for index in (score, check):
            rule = {
                "type": "formula",
                "criteria": f'=${xl_col_to_name(check)}2<>""',
                "format": formats(bg_color=_BELOW[CHECK_BELOW]),
            }
            sheet.conditional_format(1, index, rows, index, rule)
        return
    for key in ("score", "takes_part"):
        place = layout.place(key)
        for below, colour in _BELOW.items() if place is not None else ():
            cell = f"{xl_col_to_name(place)}2"
            rule = {
                "type": "formula",
                "criteria": f"=AND(ISNUMBER({cell}),{cell}<{below})",
                "format": formats(bg_color=colour),
                "stop_if_true": True,
            }
            sheet.conditional_format(1, place, rows, place, rule)


def _set_page(sheet: Worksheet, style: Style) -> None:
    """A4 on its side, the heading on each page, all columns on one."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    of = "с. &P из &N" if style.russian else "page &P of &N"
    sheet.set_footer(f"&L&9&A&R&9{of}")


class _Filling:
    """What fills one sheet with rows of its table, from the first to the last."""

    def __init__(self, sheet: Worksheet, layout: Layout, formats: _Formats, style: Style) -> None:
        self._sheet, self._layout, self._formats = sheet, layout, formats
        self._tip = "Открыть в отчёте" if style.report else "К предложению"
        self._note = style.note
        self._cut: list[str] = []  # addresses of cells that Excel cannot hold
        self._links = self._missed = 0

    def fill(self, rows: range, targets: Sequence[str | None]) -> None:
        """Write the rows of the table below the heading."""
        linked = self._layout.place(LINKED.get(self._layout.name, ""))
        heights = heights_of(self._layout, rows)
        for number, row in enumerate(rows, 1):
            if heights[number - 1] > LINE:
                self._sheet.set_row(number, heights[number - 1])
            for index, values in enumerate(self._layout.cells):
                value = values[row]
                if isinstance(value, str):
                    self._write_text(
                        number, index, value, targets[row] if index == linked else None
                    )
                elif value is not None:
                    self._write_number(number, index, value)
        self._tell()

    def _write_number(self, row: int, index: int, value: float) -> None:
        digits = "0.00" if self._layout.columns[index].dtype == "float64" else "0"
        style = self._formats(num_format=digits, align="center")
        self._sheet.write_number(row, index, value, style)

    def _write_text(self, row: int, index: int, value: str, target: str | None) -> None:
        found = day(value) if self._layout.columns[index].date else None
        if found is not None and found >= _FIRST_DAY:
            style = self._formats(num_format="dd.mm.yyyy", align="left")
            self._sheet.write_datetime(row, index, found, style)
            return
        text = self._held(value, row, index)
        properties: dict[str, object] = {"text_wrap": True} if index < self._layout.folded else {}
        if value.startswith(FORMULA_STARTS):
            properties["quote_prefix"] = True  # else Excel runs it once somebody has edited it
        if text and target and self._links < _LINKS:
            self._links += 1
            style = self._formats(**properties, **_LINK)
            self._sheet.write_url(row, index, target, style, text, self._tip)
            return
        self._missed += bool(target)
        self._sheet.write_string(row, index, text, self._formats(**properties))

    def _held(self, text: str, row: int, index: int) -> str:
        """`text` as a cell can hold it."""
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNFIT)
        if len(text) <= _CELL // 2 or _units(text) <= _CELL:
            return text
        self._cut.append(xl_rowcol_to_cell(row, index))
        units = text.encode("utf-16-le")[: 2 * (_CELL - len(_CUT))]
        return units.decode("utf-16-le", "ignore") + _CUT

    def _tell(self) -> None:
        """Say what this sheet cannot hold."""
        said = []
        if self._cut:
            said.append(
                f"{len(self._cut)} cells, {self._cut[0]} the first, are longer than the {_CELL:,} "
                f"characters that Excel holds, and are cut with the mark «{_CUT}»"
            )
        if self._missed:
            said.append(f"the last {self._missed:,} rows have no link: Excel holds {_LINKS:,}")
        for what in said:
            self._note(
                f"tables.xlsx, sheet «{self._sheet.get_name()}»: {what}; "
                "csv, jsonl, parquet and sqlite hold all"
            )


def _units(text: str) -> int:
    """The length of `text` as Excel counts it."""
    return len(text.encode("utf-16-le")) // 2
