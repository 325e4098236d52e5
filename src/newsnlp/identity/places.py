"""Places under all their names: «РФ», «российский», «россияне» are Россия.

The names stand in `resources/lexicons/place_names.tsv`; other places are known by their own name.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product

from newsnlp.identity.spelling import squashed, stem, words_of
from newsnlp.lexicon import load_lexicon

__all__ = ["inhabited", "place_key", "without_places"]

_Stems = tuple[str, ...]


def place_key(name: str) -> str:
    """One key for all names, adjectives and inhabitants of a place: «США», «американский»."""
    stems = tuple(map(stem, words_of(name)))
    return _names().get(stems) or _inhabitants().get(stems) or squashed(name)


def inhabited(name: str) -> bool:
    """Whether `name` is a word for the people of a place: «американцы», «парижанка»."""
    return tuple(map(stem, words_of(name))) in _inhabitants()


def without_places(words: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a body's name but for the places that it tells, and these places, sorted.

    >>> without_places(("мид", "российской", "федерации"))
    (('мид',), ('Россия',))
    """
    rest: list[str] = []
    found: set[str] = set()
    stems, at = tuple(map(stem, words)), 0
    while at < len(words):
        length, place = _longest(stems, at)
        if place:
            found.add(place)
            at += length
        else:
            rest.append(words[at])
            at += 1
    return (tuple(rest), tuple(sorted(found))) if rest else (tuple(words), ())


def _longest(stems: _Stems, at: int) -> tuple[int, str]:
    for length in range(min(_most(), len(stems) - at), 0, -1):
        place = _names().get(stems[at : at + length])
        if place:
            return length, place
    return 0, ""


@cache
def _most() -> int:
    return max(map(len, _names()))


@cache
def _names() -> dict[_Stems, str]:
    """Stems of a name or an adjective → place; what two lines claim is the first one's."""
    found: dict[_Stems, str] = {}
    for name, row in load_lexicon("place_names").items():
        for said in (name, *_listed(row, "also"), *_listed(row, "adjectives")):
            for stems in _cases(said):
                found.setdefault(stems, name)
    return found


@cache
def _inhabitants() -> dict[_Stems, str]:
    found: dict[_Stems, str] = {}
    for name, row in load_lexicon("place_names").items():
        for said in _listed(row, "people"):
            for one in (said, *_plural(said)):
                found.setdefault((stem(words_of(one)[0]),), name)
    return found


def _listed(row: object, column: str) -> list[str]:
    cells = row.get(column, "") if hasattr(row, "get") else ""
    return [said.strip() for said in cells.split(",") if said.strip()]


def _plural(word: str) -> Iterator[str]:
    """«россиянин» → «россияне», «испанец» → «испанцы», «турок» → «турки»."""
    if word.endswith("ин"):
        yield word[:-2] + "е"
    if word.endswith("ец"):
        yield word[:-2] + "цы"
        yield word[:-2] + "йцы"
    if word.endswith("ок"):
        yield word[:-2] + "ки"


def _cases(name: str) -> Iterator[_Stems]:
    """The stems of a name; of short words, which keep their endings, the genitive, too."""
    yield from product(*map(_forms, words_of(name)))


def _forms(word: str) -> tuple[str, ...]:
    short = stem(word)
    if short != word or not word.isalpha() or len(word) < 4:
        return (short,)
    ends = {"а": ("ы", "и"), "я": ("и",), "й": ("я",)}.get(word[-1])
    return (word, *((word[:-1] + end) for end in ends)) if ends else (word, stem(word + "а"))
