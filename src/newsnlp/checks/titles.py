"""One person under two titles of which one must be wrong.

A page goes in, remarks come out. Contradictory are the head and the deputy of one body, one office
with two different charges, two sole offices of one body, and one sole office in two bodies, if both
are told as held now and in different sentences. «профессор» and «ректор», «основатель и генеральный
директор» are honest; so is all in a text that tells of an appointment.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from newsnlp.checks.finding import Check, Remark
from newsnlp.checks.page import Page
from newsnlp.facts import is_named
from newsnlp.recognise.titles import contractions
from newsnlp.registry.titles import is_office, same_title
from newsnlp.resolve.acronyms import acronym_of
from newsnlp.schema import Entity, Form, Kind, Role, Status
from newsnlp.text import fold_yo

__all__ = ["two_titles"]

# Offices that one person holds in a body, and of which nobody holds two there.
# Source: compiled by the authors from general knowledge of Russian.
_SOLE = frozenset(
    "ректор президент директор декан министр губернатор мэр председатель главврач начальник "
    "управляющий премьер-министр премьер прокурор вице-президент проректор редактор".split()
)
_ONCE = frozenset("ректор декан министр губернатор мэр главврач проректор".split())
_DEPUTIES = frozenset({"заместитель", "замдиректора"})
_MORE = frozenset({"первый", "старший", "и", "о", "исполняющий", "обязанности", "врио"})
# Words of a change of office. Source: as above.
_CHANGE = re.compile(
    r"назнач|избра[нл]|сменил|стал\b|стала\b|ранее|прежде|до этого|перешёл|перешел|перешла|"
    r"возглавил|покинул|кадров|экс-|бывш|врио|вступил|утвержд|занимал|работал|ушёл|ушел|ушла|"
    r"освобо|преемни|нов(?:ый|ая|ым|ой|ого|ому|ую)\s+(?:\w+\s+)?\w*(?:ректор|министр|глав[аыу]|мэр|"
    r"губернатор|начальник|руководител|декан|председател|президент|заместител)",
    re.I,
)
_LONG = 4  # letters of a word that tells one body from another
_TITLED = ("roles.after", "roles.before")


def two_titles(page: Page) -> Iterator[Remark]:
    """«Ректор Виктор Рулевский … проректор Рулевский»."""
    entity_of = page.facts.entity_of
    held: dict[str, list[Role]] = {}
    for role in page.extraction.links.roles:
        person = entity_of.get(role.person)
        if person is not None and is_named(person) and _sound(role):
            held.setdefault(person.id, []).append(role)
    for person in page.persons:
        roles = sorted(held.get(person.id, ()), key=lambda role: role.position.span)
        if len(roles) < 2 or _changes(page, person):
            continue
        seen: set[tuple[str, str]] = set()
        for one, other in combinations(roles, 2):
            titles = one.position.normal, other.position.normal
            if titles in seen or not _apart(page, one, other):
                continue
            why = _contradiction(page, one, other)
            if why:
                seen.add(titles)
                yield _remark(person, one, other, why)


def _sound(role: Role) -> bool:
    """Whether title and name stand side by side, the title is an office, held now."""
    return (
        role.evidence.startswith(_TITLED)
        and role.person.form is Form.NAME
        and role.status is Status.CURRENT
        and is_office(role.position.normal)
    )


def _changes(page: Page, person: Entity) -> bool:
    """Whether a sentence that names the person tells of a change of office."""
    found = {page.sentence_of(m.span) for m in person.mentions}
    return any(_CHANGE.search(page.document.at(s.span)) for s in found if s is not None)


def _apart(page: Page, one: Role, other: Role) -> bool:
    """Whether the two titles stand in different sentences."""
    left, right = page.sentence_of(one.position.span), page.sentence_of(other.position.span)
    return left is not None and left is not right


def _contradiction(page: Page, one: Role, other: Role) -> str:
    """Why the two titles cannot both be right, "" if they can."""
    left, right = _split(one.position.normal), _split(other.position.normal)
    bodies = [page.facts.entity_of.get(r.organisation) if r.organisation else None
              for r in (one, other)]  # fmt: skip
    same = _same_body(bodies[0], bodies[1])
    if one.position.normal == other.position.normal or same_title(*_ordered(one, other)):
        if left.head in _ONCE and same is False:
            return "одна и та же должность названа в двух организациях"
        return ""
    if same is False:
        return ""
    if left.deputy != right.deputy and _stem(left.head) == _stem(right.head):
        return "в одном месте это руководитель, в другом – его заместитель"
    if left.head == right.head and left.deputy == right.deputy:
        clash = _clash(left.charge, right.charge) or _clash(left.kind, right.kind)
        return "одна и та же должность названа по-разному" if clash else ""
    sole = {left.head, right.head} <= _SOLE and left.deputy == right.deputy
    return "это две разные должности в одной организации" if sole and same else ""


class _Title:
    """A title in its parts: «заместитель директора по науке» → head «директор», deputy."""

    __slots__ = ("charge", "deputy", "head", "kind")

    def __init__(self, words: Sequence[str]) -> None:
        """Take apart the words of a title, lower case, folded."""
        left = [word for word in words if word not in _MORE]
        self.deputy = bool(left) and left[0] in _DEPUTIES
        if self.deputy:
            left = left[1:]
        number = next((n for n, word in enumerate(left) if not _adjective(word)), 0)
        head = left[number] if left else ""
        for prefix in ("вице-", "про"):
            if head.startswith(prefix) and head.removeprefix(prefix) in _SOLE:
                self.deputy, head = True, head.removeprefix(prefix)
        self.head, self.kind = _nominative(head), left[:number]
        if _stem(head) == "врач" and self.kind and self.kind[0].startswith("главн"):
            self.head, self.kind = "главврач", []
        self.charge = [word for word in left[number + 1 :] if len(word) >= _LONG]


@lru_cache(maxsize=1000)
def _split(title: str) -> _Title:
    words = re.findall(r"[\w-]+", fold_yo(title.lower()))
    spelt = [contractions().get(word, word) for word in words]
    return _Title(fold_yo(" ".join(spelt)).split())


def _adjective(word: str) -> bool:
    return word.endswith(("ый", "ий", "ой", "ая", "яя", "ого", "его"))


def _nominative(word: str) -> str:
    """«директора» of «заместитель директора» → «директор»."""
    if word in _SOLE:
        return word
    return next((sole for sole in _SOLE if _stem(sole) == _stem(word)), word)


def _stem(word: str) -> str:
    return re.sub("[аеиоуыэюяйь]+$", "", word)


def _clash(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether both say something and share no word."""
    left, right = {word[:5] for word in one}, {word[:5] for word in other}
    return bool(left and right) and not left & right


def _ordered(one: Role, other: Role) -> tuple[str, str]:
    left, right = one.position.normal, other.position.normal
    return (left, right) if len(left) <= len(right) else (right, left)


def _same_body(one: Entity | None, other: Entity | None) -> bool | None:
    """Whether the two are one body; None where the text does not say."""
    if one is None or other is None:
        return None
    if one.id == other.id:
        return True
    if Kind.PLACE in (one.kind, other.kind) or not (is_named(one) and is_named(other)):
        return None
    if one.parent == other.id or other.parent == one.id:
        return None
    names = [(left, right) for left in (one.name, *one.also) for right in (other.name, *other.also)]
    if any(acronym_of(a, b) or acronym_of(b, a) for a, b in names):
        return True
    words = [
        {
            fold_yo(word.lower())[:6]
            for word in re.findall(r"\w+", entity.name)
            if len(word) >= _LONG
        }
        for entity in (one, other)
    ]
    return None if words[0] & words[1] else False


def _remark(person: Entity, one: Role, other: Role, why: str) -> Remark:
    left, right = one.position.normal, other.position.normal
    return Remark(
        Check.TITLE,
        (other.position.span, one.position.span),
        f"{person.name}: «{right}» здесь и «{left}» в другом месте; {why}",
        "Проверить должность и назвать её одинаково",
    )
