"""Bodies: a head word with its complements, acronyms, and what natasha alone has seen.

Each level of «Центр развития Института инноватики ТУСУР» is a mention. Companies are mentioned by
the bare name in quotation marks; a head word alone («университет») stands in for a body.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from newsnlp.lexicon import load_lexicon
from newsnlp.morph import Morph
from newsnlp.recognise.phrases import (
    CLOSING,
    OPENING,
    agrees,
    case_of,
    is_capital,
    span_of,
    token_range,
)
from newsnlp.schema import Analysis, Form, Kind, Mention, Sentence, Span, Token

__all__ = ["find_organisations", "load_plain", "names_body"]

_ACRONYM = re.compile(  # two capitals at least: «ТУСУРа», «УрФУ», «ГрадСофт»
    r"(?=[А-ЯЁA-Z][а-яёa-z0-9]*[А-ЯЁA-Z])[А-ЯЁA-Z][А-ЯЁA-Zа-яёa-z0-9]*(?:-[А-ЯЁA-Z0-9]+)?$"
)
_BRANCHES = frozenset({"СО", "УрО", "ДВО"})  # of the Academy: no body without «РАН»
_DEPARTMENTS = frozenset({"министерство", "комитет", "департамент", "управление", "служба"})
_ROMAN = re.compile(r"[IVXLC]+$")
_LONGEST = 16  # tokens of a body's name

Range = tuple[int, int, str]  # first token, one past the last, evidence


@cache
def _heads() -> Mapping[str, frozenset[str]]:
    """Head lemma → its flags."""
    rows = load_lexicon("organisation_heads")
    return {lemma: frozenset(row.get("flags", "").split()) for lemma, row in rows.items()}


@cache
def _no_bodies() -> frozenset[str]:
    """Acronyms that name no body: «РФ», «ЕГЭ»."""
    return frozenset(load_lexicon("other_acronyms"))


@cache
def _titles() -> frozenset[str]:
    """Head nouns of positions; natasha takes «Проректоры …» for a body now and then."""
    return frozenset(load_lexicon("positions"))


def find_organisations(
    analysis: Analysis, morph: Morph, named: Sequence[Mention] = ()
) -> list[Mention]:
    """Mentions of bodies in the order of the text, outside the persons `named`."""
    persons = [name.span for name in analysis.names if name.label == "PER"]
    persons += [person.span for person in named]
    places = [name.span for name in analysis.names if name.label == "LOC"]
    found: dict[Span, Mention] = {}
    for sentence in analysis.sentences:
        ranges = [*_by_head(sentence, persons, places), *_acronyms(sentence, analysis, morph)]
        ranges += _by_natasha(sentence, analysis, ranges)
        for start, stop, evidence in ranges:
            tokens = sentence.tokens[start:stop]
            form = Form.NOMINAL if evidence == "organisations.bare_head" else Form.NAME
            normal = tokens[0].lemma if form is Form.NOMINAL else _normal(tokens, morph)
            span = span_of(tokens)
            if any(person.span.covers(span) for person in named):
                continue
            mention = Mention(span, Kind.ORGANISATION, form, normal, evidence, 0.85)
            found.setdefault(span, mention)
    kept = [m for m in found.values() if not _mere_founder(m, found.values())]
    return sorted(kept, key=lambda m: (m.span.start, -m.span.stop))


def _mere_founder(mention: Mention, others: Iterable[Mention]) -> bool:
    """«РАН» in «Институт физики СО РАН», «Минздрав России» in «НМИЦ онкологии Минздрава России»."""
    founder = mention.normal == "РАН" or mention.normal.startswith("Мин")
    return founder and any(
        other is not mention and other.form is Form.NAME and other.span.covers(mention.span)
        for other in others
    )


def _normal(tokens: Sequence[Token], morph: Morph) -> str:
    """The name in the nominative; an inflected acronym without its ending."""
    if len(tokens) == 1 and _ACRONYM.match(tokens[0].text):
        return morph.words.acronym(tokens[0].text) or tokens[0].text
    heads = [n for n, token in enumerate(tokens) if names_body(token)]
    before = all(token.pos == "ADJ" for token in tokens[: heads[0]]) if heads else False
    return morph.nominative(tokens, head=heads[0] if before else None)


def _by_head(
    sentence: Sentence, persons: Sequence[Span], places: Sequence[Span]
) -> Iterator[Range]:
    """Bodies with a head word: «кафедра почвоведения», «Институт физики СО РАН»."""
    tokens = sentence.tokens
    for n, token in enumerate(tokens):
        flags = _heads().get(token.lemma)
        if flags is None or token.pos not in ("NOUN", "PROPN"):
            continue
        if "Number=Plur" in token.feats or any(token.span.meets(span) for span in places):
            continue
        start = _left(tokens, n)
        stop = _right(tokens, n + 1, persons)
        if "company" in flags and stop > n + 1 and tokens[n + 1].text in OPENING:
            if stop - n > 3:
                yield n + 2, stop - 1, "organisations.company"
            continue
        quoted = stop > n + 1 and tokens[stop - 1].text in CLOSING
        if "quoted" in flags and not quoted:
            continue
        proper = any(is_capital(t) or t.text == "№" for t in tokens[n + 1 : stop])
        opens = start == 0 or tokens[start - 1].text in OPENING
        whole = stop - start > 1 and (not opens or n - start > 1)
        proper = proper or (whole and any(is_capital(t) for t in tokens[start : n + 1]))
        topic = stop - start > 1 and "unit" in flags  # «строительный факультет»
        if proper or topic:
            yield start, stop, "organisations.head"
        elif stop == n + 1 and "unit" not in flags and "organ" not in flags:
            yield n, n + 1, "organisations.bare_head"


def _left(tokens: Sequence[Token], head: int) -> int:
    """The first of the adjectives that agree with the head: «калужский филиал»."""
    start = head
    while start and tokens[start - 1].pos == "ADJ" and agrees(tokens[start - 1], tokens[head]):
        start -= 1
    plain = load_plain()
    while start < head and tokens[start].lemma in plain:
        start += 1
    return start


@cache
def load_plain() -> frozenset[str]:
    """Adjectives that are no part of a name: «новый», «крупный»."""
    return frozenset(load_lexicon("plain_adjectives"))


def _right(tokens: Sequence[Token], stop: int, persons: Sequence[Span]) -> int:
    """One past the last token of the complements that begin at `stop`."""
    first = stop
    while stop < len(tokens) and stop - first < _LONGEST:
        step = _complement(tokens, stop, persons, first)
        if not step:
            break
        stop += step
    return stop


def _complement(tokens: Sequence[Token], n: int, persons: Sequence[Span], first: int) -> int:
    """How many tokens at `n` continue the name; 0 if none do."""
    token = tokens[n]
    rest = len(tokens) - n
    if token.text in OPENING:
        return _quoted(tokens, n)
    if token.text.lower() in ("им", "имени"):
        return _named_after(tokens, n)
    if token.text == "№" and rest > 1:
        return 2
    if (
        token.lemma in _titles()
        or any(token.span.meets(span) for span in persons)
        or token.text in ("др", "т")
    ):
        return 0
    if token.text in ("и", ",") and rest > 1 and n > first:
        more = tokens[n + 1]
        plain = not is_capital(more) and _nominal(more) and more.text != "др"
        wide = more.pos == "ADJ" or tokens[first - 1].lemma in _DEPARTMENTS
        fit = wide or "Number=Plur" not in more.feats
        return 2 if plain and fit and case_of(more) == "Gen" else 0
    if token.text == "по" and rest > 1 and case_of(tokens[n + 1]) == "Dat":
        return 2
    if case_of(token) == "Dat" and tokens[n - 1].pos == "ADJ":
        return 1
    return int(_genitive(token, tokens[n - 1]))


def _nominal(token: Token) -> bool:
    return token.pos in ("NOUN", "ADJ", "PROPN")


def _genitive(token: Token, before: Token) -> bool:
    """A genitive, an acronym or an undeclined proper name after the head."""
    if _ACRONYM.match(token.text) and not _ROMAN.match(token.text):
        return True
    if not _nominal(token):
        return False
    if case_of(token) == "Gen":
        return True
    return token.pos == "PROPN" and is_capital(token) and is_capital(before)


def _quoted(tokens: Sequence[Token], n: int) -> int:
    """The length of the quotation that opens at `n`, marks included; 0 if it does not close."""
    for stop in range(n + 2, min(len(tokens), n + 14)):
        if tokens[stop].text in CLOSING:
            return stop + 1 - n
    return 0


def _named_after(tokens: Sequence[Token], n: int) -> int:
    """The length of «им. К. Э. Циолковского» at `n`."""
    stop, words, initials = n + 1, 0, False
    while (
        stop < len(tokens)
        and words < (1 if initials else 2)
        and (tokens[stop].text == "." or (is_capital(tokens[stop]) and tokens[stop].pos != "VERB"))
    ):
        initials = initials or (len(tokens[stop].text) == 1 and is_capital(tokens[stop]))
        words += len(tokens[stop].text) > 1
        stop += 1
    if tokens[stop - 1].text == "." and len(tokens[stop - 2].text) > 1:
        stop -= 1
    return stop - n if stop > n + 1 else 0


def _acronyms(sentence: Sentence, analysis: Analysis, morph: Morph) -> Iterator[Range]:
    """«ТУСУРа», «РАН», «Минпромторг России»; a kind in capitals with a quoted name: «РКК «…»»."""
    tokens = sentence.tokens
    places = [name.span for name in analysis.names if name.label == "LOC"]
    for n, token in enumerate(tokens):
        ministry = _ministry(token)
        acronym = _ACRONYM.match(token.text) and not _ROMAN.match(token.text)
        if not (acronym or (ministry and _by_ner(analysis, token, "ORG"))):
            continue
        if token.text in _no_bodies() or token.lemma.upper() in _no_bodies():
            continue
        if any(token.span.meets(span) for span in places) or token.lemma in _heads():
            continue
        if token.text.isupper() and len(token.text) > 3 and _shouted(token, analysis, morph):
            continue
        if token.text in _BRANCHES or (n and tokens[n - 1].text in _BRANCHES):
            continue
        if n + 1 < len(tokens) and tokens[n + 1].text in OPENING and _quoted(tokens, n + 1):
            yield n, n + 1 + _quoted(tokens, n + 1), "organisations.acronym_and_name"
            continue
        stop = n + 1
        if stop + 1 < len(tokens) and tokens[stop].text in _BRANCHES:
            stop += 2
        if stop < len(tokens) and ministry and tokens[stop].text in ("России", "РФ"):
            stop += 1
        yield n, stop, "organisations.acronym"


def _ministry(token: Token) -> bool:
    """«Минпромторг», «Минздравом»; not «Минского»."""
    word = token.text
    adjective = re.search(r"ск(?:ий|ая|ое|ого|ому|им|ом|ой|ую|их)$", word)
    return word.startswith("Мин") and len(word) > 6 and word[3:].islower() and not adjective


def _shouted(token: Token, analysis: Analysis, morph: Morph) -> bool:
    """A word or a surname in capitals, no acronym: «СЛУШАЛИ», «ШИРЯЕВУ»."""
    if len(token.text) > 4 and _by_ner(analysis, token, "PER"):
        return True
    readings = morph.words.readings(token.text.lower())
    return any(r.known and not r.marks & {"Abbr", "Orgn"} for r in readings)


def _by_ner(analysis: Analysis, token: Token, label: str) -> bool:
    return any(name.label == label and name.span.covers(token.span) for name in analysis.names)


def names_body(token: Token) -> bool:
    """Whether the token is the head noun of a body: «галерея», «комитет»."""
    return token.lemma in _heads()


def _by_natasha(sentence: Sentence, analysis: Analysis, ranges: Sequence[Range]) -> Iterator[Range]:
    """Natasha's bodies that no rule has touched."""
    touched = {n for start, stop, _ in ranges for n in range(start, stop)}
    for name in analysis.names:
        if name.label == "ORG" and sentence.span.covers(name.span):
            start, stop = token_range(sentence, name.span)
            titles = any(token.lemma in _titles() for token in sentence.tokens[start:stop])
            titles = titles or analysis.document.at(name.span) in _no_bodies()
            if not titles and not touched & set(range(start, stop)):
                yield start, stop, "natasha"
