"""JSON Lines for programs: an object a line, English keys, raw values, null for none."""

import json
from pathlib import Path

from newsnlp.columns import COLUMNS
from newsnlp.export.format import Style
from newsnlp.tables import Tables

__all__ = ["write_jsonl"]


def write_jsonl(tables: Tables, folder: Path, style: Style) -> None:
    """Write `<table>.jsonl` for each table."""
    del style  # a program wants the same keys always
    for name in tables:
        keys = [column.key for column in COLUMNS[name]]
        path = folder / f"{name}.jsonl"
        with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
            for row in tables.rows(name):
                cells = dict(zip(keys, row, strict=True))
                file.write(f"{json.dumps(cells, ensure_ascii=False)}\n")
