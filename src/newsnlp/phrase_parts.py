"""The parts of a phrase: names, and what stands between them, commas, dashes and «и».

Tokens and the places of names enter, parts as ranges of tokens leave; which of them is inflected is
the business of paradigm.py.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from newsnlp.morph import joined
from newsnlp.recognise.phrases import CLOSING, OPENING
from newsnlp.recognise.titles import abbreviations, contractions
from newsnlp.schema import Token
from newsnlp.text import fold_yo

__all__ = ["Part", "abbreviated", "never_changes", "outside_quotes", "parts_of"]

_SEPARATORS = frozenset({",", ";", "–", "—", "-", "/", "и"})
_ACTING = re.compile(r"(?:вр\.?\s?)?и\.?\s?о\.?(?!\w)|(?:врио|ИП)(?!\w)|[а-яё-]{2,6}\.", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """Consecutive tokens of a phrase: a name, or what stands between names, commas and «и»."""

    start: int
    stop: int
    named: bool


def parts_of(tokens: Sequence[Token], names: Sequence[tuple[int, int]]) -> Iterator[Part]:
    """The names and what lies between them, cut at commas, dashes and «и»."""
    starts = dict(names)
    start = n = 0
    depth = 0
    while n < len(tokens):
        text = tokens[n].text
        depth += (text in "«„(") - (text in "»“)")
        if n in starts:
            if n > start:
                yield Part(start, n, named=False)
            yield Part(n, starts[n], named=True)
            start = n = starts[n]
            continue
        adjectives = all(token.pos in ("ADJ", "ADV") for token in tokens[start:n])
        adjectives |= {token.pos for token in (tokens[n - 1], *tokens[n + 1 : n + 2])} == {"ADJ"}
        if text.lower() in _SEPARATORS and not depth and not (text == "и" and adjectives):
            if n > start:
                yield Part(start, n, named=False)
            start = n + 1
        n += 1
    if len(tokens) > start:
        yield Part(start, len(tokens), named=False)


def outside_quotes(tokens: Sequence[Token], part: Part) -> Iterator[int]:
    """The indices of the tokens outside quotation marks and brackets; «каф.» is left out."""
    closing = ""
    for n in range(part.start, part.stop):
        text = tokens[n].text
        if closing:
            closing = "" if text in closing else closing
        elif text in OPENING or text == "(":
            closing = ")" if text == "(" else "".join(CLOSING)
        elif not (n > part.start and _shortened(tokens, n, part.stop)):
            yield n


def _shortened(tokens: Sequence[Token], n: int, stop: int) -> bool:
    """«каф.», «г.» within a phrase; a full stop at its end is none."""
    short = len(tokens[n].text) < 5 and tokens[n].text.islower()
    return short and n + 2 < stop and tokens[n + 1].text == "."


def abbreviated(tokens: Sequence[Token]) -> int:
    """How many tokens at the beginning abbreviate a title: «и. о.», «зам.», «к.т.н.»."""
    if not tokens:
        return 0
    text = joined(tokens, [token.text for token in tokens])
    found = abbreviations().match(text) or _ACTING.match(text)
    if not found:
        return 0
    length = len(found.group().replace(" ", ""))
    count = 0
    while count < len(tokens) and length > 0:
        length -= len(tokens[count].text)
        count += 1
    while count < len(tokens) and tokens[count].text == ".":
        count += 1
    return count


@cache
def _governing() -> frozenset[str]:
    """Contractions that end in their complement and never change: «замдекана», «завкафедрой»."""
    return frozenset(
        short
        for short, full in contractions().items()
        if full.startswith(("заместитель ", "заведующий ", "помощник "))
        and short.endswith(fold_yo(full.split()[-1]))
    )


def never_changes(token: Token) -> bool:
    """«замдекана», «завкафедрой»: a contraction that ends in its complement."""
    return fold_yo(token.text.lower()) in _governing()
