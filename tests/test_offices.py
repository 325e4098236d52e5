"""Where titles are held, chosen together; what is said of them is made up."""

from collections.abc import Sequence

import pytest

from newsnlp.belief import Weights, no_share, shares
from newsnlp.relate.offices import Choice, choose, same_office
from newsnlp.schema import Span

PERSON = Span(0, 5)
FIRST, SECOND = Span(10, 16), Span(40, 46)
ONE, OTHER = Span(20, 30), Span(60, 70)


@pytest.fixture(autouse=True)
def _made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules count alone."""
    table = {"at": Weights(0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0)}
    monkeypatch.setattr("newsnlp.relate.offices.weights", lambda: table)


def choices(one: float, other: float) -> list[Choice]:
    """Two bodies with their shares, and none."""
    rest = no_share(1 - one - other, free=False)
    return [
        Choice(ONE, shares(0.0, one), ONE),
        Choice(OTHER, shares(0.0, other), OTHER),
        Choice(None, rest),
    ]


def chosen(said: Sequence[list[Choice]], wordings: Sequence[str]) -> list[Span | None]:
    """The bodies of two titles of one person."""
    pairs = [(PERSON, FIRST), (PERSON, SECOND)]
    offices = {pair: (PERSON, wording) for pair, wording in zip(pairs, wordings, strict=True)}
    ranked = choose(dict(zip(pairs, said, strict=True)), offices)
    return [ranked[pair][0][0].body for pair in pairs]


def test_what_is_sure_of_one_title_tells_of_the_other() -> None:
    said = [choices(0.95, 0.03), choices(0.3, 0.5)]
    assert chosen(said, ["проректор по науке", "проректор"]) == [ONE, ONE]
    assert chosen(said, ["проректор", "доцент"]) == [ONE, OTHER]


def test_two_sure_offices_stay_two() -> None:
    said = [choices(0.98, 0.01), choices(0.01, 0.98)]
    assert chosen(said, ["член", "член"]) == [ONE, OTHER]


def test_none_is_a_choice() -> None:
    assert chosen([choices(0.1, 0.1), choices(0.2, 0.1)], ["поэт", "доцент"]) == [None, None]


def test_titles_that_begin_alike_are_one_office() -> None:
    assert same_office("проректор", "проректор по науке")
    assert not same_office("директор", "директорат")
