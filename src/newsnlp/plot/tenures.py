"""Roles over time: who held what, since and until when."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from newsnlp.plot.canvas import (
    BLUE,
    GREY,
    ORANGE,
    PlotError,
    Tabled,
    blank,
    canvas,
    headed,
    positive,
    rows_of,
    wrapped,
)
from newsnlp.plot.days import by_date, first_day, last_day, number_of
from newsnlp.schema import Status

__all__ = ["roles_over_time"]

_LOOKS = {  # colour, and the words of the legend
    Status.CURRENT: (BLUE, "занимает"),
    Status.ACTING: (ORANGE, "исполняет обязанности"),
    Status.FORMER: (GREY, "занимал"),
}


@dataclass(frozen=True, slots=True)
class _Tenure:
    """What the documents say of a person in one position: days in order, each with its status."""

    person: str
    name: str
    what: str  # «ректор, ТУСУР»
    said: tuple[tuple[date, Status], ...]
    since: date | None
    until: date | None

    @property
    def status(self) -> Status:
        """As what it was held between the first day and the last."""
        held = [status for _, status in self.said if status is not Status.FORMER]
        return Status.FORMER if self.until or not held else held[-1]

    @property
    def first(self) -> date:
        """The first day that there is anything to draw for."""
        return min(self.days)

    @property
    def last(self) -> date:
        """The last."""
        return max(self.days)

    @property
    def days(self) -> list[date]:
        """All days that there is anything to draw for, in no order."""
        stated = [day for day in (self.since, self.until) if day]
        return [*stated, *(day for day, _ in self.said)]

    @property
    def held(self) -> list[date]:
        """The days between which it was held for certain; none if all that is known is «former»."""
        stated = [day for day in (self.since, self.until) if day]
        return [*stated, *(day for day, status in self.said if status is not Status.FORMER)]


def roles_over_time(
    tables: Tabled,
    *,
    top: int = 20,
    min_score: float = 0.0,
    ax: Axes | None = None,
) -> Axes:
    """Who held which position in which body, and when.

    A line runs from where the text says that it began to where it ended («|»), and where the text
    says nothing, between the first and the last document that tells of it; each document is a
    point. A dashed line leads to a document by whose time it was over.

    Args:
        tables: with `roles` and `documents`; roles without any date are left out.
        top: how many roles, those whose dates are stated first, then by the number of documents.
        min_score: leave out roles of a lower score, 0…1.
        ax: where to draw; a new figure where none is given.

    Raises:
        PlotError: no role has a date, or an option has no sense.
    """
    positive(top=top)
    tenures = _tenures(tables, min_score)
    if not tenures:
        raise PlotError("no role has a date, and no document either: give them days of publication")
    best = sorted(tenures, key=lambda t: (-(bool(t.since) + bool(t.until)), -len(t.said), t.name))
    lanes = _by_person(best[:top])
    ax = canvas(ax, 11, 1.4 + 0.46 * len(lanes))
    by_date(ax, min(lane.first for lane in lanes), max(lane.last for lane in lanes))
    for row, lane in enumerate(lanes):
        _draw(ax, row, lane)
    ticks = [
        row for row, lane in enumerate(lanes) if row == 0 or lanes[row - 1].person != lane.person
    ]
    ax.set_yticks(ticks, [wrapped(lanes[row].name, 24) for row in ticks])
    ax.hlines(
        [row - 0.62 for row in ticks[1:]],
        0,
        1,
        transform=ax.get_yaxis_transform(),
        color=GREY,
        alpha=0.25,
        linewidth=0.8,
    )
    ax.set_ylim(len(lanes) - 0.5, -0.75)
    blank(ax, grid="x")
    ax.grid(axis="y", visible=False)
    _legend(ax, lanes)
    headed(ax, "Кто какую должность занимал", len(lanes), len(tenures))
    return ax


def _tenures(tables: Tabled, min_score: float) -> list[_Tenure]:
    roles = rows_of(tables, "roles", min_score=min_score)
    documents = rows_of(tables, "documents")
    published = dict(zip(documents["document_id"], documents["published"], strict=True))
    grouped: dict[tuple[object, ...], list[Mapping[Hashable, object]]] = {}
    for row in roles.to_dict("records"):
        key = (row["person_id"], row["position"], _text(row["organisation_id"]))
        grouped.setdefault(key, []).append(row)
    found = [_tenure(rows, published) for rows in grouped.values()]
    return [tenure for tenure in found if tenure.days]


def _tenure(rows: Sequence[Mapping[Hashable, object]], published: Mapping[str, object]) -> _Tenure:
    first = rows[0]
    what = f"{first['position']}, {first['organisation']}" if _text(first["organisation"]) else None
    days = [(first_day(published.get(str(row["document_id"]))), row) for row in rows]
    said = {(day, Status(str(row["status"]))) for day, row in days if day}
    return _Tenure(
        str(first["person_id"]),
        str(first["person"]),
        what or str(first["position"]),
        tuple(sorted(said)),
        min((day for row in rows if (day := first_day(row["since"]))), default=None),
        max((day for row in rows if (day := last_day(row["until"]))), default=None),
    )


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def _by_person(lanes: Sequence[_Tenure]) -> list[_Tenure]:
    """In the order of their first days, but the lanes of a person side by side."""
    first: dict[str, date] = {}
    for lane in lanes:
        first[lane.person] = min(lane.first, first.get(lane.person, lane.first))
    return sorted(lanes, key=lambda t: (first[t.person], t.name, t.person, t.first, t.what))


def _draw(ax: Axes, row: int, lane: _Tenure) -> None:
    """A lane: its words above, the line, the ends that are stated, a point for each document."""
    ax.text(
        0.005,
        row - 0.28,
        wrapped(lane.what, 110, 1),
        transform=ax.get_yaxis_transform(),
        va="center",
        fontsize="small",
    )
    colour = _LOOKS[lane.status][0]
    held = [number_of(day) for day in lane.held]
    y = row + 0.12
    if held:
        ax.plot([min(held), max(held)], [y, y], color=colour, linewidth=3, solid_capstyle="butt")
    last = max(held, default=ax.get_xlim()[0])
    over = [number_of(day) for day, said in lane.said if said is Status.FORMER]
    if not lane.until and (after := [day for day in over if day > last]):
        ax.plot([last, min(after)], [y, y], color=GREY, linewidth=1.2, linestyle=(0, (3, 3)))
    for day in filter(None, (lane.since, lane.until)):
        ax.plot([number_of(day)], [y], color=colour, marker="|", markersize=11, markeredgewidth=2)
    for day, said in lane.said:
        ax.plot([number_of(day)], [y], color=_LOOKS[said][0], marker="o", markersize=5)


def _legend(ax: Axes, lanes: Sequence[_Tenure]) -> None:
    seen = {status for lane in lanes for _, status in lane.said}
    marks = [
        Line2D([], [], color=colour, marker="o", markersize=5, linestyle="", label=words)
        for status, (colour, words) in _LOOKS.items()
        if status in seen
    ]
    if any(lane.since or lane.until for lane in lanes):
        marks.append(
            Line2D(
                [],
                [],
                color=GREY,
                marker="|",
                markersize=10,
                markeredgewidth=2,
                linestyle="",
                label="начало или конец назван в тексте",
            )
        )
    ax.legend(
        handles=marks,
        loc="upper center",
        bbox_to_anchor=(0.5, -0.06),
        ncols=4,
        frameon=False,
        fontsize="small",
    )
