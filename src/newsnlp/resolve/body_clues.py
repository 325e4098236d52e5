"""What speaks for a body as the one that «вуз», «ведомство», «его» or a mere «Палата» means.

A stand-in and the bodies of a document enter; for each body its facts leave, and those of none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from newsnlp.lexicon import load_lexicon
from newsnlp.recognise.titles import body_classes
from newsnlp.resolve.acronyms import contracts, words_of_name
from newsnlp.resolve.bearings import Bearings, Same, able_groups, by_nearness, compare, level
from newsnlp.resolve.body_names import kind_noun, stem
from newsnlp.resolve.groups import Group
from newsnlp.resolve.stand_ins import PRONOUNS
from newsnlp.schema import Form, Mention, Token
from newsnlp.text import fold_yo
from newsnlp.words import feature

__all__ = ["Body", "Clues", "body_clues", "describe_body"]

Clues = tuple[tuple[str, ...], ...]  # of each candidate, and last of none

_UNIVERSITY = re.compile(r"[А-Я][А-Яа-я]*У[А-Я]{0,2}")  # an acronym: «ТГУ», «СПбГУ», «ТУСУР»
_WORD = re.compile(r"[^\W\d_]+")
_OPENING = frozenset('«"„“')
_NEUTER = frozenset({"его", "ему", "него", "нему", "оно", "им", "ним", "нем"})
_PLURAL = frozenset({"их", "им", "них", "ними", "они", "ими"})
_POINTING = frozenset({"этот", "данный", "сам", "последний"})


@dataclass(frozen=True, slots=True)
class Body:
    """What the names of a body say of it; words are folded and in lower case."""

    nouns: tuple[str, ...]  # of its kind, as its names and the text give them
    classes: frozenset[str]
    words: frozenset[str]  # of its names
    stems: frozenset[str]
    forms: tuple[tuple[str, ...], ...]  # the words of each name
    letters: str  # of its acronyms
    genders: frozenset[str]
    unit: bool  # whether a name of it names another body


@cache
def _general() -> dict[str, frozenset[str]]:
    """Folded noun → the classes of bodies that it may stand for."""
    rows = load_lexicon("body_nouns").items()
    return {fold_yo(lemma): frozenset(row["classes"].split()) for lemma, row in rows}


def describe_body(group: Group, bearings: Bearings, inner: frozenset[int]) -> Body:
    """What is known of a body.

    Args:
        group: its mentions by name.
        bearings: the sentences.
        inner: where names begin that lie within those of other bodies.
    """
    forms = [form for form in group.forms if form]
    own = [noun for form in forms if (noun := kind_noun(form))]
    nouns = dict.fromkeys(own)
    genders = set()
    for mention in group.mentions:
        tokens = _tokens(mention, bearings)
        genders |= {feature(t.feats, "Gender") for t in tokens if fold_yo(t.lemma) in nouns}
        before = _kind_before(mention, bearings)
        if before is not None:
            nouns[fold_yo(before.lemma)] = None
            genders.add(feature(before.feats, "Gender"))
        if mention.evidence == "organisations.company":
            nouns["компания"] = None
    words = frozenset(fold_yo(w.lower()) for form in forms for w in words_of_name(form))
    classes = {c for noun in nouns for c in body_classes(noun)}
    classes |= {"university"} if any(map(_UNIVERSITY.fullmatch, forms)) else set()
    return Body(
        tuple(nouns),
        frozenset(classes),
        words,
        frozenset(map(stem, words)),
        tuple(tuple(fold_yo(w.lower()) for w in words_of_name(form)) for form in forms),
        "".join(form.lower() for form in forms if form.isupper() and " " not in form),
        frozenset(genders - {""}),
        any(m.span.start < start < m.span.stop for m in group.mentions for start in inner),
    )


def _tokens(mention: Mention, bearings: Bearings) -> Sequence[Token]:
    sentence = bearings.sentence(mention)
    if sentence is None:
        return ()
    start, stop = sentence.touched(mention.span)
    return sentence.tokens[start:stop]


def _kind_before(mention: Mention, bearings: Bearings) -> Token | None:
    """«завод» before «Кристалл» in quotation marks."""
    sentence = bearings.sentence(mention)
    if sentence is None:
        return None
    start, _ = sentence.touched(mention.span)
    if start < 2 or sentence.tokens[start - 1].text not in _OPENING:
        return None
    before = sentence.tokens[start - 2]
    return before if before.pos in ("NOUN", "PROPN") and body_classes(before.lemma) else None


@dataclass(frozen=True, slots=True)
class _Case:
    """A stand-in for a body, taken apart."""

    mention: Mention
    noun: str
    modifiers: tuple[str, ...]  # stems of its adjectives
    pointing: bool
    genders: frozenset[str]  # of a pronoun

    @property
    def pronoun(self) -> bool:
        return self.mention.form is Form.PRONOUN


def _take_apart(mention: Mention, bearings: Bearings) -> _Case:
    tokens = _tokens(mention, bearings)
    if mention.form is Form.PRONOUN:
        said = fold_yo(tokens[0].text.lower()) if tokens else mention.normal
        genders = {PRONOUNS.get(said, "")} | ({"Neut"} if said in _NEUTER else set())
        genders |= {"Plur"} if said in _PLURAL else set()
        return _Case(mention, "", (), False, frozenset(genders - {""}))
    nouns = [t for t in tokens if t.pos == "NOUN" and body_classes(t.lemma)]
    nouns = nouns or [t for t in tokens if t.pos == "NOUN"] or [*tokens[-1:]]
    noun = fold_yo(nouns[0].lemma) if nouns else fold_yo(mention.normal.lower().split(" ")[0])
    before = [t for t in tokens if nouns and t.span.start < nouns[0].span.start]
    modifiers = [stem(fold_yo(t.lemma)) for t in before if fold_yo(t.lemma) not in _POINTING]
    pointing = len(modifiers) < len(before)
    return _Case(mention, noun, tuple(modifiers), pointing, frozenset())


def body_clues(
    mention: Mention,
    groups: Sequence[Group],
    known: Sequence[Body],
    bearings: Bearings,
    same: Same,
) -> tuple[str, list[int], Clues]:
    """The letter of its facts, the bodies that may be meant, and the facts of each and of none."""
    case = _take_apart(mention, bearings)
    letter = "q" if case.pronoun else "b"
    chances = same.of(mention, groups)
    fits = [_fit(case, body) for body in known]
    able, last = able_groups(mention, groups, fits, chances)
    own = [
        list(_facts(case, groups[n], known[n], before, bearings, fits[n]))
        for n, before in zip(able, last, strict=True)
    ]
    degrees, odds = [fits[n] for n in able], [chances[n] for n in able]
    compare(own, degrees, by_nearness(last), odds)
    own.append(list(_none(case, degrees, odds, same)))
    return letter, able, tuple(map(tuple, own))


def _fit(case: _Case, body: Body) -> int:
    """How well the noun fits: 5 the name's own, 4 a word of it, 3 part of one, 2 to -1 by class.

    Of a pronoun: 1 if the gender agrees or is unknown, else 0.
    """
    if case.pronoun:
        return int(not body.genders or bool(case.genders & body.genders) or not case.genders)
    noun = case.noun
    if noun in body.nouns:
        return 5
    if noun in body.words:
        return 4
    if any(word.endswith(noun) for word in body.words if len(noun) > 4) or (
        len(noun) > 5 and any(contracts(noun, form[n:]) for form in body.forms for n in (0, 1))
    ):
        return 3
    general = _general().get(noun, frozenset())
    if not general.isdisjoint(body.classes):
        return 2
    if not body_classes(noun).isdisjoint(body.classes):
        return 1
    if body.letters and noun[0] in body.letters and not body.classes:
        return 1
    told = (general | body_classes(noun)) and body.classes
    return -1 if told else 0  # «банк» is no university


def _facts(  # noqa: PLR0913 a body is looked at from all sides
    case: _Case, group: Group, body: Body, last: Mention | None, bearings: Bearings, fit: int
) -> Iterator[str]:
    """What speaks for or against one body, looked at alone."""
    yield from bearings.place(case.mention, group, last)
    if case.pronoun:
        if body.genders:
            yield "gender_agrees" if case.genders & body.genders else "gender_differs"
    else:
        yield f"fit={fit}"
        if not body.nouns:
            yield "bare"
        elif len(body.words) == 1 and body.words <= set(body.nouns):
            yield "mere"
        if body.letters and case.noun[:1] in (body.letters[0], body.letters[-1]):
            yield "letter"
        for modifier in case.modifiers:
            met = any(own.startswith(modifier[:5]) for own in body.stems)
            yield "modifier" if met else "no_modifier"
        if case.pointing and last is not None:
            yield "pointing"
    if body.unit:
        yield "unit"


def _none(
    case: _Case, degrees: Sequence[int], chances: Sequence[float], same: Same
) -> Iterator[str]:
    """What speaks for none of the bodies."""
    yield "none"
    yield f"none&fit={max(degrees, default=0)}"
    if case.mention.form is Form.NAME:
        yield "none&name"
    elif same.asked:
        yield f"none&span={level(same.stands_in(case.mention))}"
    if same.asked:
        yield f"none&same={level(max(chances, default=0.0))}"
