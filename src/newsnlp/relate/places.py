"""Cities in a sentence, told from regions and countries by a list of settlements.

Analysed tokens enter, cities in the nominative leave. Not attempted: villages without «село».
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from newsnlp.lexicon import load_lexicon
from newsnlp.recognise.event_spans import event_words
from newsnlp.schema import Sentence, Span, Token
from newsnlp.text import fold_yo

__all__ = ["cities_in", "city_at"]


def city_at(tokens: Sequence[Token]) -> str:
    """The city that `tokens` begin with, nominative, "" if none: «Нижнем Новгороде» → …."""
    for size in (3, 2, 1):
        words = tokens[:size]
        if _adjective_of_region(words, tokens):
            return ""
        if len(words) == size and words[0].text[:1].isupper():
            city = _cities().get(tuple(_stem(token.text) for token in words))
            if city:
                return city
    if tokens and tokens[0].pos == "PROPN":
        return _cities().get((_stem(tokens[0].lemma),), "")
    return ""


def cities_in(sentence: Sentence) -> Iterator[tuple[Span, str]]:
    """Cities of which the sentence says that something is there: after «в» or a dateline."""
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
        city = city_at(tokens[at : at + 3])
        if not city and marked and tokens[at].text[:1].isupper():
            city = tokens[at].lemma.capitalize()
        if city:
            yield tokens[at].span, city


@cache
def _cities() -> Mapping[tuple[str, ...], str]:
    """Stems of a city's words → the city as it is printed."""
    found = {}
    for city in load_lexicon("cities"):
        printed = re.sub(r"(?<!-на)(?<!\w)\w", lambda m: m[0].upper(), city)
        printed = printed.replace("-На-", "-на-")
        found[tuple(_stem(word) for word in city.split())] = printed
    return found


@lru_cache(maxsize=50_000)
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
