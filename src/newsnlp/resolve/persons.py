"""Persons: names of one human being by their parts, then the stand-ins that mean it."""

from collections.abc import Sequence

from newsnlp.morph import Morph
from newsnlp.names import PersonName, compatible, name_as
from newsnlp.relate.people import index_of
from newsnlp.resolve.groups import Group
from newsnlp.schema import Analysis, Form, Kind, Mention
from newsnlp.text import fold

__all__ = ["group_names"]


def group_names(analysis: Analysis, mentions: Sequence[Mention], morph: Morph) -> list[Group]:
    """The mentions by name, one group a person: the fullest names first, the others to these."""
    index = index_of(analysis.sentences)
    parsed: list[tuple[Mention, PersonName]] = []
    for mention in mentions:
        if mention.kind is Kind.PERSON and mention.form is Form.NAME:
            name = name_as(mention.normal, index.within(mention.span), morph)
            parsed.append((mention, name or PersonName(surname=mention.normal)))
    parsed = _as_surnames(parsed)
    groups: list[Group] = []
    for mention, name in sorted(parsed, key=lambda x: (-_parts(x[1]), x[0].span)):
        fitting = [g for g in groups if all(_one_person(name, other) for other in g.names)]
        group = max(fitting, key=lambda g: _nearness(g, mention), default=None)
        if group is None:
            said = analysis.document.at(mention.span)
            echoed = [g for g in groups if _echoes(name, said, g)]
            group = next((g for g in groups if _inflected(name, g)), None)
            if group is None and len(echoed) == 1:
                group = echoed[0]
            if group is not None:
                group.mentions.append(mention)
                continue
            group = Group(Kind.PERSON)
            groups.append(group)
        group.mentions.append(mention)
        if name not in group.names:  # in a list of thousands each is compared with all
            group.names.append(name)
    for group in groups:
        group.mentions.sort(key=lambda m: m.span)
    return groups


def _as_surnames(parsed: Sequence[tuple[Mention, PersonName]]) -> list[tuple[Mention, PersonName]]:
    """A given name alone is the surname of somebody named in full: «Гордон» of «Анна Гордон»."""
    full = [name for _, name in parsed if name.given and name.surname]
    surnames = {fold(name.surname).lower() for name in full}
    surnames -= {fold(name.given).lower() for name in full}
    return [
        (mention, PersonName(surname=name.given, gender=name.gender))
        if not name.surname and not name.patronymic and fold(name.given).lower() in surnames
        else (mention, name)
        for mention, name in parsed
    ]


def _parts(name: PersonName) -> int:
    return sum(min(len(part), 3) for part in (name.given, name.patronymic, name.surname))


def _one_person(one: PersonName, other: PersonName) -> bool:
    """Compatible, and a surname or a given name in common."""
    if not compatible(one, other):
        return False
    shared = one.surname and other.surname
    return bool(shared or (one.given and other.given))  # «Варвара» for «Варвара Лунина»


def _inflected(name: PersonName, group: Group) -> bool:
    """A surname is a form of a full name's even where its own gender was misjudged.

    It stands alone or after the same initials: «А. В. Монгуша» for «Монгуш А. В.».
    """
    if len(name.surname) < 4:
        return False
    return any(
        _same_form(name.surname, full.surname) and _initialled(name, full) for full in group.names
    )


def _initialled(name: PersonName, full: PersonName) -> bool:
    """Whether a surname follows no given name, or the same initials of no other gender."""
    if not (name.given or name.patronymic):
        return True
    initials = name.given.endswith(".") and (name.given, name.patronymic) == (
        full.given,
        full.patronymic,
    )
    return initials and not {"Masc", "Fem"} <= {name.gender, full.gender}


def _same_form(one: str, other: str) -> bool:
    one, other = fold(one).lower(), fold(other).lower()
    stem = max(4, len(other) - 2)
    return one[:stem] == other[:stem] and abs(len(one) - len(other)) < 3


def _echoes(name: PersonName, said: str, group: Group) -> bool:
    """Whether a lone word repeats a word of the full name, whatever part it was taken for.

    «Кит» for «Максим Кит» though «Кит» is a given name, too; «Мадина-ханум» for «Мадина Велиева».
    """
    parts = [part for part in (name.given, name.patronymic, name.surname) if part]
    if len(parts) != 1 or " " in said:
        return False
    words = {fold(word).lower() for word in (parts[0], said, said.split("-")[0])}
    return any(
        fold(word).lower() in words
        for full in group.names
        for part in (full.given, full.patronymic, full.surname)
        for word in part.split()
        if len(word.strip(".")) > 1 and full.full != parts[0]
    )


def _nearness(group: Group, mention: Mention) -> tuple[bool, int]:
    """Named before is better than after, nearer better than farther."""
    distances = [mention.span.start - m.span.start for m in group.mentions]
    before = [d for d in distances if d >= 0]
    return bool(before), -min(before or [abs(d) for d in distances])
