"""What a document says of a title and of a body or place as a whole, all its mentions together.

The candidates of `employers`, a mention each, and the groups of mentions enter; one candidate a
thing leaves, with the facts of its mentions and its own. Things that `employers` passed over come
in, too: in «Наградили проходчика Худякова» nothing but the whole text tells the mine.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from newsnlp.lexicon import load_lexicon
from newsnlp.recognise.titles import body_classes, head_lemma, names_territory, title_flags
from newsnlp.relate.employers import body_kinds, kinds_of, stand_in_of
from newsnlp.relate.holders import Candidate, Placed, View
from newsnlp.schema import Form, Kind, Mention, Span, Token
from newsnlp.text import fold_yo

__all__ = ["Thing", "Things"]

_ASKED_LATELY = 1_000  # answers that are kept; some have forty words
_MORE = 12  # things that no candidate named, the nearest
_FAR = 3  # sentences
_TERRITORIAL = frozenset({"government", "law"})  # classes of titles that are held in a place
_RULING = frozenset({"government", "parliament", "council"})  # classes of bodies with officials
_NO_RULERS = frozenset({"bare", "acronym", "media"})
_CALLED = frozenset({"область", "край", "округ", "район", "республика"})  # in a place's name
_OF_COUNTRIES = frozenset(
    {"страна", "государство", "республика", "федерация", "королевство", "княжество", "эмират"}
)
_KINDS = frozenset({Kind.ORGANISATION, Kind.PLACE})


@dataclass(frozen=True, slots=True)
class Thing:
    """A body or place with a name."""

    mentions: tuple[Mention, ...]
    names: tuple[Mention, ...]
    sentences: tuple[int, ...]  # of the mentions
    kinds: tuple[str, ...]  # «k=college»
    nouns: tuple[str, ...]  # those for bodies in its names, folded

    def near(self, title: Mention) -> Mention:
        """The name that stands nearest to a title."""
        return min(self.names, key=lambda m: abs(m.span.start - title.span.start))


class Things:
    """The bodies and places of a document."""

    def __init__(
        self,
        views: Sequence[View],
        mentions: Sequence[Mention],
        groups: Sequence[Sequence[Mention]],
    ) -> None:
        """Take the bodies and places among `groups`; a mention that has no group makes its own."""
        self._views = views
        starts = [view.sentence.span.start for view in views]
        self._of: dict[Span, Thing] = {}
        self._all: list[Thing] = []
        grouped = [tuple(g) for g in groups if g and g[0].kind in _KINDS]
        known = {mention.span for group in grouped for mention in group}
        alone = [(m,) for m in mentions if m.kind in _KINDS and m.span not in known]
        for group in (*grouped, *alone):
            names = tuple(m for m in group if m.form is Form.NAME)
            numbers = tuple(max(0, bisect_right(starts, m.span.start) - 1) for m in group)
            kinds = tuple(sorted({kind for m in names for kind in kinds_of(m)}))
            nouns = tuple(sorted({noun for m in names if (noun := _noun(m.normal))}))
            thing = Thing(group, names, numbers, kinds, nouns)
            self._of |= {mention.span: thing for mention in group}
            if names:
                self._all.append(thing)
        bodies = [t for t in self._all if t.names[0].kind is Kind.ORGANISATION]
        self._usual = max(bodies, key=lambda t: len(t.mentions), default=None)
        self._starting: dict[int, list[Mention]] = {}
        for mention in mentions:
            if mention.kind in _KINDS:
                self._starting.setdefault(mention.span.start, []).append(mention)

    def merge(
        self, candidates: Sequence[Candidate], title: Placed, at: int
    ) -> tuple[Candidate, ...]:
        """One candidate a thing, the last of them None.

        Args:
            candidates: of `employers.list_bodies`.
            title: whose bodies they may be.
            at: the number of its sentence.
        """
        facts: dict[int, tuple[Thing, list[str]]] = {}
        nothing: list[str] = []
        beside = self._beside(title.mention)
        fixed = self._of[beside.span] if beside and self._of[beside.span].names else None
        noun = stand_in_of(self._views[at], title)
        serves = _serves_office(self._views[at].sentence.tokens[title.start : title.stop])
        told = _Told(title.mention, beside, fixed, fold_yo(noun.lemma) if noun else "", serves)
        region = noun is not None and names_territory(noun)
        for candidate in candidates:
            if candidate.mention is None:
                nothing += candidate.facts
            else:
                thing = self._of[candidate.mention.span]
                if thing is fixed or told.allows(thing, region=region):
                    facts.setdefault(id(thing), (thing, ["x=L"]))[1].extend(candidate.facts)
        for thing in self._more(title, at, facts):
            if thing is fixed or (told.allows(thing, region=region) and told.seeks(thing)):
                facts[id(thing)] = thing, ["x=U"]
        merged = []
        for thing, said in facts.values():
            said += told.of(thing)
            said += self._where(thing, at, told.tie(thing))
            merged.append(Candidate(thing.near(title.mention), tuple(dict.fromkeys(said))))
        nothing += told.of_none()
        return (*merged, Candidate(None, tuple(dict.fromkeys(nothing))))

    def _more(self, title: Placed, at: int, known: Mapping[int, object]) -> list[Thing]:
        """The things near the title that no candidate named."""
        rest = [
            (min(abs(n - at) for n in thing.sentences), number, thing)
            for number, thing in enumerate(self._all)
            if id(thing) not in known
        ]
        return [thing for *_, thing in sorted(rest, key=lambda item: item[:2])[:_MORE]]

    def _beside(self, title: Mention) -> Mention | None:
        """The body or place that begins within the title or right after it, a name before others.

        «директор [Музея]», «директор [института]», «министр [республики]».
        """
        begun = (m for n in range(title.span.start + 1, title.span.stop + 3)
                 for m in self._starting.get(n, ()))  # fmt: skip
        ranked = sorted(begun, key=lambda m: (m.form is not Form.NAME, -len(m.span)))
        return ranked[0] if ranked else None

    def _where(self, thing: Thing, at: int, tie: str) -> Iterator[str]:
        """How far the thing is from the sentence `at`."""
        near = min(thing.sentences, key=lambda n: abs(n - at))
        yield f"{tie}&dist={max(-_FAR, min(_FAR, near - at))}"
        paragraph = self._views[at].sentence.paragraph
        yield f"{tie}&par={self._views[near].sentence.paragraph == paragraph}"
        yield f"{tie}&n={min(len(thing.mentions), 5)}"
        if thing is self._usual:
            yield f"{tie}&usual"
        pairs = zip(thing.mentions, thing.sentences, strict=True)
        if any(n == at and mention.form is not Form.NAME for mention, n in pairs):
            yield f"{tie}&standin_here"


@dataclass(frozen=True, slots=True)
class _Told:
    """A title and what stands right after it."""

    title: Mention
    beside: Mention | None
    fixed: Thing | None  # what `beside` means, if that has a name
    noun: str  # for a body or territory, after the title: «государства»; "" for none
    serves: bool  # another's office is part of it: «пресс-секретарь президента»

    def allows(self, thing: Thing, *, region: bool) -> bool:
        """Whether the title may be held there.

        «глава региона» only in a place; a minister, who is no mere head, in a place or a body
        that rules; «министр области» in no place that is called a republic, and in no country. A
        thing in the title's own sentence and beside it is not asked about.
        """
        if thing.names[0].kind is Kind.PLACE:
            if self.noun in _parts_of_countries() and "k=place country" in thing.kinds:
                return False
            words = {word for m in thing.names for word in fold_yo(m.normal.lower()).split()}
            return self.noun not in _CALLED or self.noun in words or words.isdisjoint(_CALLED)
        flags = title_flags(self.title.normal)
        if region:
            return False
        mixed = "government" not in flags or "head" in flags
        if (mixed and not self.serves) or self.noun:
            return True
        return any(body_kinds(name.normal) & _RULING for name in thing.names)

    def seeks(self, thing: Thing) -> bool:
        """Whether the title may be held there though nothing but the whole text says so."""
        flags = title_flags(self.title.normal)
        if thing.names[0].kind is Kind.PLACE:
            return self.serves or bool(flags & _TERRITORIAL)
        rules = any(not body_kinds(name.normal) & _NO_RULERS for name in thing.names)
        return "government" not in flags or rules

    def tie(self, thing: Thing) -> str:
        """Whether the thing stands beside the title, another does, or none."""
        return f"x={'adj' if thing is self.fixed else 'far' if self.fixed else 'free'}"

    def of(self, thing: Thing) -> Iterator[str]:
        """Title and thing by their words and classes."""
        tie = self.tie(thing)
        words = _words_of_title(self.title.normal, self.serves)
        yield from _crossed(tie, self.noun, words, thing.kinds, thing.nouns)
        if thing is self.fixed and self.beside and self.beside.form is not Form.NAME:
            yield f"{tie}&nominal"

    def of_none(self) -> Iterator[str]:
        """The title held nowhere, as far as the text says."""
        word, *flags = _words_of_title(self.title.normal, self.serves)
        fixed = f"none&fixed={self.fixed is not None}"
        nameless = f"none&un={self.beside is not None and self.fixed is None}"
        yield from (fixed, nameless, f"{fixed}&{word}")
        for flag in flags:
            yield from (f"{fixed}&{flag}", f"{nameless}&{flag}")


@lru_cache(maxsize=_ASKED_LATELY)
def _words_of_title(normal: str, serves: bool) -> tuple[str, ...]:
    """The first word of a title («t=ректор») and its classes («c=head»)."""
    word = fold_yo(normal.lower()).split(" ")[0]
    flags = [f"c={flag}" for flag in sorted(title_flags(normal))]
    return f"t={word}", *flags, *["c=serves"] * serves


@lru_cache(maxsize=_ASKED_LATELY)
def _crossed(
    tie: str, noun: str, words: tuple[str, ...], kinds: tuple[str, ...], nouns: tuple[str, ...]
) -> tuple[str, ...]:
    """The words and classes of a title beside those of a thing; many pairs come again.

    Args:
        tie: of the two.
        noun: for a body or territory, after the title; "" for none.
        words: of the title, see `_words_of_title`.
        kinds: of the thing.
        nouns: in its names.
    """
    found = [tie, *(f"{tie}&sn={noun}&{kind}" for kind in kinds if noun)]
    for kind in kinds:
        found += [f"{tie}&{kind}", *(f"{tie}&{word}&{kind}" for word in words)]
    for own in nouns:
        found += [f"{word}&h={own}" for word in words]
    return tuple(found)


def _serves_office(tokens: Sequence[Token]) -> bool:
    """«пресс-секретарь [президента]», «помощник [министра]»: an office within the title."""
    lemmas = (head_lemma(token) for token in tokens[1:])
    return any(lemma and "government" in title_flags(lemma) for lemma in lemmas)


def _noun(name: str) -> str:
    """The first noun for bodies in a name, folded; "" if there is none."""
    words = (word.strip('«»"„“,.()').lower() for word in name.split())
    return next((fold_yo(word) for word in words if body_classes(word)), "")


@cache
def _parts_of_countries() -> frozenset[str]:
    """«область», «край», «город»: words for territories that no country is meant by."""
    return frozenset(map(fold_yo, load_lexicon("territories"))) - _OF_COUNTRIES
