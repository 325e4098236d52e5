"""Personal names in any case → readings: the nominative of each word, with case, gender and points.

Every word offers the slots (case, gender, number) that dictionary, list of given names or ending
allow; a reading is one slot for the whole name, so given name and surname judge each other:
«Жылдыз Осмонова» is no man's name, «Льву Зиме» nobody's but a man's. The tagger's opinion and
the sentence count less than what the words allow.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from operator import itemgetter
from typing import NamedTuple

from newsnlp.lexicon import load_lexicon
from newsnlp.schema import Token
from newsnlp.surnames import ending_slots, given_forms
from newsnlp.words import Reading, Words, feature, reshape

__all__ = ["INITIAL", "PARTICLES", "WORD", "Hint", "NameReading", "Names", "couple_surname"]

WORD = re.compile(r"[А-ЯЁа-яё]+([-’'][А-ЯЁа-яё]+)*$")
INITIAL = re.compile(r"(?:[А-ЯЁA-Z]|Дж)\.?(-?[А-ЯЁA-Z]\.)?$")
PARTICLES = frozenset(
    "фон ван де да дас душ дю аль эль ибн бен ди ла дер тен ден цу "
    "оглы кызы улы уулу оглу гызы угли кизи заде тер бек хан".split()
)
_CASES = ("Nom", "Gen", "Dat", "Acc", "Ins", "Loc")
_GENDERS = ("Masc", "Fem")
_SINGULAR = tuple((case, gender, "Sing") for case in _CASES for gender in _GENDERS)
_BOTH = (*_SINGULAR, *((case, gender, "Plur") for case in _CASES for gender in _GENDERS))
_TAGGER = 1.2  # how much the tagger's opinion counts, shared by the words
_GIVEN = 3.0  # points of a form of a given name or patronymic

Slot = tuple[str, str, str]  # case, gender, number
Said = tuple[str, frozenset[str]]  # a word and its features
Points = tuple[str, float]
Slots = Mapping[Slot, tuple[float, str]]  # points and nominative, lower case
Offers = list[tuple[float, str]]  # points and nominative of a word in each slot of _BOTH


@dataclass(frozen=True, slots=True)
class Hint:
    """What the sentence or the document says of a name: points for cases and genders."""

    cases: Mapping[str, float] = field(default_factory=dict)
    genders: Mapping[str, float] = field(default_factory=dict)


class NameReading(NamedTuple):
    """One way to read the name: the nominative of each token."""

    forms: tuple[str, ...]
    case: str
    gender: str
    number: str
    points: float


class Names:
    """Reads names by the dictionary `words`; remembers the slots of single words."""

    def __init__(self, words: Words) -> None:
        """Work with the dictionary `words`."""
        self._words = words
        self.slots = lru_cache(maxsize=3_000)(self._slots)
        self._read = lru_cache(maxsize=1_000)(self._readings)
        self._offers = lru_cache(maxsize=2_000)(self._find_offers)
        self.given = lru_cache(maxsize=10_000)(self._given)
        self._given_form = lru_cache(maxsize=10_000)(self._has_given_form)

    def read(self, tokens: Sequence[Token], hint: Hint | None = None) -> tuple[NameReading, ...]:
        """The readings of the name that `tokens` write, the best first; one at least."""
        hint = hint or Hint()
        cases, genders = tuple(hint.cases.items()), tuple(hint.genders.items())
        return self._read(tuple([(token.text, token.feats) for token in tokens]), cases, genders)

    def _readings(
        self, said: Sequence[Said], cases: Sequence[Points], genders: Sequence[Points]
    ) -> tuple[NameReading, ...]:
        alone = sum(len(text) > 1 for text, _ in said) == 1
        offers = [self._offers(text, alone) for text, _ in said]
        words = [
            (offer or [(0.0, text)] * len(_BOTH), _fits(feats) if offer else None)
            for offer, (text, feats) in zip(offers, said, strict=True)
        ]
        weight = _TAGGER / max(1, len(offers) - offers.count(None))
        hint = Hint(dict(cases), dict(genders))
        slots = _BOTH if alone else _SINGULAR
        readings = [_reading(words, n, hint, weight) for n in range(len(slots))]
        return tuple(sorted(readings, key=itemgetter(4), reverse=True))

    def _find_offers(self, text: str, alone: bool) -> Offers | None:
        """What one token offers in each slot of `_BOTH`, as printed; None where it stays as it is.

        Args:
            text: of the token.
            alone: whether the name has no other word, so that its slots may be plural.
        """
        table = self._table(text, alone=alone)
        if table is None:
            return None
        missing = _missing(table), text.lower()
        found = [table.get(slot, missing) for slot in (_BOTH if alone else _SINGULAR)]
        return [(worth, reshape(form, text)) for worth, form in found]

    def given_form(self, word: str, *, usual: bool = False) -> bool:
        """Whether `word` is a form of a given name, or only of one `usual` in Russia."""
        return self._given_form(word, usual)

    def _has_given_form(self, word: str, usual: bool) -> bool:
        least = _GIVEN + 0.2 if usual else _GIVEN
        return any(
            least <= points < _GIVEN + 0.5 and (not usual or form in _common())
            for points, form in self.slots(word.lower()).values()
        )

    def usual(self, word: str) -> bool:
        """Whether `word` is the nominative of a given name that is usual in Russia."""
        return word.lower() in _common()

    def surname(self, word: str) -> bool:
        """Whether `word` in the nominative looks like a surname: «Иванов», «Ковальчук»."""
        slots = self.slots(word.lower())
        worth = [slots.get(("Nom", gender, "Sing"), (0.0, ""))[0] for gender in _GENDERS]
        return 1.3 <= max(worth) < _GIVEN

    def _given(self, word: str) -> bool:
        """Whether `word` is the nominative of a given name."""
        slots = self.slots(word.lower())
        return any(
            slots.get(("Nom", gender, "Sing"), (0.0, ""))[0] >= _GIVEN for gender in _GENDERS
        )

    def _table(self, text: str, *, alone: bool) -> Slots | None:
        """The slots of one token; None for what stays as it is."""
        lower = text.lower()
        if not WORD.match(text) or INITIAL.match(text) or lower in PARTICLES:
            return None
        slots = self.slots(lower)
        return slots if alone else _better(slots, _family(lower))

    def _slots(self, lower: str) -> Slots:
        """The slots that one word allows, each with its points and its nominative."""
        if "-" in lower:
            return self._compound(lower)
        found: dict[Slot, tuple[float, str]] = {}

        def offer(case: str, gender: str, number: str, points: float, form: str) -> None:
            if points > found.get((case, gender, number), (-9.0, ""))[0]:
                found[case, gender, number] = points, form

        for lemma, gender, case in _given_names().get(lower, ()):
            offer(case, gender, "Sing", _GIVEN + 0.2 * (lemma in _common()), lemma)
        readings = self._words.readings(lower)
        declined = any({"Name"} <= r.marks and "Fixd" not in r.marks and r.known for r in readings)
        for reading in readings:
            if not (reading.known and reading.case) or "voct" in reading.marks:
                continue
            twin = declined and "Fixd" in reading.marks and "Name" in reading.marks
            for gender, points, form in self._dictionary(reading, lower):
                less = 2.0 if twin and not lower.endswith("ли") else 0.0
                offer(reading.case, gender, reading.number or "Sing", points - less, form)
        less = 1.5 if any(points >= _GIVEN for points, _ in found.values()) else 0.0
        for case, gender, number, points, form in ending_slots(lower):
            offer(case, gender, number, points - less, form)
        return found

    def _dictionary(self, reading: Reading, lower: str) -> list[tuple[str, float, str]]:
        """Gender, points and nominative of a reading, for each gender that it allows."""
        genders = [reading.gender] if reading.gender in _GENDERS else list(_GENDERS)
        # «Игоре»: «Игорь», not «Игор»; «Гузели»: «Гузель», not «Гузеля».
        finer = 0.01 * len(reading.lemma) + 0.001 * reading.lemma.endswith("ь")
        if reading.marks & {"Name", "Patr"}:
            if reading.number == "Plur":
                return []
            finer += 0.2 * (reading.lemma in _common()) + 0.5 * ("Patr" in reading.marks)
            form = self._nominative(reading, lower)
            return [(gender, _GIVEN + finer, form) for gender in genders]
        if "Surn" in reading.marks:
            return [(gender, 2.0, self._nominative(reading, lower)) for gender in genders]
        if reading.number == "Plur" or reading.gender == "Neut":
            return []
        if reading.adjectival:
            form = self._words.form(reading, frozenset({"nomn", "sing"}))
            return [(gender, 1.2, form) for gender in genders]
        if reading.pos != "NOUN":
            return []
        form = self._nominative(reading, lower)
        if form.endswith(("а", "я")):
            return [(gender, 1.0, form) for gender in _GENDERS]
        if reading.gender == "Masc":
            return [("Masc", 1.0, form)]
        return [("Fem", 0.7, form)] if lower == form else []

    def _nominative(self, reading: Reading, lower: str) -> str:
        if reading.case == "Nom":
            return lower  # «Саввична», else «Саввишна»
        number = "plur" if reading.number == "Plur" else "sing"
        return self._words.form(reading, frozenset({"nomn", number})) or reading.lemma

    def _compound(self, lower: str) -> Slots:
        """«Склодовская-Кюри», «Тер-Оганесян»: the last part decides, the first follows."""
        left, _, right = lower.rpartition("-")
        before = {} if left in PARTICLES else self.slots(left)
        found = {}
        for slot, (points, form) in self.slots(right).items():
            worth, own = before.get(slot, (0.0, left))
            found[slot] = 0.7 * points + 0.3 * worth, f"{own}-{form}"
        return found


@lru_cache(maxsize=10_000)
def _fits(feats: frozenset[str]) -> list[float]:
    """How well each slot of `_BOTH` fits the tagger's case, gender and number."""
    said = tuple(feature(feats, name) for name in ("Case", "Gender", "Number"))
    return [
        0.7 * (said[0] == case) + 0.4 * (said[1] == gender) + 0.3 * (said[2] == number)
        for case, gender, number in _BOTH
    ]


def _reading(
    words: Sequence[tuple[Offers, list[float] | None]], n: int, hint: Hint, weight: float
) -> NameReading:
    """The reading of a name in the slot number `n` of `_BOTH`.

    Args:
        words: what each token offers in each slot, and how well the slots fit; None for what stays
            as it is.
        n: of the slot.
        hint: what the sentence says.
        weight: of the fit.
    """
    case, gender, number = _BOTH[n]
    points = 0.3 * (case == "Nom") - 0.5 * (number == "Plur")
    points += hint.cases.get(case, 0.0) + hint.genders.get(gender, 0.0)
    forms, given = [], False
    for offers, fits in words:
        worth, form = offers[n]
        forms.append(form)
        if fits is None:
            continue
        if _GIVEN <= worth < _GIVEN + 0.5:  # one given name; a surname that is one counts less
            worth, given = (1.5 if given else worth), True
        points += worth + weight * fits[n]
    return NameReading(tuple(forms), case, gender, number, points)


def _better(one: Slots, other: Slots) -> Slots:
    """The slots of both, the better one of each."""
    found = {**other, **one}
    return {slot: max(found[slot], other.get(slot, found[slot])) for slot in found}


def _missing(slots: Slots) -> float:
    """Points for a word that has no form in a slot: surnames are left undeclined now and then."""
    return -3.0 if any(points >= _GIVEN for points, _ in slots.values()) else -0.8


_FAMILY = re.compile(r"(.*(?:[еёо]в|[иы]н))(ы|ых|ым|ыми)$|(.*[сц]к)(ие|их|им|ими)$")
_FAMILY_CASES = {"ы": "Nom", "ие": "Nom", "ых": "Gen", "их": "Gen", "ым": "Dat", "им": "Dat"}


def _family(lower: str) -> dict[Slot, tuple[float, str]]:
    """«Тимур Сулеймановы», half of a couple: the surname in the singular."""
    found = _FAMILY.match(lower)
    if not found:
        return {}
    stem, ending = (found[1], found[2]) if found[1] else (found[3], found[4])
    masculine, feminine = (stem, stem + "а") if found[1] else (stem + "ий", stem + "ая")
    case = _FAMILY_CASES.get(ending, "Ins")
    slots = {(case, "Masc", "Sing"): (0.7, masculine), (case, "Fem", "Sing"): (0.7, feminine)}
    if case == "Gen":
        slots["Acc", "Masc", "Sing"] = slots["Gen", "Masc", "Sing"]
        slots["Acc", "Fem", "Sing"] = slots["Gen", "Fem", "Sing"]
    return slots


def couple_surname(word: str, gender: str) -> str:
    """«Сулеймановы» of one of them, a man or a woman: «Сулейманова»; "" for others."""
    forms = {slot[1]: form for slot, (_, form) in _family(word.lower()).items()}
    if not forms and word[-1:].lower() not in "ыи":
        return word if gender and word[:1].isupper() and word[-1:] not in "аяов" else ""
    return reshape(forms[gender], word) if gender in forms else ""


@cache
def _common() -> frozenset[str]:
    """The most usual Russian given names."""
    return load_lexicon("given_names").where("flags", "common")


@cache
def _given_names() -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    """Form → (name, gender, case) of the given names that the dictionary lacks."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for name, row in load_lexicon("given_names").items():
        for letter in row["gender"]:
            gender = {"f": "Fem", "m": "Masc"}[letter]
            for case, form in given_forms(name, gender):
                found.setdefault(form, []).append((name, gender, case))
    return {form: tuple(rows) for form, rows in found.items()}
