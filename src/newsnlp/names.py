"""Russian personal names: parts, gender, and whether two may be one person's.

In comes the tokens of a name in any case and order; out comes a PersonName in the nominative,
given name first. Foreign names whose order is not known keep the order of the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from newsnlp.schema import Token
from newsnlp.surnames import surname_gender
from newsnlp.text import fold_yo

if TYPE_CHECKING:  # who only takes a name apart needs no dictionary
    from newsnlp.declension import Hint
    from newsnlp.morph import Morph

__all__ = [
    "PersonName",
    "compatible",
    "eastern",
    "gender_of",
    "name_as",
    "name_parts",
    "parse_name",
    "parse_names",
    "weighed_names",
]

_INITIAL = re.compile(r"(?:[А-ЯЁA-Z]|Дж)\.?$")
_INITIALS = re.compile(r"([А-ЯЁA-Z])\.?-?([А-ЯЁA-Z])\.?$")
_TAIL = re.compile(r"(?:оглы|оглу|кызы|гызы|улы|уулу|угли|кизи)", re.IGNORECASE)
_PATRONYMIC = re.compile(
    r"(вич|[ььклм]ич|вна|ична|инична|оглы|оглу|кызы|гызы|улы|уулу|угли|кизи)$", re.IGNORECASE
)
_WRITTEN_OUT = re.compile(r"(?:[оеё]вич|ьич|[оеё]вна|ична|инична)$")
_MIDDLE = re.compile(r"(?:[оеё]вич|ич|[оеё]вна|ична|шна|^\w\.)$")
_UNSURE = 2.0  # points within which the gender of a lone surname is left open
_ROMAN = re.compile("[IVXLC]+")
_VOWEL = re.compile("[аеёиоуыэюя]")
# Family names of China, Korea and Vietnam, which come first there: «Ли Цзюнь», «Нгуен Ван Минь».
_FAMILIES = frozenset(
    "ан бай буй ван вань во ву вэй гао го гу дай данг дин до ду дун дэн е жэнь зыонг кан квон "
    "ким лай ле ли лим линь ло лу лю люй лян ляо ма мин мун мэн нам нго нгуен о пак пань пэн се "
    "си син со сон су сун сунь сюй сюн сюэ ся сяо тан тань тен тянь у фам фан фу фэн хан хань "
    "хао хо хоанг ху хуан хэ цай цао цзинь цзоу цзэн цзя цзян цинь цой чан чен чжан чжао чжоу "
    "чжан чжу чжун чжэн чо чон чэн чэнь ши шэнь ю юань юй юн юнь ян янь яо".split()
)
_FEMALE = re.compile(r"(вна|ична|кызы|гызы|кизи)$", re.IGNORECASE)


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


def parse_name(
    tokens: Sequence[Token], morph: Morph, hint: Hint | None = None
) -> PersonName | None:
    """The parts of the name that `tokens` write, in the nominative; None if there is no word.

    «Рулевского Виктора Михайловича» → given «Виктор», patronymic «Михайлович», surname «Рулевский».
    """
    return next(iter(parse_names(tokens, morph, hint)), None)


def parse_names(
    tokens: Sequence[Token], morph: Morph, hint: Hint | None = None
) -> list[PersonName]:
    """All names that `tokens` may write, the likeliest first; empty if there is no word."""
    return [name for name, _ in weighed_names(tokens, morph, hint)]


def name_as(normal: str, tokens: Sequence[Token], morph: Morph) -> PersonName | None:
    """The name `normal` with its parts: as `tokens` may be read or else as it stands."""
    names = parse_names(tokens, morph)
    same = next((name for name in names if name.full == normal), None)
    if same is None and normal:
        gender = names[0].gender if names else ""
        return _from_forms(tuple(normal.split()), gender, morph)
    return same


def weighed_names(
    tokens: Sequence[Token], morph: Morph, hint: Hint | None = None
) -> list[tuple[PersonName, float]]:
    """Different names that `tokens` may write, with their points, the likeliest first."""
    # A full stop may be a token of its own: «В», «.» is one initial; «[Владимир] Зеленский».
    texts = [*(token.text for token in tokens), ""]
    places = [n for n, text in enumerate(texts) if text not in (".", ",", "[", "]", "")]
    kept = [tokens[n] for n in places]
    # «Ю Хен Сук»
    whole = tuple([len(texts[n]) == 1 and texts[n + 1] != "." for n in places])
    found: dict[PersonName, float] = {}
    seen: set[tuple[tuple[str, ...], str]] = set()  # most cases have the same forms
    for reading in morph.names.read(kept, hint):
        if (reading.forms, reading.gender) in seen:
            continue
        seen.add((reading.forms, reading.gender))
        name = _from_forms(reading.forms, reading.gender, morph, whole)
        if name is not None:
            found.setdefault(name, reading.points)
    return _undecided(found)


def _undecided(found: Mapping[PersonName, float]) -> list[tuple[PersonName, float]]:
    """The names with points; a surname that men and women share gets no gender («Л. Бондарь»)."""
    best = next(iter(found), None)
    if best is None or len(best.given) > 2 or len(best.patronymic) > 2:
        return list(found.items())
    twin = replace(best, gender="Fem" if best.gender == "Masc" else "Masc")
    if found[best] - found.get(twin, found[best] - _UNSURE) >= _UNSURE:
        return list(found.items())
    rest = [(name, points) for name, points in found.items() if name not in (best, twin)]
    return [(replace(best, gender=""), found[best]), *rest]


@lru_cache(maxsize=10_000)
def _from_forms(
    forms: tuple[str, ...], gender: str, morph: Morph, whole: tuple[bool, ...] = ()
) -> PersonName | None:
    """The parts of a name from its words in the nominative; letters that are `whole` are words."""
    initials: list[str] = []
    words: list[str] = []
    for index, form in enumerate(map(_usual_case, forms)):
        if _INITIAL.match(form) and not (index < len(whole) and whole[index]):
            initials.append(form.rstrip(".") + ".")
        elif pair := _INITIALS.match(form):
            initials += [pair[1] + ".", pair[2] + "."]
        elif (form == "-" and words) or (words and words[-1].endswith("-")):
            words[-1] += form
        else:
            words.append(form)
    return _arrange(words, initials, gender, morph) if words else None


def _usual_case(word: str) -> str:
    """«ЖУРАВЕЛЬ» → «Журавель», «ТЕР-ОВАНЕСЯН» → «Тер-Ованесян»; initials stay."""
    if _ROMAN.fullmatch(word):
        return word  # «Карл III»
    if len(word) > 2 and word.isupper() and word.replace("-", "").isalpha():
        return "-".join(part.capitalize() for part in word.split("-"))
    return word


def _given(word: str, morph: Morph) -> bool:
    return morph.names.given(word)


def _arrange(
    words: Sequence[str], initials: Sequence[str], gender: str, morph: Morph
) -> PersonName:
    """Give each word its part: patronymic by its ending, given name by the dictionary."""
    if initials:
        words = _with_tails(words)
        first, second = initials[0], initials[1] if len(initials) > 1 else ""
        if len(words) > 1 and not second and _given(words[0], morph):
            return PersonName(words[0], first, " ".join(words[1:]), gender)
        return PersonName(first, second, " ".join(words), gender)
    if len(words) == 1:
        if _given(words[0], morph):
            return PersonName(given=words[0], gender=gender)
        return PersonName(surname=words[0], gender=gender)
    words = _with_tails(words)
    middle = next((i for i, w in enumerate(words) if i and _patronymic(w)), None)
    if middle is not None and middle == len(words) - 1 and len(words) > 2:
        return PersonName(words[-2], words[-1], " ".join(words[:-2]), gender)
    if middle is not None:
        surname = " ".join(words[middle + 1 :])
        if surname or _given(words[0], morph):
            return PersonName(" ".join(words[:middle]), words[middle], surname, gender)
    if _surname_first(words, morph):
        return PersonName(words[-1], "", " ".join(words[:-1]), gender)
    return PersonName(words[0], "", " ".join(words[1:]), gender)


def _patronymic(word: str) -> bool:
    """«Михайлович», «Рза оглы»; not «Бонч-Бруевич»."""
    return bool(_PATRONYMIC.search(word)) and ("-" not in word or bool(_TAIL.search(word)))


def _with_tails(words: Sequence[str]) -> list[str]:
    """«Рза», «оглы» → «Рза оглы», one patronymic."""
    joined: list[str] = []
    for word in words:
        if joined and _TAIL.fullmatch(word):
            joined[-1] += " " + word
        else:
            joined.append(word)
    return joined


def _surname_first(words: Sequence[str], morph: Morph) -> bool:
    """«Дамба Сергей», «Ли София»; not «Чан Минь», not «Клеменс Вайс»."""
    first, last = words[0].lower(), words[-1].lower()
    if not _given(last, morph):
        return False
    if first in _FAMILIES:
        return morph.names.usual(last) and len(_VOWEL.findall(last)) > 1
    if _given(first, morph):
        return False
    return morph.names.usual(last) or morph.names.surname(first)


def eastern(words: Sequence[str], morph: Morph) -> bool:
    """«Ли Цзюнь», «Ким Ир Сен»: in the nominative, the family's name first; not «Ким Сергей»."""
    if not (2 <= len(words) <= 4 and words[0].lower() in _FAMILIES):
        return False
    return not any(
        _INITIAL.match(word)
        or _PATRONYMIC.search(word)
        or morph.names.usual(word)
        or len(_VOWEL.findall(word.lower())) > 2 + (not _given(word, morph))
        for word in words[1:]
    )


def name_parts(name: str) -> tuple[str, str, str]:
    """Given name, patronymic and surname of a name in the table's order, "" for absent ones.

    >>> name_parts("Виктор Михайлович Рулевский")
    ('Виктор', 'Михайлович', 'Рулевский')
    >>> name_parts("Ускова")
    ('', '', 'Ускова')
    """
    words = name.split()
    if len(words) < 2:
        return "", "", name
    middle = 0
    if len(words) > 2 and _MIDDLE.search(words[1]):
        middle = 2
    elif len(words) == 2 and _WRITTEN_OUT.search(words[1]):
        return words[0], words[1], ""
    return words[0], words[1] if middle else "", " ".join(words[middle or 1 :])


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
