"""What speaks for one of several things as that which a stand-in means, whatever their kind.

How near and how prominent each is, and what the network says. Groups and a stand-in enter, facts
leave: short texts such as «gap=1», which weights count.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from newsnlp.resolve.groups import Group
from newsnlp.schema import Analysis, Form, Mention, Scores, Sentence, Span

__all__ = [
    "Bearings",
    "Same",
    "able_groups",
    "by_nearness",
    "compare",
    "last_before",
    "level",
    "tell",
]

_JUDGED = 12  # bodies or events that are judged for one stand-in

_LEVELS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
_NOTHING: Mapping[Span, float] = {}


def level(chance: float) -> int:
    """A chance in twelve steps, 0…11."""
    return bisect_right(_LEVELS, chance)


class Same:
    """The network's chances that a stand-in and a name are of one thing."""

    def __init__(self, scores: Scores) -> None:
        """Sort those of `scores` by the stand-in."""
        self.asked = scores.asked or bool(scores.links)
        self._chances: dict[Span, dict[Span, float]] = {}
        self._spans = scores.spans
        for (one, other, label), chance in scores.links.items():
            if label == "press:same":
                self._chances.setdefault(one, {})[other] = chance

    def of(self, mention: Mention, groups: Sequence[Group]) -> list[float]:
        """For each group the greatest chance of its names."""
        known = self._chances.get(mention.span, _NOTHING)
        if not known:
            return [0.0] * len(groups)
        return [
            max((known.get(m.span, 0.0) for m in g.mentions if m.form is Form.NAME), default=0.0)
            for g in groups
        ]

    def stands_in(self, mention: Mention) -> float:
        """The chance that the words of a mention stand in for something of its kind."""
        return self._spans.get((mention.span, f"standin:{mention.kind.value}"), 0.0)


class Bearings:
    """The sentences of a document, to say how far one mention is from another."""

    def __init__(self, analysis: Analysis) -> None:
        """Keep where the sentences of `analysis` begin."""
        self.sentences = analysis.sentences
        self._starts = [sentence.span.start for sentence in analysis.sentences]

    def number(self, mention: Mention) -> int:
        """The number of the sentence of `mention`; 0 where there are none."""
        return max(0, bisect_right(self._starts, mention.span.start) - 1)

    def sentence(self, mention: Mention) -> Sentence | None:
        """The sentence of `mention`."""
        return self.sentences[self.number(mention)] if self.sentences else None

    def place(self, mention: Mention, group: Group, last: Mention | None) -> Iterator[str]:
        """How far a group is from a stand-in, and how it stood when it was mentioned `last`."""
        if last is None:
            yield "only_after"
            return
        one, other = self.number(last), self.number(mention)
        gap = other - one
        yield f"gap={gap if gap < 4 else 4 if gap < 7 else 7}"
        if self.sentences:
            apart = self.sentences[other].paragraph - self.sentences[one].paragraph
            yield f"paragraphs={min(3, apart)}"
            if self.sentences[one].span.start == last.span.start:
                yield "opens"
        if last.form is not Form.NAME:
            yield "last_stands_in"
        yield f"mentions={min(4, len(group.mentions))}"


def last_before(mention: Mention, group: Group) -> Mention | None:
    """The last mention of a group, in the order of the text, that ends before `mention`."""
    place = bisect_left(group.mentions, mention.span.start, key=lambda m: m.span.start)
    for other in reversed(group.mentions[:place]):
        if other.span.stop <= mention.span.start:
            return other
    return None


def able_groups(
    mention: Mention, groups: Sequence[Group], fits: Sequence[int], chances: Sequence[float]
) -> tuple[list[int], list[Mention | None]]:
    """Which groups a stand-in may mean, and the last mention of each before it.

    Args:
        mention: the stand-in.
        groups: bodies or events.
        fits: how well its words fit each group; 0 for not at all.
        chances: what the network gives each.

    Returns:
        Indices of groups, ascending, `_JUDGED` at most: the likeliest, then the nearest.
    """
    able = [
        n
        for n, group in enumerate(groups)
        if (fits[n] > 0 or chances[n] > 0)
        and group.mentions
        and not any(m.span.covers(mention.span) for m in group.mentions)
    ]
    last = {n: last_before(mention, groups[n]) for n in able}
    if len(able) > _JUDGED:
        starts = {n: m.span.start if m else -1 for n, m in last.items()}
        able.sort(key=lambda n: (-chances[n], mention.span.start - starts[n]))
        able = sorted(able[:_JUDGED])
    return able, [last[n] for n in able]


def by_nearness(last: Sequence[Mention | None]) -> list[int]:
    """The indices of those that were mentioned before, the nearest first."""
    known = [(m.span.start, m.span.stop, n) for n, m in enumerate(last) if m is not None]
    return [n for _, _, n in sorted(known, reverse=True)]


def compare(
    own: Sequence[list[str]], degrees: Sequence[int], order: Sequence[int], chances: Sequence[float]
) -> None:
    """Add what shows only beside the others: rank, the best fit, the network's favourite.

    Args:
        own: the facts of each candidate, to be added to.
        degrees: how well each fits.
        order: the candidates that were mentioned before, the nearest first.
        chances: the network's.
    """
    for rank, n in enumerate(order):
        own[n].append(f"rank={min(3, rank)}")
    best = max(degrees, default=0)
    if best > 0:
        fit = [n for n, degree in enumerate(degrees) if degree == best]
        for n in fit:
            own[n].append("fit_best")
        if len(fit) == 1:
            own[fit[0]].append("fit_only_best")
        nearest = [n for n in order if degrees[n] == best]
        for rank, n in enumerate(nearest):
            own[n].append(f"best_rank={min(2, rank)}")
    tell(own, chances)


def tell(own: Sequence[list[str]], chances: Sequence[float]) -> None:
    """Add what the network says of each candidate."""
    most = max(chances, default=0.0)
    if most > 0:
        for facts, chance in zip(own, chances, strict=True):
            facts.append(f"same={level(chance)}")
            if chance == most:
                facts.append("same_best")
