"""Folding for comparison: ё, quotes, dashes and spaces; and the characters nobody sees.

A folded text has the length of the text, so an offset into one is an offset into the other.
Folded text is for looking things up; tables print the text as it is. `visible` alone shortens, and
its result is a word to be looked up, never a text to be cut by offsets.
"""

import re
import unicodedata

__all__ = [
    "DASHES",
    "FORMULA_STARTS",
    "INVISIBLE",
    "QUOTES",
    "SOFT_HYPHEN",
    "SPACES",
    "STRESSES",
    "ZERO_WIDTH",
    "fold",
    "fold_yo",
    "harmless",
    "has_invisible",
    "invisible_name",
    "storable",
    "unguarded",
    "visible",
]

QUOTES = frozenset("«»„“”‟‹›〝〞❝❞″")
APOSTROPHES = frozenset("‘’‚‛′ʼ")
DASHES = frozenset("‐‑‒–—―−﹘﹣－⸺⸻")
SPACES = frozenset("\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009")
SPACES |= frozenset("\u200a\u202f\u205f\u3000")

SOFT_HYPHEN = "\u00ad"
STRESSES = frozenset("\u0300\u0301")  # «за́мок»: combining grave and acute over a vowel
ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
ZERO_WIDTH |= frozenset("\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff")
INVISIBLE = ZERO_WIDTH | STRESSES | {SOFT_HYPHEN}

# A spreadsheet takes a cell that begins so for a formula, or for what stands before one. Source:
# requirement 1.2.10 of OWASP ASVS 5; ends of line and the full-width signs are added here.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\0", "\r", "\n", "＝", "＋", "－", "＠")

_SURROGATE = re.compile("[\ud800-\udfff]")

_YO = str.maketrans("ёЁ", "еЕ")
_FOLD = (
    _YO
    | str.maketrans(dict.fromkeys(QUOTES, '"'))
    | str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
    | str.maketrans(dict.fromkeys(DASHES, "-"))
    | str.maketrans(dict.fromkeys(SPACES, " "))
)
_FOLDABLE = re.compile(f"[{re.escape(''.join(map(chr, _FOLD)))}]")  # a search costs the least
_DROP = str.maketrans(dict.fromkeys(INVISIBLE))


def fold_yo(text: str) -> str:
    """`text` with е for ё, in the same length and case.

    >>> fold_yo("Ещё Ёлкин")
    'Еще Елкин'
    """
    if "ё" in text or "Ё" in text:
        return text.replace("ё", "е").replace("Ё", "Е")  # ten times faster than translate
    return text


def fold(text: str) -> str:
    """`text` with е for ё, and one kind of quote, apostrophe, dash and space, in the same length.

    Line feeds, case, and invisible characters stay.

    >>> fold("«Вышка» — ещё вуз")
    '"Вышка" - еще вуз'
    """
    return text.translate(_FOLD) if _FOLDABLE.search(text) else text


def visible(text: str) -> str:
    r"""`text` without soft hyphens, zero-width characters and stresses; shorter where it had any.

    >>> visible("уни\u00adвер\u00adси\u00adтет")
    'университет'
    """
    return text.translate(_DROP)


def has_invisible(text: str) -> bool:
    """Whether `visible` would shorten `text`; ASCII text answers at once."""
    return not text.isascii() and not INVISIBLE.isdisjoint(text)


def invisible_name(character: str) -> str:
    r"""The Unicode name of an invisible character in lower case, "" for any other.

    >>> invisible_name("\u00ad")
    'soft hyphen'
    """
    if character not in INVISIBLE:
        return ""
    return unicodedata.name(character, f"u+{ord(character):04x}").lower()


def harmless(cell: str) -> str:
    """`cell` so that no spreadsheet takes it for a formula; `unguarded` gives it back.

    >>> harmless("=1+1")
    "'=1+1"
    >>> harmless("ТУСУР")
    'ТУСУР'
    """
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA_STARTS) else cell


def unguarded(cell: str) -> str:
    """What `harmless` was given.

    >>> unguarded("'=1+1"), unguarded("'t Hart")
    ('=1+1', "'t Hart")
    """
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'").startswith(FORMULA_STARTS) else cell


def storable(text: str) -> str:
    r"""`text` with U+FFFD for each lone surrogate, as UTF-8 holds none.

    >>> storable("Томск")
    'Томск'
    >>> ascii(storable("\ud800"))
    "'\\ufffd'"
    """
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)
