"""pymorphy3's analyser on its own dictionary, with shorter ways through it.

The dictionary is a graph of letters, walked in Python unless pymorphy3 finds its extension in C
(dawg2); the walk is most of the cost of a word that is met for the first time. What is found stays
the same (`tests/test_dictionary.py`), but a word is walked in few loops, what many words share
(paradigms, probabilities, which form of a paradigm an inflection asks for) is read once, and of a
lexeme only the form that is wanted is made.
"""

import re
from binascii import a2b_base64
from collections.abc import Sequence, Set
from functools import lru_cache
from importlib.resources import files
from operator import itemgetter
from typing import Any, NamedTuple

import pymorphy3
from pymorphy3.analyzer import ProbabilityEstimator
from pymorphy3.units import DictionaryAnalyzer

__all__ = ["is_known", "open_dictionary"]

_MULTIPLIER = 1_000_000  # pymorphy3 keeps probabilities as whole numbers
_LABEL = 0x8000_00FF  # of a unit of dawgdic's graph, with the mark of a leaf
_HAS_LEAF = 0x100
_SEPARATOR = b"\x01"  # between a word and its values
_YE = re.compile("е")
_BYTES = [bytes((number,)) for number in range(256)]

Replaces = dict[bytes, list[tuple[bytes, str]]]  # letter → what may stand for it: «е» → «ё»


def open_dictionary() -> Any:
    """A `pymorphy3.MorphAnalyzer` (about 0.05 s)."""
    # The path is given, or pymorphy3 would heed PYMORPHY2_DICT_PATH.
    path = str(files("pymorphy3_dicts_ru") / "data")
    return _Analyser(path, lang="ru")


def is_known(parse: Any) -> bool:
    """Whether the dictionary has the word of a parse; a parse read off it need not be looked up."""
    stack = parse.methods_stack
    return (len(stack) == 1 and type(stack[0][0]) is DictionaryAnalyzer) or bool(parse.is_known)


class _Form(NamedTuple):
    """A form of a paradigm: its tag, and what makes a word's lemma of it."""

    paradigm: int
    place: int
    tag: Any
    before: int  # letters that the lemma has not, at the beginning and at the end
    after: int
    prefix: str
    suffix: str

    def lemma(self, word: str) -> str:
        """The lemma of `word`, which has this form."""
        if not self.place:
            return word
        return self.prefix + word[self.before : len(word) - self.after] + self.suffix


class _Analyser(pymorphy3.MorphAnalyzer):  # type: ignore[misc]
    """pymorphy3's analyser with shorter ways for words of the dictionary."""

    def __init__(self, path: str, lang: str) -> None:
        """Open the dictionary at `path`."""
        super().__init__(path, lang=lang, probability_estimator_cls=_Estimator)
        words = self.dictionary.words
        self._words = _Walker.of(words)
        for graph in self.dictionary.prediction_suffixes_dawgs:
            _Walker.of(graph)
        self._chances = self.prob_estimator.units
        self._forms = lru_cache(maxsize=5_000)(self._read_forms)
        self._form = lru_cache(maxsize=5_000)(self._read_form)
        self._ranked = lru_cache(maxsize=3_000)(self._rank)
        self._best = lru_cache(maxsize=3_000)(self._find_best)

    def parse(self, word: str) -> list[Any]:
        """The readings of `word`, the likeliest first."""
        lower = word.lower()
        if len(lower) < 2:  # a single letter may also be an initial
            return list(super().parse(word))
        found = self._walk(lower) if self._words and self._chances else self._ask(lower)
        if not found:
            return list(super().parse(word))
        unit, make = self._units[0].analyzer, self._result_type
        parses = []
        for fixed, form, chance in found:
            stack = ((unit, fixed, form.paradigm, form.place),)
            parses.append(make(fixed, form.tag, form.lemma(fixed), chance, stack))
        return parses

    def _ask(self, word: str) -> list[tuple[str, _Form, float]]:
        """What `word` may stand for, as which form, how likely; by the graphs' own look-ups.

        These are quick where pymorphy3 has found its extension in C.
        """
        graph, chance_of = self.dictionary.words, self.prob_estimator.p_t_given_w.get
        forms = [
            (fixed, self._form(*value))
            for fixed, values in graph.similar_items(word, self.char_substitutes)
            for value in values
        ]
        chances = [chance_of(f"{word}:{form.tag}", 0) / _MULTIPLIER for _, form in forms]
        if not any(chances):
            return [(fixed, form, 1.0 * (1.0 / len(forms))) for fixed, form in forms]
        ranked = [(*pair, chance) for pair, chance in zip(forms, chances, strict=True)]
        return sorted(ranked, key=itemgetter(2), reverse=True)

    def _walk(self, word: str) -> list[tuple[str, _Form, float]]:
        """The same by our own walk through the graphs."""
        found = self._words.find(word) if self._words else []
        start = _follow(self._chances or (), f"{word}:".encode(), 0) or 0 if found else 0
        ranked = self._ranked(tuple(node for _, node in found), start) if found else []
        return [(found[place][0], form, chance) for place, form, chance in ranked]

    def _rank(self, nodes: tuple[int, ...], start: int) -> list[tuple[int, _Form, float]]:
        """Forms of words that end at `nodes` with their probabilities, as pymorphy3 has them.

        Args:
            nodes: of the word and of those that it may stand for.
            start: where the word ends in the graph of probabilities; 0 if it is not there.
        """
        forms = [(place, form) for place, node in enumerate(nodes) for form in self._forms(node)]
        chances = [self._chance(start, form.tag) for _, form in forms] if start else []
        if not any(chances):
            return [(place, form, 1.0 * (1.0 / len(forms))) for place, form in forms]
        ranked = [(*pair, chance) for pair, chance in zip(forms, chances, strict=True)]
        return sorted(ranked, key=itemgetter(2), reverse=True)

    def _chance(self, start: int, tag: Any) -> float:
        graph = self.prob_estimator.p_t_given_w.dct
        end = _follow(self._chances or (), str(tag).encode(), start)
        if end is None or not graph.has_value(end):
            return 0.0
        return float(graph.value(end) / _MULTIPLIER)

    def _read_forms(self, node: int) -> list[_Form]:
        """The forms that a word which ends at `node` may have."""
        values = self._words.values_of(node) if self._words else ()
        return [self._form(number, index) for number, index in values]

    def _read_form(self, number: int, index: int) -> _Form:
        """The form at `index` of a paradigm."""
        book = self.dictionary
        paradigm = book.paradigms[number]
        size = len(paradigm) // 3
        prefixes = [book.paradigm_prefixes[paradigm[2 * size + i]] for i in (index, 0)]
        suffixes = [book.suffixes[paradigm[i]] for i in (index, 0)]
        tag = book.build_tag_info(number, index)
        cut = len(prefixes[0]), len(suffixes[0])
        return _Form(number, index, tag, *cut, prefixes[1], suffixes[1])

    def _inflect(self, form: Any, required_grammemes: Set[str]) -> list[Any]:
        """The form of a lexeme that is wanted, in a list; an empty one if there is none."""
        stack = form.methods_stack
        if len(stack) > 1 or type(stack[0][0]) is not DictionaryAnalyzer:
            return list(super()._inflect(form, required_grammemes))
        unit, _, number, index = stack[0]
        found = self._best(number, index, frozenset(required_grammemes))
        if found is None:
            return []
        at, tag, prefix, suffix = found
        stem = self.dictionary.build_stem(self.dictionary.paradigms[number], index, form.word)
        word = prefix + stem + suffix
        stack = ((unit, word, number, at),)
        return [self._result_type(word, tag, form.normal_form, 1.0, stack)]

    def _find_best(
        self, number: int, index: int, required: frozenset[str]
    ) -> tuple[int, Any, str, str] | None:
        """Which form of a paradigm has `required` grammemes and is most like that at `index`."""
        forms = self.dictionary.build_paradigm_info(number)
        able = [i for i, (_, tag, _) in enumerate(forms) if required <= tag.grammemes]
        if not able:
            required = self.TagClass.fix_rare_cases(required)
            able = [i for i, (_, tag, _) in enumerate(forms) if required <= tag.grammemes]
        if not able:
            return None
        wanted = forms[index][1].updated_grammemes(required)

        def similarity(at: int) -> float:
            own = forms[at][1].grammemes
            return float(len(wanted & own) - 0.1 * len(wanted ^ own))

        best = max(able, key=similarity)
        prefix, tag, suffix = forms[best]
        return best, tag, prefix, suffix


class _Estimator(ProbabilityEstimator):  # type: ignore[misc]
    """P(tag | word) as pymorphy3 has it, sooner told of words that it does not know."""

    def __init__(self, path: str) -> None:
        """Open the file of the dictionary at `path`."""
        super().__init__(path)
        self.units = _units_of(self.p_t_given_w)

    def apply_to_parses(self, word: str, word_lower: str, parses: list[Any]) -> list[Any]:
        """The parses with their probabilities, the likeliest first."""
        if not parses or not self.units or _follow(self.units, f"{word_lower}:".encode(), 0):
            return list(super().apply_to_parses(word, word_lower, parses))
        share = 1.0 / sum(parse[3] for parse in parses)
        return [(*parse[:3], parse[3] * share, parse[4]) for parse in parses]


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
    """A graph of words with values, such as paradigm and form; «е» may stand for «ё»."""

    def __init__(self, units: Sequence[int], graph: Any) -> None:
        """Walk `units`, which are those of pymorphy3's `graph`."""
        self._units = units
        self._guide: Sequence[int] = graph.guide._units  # of a node: its first child, next sibling
        self._unpack = graph._struct.unpack
        self.values_of = lru_cache(maxsize=2_000)(self._read_values)

    @classmethod
    def of(cls, graph: Any) -> "_Walker | None":
        """A walker that pymorphy3's `graph` uses, too; None where its extension in C walks."""
        units = _units_of(graph)
        if units is None:
            return None
        walker = cls(units, graph)
        graph.similar_items = walker.similar_items
        return walker

    def similar_items(self, key: str, _: Replaces) -> list[tuple[str, Any]]:
        """`key` and what it may stand for («елка» → «ёлка») with values, as dawg_python has it."""
        return [(word, self.values_of(node)) for word, node in self.find(key)]

    def _read_values(self, node: int) -> list[Any]:
        """The values at a node: what follows it, as far as a leaf, spells each in base 64."""
        units, guide = self._units, self._guide
        found: list[Any] = []
        waiting = [(node, b"")]
        while waiting:
            node, letters = waiting.pop()
            while True:
                unit = units[node]
                if unit & _HAS_LEAF:
                    found.append(self._unpack(a2b_base64(letters)))
                label = guide[2 * node]
                if not label:
                    break
                below = node ^ ((unit >> 10) << ((unit & 0x200) >> 6))
                node = below ^ label  # the first child; the others wait
                others = []
                other = guide[2 * node + 1]
                while other:
                    child = below ^ other
                    others.append((child, letters + _BYTES[other]))
                    other = guide[2 * child + 1]
                if others:
                    waiting += reversed(others)
                letters += _BYTES[label]
        return found

    def find(self, key: str, begin: int = 0, index: int = 0) -> list[tuple[str, int]]:
        """`key` and what it may stand for, each with the node of its values.

        Args:
            key: the word.
            begin: how many of its letters have been walked.
            index: the node where these led.
        """
        found: list[tuple[str, int]] = []
        place = begin
        for letter in _YE.finditer(key, begin):
            at = letter.start()
            here = _follow(self._units, key[place:at].encode(), index)
            if here is None:
                return found
            place, index = at, here
            turn = _follow(self._units, b"\xd1\x91", index)
            if turn:
                found += self.find(f"{key[:at]}ё{key[at + 1 :]}", at + 1, turn)
        end = _follow(self._units, key[place:].encode() + _SEPARATOR, index)
        if end:
            found.insert(0, (key, end))
        return found
