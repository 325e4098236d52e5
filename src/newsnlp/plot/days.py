"""Dates as the tables have them, on an axis and in words."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, date2num, num2date
from matplotlib.ticker import Formatter

from newsnlp.dates import MONTHS, SHORT_MONTHS
from newsnlp.plot.canvas import PlotError

__all__ = ["by_date", "first_day", "last_day", "number_of", "period"]


def first_day(told: object) -> date | None:
    """The first day of «2019», «2019-03» or «2019-03-01»; None for what is no such text."""
    parts = _parts(told)
    return date(*(*parts, 1, 1)[:3]) if parts else None


def last_day(told: object) -> date | None:
    """The last day of it."""
    parts = _parts(told)
    if not parts:
        return None
    year, month, *day = (*parts, 12)[:3] if len(parts) == 1 else parts
    return date(year, month, day[0] if day else monthrange(year, month)[1])


def _parts(told: object) -> tuple[int, ...]:
    if isinstance(told, date):
        return (told.year, told.month, told.day)
    if not isinstance(told, str) or not told:
        return ()
    try:
        parts = tuple(int(part) for part in told[:10].split("-"))
        date(*(*parts, 1, 1)[:3])
    except ValueError as reason:
        raise PlotError(f"{told!r} is no date: write 2019, 2019-03 or 2019-03-01") from reason
    return parts


def period(start: date, stop: date) -> str:
    """In words: «14 октября 2025», «14–15 октября 2025», «30 октября – 2 ноября 2025»."""
    if start == stop:
        return _day(start, year=True)
    if (start.year, start.month) == (stop.year, stop.month):
        return f"{start.day}–{_day(stop, year=True)}"
    return f"{_day(start, year=start.year != stop.year)} – {_day(stop, year=True)}"


def _day(day: date, *, year: bool) -> str:
    told = f"{day.day} {MONTHS[day.month - 1]}"
    return f"{told} {day.year}" if year else told


def number_of(day: date) -> float:
    """Where the day stands on an axis of dates."""
    return float(date2num(day))  # type: ignore[no-untyped-call]


class _Russian(Formatter):
    """Days, months and years of an axis in Russian, as exact as its ticks are."""

    def format_ticks(self, values: Iterable[float]) -> list[str]:
        """The label of each tick; the year stands where it changes."""
        days = [_day_at(value) for value in values]
        exact = any(day.day != 1 for day in days)
        monthly = exact or any(day.month != 1 for day in days)
        labels, year = [], None
        for day in days:
            month = SHORT_MONTHS[day.month - 1] if monthly else ""
            told = f"{day.day} {MONTHS[day.month - 1][:3]}" if exact else month
            labels.append(told if day.year == year else f"{told}\n{day.year}".strip())
            year = day.year
        return labels

    def __call__(self, x: float, pos: int | None = None) -> str:
        """The day under the pointer."""
        del pos
        return _day(_day_at(x), year=True)


def _day_at(value: float) -> date:
    found: datetime = num2date(value)  # type: ignore[no-untyped-call]
    return found.date()


def by_date(ax: Axes, first: date, last: date) -> None:
    """Make the x axis one of dates, from `first` to `last` with a little room on both sides."""
    room = max((last - first) * 0.04, timedelta(days=3))
    ax.set_xlim(number_of(first - room), number_of(last + room))
    locator = AutoDateLocator(minticks=3, maxticks=9)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(_Russian())
