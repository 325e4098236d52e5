"""Which names are of one body: equal, inflected, short and full, introduced in brackets.

Mentions by name enter, groups leave. Numbers, places and quoted names that differ keep two bodies
apart, and so does a text that names one within the other («Институт физики СО РАН» and СО РАН).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from newsnlp.lexicon import load_lexicon
from newsnlp.recognise.titles import body_classes
from newsnlp.resolve.acronyms import contracts, is_acronym, letters_of, spells, words_of_name
from newsnlp.resolve.groups import QUOTED, Group, by_form
from newsnlp.schema import Mention
from newsnlp.text import fold_yo

__all__ = ["bare_company", "fullest", "group_body_names", "is_mere_kind", "kind_noun", "stem"]

_BRACKET = re.compile(r"[»\"”]?,?\s?\((?P<said>\s?далее\s?(?:по тексту\s?)?[–—-]?\s?)?[«\"„]?")
_QUOTED_LAST = re.compile('[»"](?: (?:имени|им\\.) .*)?$')
_MINISTRY = re.compile(r"мин(?!ск|ут|ер)\w{3,}(?<!ск\w\w)")
_LONGEST_GAP = 24  # code points from a name to the short one in brackets
_ENDING = re.compile(
    "(?:иями|иях|иям|ием|ами|ями|ого|ому|его|ему|ыми|ими|ия|ию|ии|ие|ая|яя|ую|юю|ое|ее|ые|ых|их|"
    "ый|ий|ым|им|ом|ем|ой|ей|ах|ях|ам|ям|ов|ев|ью|[аеиоуыэюяйь])$"
)
_LINKS = frozenset({"и", "в", "на", "по", "при", "с", "для", "имени", "им", "о", "об", "из"})
_NAMED_AFTER = frozenset({"имени", "им"})
_OWNERS = frozenset({"россии", "рф", "ран", "со", "уро", "дво"})  # what a short name leaves out
_COUNTRY = frozenset({"росс", "рф"})
_LONGEST_NAMED_AFTER = 6  # words of «имени академика В. Н. Сукачёва»
_LOCAL = {  # stems of adjectives → of the territories
    "областн": "област", "краев": "кра", "республиканск": "республик",
    "городск": "город", "районн": "район", "окружн": "округ",
}  # fmt: skip
_GENERAL = frozenset("регион област кра республик город район округ муниципалитет".split())
_RULING = frozenset({"government", "parliament", "law", "council"})  # bodies of a territory
_KEPT = 4096  # answers; most names come again
_MANY = 60  # groups; among more than so many only equal names are one
_LEAST = 3  # letters that the forms of a name share


@dataclass(frozen=True, slots=True)
class _Name:
    """A form of a name, taken apart; all in lower case with е for ё."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    among: frozenset[str]  # the stems
    head: str  # stem of the noun that says what it is, "" if it has none
    numbers: frozenset[str]
    quoted: tuple[str, ...]  # the words of the name in quotation marks
    bare: bool  # whether only a kind stands before that
    ruling: bool  # whether it is a body of a territory by its noun
    joint: bool  # «КНИТУ-КАИ»
    pieces: tuple[tuple[str, ...], ...]  # of each word the pieces, if it is an acronym


@lru_cache(maxsize=_KEPT)
def _take_apart(form: str) -> _Name:
    printed = words_of_name(form)
    words = tuple(fold_yo(word.lower()) for word in printed)
    stems = tuple(stem(word) for word in words)
    quoted = tuple(fold_yo(w.lower()) for q in QUOTED.findall(form)[:1] for w in words_of_name(q))
    pieces = tuple(letters_of(word) if is_acronym(word) else () for word in printed)
    numbers = frozenset(word for word in words if word.isdigit())
    kind = kind_noun(form)
    before = words[: len(words_of_name(re.split('[«"„]', form)[0]))]
    bare = (
        bool(_QUOTED_LAST.search(form)) and bool(before) and bool(pieces[0] or kind == before[-1])
    )
    ruling = bool(_MINISTRY.fullmatch(kind)) or not _RULING.isdisjoint(body_classes(kind))
    joint = "-" in form.split(" ")[0]
    return _Name(
        words, stems, frozenset(stems), stem(kind), numbers, quoted, bare, ruling, joint, pieces
    )


@lru_cache(maxsize=_KEPT)
def stem(word: str) -> str:
    """A word in lower case without its ending; an adjective of a territory is the territory."""
    bare = _ENDING.sub("", word).rstrip("ь") if len(word) > _LEAST else word
    return _LOCAL.get(bare, bare)


@cache
def _territories() -> frozenset[str]:
    return frozenset(stem(fold_yo(word)) for word in load_lexicon("territories"))


@lru_cache(maxsize=_KEPT)
def kind_noun(form: str) -> str:
    """The first noun for bodies of a name outside quotation marks, folded; "" if there is none."""
    words = (fold_yo(word.lower()) for word in words_of_name(QUOTED.sub("", form)))
    return next((word for word in words if body_classes(word) or _MINISTRY.fullmatch(word)), "")


def is_mere_kind(form: str) -> bool:
    """«Палата», «Ассоциация»: a noun for bodies alone, which stands in even with a capital."""
    return " " not in form and not form.isupper() and bool(body_classes(form.lower()))


def bare_company(form: str) -> str:
    """«Элекард» for «компания «Элекард»», "" for what is no company with a quoted name."""
    quoted = QUOTED.findall(form)
    words = words_of_name(form) if len(quoted) == 1 else ()
    return str(quoted[0]) if words and words[0].lower() in _company_kinds() else ""


@cache
def _company_kinds() -> frozenset[str]:
    return load_lexicon("organisation_heads").where("flags", "company")


def fullest(forms: Sequence[str]) -> str:
    """The longest form, without the ending that another of them lacks: «Вятич», not «Вятича»."""
    longest = max(forms, key=len)
    words = _take_apart(longest).words
    return min((form for form in forms if _alike(_take_apart(form).words, words)), key=len)


def group_body_names(text: str, mentions: Sequence[Mention]) -> list[Group]:
    """One group a body, in the order of the text.

    Args:
        text: the document.
        mentions: the bodies' names, in the order of the text.
    """
    groups = by_form(mentions)
    if len(groups) > _MANY:
        return groups
    bodies = _Bodies(groups)
    for full, short in _introduced(text, mentions):
        bodies.join(full, short)
    bodies.join_alike(_inflected)
    bodies.join_alike(_made_of)
    bodies.join_alike(_part_of, unique=True)
    return bodies.groups


class _Bodies:
    """Groups that are being joined, with the pairs that the text sets apart."""

    def __init__(self, groups: list[Group]) -> None:
        self.groups = groups
        self._of = {mention: group for group in groups for mention in group.mentions}
        self._names = {id(group): [_take_apart(form) for form in group.forms] for group in groups}
        self._apart = set(self._nested())

    def _nested(self) -> Iterator[tuple[int, int]]:
        """The pairs of which the text names one within the other."""
        ordered = sorted(self._of, key=lambda m: (m.span.start, -m.span.stop))
        open_: list[Mention] = []
        for mention in ordered:
            open_ = [outer for outer in open_ if outer.span.stop >= mention.span.stop]
            for outer in open_:
                if bare_company(outer.normal) != mention.normal:
                    yield id(self._of[outer]), id(self._of[mention])
            open_.append(mention)

    def join(self, full: Mention, short: Mention) -> None:
        """Make the groups of two mentions one, unless they are apart."""
        one, other = self._of[full], self._of[short]
        if one is not other and not self._are_apart(one, other):
            self._merge(one, other)

    def join_alike(self, relation: Callable[[_Name, _Name], bool], *, unique: bool = False) -> None:
        """Make groups one whose names are so related; if `unique`, only with the only such."""
        for short in sorted(self.groups, key=lambda group: len(group.forms[0])):
            if is_mere_kind(short.forms[0]):
                continue
            full = [group for group in self.groups if self._fits(relation, group, short)]
            if full and (len(full) == 1 or not unique):
                self._merge(full[0], short)

    def _fits(self, relation: Callable[[_Name, _Name], bool], full: Group, short: Group) -> bool:
        if full is short or self._are_apart(full, short):
            return False
        own = self._names[id(full)]
        fits = False
        for other in self._names[id(short)]:
            if any(relation(one, other) for one in own):
                fits = True
            elif not any(_alike(one.quoted, other.words) for one in own):
                return False
        return fits

    def _are_apart(self, one: Group, other: Group) -> bool:
        return (id(one), id(other)) in self._apart or (id(other), id(one)) in self._apart

    def _merge(self, full: Group, short: Group) -> None:
        full.mentions = sorted([*full.mentions, *short.mentions], key=lambda m: m.span)
        self._names[id(full)] += self._names.pop(id(short))
        self._of |= dict.fromkeys(short.mentions, full)
        self._apart |= {
            (id(full), other if one == id(short) else one)
            for one, other in self._apart
            if id(short) in (one, other)
        }
        self.groups[:] = [group for group in self.groups if group is not short]


def _introduced(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """«… университет (ТУСУР)», «… университет (далее – СФУ)»: the full and the short mention.

    Of names that end at one place the one is meant that the short one is made of, else the one
    that begins with its letter, else the longest.
    """
    ends: dict[int, list[Mention]] = {}
    for mention in mentions:
        ends.setdefault(mention.span.stop, []).append(mention)
    for short in mentions:
        start = short.span.start
        at = text.rfind("(", max(0, start - _LONGEST_GAP), start)
        if at < 0 or ")" not in text[short.span.stop : short.span.stop + 2]:
            continue
        before = (ends.get(stop, ()) for stop in (at, at - 1, at - 2, at - 3))
        full = next((found for found in before if found), ())
        gap = _BRACKET.fullmatch(text[full[0].span.stop : start]) if full else None
        if gap:
            fits = [m for m in full if gap["said"] or _plausible(m.normal, short.normal)]
            if fits:
                yield (
                    max(fits, key=lambda m: (*_likeness(m.normal, short.normal), len(m.span))),
                    short,
                )


def _plausible(full: str, short: str) -> bool:
    """Whether the letters of a short name stand in the full one in this order."""
    letters = iter(fold_yo(full.lower()))
    return all(letter in letters for letter in fold_yo(short.lower()) if letter.isalpha())


def _likeness(full: str, short: str) -> tuple[bool, bool]:
    one, other = _take_apart(full), _take_apart(short)
    return _made_of(one, other), full[:1].lower() == short[:1].lower()


# ---------------------------------------------------------------------------- relations


def _inflected(full: _Name, short: _Name) -> bool:
    """«Вятича» for «Вятич», alone or in quotation marks."""
    return _alike(full.words, short.words) or (full.bare and _alike(full.quoted, short.words))


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    return len(one) == len(other) and all(map(_one_word, one, other))


@lru_cache(maxsize=_KEPT)
def _one_word(one: str, other: str) -> bool:
    """Whether two are forms of one word, by their endings."""
    if one == other:
        return True
    size = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    if size < _LEAST:
        return False
    return all(not rest or _ENDING.fullmatch(rest) for rest in (one[size:], other[size:]))


def _made_of(full: _Name, short: _Name) -> bool:
    """«СФУ», «ИИМК РАН», «Минпромторг», «ФТИ им. Иоффе»: letters and beginnings of the words."""
    if not full.words or not short.words or len(short.words) >= len(full.words):
        return False
    return short.words[0][0] == full.words[0][0] and _aligned(full, short, 0, 0, shorter=False)


def _aligned(full: _Name, short: _Name, place: int, at: int, *, shorter: bool) -> bool:
    """Whether the words of `short` from `at` are made of those of `full` from `place`.

    `shorter` says whether any before them was shorter than what it is made of.
    """
    words = full.words[place:]
    if at == len(short.words):
        left = full.stems[place:]
        added = bool(not words or words[0] in _NAMED_AFTER | _OWNERS or _territories() & set(left))
        added |= words[:1] == ("и",) and not short.pieces[0]  # «Минтруд» … and social care
        return shorter and bool(added)
    if not words:
        return False
    word = short.words[at]
    if word in _LINKS:
        return _aligned(full, short, place, at + 1, shorter=shorter)
    if words[0] in _LINKS:
        sizes = range(1, _LONGEST_NAMED_AFTER + 1 if words[0] in _NAMED_AFTER else 2)
        return any(_aligned(full, short, place + n, at, shorter=shorter) for n in sizes)
    if short.stems[at] == full.stems[place] and _aligned(
        full, short, place + 1, at + 1, shorter=shorter
    ):
        return True
    least = 2 if len(short.words) == 1 else 1
    steps = [spells(short.pieces[at], words)] if len(short.pieces[at]) > least else []
    steps.append(contracts(word, words))
    if shorter and short.stems[at] in _territories() and short.stems[at] in full.stems[place + 1 :]:
        steps.append(full.stems.index(short.stems[at]) + 1 - place)  # «Минздрав … края»
    return any(
        step > 0 and _aligned(full, short, place + step, at + 1, shorter=True) for step in steps
    )


def _part_of(full: _Name, short: _Name) -> bool:
    """«областной суд» for «Тульский областной суд», «СГУ» for «СГУ имени Питирима Сорокина».

    A bare name is no part of a longer one: «Газпром» is not «Газпром нефть».
    """
    if len(short.words) > len(full.words) or not short.numbers <= full.numbers:
        return False
    if not short.head or len(short.words) == 1:
        return _begins(full, short)
    if short.head != full.head or (short.quoted and short.quoted != full.quoted):
        return False
    left = short.among - full.among - _linking()
    if left and not (full.ruling and left <= _GENERAL and len(full.words) > 1):
        return False
    if left and ((left != {"регион"} and full.among & _GENERAL) or full.among & _COUNTRY):
        return False  # the administration of a town is not that of a region
    return not _other_topic(full, short)


def _other_topic(full: _Name, short: _Name) -> bool:
    """«Омский технический университет» for «Омский университет»; «… и дизайна» for «кафедра …»."""
    size = len(short.words)
    if full.words[:size] == short.words and full.words[size : size + 1] == ("и",):
        return True
    head = full.stems.index(full.head)
    own = short.stems.index(short.head)
    before = [word for word in full.stems[:head] if word not in short.among]
    return bool(before) and own > 1 and full.stems[0] in short.among and not short.numbers


def _begins(full: _Name, short: _Name) -> bool:
    """«СГУ», «МЧС», «Минздрав»: what a name, an owner or a place is added to; «КАИ», «НГТУ»."""
    size = len(short.words)
    if size == len(full.words):
        return False
    if size == 1 and short.pieces[0]:
        added = full.words[1] in _NAMED_AFTER | _OWNERS or full.bare
        return short.words[0] in full.words[: 1 + full.joint] and (full.joint or added)
    if full.stems[:size] != short.stems:
        return False
    return bool(short.pieces[0]) or (size == 1 and short.words[0][:3] == "мин")


@cache
def _linking() -> frozenset[str]:
    return frozenset(stem(word) for word in _LINKS)
