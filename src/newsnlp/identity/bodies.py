"""The name of a body taken to pieces: what it is called, where it is, and its shorter forms."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from newsnlp.identity.places import without_places
from newsnlp.identity.spelling import soft, stem, words_of
from newsnlp.lexicon import load_lexicon
from newsnlp.resolve.acronyms import is_acronym
from newsnlp.resolve.body_names import bare_company
from newsnlp.text import fold

__all__ = ["BodyName", "body_name", "event_key"]

_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*")
_HYPHEN = re.compile(r"\w+-\w+")
_DOMAIN = re.compile(r"\.(?:ru|com|org|net|рф|ua|by|kz)$", re.IGNORECASE)
_YEAR = frozenset({"год", "года", "году", "г", "гг", "в"})
_LEGAL = frozenset(
    "ооо оао зао пао ао нао ано нко фгбоу фгаоу фгау фгбу фгку фгуп гуп муп гбоу гбуз гбу мбоу "
    "мбу маоу мау во впо гк тоо чп ип plc ltd inc llc gmbh corp".split()
)
_MEDIA = frozenset(
    "газета журнал телеканал канал радиостанция издание портал агентство информагентство иа "
    "телекомпания сайт радио интернет-издание интернет-портал таблоид еженедельник".split()
)


@dataclass(frozen=True, slots=True)
class BodyName:
    """A name of a body. Two of one core are the same body, if they are in one place."""

    core: str  # stems of its words without places, legal forms and quotation marks, in one piece
    places: tuple[str, ...]  # canonical, sorted: «МИД РФ» is in («Россия»,)
    words: tuple[str, ...]  # the words of the core, folded, in lower case
    full: tuple[str, ...]  # the same with places: what an acronym is made from
    acronym: str = ""  # the name if it is an acronym: «ТУСУР», «УдГУ»
    hyphen: bool = False  # whether it is one word of two: «сенатор-демократ»
    usual: bool = True  # whether it is no other name of what is known to all
    alias: str = ""  # what stands in brackets after it: «Роскомнадзор»


@lru_cache(maxsize=10_000)
def body_name(form: str) -> BodyName:
    """The pieces of a body's name in the nominative.

    >>> body_name("российский МИД").core == body_name("МИД РФ").core
    True
    """
    bracket = _BRACKETS.search(form)
    alias = bracket[1] if bracket else ""
    if re.fullmatch(r"[^А-ЯA-Z]*|.*\W.*", alias) and len(alias.split()) != 1:
        alias = ""
    plain = _BRACKETS.sub(" ", form).strip() or form
    bare = _DOMAIN.sub("", bare_company(plain) or plain)
    full = _named(words_of(bare))
    words, places = without_places(full)
    own = _core(words)
    core, places = _usual(own, places)
    stripped = fold(bare).strip('" ')
    acronym = stripped if is_acronym(stripped) and stripped.lower() not in _LEGAL else ""
    hyphen = bool(_HYPHEN.fullmatch(plain))
    return BodyName(core, places, words, full, acronym, hyphen, own == core, alias)


def _usual(core: str, places: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Core and places of the usual name of what is known to all, else as they are."""
    usual = _aliases().get((core, places)) or _aliases().get((core, ()))
    return (usual[0], tuple(sorted({*places, *usual[1]}))) if usual else (core, places)


def _named(words: Sequence[str]) -> tuple[str, ...]:
    """The words without legal form, and without «газета» and the like before the name."""
    kept = [word for word in words if word not in _LEGAL] or list(words)
    while len(kept) > 1 and kept[0] in _MEDIA:
        kept = kept[1:]
    return tuple(kept)


@cache
def _aliases() -> dict[tuple[str, tuple[str, ...]], tuple[str, tuple[str, ...]]]:
    """Core and places of another name of a body known to all → those of the usual one."""
    found: dict[tuple[str, tuple[str, ...]], tuple[str, tuple[str, ...]]] = {}
    for name, row in load_lexicon("name_aliases").items():
        words, places = without_places(_named(words_of(name)))
        for said in row.get("also", "").split(","):
            other, where = without_places(_named(words_of(said)))
            found.setdefault((_core(other), where), (_core(words), places))
    return found


def _core(words: Sequence[str]) -> str:
    return "".join(soft(stem(word)) for word in words)


def event_key(name: str) -> str:
    """The key of an event's name: equal for «выборы 2016» and «выборы в 2016 году»."""
    words = tuple(word for word in words_of(name) if word not in _YEAR) or words_of(name)
    places = without_places(words)[1]
    core = _core(without_places(words)[0])
    return "|".join((_usual(core, places)[0], *places))
