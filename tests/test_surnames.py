"""What the endings of names allow."""

import re

from newsnlp import surnames
from newsnlp.lexicon import load_lexicon
from newsnlp.surnames import ending_slots


def test_rules_sorted_by_last_letters_lose_nothing() -> None:
    endings = "а у ом е ы ой ых им ая ую ею ем ей ий ия ии ьи ю я ого его ина цкая ские швили о ко"
    names = [name.lower() for name in load_lexicon("given_names")][::9]
    words = [name + ending for name in names for ending in endings.split()]
    for table in (surnames._MASC, surnames._FEM, surnames._BOTH, surnames._PLURAL):
        for ending, *_ in table:
            pattern = re.compile(f"(?:{ending})$")
            letters = surnames._last_letters(ending)
            assert all(word[-1] in letters for word in words if pattern.search(word)), ending


def test_a_word_without_letters_allows_nothing() -> None:
    assert list(ending_slots("")) == list(ending_slots("12")) == []
