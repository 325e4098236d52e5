"""Sentences and tokens of news as spans that cut the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from razdel import tokenize

from newsnlp.schema import Document
from newsnlp.segment import MAX_TOKENS, _quick_tokens, segment


def sentences(text: str) -> list[str]:
    document = Document("t", text)
    return [document.at(part.span) for part in segment(document)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Форум открылся.\nГости приехали.", ["Форум открылся.", "Гости приехали."]),
        ("Программа форума\n\nОткрытие", ["Программа форума", "Открытие"]),
        ("Он сказал это.Потом ушёл.", ["Он сказал это.", "Потом ушёл."]),
        ("В.А. Садовничий открыл съезд.", ["В.А. Садовничий открыл съезд."]),
        ("В. А. Садовничий открыл съезд.", ["В. А. Садовничий открыл съезд."]),
        ("Приказ подписал и. о. Ректора вуза.", ["Приказ подписал и. о. Ректора вуза."]),
        ("Лекция в МГТУ им. Баумана в среду.", ["Лекция в МГТУ им. Баумана в среду."]),
        ("Адрес: г. Томск, ул. Мира, 5. Вход свободный.",
         ["Адрес: г. Томск, ул. Мира, 5.", "Вход свободный."]),
        ("Открылась выставка «СИБИРЬ. Берег», все ждали её.",
         ["Открылась выставка «СИБИРЬ. Берег», все ждали её."]),
        ("Хакатон «Невод.Тех» и сайт \"Ум.Дом\" открыты.Ждём.",
         ["Хакатон «Невод.Тех» и сайт \"Ум.Дом\" открыты.", "Ждём."]),
        ("Он сказал: «Да. Мы едем». Все ушли.", ["Он сказал: «Да.", "Мы едем».", "Все ушли."]),
        ("   ", []),
        ("", []),
    ],
)  # fmt: skip
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_invisible_characters_lie_within_their_token() -> None:
    document = Document("t", "Вик\u00adтор Руле\u0301вский")
    words = [document.at(span) for part in segment(document) for span in part.tokens]
    assert words == ["Вик\u00adтор", "Руле\u0301вский"]


def test_a_sentence_of_20000_tokens_is_cut_after_commas() -> None:
    document = Document("t", "слово, " * 10_000)
    parts = segment(document)
    assert all(len(part.tokens) <= MAX_TOKENS for part in parts)
    assert all(document.at(part.tokens[-1]) == "," for part in parts)


def test_a_megabyte_without_a_space_is_a_document_like_any_other() -> None:
    document = Document("t", "я" * 1_000_000)
    assert sum(len(span) for part in segment(document) for span in part.tokens) == 1_000_000


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="абвАБВ .,«»!-\n\u00ad\u0301\u00a0()1", max_size=80))
def test_tokens_cover_all_but_white_space(text: str) -> None:
    document = Document("t", text)
    covered = {
        place
        for part in segment(document)
        for span in part.tokens
        for place in range(span.start, span.stop)
    }
    missing = {sign for place, sign in enumerate(text) if place not in covered}
    assert not any(sign.isalnum() for sign in missing)


SIGNS = """слово Ъ x 1 23 - — _ . , / « » " ( ) ! ? … :) ;-) yahoo Δ σ * № ё ᲀ""".split()


@given(st.lists(st.sampled_from([*SIGNS, " ", " ", "\u00a0", "\u0301"]), max_size=12).map("".join))
def test_tokens_are_those_of_razdel(text: str) -> None:
    expected = [(token.start, token.stop) for token in tokenize(text)]
    assert list(_quick_tokens(text)) == expected
