"""The calendar of forums."""

from datetime import date
from typing import NamedTuple

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
from newsnlp.plot.days import by_date, first_day, last_day, number_of, period

__all__ = ["forum_calendar"]


class _Dated(NamedTuple):
    """A forum and its days, in the order in which they are compared."""

    start: date
    stop: date
    name: str
    mentions: int


def forum_calendar(
    tables: Tabled,
    *,
    top: int = 25,
    since: str | date | None = None,
    until: str | date | None = None,
    ax: Axes | None = None,
) -> Axes:
    """The forums in the order of their first days, each with its days.

    Args:
        tables: with `events`; those without a date are left out.
        top: how many forums, those that are mentioned most.
        since: leave out what was over before that day (or month, or year): «2025», «2025-03».
        until: leave out what began after it.
        ax: where to draw; a new figure where none is given.

    Raises:
        PlotError: no forum has a date within what is asked for, or an option has no sense.
    """
    positive(top=top)
    frame = rows_of(tables, "events")
    lower, upper = first_day(since) or date.min, last_day(until) or date.max
    dated = [
        _Dated(start, last_day(row["end"]) or start, str(row["name"]), int(row["mentions"]))
        for row in frame.to_dict("records")
        if (start := first_day(row["start"]))
    ]
    dated = [forum for forum in dated if forum.start <= upper and forum.stop >= lower]
    if not dated:
        raise PlotError("no event has a date within what is asked for: there is nothing to draw")
    shown = sorted(sorted(dated, key=lambda forum: (-forum.mentions, forum))[:top])
    names = [wrapped(forum.name, 46) for forum in shown]
    ax = canvas(ax, 11, 1.2 + 0.2 * sum(1.4 + name.count("\n") for name in names))
    by_date(ax, shown[0].start, max(forum.stop for forum in shown))
    middle = sum(ax.get_xlim()) / 2
    for row, forum in enumerate(shown):
        left, right = number_of(forum.start), number_of(forum.stop)
        ax.plot(
            [left, right],
            [row, row],
            color=BLUE,
            linewidth=6,
            marker="o",
            markersize=7,
            markeredgewidth=0,
        )
        after = right < middle  # the words stand on the side that has room
        ax.annotate(
            period(forum.start, forum.stop),
            (right if after else left, row),
            xytext=(8 if after else -8, 0),
            textcoords="offset points",
            ha="left" if after else "right",
            va="center",
            fontsize="small",
        )
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.5, -0.5)
    blank(ax, grid="x")
    headed(ax, "Календарь мероприятий", len(shown), len(dated))
    return ax
