"""How far a body's name reaches from its head: adjectives before it, complements after it."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from newsnlp.lexicon import load_lexicon
from newsnlp.morph import Morph
from newsnlp.recognise.phrases import CLOSING, OPENING, agrees, case_of, is_capital
from newsnlp.schema import Span, Token

__all__ = [
    "ACRONYM",
    "ROMAN",
    "body_heads",
    "head_flags",
    "left_end",
    "load_plain",
    "quoted_length",
    "right_end",
    "title_words",
]

ACRONYM = re.compile(  # two capitals at least: «ТУСУРа», «УрФУ», «ГрадСофт»
    r"(?=[А-ЯЁA-Z][а-яёa-z0-9]*[А-ЯЁA-Z])[А-ЯЁA-Z][А-ЯЁA-Zа-яёa-z0-9]*(?:-[А-ЯЁA-Z0-9]+)?$"
)
ROMAN = re.compile(r"[IVXLC]+$")
_DEPARTMENTS = frozenset({"министерство", "комитет", "департамент", "управление", "служба"})
_LONGEST = 16  # tokens of a body's name
_HEADING = frozenset({"заведующий", "управляющий", "командующий", "внутренний"})
_OFFICES = frozenset(
    "посольство консульство генконсульство представительство бюро миссия офис торгпредство".split()
)
_TERRITORIES = frozenset({"область", "край", "республика", "город", "район", "округ"})
_HELP = frozenset({"содействие", "поддержка", "помощь"})
_ORDINALS = frozenset({"первый", "второй", "третий", "четвёртый", "пятый"})


@cache
def body_heads() -> Mapping[str, frozenset[str]]:
    """Head lemma → its flags."""
    rows = load_lexicon("organisation_heads")
    return {lemma: frozenset(row.get("flags", "").split()) for lemma, row in rows.items()}


def head_flags(token: Token) -> frozenset[str] | None:
    """The flags of a head noun, None for other words; «НМИЦ» is looked up as it stands."""
    flags = body_heads().get(token.lemma)
    return body_heads().get(token.text.lower()) if flags is None else flags


@cache
def title_words() -> frozenset[str]:
    """Head nouns of positions; natasha takes «Проректоры …» for a body now and then."""
    return frozenset(load_lexicon("positions"))


def left_end(tokens: Sequence[Token], head: int, morph: Morph) -> int:
    """The first of the adjectives that agree with the head: «калужский филиал»."""
    start = head
    while start and _attribute(tokens[start - 1], tokens[head], morph):
        start -= 1
    plain = load_plain()
    while start < head and tokens[start].lemma in plain:
        if tokens[start].lemma in _ORDINALS and start and is_capital(tokens[start]):
            break  # «судья Второго арбитражного суда»
        start += 1
    return start


def _attribute(token: Token, head: Token, morph: Morph) -> bool:
    """Whether the word is an adjective in the case of the head, by tagger or dictionary."""
    adjectives = [r for r in morph.words.readings(token.text.lower()) if r.adjectival]
    if token.pos not in ("ADJ", "PROPN") or not adjectives or token.text.isupper():
        return False
    title = token.lemma in title_words() and head.lemma != "совет"  # «учёный совет»
    if title or token.lemma in _HEADING:
        return False
    if agrees(token, head):
        return True
    nouns = [r for r in morph.words.readings(head.text.lower()) if r.case and r.pos == "NOUN"]
    return any(
        a.case == n.case and a.number == n.number and (a.number == "Plur" or a.gender == n.gender)
        for a in adjectives
        for n in nouns
    )


@cache
def load_plain() -> frozenset[str]:
    """Adjectives that are no part of a name: «новый», «крупный»."""
    return frozenset(load_lexicon("plain_adjectives"))


def right_end(tokens: Sequence[Token], stop: int, persons: Sequence[Span], morph: Morph) -> int:
    """One past the last token of the complements that begin at `stop`."""
    first = stop
    while stop < len(tokens) and stop - first < _LONGEST:
        step = _complement(tokens, stop, persons, first)
        step = step or _joined(tokens, stop, persons, first, morph)
        if not step:
            break
        stop += step
    while stop > first and tokens[stop - 1].pos in ("CCONJ", "ADP"):
        stop -= 1
    return stop


def _complement(tokens: Sequence[Token], n: int, persons: Sequence[Span], first: int) -> int:
    """How many tokens at `n` continue the name; 0 if none do."""
    token = tokens[n]
    rest = len(tokens) - n
    if token.text in OPENING:
        return quoted_length(tokens, n)
    if token.text.lower() in ("им", "имени"):
        return _named_after(tokens, n)
    if token.text == "№" and rest > 1:
        return 2
    if token.text == "с" and rest > 1 and tokens[n - 1].lemma == "борьба":
        return 2  # «Фонд борьбы с пожарами»
    if token.text == "в" and rest > 1:
        return _within(tokens, n, tokens[first - 1])
    if _foreign(token, persons):
        return 0
    if token.text == "по" and rest > 1 and case_of(tokens[n + 1]) == "Dat":
        return 0 if _foreign(tokens[n + 1], persons) else 2
    if case_of(token) == "Dat" and (tokens[n - 1].pos == "ADJ" or tokens[n - 1].lemma in _HELP):
        return 1
    if token.text == "за" and rest > 2 and tokens[n - 1].lemma in ("надзор", "контроль"):
        return 3 if tokens[n + 1].pos == "ADJ" else 2
    if token.pos == "ADV" and rest > 1 and _participle(tokens[n + 1]):
        return 2
    return int(_genitive(token, tokens[n - 1]))


def _within(tokens: Sequence[Token], n: int, head: Token) -> int:
    """«посольство Индии в РФ», «кафедра управления в технических системах»."""
    after = tokens[n + 1]
    if head.lemma in _OFFICES:
        return 2 if is_capital(after) else 0
    if head.lemma != "кафедра" or case_of(after) != "Loc" or is_capital(after):
        return 0
    topic = after.pos == "ADJ" and n + 2 < len(tokens) and tokens[n + 2].pos == "NOUN"
    return 3 if topic else 0


def _foreign(token: Token, persons: Sequence[Span]) -> bool:
    """A title, a person or a letter: no part of a body's name."""
    if any(token.span.meets(span) for span in persons):
        return True
    members = "Number=Plur" in token.feats and case_of(token) == "Gen"  # «Союз строителей»
    title = token.lemma in title_words() and not members
    return title or token.text in ("др", "т") or len(token.text) == 1


def _joined(
    tokens: Sequence[Token], n: int, persons: Sequence[Span], first: int, morph: Morph
) -> int:
    """«новых материалов и технологий», «по науке и высшей школе»: a further complement.

    It has the case of the one before; people and things are not joined («факультета и студентов»).
    """
    if tokens[n].text not in ("и", ",") or n <= first:
        return 0
    stop = n + 1
    before = tokens[n - 1]
    case = case_of(before)
    while stop < len(tokens) and tokens[stop].pos == "ADJ" and not is_capital(tokens[stop]):
        stop += 1
    if stop >= len(tokens) or _foreign(tokens[stop], persons) or is_capital(before):
        return 0
    more = tokens[stop]
    if is_capital(more) or not _nominal(more):
        return 0
    if case == "Gen" and more.lemma in body_heads():  # «кафедры физики и лаборатории химии»
        return 0
    readings = morph.words.readings(more.text.lower())
    if case not in ("Gen", "Dat") or not any(r.case == case for r in readings):
        return 0
    if _human(more, morph) and not _human(before, morph):
        return 0
    comma = tokens[n].text == ","
    if comma and not any(t.text == "и" for t in tokens[stop + 1 : stop + 4]):
        return 0
    wide = stop > n + 1 or tokens[first - 1].lemma in _DEPARTMENTS
    both = "Number=Plur" in before.feats or "Number=Plur" not in more.feats
    return stop + 1 - n if wide or both else 0


def _human(token: Token, morph: Morph) -> bool:
    """Whether the word is for living beings, as far as the dictionary knows."""
    nouns = [r for r in morph.words.readings(token.text.lower()) if r.pos == "NOUN"]
    return bool(nouns) and all("anim" in r.marks for r in nouns)


def _nominal(token: Token) -> bool:
    return token.pos in ("NOUN", "ADJ", "PROPN") or _participle(token)


def _participle(token: Token) -> bool:
    """«окружающей среды», «управляемых систем»."""
    return token.pos == "VERB" and case_of(token) == "Gen"


def _genitive(token: Token, before: Token) -> bool:
    """A genitive, an acronym or an undeclined proper name after the head."""
    if ACRONYM.match(token.text) and not ROMAN.match(token.text):
        return before.lemma not in _TERRITORIES  # «сообщили в правительстве области РБК»
    if not _nominal(token):
        return False
    if case_of(token) == "Gen":
        return True
    return token.pos == "PROPN" and is_capital(token) and is_capital(before)


def quoted_length(tokens: Sequence[Token], n: int) -> int:
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
