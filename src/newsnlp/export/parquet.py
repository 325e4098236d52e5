"""Tables → Apache Parquet, one typed file a table, for DuckDB, Spark, R and pandas."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from newsnlp.columns import COLUMNS, TITLES, Column
from newsnlp.export.cells import Cell, day
from newsnlp.export.format import ExportError, Style
from newsnlp.spool import Cells
from newsnlp.tables import Tables

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError:  # the extra [parquet]; asked for only by whoever asks for this format
    pa = pq = None

__all__ = ["write_parquet"]

_GROUP = 10_000  # rows that are held in memory and written together


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
    for name in tables:
        schema = _schema(name)
        path = folder / f"{name}.parquet"
        with pq.ParquetWriter(path, schema, compression="zstd", write_statistics=True) as writer:
            rows, done = tables.rows(name), 0
            while group := list(islice(rows, _GROUP)):
                writer.write_table(_table(name, schema, group, done))
                done += len(group)


def _require() -> None:
    if pq is None:
        raise ExportError("Parquet needs pyarrow: pip install 'newsnlp[parquet]'")


def _schema(name: str) -> "pa.Schema":
    fields = [
        pa.field(column.key, _type(column), metadata={"title": column.title})
        for column in COLUMNS[name]
    ]
    return pa.schema(fields, metadata={"title": TITLES[name]})


def _table(name: str, schema: "pa.Schema", rows: list[Cells], done: int) -> "pa.Table":
    """Some rows of a table, after the `done` that are written."""
    columns = zip(*rows, strict=True)
    cells = [
        _values(name, column, values, done)
        for column, values in zip(COLUMNS[name], columns, strict=True)
    ]
    arrays = [pa.array(cell, field.type) for cell, field in zip(cells, schema, strict=True)]
    return pa.table(arrays, schema=schema)


def _type(column: Column) -> "pa.DataType":
    if column.date == "day":
        return pa.date32()
    return {"string": pa.string(), "Int64": pa.int64(), "float64": pa.float64()}[column.dtype]


def _values(name: str, column: Column, cells: Sequence[Cell], done: int) -> list[object]:
    if column.date != "day":
        return list(cells)
    days = [None if cell is None else day(str(cell)) for cell in cells]
    for row, (found, cell) in enumerate(zip(days, cells, strict=True), done + 1):
        if cell is not None and found is None:
            raise ExportError(
                f"{name}: {column.key} of row {row} is «{cell}», no day like 2025-10-14; "
                "mend it, or take another format"
            )
    return list(days)
