"""What speaks for a person as the one whom a stand-in means: named facts that weights count.

A stand-in («он», «гостья», «глава избиркома») and the persons of a document enter; for each person
its facts leave, and those of nobody. A fact is a short text such as «fit=2» (the noun and a title
of the person are of one class).
"""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from newsnlp.resolve.bearings import Same, level, tell
from newsnlp.resolve.fit import describe
from newsnlp.resolve.groups import Group
from newsnlp.resolve.portraits import Portrait
from newsnlp.resolve.stage import Stage
from newsnlp.resolve.stand_ins import StandIn, read_stand_in
from newsnlp.schema import Form, Mention, Quote
from newsnlp.text import fold_yo
from newsnlp.words import feature

__all__ = ["Clues", "clues"]

_UNFIT = frozenset({"surely_gender_differs", "surely_verb_differs"})
_SPAN = attrgetter("span")
Clues = tuple[tuple[str, ...], ...]  # of each person, in their order


class _Person(NamedTuple):
    """A person who may be meant, with its mentions before the stand-in, the last of them apart."""

    group: Group
    known: Portrait
    before: tuple[Mention, ...]
    last: Mention | None


def clues(
    mention: Mention,
    groups: Sequence[Group],
    stage: Stage,
    portraits: Sequence[Portrait],
    same: Same,
) -> Clues:
    """The facts of each group, and last those of nobody.

    Args:
        mention: the stand-in.
        groups: the persons; their mentions are the names and the stand-ins settled so far.
        stage: the document.
        portraits: what is known of each.
        same: what the network says.
    """
    case = read_stand_in(mention, stage)
    persons = [
        _Person(group, known, tuple(before), max(before, key=_SPAN, default=None))
        for group, known in zip(groups, portraits, strict=True)
        for before in [_before(case, group)]
    ]
    own = [list(_facts(case, person, stage)) for person in persons]
    _compare(case, persons, own)
    chances = same.of(mention, groups)
    tell(own, chances)
    nobody = list(_nobody(case, {fact for facts in own for fact in facts}, stage))
    if same.asked:
        nobody.append(f"nobody&same={level(max(chances, default=0.0))}")
        nobody.append(f"nobody&span={level(same.stands_in(mention))}")
    own.append(nobody)
    return tuple(tuple(dict.fromkeys(facts)) for facts in own)


def _nobody(case: StandIn, best: set[str], stage: Stage) -> Iterator[str]:
    """What speaks for nobody: the place of the stand-in, and that no person fits."""
    seat, head = stage.seat(case.mention), stage.head(case.mention)
    yield "nobody"
    yield f"nobody&rule={case.mention.evidence}"
    fit = max((int(fact[4:]) for fact in best if fact.startswith("fit=")), default=0)
    yield f"nobody&fit={fit}"
    if case.turn >= 0:
        yield "nobody&turn"
    yield f"nobody&case={feature(head.feats, 'Case')}"
    yield f"nobody&subject={seat.subject}&fit={fit > 3}"
    yield f"nobody&complement={bool(case.complement)}&met={'complement' in best}"
    if seat.spoken:
        yield "nobody&spoken"
    if seat.source:
        yield "nobody&source"
    if case.status:
        yield f"nobody&{case.status}"


def _facts(case: StandIn, person: _Person, stage: Stage) -> Iterator[str]:
    """What speaks for or against one person, looked at alone."""
    group = person.group
    yield from _gender(case, person.known)
    yield from _distance(case, person, stage)
    yield from _standing(case, person, stage)
    if case.letter == "n":
        yield from describe(case, group, stage, person.known)
        if any(_adjoins(case, m, stage) for m in group.mentions if m.form is Form.NAME):
            yield "adjoins"


def _gender(case: StandIn, known: Portrait) -> Iterator[str]:
    for label, own in zip(("gender", "verb"), case.genders, strict=True):
        if own:
            sure = "surely_" if known.sure else ""
            met = "agrees" if own == known.gender else "differs" if known.gender else "unknown"
            yield f"{sure}{label}_{met}"


def _adjoins(case: StandIn, name: Mention, stage: Stage) -> bool:
    """«предыдущий градоначальник, Олег Климанов»: at most a comma or dash between."""
    seat, own = stage.seat(name), stage.seat(case.mention)
    if seat.sentence != own.sentence or seat.start < own.stop:
        return False
    between = stage.sentence(name).tokens[own.stop : seat.start]
    return not between or (len(between) == 1 and between[0].text in ",–—-")


def _before(case: StandIn, group: Group) -> list[Mention]:
    """The mentions before the stand-in, but for those in the words that it speaks itself."""
    start = min([case.mention.span.start, *case.said])
    return [m for m in group.mentions if m.span.stop <= start]


def _distance(case: StandIn, person: _Person, stage: Stage) -> Iterator[str]:
    seat = stage.seat(case.mention)
    if person.last is None:
        yield "only_after"
        after = min((stage.seat(m).sentence for m in person.group.mentions), default=99)
        yield f"after={min(3, after - seat.sentence)}"
        return
    last = stage.seat(person.last)
    gap = seat.sentence - last.sentence
    yield f"gap={gap if gap < 4 else 4 if gap < 7 else 7}"
    yield f"paragraphs={min(3, seat.paragraph - last.paragraph)}"


def _standing(case: StandIn, person: _Person, stage: Stage) -> Iterator[str]:
    """How prominent the person is where it was mentioned last, and in the whole."""
    mention = person.last
    yield f"mentions={min(4, len(person.before))}"
    if stage.title and any(word in stage.title for word in _stems(person.group)):
        yield "in_title"
    if mention is None:
        return
    seat, own = stage.seat(mention), stage.seat(case.mention)
    near = own.sentence - seat.sentence < 2
    yield f"last={mention.form}"
    if near:
        yield "subject" if seat.subject else "object"
        yield f"subject={seat.subject}&gap={own.sentence - seat.sentence}"
    if seat.spoken:
        yield "last_spoken"
    if near and seat.start == 0:
        yield "opens"
    if near and seat.source:
        yield "source"
    if own.sentence == seat.sentence and own.verb == seat.verb and not case.possessive:
        yield "same_clause"
    if own.sentence == seat.sentence and case.possessive and own.verb == seat.verb:
        yield "possessive_same_clause"
    yield from _turns(case, person, stage)


def _stems(group: Group) -> list[str]:
    surnames = {fold_yo(name.surname or name.given).lower() for name in group.names}
    return [name[: max(4, len(name) - 2)] for name in surnames if len(name) > 2]


def _within(mention: Mention, quote: Quote) -> bool:
    """Whether the words of a quote name somebody, who is hardly its speaker then."""
    return mention.form is Form.NAME and any(p.covers(mention.span) for p in quote.pieces)


def _turns(case: StandIn, person: _Person, stage: Stage) -> Iterator[str]:
    """Whether the person spoke last, and whether this is an answer."""
    if not stage.turns:
        return
    turns = [stage.turns[m] for m in person.before if m in stage.turns]
    if case.turn >= 0 and any(_within(m, stage.quotes[case.turn]) for m in person.group.mentions):
        yield "named_in_turn"
    if not turns:
        return
    yield "spoke"
    spoken = [n for m, n in stage.turns.items() if m.span.stop <= case.mention.span.start]
    if turns and max(turns) == max(spoken):
        yield "spoke_last"
        if case.turn == max(turns) + 1:
            yield "spoke_just_before"
            yield "reply" if case.reply else "no_reply"
            gap = stage.quotes[case.turn].pieces[0].start - stage.quotes[max(turns)].pieces[-1].stop
            yield f"speech_gap={min(4, gap // 60)}"
        if case.possessed:
            yield "possessor"  # «её коллега» is not she


def _compare(case: StandIn, persons: Sequence[_Person], own: Sequence[list[str]]) -> None:
    """Add what shows only beside the others: the nearest that fits, the only one that fits."""
    fits = [n for n, facts in enumerate(own) if not _UNFIT & set(facts)]
    last = {n: mention.span for n in fits if (mention := persons[n].last) is not None}
    order = sorted(last, key=last.__getitem__)[::-1]
    for rank, n in enumerate(order):
        own[n].append(f"rank={min(3, rank)}")
    if len(order) == 1:
        own[order[0]].append("only_fit")
    subjects = [n for n in order if {"subject", "source"} & set(own[n])]
    if subjects:
        own[subjects[0]].append("nearest_subject")
    if case.letter == "n":
        for label in ("fit", "deed"):
            _compare_degrees(label, fits, order, own)
        if not any({"fit_best", "deed_best"} & set(facts) for facts in own):
            for rank, n in enumerate(order[:3]):
                own[n].append(f"unfit_rank={rank}")
    first = min(persons, key=lambda person: person.group.mentions[0].span, default=None)
    for n, person in enumerate(persons):
        if person is first:
            own[n].append("first_person")
            if case.lemma == "я":  # of a letter, a diary, a blog
                own[n].append("author")


def _compare_degrees(
    label: str, fits: Sequence[int], order: Sequence[int], own: Sequence[list[str]]
) -> None:
    """Mark who reaches the highest degree, the nearest of these, and who falls short of it."""
    degree = {
        n: int(fact.partition("=")[2])
        for n in fits
        for fact in own[n]
        if fact.startswith(f"{label}=")
    }
    highest = max(degree.values(), default=0)
    if highest < 1:
        return
    best = [n for n in degree if degree[n] == highest]
    for n in degree:
        own[n].append(f"{label}_best" if n in best else f"{label}_below")
    if len(best) == 1:
        own[best[0]].append(f"{label}_only_best")
    nearest = [n for n in order if n in best]
    if nearest:
        own[nearest[0]].append(f"{label}_nearest_best")
