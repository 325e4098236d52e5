"""Who takes part in which event as what.

An analysis and the mentions of persons, bodies and events enter; participations leave. Each pair
that `pairs.list_pairs` proposes is judged by the weights of its facts; the weights are learnt by
`training/participations.py` and stand in `resources/lexicons/participation_weights.tsv`.
`evidence` names the fact that spoke most for the part. Not attempted: events told by a verb alone.
"""

import math
from collections.abc import Mapping, Sequence
from functools import cache

from newsnlp.lexicon import load_lexicon
from newsnlp.relate.pairs import Pair, list_pairs
from newsnlp.schema import Analysis, Kind, Mention, Part, Participation

__all__ = ["COLUMNS", "THRESHOLDS", "decide", "find_participations"]

COLUMNS = ("link", *(part.value for part in Part))  # the columns of the weights
THRESHOLDS = {Kind.PERSON: 0.45, Kind.ORGANISATION: 0.40}
BODY_PARTS = (Part.ORGANISER, Part.PARTICIPANT, Part.LAUREATE)

Weights = Mapping[str, Sequence[float]]


def find_participations(analysis: Analysis, mentions: Sequence[Mention]) -> list[Participation]:
    """The participations of persons and bodies in the order of the text.

    «Модератором круглого стола выступил Виктор Рулевский» → the person, «круглого стола»,
    `Part.MODERATOR`. One row a pair of mentions; who is one person is `resolve`'s business.
    """
    weights = _weights()
    found = (decide(pair, weights) for pair in list_pairs(analysis, mentions))
    return [row for row in found if row.score >= THRESHOLDS[row.who.kind]]


def decide(pair: Pair, weights: Weights) -> Participation:
    """The pair with its likeliest part; `score` is the probability that it takes part at all."""
    known = [(fact, weights[fact]) for fact in ("", *pair.facts) if fact in weights]
    totals = [sum(row[n] for _, row in known) for n in range(len(COLUMNS))]
    score = 1 / (1 + math.exp(-max(-30.0, min(30.0, totals[0]))))
    allowed = list(Part) if pair.who.kind is Kind.PERSON else list(BODY_PARTS)
    part = max(allowed, key=lambda item: totals[COLUMNS.index(item.value)])
    column = COLUMNS.index(part.value)
    best = max(known, key=lambda item: item[1][column] + item[1][0], default=("", ()))[0]
    return Participation(pair.who, pair.event, part, f"participations.{best or 'default'}", score)


@cache
def _weights() -> dict[str, tuple[float, ...]]:
    """Fact → its weight in each of COLUMNS."""
    return {
        "" if fact == "-" else fact: tuple(float(row.get(name) or 0) for name in COLUMNS)
        for fact, row in load_lexicon("participation_weights").items()
    }
