"""Titles in the nominative, and what of their words belongs to a body within them."""

from collections.abc import Sequence

from newsnlp.morph import Morph
from newsnlp.recognise.organisations import names_body
from newsnlp.recognise.titles import (
    contractions,
    head_lemma,
    title_head,
    words_of,
)
from newsnlp.schema import Token
from newsnlp.text import fold_yo

__all__ = ["of_body", "wording"]


def wording(tokens: Sequence[Token], morph: Morph) -> str:
    """The title in the nominative singular, lower case, contractions spelt out."""
    heads = [n for n, token in enumerate(tokens) if title_head(token)]
    before = bool(heads) and all(token.pos == "ADJ" for token in tokens[: heads[0]])
    normal = morph.nominative(tokens, head=heads[0] if before else None, singular=True)
    word, _, rest = normal.partition(" ")
    word = word[:1].lower() + word[1:] if not word.isupper() else word
    bare = word.removeprefix("экс-")
    for token in tokens:
        full = contractions().get(fold_yo(token.text.lower()).removeprefix("экс-"))
        full = full or contractions().get(fold_yo(token.lemma).removeprefix("экс-"))
        if full and fold_yo(bare) in (fold_yo(token.text.lower()), fold_yo(token.lemma)):
            bare = full
    head, dash, tail = bare.partition(" ")
    if full := contractions().get(fold_yo(head)):
        bare = f"{full}{dash}{tail}"
    return f"{bare} {rest}".strip()


def of_body(token: Token, title: Sequence[Token], covered: set[int]) -> bool:
    """A word of the body that a title holds: «УрФУ» in «проректор УрФУ по связям»."""
    splits = head_lemma(title[0]) in words_of("split") | {""}
    if not splits or not any(t.text == "по" for t in title):
        return False
    marks = token.text in '«»"' and any(t.span.start in covered for t in title)
    return token.span.start in covered or marks or names_body(token)
