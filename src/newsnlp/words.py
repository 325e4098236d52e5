"""Single words: dictionary readings, the reading that fits a tag, inflection, letter case.

Built on pymorphy3, in the names of Universal Dependencies. Contexts are morph.py's business.
"""

import re
from collections.abc import Callable, Set
from functools import lru_cache, partial
from typing import Any, NamedTuple, cast

from newsnlp.dictionary import is_known, open_dictionary

__all__ = ["KNOWN", "Reading", "Words", "feature", "reshape"]

_CASES = {"nomn": "Nom", "gent": "Gen", "datv": "Dat", "accs": "Acc", "ablt": "Ins", "loct": "Loc"}
_CASES |= {"gen2": "Gen", "acc2": "Acc", "loc2": "Loc", "voct": "Nom", "gen1": "Gen"}
_NUMBERS = {"sing": "Sing", "plur": "Plur"}
_GENDERS = {"masc": "Masc", "femn": "Fem", "neut": "Neut"}
_TO_CASE = {v: k for k, v in reversed(_CASES.items())}
_TO_NUMBER = {v: k for k, v in _NUMBERS.items()}
_TO_GENDER = {v: k for k, v in _GENDERS.items()}
_POS = {
    "NOUN": ("NOUN", "PROPN"),
    "ADJF": ("ADJ", "DET", "PRON"),
    "ADJS": ("ADJ",),
    "COMP": ("ADJ", "ADV"),
    "VERB": ("VERB", "AUX"),
    "INFN": ("VERB", "AUX"),
    "PRTF": ("VERB", "ADJ"),
    "PRTS": ("VERB", "ADJ"),
    "GRND": ("VERB",),
    "NUMR": ("NUM",),
    "ADVB": ("ADV",),
    "NPRO": ("PRON",),
    "PREP": ("ADP",),
    "CONJ": ("CCONJ", "SCONJ"),
    "PRCL": ("PART",),
    "INTJ": ("INTJ",),
}
_ADJECTIVAL = frozenset({"ADJF", "PRTF"})
_ACRONYM_TAIL = re.compile(
    r"[А-ЯЁ][А-ЯЁа-яё]*[А-ЯЁ](-\d+)?(?=['’]?(?:а|у|ом|е|ы|ой|ов|ам|ами|ах|и|ю|я|ем)$)"
)

_PROPER = frozenset({"Name", "Patr", "Surn", "Geox", "Orgn"})
_SURNAME = re.compile(
    r".(?:ов|ев|ёв|ин|ын|ский|ская|ова|ева|ина|енко|чук|швили|ян)(?:а|у|ым|ой|е)?$"
)
_KEPT = 18_000  # words, 1.5 KB each
KNOWN = "known"  # among the marks of a word that the dictionary has
_FEW = 10_000  # of what is seldom asked twice


class Reading(NamedTuple):
    """One dictionary reading of a form; "" for a category that it lacks."""

    pos: str  # of OpenCorpora: NOUN, ADJF, PRTF, …
    case: str
    number: str
    gender: str
    marks: frozenset[str]  # further grammemes: Name, Patr, Surn, Geox, Fixd, anim, …
    lemma: str
    known: bool
    score: float
    parse: Any  # pymorphy3's own

    @property
    def adjectival(self) -> bool:
        """Whether it declines like an adjective."""
        return self.pos in _ADJECTIVAL or "Apro" in self.marks


# As `Reading(*row)`, but for a call in Python for each.
_reading = cast("Callable[[tuple[Any, ...]], Reading]", partial(tuple.__new__, Reading))


def feature(feats: Set[str], name: str) -> str:
    """The value of a feature: {"Case=Gen"}, "Case" → "Gen"; "" if it is not there."""
    return _values(frozenset(feats)).get(name, "")


@lru_cache(maxsize=10_000)
def _values(feats: frozenset[str]) -> dict[str, str]:
    return {name: value for name, _, value in (feat.partition("=") for feat in feats)}


@lru_cache(maxsize=20_000)
def reshape(form: str, source: str) -> str:
    """`form` with the letter case of `source`, and its е where the dictionary would write ё."""
    letters = list(form)
    for index, (new, old) in enumerate(zip(form, source, strict=False)):
        if new != old.lower() and not (new == "ё" and old.lower() == "е"):
            break
        letters[index] = old
    text = "".join(letters)
    if len(source) > 1 and source.isupper():
        return text.upper()
    if source.count("-") == text.count("-"):
        pairs = zip(text.split("-"), source.split("-"), strict=True)
        return "-".join(_capital(part, old) for part, old in pairs)
    return _capital(text, source)


def _capital(form: str, source: str) -> str:
    return form[:1].upper() + form[1:] if source[:1].isupper() else form


class Words:
    """The dictionary with its caches; open it once."""

    def __init__(self, analyser: Any) -> None:
        """Wrap `analyser`, a pymorphy3.MorphAnalyzer."""
        self._analyser = analyser
        self._forms: dict[tuple[str, str, str, frozenset[str]], str] = {}
        self.readings = lru_cache(maxsize=_KEPT)(self._readings)
        self.marks = lru_cache(maxsize=_FEW)(self._marks)
        self.inflected = lru_cache(maxsize=_FEW)(self._inflected)

    @classmethod
    def load(cls) -> "Words":
        """Open the dictionary that comes with pymorphy3 (about 0.05 s)."""
        return cls(open_dictionary())

    def _readings(self, word: str) -> tuple[Reading, ...]:
        parses = self._analyser.parse(word)
        known = {form: is_known(parse) for form, parse in {p.word: p for p in parses}.items()}
        rows = [(*_grammemes(p.tag), p.normal_form, known[p.word], p.score, p) for p in parses]
        return tuple(map(_reading, rows))

    def _marks(self, word: str) -> frozenset[str]:
        """The grammemes of all readings of a word in lower case, and `KNOWN` where one is."""
        readings = self.readings(word)
        known = {KNOWN} if any(reading.known for reading in readings) else set()
        return frozenset[str]().union(known, *[reading.marks for reading in readings])

    def usual_case(self, word: str) -> str:
        """A word in capitals as it is usually written: «РЕКТОР» → «ректор», «ВИКТОР» → «Виктор».

        What the dictionary does not know is taken for an acronym or a name and stays: «ТУСУР».
        """
        readings = self.readings(word.lower())
        if any({"Abbr", "Fixd"} <= reading.marks for reading in readings):
            return word
        if any(reading.known and reading.marks & _PROPER for reading in readings):
            return word.capitalize()
        if any(reading.known for reading in readings):
            return word.lower()
        return word.capitalize() if _SURNAME.search(word.lower()) else word

    def lemma(self, word: str, pos: str, feats: Set[str]) -> str:
        """The lemma of the reading that agrees best with the tag («стали», NOUN → «сталь»)."""
        return self._find_lemma(word.lower(), pos, *_slot(frozenset(feats)))

    def _find_lemma(self, word: str, pos: str, case: str, number: str, gender: str) -> str:
        readings = self.readings(word)
        if len({reading.lemma for reading in readings}) == 1:
            return readings[0].lemma
        best = max(readings, key=lambda r: _fit(r, pos, case, number, gender), default=None)
        return best.lemma if best else word

    def _inflected(self, word: str, pos: str, wanted: tuple[str, str, str], now: str) -> str:
        case, number, gender = wanted
        grammemes = {_TO_CASE[case]} | {_TO_NUMBER[n] for n in (number,) if n}
        forms: list[str] = []
        readings = sorted(
            self.readings(word), key=lambda r: _fit(r, pos, now, "", gender), reverse=True
        )
        for reading in readings:
            extra = {_TO_GENDER[gender]} if gender and number != "Plur" else set()
            extra = extra if reading.adjectival else set()
            form = self.form(reading, frozenset(grammemes | extra)) if reading.case else ""
            # Else «высшая» becomes «высочайшая».
            if form and form.startswith(word[: min(4, len(word) - 2)]):
                return form
            forms += [form] if form else []
        return forms[0] if forms else word

    def form(self, reading: Reading, grammemes: frozenset[str]) -> str:
        """The form of a reading with `grammemes` of OpenCorpora; "" if it has none."""
        key = (reading.parse.word, str(reading.parse.tag), reading.lemma, grammemes)
        if key not in self._forms:
            if len(self._forms) > 100_000:
                self._forms.clear()
            made = reading.parse.inflect(grammemes)
            form = "" if made is None else str(made.word)
            if "Supr" in reading.marks and form[:4] != reading.parse.word[:4]:
                form = _own_superlative(reading, grammemes) or form
            self._forms[key] = form
        return self._forms[key]

    def inflect(self, word: str, *, case: str, number: str = "", gender: str = "") -> str:
        """`word` in another case, number and (adjectives) gender; unchanged if it cannot be.

        Values are those of UD: "Nom", "Sing", "Fem".
        """
        return reshape(self.inflected(word.lower(), "", (case, number, gender), ""), word)

    def acronym(self, word: str) -> str:
        """The acronym without its ending («ТУСУРа» → «ТУСУР»), "" if `word` is none."""
        found = _ACRONYM_TAIL.match(word)
        return found.group() if found else ""


def _own_superlative(reading: Reading, grammemes: Set[str]) -> str:
    """«высшая», not «высочайшая»: of several superlatives of one lexeme that of the reading."""
    stem = reading.parse.word[:4]
    return next(
        (
            str(other.word)
            for other in reading.parse.lexeme
            if str(other.word).startswith(stem) and grammemes <= set(other.tag.grammemes)
        ),
        "",
    )


@lru_cache(maxsize=10_000)
def _grammemes(tag: Any) -> tuple[str, str, str, str, frozenset[str]]:
    """Part of speech, case, number, gender and all grammemes of a tag of pymorphy3's."""
    case, number, gender = _CASES.get(tag.case), _NUMBERS.get(tag.number), _GENDERS.get(tag.gender)
    return str(tag.POS or ""), case or "", number or "", gender or "", frozenset(tag.grammemes)


@lru_cache(maxsize=10_000)
def _slot(feats: frozenset[str]) -> tuple[str, str, str]:
    """Case, number and gender of a token's features; "" for what is not there."""
    return feature(feats, "Case"), feature(feats, "Number"), feature(feats, "Gender")


def _fit(reading: Reading, pos: str, case: str, number: str, gender: str) -> float:
    points = reading.score + 0.5 * reading.known
    points += 4 * (pos in _POS.get(reading.pos, ()))
    points += 2 * (bool(case) and reading.case == case)
    points += bool(number) and reading.number == number
    return points + (bool(gender) and reading.gender == gender)
