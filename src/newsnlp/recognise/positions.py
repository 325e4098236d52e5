"""Positions: a title without its body; and titles that stand in for a person."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from newsnlp.lexicon import load_lexicon
from newsnlp.morph import Morph
from newsnlp.recognise.organisations import load_plain, names_body
from newsnlp.recognise.phrases import agrees, case_of, is_capital, span_of
from newsnlp.schema import Analysis, Form, Kind, Mention, Sentence, Token
from newsnlp.words import feature

__all__ = ["find_positions", "is_academic", "is_free", "title_head"]

_TERRITORIES = frozenset({"край", "область", "регион", "республика", "город", "район", "страна"})
_LONGEST = 12  # tokens of a title
_SUBSTANTIVE = frozenset({"заведующий", "заведующая", "управляющий", "управляющая"})
_DEGREES = frozenset({"доктор", "кандидат"})
_CONTRACTED = {
    "зам": "заместитель ",
    "завкафедрой": "заведующий кафедрой",
    "зампред": "заместитель председателя",
}
_GENITIVES = {"замминистра": "министра", "замдиректора": "директора", "замдекана": "декана"}


@cache
def _heads() -> Mapping[str, frozenset[str]]:
    """Head lemma → its flags."""
    rows = load_lexicon("positions")
    return {lemma: frozenset(row.get("flags", "").split()) for lemma, row in rows.items()}


def is_free(normal: str) -> bool:
    """Whether the title needs no body: «доктор технических наук», «художник»."""
    return any("free" in _heads().get(word, ()) for word in normal.lower().split()[:3])


def is_academic(normal: str) -> bool:
    """Whether the title is held at a university even where none is named beside it."""
    return any("university" in _heads().get(word, ()) for word in normal.lower().split()[:3])


def title_head(token: Token) -> bool:
    """Whether the token is the head noun of a title."""
    return token.lemma in _heads() or token.text.lower() in _heads()


def find_positions(analysis: Analysis, morph: Morph, names: Sequence[Mention]) -> list[Mention]:
    """Mentions of titles; one that stands alone is also a stand-in for its holder.

    «проректор по науке ТГУ Иван Орлов» → «проректор по науке»; «отметил ректор» → «ректор» as a
    position and as a person of form NOMINAL.
    """
    found: list[Mention] = []
    covered = {
        place for name in names if name.form is Form.NAME
        for place in range(name.span.start, name.span.stop)
    }  # fmt: skip
    persons = {name.span.start for name in names if name.kind is Kind.PERSON}
    for sentence in analysis.sentences:
        for start, stop in _ranges(sentence, covered):
            tokens = sentence.tokens[start:stop]
            normal = _normal(tokens, morph)
            span = span_of(tokens)
            found.append(Mention(span, Kind.POSITION, Form.NAME, normal, "positions.title", 0.85))
            if _stands_alone(sentence.tokens, (start, stop), covered, persons):
                found.append(
                    Mention(span, Kind.PERSON, Form.NOMINAL, normal, "positions.stand_in", 0.6)
                )
    return found


def _ranges(sentence: Sentence, covered: set[int]) -> Iterator[tuple[int, int]]:
    """Token ranges of titles, from left to right, none within another."""
    tokens = sentence.tokens
    done = 0
    for n, token in enumerate(tokens):
        if n < done or token.pos not in ("NOUN", "PROPN", "ADJ") or not title_head(token):
            continue
        beside = n + 1 < len(tokens) and title_head(tokens[n + 1])
        if token.pos == "ADJ" and (token.lemma not in _SUBSTANTIVE or beside):
            continue
        if token.lemma == "глава" and n and tokens[n - 1].text.lower() == "во":
            continue
        if token.span.start in covered or (token.pos == "PROPN" and n and is_capital(token)):
            continue
        start = _left(tokens, n, max(done, 0), covered)
        done = _right(tokens, n + 1, covered)
        yield start, done


def _left(tokens: Sequence[Token], head: int, least: int, covered: set[int]) -> int:
    """The first of the adjectives that belong to the title: «генеральный директор»."""
    start = head
    while start > least and _modifies(tokens[start - 1], tokens[head], covered):
        start -= 1
    return start


def _modifies(token: Token, head: Token, covered: set[int]) -> bool:
    if token.pos != "ADJ" or token.span.start in covered or not agrees(token, head):
        return False
    first = token.lemma == "первый" and head.lemma in ("заместитель", "проректор", "вице-президент")
    return first or token.lemma == "ведущий" or token.lemma not in load_plain()


def _right(tokens: Sequence[Token], stop: int, covered: set[int]) -> int:
    """One past the complements: «по науке», «науки и высшего образования», «директора»."""
    first = stop
    if tokens[first - 1].lemma in _DEGREES:
        ends = [n for n in range(first, min(len(tokens), first + 5)) if tokens[n].text == "наук"]
        if ends:
            return ends[0] + 1
    while stop < len(tokens) and stop - first < _LONGEST:
        step = _complement(tokens, stop, first, covered)
        if not step:
            break
        stop += step
    return stop


def _complement(tokens: Sequence[Token], n: int, first: int, covered: set[int]) -> int:
    """How many tokens at `n` continue the title; 0 if none do."""
    token, rest = tokens[n], len(tokens) - n
    if token.span.start in covered or is_capital(token) or _opens_body(token):
        return 0
    if token.text == "по" and rest > 1 and case_of(tokens[n + 1]) == "Dat":
        return 0 if tokens[n + 1].span.start in covered else 2
    if token.text in ("и", ",") and n > first and rest > 1:
        more = tokens[n + 1]
        same = case_of(more) and case_of(more) == case_of(tokens[n - 1])
        fit = same and more.pos in ("NOUN", "ADJ") and not title_head(more)
        return 2 if fit and not is_capital(more) and more.span.start not in covered else 0
    if token.pos not in ("NOUN", "ADJ"):
        return 0
    if token.pos == "ADJ" and _before_body(tokens, n):
        return 0  # «декан строительного факультета»: the adjective is the body's
    if any(t.lemma in ("курс", "класс") for t in tokens[n : n + 2]):
        return 0
    if case_of(token) == "Gen":
        return 1
    return int(case_of(token) == "Dat" and case_of(tokens[n - 1]) == "Dat" and n > first)


def _opens_body(token: Token) -> bool:
    """«директор галереи», «министр края»: body or territory, no part of the title."""
    return names_body(token) or token.lemma in _TERRITORIES


def _before_body(tokens: Sequence[Token], n: int) -> bool:
    """Whether the noun that the adjectives at `n` stand before opens a body."""
    while n < len(tokens) and tokens[n].pos == "ADJ":
        n += 1
    return n < len(tokens) and _opens_body(tokens[n])


def _normal(tokens: Sequence[Token], morph: Morph) -> str:
    """The title in the nominative singular, lower case, contractions spelt out."""
    normal = morph.nominative(tokens, singular=True)
    word, _, rest = normal.partition(" ")
    word = word[:1].lower() + word[1:] if not word.isupper() else word
    if word in _CONTRACTED:
        word = _CONTRACTED[word].strip()
    for short, full in _GENITIVES.items():
        if word == short:
            word = f"заместитель {full}"
    return f"{word} {rest}".strip()


def _stands_alone(
    tokens: Sequence[Token], title: tuple[int, int], covered: set[int], persons: set[int]
) -> bool:
    """Whether no name follows the title and its body, and one person is meant.

    «отметил ректор ТУСУРа» stands alone, «ректор ТУСУРа Виктор Рулевский» does not.
    """
    start, stop = title
    head = next((t for t in tokens[start:stop] if title_head(t)), tokens[start])
    if feature(head.feats, "Number") == "Plur":
        return False
    while stop < len(tokens) and tokens[stop].span.start not in persons:
        if tokens[stop].span.start not in covered and tokens[stop].text not in ("«", "»", '"'):
            break
        stop += 1
    named = stop < len(tokens) and tokens[stop].span.start in persons
    before = start > 0 and tokens[start - 1].span.start in covered
    return not named and not before
