"""Russian personal names: parts, gender, and whether two may be one person's.

In comes the tokens of a name in any case and order; out comes a PersonName in the nominative,
given name first. Foreign names whose order is not known keep the order of the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsnlp.morph import Morph
from newsnlp.schema import Token
from newsnlp.surnames import surname_gender
from newsnlp.text import fold_yo
from newsnlp.words import Reading

__all__ = ["PersonName", "compatible", "gender_of", "parse_name"]

_INITIAL = re.compile(r"[А-ЯЁA-Z]\.?$")
_INITIALS = re.compile(r"([А-ЯЁA-Z])\.?-?([А-ЯЁA-Z])\.?$")
_PATRONYMIC = re.compile(r"(вич|[ььклм]ич|вна|ична|инична|оглы|кызы|улы)$", re.IGNORECASE)
_CONSONANTS = frozenset("бвгджзклмнпрстфцчшщ")
_FEMALE = re.compile(r"(вна|ична|кызы)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in the nominative; "" for a part that the text lacks, «В.» for an initial."""

    given: str = ""
    patronymic: str = ""
    surname: str = ""
    gender: str = ""  # "Masc", "Fem" or ""

    @property
    def full(self) -> str:
        """All parts, given name first: «Виктор Михайлович Рулевский», «В. А. Садовничий»."""
        return " ".join(part for part in (self.given, self.patronymic, self.surname) if part)


def gender_of(name: PersonName) -> str:
    """The gender as it was parsed or else as the ending of patronymic or surname shows it."""
    if name.gender:
        return name.gender
    if len(name.patronymic) > 2:
        return "Fem" if _FEMALE.search(name.patronymic) else "Masc"
    return surname_gender(name.surname)


def parse_name(tokens: Sequence[Token], morph: Morph) -> PersonName | None:
    """The parts of the name that `tokens` write, in the nominative; None if there is no word.

    «Рулевского Виктора Михайловича» → given «Виктор», patronymic «Михайлович», surname «Рулевский».
    """
    # A full stop may be a token of its own: «В», «.» is one initial.
    kept = [token for token in tokens if token.text not in (".", ",")]
    if woman := _as_written(kept, morph):
        return woman
    forms = [_usual_case(form) for form in morph.name_forms(kept)]
    initials: list[str] = []
    words: list[str] = []
    for form in forms:
        if _INITIAL.match(form):
            initials.append(form[0] + ".")
        elif pair := _INITIALS.match(form):
            initials += [pair[1] + ".", pair[2] + "."]
        elif (form == "-" and words) or (words and words[-1].endswith("-")):
            words[-1] += form
        else:
            words.append(form)
    if not words:
        return None
    return _arrange(words, initials, _gender(kept, words, morph), morph)


def _as_written(tokens: Sequence[Token], morph: Morph) -> PersonName | None:
    """«Яна Ким», «Анна Ковальчук»: a woman's name in the nominative, its surname indeclinable.

    Read as a man's genitive, the surname would have an ending («Яна Кима»). None otherwise.
    """
    if len(tokens) != 2 or not all(token.text[:1].isupper() for token in tokens):
        return None
    given, surname = (_usual_case(token.text) for token in tokens)
    readings = morph.words.readings(given.lower())
    woman = any(_is_given(reading) and reading.gender == "Fem" for reading in readings)
    if woman and given[-1] in "ая" and surname[-1].lower() in _CONSONANTS:
        return PersonName(given, "", surname, "Fem")
    return None


def _usual_case(word: str) -> str:
    """«ЖУРАВЕЛЬ» → «Журавель»; initials stay."""
    return word.capitalize() if len(word) > 2 and word.isupper() and word.isalpha() else word


def _gender(tokens: Sequence[Token], words: Sequence[str], morph: Morph) -> str:
    for word in words:
        if len(words) > 1 and _PATRONYMIC.search(word):
            return "Fem" if _FEMALE.search(word) else "Masc"
    for word in words:
        genders = {r.gender for r in morph.words.readings(word.lower()) if _is_given(r)}
        if len(genders) == 1 and len(words) > 1:
            return genders.pop()
    return surname_gender(words[-1]) or morph.name_gender(tokens)


def _is_given(reading: Reading) -> bool:
    return "Name" in reading.marks and reading.known and reading.case == "Nom"


def _given(word: str, morph: Morph) -> bool:
    return any(_is_given(reading) for reading in morph.words.readings(word.lower()))


def _arrange(
    words: Sequence[str], initials: Sequence[str], gender: str, morph: Morph
) -> PersonName:
    """Give each word its part: patronymic by its ending, given name by the dictionary."""
    if initials:
        first, second = initials[0], initials[1] if len(initials) > 1 else ""
        if len(words) > 1 and not second and _given(words[0], morph):
            return PersonName(words[0], first, " ".join(words[1:]), gender)
        return PersonName(first, second, " ".join(words), gender)
    if len(words) == 1:
        if _given(words[0], morph):
            return PersonName(given=words[0], gender=gender)
        return PersonName(surname=words[0], gender=gender)
    middle = next((i for i, w in enumerate(words) if i and _PATRONYMIC.search(w)), None)
    if middle is not None and middle == len(words) - 1 and len(words) > 2:
        return PersonName(words[-2], words[-1], " ".join(words[:-2]), gender)
    if middle is not None:
        surname = " ".join(words[middle + 1 :])
        if surname or _given(words[0], morph):
            return PersonName(" ".join(words[:middle]), words[middle], surname, gender)
    if _given(words[-1], morph) and not _given(words[0], morph):
        return PersonName(words[-1], "", " ".join(words[:-1]), gender)
    return PersonName(words[0], "", " ".join(words[1:]), gender)


def compatible(a: PersonName, b: PersonName) -> bool:
    """Whether the two may name one person: no part and no gender contradicts the other's.

    ё equals е, an initial fits a name that begins with it; «Рулевский» fits «В. М. Рулевский».
    """
    one, other = gender_of(a), gender_of(b)
    if one and other and one != other:
        return False
    parts = ((a.given, b.given), (a.patronymic, b.patronymic), (a.surname, b.surname))
    shared = [pair for pair in parts if all(pair)]
    return bool(shared) and all(_same(left, right) for left, right in shared)


def _same(left: str, right: str) -> bool:
    left, right = fold_yo(left).lower(), fold_yo(right).lower()
    if left.endswith(".") or right.endswith("."):
        return left[0] == right[0]
    return left == right
