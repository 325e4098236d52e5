"""Bodies: full names, acronyms and quoted names of one body; «вуз» and «компания» for it."""

import re
from collections.abc import Sequence
from functools import cache

from newsnlp.lexicon import load_lexicon
from newsnlp.resolve.groups import QUOTED, Group, by_form
from newsnlp.schema import Analysis, Form, Kind, Mention
from newsnlp.text import fold

__all__ = ["bare_company", "group_bodies"]

_WORD = re.compile(r"[^\W\d_]+")
_UNIVERSITY = re.compile(r"[А-Я][А-Яа-я]*У[А-Я]{0,2}")  # an acronym: «ТГУ», «СПбГУ», «ТУСУР»
_ACRONYM = re.compile(r"(?=.{3})[А-ЯЁ]+[а-яё]?[А-ЯЁ]+[а-яё]?[А-ЯЁ]*")
_NAMED_AFTER = re.compile(r" (?:имени|им\.) ")
_LINKS = frozenset({"и", "в", "на", "по", "при", "с", "для", "имени", "им"})
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
    for mention in mentions:
        if mention.form is not Form.NAME:
            found = _antecedent(mention, groups)
            if found is None:
                groups.append(Group(Kind.ORGANISATION, [mention]))
            else:
                found.mentions.append(mention)
    for group in groups:
        group.mentions.sort(key=lambda m: m.span)
    return groups


def _antecedent(mention: Mention, groups: Sequence[Group]) -> Group | None:
    """The last body of the kind named before, or else the only one; None if nobody fits."""
    fitting = [g for g in groups if any(_of_kind(mention.normal.lower(), f) for f in g.forms)]
    before = [
        (m.span.start, index)
        for index, group in enumerate(fitting)
        for m in group.mentions
        if m.span.start < mention.span.start
    ]
    if before:
        return fitting[max(before)[1]]
    return fitting[0] if len(fitting) == 1 else None


def _of_kind(noun: str, form: str) -> bool:
    """Whether `noun` may stand for the body: «вуз» for a university, a bare quoted name's firm."""
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
    for form in full.forms if acronyms else ():
        name = _NAMED_AFTER.split(form)[0]
        words = [w for w in _WORD.findall(name) if w.lower() not in _LINKS]
        if len(words) > 2 and any(_spells(f, [w.lower() for w in words]) for f in acronyms):
            return True
    return False


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
