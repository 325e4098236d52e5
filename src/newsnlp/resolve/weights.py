"""How much each fact about a stand-in counts, learnt by `training/antecedents.py`.

A fact of the lexicon is a letter and what the clues say: p and n for pronouns and nouns that mean
persons, q and b for bodies, g and e for events.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from newsnlp.lexicon import load_weights

__all__ = ["choose", "weights_of"]


def choose(facts: Sequence[Sequence[str]], weights: Mapping[str, float]) -> int:
    """The index of the candidate whose facts weigh most, the first of equals."""
    totals = [sum(weights.get(fact, 0.0) for fact in own) for own in facts]
    return totals.index(max(totals))


@cache
def weights_of(letter: str) -> Mapping[str, float]:
    """Fact → weight, for stand-ins of one letter."""
    rows = load_weights("antecedent_weights")["weight"].items()
    prefix = f"{letter}:"
    return {fact.removeprefix(prefix): weight for fact, weight in rows if fact.startswith(prefix)}
