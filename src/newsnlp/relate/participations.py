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
from newsnlp.schema import Analysis, Kind, Mention, Part, Participation, Rejected

__all__ = ["COLUMNS", "THRESHOLDS", "decide", "find_participations", "judge"]

COLUMNS = ("link", *(part.value for part in Part))  # the columns of the weights
THRESHOLDS = {Kind.PERSON: 0.55, Kind.ORGANISATION: 0.5}
MARGIN = 0.95  # of two events for one mention of a person, the lesser must come near the better
NEAR = 0.25  # pairs of a lesser score are not worth a word
BODY_PARTS = (Part.ORGANISER, Part.PARTICIPANT, Part.LAUREATE)
NOUN_BEFORE = {  # a noun shortly before the name that leaves no doubt
    "p:left_lemma=модератор": Part.MODERATOR,
    "p:left_lemma=победитель": Part.LAUREATE,
    "p:left_lemma=лауреат": Part.LAUREATE,
    "p:left_lemma=призер": Part.LAUREATE,
    "p:left_lemma=председательство": Part.CHAIR,
    "p:left_lemma=жюри": Part.EXPERT,
    "p:left_lemma=куратор": Part.ORGANISER,
}
JURY_HEADS = {"p:verb_lemma=возглавить", "p:verb_lemma=возглавлять"}

Weights = Mapping[str, Sequence[float]]


def find_participations(analysis: Analysis, mentions: Sequence[Mention]) -> list[Participation]:
    """The participations of persons and bodies in the order of the text."""
    return judge(analysis, mentions)[0]


def judge(
    analysis: Analysis, mentions: Sequence[Mention]
) -> tuple[list[Participation], list[Rejected]]:
    """The participations in the order of the text, and the pairs that came near.

    «Модератором круглого стола выступил Виктор Рулевский» → the person, «круглого стола»,
    `Part.MODERATOR`. One row a pair of mentions; who is one person is `resolve`'s business.
    """
    weights = _weights()
    found = [decide(pair, weights) for pair in list_pairs(analysis, mentions)]
    best: dict[Mention, float] = {}
    for row in found:
        best[row.who] = max(best.get(row.who, 0.0), row.score)
    least = {who: max(THRESHOLDS[who.kind], MARGIN * score) for who, score in best.items()}
    taken = [row for row in found if row.score >= least[row.who]]
    near = [row for row in found if NEAR <= row.score < least[row.who]]
    return taken, [_lost(row, least[row.who]) for row in near]


def _lost(row: Participation, least: float) -> Rejected:
    reason = f"under the threshold {least:.2f}"
    if least > THRESHOLDS[row.who.kind]:
        reason = f"another event is likelier ({least / MARGIN:.2f})"
    spans = (row.who.span, row.event.span)
    return Rejected(f"participation ({row.part})", spans, row.evidence, row.score, reason)


def decide(pair: Pair, weights: Weights) -> Participation:
    """The pair with its likeliest part; `score` is the probability that it takes part at all."""
    known = [(fact, weights[fact]) for fact in ("", *pair.facts) if fact in weights]
    totals = [sum(row[n] for _, row in known) for n in range(len(COLUMNS))]
    score = 1 / (1 + math.exp(-max(-30.0, min(30.0, totals[0]))))
    allowed = list(Part) if pair.who.kind is Kind.PERSON else list(BODY_PARTS)
    part = max(allowed, key=lambda item: totals[COLUMNS.index(item.value)])
    noun = next((fact for fact in NOUN_BEFORE if fact in pair.facts), "")
    if noun == "p:left_lemma=жюри" and "p:left_lemma=председатель" in pair.facts:
        rule = "participations.chair_of_jury"
        return Participation(pair.who, pair.event, Part.CHAIR, rule, score)
    if noun and not JURY_HEADS.intersection(pair.facts):
        rule = "participations.noun_before_name"
        return Participation(pair.who, pair.event, NOUN_BEFORE[noun], rule, score)
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
