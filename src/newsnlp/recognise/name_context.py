"""What sentence and document say of a name's case and gender; the document's vote on its reading.

In come the readings of each name, out goes one PersonName for each. «Болотовой» elsewhere tells
that «Аюна Болотова» is a woman in the nominative, not a man in the genitive.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import exp

from newsnlp.declension import Hint
from newsnlp.morph import Morph
from newsnlp.names import PersonName
from newsnlp.recognise.name_spans import title_lemma
from newsnlp.schema import Token
from newsnlp.text import fold_yo
from newsnlp.words import feature

__all__ = ["Weighed", "choose_names", "hint_of"]

_SUBJECT = ("nsubj", "nsubj:pass")
_GOVERNED = {
    "Gen": "от у без для из до вместо кроме против после около ради среди возле помимо из-за",
    "Dat": "к ко благодаря по вопреки",
    "Ins": "с со под над перед между за",
    "Loc": "о об обо при",
}
_CASES_AFTER: dict[str, list[str]] = defaultdict(list)
for _case, _words in _GOVERNED.items():
    for _word in _words.split():
        _CASES_AFTER[_word].append(_case)
_CASES_AFTER["с"].append("Gen")
_CASES_AFTER["за"].append("Acc")
_PHRASE_ENDS = frozenset({"PUNCT", "VERB", "ADP", "CCONJ", "PRON"})
_LISTING = frozenset(";:–—•-")  # what a list has before its items
_PULL = 1.2  # points for a reading that the rest of the document bears out

Weighed = list[tuple[PersonName, float]]


def hint_of(tokens: Sequence[Token], start: int, stop: int, morph: Morph) -> Hint:
    """What the words around the name `tokens[start:stop]` of a sentence say of it."""
    cases: dict[str, float] = defaultdict(float)
    genders: dict[str, float] = defaultdict(float)
    top = _top(tokens, start, stop)
    before = tokens[start - 1] if start else None
    if before is not None and before.text.lower() in _CASES_AFTER:
        for case in _CASES_AFTER[before.text.lower()]:
            cases[case] += 1.2
        cases["Nom"] -= 1.0
        return Hint(cases, genders)
    title = _title(tokens, start, morph)
    if title is not None:
        _agree_with_title(title, morph, cases, genders)
    subject = top
    if top.rel == "appos" and top.head >= 0 and not start <= top.head < stop:
        subject = tokens[top.head]
    if subject.rel in _SUBJECT:
        cases["Nom"] += 1.0
        verb = tokens[subject.head] if subject.head >= 0 else None
        if verb is not None and feature(verb.feats, "Number") == "Sing" and verb.pos == "VERB":
            genders[feature(verb.feats, "Gender")] += 1.0
    elif top.rel in ("root", "parataxis"):
        cases["Nom"] += 0.6
    if before is None or before.text in _LISTING:
        cases["Nom"] += 0.5
    return Hint(cases, genders)


def _top(tokens: Sequence[Token], start: int, stop: int) -> Token:
    """The token of the name that hangs on something outside it."""
    outside = (token for token in tokens[start:stop] if not start <= token.head < stop)
    return next(outside, tokens[start])


def _title(tokens: Sequence[Token], start: int, morph: Morph) -> Token | None:
    """The title before the name: «радиожурналистка Аюна Болотова», «ректору вуза А. Зиме»."""
    for n in range(start - 1, max(-1, start - 9), -1):
        token = tokens[n]
        if token.pos in _PHRASE_ENDS and token.text not in '«»"':
            if not _joins_genitives(tokens, n, start):
                return None
            continue
        if n < start - 1 and not title_lemma(token.lemma):
            continue
        if token.pos not in ("NOUN", "PROPN"):
            continue
        nouns = [r for r in morph.words.readings(token.text.lower()) if r.pos == "NOUN"]
        human = bool(nouns) and all("anim" in r.marks for r in nouns)
        if human and any(r.number != "Plur" for r in nouns):
            return token
    return None


def _joins_genitives(tokens: Sequence[Token], n: int, start: int) -> bool:
    """Whether `tokens[n]` is the «и» of «студентка Школы права и торговли Кира Лосева»."""
    if tokens[n].text != "и" or not 0 < n < start - 1:
        return False
    before, after = tokens[n - 1], tokens[n + 1]
    return all("Case=Gen" in t.feats and "Animacy=Inan" in t.feats for t in (before, after))


def _agree_with_title(
    title: Token, morph: Morph, cases: dict[str, float], genders: dict[str, float]
) -> None:
    nouns = [r for r in morph.words.readings(title.text.lower()) if r.pos == "NOUN"]
    for case in {r.case for r in nouns if r.number != "Plur"}:
        cases[case] += 1.2
    if all(r.gender == "Fem" for r in nouns):
        genders["Fem"] += 1.5
    elif all(r.gender == "Masc" for r in nouns):
        genders["Masc"] += 0.1  # «директор Анна …»


def choose_names(found: Sequence[Weighed]) -> list[PersonName]:
    """One name for each mention: by its own points and by what the other mentions may mean."""
    shares = [_shares(weighed) for weighed in found]
    total: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for options in shares:
        for name, share in options:
            for gender in (name.gender,) if name.gender else ("Masc", "Fem"):
                total[_key(name)[0], gender][name.given[:1]] += share
    return [
        _choose(weighed, dict(options), total)
        for weighed, options in zip(found, shares, strict=True)
    ]


Votes = Mapping[tuple[str, str], Mapping[str, float]]  # surname, gender → initial → shares


def _choose(weighed: Weighed, own: Mapping[PersonName, float], total: Votes) -> PersonName:
    return max(weighed, key=lambda pair: pair[1] + _PULL * _support(pair[0], own, total))[0]


def _key(name: PersonName) -> tuple[str, str]:
    return fold_yo(name.surname or name.given).lower(), name.gender


def _shares(weighed: Weighed) -> list[tuple[PersonName, float]]:
    """The readings near the best with their shares; they sum up to 1."""
    best = max(points for _, points in weighed)
    near = [(name, exp(2 * (points - best))) for name, points in weighed if points > best - 3]
    whole = sum(weight for _, weight in near)
    return [(name, weight / whole) for name, weight in near]


def _support(
    name: PersonName,
    own: Mapping[PersonName, float],
    total: Votes,
) -> float:
    """How many other mentions may bear this name, one at most; another given name does not."""
    letters = total.get(_key(name), {})
    if not name.gender:
        return 0.0  # nothing is to be decided
    letter = name.given[:1]
    fitting = ("", letter) if letter else tuple(letters)
    mine = sum(share for other, share in own.items() if _key(other) == _key(name))
    return min(1.0, max(0.0, sum(letters.get(one, 0.0) for one in fitting) - mine))
