"""People by forums: who took part in what, and as what."""

from collections import Counter
from collections.abc import Mapping

from matplotlib.axes import Axes

from newsnlp.plot.canvas import (
    PlotError,
    Tabled,
    blank,
    canvas,
    headed,
    positive,
    rows_of,
    wrapped,
)
from newsnlp.schema import Part

__all__ = ["people_by_forums"]

# Colour and shape, so that a copy without colours can be read, too.
_LOOKS = {
    Part.MODERATOR: ("#d55e00", "D"),
    Part.CHAIR: ("#8f5fbf", "s"),
    Part.ORGANISER: ("#009e73", "^"),
    Part.SPEAKER: ("#2f86c9", "o"),
    Part.EXPERT: ("#56b4e9", "p"),
    Part.LAUREATE: ("#e0a100", "*"),
    Part.GUEST: ("#cc79a7", "v"),
    Part.PARTICIPANT: ("#8a8f98", "o"),
}
_RANK = {part: number for number, part in enumerate(_LOOKS)}


def people_by_forums(
    tables: Tabled,
    *,
    top: int = 25,
    forums: int = 12,
    min_score: float = 0.0,
    ax: Axes | None = None,
) -> Axes:
    """A matrix: people down, forums across, a mark for each part that somebody took.

    People come by the number of their forums, then by how many they met there. Of several parts
    in one forum the most specific is drawn.

    Args:
        tables: with `participations`.
        top: how many people.
        forums: how many forums, those where most of these people were.
        min_score: leave out participations of a lower score, 0…1.
        ax: where to draw; a new figure where none is given.

    Raises:
        PlotError: nobody took part in anything, or an option has no sense.
    """
    positive(top=top, forums=forums)
    frame = rows_of(tables, "participations", min_score=min_score)
    frame = frame[frame["participant_kind"] == "person"]
    if frame.empty:
        raise PlotError("no person takes part in anything: there is nothing to draw")
    parts: dict[tuple[str, str], Part] = {}
    for person, event, role in zip(
        frame["participant_id"], frame["event_id"], frame["role"], strict=True
    ):
        key, part = (str(person), str(event)), Part(role)
        parts[key] = min(part, parts.get(key, part), key=_RANK.__getitem__)
    names = dict(zip(frame["participant_id"], frame["participant"], strict=True))
    events = dict(zip(frame["event_id"], frame["event"], strict=True))
    people, columns = _chosen(set(parts), names, events, (top, forums))
    ax = canvas(ax, 4 + 0.55 * len(columns), 3 + 0.27 * len(people))
    for part, (colour, marker) in _LOOKS.items():
        places = [
            (x, y)
            for x, event in enumerate(columns)
            for y, person in enumerate(people)
            if parts.get((person, event)) is part
        ]
        if places:
            size = 110 if marker == "*" else 60
            xs, ys = zip(*places, strict=True)
            ax.scatter(xs, ys, s=size, c=colour, marker=marker, label=part)
    ax.set_yticks(range(len(people)), [wrapped(str(names[person]), 40, 1) for person in people])
    ax.set_xticks(
        range(len(columns)),
        [wrapped(str(events[event]), 30) for event in columns],
        rotation=45,
        ha="left",
        rotation_mode="anchor",
        fontsize="small",
    )
    ax.xaxis.tick_top()
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(len(people) - 0.5, -0.5)
    blank(ax, grid="both")
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False, title="Роль")
    headed(ax, "Люди и мероприятия", len(people), len(names))
    return ax


def _chosen(
    pairs: set[tuple[str, str]],
    names: Mapping[str, str],
    events: Mapping[str, str],
    limits: tuple[int, int],
) -> tuple[list[str], list[str]]:
    """The people and the forums to show, in their order.

    Rows and columns make a staircase: the forum with most people first, and whoever was there.
    """
    sizes = Counter(event for _, event in pairs)
    held = Counter(person for person, _ in pairs)
    met: Counter[str] = Counter()
    for person, event in pairs:
        met[person] += sizes[event]
    ranked = sorted(names, key=lambda p: (-held[p], -met[p], names[p], p))
    first = set(ranked[: limits[0]])
    among = Counter(event for person, event in pairs if person in first)
    columns = sorted(among, key=lambda e: (-among[e], -sizes[e], events[e], e))[: limits[1]]
    people = [p for p in ranked if any((p, event) in pairs for event in columns)][: limits[0]]
    columns.sort(key=lambda e: (-sum((p, e) in pairs for p in people), events[e], e))
    people.sort(key=lambda p: ([(p, event) not in pairs for event in columns], names[p], p))
    return people, columns
