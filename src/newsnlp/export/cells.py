"""What every writer asks of a table: its cells as plain values, in what every format can hold."""

import re
from datetime import date
from typing import TYPE_CHECKING

from newsnlp.text import storable

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Cell", "day", "listed"]

Cell = str | int | float | None

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def listed(series: "pd.Series[str]") -> list[Cell]:
    """The values of a column: None where there is none, no NaN, no lone surrogate."""
    gone = series.isna().tolist()
    values = series.tolist()
    return [
        None if missing else storable(value) if isinstance(value, str) else value
        for value, missing in zip(values, gone, strict=True)
    ]


def day(text: str) -> date | None:
    """The day that `text` is, if it is an exact one.

    >>> day("2025-10-14")
    datetime.date(2025, 10, 14)
    >>> day("2025-10")
    """
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
