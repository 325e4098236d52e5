"""Rows of numbers that were computed for words and the like, kept for the next time."""

from collections.abc import Callable, Hashable, Sequence
from itertools import repeat
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["Kept", "of_last"]

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")
Result = TypeVar("Result")
Ints = NDArray[np.intp]


class Kept(Generic[Key]):
    """A table with a row for each key met lately; the caller fills in the rows of new keys."""

    def __init__(self, count: int, *shape: int, dtype: type[np.generic] = np.float32) -> None:
        """Room for `count` keys, or as many as one call brings; rows are of `shape`."""
        # Pages of it are taken up one by one, as keys come.
        self.table: NDArray[Any] = np.empty((count, *shape), dtype)
        self._places: dict[Key, int] = {}
        self._free = list(range(count - 1, -1, -1))
        self._met = np.zeros(count, np.int64)  # the call that asked for each row last
        self._calls = 0

    def find(self, keys: Sequence[Key]) -> tuple[Ints, list[int]]:
        """Where in `table` the rows of `keys` are.

        Returns:
            The row of each key; and which of the keys are new, as the index where each comes first:
            their rows are to be filled in before anything else is asked.
        """
        places = list(map(self._places.get, keys, repeat(-1)))
        self._calls += 1
        new = self._add(keys, places) if -1 in places else []
        found = np.array(places, np.intp)
        self._met[found] = self._calls
        return found, new

    def _add(self, keys: Sequence[Key], places: list[int]) -> list[int]:
        """Put into `places` the rows of keys that had none; the index where each comes first."""
        lacking = [index for index, place in enumerate(places) if place < 0]
        first: dict[Key, int] = {}
        for index in lacking:
            first.setdefault(keys[index], index)
        if len(first) > len(self._free):
            self._met[[place for place in places if place >= 0]] = self._calls
            self._forget()
        if len(first) > len(self._free):
            self._grow(len(first))
        for key in first:
            self._places[key] = self._free.pop()
        for index in lacking:
            places[index] = self._places[keys[index]]
        return list(first.values())

    def _forget(self) -> None:
        """Free the rows that were met longest ago, half of all, but none that is wanted now."""
        oldest = np.argsort(self._met, kind="stable")[: len(self._met) // 2]
        free = set(self._free) | set(oldest[self._met[oldest] < self._calls].tolist())
        self._places = {key: place for key, place in self._places.items() if place not in free}
        self._free = sorted(free, reverse=True)

    def _grow(self, by: int) -> None:
        count = len(self.table)
        self.table = np.concatenate(
            [self.table, np.empty((by, *self.table.shape[1:]), self.table.dtype)]
        )
        self._met = np.concatenate([self._met, np.zeros(by, np.int64)])
        self._free += range(count, count + by)


def of_last(make: Callable[[Thing], Result]) -> Callable[[Thing], Result]:
    """`make`, whose last result is kept and given again as long as it is asked of that object.

    The same object, not an equal one: sentences are never changed, and comparing them takes long.
    """
    last: tuple[Thing, Result] | None = None

    def ask(thing: Thing) -> Result:
        nonlocal last
        known = last
        if known is not None and known[0] is thing:
            return known[1]
        result = make(thing)
        last = thing, result
        return result

    return ask
