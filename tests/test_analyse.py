"""Tokens with lemma, tag and head; names as natasha marks them."""

import pytest

from newsnlp.analyse import Analyser
from newsnlp.schema import Analysis, Document
from newsnlp.segment import segment


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser.load()


def analyse(analyser: Analyser, text: str) -> Analysis:
    document = Document("t", text)
    return analyser(document, segment(document))


def test_tokens_have_lemma_tag_and_head(analyser: Analyser) -> None:
    tokens = analyse(analyser, "Проректор открыл новую лабораторию.").sentences[0].tokens
    assert [token.lemma for token in tokens[:4]] == ["проректор", "открыть", "новый", "лаборатория"]
    assert [token.head for token in tokens[:4]] == [1, -1, 3, 1]
    assert "Case=Acc" in tokens[3].feats


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ректор Виктор Рулевский приехал в Томск.",
         [("Виктор Рулевский", "PER"), ("Томск", "LOC")]),
        ("ВИКТОР РУЛЕВСКИЙ ВЫСТУПИЛ", [("ВИКТОР РУЛЕВСКИЙ", "PER")]),
        ("Вик\u00adтор Руле\u0301вский выступил.", [("Вик\u00adтор Руле\u0301вский", "PER")]),
    ],
)  # fmt: skip
def test_names_cut_the_original_text(
    analyser: Analyser, text: str, names: list[tuple[str, str]]
) -> None:
    analysis = analyse(analyser, text)
    assert [(analysis.document.at(n.span), n.label) for n in analysis.names] == names


@pytest.mark.parametrize("text", ["", "  \n ", "я", "….«»", "А." * 300])
def test_odd_texts_are_analysed_like_any_other(analyser: Analyser, text: str) -> None:
    for sentence in analyse(analyser, text).sentences:
        assert sentence.tokens
