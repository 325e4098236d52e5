"""The shorter ways through pymorphy3's dictionary find what its own ways find."""

from importlib.resources import files

import pytest
from pymorphy3 import MorphAnalyzer

from newsnlp.dictionary import is_known, open_dictionary

WORDS = """ректор стали елка ёлка все всё берег томск томска тусур тусура рулевский рулевского
интернет-магазин по-русски человек-гора псевдоректор бурбулькался бурбулькинский А ИванОВ 2025 xiv
apple ... « доме чел лень нейросетями посоветовавшись три-то мининформсвязи е еее ё"""


@pytest.fixture(scope="module")
def ours() -> MorphAnalyzer:
    return open_dictionary()


@pytest.fixture(scope="module")
def theirs() -> MorphAnalyzer:
    return MorphAnalyzer(str(files("pymorphy3_dicts_ru") / "data"), lang="ru")


@pytest.mark.parametrize("word", [*WORDS.split(), "", "два слова"])
def test_readings_are_those_of_pymorphy3(
    word: str, ours: MorphAnalyzer, theirs: MorphAnalyzer
) -> None:
    found, expected = ours.parse(word), theirs.parse(word)
    assert [parse[:4] for parse in found] == [parse[:4] for parse in expected]
    assert [is_known(parse) for parse in found] == [parse.is_known for parse in expected]
    for mine, other in zip(found, expected, strict=True):
        assert [form[:3] for form in mine.lexeme] == [form[:3] for form in other.lexeme]


@pytest.mark.parametrize("word", WORDS.split())
def test_graphs_in_c_are_asked(
    word: str, ours: MorphAnalyzer, theirs: MorphAnalyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They have no units to walk: their own look-ups find what the walk finds."""
    monkeypatch.setattr(ours, "_chances", None)
    assert [parse[:4] for parse in ours.parse(word)] == [parse[:4] for parse in theirs.parse(word)]
