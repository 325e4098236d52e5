"""Bodies by how often they are mentioned."""

from typing import Literal

from matplotlib.axes import Axes

from newsnlp.plot.canvas import (
    BLUE,
    PlotError,
    Tabled,
    blank,
    canvas,
    headed,
    positive,
    rows_of,
    wrapped,
)

__all__ = ["bodies_by_mentions"]

_BY = {"mentions": "упоминаний", "documents": "документов"}


def bodies_by_mentions(
    tables: Tabled,
    *,
    top: int = 20,
    by: Literal["mentions", "documents"] = "mentions",
    places: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Bars: the bodies that are mentioned most often, and how often.

    Args:
        tables: with `organisations`.
        top: how many bodies.
        by: count mentions or the documents with a mention.
        places: whether countries and regions that somebody holds office in count as bodies.
        ax: where to draw; a new figure where none is given.

    Raises:
        PlotError: there is no body, or an option has no sense.
    """
    positive(top=top)
    if by not in _BY:
        raise PlotError(f"by must be one of {', '.join(_BY)}, not {by!r}")
    frame = rows_of(tables, "organisations")
    if not places:
        frame = frame[frame["kind"].fillna("") != "место"]
    if frame.empty:
        raise PlotError("the table 'organisations' has places only: draw them with places=True")
    shown = frame.sort_values([by, "name"], ascending=[False, True]).head(top)
    names = [wrapped(str(name), 46) for name in shown["name"]]
    counts = [int(count) for count in shown[by]]
    ax = canvas(ax, 9, 1 + 0.2 * sum(1.4 + name.count("\n") for name in names))
    bars = ax.barh(range(len(names)), counts, color=BLUE, height=0.7)
    ax.bar_label(bars, padding=4)
    ax.set_yticks(range(len(names)), names)
    ax.invert_yaxis()
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.margins(x=0.08)
    ax.set_xticks([])
    blank(ax)
    headed(ax, f"Организации по числу {_BY[by]}", len(shown), len(frame))
    return ax
