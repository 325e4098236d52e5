"""The words of titles: which nouns head one and in what walk of life, short forms, nouns of bodies.

Tokens and texts enter, answers from the lexicons leave; where a title begins and ends is the
business of positions.py.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from newsnlp.lexicon import load_lexicon
from newsnlp.schema import Token
from newsnlp.text import fold_yo

__all__ = [
    "abbreviations",
    "body_classes",
    "contractions",
    "head_lemma",
    "heading_verb",
    "is_free",
    "led_at_events",
    "may_abbreviate",
    "names_territory",
    "opens_body",
    "passing",
    "spelt_out",
    "title_flags",
    "title_head",
    "verb_kinds",
    "words_of",
]

_FIRST_WORD = re.compile(r"[\w-]+\.?")


@cache
def _flags(name: str, column: str) -> Mapping[str, frozenset[str]]:
    """Folded lemma → the words of its column."""
    rows = load_lexicon(name)
    return {fold_yo(key): frozenset(row.get(column, "").split()) for key, row in rows.items()}


@cache
def passing() -> frozenset[str]:
    """Folded adjectives that are no part of a title: «нынешний», «опытный», «московский»."""
    return frozenset(_flags("passing_adjectives", "")) | frozenset(_flags("plain_adjectives", ""))


@cache
def words_of(cls: str) -> frozenset[str]:
    """Lemmas of a class of `title_words`: «degree», «split», «unit» and others."""
    return load_lexicon("title_words").where("class", cls)


@cache
def contractions() -> Mapping[str, str]:
    """Folded short word → what it stands for: «замдекана» → «заместитель декана»."""
    return {fold_yo(key): row["full"] for key, row in load_lexicon("title_contractions").items()}


@cache
def _abbreviated() -> Mapping[str, str]:
    """Folded abbreviation without blanks after full stops → what it stands for."""
    return {fold_yo(key): row["full"] for key, row in load_lexicon("title_abbreviations").items()}


@cache
def abbreviations() -> re.Pattern[str]:
    """Any abbreviated title: «к.т.н.», «д-р физ.-мат. наук», «зам.»."""
    longest = sorted(_abbreviated(), key=len, reverse=True)
    forms = (re.escape(form).replace(r"\.", r"\.\s?").removesuffix(r"\s?") for form in longest)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?![\w-])", re.IGNORECASE)


@cache
def _first_words() -> frozenset[str]:
    """What abbreviated titles begin with, up to the first full stop or blank: «к.», «д-р»."""
    found = set()
    for form in _abbreviated():
        for word in _FIRST_WORD.findall(form)[:1]:
            found |= {word, f"{word}."} if word == form else {word}
    return frozenset(found)


def may_abbreviate(text: str) -> bool:
    """Whether `abbreviations` may find anything in a text: a look that costs little."""
    return not _first_words().isdisjoint(_FIRST_WORD.findall(text.lower()))


def spelt_out(text: str) -> str:
    """What a match of `abbreviations` stands for: «К. т. н.» → «кандидат технических наук»."""
    return _abbreviated()[re.sub(r"\.\s", ".", fold_yo(text.lower()))]


def head_lemma(token: Token) -> str:
    """The folded lemma by which the token heads a title, "" if it does not; «экс-» left out."""
    return _head_lemma(token.lemma, token.text, "Animacy=Inan" in token.feats)


@lru_cache(maxsize=20_000)
def _head_lemma(lemma: str, text: str, inanimate: bool) -> str:
    for word in (lemma, text.lower()):
        bare = fold_yo(word)
        bare = bare.removeprefix("экс-") or bare
        if bare in _flags("positions", "flags") or bare in contractions():
            return bare
    return "" if inanimate or not text[:1].islower() else _compound(lemma)


def _compound(lemma: str) -> str:
    """«врач-педиатр», «инженер-мостовик»: a compound whose first or last part heads titles."""
    parts = fold_yo(lemma).split("-")
    if len(parts) == 2:
        known = [part for part in parts if part in _flags("positions", "flags")]
        return known[0] if known and len(parts[0]) > 2 else ""
    return ""


def title_head(token: Token) -> bool:
    """Whether the token is the head noun of a title."""
    return bool(_head_lemma(token.lemma, token.text, "Animacy=Inan" in token.feats))


@lru_cache(maxsize=20_000)
def title_flags(normal: str) -> frozenset[str]:
    """The classes of the title's first head noun: «главный врач» → {"medical"}."""
    heads = _flags("positions", "flags")
    for word in fold_yo(normal.lower()).split()[:5]:
        bare = word.removeprefix("экс-")
        if found := heads.get(bare) or heads.get(bare.split("-")[0]):
            return found
    return frozenset()


def is_free(normal: str) -> bool:
    """Whether the title needs no body: «доктор технических наук», «художник»."""
    return "free" in title_flags(normal)


def body_classes(lemma: str) -> frozenset[str]:
    """The classes of a noun for bodies: «колледж» → {"college"}; empty for other words."""
    return _flags("body_classes", "classes").get(fold_yo(lemma), frozenset())


def opens_body(token: Token) -> bool:
    """Whether the noun opens a body even where no name follows: «галереи», not «хозяйства»."""
    found = body_classes(token.lemma)
    return bool(found) and "loose" not in found


def names_territory(token: Token) -> bool:
    """«край», «район»: a noun that stands in for a territory's name."""
    return fold_yo(token.lemma) in _flags("territories", "")


def verb_kinds() -> Mapping[str, frozenset[str]]:
    """Folded verb → how it ties a person to a title: head, appoint, become, hold, leave, award."""
    return _flags("title_verbs", "kind")


@cache
def _led() -> frozenset[str]:
    """Folded nouns for what is led at an event, and kinds of events."""
    words = [*load_lexicon("led_at_events"), *load_lexicon("event_kinds")]
    return frozenset(fold_yo(word) for word in words)


def led_at_events(token: Token) -> bool:
    """«жюри», «делегации», «турнира»: who leads these has a standing there, no position."""
    return fold_yo(token.lemma) in _led()


def heading_verb(token: Token) -> bool:
    """«возглавил», «руководившая»: a verb that says who leads a body; no future, no infinitive."""
    if token.pos not in ("VERB", "ADJ") or "head" not in verb_kinds().get(
        fold_yo(token.lemma), frozenset()
    ):
        return False
    told = {"Tense=Fut", "VerbForm=Inf", "Mood=Imp", "VerbForm=Conv"} & token.feats
    perfective = "Aspect=Perf" in token.feats and "Tense=Past" not in token.feats
    return not told and not (perfective and "VerbForm=Part" not in token.feats)
