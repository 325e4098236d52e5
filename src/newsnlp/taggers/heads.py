"""Encodings → tags, arcs and marks: what slovnet's heads decode, without padding.

Each function takes a part of slovnet's model for its weights, and rows of encodings (rows, 64) or
of points.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from newsnlp.taggers.embedding import Floats, Ints

__all__ = ["best_arcs", "best_marks", "best_tags", "mark_points"]


def best_tags(head: Any, encoded: Floats) -> Ints:
    """Morphology (`MorphHead`): the number of the best tag of each row, (rows,)."""
    best: Ints = _linear(head.proj, encoded).argmax(axis=-1)
    return best


def best_arcs(head: Any, rel: Any, encoded: Floats, bounds: Sequence[slice]) -> tuple[Ints, Ints]:
    """Syntax (`Syntax`): each word's best head and its relation to it.

    Args:
        head: the weights for heads.
        rel: those for relations.
        encoded: (words, 64).
        bounds: the words of each sentence.

    Returns:
        heads (words,), counted from 1 in the sentence, 0 for its root, and relations (words,) by
        number.
    """
    left = _hidden(head.head, encoded) @ head.kernel.array
    right = _hidden(head.tail, encoded).T
    of_root = left @ _hidden(head.tail, head.root.array)
    heads = np.zeros(len(encoded), np.intp)
    above = np.full(len(encoded), len(encoded))  # which word the head is, the root behind all
    for rows in bounds:
        points = left[rows] @ right[:, rows]
        best = points.argmax(axis=1)
        under = np.flatnonzero(points[np.arange(len(best)), best] > of_root[rows])
        above[rows.start + under] = rows.start + best[under]
        heads[rows.start + under] = best[under] + 1
    governors = _hidden(rel.head, np.concatenate([encoded, rel.root.array[None]]))[above]
    dependents = _hidden(rel.tail, encoded)
    size = dependents.shape[1]
    pairs = (governors @ rel.kernel.array).reshape(len(encoded), -1, size)
    return heads, np.matmul(pairs, dependents[:, :, None])[:, :, 0].argmax(axis=-1)


def mark_points(head: Any, encoded: Floats) -> Floats:
    """Names (`NERHead`): the points of each mark, (rows, 8)."""
    return _linear(head.proj, encoded)


def best_marks(head: Any, points: Floats, bounds: Sequence[slice]) -> list[list[int]]:
    """Names: the best chain of marks of each sentence by their `points`, by Viterbi's algorithm.

    All sentences take each step together, the longest first, so that those which have ended drop
    off at the end.
    """
    order = sorted(range(len(bounds)), key=lambda i: bounds[i].start - bounds[i].stop)
    lengths = [bounds[i].stop - bounds[i].start for i in order]
    starts = np.array([bounds[i].start for i in order])
    score = points[starts]
    came = np.zeros((lengths[0], *score.shape), np.intp)  # from which mark, before each step
    change = head.crf.transitions.array.T.copy()  # to each mark, from each
    going = len(order)
    for step in range(1, lengths[0]):
        while lengths[going - 1] <= step:
            going -= 1
        reached = score[:going, None] + change
        reached += points[starts[:going] + step][:, :, None]
        reached.argmax(axis=2, out=came[step, :going])
        reached.max(axis=2, out=score[:going])
    history: list[list[list[int]]] = came[1:].tolist()
    ends = score.argmax(axis=-1).tolist()
    found: list[list[int]] = [[] for _ in order]
    for column, (mark, length) in enumerate(zip(ends, lengths, strict=True)):
        chain = [mark]
        for came_from in reversed(history[: length - 1]):
            chain.append(came_from[column][chain[-1]])
        found[order[column]] = chain[::-1]
    return found


def _linear(layer: Any, rows: Floats) -> Floats:
    result: Floats = rows @ layer.weight.array + layer.bias.array
    return result


def _hidden(part: Any, rows: Floats) -> Floats:
    return np.maximum(_linear(part.proj, rows), 0)
