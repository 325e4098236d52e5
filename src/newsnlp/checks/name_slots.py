"""The cases and genders in which the words of names and titles may be.

Tokens and the dictionary go in, slots come out. Every slot that a word may have counts: what is
left after all words have spoken is empty only where they are at odds.
"""

import re
from collections.abc import Mapping, Sequence

from newsnlp.declension import INITIAL, PARTICLES, WORD
from newsnlp.morph import Morph
from newsnlp.schema import Token

__all__ = [
    "CASES",
    "Slot",
    "all_slots",
    "is_patronymic",
    "is_regular",
    "is_sure",
    "name_slots",
    "title_cases",
    "word_slots",
]

CASES = ("Nom", "Gen", "Dat", "Acc", "Ins", "Loc")
_SURE, _STRONG = 1.2, 1.0  # points of a slot that an ending of surnames, the dictionary gives
_USUAL = 3.2  # points of a form of a usual given name, or of a patronymic
_SHARE = 0.6  # of the best slot's points, beneath which another one is a mere chance
_GENDERS = frozenset({"Masc", "Fem"})
_OF_SURNAMES = r"(?:[оеё]в|[иы]н)(?:а|у|ым|ой|е)?$|..[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую)$"
_CONSONANT = re.compile(r"[бвгджзклмнпрстфхцчшщь]$")
_PATRONYMIC = re.compile(r"(?:ович|евич|овн|евн|ичн)[а-я]{0,2}$")

Slot = tuple[str, str]  # case, gender


def word_slots(morph: Morph, token: Token, *, last: bool = True) -> frozenset[Slot]:
    """The cases and genders that a word of a name may be in; empty where nothing is known."""
    if not WORD.match(token.text) or INITIAL.match(token.text):
        return frozenset()
    if token.text.lower() in PARTICLES or token.text.isupper():
        return frozenset()
    found = morph.names.slots(token.text.lower())
    single = {slot[:2]: worth for slot, (worth, _) in found.items() if slot[2] == "Sing"}
    if any(slot[2] == "Plur" and worth >= _STRONG for slot, (worth, _) in found.items()):
        return frozenset()  # «Ивановых», «Седых»
    word = token.text.lower()
    if not is_regular(morph, token):  # an unknown name in «-а» may be a woman's nominative
        slots = frozenset(slot for slot, worth in single.items() if worth > 0)
        return slots | _unknown(word)
    slots = _allowed(single)
    if morph.names.given_form(word, usual=True):
        return slots | _womans(word, slots)
    if not last or re.search(_OF_SURNAMES, word):
        return slots
    return slots | _unknown(word)


def _womans(word: str, slots: frozenset[Slot]) -> frozenset[Slot]:
    """What a form of a usual given name may be besides: «Айгуль» in any case, «Ярослава»."""
    if word.endswith("слава"):
        return frozenset({("Nom", "Fem")})
    if _CONSONANT.search(word) and {gender for _, gender in slots} == {"Fem"}:
        return frozenset((case, "Fem") for case in CASES)
    return frozenset()


def _unknown(word: str) -> frozenset[Slot]:
    """What a name may be of which nothing is known: «Грош», «Нуяна»."""
    if _CONSONANT.search(word):  # a woman's surname in a consonant never changes
        return frozenset((case, "Fem") for case in CASES)
    return frozenset({("Nom", "Fem"), ("Nom", "Masc")}) if word[-1] in "ая" else frozenset()


def _allowed(worth: Mapping[Slot, float]) -> frozenset[Slot]:
    """The slots that points speak for: beside sure ones the others do not count."""
    most = max(worth.values(), default=0.0)
    if most >= _USUAL:  # «Ивана» is of «Иван», though there is an «Ивана», too
        return frozenset(slot for slot, points in worth.items() if points >= _USUAL)
    if most >= _SURE:
        return frozenset(slot for slot, points in worth.items() if points > _SHARE * most)
    best = {g: max((p for (_, h), p in worth.items() if h == g), default=0.0) for g in _GENDERS}
    return frozenset(
        slot
        for slot, points in worth.items()
        if points > 0 and (points >= _STRONG or best[slot[1]] < _STRONG)
    )


def name_slots(morph: Morph, tokens: Sequence[Token]) -> frozenset[Slot]:
    """The cases and genders in which all words of a name may be; empty if unknown or at odds."""
    found = all_slots(morph, tokens)
    return frozenset.intersection(*found) if found else frozenset()


def all_slots(morph: Morph, tokens: Sequence[Token]) -> list[frozenset[Slot]]:
    """The slots of each word of a name that has any."""
    found = [word_slots(morph, t, last=t is tokens[-1]) for t in tokens]
    if len(tokens) > 1 and tokens[-1].text.endswith("ой"):
        found[-1] |= {("Nom", "Masc")}  # «Максим Громовой»
    return [slots for slots in found if slots]


def is_patronymic(word: str) -> bool:
    """«Петрович», «Сергеевны»."""
    return bool(_PATRONYMIC.search(word.lower()))


def is_sure(morph: Morph, tokens: Sequence[Token]) -> bool:
    """Whether a name is Russian enough to be judged: «Ирину Кузнецову», not «Батжаргалын Тувшином».

    A foreign woman's name in «-е» is no dative: «Кристине Белер-Кох».
    """
    words = [token.text.lower() for token in tokens if len(token.text) > 1]
    given = [word for word in words if morph.names.given_form(word, usual=True)]
    odd = [token for token in tokens if len(token.text) > 1 and not is_regular(morph, token)]
    if len(words) == 1:
        return not odd
    known = bool(given) or any(map(is_patronymic, words))
    return known and not (odd and any(word.endswith("е") for word in given))


def title_cases(morph: Morph, token: Token) -> frozenset[str]:
    """The cases of the singular that the head of a title may be in; empty if it has none."""
    readings = [r for r in morph.words.readings(token.text.lower()) if r.known and r.case]
    readings = [r for r in readings if r.pos in ("NOUN", "ADJF", "PRTF")]
    if any("Fixd" in r.marks for r in readings):
        return frozenset()
    return frozenset(r.case for r in readings if r.number == "Sing")


def is_regular(morph: Morph, token: Token) -> bool:
    """Whether a word is surely what it seems: a usual given name, a patronymic, «-ов», «-ский»."""
    word = token.text.lower()
    if morph.names.given_form(word, usual=True):
        return True
    if "-" in word:  # «Хаджи-Петрова», «Черных-Обской»
        return False
    return bool(is_patronymic(word) or re.search(rf"..(?:{_OF_SURNAMES})", word))
