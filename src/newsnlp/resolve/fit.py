"""How well a noun that stands for a person fits what the text says of one.

«Глава избиркома» fits the chair of that commission by class and complement, «победительница» the
woman who won. A stand-in and a person enter; facts leave.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from newsnlp.lexicon import load_lexicon
from newsnlp.resolve.groups import Group
from newsnlp.resolve.portraits import STATUSES, Portrait, kin_of
from newsnlp.resolve.stage import Stage
from newsnlp.resolve.stand_ins import StandIn
from newsnlp.schema import Form
from newsnlp.text import fold_yo

__all__ = ["describe"]

_TERRITORIES = frozenset("регион область край республика округ субъект".split())
_TOWNS = frozenset("город район поселок село муниципалитет".split())
_OFFICES = frozenset("ведомство министерство".split())
_SCHOOLS = frozenset("вуз университет академия институт".split())
_HEADED = (  # «глава региона»: which titles it stands for
    (_TERRITORIES, frozenset({"губернатор", "глава", "президент"})),
    (_TOWNS, frozenset({"мэр", "глава"})),
    (_OFFICES, frozenset({"министр"})),
    (_SCHOOLS, frozenset({"ректор", "директор"})),
)
PREFIX = 6  # letters that «писатель» and «писательница» share


@cache
def _deeds() -> Mapping[str, frozenset[str]]:
    rows = load_lexicon("stand_ins").items()
    return {fold_yo(k): frozenset(fold_yo(row.get("deeds", "")).split()) for k, row in rows}


def describe(case: StandIn, group: Group, stage: Stage, known: Portrait) -> Iterator[str]:
    """How well the noun fits what is said of the person."""
    heads = {word for title in known.titles for word in _heads(title)}
    names = [m for m in group.mentions if m.form is Form.NAME]
    said = [stage.surroundings(m) for m in names]
    apposed = {word for one in said for word in (*one.apposed, *one.predicate)}
    met = False
    if case.complement:
        words = {fold_yo(word) for body in known.bodies for word in body.lower().split()}
        met = any(_same_word(word, own) for word in case.complement for own in words | apposed)
        yield "complement" if met else "no_complement"
    fit = _fit(case, known, heads, apposed)
    office = case.lemma in heads or case.lemma not in apposed  # else «модератор [круглого стола]»
    if fit > 3 and case.complement and known.bodies and not met and office:
        fit = 2 if not _headed(case) else fit  # a like office elsewhere
    yield f"fit={6 if fit > 3 and met else fit}"
    yield f"deed={_deed(case, group, stage)}"
    if case.status:
        fits = case.status in known.statuses or bool(apposed & STATUSES[case.status])
        yield f"{case.status}_fits" if fits else f"{case.status}_alien"
    extra = set(case.words) - {case.lemma}
    if extra:
        yield "modifier" if extra & apposed else "no_modifier"


def _fit(case: StandIn, known: Portrait, heads: set[str], apposed: set[str]) -> int:
    """5 for the title itself, 4 its head, 3 a like word, 2 or 1 a class in common, 0, -1 none."""
    if case.words and any(set(case.words) <= set(title) for title in known.titles):
        return 5
    if len(case.words) > 1 and set(case.words) <= apposed:
        return 5
    if any(set(words) <= set(title) for words in _same(case.lemma) for title in known.titles):
        return 4
    headed = _headed(case)
    if headed:
        return 4 if headed & heads else 0
    if _alike(case.lemma, heads) or case.lemma in apposed:
        return 4
    if any(_stem(case.lemma, word) for word in apposed):
        return 3
    kin = kin_of(case.lemma)
    if any(kin & kin_of(word) for word in heads):
        return 2
    if any(kin & kin_of(word) for word in apposed):
        return 1
    return -1 if kin and heads else 0


def _headed(case: StandIn) -> frozenset[str]:
    """The titles that «глава региона», «руководитель вуза» may stand for, none known if empty."""
    if case.lemma not in ("глава", "руководитель"):
        return frozenset()
    for words, titles in _HEADED:
        if case.complement & words:
            return titles
    ministry = any(word.startswith("мин") for word in case.complement)
    return frozenset({"министр"}) if ministry else frozenset()


def _deed(case: StandIn, group: Group, stage: Stage) -> int:
    """2 if the verb of the person is a deed of the noun, 1 if such a word is near, 0, -1 none."""
    deeds = _deeds().get(case.lemma, frozenset())
    if case.status == "new":
        deeds |= _deeds()["назначенец"]
    start = min([case.mention.span.start, *case.said])
    said = [stage.surroundings(m) for m in group.mentions if m.span.stop <= start]
    if any(one.verb in deeds for one in said):
        return 2
    if any(one.around & deeds for one in said):
        return 1
    return 0 if deeds else -1


def _same(lemma: str) -> tuple[tuple[str, ...], ...]:
    """The titles that a noun contracts: «вице-премьер» for «заместитель председателя»."""
    return _contractions().get(lemma, ())


@cache
def _contractions() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    rows = load_lexicon("stand_ins").items()
    return {
        fold_yo(lemma): tuple(tuple(fold_yo(title).split()) for title in row["same"].split(";"))
        for lemma, row in rows
        if row.get("same")
    }


def _heads(title: Sequence[str]) -> list[str]:
    """The words of a title that a stand-in may repeat: «председатель», «вице-президент»."""
    return [word for word in title if kin_of(word)] or list(title[:1])


def _alike(lemma: str, heads: set[str]) -> bool:
    """«гендиректор» and «директор», «премьер» and «премьер-министр»."""
    return any(
        lemma == head or (len(head) > 4 and lemma.endswith(head)) or head.startswith(f"{lemma}-")
        for head in heads
    )


def _stem(lemma: str, word: str) -> bool:
    return len(word) >= PREFIX and lemma[:PREFIX] == word[:PREFIX]


def _same_word(one: str, other: str) -> bool:
    one, other = one.strip('«»"()').lower(), other.strip('«»"()').lower()
    return len(one) > 2 and (one == other or (len(one) > 4 and one[:5] == other[:5]))
