"""Whether a short name is made of the words of a full one.

«СФУ» of «Сибирский федеральный университет», «Минпромторг» of «Министерство промышленности и
торговли», «ИИМК РАН» of «Институт истории материальной культуры РАН». Words enter in lower case.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

__all__ = ["acronym_of", "contracts", "is_acronym", "letters_of", "spells", "words_of_name"]

_WORD = re.compile(r"[^\W_]+")
_ACRONYM = re.compile(r"(?=.{2})[А-ЯЁ]+[а-яё]{0,3}[А-ЯЁ][А-ЯЁа-яё]*")
_NAMED_AFTER = re.compile(r" (?:имени|им\.) ")
_CHUNK = re.compile(r"[А-ЯЁ][а-яё]*")
_LINKS = frozenset({"и", "в", "на", "по", "при", "с", "для", "имени", "им", "о", "об", "из"})
_ENDING = re.compile(r"[аеиоуыэюяйь]+$")
_KEPT = 4096  # answers; most words come again
_LEAST = 2  # letters that a word gives to «Минздрав», «госуниверситет»


def acronym_of(name: str, short: str) -> bool:
    """Whether the first letters of a full name of three words or more spell `short`.

    >>> acronym_of("Сибирский федеральный университет", "СФУ")
    True
    """
    words = words_of_name(_NAMED_AFTER.split(name)[0].lower())
    said = [word for word in words if word not in _LINKS]
    if len(said) < 3 or len(short) < 3 or not is_acronym(short):
        return False
    return spells(letters_of(short), words) == len(words)


def words_of_name(name: str) -> tuple[str, ...]:
    """The words and numbers of a name, a compound in its parts."""
    return tuple(_WORD.findall(name))


def is_acronym(word: str) -> bool:
    """«ТУСУР», «СПбГУ», «ЗакС»; not «Сибирь»."""
    return not word[1:].islower() and bool(_ACRONYM.fullmatch(word))  # most words end at once


def letters_of(word: str) -> tuple[str, ...]:
    """The pieces of an acronym, each of one word: «СПбГУ» → с, пб, г, у."""
    return tuple(chunk.lower() for chunk in _CHUNK.findall(word))


def spells(pieces: Sequence[str], words: Sequence[str]) -> int:
    """How many of the first `words` the pieces of an acronym spell; 0 if they spell none.

    Each word gives its first letter and those that the acronym writes small after it («алт» of
    «алтайский»); a compound may give the first letter of its second part, too («ДВ» of
    «дальневосточный»), the first word its second letter («ИРНИТУ»). Links («и», «по») give nothing.
    """
    return max(0, _spelt(tuple(pieces), tuple(words), 0, 0))


@lru_cache(maxsize=_KEPT)
def _spelt(pieces: tuple[str, ...], words: tuple[str, ...], piece: int, word: int) -> int:
    if piece == len(pieces):
        return word
    if word == len(words):
        return -1
    own, said = words[word], pieces[piece]
    if own in _LINKS:
        return _spelt(pieces, words, piece, word + 1)
    if said[0] != own[0] or not _within(said, own):
        return -1
    after = _spelt(pieces, words, piece + 1, word + 1)
    if after < 0 and piece + 2 < len(pieces) and pieces[piece + 1] == "г":
        after = _spelt(pieces, words, piece + 2, word + 1)  # a «государственный» that is not said
    if after < 0 and piece + 1 < len(pieces) and len(pieces[piece + 1]) == 1:
        more = pieces[piece + 1]
        second = bool(re.search(f"(?:^меж|...[ое]){more}...", own)) or (
            word == 0 and own[1:2] == more
        )
        after = _spelt(pieces, words, piece + 2, word + 1) if second else -1
    return after


def _within(said: str, word: str) -> bool:
    """Whether the letters stand in the word in this order."""
    letters = iter(word)
    return all(letter in letters for letter in said)


@lru_cache(maxsize=_KEPT)
def contracts(short: str, words: tuple[str, ...]) -> int:
    """How many of the first `words` a contraction takes beginnings of; 0 if it is none of them.

    >>> contracts("минпромторг", ("министерство", "промышленности", "и", "торговли", "рф"))
    4
    >>> contracts("госуниверситет", ("государственный", "университет"))
    2
    """
    return max(0, _contracted(short, words, 0))


def _contracted(rest: str, words: tuple[str, ...], word: int) -> int:
    if not rest or (len(rest) == 1 and rest in "ыаи"):
        return word if word > 1 else -1  # «минцифры»
    if word and word < len(words) and _ENDING.sub("", rest) == _ENDING.sub("", words[word]):
        return word + 1  # «госдумы»
    if word == len(words):
        return -1
    own = words[word]
    if own in _LINKS and word:
        return _contracted(rest, words, word + 1)
    most = next((n for n, (a, b) in enumerate(zip(rest, own, strict=False)) if a != b), -1)
    most = min(len(rest), len(own)) if most < 0 else most
    for size in range(most, _LEAST - 1, -1):
        found = _contracted(rest[size:], words, word + 1)
        if found > 0:
            return found
    return -1
