"""Persons and places by name: where they stand, what they are called in the nominative."""

from newsnlp.morph import Morph
from newsnlp.names import weighed_names
from newsnlp.recognise.name_context import choose_names, hint_of
from newsnlp.recognise.name_spans import is_common, name_ranges, named_after
from newsnlp.recognise.phrases import is_capital, span_of, token_range
from newsnlp.schema import Analysis, Form, Kind, Mention

__all__ = ["find_persons", "find_places"]

_TERRITORIES = frozenset({"край", "область", "регион", "республика", "город", "район"})


def find_persons(analysis: Analysis, morph: Morph) -> list[Mention]:
    """Mentions of named human beings, the name alone: «Виктор Рулевский» in «ректор Виктор …»."""
    drafts = []
    for sentence in analysis.sentences:
        for start, stop, evidence in name_ranges(analysis, sentence, morph):
            tokens = sentence.tokens[start:stop]
            if named_after(sentence.tokens, start):
                continue
            if len(tokens) == 1 and (is_common(tokens[0], morph) or tokens[0].text.isupper()):
                continue
            names = weighed_names(tokens, morph, hint_of(sentence.tokens, start, stop, morph))
            if names:
                drafts.append((tokens, evidence, names))
    found = []
    for (tokens, evidence, _), name in zip(
        drafts, choose_names([names for _, _, names in drafts]), strict=True
    ):
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
