"""Bodies: full names, acronyms and quoted names of one body; «вуз» and «компания» for it."""

import re
from collections.abc import Sequence

from newsnlp.recognise.titles import body_classes
from newsnlp.resolve.body_names import group_body_names
from newsnlp.resolve.groups import QUOTED, Group, told
from newsnlp.schema import Analysis, Form, Kind, Mention

__all__ = ["group_bodies"]

_WORD = re.compile(r"[^\W\d_]+")
_UNIVERSITY = re.compile(r"[А-Я][А-Яа-я]*У[А-Я]{0,2}")  # an acronym: «ТГУ», «СПбГУ», «ТУСУР»
_ACRONYM = re.compile(r"(?=.{3})[А-ЯЁ]+[а-яё]?[А-ЯЁ]+[а-яё]?[А-ЯЁ]*")
_NAMED_AFTER = re.compile(r" (?:имени|им\.) ")
_LINKS = frozenset({"и", "в", "на", "по", "при", "с", "для", "имени", "им"})
_BROAD = frozenset({"company", "plant", "university", "media", "bank"})
_SCHOOLS = ("университет", "институт", "академия", "консерватория")


def group_bodies(analysis: Analysis, mentions: Sequence[Mention]) -> list[Group]:
    """Bodies: equal names, acronyms, quoted names, then stand-ins by nearness."""
    text = analysis.document.text
    groups = group_body_names(text, [m for m in mentions if m.form is Form.NAME])
    named = list(groups)
    kinds = [_kinds(group, text) for group in named]
    for mention in mentions:
        if mention.form is not Form.NAME:
            found = told(mention, named, analysis.scores) or _antecedent(mention, named, kinds)
            if found is None:
                groups.append(Group(Kind.ORGANISATION, [mention]))
            else:
                found.mentions.append(mention)
    for group in groups:
        group.mentions.sort(key=lambda m: m.span)
    return groups


def _antecedent(
    mention: Mention, groups: Sequence[Group], kinds: Sequence[tuple[str, ...]]
) -> Group | None:
    """The body whose kind the noun fits best, the last before it of several; None if none fits.

    Args:
        mention: «университет», «компания», «ведомство».
        groups: the bodies by name.
        kinds: for each of them the nouns of its kind, as its names and the text give them.
    """
    noun = mention.normal.lower()
    fits = [_fit(noun, group, own) for group, own in zip(groups, kinds, strict=True)]
    best = max(fits, default=0)
    fitting = [group for group, fit in zip(groups, fits, strict=True) if fit == best and best]
    before = [
        (m.span.start, index)
        for index, group in enumerate(fitting)
        for m in group.mentions
        if m.span.start < mention.span.start
    ]
    if before:
        return fitting[max(before)[1]]
    return fitting[0] if len(fitting) == 1 else None


def _fit(noun: str, group: Group, kinds: Sequence[str]) -> int:
    """3 if the name's own noun is the same, 2 if a word of it is, 1 if of one class, else 0."""
    if noun in kinds:
        return 3
    if any(_of_kind(noun, form) for form in group.forms):
        return 2
    shared = body_classes(noun) & _BROAD
    return int(any(shared & body_classes(kind) for kind in kinds))


def _kinds(group: Group, text: str) -> tuple[str, ...]:
    """The nouns that say what a body is: the first of its names, or before «…» in the text."""
    found: dict[str, None] = {}
    for form in group.forms:
        words = [word.lower() for word in _WORD.findall(QUOTED.sub("", form))]
        found |= dict.fromkeys([word for word in words if body_classes(word)][:1])
    for mention in group.mentions:
        if mention.evidence == "organisations.company":
            before = _WORD.findall(text[max(0, mention.span.start - 40) : mention.span.start])
            found |= {} if not before else {_nominative(before[-1].lower()): None}
            found["компания"] = None
    return tuple(found)


def _nominative(word: str) -> str:
    """The noun for bodies that `word` is a form of, by its beginning: «завода» → «завод»."""
    stems = (word[:n] for n in range(len(word), max(3, len(word) - 3), -1))
    ends = ("", "а", "я", "е", "о", "ь", "й")
    nouns = (stem + end for stem in stems for end in ends)
    return next((noun for noun in nouns if body_classes(noun)), word)


def _of_kind(noun: str, form: str) -> bool:
    """Whether `noun` is a word of the name, or «вуз» that of a university's."""
    words = _WORD.findall(QUOTED.sub("", form).lower())
    if noun in ("вуз", "университет") and _UNIVERSITY.fullmatch(form):
        return True
    if noun == "вуз":
        return any(word in _SCHOOLS for word in words)
    return noun in words
