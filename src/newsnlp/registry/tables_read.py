"""Tables that `newsnlp extract` wrote → rows by key, from whichever format is there."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from newsnlp.errors import RegistryError
from newsnlp.saved import SavedError
from newsnlp.saved import read_table as read_saved

__all__ = ["TableRow", "read_table"]

TableRow = Mapping[str, str]  # key of a column → cell, "" for an empty one


def read_table(folder: Path, name: str) -> Iterator[TableRow]:
    """The rows of a table in the folder.

    Raises:
        RegistryError: the table is not there, or is none of `newsnlp extract`.
    """
    try:
        frame = read_saved(folder, name)
    except SavedError as error:
        raise RegistryError(str(error)) from error
    keys = list(frame.columns)
    for row in frame.astype("string").fillna("").itertuples(index=False):
        yield dict(zip(keys, map(str, row), strict=True))
