"""Bodies: a head word with its complements, acronyms, and what natasha alone has seen.

Each level of «Центр развития Института инноватики ТУСУР» is a mention. Companies are mentioned by
the bare name in quotation marks; a head word alone («университет») stands in for a body.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from newsnlp.lexicon import load_lexicon
from newsnlp.morph import Morph, joined
from newsnlp.recognise.body_spans import (
    ACRONYM,
    ROMAN,
    body_heads,
    head_flags,
    left_end,
    load_plain,
    quoted_length,
    right_end,
    title_words,
)
from newsnlp.recognise.phrases import (
    OPENING,
    capitals,
    is_capital,
    names_by_sentence,
    span_of,
    token_range,
)
from newsnlp.schema import Analysis, Form, Kind, Mention, Sentence, Span, Token

__all__ = [
    "body_name",
    "find_organisations",
    "load_plain",
    "names_body",
    "without_endings",
]

_FOUNDER = re.compile(r"(?:\w+ )?РАН$|Мин[а-я]+|.*научный центр (?:\w+ )?РАН$|.*[Аа]кадемия наук")
_UNIT = re.compile(r"(?:\w+ )*?(?:пресс-служба|отдел|департамент|управление|служба|центр) ", re.I)
_INDECLINABLE = re.compile(
    r"Мин\w*(?:ния|тия|науки|культуры|труда|природы|цифры|обороны|энерго|связи|печати)$"
)
_EDITION = re.compile(r"-20\d\d$")
_ENDING = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])(?:а|у|ом|ем|е)$")
_BRANCHES = frozenset({"СО", "УрО", "ДВО"})  # of the Academy: no body without «РАН»

_LOCAL = frozenset("областной краевой республиканский городской районный окружной".split())
_GOVERNMENTS = frozenset("правительство администрация дума мэрия прокуратура управа".split())
_TERRITORIES = frozenset("область край республика город район округ".split())

Range = tuple[int, int, str]  # first token, one past the last, evidence


@cache
def _no_bodies() -> frozenset[str]:
    """Acronyms that name no body: «РФ», «ЕГЭ»."""
    return frozenset(load_lexicon("other_acronyms"))


def find_organisations(
    analysis: Analysis, morph: Morph, named: Sequence[Mention] = ()
) -> list[Mention]:
    """Mentions of bodies in the order of the text, outside the persons `named`."""
    persons = [person.span for person in named]
    places = [name.span for name in analysis.names if name.label == "LOC"]
    found: dict[tuple[Span, Form], Mention] = {}
    for sentence in analysis.sentences:
        ranges = [
            *_by_head(sentence, persons, places, morph),
            *_acronyms(sentence, analysis, persons, morph),
        ]
        ranges += _by_natasha(sentence, analysis, ranges, morph)
        for start, stop, evidence in ranges:
            tokens = sentence.tokens[start:stop]
            form = Form.NOMINAL if evidence == "organisations.bare_head" else Form.NAME
            normal = body_name(tokens, morph) if form is Form.NAME else tokens[0].lemma
            span = span_of(tokens)
            if any(person.span.covers(span) for person in named):
                continue
            mention = Mention(span, Kind.ORGANISATION, form, normal, evidence, 0.85)
            found.setdefault((span, form), mention)
    kept = [m for m in found.values() if not _mere_founder(m, found.values())]
    kept = without_endings(kept, kept)
    return sorted(kept, key=lambda m: (m.span.start, -m.span.stop))


def without_endings(mentions: Sequence[Mention], known: Sequence[Mention]) -> list[Mention]:
    """«ГрадСофта» is «ГрадСофт» where one of the `known` is."""
    normals = {mention.normal for mention in known if mention.kind is Kind.ORGANISATION}
    bare = [_ENDING.sub("", mention.normal) for mention in mentions]
    return [
        replace(mention, normal=normal) if normal in normals else mention
        for mention, normal in zip(mentions, bare, strict=True)
    ]


def _mere_founder(mention: Mention, others: Iterable[Mention]) -> bool:
    """«РАН» in «Институт физики СО РАН», «Минздрав России» in «НМИЦ онкологии Минздрава России»."""
    founder = bool(_FOUNDER.match(mention.normal))
    return founder and any(
        other is not mention
        and other.form is Form.NAME
        and other.span.covers(mention.span)
        and not _UNIT.match(other.normal)
        for other in others
    )


def body_name(tokens: Sequence[Token], morph: Morph) -> str:
    """The name in the nominative; an inflected acronym without its ending."""
    if len(tokens) == 1 and ACRONYM.match(tokens[0].text):
        return morph.words.acronym(tokens[0].text) or tokens[0].text
    if len(tokens) > 1 and _of_town(tokens[0]) and ACRONYM.match(tokens[1].text):
        return _town_and_acronym(tokens, morph)
    if _INDECLINABLE.match(tokens[0].text):
        return joined(tokens, [token.text for token in tokens])
    heads = [n for n, token in enumerate(tokens) if names_body(token)]
    before = all(token.pos == "ADJ" for token in tokens[: heads[0]]) if heads else False
    return morph.nominative(tokens, head=heads[0] if before else None, person=False)


def _by_head(
    sentence: Sentence, persons: Sequence[Span], places: Sequence[Span], morph: Morph
) -> Iterator[Range]:
    """Bodies with a head word: «кафедра почвоведения», «Институт физики СО РАН»."""
    tokens = sentence.tokens
    for n, token in enumerate(tokens):
        flags = head_flags(token) if token.pos in ("NOUN", "PROPN") else None
        if flags is None:
            continue
        group = "company" in flags and n > 0 and tokens[n - 1].lemma == "группа"
        if "Number=Plur" in token.feats and not group:
            continue  # but «группа компаний «Кварц»»
        if any(token.span.meets(span) for span in places):
            continue
        if token.lemma == "центр" and _of_place(tokens, n + 1, places):
            continue  # «в центре Белгорода»
        start = left_end(tokens, n, morph)
        stop = right_end(tokens, n + 1, persons, morph)
        opening = n + 1 < len(tokens) and tokens[n + 1].text in OPENING
        if "company" in flags and opening and stop > n + 1:
            stop = n + 1 + quoted_length(tokens, n + 1)
            if stop - n > 3:
                yield n + 2, stop - 1, "organisations.company"
            continue
        if ("quoted" in flags and not (opening and stop > n + 1)) or "event" in flags:
            continue
        proper = any(is_capital(t) or t.text == "№" for t in tokens[n + 1 : stop])
        opens = start == 0 or tokens[start - 1].text in OPENING
        whole = stop - start > 1 and (not opens or n - start > 1)
        proper = proper or (whole and any(is_capital(t) for t in tokens[start : n + 1]))
        topic = stop - start > 1 and "unit" in flags  # «строительный факультет»
        topic = topic or _of_territory(tokens, start, n, stop)
        topic = topic or (stop > n + 2 and tokens[n + 1].text == "по" and "organ" in flags)
        if proper or topic:
            yield start, stop, "organisations.head"
        elif stop == n + 1 and "unit" not in flags and "organ" not in flags:
            yield n, n + 1, "organisations.bare_head"


def _of_place(tokens: Sequence[Token], n: int, places: Sequence[Span]) -> bool:
    return n < len(tokens) and any(tokens[n].span.meets(place) for place in places)


def _of_territory(tokens: Sequence[Token], start: int, head: int, stop: int) -> bool:
    """«областная библиотека», «правительство края», «администрация города»."""
    before = any(token.lemma in _LOCAL for token in tokens[start:head])
    government = tokens[head].lemma in _GOVERNMENTS
    return before or (government and stop == head + 2 and tokens[head + 1].lemma in _TERRITORIES)


def _acronyms(
    sentence: Sentence, analysis: Analysis, persons: Sequence[Span], morph: Morph
) -> Iterator[Range]:
    """«ТУСУРа», «РАН», «Минпромторг России»; a kind in capitals with a quoted name: «РКК «…»»."""
    tokens = sentence.tokens
    marked = names_by_sentence(analysis)[sentence.span]
    places = [name.span for name in marked if name.label == "LOC"]
    for n in capitals(tokens):
        token = tokens[n]
        ministry = _ministry(token, morph)
        acronym = ACRONYM.match(token.text) and not ROMAN.match(token.text)
        if not (acronym or (ministry and not _by_ner(analysis, token, "LOC"))):
            continue
        if token.text in _no_bodies() or token.lemma.upper() in _no_bodies():
            continue
        if any(token.span.meets(span) for span in places) or head_flags(token) is not None:
            continue
        if token.text.isupper() and len(token.text) > 3 and _shouted(token, analysis, morph):
            continue
        if _of_other_kind(tokens, n) or _dateline(tokens, n) or _EDITION.search(token.text):
            continue
        if token.text in _BRANCHES or (n and tokens[n - 1].text in _BRANCHES):
            continue
        if n + 1 < len(tokens) and tokens[n + 1].text in OPENING and quoted_length(tokens, n + 1):
            yield n, n + 1 + quoted_length(tokens, n + 1), "organisations.acronym_and_name"
            continue
        stop = _acronym_end(tokens, n + 1, places, persons, morph)
        if n and _of_town(tokens[n - 1]) and len(token.text) < 6:
            yield n - 1, stop, "organisations.acronym"
            continue
        yield n, stop, "organisations.acronym"


def _town_and_acronym(tokens: Sequence[Token], morph: Morph) -> str:
    """«Кубанский ГАУ» for «Кубанского ГАУ»: the gender is that of the adjective."""
    ending = tokens[0].text[-2:]
    gender = "Fem" if ending in ("ая", "ой", "ую") else "Neut" if ending == "ое" else "Masc"
    first = morph.inflect(tokens[0].text, case="Nom", number="Sing", gender=gender)
    acronym = morph.words.acronym(tokens[1].text) or tokens[1].text
    return joined(tokens, [first, acronym, *(token.text for token in tokens[2:])])


def _of_town(token: Token) -> bool:
    """«Кубанский» before «ГАУ»."""
    adjective = re.search(r"ск(?:ий|ая|ое|ого|ому|им|ом|ой|ую)$", token.text)
    return is_capital(token) and bool(adjective) and token.pos in ("ADJ", "PROPN")


def _acronym_end(
    tokens: Sequence[Token],
    stop: int,
    places: Sequence[Span],
    persons: Sequence[Span],
    morph: Morph,
) -> int:
    """One past the complements of an acronym: «ИЯФ СО РАН», «МИД России», «ФТИ им. А. Ф. Иоффе»."""
    while stop < len(tokens):
        token = tokens[stop]
        if token.text.lower() in ("им", "имени"):
            return right_end(tokens, stop, persons, morph)
        if token.text in _BRANCHES or token.text in ("РАН", "РАО", "РФ", "КНР", "США"):
            stop += 1
            continue
        place = any(token.span.meets(span) for span in places) and "Case=Gen" in token.feats
        if _ministry(tokens[stop - 1], morph):  # «Минцифры Татарстана»
            readings = morph.words.readings(token.text.lower())
            place |= is_capital(token) and any({"Geox"} <= r.marks for r in readings)
        if not place and not (
            token.text in ("России", "Республики") or token.lemma == "республика"
        ):
            return stop
        stop += 1
    return stop


def _ministry(token: Token, morph: Morph) -> bool:
    """«Минпромторг», «Минздравом»; not «Минского», not «Минимальный»."""
    word = token.text
    if not (word.startswith("Мин") and len(word) > 6 and word[3:].islower()):
        return False
    adjective = re.search(r"ск(?:ий|ая|ое|ого|ому|им|ом|ой|ую|их)$", word)
    readings = morph.words.readings(word.lower())
    common = any(r.known and not r.marks & {"Abbr", "Orgn"} for r in readings)
    return not (adjective or common)


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
    return head_flags(token) is not None


def _by_natasha(
    sentence: Sentence, analysis: Analysis, ranges: Sequence[Range], morph: Morph
) -> Iterator[Range]:
    """Natasha's bodies that no rule has touched."""
    touched = {n for start, stop, _ in ranges for n in range(start, stop)}
    for name in names_by_sentence(analysis)[sentence.span]:
        if name.label == "ORG":
            start, stop = token_range(sentence, name.span)
            tokens = sentence.tokens[start:stop]
            titles = any(token.lemma in title_words() for token in tokens)
            titles = titles or analysis.document.at(name.span) in _no_bodies()
            if titles or touched & set(range(start, stop)) or _mere_words(tokens, morph):
                continue
            if not (_of_other_kind(sentence.tokens, start) or _dateline(sentence.tokens, start)):
                yield start, stop, "natasha"


def _mere_words(tokens: Sequence[Token], morph: Morph) -> bool:
    """«Отчитывались», «Совета», «Судейская коллегия»: common words that begin with a capital."""
    flags = head_flags(tokens[0])
    whole = len(tokens) > 1 and flags is not None and "organ" not in flags
    if whole or any(is_capital(token) for token in tokens[1:]):
        return False
    readings = morph.words.readings(tokens[0].text.lower())
    proper = frozenset({"Name", "Surn", "Geox", "Orgn", "Abbr"})
    return any(r.known for r in readings) and not any(r.marks & proper for r in readings)


def _dateline(tokens: Sequence[Token], n: int) -> bool:
    """«ТОМСК, 5 мая. /ТАСС/.»: the town that a release opens with."""
    after = tokens[n + 1].text if n + 1 < len(tokens) else ""
    return n == 0 and len(tokens[n].text) > 3 and tokens[n].text.isupper() and after in (",", ".")


def _of_other_kind(tokens: Sequence[Token], start: int) -> bool:
    """«форум «Технопром»», «судно «Бьен Донг»»: the name of what is no body."""
    if start < 2 or tokens[start - 1].text not in OPENING:
        return False
    kind = tokens[start - 2]
    if kind.pos != "NOUN" or is_capital(kind) or kind.lemma in title_words():
        return False
    return kind.lemma not in body_heads()
