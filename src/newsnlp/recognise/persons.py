"""Persons and places by name: natasha's names, mended, and pairs of names that it missed."""

from collections.abc import Iterator, Sequence
from functools import cache

from newsnlp.lexicon import load_lexicon
from newsnlp.morph import Morph
from newsnlp.names import parse_name
from newsnlp.recognise.phrases import is_capital, span_of, token_range
from newsnlp.schema import Analysis, Form, Kind, Mention, Sentence, Token

__all__ = ["find_persons", "find_places"]

_NAMED_AFTER = frozenset({"имя", "им", "улица", "ул", "память", "премия", "проспект", "площадь"})
_TERRITORIES = frozenset({"край", "область", "регион", "республика", "город", "район"})
_DOTS = frozenset(".")


def find_persons(analysis: Analysis, morph: Morph) -> list[Mention]:
    """Mentions of named human beings, the name alone: «Виктор Рулевский» in «ректор Виктор …»."""
    found: list[Mention] = []
    for sentence in analysis.sentences:
        taken: set[int] = set()
        for start, stop, evidence in _ranges(analysis, sentence, morph):
            tokens = sentence.tokens[start:stop]
            if not tokens or taken & set(range(start, stop)):
                continue
            taken |= set(range(start, stop))
            if _named_after(sentence.tokens, start):
                continue
            name = parse_name(tokens, morph)
            if len(tokens) == 1 and (_common(tokens[0], morph) or tokens[0].text.isupper()):
                continue
            if name and name.full:
                score = 0.95 if len(tokens) > 1 else 0.8
                span = span_of(tokens)
                found.append(Mention(span, Kind.PERSON, Form.NAME, name.full, evidence, score))
    return found


def find_places(analysis: Analysis, morph: Morph) -> list[Mention]:
    """Countries, regions and settlements that natasha marks, in the nominative."""
    found = []
    for sentence in analysis.sentences:
        for token in sentence.tokens:
            if token.lemma in _TERRITORIES and not is_capital(token):
                form, rule = Form.NOMINAL, "persons.territory"
                found.append(Mention(token.span, Kind.PLACE, form, token.lemma, rule, 0.7))
        for name in analysis.names:
            if name.label == "LOC" and sentence.span.covers(name.span):
                start, stop = token_range(sentence, name.span)
                tokens = sentence.tokens[start:stop]
                normal = morph.nominative(tokens)
                span = span_of(tokens)
                found.append(Mention(span, Kind.PLACE, Form.NAME, normal, "natasha", 0.9))
    return found


def _ranges(analysis: Analysis, sentence: Sentence, morph: Morph) -> Iterator[tuple[int, int, str]]:
    """Token ranges of names: natasha's first, then given name and surname side by side."""
    tokens = sentence.tokens
    for name in analysis.names:
        if name.label == "PER" and sentence.span.covers(name.span):
            start, stop = _trim(tokens, *token_range(sentence, name.span))
            if stop - start > 2 and title_lemma(tokens[start].lemma):
                start += 1
            yield *_widen(tokens, start, stop, morph), "natasha"
    for n in range(len(tokens) - 1):
        pair = tokens[n : n + 2]
        if all(is_capital(t) and t.text[1:].islower() for t in pair) and _given(pair[0], morph):
            known = any(a.span.meets(span_of(pair)) for a in analysis.names if a.label != "PER")
            if not known and _surname(pair[1], morph):
                yield *_widen(tokens, n, n + 2, morph), "persons.given_and_surname"


def _trim(tokens: Sequence[Token], start: int, stop: int) -> tuple[int, int]:
    """Leave out what is no part of a name at either end: small words, quotation marks."""
    while start < stop and not _may_open(tokens, start, stop):
        start += 1
    while start < stop and not (is_capital(tokens[stop - 1]) or tokens[stop - 1].text == "."):
        stop -= 1
    if stop - start > 1 and tokens[stop - 1].text == "." and len(tokens[stop - 2].text) > 1:
        stop -= 1
    return start, stop


def _may_open(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Whether a name may begin here: no small word, no acronym before a name («РАН Андрей …»)."""
    word = tokens[start].text
    acronym = len(word) > 2 and word.isupper() and start + 1 < stop
    return is_capital(tokens[start]) and not (acronym and tokens[start + 1].text[1:].islower())


def _widen(tokens: Sequence[Token], start: int, stop: int, morph: Morph) -> tuple[int, int]:
    """Take in a patronymic or initials that stand beside the name."""
    while start >= 2 and tokens[start - 1].text == "." and _initial(tokens[start - 2]):
        start -= 2
    while stop + 1 < len(tokens) and _initial(tokens[stop]) and tokens[stop + 1].text == ".":
        stop += 2
    while stop < len(tokens) and is_capital(tokens[stop]) and _patronymic(tokens[stop], morph):
        stop += 1
        if stop < len(tokens) and _surname(tokens[stop], morph) and is_capital(tokens[stop]):
            stop += 1
    return start, stop


def _common(token: Token, morph: Morph) -> bool:
    """A common noun that opens a sentence («Модератором выступил …») is nobody's surname."""
    readings = morph.words.readings(token.text.lower())
    proper = any(r.marks & {"Surn", "Name", "Patr"} for r in readings)
    return title_lemma(token.lemma) or (any(r.known for r in readings) and not proper)


def title_lemma(lemma: str) -> bool:
    """Whether the lemma is the head of a title or of a standing at an event."""
    return lemma in load_lexicon_cached("positions") or lemma in load_lexicon_cached(
        "participation_nouns"
    )


@cache
def load_lexicon_cached(name: str) -> frozenset[str]:
    """The entries of a lexicon."""
    return frozenset(load_lexicon(name))


def _initial(token: Token) -> bool:
    return len(token.text) == 1 and token.text.isalpha() and token.text.isupper()


def _marks(token: Token, mark: str, morph: Morph) -> bool:
    """Whether a reading of the token has the OpenCorpora grammeme `mark`."""
    return any(mark in reading.marks for reading in morph.words.readings(token.text.lower()))


def _given(token: Token, morph: Morph) -> bool:
    return any(r.known and "Name" in r.marks for r in morph.words.readings(token.text.lower()))


def _patronymic(token: Token, morph: Morph) -> bool:
    return _marks(token, "Patr", morph)


def _surname(token: Token, morph: Morph) -> bool:
    return _marks(token, "Surn", morph)


def _named_after(tokens: Sequence[Token], start: int) -> bool:
    """«имени Баумана», «им. К. Э. Циолковского», «ул. Ленина»: nobody is meant."""
    before = [t.lemma for t in tokens[max(0, start - 2) : start] if t.text not in _DOTS]
    text = [t.text.lower() for t in tokens[max(0, start - 2) : start] if t.text not in _DOTS]
    return bool(before) and (before[-1] in _NAMED_AFTER or text[-1] in ("им", "имени"))
