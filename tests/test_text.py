"""Folding keeps the length and touches only what it says; invisible characters have names."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsnlp import text as module
from newsnlp.text import (
    INVISIBLE,
    fold,
    fold_yo,
    has_invisible,
    invisible_name,
    visible,
)


@given(st.text())
def test_folding_keeps_length(text: str) -> None:
    assert len(fold(text)) == len(fold_yo(text)) == len(text)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_visible_drops_exactly_the_invisible(text: str) -> None:
    assert visible(text) == "".join(c for c in text if c not in INVISIBLE)
    assert has_invisible(text) == (visible(text) != text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Алёна Ёжикова", "Алена Ежикова"),
        ("„Заря“ и «Луч»", '"Заря" и "Луч"'),
        ("О’Нил", "О'Нил"),
        ("Нью‑Йорк – город — порт − 5", "Нью-Йорк - город - порт - 5"),
        ("27\u00a0августа\u202f2025\tгода", "27 августа 2025 года"),
        ("строка\nстрока", "строка\nстрока"),
        ("за\u0301мок", "за\u0301мок"),
        ("Йод и йогурт", "Йод и йогурт"),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_fold_yo_leaves_quotes_and_dashes() -> None:
    assert fold_yo("«Ёлка» — всё") == "«Елка» — все"


@pytest.mark.parametrize(
    ("word", "seen"),
    [
        ("рек\u00adтор", "ректор"),
        ("рек\u200bтор", "ректор"),
        ("\ufeffректор", "ректор"),
        ("ре\u0301ктор", "ректор"),
        ("Йошкар-Ола", "Йошкар-Ола"),
    ],
)
def test_visible(word: str, seen: str) -> None:
    assert visible(word) == seen


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u00ad", "soft hyphen"),
        ("\u200b", "zero width space"),
        ("\u0301", "combining acute accent"),
        ("а", ""),
        (" ", ""),
    ],
)
def test_invisible_name(character: str, name: str) -> None:
    assert invisible_name(character) == name


def test_docstring_examples() -> None:
    assert doctest.testmod(module).failed == 0
