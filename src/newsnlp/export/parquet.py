"""Tables → Apache Parquet, one typed file a table, for DuckDB, Spark, R and pandas."""

from pathlib import Path

import pandas as pd

from newsnlp.columns import COLUMNS, TITLES, Column
from newsnlp.export.cells import Cell, day, listed
from newsnlp.export.format import ExportError, Style
from newsnlp.tables import Tables

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError:  # the extra [parquet]; asked for only by whoever asks for this format
    pa = pq = None

__all__ = ["write_parquet"]


def write_parquet(tables: Tables, folder: Path, style: Style) -> None:
    """Write `<folder>/<table>.parquet` for each table.

    Columns have their English keys; the Russian title of each is the metadata "title" of its
    field, that of the table the metadata "title" of the schema. Strings are strings, whole
    numbers int64, scores float64; days are date32 where the column holds nothing else, and
    strings where a date may be a mere year or month.

    Raises:
        ExportError: pyarrow is not installed, or what should be a day is none.
    """
    del style  # names and values are those of a program's
    _require()
    for name, frame in tables.items():
        sink = pa.BufferOutputStream()
        pq.write_table(_table(name, frame), sink, compression="zstd", write_statistics=True)
        (folder / f"{name}.parquet").write_bytes(sink.getvalue())


def _require() -> None:
    if pq is None:
        raise ExportError("Parquet needs pyarrow: pip install 'newsnlp[parquet]'")


def _table(name: str, frame: pd.DataFrame) -> "pa.Table":
    fields = [
        pa.field(column.key, _type(column), metadata={"title": column.title})
        for column in COLUMNS[name]
    ]
    schema = pa.schema(fields, metadata={"title": TITLES[name]})
    cells = [_values(name, column, listed(frame[column.key])) for column in COLUMNS[name]]
    arrays = [pa.array(cell, field.type) for cell, field in zip(cells, fields, strict=True)]
    return pa.table(arrays, schema=schema)


def _type(column: Column) -> "pa.DataType":
    if column.date == "day":
        return pa.date32()
    return {"string": pa.string(), "Int64": pa.int64(), "float64": pa.float64()}[column.dtype]


def _values(name: str, column: Column, cells: list[Cell]) -> list[object]:
    if column.date != "day":
        return list(cells)
    days = [None if cell is None else day(str(cell)) for cell in cells]
    for row, (found, cell) in enumerate(zip(days, cells, strict=True), 1):
        if cell is not None and found is None:
            raise ExportError(
                f"{name}: {column.key} of row {row} is «{cell}», no day like 2025-10-14; "
                "mend it, or take another format"
            )
    return list(days)
