"""pymorphy3's analyser on its own dictionary, with shorter ways through it.

The dictionary is a graph of letters, walked in Python; the walk is most of the cost of a word that
is met for the first time. What is found stays the same (`tests/test_dictionary.py`), but a word is
walked in one loop, the values that many words share are read once, and the probabilities of a
word's readings are looked for from the end of the word, not from its start again for each reading.
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

import pymorphy3
from pymorphy3.analyzer import ProbabilityEstimator
from pymorphy3.units import DictionaryAnalyzer

__all__ = ["is_known", "open_dictionary"]

_MULTIPLIER = 1_000_000  # pymorphy3 keeps probabilities as whole numbers
_LABEL = 0x8000_00FF  # of a unit of dawgdic's graph, with the mark of a leaf
_SEPARATOR = b"\x01"  # between a word and its values

Replaces = dict[bytes, list[tuple[bytes, str]]]  # letter → what may stand for it: «е» → «ё»


def open_dictionary() -> Any:
    """A `pymorphy3.MorphAnalyzer` (about 0.05 s)."""
    # The path is given, or pymorphy3 would heed PYMORPHY2_DICT_PATH.
    path = str(files("pymorphy3_dicts_ru") / "data")
    analyser = pymorphy3.MorphAnalyzer(path, lang="ru", probability_estimator_cls=_Estimator)
    for graph in (analyser.dictionary.words, *analyser.dictionary.prediction_suffixes_dawgs):
        units = _units_of(graph)
        if units is not None:
            graph.similar_items = _Walker(units, graph._value_for_index).similar_items
    return analyser


def is_known(parse: Any) -> bool:
    """Whether the dictionary has the word of a parse; a parse read off it need not be looked up."""
    stack = parse.methods_stack
    return (len(stack) == 1 and type(stack[0][0]) is DictionaryAnalyzer) or bool(parse.is_known)


def _units_of(graph: Any) -> Sequence[int] | None:
    """The nodes of a graph; None where pymorphy3 found its extension in C, which is quick."""
    return getattr(getattr(graph, "dct", None), "_units", None)


def _follow(units: Sequence[int], letters: bytes, index: int) -> int | None:
    """Where `letters` lead from the node `index`; None if nowhere.

    A unit holds the label of its node and the offset of the children, as in dawgdic.
    """
    for letter in letters:
        unit = units[index]
        index ^= ((unit >> 10) << ((unit & 0x200) >> 6)) ^ letter
        if units[index] & _LABEL != letter:
            return None
    return index


class _Walker:
    """A graph of words with values, such as paradigm and form."""

    def __init__(self, units: Sequence[int], values_of: Any) -> None:
        """Walk `units`; `values_of` reads the values at a node."""
        self._units = units
        self._values_of = lru_cache(maxsize=50_000)(values_of)

    def similar_items(self, key: str, replaces: Replaces) -> list[tuple[str, Any]]:
        """`key` and what it may stand for («елка» → «ёлка») with values, as dawg_python has it."""
        return self._similar_items("", key, 0, replaces)

    def _similar_items(
        self, prefix: str, key: str, index: int, replaces: Replaces
    ) -> list[tuple[str, Any]]:
        units = self._units
        found: list[tuple[str, Any]] = []
        begin = len(prefix)
        for position in range(begin, len(key)):
            letters = key[position].encode()
            for others, other in replaces.get(letters, ()):
                turn = _follow(units, others, index)
                if turn:
                    start = prefix + key[begin:position] + other
                    found += self._similar_items(start, key, turn, replaces)
            for letter in letters:  # as in `_follow`: a call for each letter would cost more
                unit = units[index]
                index ^= ((unit >> 10) << ((unit & 0x200) >> 6)) ^ letter
                if units[index] & _LABEL != letter:
                    return found
        end = _follow(units, _SEPARATOR, index)
        if end:
            found.insert(0, (prefix + key[begin:], self._values_of(end)))
        return found


class _Estimator(ProbabilityEstimator):  # type: ignore[misc]
    """P(tag | word) as pymorphy3 has it."""

    def __init__(self, path: str) -> None:
        """Open the file of the dictionary at `path`."""
        super().__init__(path)
        self._units = _units_of(self.p_t_given_w)

    def apply_to_parses(self, word: str, word_lower: str, parses: list[Any]) -> list[Any]:
        """The parses with their probabilities, the likeliest first."""
        if self._units is None or not parses:
            return list(super().apply_to_parses(word, word_lower, parses))
        start = _follow(self._units, f"{word_lower}:".encode(), 0)
        chances = [self._chance(start, parse[1]) for parse in parses] if start else []
        if not any(chances):
            share = 1.0 / sum(parse[3] for parse in parses)
            return [(*parse[:3], parse[3] * share, parse[4]) for parse in parses]
        found = [(*p[:3], chance, p[4]) for p, chance in zip(parses, chances, strict=True)]
        return sorted(found, key=lambda parse: parse[3], reverse=True)

    def _chance(self, start: int, tag: Any) -> float:
        graph = self.p_t_given_w.dct
        end = _follow(self._units or (), str(tag).encode(), start)
        if end is None or not graph.has_value(end):
            return 0.0
        return float(graph.value(end) / _MULTIPLIER)
