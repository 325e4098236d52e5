"""The one place that decides among candidates: spans nest but never cross, one mention a thing."""

from collections.abc import Iterable

from newsnlp.schema import Form, Kind, Mention, Rejected

__all__ = ["reconcile"]

_ORDER = {kind: n for n, kind in enumerate(Kind)}


def reconcile(
    candidates: Iterable[Mention],
) -> tuple[tuple[Mention, ...], tuple[Rejected, ...]]:
    """The mentions that stand, in the order of the text, outer before inner; and those that lost.

    Of two that cross, the one with the higher score stays, then the longer; a person's name inside
    a body's or a forum's name is nobody.
    """
    worded = [m for m in candidates if any(letter.isalnum() for letter in m.normal)]
    ranked = sorted(worded, key=lambda m: (-m.score, -len(m.span), m.span, m.kind))
    kept: list[Mention] = []
    lost: list[Rejected] = []
    for mention in ranked:
        winner = next((other for other in kept if _excludes(other, mention)), None)
        if winner is None:
            kept.append(mention)
        elif winner.span != mention.span:
            lost.append(_lost(mention, "crosses", winner))
    named = [m for m in kept if m.kind in (Kind.ORGANISATION, Kind.EVENT) and m.form is Form.NAME]
    nobody = {m: o for m in kept if m.kind is Kind.PERSON for o in named if _inside(m, o)}
    lost += [_lost(mention, "is part of a name:", outer) for mention, outer in nobody.items()]
    stand = (mention for mention in kept if mention not in nobody)
    ordered = tuple(sorted(stand, key=lambda m: (m.span.start, -m.span.stop, _ORDER[m.kind])))
    return ordered, tuple(lost)


def _lost(mention: Mention, how: str, winner: Mention) -> Rejected:
    reason = f"{how} «{winner.normal}» ({winner.kind}, {winner.evidence}, {winner.score:.2f})"
    return Rejected(str(mention.kind), (mention.span,), mention.evidence, mention.score, reason)


def _excludes(one: Mention, other: Mention) -> bool:
    """Whether the two cross or say the same twice."""
    if one.span == other.span:
        return one.kind is other.kind
    nested = one.span.covers(other.span) or other.span.covers(one.span)
    return one.span.meets(other.span) and not nested


def _inside(person: Mention, other: Mention) -> bool:
    return person.form is Form.NAME and other.span.covers(person.span)
