"""Where the points of a network and their labels stand."""

from collections.abc import Iterator, Mapping, Sequence
from math import hypot, sqrt

import networkx as nx

__all__ = ["Box", "beside", "placed"]

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, bottom, right, top
Shapes = Mapping[str, tuple[float, float, float]]

_DENSE = 0.6  # share of all possible links from which on a circle reads best
_GAP = 1.9  # between components, in the unit of the layout: about the distance of neighbours
_ROUNDS = 300
_INWARDS = 0.02  # what a label costs on the side of its neighbours, as an area


def placed(graph: "nx.Graph[str]", beside: float, least: float) -> dict[str, Point]:
    """A place for each node: components side by side in rows, each laid out on its own.

    Args:
        graph: without lone nodes.
        beside: room for words on both sides of a component.
        least: width of the smallest component with that room.
    """
    parts = [sorted(part) for part in nx.connected_components(graph)]
    parts.sort(key=lambda part: (-len(part), part))
    laid = [_laid(graph.subgraph(part), part) for part in parts]
    sizes = [_size(places) for places in laid]
    rooms = [max(width + 2 * beside, least) for width, _ in sizes]
    area = sum(room * (height + _GAP) for room, (_, height) in zip(rooms, sizes, strict=True))
    width = max(1.25 * sqrt(area), *rooms)
    found: dict[str, Point] = {}
    left = top = row = 0.0
    for places, room, size in zip(laid, rooms, sizes, strict=True):
        if left and left + room > width:
            left, top, row = 0.0, top - row - _GAP, 0.0
        first, highest = min(x for x, _ in places.values()), max(y for _, y in places.values())
        for node, (x, y) in places.items():
            found[node] = (left + (room - size[0]) / 2 + x - first, top + y - highest)
        left, row = left + room, max(row, size[1])
    return found


def _size(places: Mapping[str, Point]) -> Point:
    xs, ys = zip(*places.values(), strict=True)
    return max(xs) - min(xs), max(ys) - min(ys)


def _laid(graph: "nx.Graph[str]", nodes: Sequence[str]) -> dict[str, Point]:
    """A component about the origin; a circle where nearly all are linked with all."""
    ordered = nx.Graph()
    ordered.add_nodes_from(nodes)
    ordered.add_edges_from(graph.edges)
    ring: dict[str, Point] = nx.circular_layout(ordered, scale=max(0.6, 0.18 * len(nodes)))
    if len(nodes) == 2:
        return {nodes[0]: (0.0, 0.5), nodes[1]: (0.0, -0.5)}
    if nx.density(ordered) >= _DENSE:
        return {node: (float(x), float(y)) for node, (x, y) in ring.items()}
    scale = 0.95 * sqrt(len(nodes))
    found = nx.spring_layout(
        ordered, pos=ring, seed=1, weight=None, iterations=_ROUNDS, scale=scale, k=2.2 / scale
    )
    return {node: (float(x), float(y)) for node, (x, y) in found.items()}


def beside(graph: "nx.Graph[str]", places: Mapping[str, Point], shapes: Shapes) -> dict[str, Box]:
    """A box for the label of each node, away from its neighbours, points and other labels.

    Args:
        graph: of these nodes.
        places: of the nodes, in the order in which labels choose.
        shapes: of each node the width and height of its label, and the radius of its point.
    """
    taken: list[Box] = [
        (x - r, y - r, x + r, y + r) for (x, y), (*_, r) in ((places[n], shapes[n]) for n in places)
    ]
    found: dict[str, Box] = {}
    for node, (x, y) in places.items():
        near = [places[other] for other in graph[node]]
        away = (x - sum(x for x, _ in near) / len(near), y - sum(y for _, y in near) / len(near))
        costs = {
            box: _INWARDS * (1 - _cosine(side, away)) + sum(_shared(box, other) for other in taken)
            for side, box in _around((x, y), shapes[node])
        }
        found[node] = min(costs, key=costs.__getitem__)
        taken.append(found[node])
    return found


def _around(place: Point, shape: tuple[float, float, float]) -> Iterator[tuple[Point, Box]]:
    """The places for a label, each with its direction: right, left, above, below, the corners."""
    (x, y), (w, h, radius) = place, shape
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)):
        gap = 1.3 * radius if not dx or not dy else 0.8 * radius
        left = x - w / 2 + dx * (gap + w / 2)
        bottom = y - h / 2 + dy * (gap + h / 2)
        yield (dx, dy), (left, bottom, left + w, bottom + h)


def _cosine(one: Point, other: Point) -> float:
    lengths = hypot(*one) * hypot(*other)
    return (one[0] * other[0] + one[1] * other[1]) / lengths if lengths else 0.0


def _shared(one: Box, other: Box) -> float:
    """The area that two boxes share."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width * height if width > 0 and height > 0 else 0.0
