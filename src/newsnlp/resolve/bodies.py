"""Bodies: full names, acronyms and quoted names of one body; «вуз» and «компания» for it."""

import re
from collections.abc import Sequence
from functools import cache

from newsnlp.lexicon import load_lexicon
from newsnlp.recognise.titles import body_classes
from newsnlp.resolve.groups import QUOTED, Group, by_form, told
from newsnlp.schema import Analysis, Form, Kind, Mention
from newsnlp.text import fold

__all__ = ["acronym_of", "bare_company", "group_bodies"]

_WORD = re.compile(r"[^\W\d_]+")
_UNIVERSITY = re.compile(r"[А-Я][А-Яа-я]*У[А-Я]{0,2}")  # an acronym: «ТГУ», «СПбГУ», «ТУСУР»
_ACRONYM = re.compile(r"(?=.{3})[А-ЯЁ]+[а-яё]?[А-ЯЁ]+[а-яё]?[А-ЯЁ]*")
_NAMED_AFTER = re.compile(r" (?:имени|им\.) ")
_LINKS = frozenset({"и", "в", "на", "по", "при", "с", "для", "имени", "им"})
_BROAD = frozenset({"company", "plant", "university", "media", "bank"})
_SCHOOLS = ("университет", "институт", "академия", "консерватория")


def group_bodies(analysis: Analysis, mentions: Sequence[Mention]) -> list[Group]:
    """Bodies: equal names, acronyms, quoted names, then stand-ins by nearness."""
    groups = by_form([m for m in mentions if m.form is Form.NAME])
    text = analysis.document.text
    for group in list(groups):
        for other in list(groups):
            if group is other or group not in groups or other not in groups:
                continue
            if _introduced(text, group, other) or _initials(group, other) or _quoted(group, other):
                group.mentions = sorted([*group.mentions, *other.mentions], key=lambda m: m.span)
                groups.remove(other)
    named = list(groups)
    kinds = [_kinds(group, text) for group in named]
    for group in list(groups):
        longer = [g for g in groups if g is not group and _begins(g, group)]
        if len(longer) == 1:
            longer[0].mentions = sorted(
                [*longer[0].mentions, *group.mentions], key=lambda m: m.span
            )
            groups.remove(group)
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


def _begins(full: Group, short: Group) -> bool:
    """«Институт физики» for «Институт физики СО РАН», «кафедра химии» for «кафедра химии ТПУ»."""
    return any(
        " " in form and other.lower().startswith(form.lower() + " ")
        for form in short.forms
        for other in full.forms
    )


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


def bare_company(form: str) -> str:
    """«Элекард» for «компания «Элекард»», "" for what is no company with a quoted name."""
    quoted = QUOTED.findall(form)
    first = _WORD.match(form)
    if len(quoted) == 1 and first and first[0].lower() in _company_kinds():
        return str(quoted[0])
    return ""


@cache
def _company_kinds() -> frozenset[str]:
    return load_lexicon("organisation_heads").where("flags", "company")


def _initials(full: Group, short: Group) -> bool:
    """Whether first letters spell an acronym: «Сибирский федеральный университет», СФУ."""
    acronyms = {f for f in short.forms if _ACRONYM.fullmatch(f)}
    return any(acronym_of(form, short) for short in acronyms for form in full.forms)


def acronym_of(name: str, short: str) -> bool:
    """Whether the first letters of a full name of three words or more spell `short`.

    >>> acronym_of("Сибирский федеральный университет", "СФУ")
    True
    """
    if not _ACRONYM.fullmatch(short):
        return False
    words = [w for w in _WORD.findall(_NAMED_AFTER.split(name)[0]) if w.lower() not in _LINKS]
    return len(words) > 2 and _spells(short, [w.lower() for w in words])


def _spells(letters: str, words: Sequence[str]) -> bool:
    """Whether each word gives its first letter and maybe one more: СПбПУ, УдГУ, ДВФУ.

    One more is a small letter or begins the second part of a compound («дальневосточный»).
    """
    if not words or not letters:
        return not words and not letters
    word = words[0]
    if letters[0].lower() != word[0]:
        return False
    if _spells(letters[1:], words[1:]):
        return True
    more = letters[1:2]
    inside = bool(more) and (
        more in word[1:] if more.islower() else bool(re.search(f"...[ое]{more.lower()}...", word))
    )
    return inside and _spells(letters[2:], words[1:])


def _introduced(text: str, full: Group, short: Group) -> bool:
    """«… университет (ТУСУР)», «… университет (далее – СФУ)»."""
    for one in full.mentions:
        for other in short.mentions:
            gap = text[one.span.stop : other.span.start]
            if len(gap) < 14 and re.fullmatch(r"[»\"]?\s?\((?:далее\s?[–—-]\s?)?[«\"]?", gap):
                after = text[other.span.stop : other.span.stop + 2]
                return ")" in after
    return False


def _quoted(one: Group, other: Group) -> bool:
    """«фонд «Вершина»» and «Вершина»."""
    bare = {fold(q).lower() for f in one.forms for q in QUOTED.findall(f) if f.endswith(("»", '"'))}
    return bool(bare & {fold(form).lower().strip('"«»') for form in other.forms})
