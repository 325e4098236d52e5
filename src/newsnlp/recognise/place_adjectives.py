"""Places by their adjectives: «томский губернатор» → Томская область, «британский премьер».

Sentences enter, mentions of places leave. Only the adjective of an office of government is taken:
«томский художник» may live anywhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from newsnlp.lexicon import load_lexicon
from newsnlp.recognise.phrases import agrees
from newsnlp.recognise.titles import head_lemma, title_flags
from newsnlp.schema import Analysis, Form, Kind, Mention, Token
from newsnlp.text import fold_yo

__all__ = ["ADJECTIVE", "find_adjective_places", "place_adjective"]

ADJECTIVE = "places.adjective"
_OF_CITIES = frozenset({"мэр", "градоначальник", "градоначальница", "сити-менеджер"})
_OFFICES = frozenset({"government", "law"})


@cache
def _places() -> Mapping[str, Mapping[str, str]]:
    """Folded adjective → its place and the kind of it."""
    return {fold_yo(key): row for key, row in load_lexicon("place_adjectives").items()}


def place_adjective(token: Token) -> bool:
    """Whether the adjective is made of a country's or a region's name."""
    return fold_yo(token.lemma) in _places()


def find_adjective_places(analysis: Analysis) -> Iterator[Mention]:
    """The places that adjectives name right before the title of an office."""
    for sentence in analysis.sentences:
        for n, token in enumerate(sentence.tokens):
            row = _places().get(fold_yo(token.lemma)) if token.pos == "ADJ" else None
            head = _office(sentence.tokens, n) if row else ""
            if row and head and not (row["kind"] == "region" and head in _OF_CITIES):
                place = row["place"]
                yield Mention(token.span, Kind.PLACE, Form.NAME, place, ADJECTIVE, 0.85)


def _office(tokens: Sequence[Token], n: int) -> str:
    """The head of the office's title after the adjective at `n`, "" if there is none."""
    for token in tokens[n + 1 : n + 4]:
        if head := head_lemma(token):
            fit = agrees(token, tokens[n]) and title_flags(head) & _OFFICES
            return head if fit else ""
        if token.pos != "ADJ":
            return ""
    return ""
