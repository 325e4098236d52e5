"""The one place that decides among candidates: spans nest but never cross, one mention a thing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from newsnlp.belief import believe, enough, told
from newsnlp.recognise.told import TOLD, Begins, chance, what
from newsnlp.schema import Form, Kind, Mention, Rejected, Scores, Span

__all__ = ["reconcile"]

_NOTHING = Scores()
_STRETCH = 64  # code points
_FLAT = frozenset({Kind.PERSON, Kind.POSITION})  # no «директор» within «заместитель директора»
_ORDER = {kind: n for n, kind in enumerate(Kind)}


def reconcile(
    candidates: Iterable[Mention], scores: Scores = _NOTHING
) -> tuple[tuple[Mention, ...], tuple[Rejected, ...]]:
    """The mentions that stand, in the order of the text, outer before inner; and those that lost.

    Of two that cross, the one with the higher score stays, then the longer; a person's name inside
    a body's or a forum's name is nobody.

    Args:
        candidates: what rules and network propose.
        scores: what the network thinks of them, if it was asked.
    """
    worded = [m for m in candidates if m.normal[:1].isalnum() or any(map(str.isalnum, m.normal))]
    lost: list[Rejected] = []
    if scores.asked:
        worded, lost = _heard(worded, scores)
    ranked = sorted(worded, key=lambda m: (-m.score, -len(m.span), m.span, m.kind))
    kept = _Places()
    for mention in ranked:
        winner = next((other for other in kept.near(mention) if _excludes(other, mention)), None)
        if winner is None:
            kept.add(mention)
        elif winner.span != mention.span:
            lost.append(_lost(mention, "crosses", winner))
    persons = (mention for mention in kept.all if mention.kind is Kind.PERSON)
    nobody = {m: o for m in persons for o in kept.near(m) if _inside(m, o)}
    lost += [_lost(mention, "is part of a name:", outer) for mention, outer in nobody.items()]
    stand = (mention for mention in kept.all if mention not in nobody)
    ordered = tuple(sorted(stand, key=lambda m: (m.span.start, -m.span.stop, _ORDER[m.kind])))
    return ordered, tuple(lost)


def _heard(candidates: Iterable[Mention], scores: Scores) -> tuple[list[Mention], list[Rejected]]:
    """The candidates that rules and network together make likely, each once, and the others."""
    best: dict[tuple[Span, Kind, bool], Mention] = {}
    for mention in candidates:
        key = (mention.span, mention.kind, mention.form is Form.NAME)
        if key not in best or best[key].evidence == TOLD:  # a rule's wording before the network's
            best[key] = mention
    kept, lost = [], []
    begins = Begins(scores)
    for mention in best.values():
        kind = what(mention)
        if not kind or mention.span in scores.silent:
            kept.append(mention)
            continue
        odds = chance(scores, mention)
        score = None if mention.evidence == TOLD else mention.score
        belief = believe(kind, odds, score, begins.other(mention))
        said = told(odds, score)
        if belief >= enough(kind):
            kept.append(replace(mention, score=round(belief, 2), said=said))
        else:
            reason = f"believed by {belief:.2f} only: {said}"
            lost.append(
                Rejected(str(mention.kind), (mention.span,), mention.evidence, belief, reason)
            )
    return kept, lost


class _Places:
    """Mentions by where they stand: of thousands, a new one meets only a few."""

    def __init__(self) -> None:
        self.all: list[Mention] = []
        self._by_stretch: defaultdict[int, list[int]] = defaultdict(list)

    def add(self, mention: Mention) -> None:
        """Keep one more."""
        for stretch in _stretches(mention):
            self._by_stretch[stretch].append(len(self.all))
        self.all.append(mention)

    def near(self, mention: Mention) -> Iterator[Mention]:
        """Those that may share a character with `mention`, in the order of adding."""
        stretches = _stretches(mention)
        if len(stretches) == 1:
            return map(self.all.__getitem__, self._by_stretch.get(stretches[0], ()))
        found = {n for stretch in stretches for n in self._by_stretch.get(stretch, ())}
        return map(self.all.__getitem__, sorted(found))


def _stretches(mention: Mention) -> range:
    return range(mention.span.start // _STRETCH, (mention.span.stop - 1) // _STRETCH + 1)


def _lost(mention: Mention, how: str, winner: Mention) -> Rejected:
    reason = f"{how} «{winner.normal}» ({winner.kind}, {winner.evidence}, {winner.score:.2f})"
    return Rejected(str(mention.kind), (mention.span,), mention.evidence, mention.score, reason)


def _excludes(one: Mention, other: Mention) -> bool:
    """Whether the two cross, nest where nothing nests, or say the same twice."""
    if one.span == other.span:
        return one.kind is other.kind
    if not one.span.meets(other.span):
        return False
    nested = one.span.covers(other.span) or other.span.covers(one.span)
    if one.kind is other.kind and nested:
        # A name within one of its kind ends it: «Институт физики [СО РАН]». What begins it is
        # the same thing once more, cut short.
        return one.kind in _FLAT or one.span.start == other.span.start
    return not nested


def _inside(person: Mention, other: Mention) -> bool:
    """Whether a person's name is a part of a body's or a forum's."""
    named = other.kind in (Kind.ORGANISATION, Kind.EVENT) and other.form is Form.NAME
    return named and person.form is Form.NAME and other.span.covers(person.span)
