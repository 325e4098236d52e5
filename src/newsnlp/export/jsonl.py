"""JSON Lines for programs: an object a line, English keys, raw values, null for none."""

import json
from pathlib import Path

import pandas as pd

from newsnlp.export.format import Style
from newsnlp.tables import Tables

__all__ = ["raw", "write_jsonl"]


def write_jsonl(tables: Tables, folder: Path, style: Style) -> None:
    """Write `<table>.jsonl` for each table."""
    del style  # a program wants the same keys always
    for name, frame in tables.items():
        keys = list(frame.columns)
        path = folder / f"{name}.jsonl"
        with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
            for row in frame.itertuples(index=False):
                cells = dict(zip(keys, map(raw, row), strict=True))
                file.write(f"{json.dumps(cells, ensure_ascii=False)}\n")


def raw(value: object) -> str | float | int | None:
    """A cell of a frame as plain Python: None for NA and NaN, an int for pandas' own."""
    if value is None or value is pd.NA or value != value:
        return None
    return value if isinstance(value, str | float) else int(str(value))
