"""A person's name in the nominative, taken to pieces by its spelling alone, and what it forbids."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from newsnlp.identity.spelling import soft
from newsnlp.lexicon import load_lexicon
from newsnlp.names import PersonName, gender_of, name_parts

__all__ = ["Parts", "clash", "parts_of"]

_STUCK = re.compile(r"(?<=\b\w\.)(?=\w)")  # «А.Иванов»
_INITIAL = re.compile(r"^\w{1,2}\.$")


@dataclass(frozen=True, slots=True)
class Parts:
    """The keys of a name's parts, "" for absent ones; an initial is one letter with a stop."""

    given: str
    patronymic: str
    surname: str
    gender: str  # "Masc", "Fem" or ""

    @property
    def full(self) -> bool:
        """Whether given name and surname are told in full."""
        return bool(self.surname) and len(self.given) > 2 and not self.given.endswith(".")

    @property
    def initials(self) -> bool:
        """Whether an initial stands for the given name: «А. Иванов»."""
        return bool(self.surname) and self.given.endswith(".")

    @property
    def lone(self) -> bool:
        """Whether the name is one word, surname or other."""
        return not self.given and not self.patronymic


@lru_cache(maxsize=10_000)
def parts_of(name: str) -> Parts:
    """The keys of the parts of `name`: equal for «Мэй» and «Мей», «Наталия» and «Наталья»."""
    given, patronymic, surname = name_parts(_STUCK.sub(" ", name))
    gender = gender_of(PersonName(given, patronymic, surname))
    return Parts(_given(given), _key(patronymic), soft(surname), gender)


def _given(word: str) -> str:
    key = _key(word)
    return _variants().get(key, key)


def _key(word: str) -> str:
    return soft(word) + "." if _INITIAL.match(word) else soft(word)


@cache
def _variants() -> dict[str, str]:
    """Key of a variant of a given name → that of the usual one."""
    rows = load_lexicon("given_variants").items()
    return {soft(said): soft(name) for name, row in rows for said in row.get("also", "").split(",")}


def clash(one: Parts, other: Parts) -> bool:
    """Whether given names, patronymics, initials or genders contradict each other."""
    if one.gender and other.gender and one.gender != other.gender:
        return True
    pairs = ((one.given, other.given), (one.patronymic, other.patronymic))
    return any(left and right and not _fits(left, right) for left, right in pairs)


def _fits(left: str, right: str) -> bool:
    if left.endswith(".") or right.endswith("."):
        short, long = sorted((left.rstrip("."), right.rstrip(".")), key=len)
        return long.startswith(short)
    return left == right
