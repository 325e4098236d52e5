"""Cities in a sentence, told from regions and countries by a list of settlements.

Analysed tokens enter, cities in the nominative leave. Not attempted: villages without «село».
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType

from newsnlp.lexicon import load_lexicon
from newsnlp.recognise.event_spans import event_words
from newsnlp.schema import Sentence, Span, Token
from newsnlp.text import fold_yo

__all__ = ["cities_in", "cities_named", "city_at", "city_in_title", "hosts_in", "settlement"]


TITLE = re.compile(r"\b[Вв]о? ([А-ЯЁ][\w-]+(?: [А-ЯЁ][\w-]+)?)")


def city_at(tokens: Sequence[Token]) -> str:
    """The city that `tokens` begin with, nominative, "" if none: «Нижнем Новгороде» → …."""
    for size in (3, 2, 1):
        words = tokens[:size]
        if _adjective_of_region(words, tokens):
            return ""
        if len(words) == size and words[0].text[:1].isupper():
            city = _city([token.text for token in words])
            if city:
                return city
    return _city([tokens[0].lemma]) if tokens and tokens[0].pos == "PROPN" else ""


def cities_in(
    sentence: Sentence, places: Mapping[int, str] = MappingProxyType({})
) -> Iterator[tuple[Span, str]]:
    """Cities of which the sentence says that something is there, after «в».

    `places` are names of places that begin at an offset, for the settlements that no list has.
    """
    tokens = sentence.tokens
    for index, token in enumerate(tokens):
        if token.lemma not in {"в", "во"} or index + 1 >= len(tokens):
            continue
        at = index + 1
        marked = _settlement(tokens[at])
        while at < len(tokens) - 1 and (_settlement(tokens[at]) or tokens[at].text == "."):
            at += 1
        if "Case=Acc" in tokens[at].feats and not marked:
            continue
        city = city_at(tokens[at : at + 3]) or settlement(places, tokens[at])
        if not city and marked and tokens[at].text[:1].isupper():
            city = tokens[at].lemma.capitalize()
        if city:
            yield tokens[at].span, city


def city_in_title(title: str) -> str:
    """The city after «в» in a heading: «Форум в Красноярске», "" if none."""
    for match in TITLE.finditer(title):
        words = match[1].split()
        for size in (2, 1):
            city = _city(words[:size])
            if city and len(words) >= size and words[size - 1].endswith(("е", "и", "ах")):
                return city
    return ""


def cities_named(title: str) -> Iterator[str]:
    """Each city in a heading, in whatever case: «Чита принимала гостей»."""
    words = re.findall(r"[\w-]+", title)
    at = 0
    while at < len(words):
        for size in (3, 2, 1):
            own = words[at : at + size]
            city = _city(own) if own[0][0].isupper() else ""
            if city and len(own) == size and city.lower() not in event_words("name"):
                yield city
                at += size
                break
        else:
            at += 1


def hosts_in(
    sentence: Sentence, places: Mapping[int, str] = MappingProxyType({})
) -> Iterator[tuple[Span, str]]:
    """Cities that receive an event: «X форум примет [Саратов]»."""
    for index, token in enumerate(sentence.tokens):
        if _hosts(sentence.tokens, index):
            city = city_at(sentence.tokens[index : index + 3]) or settlement(places, token)
            if city:
                yield token.span, city


def _hosts(tokens: Sequence[Token], index: int) -> bool:
    """«X форум примет [Саратов]»."""
    token = tokens[index]
    if token.pos != "PROPN" or not token.rel.startswith("nsubj") or token.head < 0:
        return False
    return tokens[token.head].lemma in {"принять", "принимать"}


def settlement(places: Mapping[int, str], token: Token) -> str:
    """The place that begins at the token, if it is neither a region nor a country."""
    name = places.get(token.span.start, "")
    words = [fold_yo(word) for word in re.findall(r"[\w-]+", name.lower())]
    if not words or len(words) > 2 or " ".join(words) in _regions():
        return ""
    return "" if _regions().intersection(words) or _territories().intersection(words) else name


@cache
def _regions() -> frozenset[str]:
    return frozenset(load_lexicon("regions"))


@cache
def _territories() -> frozenset[str]:
    """«область», «улица»: a name with such a word is no settlement."""
    found = {fold_yo(lemma) for lemma in load_lexicon("territories")} - {"район"}
    streets = {"улица", "проспект", "площадь", "переулок", "набережная", "остров", "озеро", "море"}
    return frozenset(found | streets)


def _city(words: Sequence[str]) -> str:
    """The city that `words` are a form of, "" if none: «Ханое» → «Ханой», not «Хана»."""
    city = _cities().get(tuple(map(_stem, words)), "")
    if not city:
        return ""
    begins = all(
        fold_yo(word.lower()).startswith(_root(own))
        for word, own in zip(words, city.split(), strict=False)
    )
    return city if begins else ""


@lru_cache(maxsize=10_000)
def _root(word: str) -> str:
    """What all forms of a city's word begin with: «Токи», «Хано», «Рим», «Велик»."""
    word = fold_yo(word.lower()).partition("-на-")[0]
    adjective = re.sub("(?:ый|ий|ое|ая|ые|ие)$", "", word)
    return adjective if adjective != word else re.sub("[аеиоуыьйюя]$", "", word)


@cache
def _cities() -> Mapping[tuple[str, ...], str]:
    """Stems of a city's words → the city as it is printed."""
    found = {}
    for city in load_lexicon("cities"):
        printed = re.sub(r"(?<!-на)(?<!\w)\w", lambda m: m[0].upper(), city)
        printed = printed.replace("-На-", "-на-")
        found[tuple(_stem(word) for word in city.split())] = printed
    return found


@lru_cache(maxsize=10_000)
def _stem(word: str) -> str:
    """The word without its ending: «Новосибирске» → «новосибирск», «Москвы» → «москв»."""
    word = fold_yo(word.lower())
    if "-на-" in word:
        return _stem(word.partition("-на-")[0]) + "-на-"
    word = re.sub(r"(?:ого|ому|ыми|ими|ых|их|ым|им|ом|ем|ой|ей|ою|ах|ам|ый|ий|ую|ая|ое)$", "", word)
    return re.sub(r"[аеиоуыьйюя]+$", "", word) or word


def _adjective_of_region(words: Sequence[Token], tokens: Sequence[Token]) -> bool:
    """«Томской области», «Казанском университете»: no city, though the stem is one."""
    if len(words) != 1 or words[0].pos != "ADJ" or len(tokens) < 2:
        return False
    return tokens[1].pos in {"NOUN", "ADJ"}


def _settlement(token: Token) -> bool:
    """«г.», «город», «село»."""
    return token.lemma.rstrip(".") in event_words("settlement")
