"""Extractions → data frames with declared columns.

The pages of the documents are put together in the order of their ids, and the entities that
several documents share become one row each; neither the order of the input nor hashing shows.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from newsnlp.columns import COLUMNS, Column
from newsnlp.names import name_parts
from newsnlp.page import CHECK_BELOW, Wanted
from newsnlp.pages import PageRow, line_of, page_from
from newsnlp.saved import frame_of, read_frames
from newsnlp.schema import Extraction
from newsnlp.spool import Cells, Identifying, Spool, Watch, unwatched
from newsnlp.text import storable

if TYPE_CHECKING:  # who writes CSV and JSONL alone never opens pandas
    import pandas as pd

    from newsnlp.registry import Registry

__all__ = [
    "COLUMNS",
    "Column",
    "SpooledTables",
    "Tables",
    "load_tables",
    "make_tables",
    "name_parts",
    "spooled",
]


class Tables(Mapping[str, "pd.DataFrame"]):
    """Name of a table → data frame, in the order of `COLUMNS`.

    `tokens` is there when asked for, `check` with a registry.
    """

    def __init__(self, frames: Mapping[str, "pd.DataFrame"]) -> None:
        """Keep the frames as they are."""
        self._frames = dict(frames)

    def __getitem__(self, name: str) -> "pd.DataFrame":
        """The table `name`."""
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        """The names of the tables."""
        return iter(self._frames)

    def __len__(self) -> int:
        """How many tables there are."""
        return len(self._frames)

    def __repr__(self) -> str:
        """One line: each table with its number of rows."""
        return f"Tables({', '.join(f'{name}: {self.count(name)}' for name in self)})"

    def in_memory(self) -> "Tables":
        """The same tables as frames that are made once."""
        return self

    def count(self, name: str) -> int:
        """How many rows the table `name` has."""
        return len(self._frames[name])

    def rows(self, name: str) -> Iterator[Cells]:
        """The rows of the table `name`: plain values, None where there is none."""
        frame = self._frames[name]
        return zip(*(_plain(frame[key]) for key in frame.columns), strict=True)


def _plain(column: "pd.Series[str]") -> list[object]:
    """The cells of a column: None where there is none, no lone surrogate."""
    return [
        None if gone else storable(cell) if isinstance(cell, str) else cell
        for cell, gone in zip(column.tolist(), column.isna().tolist(), strict=True)
    ]


class SpooledTables(Tables):
    """Tables that lie on the disk: rows are read as they are asked for, a frame is made each time.

    Whoever goes over the `rows` needs no more memory for many documents than for few.
    """

    def __init__(self, spool: Spool, names: Iterable[str]) -> None:
        """Show the tables `names` of a spool that is settled."""
        super().__init__({})
        self._spool, self._names = spool, tuple(names)

    def __getitem__(self, name: str) -> "pd.DataFrame":
        """The table `name`, read whole."""
        if name not in self._names:
            raise KeyError(name)
        return frame_of(list(self.rows(name)), COLUMNS[name])

    def __iter__(self) -> Iterator[str]:
        """The names of the tables."""
        return iter(self._names)

    def __len__(self) -> int:
        """How many tables there are."""
        return len(self._names)

    def in_memory(self) -> Tables:
        """The same tables as frames that are made once."""
        return Tables(dict(self.items()))

    def count(self, name: str) -> int:
        """How many rows the table `name` has."""
        return self._spool.count(name)

    def rows(self, name: str) -> Iterator[Cells]:
        """The rows of the table `name`."""
        return self._spool.rows(name)


def make_tables(  # noqa: PLR0913 — what is asked of the tables, each by its name
    extractions: Iterable[Extraction],
    *,
    tokens: bool = False,
    indirect: bool = False,
    min_score: float = 0.0,
    check_below: float = CHECK_BELOW,
    registry: "Registry | None" = None,
) -> Tables:
    """All tables of the extractions; the order of the input does not show in them.

    Extractions are taken one by one and let go: what a table does not show is not kept.

    Args:
        extractions: one a document.
        tokens: whether to make the table of tokens, too.
        indirect: whether the press sheet has indirect speech for who has no direct quote.
        min_score: roles, participations and quotes of a lower score, 0…1, are left out; people,
            bodies and events stay listed.
        check_below: rows of the press sheet of a lower score, 0…1, say what is to be checked.
        registry: gives its entries' ids and names, and the table `check` of what contradicts it.

    Raises:
        NewsNLPError: `min_score` or `check_below` is outside 0…1.
    """
    # Here: whoever writes tables of pages would else open all that makes pages.
    from newsnlp.rows import page_of

    # Here: whoever writes tables of pages would else open all that makes pages.

    wanted = Wanted(tokens, indirect, min_score, check_below)
    made = (page_of(item, wanted, registry=registry) for item in extractions)
    with spooled(map(page_from, map(line_of, made)), tokens=tokens, registry=registry) as tables:
        return tables.in_memory()


@contextmanager
def spooled(  # noqa: PLR0913 — what is asked of the tables, each by its name
    pages: Iterable[PageRow],
    path: Path | None = None,
    *,
    tokens: bool = False,
    registry: "Registry | None" = None,
    identifying: Identifying | None = None,
    watch: Watch = unwatched,
) -> Iterator[SpooledTables]:
    """All tables of documents whose pages are made already, as long as the context lasts.

    Args:
        pages: one a document, in any order; taken one by one.
        path: of the file where all lies meanwhile; None for memory.
        tokens: whether the pages have rows of tokens.
        registry: by which they were made.
        identifying: says what each record is, given all at once: with an archive, among all that
            it holds. Takes memory for all records.
        watch: sees how far that is.

    Raises:
        NewsNLPError: the disk is full.
    """
    with closing(Spool(path, registry=registry)) as spool:
        for page in watch(pages, "Collecting"):
            spool.add(page)
        spool.settle(identifying, watch=watch)
        asked = {"tokens": tokens, "check": registry is not None}
        yield SpooledTables(spool, [name for name in COLUMNS if asked.get(name, True)])


def load_tables(folder: str | Path) -> Tables:
    """The tables that a run left in a folder, the same as `make_tables` gave.

    Raises:
        SavedError: there is no such folder, a table is missing, or one is broken.
    """
    return Tables(read_frames(Path(folder)))
