"""What the sentence says of a name's case, number and gender: named facts that weights count.

In come a sentence and the range of a name within it, out go the facts of each option.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsnlp.morph import Morph
from newsnlp.nominative.options import NAME, Option
from newsnlp.schema import Token
from newsnlp.words import feature

__all__ = ["Context"]

_PREPOSITIONS = frozenset(
    "в на с со к ко о об обо от из у по при за под над до для без между из-за через про против "
    "после около среди вокруг ради благодаря согласно вместо кроме перед".split()
)
_APPOSED = ("appos", "flat", "flat:name")
_SUBJECT = ("nsubj", "nsubj:pass")
_SKIPPED = ("ADJ", "PUNCT", "DET", "NUM")  # between a preposition and the name
_STOPS = frozenset(".,;:–—")
_NONE = "-"


@dataclass(frozen=True, slots=True)
class _Title:
    """The noun that the name stands beside: «певицы», «ректору», «городе»."""

    cases: frozenset[str]  # what its form allows
    case: str  # what the tagger says
    gender: str
    what: str  # "human" or "thing", "~" before it where other words stand between


class Context:
    """What stands around one name; `facts` tells how an option suits it."""

    def __init__(
        self, tokens: Sequence[Token], start: int, stop: int, label: str, morph: Morph
    ) -> None:
        """Look around the name `tokens[start:stop]` of a sentence.

        Args:
            tokens: those of the sentence.
            start: the first token of the name.
            stop: the one behind it.
            label: what the name is said to be, PER, ORG, LOC or "".
            morph: the dictionary.
        """
        top = _top(tokens, start, stop)
        self._label = label or _NONE
        self._tag = tuple(_of(top, name) for name in ("Case", "Number", "Gender", "Animacy"))
        self._pos, self._rel = top.pos, top.rel
        self._preposition = _preposition(tokens, start, top)
        self._title = _title(tokens, start, top, morph)
        subject = tokens[top.head] if top.rel in _APPOSED and top.head >= 0 else top
        self._subject = subject.rel in _SUBJECT
        verb = tokens[subject.head] if self._subject and subject.head >= 0 else None
        self._verb = (_of(verb, "Gender"), _of(verb, "Number"))
        after = tokens[stop] if stop < len(tokens) and tokens[stop].pos == "VERB" else None
        self._after = (_of(after, "Gender"), _of(after, "Number"))
        before = tokens[start - 1] if start else None
        self._before_verb = _of(before, "Gender") if before and before.pos == "VERB" else _NONE
        self._before = "^"
        if before is not None:
            self._before = before.text if before.pos == "PUNCT" else before.pos
        other = tokens[top.head] if top.rel == "conj" and top.head >= 0 else None
        self._other = _of(other, "Case")

    def facts(self, option: Option) -> dict[str, float]:
        """The facts of the option, its own among them."""
        found = dict(option.facts)
        for fact in (*self._grammar(option), *self._around(option), *_letters(option)):
            found[fact] = 1.0
        return found

    def _grammar(self, option: Option) -> Iterator[str]:
        """What tagger and recogniser say of the name itself."""
        kind, case, gender = option.kind, option.case, option.gender
        tagged, number, tagged_gender, animacy = self._tag
        yield kind
        yield f"{kind}:{self._label}"
        yield f"{kind}:{animacy}:{self._pos}"
        yield f"{case}<{tagged}"
        yield f"{kind}:{case}<{tagged}"
        yield f"{case}@{self._rel}"
        yield f"{kind}:{option.number}<{number}"
        yield f"{kind}:{gender}<{tagged_gender}"
        yield f"{kind}:{gender}:{self._label}"

    def _around(self, option: Option) -> Iterator[str]:
        """What the words beside it say."""
        kind, case, gender = option.kind, option.case, option.gender
        nominative = case == "Nom"
        yield f"{self._preposition}+{case}"
        yield f"before:{self._before}:{case}"
        if self._title is not None:
            what = self._title.what
            yield f"{what}:{kind}:fits={case in self._title.cases}"
            yield f"{what}:{kind}:same={case == self._title.case}"
            yield f"{what}:{case}<{self._title.case}"
            if what.endswith("human") and kind == NAME:
                yield f"{what}:{self._title.gender}:{gender}"
        if self._subject:
            yield f"subject:{nominative}"
            if self._verb[0] != _NONE:
                yield f"verb:{kind}:{gender == self._verb[0] if gender else '?'}:{nominative}"
            if self._verb[1] != _NONE:
                yield f"verb:number={option.number == self._verb[1]}:{nominative}"
        if self._after[0] != _NONE or self._after[1] == "Plur":
            yield f"after:{gender == self._after[0]}:{nominative}"
        if self._before_verb != _NONE:
            yield f"behind_verb:{gender == self._before_verb}:{nominative}"
        if self._other != _NONE:
            yield f"joined:{case == self._other}"


def _letters(option: Option) -> Iterator[str]:
    """How the last word ends, as surnames of men and women do."""
    if option.words:
        word = option.words[-1]
        for length in (2, 3):
            yield f"{option.kind}:end:{option.gender}:{word[-length:]}"
        if option.case != "Nom":
            yield f"{option.kind}:oblique:{word[-1:]}"


def _of(token: Token | None, name: str) -> str:
    return (feature(token.feats, name) if token is not None else "") or _NONE


def _top(tokens: Sequence[Token], start: int, stop: int) -> Token:
    """The word of the name that hangs on something outside it."""
    own = tokens[start:stop]
    outside = [token for token in own if not start <= token.head < stop]
    words = [token for token in (*outside, *own) if token.pos != "PUNCT"]
    return words[0] if words else own[0]


def _preposition(tokens: Sequence[Token], start: int, top: Token) -> str:
    """The preposition before the name, adjectives between them or none; "" if there is none."""
    n = start - 1
    while n >= 0 and start - n < 4 and tokens[n].pos in _SKIPPED and tokens[n].text not in _STOPS:
        n -= 1
    found = tokens[n] if n >= 0 and tokens[n].pos == "ADP" else None
    if found is None:
        hanging = (t for t in tokens[:start] if t.pos == "ADP" and 0 <= t.head < len(tokens))
        found = next((t for t in hanging if tokens[t.head] is top), None)
    if found is None:
        return ""
    return found.text.lower() if found.text.lower() in _PREPOSITIONS else "other"


def _title(tokens: Sequence[Token], start: int, top: Token, morph: Morph) -> _Title | None:
    before = tokens[start - 1] if start else None
    near = before is not None and before.pos in ("NOUN", "PROPN") and before.text[:1].islower()
    noun = before
    if not near:
        hangs = top.rel in (*_APPOSED, "nmod") and 0 <= top.head < start
        noun = tokens[top.head] if hangs else None
    if noun is None or noun.pos not in ("NOUN", "PROPN"):
        return None
    readings = [r for r in morph.words.readings(noun.text.lower()) if r.pos == "NOUN"]
    genders = {r.gender for r in readings if "ms-f" not in r.marks}
    what = "human" if any("anim" in r.marks for r in readings) else "thing"
    return _Title(
        frozenset(r.case for r in readings),
        _of(noun, "Case"),
        genders.pop() if len(genders) == 1 else _NONE,
        what if noun is before else f"~{what}",
    )
