"""Persons and places by name: where they stand, what they are called in the nominative."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from newsnlp.declension import couple_surname
from newsnlp.morph import Morph
from newsnlp.names import PersonName, weighed_names
from newsnlp.recognise.name_context import Weighed, choose_names, hint_of
from newsnlp.recognise.name_spans import is_common, like_body, name_ranges, named_after
from newsnlp.recognise.phrases import (
    OPENING,
    capitals,
    is_capital,
    names_by_sentence,
    span_of,
    token_range,
)
from newsnlp.schema import Analysis, Form, Kind, Mention, Sentence, Token
from newsnlp.surnames import surname_gender
from newsnlp.text import fold_yo

__all__ = ["find_persons", "find_places", "name_at"]

_FLEETING = re.compile(r"[оеё]([кцнлг]ь?)$")
_TERRITORIES = frozenset({"край", "область", "регион", "республика", "город", "район"})


def find_persons(analysis: Analysis, morph: Morph) -> list[Mention]:
    """Mentions of named human beings, the name alone: «Виктор Рулевский» in «ректор Виктор …»."""
    drafts = list(_drafts(analysis, morph))
    names = choose_names([draft.names for draft in drafts])
    drafts, names = _with_lone_surnames(analysis, drafts, names, morph)
    bearers = {(name.surname, name.gender, name.given[:1]): name for name in names}
    distinct = [(name, _FLEETING.sub(r"\1", name.surname)) for name in bearers.values()]
    names = [
        _of_family(drafts, names, n) or _full_vowel(name, distinct) for n, name in enumerate(names)
    ]
    found = []
    for draft, name in zip(drafts, names, strict=True):
        score = 0.95 if len(draft.tokens) > 1 else 0.8
        span = span_of(draft.tokens)
        found.append(Mention(span, Kind.PERSON, Form.NAME, name.full, draft.evidence, score))
    return found


def name_at(sentence: Sentence, start: int, stop: int, morph: Morph) -> str:
    """The name at tokens `start` to `stop` in the nominative, by what the sentence shows."""
    draft = _draft(sentence, start, stop, "", morph)
    if not draft.names:
        return morph.nominative(draft.tokens, person=True)
    return choose_names([draft.names])[0].full


@dataclass(frozen=True, slots=True)
class _Draft:
    """A name found, and what it may be in the nominative."""

    sentence: Sentence
    start: int
    stop: int
    evidence: str
    names: Weighed

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.sentence.tokens[self.start : self.stop]


def _drafts(analysis: Analysis, morph: Morph) -> Iterator[_Draft]:
    for sentence in analysis.sentences:
        for start, stop, evidence in name_ranges(analysis, sentence, morph):
            tokens = sentence.tokens[start:stop]
            if named_after(sentence.tokens, start) or like_body(tokens, morph):
                continue
            if len(tokens) == 1 and (is_common(tokens[0], morph) or tokens[0].text.isupper()):
                continue
            draft = _draft(sentence, start, stop, evidence, morph)
            if draft.names:
                yield draft


def _draft(sentence: Sentence, start: int, stop: int, evidence: str, morph: Morph) -> _Draft:
    hint = hint_of(sentence.tokens, start, stop, morph)
    names = weighed_names(sentence.tokens[start:stop], morph, hint)
    return _Draft(sentence, start, stop, evidence, names)


def _with_lone_surnames(
    analysis: Analysis, drafts: list[_Draft], names: list[PersonName], morph: Morph
) -> tuple[list[_Draft], list[PersonName]]:
    """Also the surnames of persons named in full: «Гусь напомнил …», «вручила её Шелесту»."""
    known = [name for name in names if name.given and name.surname]
    stems = {fold_yo(name.surname).lower()[:3] for name in known}
    taken = {token.span for draft in drafts for token in draft.tokens}
    more: list[tuple[_Draft, PersonName]] = []
    for sentence in analysis.sentences:
        marked = names_by_sentence(analysis)[sentence.span]
        bodies = [name.span for name in marked if name.label == "ORG"]
        for n in capitals(sentence.tokens):
            token = sentence.tokens[n]
            if fold_yo(token.text).lower()[:3] not in stems:
                continue
            if token.span in taken or any(token.span.meets(body) for body in bodies):
                continue
            draft = _draft(sentence, n, n + 1, "persons.known_surname", morph)
            name = _bearer(draft, known, morph)
            if name is not None and not _in_name(sentence.tokens, n):
                more.append((draft, name))
    both = sorted([*zip(drafts, names, strict=True), *more], key=lambda x: span_of(x[0].tokens))
    return [draft for draft, _ in both], [name for _, name in both]


def _bearer(draft: _Draft, known: Sequence[PersonName], morph: Morph) -> PersonName | None:
    """The likeliest reading of the word that is the surname of somebody `known`."""
    best = draft.names[0][1] if draft.names else 0.0
    for name, points in draft.names:
        if points < best - 2.5:
            continue
        lone = name.surname or name.given
        for other in known:
            same = fold_yo(other.surname).lower() == fold_yo(lone).lower()
            if same and name.gender in ("", other.gender):
                return PersonName("", "", lone, other.gender)
    return None


def _in_name(tokens: Sequence[Token], n: int) -> bool:
    """Whether the word is part of something named: in quotation marks, after «имени»."""
    before = tokens[n - 1].text if n else ""
    return before in OPENING or named_after(tokens, n)


def _of_family(drafts: Sequence[_Draft], names: Sequence[PersonName], n: int) -> PersonName | None:
    """«Марк» in «братья Марк и Тимур Сулеймановы» with the surname of the other."""
    if n + 1 >= len(drafts) or names[n].surname or names[n].patronymic:
        return None
    one, other = drafts[n], drafts[n + 1]
    joined = one.sentence is other.sentence and other.start == one.stop + 1
    if (
        not joined
        or not names[n + 1].given
        or not names[n + 1].surname
        or one.sentence.tokens[one.stop].text not in ("и", ",")
    ):
        return None
    surname = couple_surname(other.tokens[-1].text, names[n].gender)
    return replace(names[n], surname=surname) if surname else None


def _full_vowel(name: PersonName, known: Sequence[tuple[PersonName, str]]) -> PersonName:
    """«Ковалёнка» is of «Ковалёнок», «Олеге Сороке» of «Сорока», where the document has him.

    Each name that is `known` has beside it its surname without the fleeting vowel.
    """
    for other, short in known if name.surname else ():
        if name.surname == other.surname:
            continue
        squeezed = short == name.surname
        vowel = other.surname == name.surname + "а" and surname_gender(other.surname) != "Fem"
        masculine = name.gender == other.gender == "Masc" and _given_fits(name, other)
        if squeezed or (vowel and masculine):
            return replace(name, surname=other.surname)
    return name


def _given_fits(one: PersonName, other: PersonName) -> bool:
    """Whether no given name speaks against the other."""
    return not (one.given and other.given) or one.given[:1] == other.given[:1]


def find_places(analysis: Analysis, morph: Morph) -> list[Mention]:
    """Countries, regions and settlements that natasha marks, in the nominative."""
    found = []
    for sentence in analysis.sentences:
        for token in sentence.tokens:
            if token.lemma in _TERRITORIES and not is_capital(token):
                form, rule = Form.NOMINAL, "persons.territory"
                found.append(Mention(token.span, Kind.PLACE, form, token.lemma, rule, 0.7))
        for name in names_by_sentence(analysis)[sentence.span]:
            if name.label == "LOC":
                start, stop = token_range(sentence, name.span)
                tokens = sentence.tokens[start:stop]
                normal = morph.nominative(tokens, person=False)
                span = span_of(tokens)
                found.append(Mention(span, Kind.PLACE, Form.NAME, normal, "natasha", 0.9))
    return found
