"""How far two witnesses, the rules and the network, are believed together.

Each says how likely it finds a mention or a link, or says nothing. Their words are weighed by
`resources/lexicons/belief_weights.tsv`, whose head says what the weights were learnt on.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from operator import mul

from newsnlp.lexicon import load_lexicon

__all__ = [
    "Weights",
    "believe",
    "enough",
    "facts",
    "no_share",
    "odds_of",
    "shares",
    "told",
    "weights",
]

FLOOR = 0.01  # a chance that the network does not report counts as this
_LEAST_ODDS = math.log(FLOOR / (1 - FLOOR))
LEAST = 1e-4  # a share of the rules that is less, or none, counts as this


@dataclass(frozen=True, slots=True)
class Weights:
    """How one kind of mention or link is believed.

    Attributes:
        bias: the weight of 1.
        network: of the network's log-odds.
        rule: of a rule having found it.
        score: of the rule's log-odds.
        near: of the network's log-odds of the likeliest other span of an event that begins alike.
        read: of the log-odds that the reader of parts gives who takes part.
        least: the belief that is enough for a row.

    Where one of several is chosen («at»), `bias`, `network`, `score` and `rule` are those of
    `shares` and `no_share`, in this order.
    """

    bias: float
    network: float
    rule: float
    score: float
    near: float
    read: float
    least: float

    @property
    def row(self) -> tuple[float, ...]:
        """The weights of `facts`."""
        return self.bias, self.network, self.rule, self.score, self.near, self.read


def odds_of(chance: float) -> float:
    """Log-odds, kept within those of 0.01 and 0.99."""
    if chance <= FLOOR:
        return _LEAST_ODDS  # of most that is asked
    chance = min(chance, 1 - FLOOR)
    return math.log(chance / (1 - chance))


def facts(
    chance: float, score: float | None, near: float = 0.0, read: float = 0.0
) -> tuple[float, ...]:
    """What is weighed: 1, then as in `Weights`, see `believe`."""
    rule = odds_of(score) if score else 0.0
    above = odds_of(near) - odds_of(0.0) if near else 0.0
    heard = odds_of(read) - odds_of(0.0) if read else 0.0
    return 1.0, odds_of(chance), float(score is not None), rule, above, heard


def believe(
    what: str, chance: float, score: float | None, near: float = 0.0, read: float = 0.0
) -> float:
    """The belief in a mention or link, 0…1.

    Args:
        what: its kind: «person», «person*» for a stand-in, «holds», «part», …
        chance: what the network gives it; 0 if it does not speak of it.
        score: what the rule that found it gives it; None if none did.
        near: what the network gives another span that begins alike; of events alone.
        read: what the reader of parts gives it; of participations alone.

    Raises:
        KeyError: the weights do not have `what`.
    """
    row = weights()[what].row
    total = sum(map(mul, row, facts(chance, score, near, read)))
    return 1 / (1 + math.exp(-total))


def shares(chance: float, share: float) -> tuple[float, ...]:
    """What is weighed of one choice of several: 0, what both witnesses say, 0; see `no_share`.

    Args:
        chance: what the network gives it.
        share: what the rules give it; the shares of all choices add up to 1.
    """
    return 0.0, odds_of(chance) - odds_of(0.0), math.log(max(share, LEAST)), 0.0


def no_share(share: float, *, free: bool) -> tuple[float, ...]:
    """What is weighed of the choice of none: 1, what both witnesses say, and whether it is usual.

    Args:
        share: what the rules leave to none.
        free: whether none is usual, as of «писатель».
    """
    return 1.0, 0.0, math.log(max(share, LEAST)), float(free)


def told(chance: float, score: float | None, read: float | None = None) -> str:
    """What the witnesses said, in words: «rules 0.92, network 0.99, reader 0.97»."""
    rules = "rules silent" if score is None else f"rules {score:.2f}"
    reader = "" if read is None else f", reader {read:.2f}"
    return f"{rules}, network {chance:.2f}{reader}"


def enough(what: str) -> float:
    """The least belief in a mention or link of this kind that makes a row.

    Raises:
        KeyError: the weights do not have `what`.
    """
    return weights()[what].least


@cache
def weights() -> Mapping[str, Weights]:
    """The weights by kind of mention or link."""
    rows = load_lexicon("belief_weights").items()
    return {
        what: Weights(*(float(row[field.name]) for field in fields(Weights))) for what, row in rows
    }
