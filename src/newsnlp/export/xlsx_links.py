"""Where a row of a sheet leads: to its sentence in the report, or in the sheet of sentences."""

from urllib.parse import quote

from newsnlp.columns import TITLES
from newsnlp.export.cells import Cell, listed
from newsnlp.export.format import Style
from newsnlp.tables import Tables

__all__ = ["LINKED", "Links"]

# Table → the column whose cell is the link.
LINKED = {
    "documents": "document_id",
    "persons": "name",
    "organisations": "name",
    "events": "name",
    "press": "document",
    "roles": "document_id",
    "participations": "document_id",
    "quotes": "document_id",
    "mentions": "document_id",
    "check": "document_id",
    "sentences": "document_id",
}
_ANCHORS = {"persons": "p", "organisations": "o", "events": "e"}
_REPORT = "external:report.html#"


class Links:
    """The link of each row of each table."""

    def __init__(self, tables: Tables, style: Style, rows: int) -> None:
        """Look up where the sentences stand.

        Args:
            tables: all that the workbook holds.
            style: whether a report stands beside.
            rows: how many a sheet holds.
        """
        self._tables, self._style, self._rows = tables, style, rows
        self._documents: dict[Cell, int] = {}
        for number, document in enumerate(listed(tables["documents"]["document_id"])):
            self._documents.setdefault(document, number)
        self._sentences: dict[tuple[Cell, Cell], int] = {}
        if "sentences" in tables and not style.report:
            keys = (listed(tables["sentences"][key]) for key in ("document_id", "sentence"))
            for number, key in enumerate(zip(*keys, strict=True)):
                self._sentences.setdefault(key, number)

    def sheet_name(self, table: str, part: int) -> str:
        """The name of the sheet with the rows of `table` from `part` times those of a sheet."""
        name = TITLES[table] if self._style.russian else table
        return f"{name} ({part + 1})" if part else name

    def of(self, table: str) -> list[str | None]:
        """The link of each row of the table, as XlsxWriter writes them; None where it has none."""
        frame = self._tables[table]
        if table in _ANCHORS:
            ids = listed(frame.iloc[:, 0])
            return [self._anchor(f"{_ANCHORS[table]}-{_quoted(str(key))}") for key in ids]
        if table == "documents":
            return [self._anchor(f"d-{number}") for number in range(len(frame))]
        if table not in LINKED:
            return [None] * len(frame)
        document, sentence = (
            ("document", "sentence_number") if table == "press" else ("document_id", "sentence")
        )
        keys = zip(listed(frame[document]), listed(frame[sentence]), strict=True)
        if self._style.report:
            return [self._in_report(*key) for key in keys]
        return [None if table == "sentences" else self._in_book(key) for key in keys]

    def _anchor(self, anchor: str) -> str | None:
        return f"{_REPORT}{anchor}" if self._style.report else None

    def _in_report(self, document: Cell, sentence: Cell) -> str | None:
        number = self._documents.get(document)
        if number is None:
            return None
        place = f"d-{number}" if sentence is None else f"s-{number}-{sentence}"
        return self._anchor(place)

    def _in_book(self, key: tuple[Cell, Cell]) -> str | None:
        number = self._sentences.get(key)
        if number is None:
            return None
        part, row = divmod(number, self._rows)
        return f"internal:'{self.sheet_name('sentences', part)}'!A{row + 2}"


def _quoted(text: str) -> str:
    """`text` for the end of an address: letters stay, Russian ones too."""
    return "".join(sign if sign.isalnum() else quote(sign, safe="-_.~") for sign in text)
