"""What the words of a name may be in the nominative: options, each with its form and its facts.

In come the tokens of one name; out go the readings as a personal name, by endings and lists, and
those as a phrase, by what its head may be. Which is right is the business of the weights.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsnlp.declension import INITIAL, PARTICLES, WORD
from newsnlp.morph import Morph, joined
from newsnlp.schema import Token
from newsnlp.text import fold_yo
from newsnlp.words import Reading

__all__ = ["NAME", "PHRASE", "Facts", "Option", "options_of"]

NAME, PHRASE = "name", "phrase"
_FAR = 6.0  # points under the best reading of a name that are no option
_PROPER = frozenset({"Geox", "Orgn", "Name", "Surn", "Patr"})

Facts = Mapping[str, float]  # fact → how much of it there is, mostly 1


@dataclass(frozen=True, slots=True)
class Option:
    """One nominative with the reading that it comes of.

    Attributes:
        form: the nominative.
        kind: NAME for a human being's, or PHRASE.
        case, number, gender: how the text has it, UD values; "" where nothing tells.
        words: its inflected words that are names, folded to lower case without ё.
        facts: what speaks for it within the name.
    """

    form: str
    kind: str
    case: str
    number: str
    gender: str
    words: tuple[str, ...]
    facts: Facts


def options_of(tokens: Sequence[Token], morph: Morph, *, singular: bool = False) -> list[Option]:
    """All options of the name that `tokens` write; the first phrase is what rules alone say.

    Args:
        tokens: the words of one name.
        morph: the dictionary.
        singular: whether it is one of several that share its noun («станциях «Курская»»).
    """
    names = list(_names(tokens, morph)) if _nameable(tokens, morph) else []
    return [*names, *_phrases(tokens, morph, singular=singular)]


def _nameable(tokens: Sequence[Token], morph: Morph) -> bool:
    """Whether the words may be a human being's name: capitals, no acronyms."""
    words = places = 0
    for token in tokens:
        text = token.text
        if text in "-." or INITIAL.match(text) or text.lower() in PARTICLES:
            continue
        if not (text[:1].isupper() and WORD.match(text)) or morph.words.acronym(text):
            return False
        if text.isupper() and len(text) < 5:
            return False
        words += 1
        marks = [r.marks & _PROPER for r in morph.words.readings(text.lower()) if r.known]
        places += bool(marks) and all(own == {"Geox"} for own in marks)
    if words > 1 and places and not morph.is_name(tokens):
        return False  # «Почта России»
    return words > 0 and len(tokens) <= 6


def _names(tokens: Sequence[Token], morph: Morph) -> Iterator[Option]:
    readings = morph.names.read(tokens)
    best = readings[0].points
    likely = f"name:likely={morph.is_name(tokens)}"
    for reading in readings:
        if reading.points <= best - _FAR:
            continue
        words = (fold_yo(form).lower() for form in reading.forms if len(form) > 2)
        facts = {"name:points": reading.points, "name:below": reading.points - best, likely: 1.0}
        if reading.number == "Plur":
            facts["name:plural"] = 1.0
        yield Option(
            joined(tokens, reading.forms),
            NAME,
            reading.case,
            reading.number,
            reading.gender,
            tuple(word for word in words if WORD.match(word)),
            facts,
        )


def _phrases(tokens: Sequence[Token], morph: Morph, *, singular: bool) -> Iterator[Option]:
    phrases = morph.phrases
    groups = phrases.groups(tokens)
    forms = phrases.forms(tokens, None, singular=singular)
    if not groups:
        facts = {"phrase:no_head": 1.0}
        yield Option(joined(tokens, forms), PHRASE, "Nom", "Sing", "", (), facts)
        return
    at = groups[0].head
    form = joined(tokens, forms)
    yield _phrase(form, forms[at], groups[0].slot, {"phrase:by_rules": 1.0})
    if phrases.heads.unchanging(tokens[at].text):
        return
    for slot, head, reading, points in phrases.heads.choices(tokens[at], singular=singular):
        own = phrases.groups(tokens, at, slot)
        if own[0].shared:
            if slot[1] == "Plur":
                forms = phrases.forms_as(tokens, own, head, singular=True)
                yield _phrase(joined(tokens, forms), forms[at], slot, _source(reading, points))
            continue
        forms = phrases.forms_as(tokens, own, head, singular=singular)
        agreeing = phrases.agreeing(tokens, own[0])
        facts = {
            **_source(reading, points),
            "phrase:agree": float(agreeing),
            "phrase:disagree": float(len(own[0].modifiers) - agreeing),
        }
        yield _phrase(joined(tokens, forms), head, slot, facts)


def _source(reading: Reading | None, points: float) -> dict[str, float]:
    """Facts of what says that the head is so."""
    if reading is None:
        return {"phrase:ending": points} if points else {"phrase:neuter": 1.0}
    facts = {"phrase:score": points, f"phrase:known={reading.known}": 1.0}
    if reading.marks & _PROPER:
        facts["phrase:proper"] = 1.0
    return facts


def _phrase(form: str, head: str, slot: tuple[str, str, str], facts: Facts) -> Option:
    named = head[:1].isupper() and len(head) > 2
    words = (fold_yo(head).lower(),) if named else ()
    return Option(form, PHRASE, *slot, words, facts)
