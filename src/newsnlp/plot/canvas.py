"""What all pictures share: the figure, the rows of a table, labels that fit, colours."""

from collections.abc import Mapping
from textwrap import wrap
from typing import Literal

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from newsnlp.errors import NewsNLPError

__all__ = [
    "BLUE",
    "GREY",
    "ORANGE",
    "PlotError",
    "Tabled",
    "blank",
    "canvas",
    "headed",
    "positive",
    "rows_of",
    "wrapped",
]

Tabled = Mapping[str, pd.DataFrame]

# After Okabe and Ito, told apart by the colour-blind; seen on white and on black.
BLUE, ORANGE, GREY = "#2f86c9", "#d98a16", "#8a8f98"


class PlotError(NewsNLPError):
    """There is nothing to draw, or what is asked for makes no sense."""


def canvas(ax: Axes | None, width: float, height: float) -> Axes:
    """`ax`, or the only axes of a new figure of that size in inches, whose labels are not cut."""
    if ax is not None:
        return ax
    return plt.figure(figsize=(width, height), layout="constrained").add_subplot()


def rows_of(tables: Tabled, name: str, *, min_score: float = 0.0) -> pd.DataFrame:
    """The rows of a table, those of a lower score left out.

    Raises:
        PlotError: there is no such table, or no row is left of it.
    """
    if name not in tables:
        raise PlotError(f"there is no table {name!r} among {', '.join(tables) or 'none'}")
    frame = tables[name]
    if frame.empty:
        raise PlotError(f"the table {name!r} has no rows: there is nothing to draw")
    if min_score > 0:
        frame = frame[frame["score"] >= min_score]
        if frame.empty:
            raise PlotError(f"no row of {name!r} scores {min_score} or more: lower min_score")
    return frame


def positive(**options: int) -> None:
    """Raise PlotError for an option that must be 1 or more and is not."""
    for name, value in options.items():
        if value < 1:
            raise PlotError(f"{name} must be 1 or more, not {value}")


def wrapped(label: str, width: int, lines: int = 2) -> str:
    """The label in at most so many lines of about `width` characters, «…» for what is left."""
    rows = wrap(label, width, break_on_hyphens=False) or [""]
    return "\n".join(rows) if len(rows) <= lines else "\n".join(rows[:lines]) + "…"


def headed(ax: Axes, title: str, shown: int, found: int) -> None:
    """Set the title, and say how many of how many are shown where not all are."""
    ax.set_title(title if shown == found else f"{title}: {shown} из {found}", loc="left", pad=12)


def blank(ax: Axes, *, grid: Literal["x", "y", "both"] | None = None) -> None:
    """Take frame and ticks away; `grid` asks for faint lines at the ticks of an axis."""
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    if grid:
        ax.grid(axis=grid, color=GREY, alpha=0.25, linewidth=0.8)
        ax.set_axisbelow(True)
