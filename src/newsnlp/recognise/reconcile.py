"""The one place that decides among candidates: spans nest but never cross, one mention a thing."""

from collections.abc import Iterable

from newsnlp.schema import Form, Kind, Mention

__all__ = ["reconcile"]

_ORDER = {kind: n for n, kind in enumerate(Kind)}


def reconcile(candidates: Iterable[Mention]) -> tuple[Mention, ...]:
    """The mentions that stand, in the order of the text, outer before inner.

    Of two that cross, the one with the higher score stays, then the longer; a person's name inside
    a body's or a forum's name is nobody.
    """
    worded = [m for m in candidates if any(letter.isalnum() for letter in m.normal)]
    ranked = sorted(worded, key=lambda m: (-m.score, -len(m.span), m.span, m.kind))
    kept: list[Mention] = []
    for mention in ranked:
        if not any(_excludes(other, mention) for other in kept):
            kept.append(mention)
    named = [m for m in kept if m.kind in (Kind.ORGANISATION, Kind.EVENT) and m.form is Form.NAME]
    kept = [m for m in kept if m.kind is not Kind.PERSON or not any(_inside(m, o) for o in named)]
    return tuple(sorted(kept, key=lambda m: (m.span.start, -m.span.stop, _ORDER[m.kind])))


def _excludes(one: Mention, other: Mention) -> bool:
    """Whether the two cross or say the same twice."""
    if one.span == other.span:
        return one.kind is other.kind
    nested = one.span.covers(other.span) or other.span.covers(one.span)
    return one.span.meets(other.span) and not nested


def _inside(person: Mention, other: Mention) -> bool:
    return person.form is Form.NAME and other.span.covers(person.span)
