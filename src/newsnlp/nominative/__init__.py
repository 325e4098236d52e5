"""All names of a document in the nominative, decided together by learnt weights.

In come an analysis and the spans of names, in several pieces where words stand between; out comes
the nominative of each. Options come from `options`, facts of each from `context` and `votes`; the
weights stand in `resources/lexicons/nominative_weights.tsv`, learnt by `training/nominatives.py`.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from newsnlp.lexicon import load_weights
from newsnlp.morph import Morph
from newsnlp.nominative.context import Context
from newsnlp.nominative.options import Facts, Option, options_of
from newsnlp.nominative.votes import votes_of
from newsnlp.schema import Analysis, NameSpan, Span, Token

__all__ = ["Case", "case_of", "chances_of", "nominatives", "with_votes"]

ALONE, TOGETHER = "alone", "together"  # the columns of the weights

Pieces = Sequence[Span]


@dataclass(frozen=True, slots=True)
class Case:
    """A name with its options and the facts of each; none where there is no word."""

    surface: str
    options: Sequence[Option]
    facts: Sequence[Facts]


def nominatives(
    analysis: Analysis, spans: Sequence[Pieces], morph: Morph, labels: Sequence[str] = ()
) -> list[str]:
    """The nominative of each of `spans`, a name in one piece or several.

    Args:
        analysis: the document.
        spans: the pieces of each name; names that begin at one place share their first noun.
        morph: the dictionary.
        labels: what each name is said to be, PER, ORG, LOC or another word; natasha's if empty.
    """
    starts = Counter(pieces[0].start for pieces in spans)
    cases = [
        case_of(
            analysis,
            pieces,
            morph,
            label=labels[n] if labels else None,
            singular=len(pieces) > 1 or starts[pieces[0].start] > 1,
        )
        for n, pieces in enumerate(spans)
    ]
    alone = [chances_of(case.facts, _weights()[ALONE]) for case in cases]
    return [
        _best(case, chances_of(case.facts, _weights()[TOGETHER]))
        for case in with_votes(cases, alone)
    ]


def case_of(
    analysis: Analysis, pieces: Pieces, morph: Morph, *, label: str | None, singular: bool
) -> Case:
    """The options of one name with their facts by the sentence alone."""
    surface = " ".join(" ".join(analysis.document.at(piece) for piece in pieces).split())
    sentences = [
        (sentence, here)
        for sentence in analysis.sentences
        if (here := [n for n, t in enumerate(sentence.tokens) if _meets(t.span, pieces)])
    ]
    if not sentences:
        return Case(surface, (), ())
    sentence, here = sentences[0]
    words = [s.tokens[n] for s, numbers in sentences for n in numbers]
    options = options_of(_cleaned(words, analysis, pieces), morph, singular=singular)
    if label is None:
        label = _label(analysis.names, pieces)
    context = Context(sentence.tokens, here[0], here[-1] + 1, label, morph)
    return Case(surface, options, [context.facts(option) for option in options])


def with_votes(cases: Sequence[Case], chances: Sequence[Sequence[float]]) -> list[Case]:
    """The cases with what the document says added to the facts."""
    votes = votes_of([case.options for case in cases], chances)
    return [
        replace(case, facts=[{**a, **b} for a, b in zip(case.facts, more, strict=True)])
        for case, more in zip(cases, votes, strict=True)
    ]


def chances_of(facts: Sequence[Facts], weights: Mapping[str, float]) -> list[float]:
    """How likely each option is; they sum up to 1."""
    points = [sum(weights.get(fact, 0.0) * x for fact, x in row.items()) for row in facts]
    top = max(points, default=0.0)
    odds = [math.exp(value - top) for value in points]
    return [value / sum(odds) for value in odds]


def _best(case: Case, chances: Sequence[float]) -> str:
    """The form that its readings together make likeliest."""
    total: dict[str, float] = defaultdict(float)
    for option, chance in zip(case.options, chances, strict=True):
        total[option.form] += chance
    return max(total, key=lambda form: total[form], default="") or case.surface


def _meets(span: Span, pieces: Pieces) -> bool:
    return any(span.meets(piece) for piece in pieces)


def _label(names: Sequence[NameSpan], pieces: Pieces) -> str:
    whole = Span(pieces[0].start, pieces[-1].stop)
    return next((name.label for name in names if name.span.meets(whole)), "")


_PAIRS = {"»": "«", ")": "(", "]": "["}
_FOOTNOTE = re.compile(r"\*+")


def _cleaned(tokens: Sequence[Token], analysis: Analysis, pieces: Pieces) -> list[Token]:
    """The words of a name as far as it reaches, without marks of footnotes and odd brackets."""
    kept: list[Token] = []
    for token in tokens:
        piece = next(piece for piece in pieces if token.span.meets(piece))
        span = Span(max(token.span.start, piece.start), min(token.span.stop, piece.stop))
        text = token.text if span == token.span else analysis.document.at(span)
        text = _FOOTNOTE.sub("", text)
        if text:
            kept.append(token._replace(span=span, text=text))
        elif kept:
            kept[-1] = kept[-1]._replace(span=Span(kept[-1].span.start, span.stop))
    odd = _odd(kept)
    return [token for n, token in enumerate(kept) if n not in odd] or list(tokens)


def _odd(tokens: Sequence[Token]) -> set[int]:
    """The brackets that have no other half; quotation marks only where they close nothing."""
    opened: list[int] = []
    odd: set[int] = set()
    for n, token in enumerate(tokens):
        if token.text in _PAIRS.values():
            opened.append(n)
        elif token.text in _PAIRS:
            match = [m for m in opened if tokens[m].text == _PAIRS[token.text]]
            if match:
                opened.remove(match[-1])
            else:
                odd.add(n)
    return odd | {n for n in opened if tokens[n].text != "«"}


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    """Column → fact → weight."""
    return load_weights("nominative_weights")
