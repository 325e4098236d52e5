"""Keys under which spellings of one name meet: cases, ё, doubled letters, Latin and Cyrillic.

A key is for looking things up, never for print. `soft` forgives what spelling leaves open,
`stem` also the ending of the case, `skeleton` also the vowels and the alphabet.
"""

import re
from functools import lru_cache

from newsnlp.text import fold

__all__ = ["skeleton", "soft", "sound", "squashed", "stem", "words_of"]

_WORD = re.compile(r"[^\W_]+(?:['`][^\W_]+)*")
_CYRILLIC, _LATIN = re.compile("[а-яё]"), re.compile("[a-z]")
_LOOKALIKES = str.maketrans("aceopxykmth", "асеорхукмтн")
_SOFTENED = str.maketrans({"э": "е", "й": "и", "ъ": "", "ь": "", "'": "", "`": "", "-": ""})
_HEARD = str.maketrans("оуюяиыбвгдзж", "ааааеепфктсш")
_DOUBLED = re.compile(r"([^ivx])\1+")  # but «Карл III»
_ENDING = re.compile(
    "(?:иями|иям|иях|ией|ием|ями|ами|ыми|ими|ого|его|ому|ему|ях|ах|ям|ам|ов|ев|ей|ой|ом|ем|ий|ый|"
    "ие|ые|ое|ее|ая|яя|ую|юю|их|ых|им|ым|ии|ия|ию|ья|ье|ью|ьи|[аеиоуыэюяйь])$"
)
_LEAST = 4  # letters of a stem; shorter ones would meet by chance

# How Russian writes foreign sounds, by consonants: «Джонсон» is Johnson, «Райан» is Ryan.
_LATIN_SOUNDS = (
    ("sch", "ш"), ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("ph", "ф"), ("th", "т"), ("ck", "к"),
    ("kh", "х"), ("qu", "к"), ("x", "кс"), ("j", "дж"), ("q", "к"), ("c", "к"), ("b", "б"),
    ("d", "д"), ("f", "ф"), ("g", "г"), ("h", "х"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"),
    ("p", "п"), ("r", "р"), ("s", "с"), ("t", "т"), ("v", "в"), ("w", "в"), ("z", "с"),
)  # fmt: skip
_VOWELS = re.compile("[аеёиоуыэюяйьъaeiouy'`-]")
_SILENT = re.compile("х(?=[^аеёиоуыэюя]|$)")


@lru_cache(maxsize=10_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of `text`, folded and in lower case; look-alikes of the other alphabet righted.

    >>> words_of("«Газпром-медиа», ООО")
    ('газпром', 'медиа', 'ооо')
    """
    return tuple(_righted(word) for word in _WORD.findall(fold(text).lower()))


def _righted(word: str) -> str:
    """A word with letters of both alphabets, such as a Latin c in «cоюз», in Cyrillic."""
    if _CYRILLIC.search(word) and _LATIN.search(word):
        return word.translate(_LOOKALIKES)
    return word


@lru_cache(maxsize=10_000)
def soft(text: str) -> str:
    """What is left of a name if spelling has no say: no э, й, ь, no doubled letter, no hyphen.

    >>> soft("Хиллари") == soft("Хилари"), soft("Мэй") == soft("Мей")
    (True, True)
    """
    return _DOUBLED.sub(r"\1", " ".join(words_of(text)).translate(_SOFTENED))


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """A word of a folded text without the ending of its case; short words stay.

    >>> stem("министерства") == stem("министерство"), stem("дел")
    (True, 'дел')
    """
    short = _ENDING.sub("", word)
    long = len(short) >= _LEAST or (len(short) == _LEAST - 1 and len(word) > _LEAST)
    return short if long else word


def squashed(text: str) -> str:
    """All stems of a name without spaces: «Газпром нефть» and «Газпромнефть» are one."""
    return "".join(map(stem, words_of(text)))


@lru_cache(maxsize=10_000)
def sound(word: str) -> str:
    """A name as it may be heard: vowels in two classes, no voiced consonants; of a key of `soft`.

    >>> sound(soft("Мохаммад")) == sound(soft("Мухаммад")), sound("асия") == sound("азия")
    (True, True)
    """
    return _DOUBLED.sub(r"\1", word.translate(_HEARD))


@lru_cache(maxsize=10_000)
def skeleton(word: str) -> str:
    """The consonants of a name as Russian writes them, of either alphabet, "" if there are few.

    >>> skeleton("Johnson"), skeleton("Джонсон")
    ('джнсн', 'джнсн')
    """
    text = word.lower()
    for letters, sound in _LATIN_SOUNDS:
        text = text.replace(letters, sound)
    text = _VOWELS.sub("", _SILENT.sub("", text).replace("з", "с").replace("ё", "е"))
    text = _DOUBLED.sub(r"\1", text)
    return text if len(text) >= 3 else ""
