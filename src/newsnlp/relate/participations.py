"""Who takes part in which event as what.

An analysis and the mentions of persons, bodies and events enter; participations leave. Each pair
that `pairs.list_pairs` proposes is judged by the weights of its facts; the weights are learnt by
`training/participations.py` and stand in `resources/lexicons/participation_weights.tsv`.
The part is that of the first rule of `parts` to hold, and `evidence` names the rule; where none
holds, the weights decide and it is «model». Not attempted: events told by a verb alone.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from newsnlp.belief import odds_of
from newsnlp.lexicon import load_lexicon, load_weights
from newsnlp.relate.pairs import Pair, list_pairs
from newsnlp.schema import Analysis, Kind, Mention, Part, Participation, Rejected

__all__ = [
    "COLUMNS",
    "THRESHOLDS",
    "consider",
    "decide",
    "find_participations",
    "how_likely",
    "judge",
    "trust",
]

COLUMNS = ("link", *(part.value for part in Part))  # the columns of the weights
THRESHOLDS = {Kind.PERSON: 0.5, Kind.ORGANISATION: 0.5}
MARGIN = 0.95  # of two events for one mention of a person, the lesser must come near the better
POSSIBLE = 0.05  # of the score that is worth a word where a network has one, too
NEAR = 0.25  # pairs of a lesser score are not worth a word
BODY_PARTS = (Part.ORGANISER, Part.PARTICIPANT, Part.LAUREATE)

Weights = Mapping[str, Sequence[float]]


def find_participations(analysis: Analysis, mentions: Sequence[Mention]) -> list[Participation]:
    """The participations of persons and bodies in the order of the text."""
    return judge(analysis, mentions)[0]


def consider(pairs: Iterable[Pair]) -> list[Participation]:
    """Those of the pairs that may take part, as likely as `POSSIBLE` at least, in their order."""
    weights = _weights()
    scored = ((pair, how_likely(pair, weights)) for pair in pairs)
    return [decide(pair, weights, score) for pair, score in scored if score >= POSSIBLE]


def judge(
    analysis: Analysis, mentions: Sequence[Mention]
) -> tuple[list[Participation], list[Rejected]]:
    """The participations in the order of the text, and the pairs that came near.

    «Модератором круглого стола выступил Виктор Рулевский» → the person, «круглого стола»,
    `Part.MODERATOR`. One row a pair of mentions; who is one person is `resolve`'s business.
    """
    weights = _weights()
    scored = [(pair, how_likely(pair, weights)) for pair in list_pairs(analysis, mentions)]
    found = [decide(pair, weights, score) for pair, score in scored if score >= NEAR]
    best: dict[Mention, float] = {}
    for row in found:
        best[row.who] = max(best.get(row.who, 0.0), row.score)
    least = {who: max(THRESHOLDS[who.kind], MARGIN * score) for who, score in best.items()}
    taken = [row for row in found if row.score >= least[row.who]]
    near = [row for row in found if row.score < least[row.who]]
    return taken, [_lost(row, least[row.who]) for row in near]


def _lost(row: Participation, least: float) -> Rejected:
    reason = f"under the threshold {least:.2f}"
    if least > THRESHOLDS[row.who.kind]:
        reason = f"another event is likelier ({least / MARGIN:.2f})"
    spans = (row.who.span, row.event.span)
    return Rejected(f"participation ({row.part})", spans, row.evidence, row.score, reason)


def how_likely(pair: Pair, weights: Weights) -> float:
    """The probability that the pair takes part at all."""
    total = weights[""][0] if "" in weights else 0.0
    for fact in pair.facts:
        row = weights.get(fact)
        if row is not None:
            total += row[0]
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def decide(pair: Pair, weights: Weights, score: float) -> Participation:
    """The pair with its part: by the rule if one holds, else by the weights."""
    known = [weights[fact] for fact in ("", *pair.facts) if fact in weights]
    allowed = Part if pair.who.kind is Kind.PERSON else BODY_PARTS
    columns = {part: COLUMNS.index(part.value) for part in allowed}
    total = [sum(column) for column in zip(*known, strict=True)] or [0.0] * len(COLUMNS)
    sums = {part: total[column] for part, column in columns.items()}
    part, name = pair.rule or (max(allowed, key=lambda item: sums[item]), "")
    chance = 1 / sum(math.exp(min(other - sums[part], 30.0)) for other in sums.values())
    evidence = f"participations.{name}" if name else "model"
    return Participation(pair.who, pair.event, part, evidence, score, as_part=round(chance, 3))


def trust(row: Participation) -> float:
    """How far its part is trusted: the log-odds of its rule being right; for facts its chance."""
    if row.evidence == "model":
        return row.score
    rule = row.evidence.rpartition(".")[2]
    return _trusted().get(f"{rule} {row.part}", 0.0)


@cache
def _trusted() -> dict[str, float]:
    """Rule and part → log-odds, at least 0."""
    return {
        key: max(0.0, odds_of(float(row["share"])))
        for key, row in load_lexicon("part_rules").items()
    }


@cache
def _weights() -> dict[str, tuple[float, ...]]:
    """Fact → its weight in each of COLUMNS."""
    weights = load_weights("participation_weights")
    facts = dict.fromkeys(fact for column in weights.values() for fact in column)
    columns = [weights[name] for name in COLUMNS]
    return {
        "" if fact == "-" else fact: tuple(column.get(fact, 0.0) for column in columns)
        for fact in facts
    }
