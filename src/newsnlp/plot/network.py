"""Who took part in forums together with whom."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations, groupby
from math import pi, sqrt
from operator import itemgetter

import networkx as nx
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from newsnlp.names import name_parts
from newsnlp.plot.canvas import (
    BLUE,
    GREY,
    PlotError,
    Tabled,
    blank,
    canvas,
    headed,
    positive,
    rows_of,
    wrapped,
)
from newsnlp.plot.layout import Box, beside, placed

__all__ = ["co_participation"]

_INCH = 0.62  # of a unit of the layout
_LETTER, _LINE = 0.078 / _INCH, 0.17 / _INCH  # of the labels, in that unit
_CAPTION = 22  # letters in a line beneath a component
_AREA = 40  # of the point of somebody who was at one forum


def co_participation(
    tables: Tabled,
    *,
    top: int = 40,
    min_shared: int = 1,
    min_score: float = 0.0,
    ax: Axes | None = None,
) -> Axes:
    """A network: people, linked where they took part in the same forum.

    The more forums somebody was at, the larger the point; the more forums two shared, the thicker
    the line. Whoever met nobody is left out.

    Args:
        tables: with `participations`.
        top: how many people, those who met most others.
        min_shared: how many forums two must share to be linked.
        min_score: leave out participations of a lower score, 0…1.
        ax: where to draw; a new figure where none is given.

    Raises:
        PlotError: no two people share a forum, or an option has no sense.
    """
    positive(top=top, min_shared=min_shared)
    frame = rows_of(tables, "participations", min_score=min_score)
    frame = frame[frame["participant_kind"] == "person"]
    graph, found = _graph(frame, top, min_shared)
    ax = _drawn(graph, ax)
    headed(ax, "Кто с кем был на мероприятиях", len(graph), found)
    return ax


def _graph(frame: pd.DataFrame, top: int, min_shared: int) -> tuple["nx.Graph[str]", int]:
    """The network of the people who met most others, and how many met anybody at all.

    Each node has its `name` and how many forums it was at (`held`), each edge the `forums`.
    """
    names = dict(zip(frame["participant_id"], frame["participant"], strict=True))
    events = dict(zip(frame["event_id"], frame["event"], strict=True))
    pairs = sorted(set(zip(frame["event_id"], frame["participant_id"], strict=True)))
    held = Counter(person for _, person in pairs)
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for event, people in groupby(pairs, key=itemgetter(0)):
        for pair in combinations([person for _, person in people], 2):
            shared[pair].append(event)
    links = {pair: held_in for pair, held_in in shared.items() if len(held_in) >= min_shared}
    met = Counter(person for pair, held_in in links.items() for person in pair for _ in held_in)
    kept = sorted(met, key=lambda p: (-met[p], names[p], p))[:top]
    graph = nx.Graph()
    graph.add_nodes_from((p, {"name": names[p], "held": held[p]}) for p in kept)
    for (one, other), held_in in sorted(links.items()):
        if one in graph and other in graph:
            graph.add_edge(one, other, forums=[(event, events[event]) for event in held_in])
    graph.remove_nodes_from([person for person in kept if not graph[person]])
    if not graph:
        raise PlotError("no two people share as many forums, or top is too low for them")
    return graph, len(met)


def _short(name: str) -> str:
    """«В. Рулевский» of «Виктор Рулевский»: what a point has room for."""
    given, _, surname = name_parts(name)
    return f"{given[0]}. {surname}" if given and surname else name


def _labels(graph: "nx.Graph[str]") -> dict[str, str]:
    """Initial and surname of each; the whole name where two would be the same."""
    names: Mapping[str, str] = dict(graph.nodes(data="name"))
    short = {person: _short(name) for person, name in names.items()}
    often = Counter(short.values())
    return {p: label if often[label] == 1 else names[p] for p, label in short.items()}


def _drawn(graph: "nx.Graph[str]", ax: Axes | None) -> Axes:
    labels = _labels(graph)
    areas = {person: _AREA * min(held, 12) ** 0.8 for person, held in graph.nodes(data="held")}
    shapes = {
        person: (_LETTER * len(label), _LINE, sqrt(areas[person] / pi) / 72 / _INCH)
        for person, label in labels.items()
    }
    beside_it = max(width for width, *_ in shapes.values()) / 2 + 0.3
    places = placed(graph, beside_it, (_CAPTION + 2) * _LETTER)
    ranked = sorted(places, key=lambda p: (-len(graph[p]), labels[p], p))
    boxes = beside(graph, {person: places[person] for person in ranked}, shapes)
    left, bottom = (min(box[i] for box in boxes.values()) - 0.8 for i in (0, 1))
    right, upper = (max(box[i] for box in boxes.values()) + 0.3 for i in (2, 3))
    ax = canvas(ax, max(5, (right - left) * _INCH), max(3, (upper - bottom) * _INCH + 0.5))
    ax.set_xlim(left, right)
    ax.set_ylim(bottom, upper)
    ax.set_aspect("equal")
    lines = [(places[one], places[other]) for one, other in graph.edges]
    widths = [1.5 * len(forums) - 0.5 for *_, forums in graph.edges(data="forums")]
    ax.add_collection(LineCollection(lines, colors=GREY, alpha=0.45, linewidths=widths, zorder=1))
    xs, ys = zip(*places.values(), strict=True)
    ax.scatter(xs, ys, s=[areas[person] for person in places], c=BLUE, zorder=2)
    for person, (x, y, *_) in boxes.items():
        ax.text(x, y + _LINE / 2, labels[person], va="center", fontsize="small", zorder=3)
    for forum, x, y in _captions(graph, boxes):
        ax.text(
            x, y, wrapped(forum, _CAPTION, 3), ha="center", va="top", fontsize="small", color=GREY
        )
    ax.set_xticks([])
    ax.set_yticks([])
    blank(ax)
    return ax


def _captions(
    graph: "nx.Graph[str]", boxes: Mapping[str, Box]
) -> Iterator[tuple[str, float, float]]:
    """The forum that brought a whole component together, and where its name is to stand."""
    for part in nx.connected_components(graph):
        links = graph.subgraph(part).edges(data="forums")
        met = {forum for *_, forums in links for forum in forums}
        if len(met) == 1:
            xs = [x for person in part for x in (boxes[person][0], boxes[person][2])]
            yield met.pop()[1], (min(xs) + max(xs)) / 2, min(boxes[p][1] for p in part) - 0.12
