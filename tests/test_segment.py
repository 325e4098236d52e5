"""Sentences and tokens: what news does to full stops, and that spans cut the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsnlp.schema import Document
from newsnlp.segment import MAX_TOKENS, segment


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Сказал он.Потом ушёл.", ["Сказал он.", "Потом ушёл."]),
        ("Приехал в г. Омск. Там ждут.", ["Приехал в г. Омск.", "Там ждут."]),
        ("Выступил В.А. Зорин. Ушёл.", ["Выступил В.А. Зорин.", "Ушёл."]),
        ("Заголовок\nТекст идёт.", ["Заголовок", "Текст идёт."]),
    ],
)
def test_cuts_sentences(text: str, sentences: list[str]) -> None:
    document = Document("a", text)
    assert [document.at(item.span) for item in segment(document)] == sentences


def test_splits_a_long_sentence() -> None:
    assert all(len(s.tokens) <= MAX_TOKENS for s in segment(Document("a", "слово " * 20_000)))


@given(st.text(alphabet="аБ .,«»\n-1\u00a0", max_size=80))
def test_covers_all_but_white_space(text: str) -> None:
    document = Document("a", text)
    cut = "".join(document.at(span) for item in segment(document) for span in item.tokens)
    assert cut == "".join(text.split())
