"""Tables that `newsnlp extract` wrote → rows by key, from whichever format is there."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from newsnlp.columns import COLUMNS
from newsnlp.errors import RegistryError
from newsnlp.registry.sheets import read_sheet

__all__ = ["TableRow", "read_table"]

TableRow = Mapping[str, str]  # key of a column → cell, "" for an empty one


def read_table(folder: Path, name: str) -> Iterator[TableRow]:
    """The rows of `<folder>/<name>`, from JSON Lines, CSV or XLSX, headings in either language.

    Raises:
        RegistryError: the table is not there, or is none of `newsnlp extract`.
    """
    path = folder / f"{name}.jsonl"
    if path.is_file():
        yield from _json_rows(path)
        return
    paths = [folder / f"{name}{ending}" for ending in (".csv", ".xlsx")]
    found = next((path for path in paths if path.is_file()), None)
    if found is None:
        raise RegistryError(
            f"{folder}: no table {name} (.jsonl, .csv or .xlsx); name the folder that "
            "«newsnlp extract … -o FOLDER» wrote"
        )
    sheet = read_sheet(found)
    keys = {title: c.key for c in COLUMNS[name] for title in (c.title, c.key)}
    if not {title for title in sheet.headings if title in keys}:
        raise RegistryError(f"{sheet.where}: no headings of the table {name}; extract it again")
    for line in sheet.lines:
        yield {keys[title]: cell for title, cell in line.cells.items() if title in keys}


def _json_rows(path: Path) -> Iterator[TableRow]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise RegistryError(f"{path}:{number}: {error.msg}; extract it again") from error
            yield {key: "" if cell is None else str(cell) for key, cell in row.items()}
