"""What speaks for a forum as the one that «конференция», «мероприятие» or «на нём» means.

A stand-in and the events of a document enter; for each event its facts leave, and those of none.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from newsnlp.lexicon import load_lexicon
from newsnlp.recognise.events import event_head, same_kind
from newsnlp.resolve.acronyms import words_of_name
from newsnlp.resolve.bearings import Bearings, Same, able_groups, by_nearness, compare, level
from newsnlp.resolve.body_names import stem
from newsnlp.resolve.groups import Group
from newsnlp.schema import Form, Mention
from newsnlp.text import fold_yo

__all__ = ["event_clues"]

Clues = tuple[tuple[str, ...], ...]  # of each candidate, and last of none

_FEMININE = frozenset({"она", "ее", "ей", "ею", "ней", "нее", "неё", "её"})


@cache
def _kinds() -> dict[str, tuple[str, frozenset[str]]]:
    """Folded kind → its group of like kinds, and its flags."""
    rows = load_lexicon("event_kinds").values()
    return {
        fold_yo(row["kind"]): (row.get("group", ""), frozenset(row.get("flags", "").split()))
        for row in rows
    }


def event_clues(
    mention: Mention, groups: Sequence[Group], bearings: Bearings, same: Same
) -> tuple[str, list[int], Clues]:
    """The letter of its facts, the events that may be meant, and the facts of each and of none."""
    pronoun = mention.form is Form.PRONOUN
    chances = same.of(mention, groups)
    kind = fold_yo(event_head(mention.normal) or mention.normal.lower())
    fits = [1 if pronoun else _fit(kind, group) if group.mentions else 0 for group in groups]
    able, last = able_groups(mention, groups, fits, chances)
    modifiers = () if pronoun else words_of_name(mention.normal.lower())
    modifiers = tuple(stem(fold_yo(word)) for word in modifiers if fold_yo(word) not in kind)
    own = [
        list(_facts(mention, groups[n], before, bearings, fits[n]))
        for n, before in zip(able, last, strict=True)
    ]
    for n, facts in zip(able, own, strict=True):
        facts += _modified(modifiers, groups[n])
    degrees, odds = [fits[n] for n in able], [chances[n] for n in able]
    compare(own, degrees, by_nearness(last), odds)
    own.append(list(_none(mention, degrees, odds, same)))
    return "g" if pronoun else "e", able, tuple(map(tuple, own))


def _fit(kind: str, group: Group) -> int:
    """4 for the kind itself, 3 for «сессия» of a «пленарная сессия», 2 general, 1 of like kinds."""
    heads = {fold_yo(event_head(form)) for form in group.forms}
    if kind in heads:
        return 4
    if any(head and same_kind(kind, head) for head in heads):
        return 3
    own, flags = _kinds().get(kind, ("", frozenset()))
    if "standin" in flags and not own:
        return 2
    return int(bool(own) and any(_kinds().get(head, ("",))[0] == own for head in heads))


def _modified(modifiers: Sequence[str], group: Group) -> Iterator[str]:
    """Whether the adjectives of the stand-in are words of the name."""
    if modifiers:
        words = {stem(fold_yo(w.lower())) for form in group.forms for w in words_of_name(form)}
        for modifier in modifiers:
            yield "modifier" if modifier in words else "no_modifier"


def _facts(
    mention: Mention, group: Group, last: Mention | None, bearings: Bearings, fit: int
) -> Iterator[str]:
    """What speaks for or against one event, looked at alone."""
    yield from bearings.place(mention, group, last)
    head = fold_yo(event_head(group.forms[0]))
    if mention.form is Form.PRONOUN:
        feminine = head.endswith(("а", "я"))
        told = fold_yo(mention.normal.lower()) in _FEMININE
        yield "gender_agrees" if feminine is told else "gender_differs"
    else:
        yield f"fit={fit}"
        yield "larger" if "umbrella" in _kinds().get(head, ("", frozenset()))[1] else "smaller"
    if group.mentions[0].form is not Form.NAME:
        yield "nameless"
    elif fold_yo(group.forms[0].lower()) == head:
        yield "bare"


def _none(
    mention: Mention, degrees: Sequence[int], chances: Sequence[float], same: Same
) -> Iterator[str]:
    """What speaks for none of the events."""
    yield "none"
    yield f"none&fit={max(degrees, default=0)}"
    if mention.form is Form.NAME:
        yield "none&name"
    elif same.asked:
        yield f"none&span={level(same.stands_in(mention))}"
    if same.asked:
        yield f"none&same={level(max(chances, default=0.0))}"
