"""Where a mention stands among the tokens of its sentence, and small claims about tokens."""

from collections.abc import Mapping, Sequence

from newsnlp.kept import of_last
from newsnlp.schema import Analysis, NameSpan, Sentence, Span, Token
from newsnlp.words import feature

__all__ = [
    "agrees",
    "capitals",
    "case_of",
    "is_capital",
    "names_by_sentence",
    "span_of",
    "token_range",
    "within",
]

OPENING = frozenset('«"„“')
CLOSING = frozenset('»"“”')


def span_of(tokens: Sequence[Token]) -> Span:
    """The span from the first to the last of `tokens`."""
    return Span(tokens[0].span.start, tokens[-1].span.stop)


def token_range(sentence: Sentence, span: Span) -> tuple[int, int]:
    """Half-open range of the tokens of `sentence` that `span` touches; empty if there are none."""
    return sentence.touched(span)


def case_of(token: Token) -> str:
    """Its case in UD's values, "" where the tagger gives none."""
    return feature(token.feats, "Case")


def agrees(one: Token, other: Token) -> bool:
    """Whether case and number of the two do not contradict each other."""
    return all(
        feature(one.feats, name) == feature(other.feats, name) for name in ("Case", "Number")
    )


def is_capital(token: Token) -> bool:
    """«Томск», «ТУСУР»; not «кафедра», not «2025»."""
    return token.text[:1].isupper()


def capitals(tokens: Sequence[Token]) -> list[int]:
    """The indices of the tokens with a capital, of which there are few."""
    return [n for n, token in enumerate(tokens) if token.text[:1].isupper()]


@of_last
def names_by_sentence(analysis: Analysis) -> Mapping[Span, Sequence[NameSpan]]:
    """The names that natasha marks, by the span of their sentence."""
    return {one.span: one.among(analysis.names) for one in analysis.sentences}


def within(span: Span, names: Sequence[NameSpan], label: str) -> bool:
    """Whether `span` meets a name of type `label`."""
    return any(name.label == label and name.span.meets(span) for name in names)
