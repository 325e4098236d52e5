"""What the other names of a document say of an option: «Малышевой» there, so «Малышева» here.

In come the options of all names with how likely each is by itself; out go facts of each option.
"""

from collections import defaultdict
from collections.abc import Sequence

from newsnlp.nominative.options import NAME, Option

__all__ = ["votes_of"]

Key = tuple[str, str, str]  # word, gender, first letter of the given name
_GENDERS = ("Masc", "Fem")


def votes_of(
    options: Sequence[Sequence[Option]], chances: Sequence[Sequence[float]]
) -> list[list[dict[str, float]]]:
    """Facts of each option of each name: how many others may bear its words.

    Args:
        options: those of each name.
        chances: how likely each is; those of one name sum up to 1.
    """
    ballots = [_ballot(own, shares) for own, shares in zip(options, chances, strict=True)]
    last: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    every: dict[str, float] = defaultdict(float)
    first: dict[str, float] = defaultdict(float)
    for ballot in ballots:
        for (word, gender, letter), share in ballot.last.items():
            last[word, gender][letter] += share
            every[word] += share
        for word, share in ballot.first.items():
            first[word] += share
    found = []
    for own, ballot in zip(options, ballots, strict=True):
        mine: dict[tuple[str, str], float] = defaultdict(float)
        alone: dict[str, float] = defaultdict(float)
        for (word, gender, _), share in ballot.last.items():
            mine[word, gender] += share
            alone[word] += share
        rows = []
        for option in own:
            facts: dict[str, float] = {}
            if option.words:
                word, letter = option.words[-1], _letter(option)
                gender = _genders(option)[0] if len(_genders(option)) == 1 else ""
                letters = last.get((word, gender), {})
                fitting = ("", letter) if letter else tuple(letters)
                votes = sum(letters.get(one, 0.0) for one in fitting) - mine[word, gender]
                facts |= _counted(f"votes:{option.kind}", votes)
                facts |= _counted("votes", every[word] - alone[word])
                if len(option.words) > 1:
                    start = option.words[0]
                    facts |= _counted("votes:first", first[start] - ballot.first[start])
            rows.append(facts)
        found.append(rows)
    return found


class _Ballot:
    """What one name votes for."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.last: dict[Key, float] = defaultdict(float)
        self.first: dict[str, float] = defaultdict(float)


def _ballot(options: Sequence[Option], chances: Sequence[float]) -> _Ballot:
    ballot = _Ballot()
    for option, share in zip(options, chances, strict=True):
        if option.words:
            for gender in _genders(option):
                ballot.last[option.words[-1], gender, _letter(option)] += share
            ballot.first[option.words[0]] += share
    return ballot


def _letter(option: Option) -> str:
    return option.words[0][:1] if len(option.words) > 1 else ""


def _genders(option: Option) -> tuple[str, ...]:
    """The genders of a human being that it may have; "" of a phrase."""
    if option.kind != NAME:
        return ("",)
    return (option.gender,) if option.gender in _GENDERS else _GENDERS


def _counted(what: str, votes: float) -> dict[str, float]:
    """One vote counts most, three are as good as any number."""
    votes = max(0.0, votes)
    return {what: min(1.0, votes), f"{what}:more": min(1.0, votes / 3)}
