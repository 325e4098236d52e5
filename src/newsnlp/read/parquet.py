"""Parquet files: a document for each row, as in CSV; columns go by the same names and options."""

import io
from collections.abc import Iterator

import pyarrow.parquet

from newsnlp.errors import ReadError
from newsnlp.read.formats import check_columns
from newsnlp.read.item import Found, ReadFailure, ReadOptions, Source, item_of, readable
from newsnlp.read.sniff import expect

__all__ = ["read"]

_BATCH = 64  # rows in memory at a time


def read(source: Source, options: ReadOptions) -> Found:
    """An item for each row."""
    with source.path.open("rb") if source.path else io.BytesIO(source.data()) as stream:
        expect(stream.read(1 << 12), ".parquet", "Parquet file")
        stream.seek(0)
        with readable("Parquet file", "write it again"):
            table = pyarrow.parquet.ParquetFile(stream, memory_map=False, pre_buffer=False)
            names = check_columns(table.schema_arrow.names, options)
            if not table.metadata.num_rows:
                raise ReadError("empty: no row in it; delete the file or fill it")
        for number, row in enumerate(_rows(table, names), 1):
            try:
                yield item_of(row, options, number)
            except ReadError as error:
                yield ReadFailure(source.name, f"row {number}: {error}", number)


def _rows(table: pyarrow.parquet.ParquetFile, names: list[str]) -> Iterator[dict[str, object]]:
    with readable("Parquet file", "write it again"):
        for batch in table.iter_batches(batch_size=_BATCH, columns=names, use_threads=False):
            yield from batch.to_pylist()
