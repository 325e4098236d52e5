"""One person in two spellings: «Рулевский» and «Рулевской», «Анна Сергеевна» and «Анна Степановна».

A page goes in, remarks come out: a letter in the surname, another given name of who holds the same
office, another patronymic or initial. ё is the business of `yo`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from newsnlp.checks.finding import Check, Remark
from newsnlp.checks.page import Page, named
from newsnlp.lexicon import load_lexicon
from newsnlp.names import PersonName, gender_of, name_parts
from newsnlp.registry.likeness import one_edit
from newsnlp.registry.titles import is_office
from newsnlp.schema import Mention, Span
from newsnlp.surnames import surname_forms, surname_gender
from newsnlp.text import fold_yo

__all__ = ["two_spellings"]

_WORD = re.compile(r"(?<![\w-])[А-ЯЁ][а-яё]{5,}(?![\w-])")
_PLURAL = ("ы", "ие")  # «Ивановы», «Рулевские»
_FAMILY = ("ы", "ых", "ым", "ыми", "ие", "их", "им", "ими")
_LONG = 5  # letters of a surname in which one may be a slip


@dataclass(frozen=True, slots=True)
class _Named:
    """A name of the text with the person that it is taken for."""

    name: PersonName
    mention: Mention
    person: str
    said: str  # as it stands


def two_spellings(page: Page) -> Iterator[Remark]:
    """Pairs of names that are one person's but for a slip; each pair of forms once."""
    names: dict[str, _Named] = {}
    for person in page.persons:
        whole = _parts(person.name)
        for mention in named(person):
            if page.capitals(mention.span):
                continue
            key = fold_yo(mention.normal.lower())
            said = page.document.at(mention.span)
            name = _filled(_parts(mention.normal), whole)
            names.setdefault(key, _Named(name, mention, person.id, said))
    yield from _strangers(page, list(names.values()))
    offices = _offices(page)
    told: set[Span] = set()
    for one, other in _pairs(list(names.values())):
        shared = offices.get(one.person, set()) & offices.get(other.person, set())
        why = _slip(page, one, other, same=bool(shared))
        if why and page.sentence_of(one.mention.span) is not page.sentence_of(other.mention.span):
            first, later = sorted((one, other), key=lambda n: n.mention.span)
            if later.mention.span in told:
                continue
            told.add(later.mention.span)
            yield Remark(
                Check.SPELLING,
                (later.mention.span, first.mention.span),
                f"«{later.mention.normal}» здесь и «{first.mention.normal}» в другом месте: {why}",
                "Проверить имя и писать его одинаково",
            )


def _pairs(names: Sequence[_Named]) -> Iterator[tuple[_Named, _Named]]:
    """The pairs whose surnames begin alike, in the order of the text: a list may have thousands."""
    groups: dict[str, list[_Named]] = {}
    for name in names:
        groups.setdefault(fold_yo(name.name.surname[:1].lower()), []).append(name)
    for group in groups.values():
        for one, other in combinations(group, 2):
            if abs(len(one.name.surname) - len(other.name.surname)) <= 1:
                yield one, other


def _parts(name: str) -> PersonName:
    """The parts of a name; «Инга Зубаревич» has a surname."""
    given, patronymic, surname = name_parts(name)
    return PersonName(given, patronymic if surname else "", surname or patronymic)


def _filled(name: PersonName, whole: PersonName) -> PersonName:
    """A surname that stands alone with the given name that its bearer has elsewhere."""
    if name.given or fold_yo(name.surname) != fold_yo(whole.surname):
        return name
    return PersonName(whole.given, whole.patronymic, name.surname)


def _strangers(page: Page, names: Sequence[_Named]) -> Iterator[Remark]:
    """Words that no dictionary knows and that are a surname of the text but for a letter.

    They stand so oddly that they were taken for no name: «Хасяншин» where «Ринат Хасаншин» is.
    """
    full = {fold_yo(n.name.surname.lower()): n for n in names if n.name.given}
    seen: set[str] = set()
    for match in _WORD.finditer(page.text):
        word, span = fold_yo(match[0].lower()), Span(*match.span())
        if word in seen or page.in_name(span) or page.in_body(span):
            continue
        seen.add(word)
        if any(r.known for r in page.morph.words.readings(word)):
            continue
        for surname, own in full.items():
            forms = _forms(surname)
            near = any(form[0] == word[0] and one_edit(form, word) for form in forms)
            if len(surname) > _LONG and near and word not in forms:
                yield _remark(own.mention, own.mention.normal, span, match[0])
                break


def _remark(first: Mention, name: str, span: Span, said: str) -> Remark:
    reason = f"«{said}» здесь и «{name}» в другом месте: фамилии отличаются буквой"
    return Remark(
        Check.SPELLING, (span, first.span), reason, "Проверить имя и писать его одинаково"
    )


def _forms(surname: str) -> set[str]:
    """The forms of a surname, lower case, folded, of the gender that it shows or of both.

    Those of a family are among them: «Хасановы», «Каховских».
    """
    genders = [g for g in (surname_gender(surname),) if g] or ["Masc", "Fem"]
    found = {form for gender in genders for form in surname_forms(surname, gender).values()}
    stem = re.sub("(?:а|ая|ий|ой)$", "", surname)
    found |= {stem + ending for ending in _FAMILY}
    return {fold_yo(form) for form in found} | found


def _offices(page: Page) -> dict[str, set[tuple[str, str]]]:
    """Id of a person → offices with their bodies, which two people hardly hold together."""
    found: dict[str, set[tuple[str, str]]] = {}
    for role in page.facts.roles:
        if is_office(role.position) and role.body is not None and role.link.evidence != "model":
            found.setdefault(role.person.id, set()).add((role.position, role.body.id))
    return found


def _slip(page: Page, one: _Named, other: _Named, *, same: bool) -> str:
    """What differs in two names of one person; "" if nothing, or if they are two people's."""
    a, b = _folded(one.name), _folded(other.name)
    if not (a.surname and b.surname) or {gender_of(one.name), gender_of(other.name)} == {
        "Masc",
        "Fem",
    }:
        return ""
    if a.surname == b.surname:
        return _same_surname(page, a, b, same=same or one.person == other.person)
    hyphens = "-" in a.surname or "-" in b.surname  # «Каримову-Бек» may be read as it stands
    if hyphens or min(len(a.surname), len(b.surname)) < _LONG or not one_edit(a.surname, b.surname):
        return ""
    if _differ(a.given, b.given) or _differ(a.patronymic, b.patronymic):
        return ""
    lone = not a.given or not b.given
    if _inflected(one, other, lone=lone) or _inflected(other, one, lone=lone):
        return ""
    return "фамилии отличаются буквой"


def _same_surname(page: Page, a: PersonName, b: PersonName, *, same: bool) -> str:
    if _differ(a.given, b.given):
        if _genders(page, a.given) | _genders(page, b.given) == {"Masc", "Fem"}:
            return ""  # «Юлий Рейн, отец Изольды»
        variants = {b.given, a.given} <= _variants(a.given) | {a.given}
        alike = a.patronymic == b.patronymic and bool(a.patronymic) and one_edit(a.given, b.given)
        return "имена разные" if same or variants or alike else ""
    if a.given and b.given and _differ(a.patronymic, b.patronymic):
        return "отчества разные"
    return ""


def _genders(page: Page, given: str) -> frozenset[str]:
    """The genders that a given name in the nominative is of."""
    slots = page.morph.names.slots(given)
    return frozenset(g for (case, g, _), (worth, _) in slots.items() if case == "Nom" and worth > 2)


@cache
def _variants(given: str) -> frozenset[str]:
    """The other spellings of a given name: «наталья» → {«наталия»}."""
    found: set[str] = set()
    for name, row in load_lexicon("given_variants").items():
        group = {fold_yo(n.strip().lower()) for n in (name, *row.get("also", "").split(","))}
        if given in group:
            found |= group
    return frozenset(found)


def _folded(name: PersonName) -> PersonName:
    return PersonName(*(fold_yo(p.lower()) for p in (name.given, name.patronymic, name.surname)))


def _differ(one: str, other: str) -> bool:
    """Whether two parts contradict each other; an initial fits what begins with it."""
    if not one or not other:
        return False
    if one.endswith(".") or other.endswith("."):
        return one[0] != other[0]
    return one != other


def _inflected(one: _Named, other: _Named, *, lone: bool) -> bool:
    """Whether the surname of `one` as it stands is a form of the other's: no slip of the pen."""
    said = fold_yo(one.said.split()[-1 if lone else 0].lower())
    words = {fold_yo(word.lower().strip(".,")) for word in one.said.split()} | {said}
    forms = _forms(fold_yo(other.name.surname.lower()))
    return bool(words & forms) or fold_yo(one.name.surname.lower()) in forms
