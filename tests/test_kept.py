"""Rows kept for words: found again, given up when room runs out, never mixed up."""

import random

import pytest

from newsnlp.kept import Kept, of_last


def ask(kept: Kept[str], words: str) -> list[float]:
    """The number of each letter by way of `kept`; what is new is filled in."""
    keys = list(words)
    rows, new = kept.find(keys)
    for index in new:
        kept.table[rows[index]] = ord(keys[index])
    return [float(value) for value in kept.table[rows, 0]]


def test_tells_what_is_new_once() -> None:
    kept: Kept[str] = Kept(8, 2)
    assert kept.find("abca")[1] == [0, 1, 2]
    assert kept.find("cdc")[1] == [1]
    assert kept.find("dcba")[1] == []
    assert kept.find("")[1] == []


def test_gives_up_what_was_met_longest_ago() -> None:
    kept: Kept[str] = Kept(4, 1)
    for words in ("ab", "cd", "ab", "e"):
        ask(kept, words)
    assert kept.find("abe")[1] == []
    assert kept.find("cd")[1] == [0, 1]


def test_grows_for_a_call_that_brings_more() -> None:
    kept: Kept[str] = Kept(2, 1)
    assert ask(kept, "abcdef") == [ord(letter) for letter in "abcdef"]
    assert len(kept.table) >= 6


@pytest.mark.parametrize("room", [1, 3, 8, 20])
def test_never_mixes_up_rows(room: int) -> None:
    kept: Kept[str] = Kept(room, 1)
    drawn = random.Random(room)
    for _ in range(200):
        words = "".join(drawn.choices("abcdefghijklmnop", k=drawn.randrange(9)))
        assert ask(kept, words) == [ord(letter) for letter in words]


def test_asks_again_only_of_another_object() -> None:
    asked: list[list[int]] = []

    @of_last
    def total(numbers: list[int]) -> int:
        asked.append(numbers)
        return sum(numbers)

    first, equal = [1, 2], [1, 2]
    assert [total(first), total(first), total(equal), total([5])] == [3, 3, 3, 5]
    assert asked == [first, equal, [5]]
