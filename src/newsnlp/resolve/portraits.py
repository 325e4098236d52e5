"""What is known of each person: titles, bodies, gender; and which nouns are of one class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from newsnlp.lexicon import load_lexicon
from newsnlp.morph import Morph
from newsnlp.names import PersonName, gender_of
from newsnlp.resolve.groups import Group
from newsnlp.resolve.stage import Stage
from newsnlp.schema import Form, Links
from newsnlp.surnames import surname_gender
from newsnlp.text import fold_yo
from newsnlp.words import feature

__all__ = ["STATUSES", "Portrait", "kin_of", "portray"]

STATUSES = {  # words before a title that say since when or until when it is held
    "acting": frozenset({"врио", "обязанность", "исполняющий"}),
    "former": frozenset({"бывший", "прежний", "предыдущий", "экс"}),
    "new": frozenset({"новый", "избранный", "назначенный", "нынешний"}),
}
_WOMEN = ("ница", "ца", "ка", "есса", "иня", "ша", "щая")  # endings of nouns for women alone


@dataclass(frozen=True, slots=True)
class Portrait:
    """What a text says of a person: titles and bodies by their folded words."""

    titles: tuple[tuple[str, ...], ...] = ()
    bodies: tuple[str, ...] = ()
    statuses: frozenset[str] = frozenset()
    gender: str = ""  # "Masc", "Fem" or ""
    sure: bool = False  # whether the gender is beyond doubt


@cache
def _classes() -> Mapping[str, frozenset[str]]:
    rows = load_lexicon("stand_ins").items()
    return {fold_yo(lemma): frozenset(row.get("kin", "").split()) for lemma, row in rows}


def kin_of(lemma: str) -> frozenset[str]:
    """The classes of a folded noun for a person, none for other words."""
    return _classes().get(lemma, frozenset())


def qualifies(word: str, title: Sequence[str]) -> bool:
    """Whether a noun for a person is but an adjective in a title: «[ученый] секретарь»."""
    at = title.index(word)
    follower = title[at + 1] if at + 1 < len(title) else ""
    adjective = word.endswith(("ый", "ий", "ая"))
    return adjective and bool(kin_of(word)) and bool(kin_of(follower))


def portray(links: Links, groups: Sequence[Group], stage: Stage, morph: Morph) -> list[Portrait]:
    """The portrait of each group, in their order."""
    of = {mention: n for n, group in enumerate(groups) for mention in group.mentions}
    titles: list[list[tuple[str, ...]]] = [[] for _ in groups]
    bodies: list[list[str]] = [[] for _ in groups]
    statuses: list[set[str]] = [set() for _ in groups]
    for role in links.roles:
        n = of.get(role.person)
        if n is None or not stage.beside(role.position, role.person):
            continue
        whole = fold_yo(role.position.normal.lower())
        words = [*whole.split(), *whole.replace("-", " ").split()]
        titles[n].append(tuple(dict.fromkeys(w for w in words if not qualifies(w, words))))
        statuses[n].add(role.status.value)
        if role.organisation is not None:
            bodies[n].append(role.organisation.normal)
    return [
        Portrait(
            tuple(titles[n]),
            tuple(bodies[n]),
            frozenset(statuses[n]),
            *_gender(group, titles[n], stage, morph),
        )
        for n, group in enumerate(groups)
    ]


def _gender(
    group: Group, titles: Sequence[Sequence[str]], stage: Stage, morph: Morph
) -> tuple[str, bool]:
    """The gender and whether it is sure: by a name, a title for women, a verb, or a guess."""
    for name in group.names:
        if sure := _sure_gender(name, morph):
            return sure, True
    names = [m for m in group.mentions if m.form is Form.NAME]
    apposed = {word for m in names for word in stage.surroundings(m).apposed[:1]}
    if any(kin_of(w) and w.endswith(_WOMEN) for w in {*apposed, *(w for t in titles for w in t)}):
        return "Fem", True
    verbs = [stage.verb(m) for m in names if stage.seat(m).subject]
    past = [verb.feats for verb in verbs if verb is not None and "Number=Sing" in verb.feats]
    if genders := [gender for feats in past if (gender := feature(feats, "Gender"))]:
        return genders[0], False
    return next((g for g in map(gender_of, group.names) if g), ""), False


def _sure_gender(name: PersonName, morph: Morph) -> str:
    """By a patronymic, a given name of the dictionary or a Russian surname's ending."""
    if len(name.patronymic) > 2:
        return gender_of(name)
    if len(name.given) > 2:
        readings = morph.words.readings(name.given.lower())
        genders = {r.gender for r in readings if r.known and "Name" in r.marks and r.case == "Nom"}
        if len(genders) == 1:
            return genders.pop()
    return surname_gender(name.surname)
