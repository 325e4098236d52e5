"""Names that differ by one letter: a slip of the pen rather than another name."""

import re
from collections.abc import Iterator

from newsnlp.lexicon import load_lexicon
from newsnlp.registry.spelled import key_of

__all__ = ["one_edit", "patterns_of", "slip"]

_ENDING = re.compile("[аеиоуыэюяйьмхг]{1,3}$")  # what inflection may have changed
_LONG = 5  # letters of a word in which one may be a slip


def one_edit(one: str, other: str) -> bool:
    """Whether one letter more, less or another, or two neighbours swapped, lie between the two.

    >>> one_edit("рулевский", "рулевской"), one_edit("рулевский", "рулевский")
    (True, False)
    """
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
                 min(len(one), len(other)))  # fmt: skip
    left, right = one[start:], other[start:]
    swapped = left[:2] == right[1::-1] and len(left) == len(right)
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (swapped and left[2:] == right[2:])
    )


def patterns_of(name: str) -> Iterator[tuple[int, str, str]]:
    """By what names that differ in one word are found: its place, the others, its first letter."""
    words = key_of(name).split()
    for n, word in enumerate(words):
        yield n, " ".join([*words[:n], *words[n + 1 :]]), word[0]


def slip(one: str, other: str) -> bool:
    """Whether two names of bodies or events differ within one long word by one letter.

    The first letter must agree, for «Томский» and «Омский» are two, and all figures; endings do not
    count, for a wrong one may be the program's mistake.
    """
    left, right = key_of(one).split(), key_of(other).split()
    if len(left) != len(right):
        return False
    odd = [pair for pair in zip(left, right, strict=True) if pair[0] != pair[1]]
    if len(odd) != 1:
        return False
    a, b = (_ENDING.sub("", word) for word in odd[0])
    return (
        min(len(a), len(b)) >= _LONG
        and a.isalpha()
        and b.isalpha()
        and a[0] == b[0]
        and one_edit(a, b)
        and not set(odd[0]) <= load_lexicon("place_adjectives").keys()
    )
