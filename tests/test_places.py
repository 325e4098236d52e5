"""Cities told from regions, in the nominative."""

import pytest

from newsnlp.relate.places import city_at
from newsnlp.schema import Span, Token


def words(text: str, pos: str) -> list[Token]:
    """The words of `text`, all of one part of speech; offsets do not matter here."""
    return [
        Token(Span(0, len(word)), word, word.lower(), pos, frozenset(), -1, "dep")
        for word in text.split()
    ]


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("Новосибирске", "Новосибирск"),
        ("Москвы", "Москва"),
        ("Нижнем Новгороде", "Нижний Новгород"),
        ("Набережных Челнах", "Набережные Челны"),
        ("Комсомольске-на-Амуре", "Комсомольск-на-Амуре"),
        ("Казани", "Казань"),
        ("Ереване", "Ереван"),
        ("Ханое", "Ханой"),
        ("Хана", ""),
        ("Дуб", ""),
        ("Токай", ""),
        ("Китае", ""),
        ("Татарстане", ""),
        ("доме", ""),
    ],
)
def test_city(text: str, city: str) -> None:
    assert city_at(words(text, "PROPN")) == city


def test_an_adjective_before_a_noun_is_no_city() -> None:
    assert city_at([*words("Томской", "ADJ"), *words("области", "NOUN")]) == ""
