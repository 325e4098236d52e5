"""Names of a document in the nominative, decided together."""

import pytest

from newsnlp.analyse import Analyser
from newsnlp.morph import Morph
from newsnlp.nominative import nominatives
from newsnlp.nominative.capitals import within_sentence
from newsnlp.schema import Document, Span
from newsnlp.segment import segment
from newsnlp.surnames import neuter_slots

MORPH = Morph.load()
ANALYSER = Analyser.load(MORPH)


def normal(marked: str) -> list[str]:
    """The nominatives of what stands in square brackets; pieces of one name share a number."""
    text, spans = "", []
    for part in marked.replace("]", "[").split("["):
        spans.append(Span(len(text), len(text) + len(part)))
        text += part
    document = Document("test", text)
    analysis = ANALYSER(document, segment(document))
    return nominatives(analysis, [[span] for span in spans[1::2]], MORPH)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("На площадке выступила [Мария Котова]. По словам [Котовой], зал был полон. "
         "[Котова] поблагодарила гостей.", ["Мария Котова", "Котова", "Котова"]),
        ("Жюри отметило [Дениса Вяземцева]. [Вяземцеву] вручили диплом.",
         ["Денис Вяземцев", "Вяземцев"]),
        ("Лабораторию открыли в [Институте Роберта Ланге].", ["Институт Роберта Ланге"]),
        ("Бойцы [4-й танковой бригады] вернулись.", ["4-я танковая бригада"]),
        ("Члены «[Красного клина*]» осуждены.", ["Красный клин"]),
        ("Книгу издали в [Приамурье].", ["Приамурье"]),
        ("Он служит в [МЧС России].", ["МЧС России"]),
        ("Посылку приняли в [Почте России].", ["Почта России"]),
        ("Премию дали певице [Александре Зуевой].", ["Александра Зуева"]),
    ],
)  # fmt: skip
def test_decides_by_sentence_and_document(marked: str, expected: list[str]) -> None:
    assert normal(marked) == expected


def test_shares_a_noun() -> None:
    text = "Поезда не идут через станции «Луговая» и «Озёрная»."
    document = Document("test", text)
    analysis = ANALYSER(document, segment(document))
    noun = Span(text.index("станции"), text.index("станции") + 7)
    names = [Span(text.index(n), text.index(n) + len(n)) for n in ("«Луговая»", "«Озёрная»")]
    spans = [[noun, name] for name in names]
    assert nominatives(analysis, spans, MORPH) == ["станция «Луговая»", "станция «Озёрная»"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("Полиция Казани", "полиция Казани"),
        ("Газета «Луч»", "газета «Луч»"),
        ("Омская область", "Омская область"),
        ("Министерство труда", "Министерство труда"),
        ("Москва", "Москва"),
    ],
)
def test_takes_the_capital_of_a_sentence(form: str, expected: str) -> None:
    document = Document("test", form)
    tokens = ANALYSER(document, segment(document)).sentences[0].tokens
    assert within_sentence(form, tokens, MORPH) == expected


@pytest.mark.parametrize(
    ("word", "case", "form"),
    [
        ("марьине", "Loc", "марьино"),
        ("приамурья", "Gen", "приамурье"),
        ("отрадном", "Loc", "отрадное"),
    ],
)
def test_reads_neuter_places(word: str, case: str, form: str) -> None:
    assert (case, form) in list(neuter_slots(word))
