"""What the network proposes becomes mentions; its scores are made up, so no weights are needed."""

from dataclasses import replace

import pytest

from newsnlp.morph import Morph
from newsnlp.pipeline import Pipeline
from newsnlp.recognise.reconcile import reconcile
from newsnlp.recognise.told import find_told, trim_places
from newsnlp.schema import Document, Form, Kind, Mention, Scores, Span
from newsnlp.segment import segment


@pytest.fixture(scope="module")
def morph() -> Morph:
    return Morph.load()


def told(rules: Pipeline, morph: Morph, text: str, **words: str) -> list[tuple[str, Kind, Form]]:
    """The mentions that the network alone proposes if it is sure of `words`, by label."""
    document = Document("d", text)
    analysis, _, ruled = rules.analyse(document, segment(document))
    spans = {}
    for label, phrase in words.items():
        start = text.index(phrase)
        group, kind = label.split("_")
        spans[Span(start, start + len(phrase)), f"{group}:{kind}"] = 0.9
    analysis = replace(analysis, scores=Scores(spans, asked=True))
    return [(m.normal, m.kind, m.form) for m in find_told(analysis, morph, ruled)]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (
            "Пришла балагурка музея.",
            {"press_position": "балагурка"},
            ("балагурка", Kind.POSITION, Form.NAME),
        ),
        (
            "В Канске прошли Лыжные Петряки.",
            {"press_event": "Лыжные Петряки"},
            ("Лыжные Петряки", Kind.EVENT, Form.NAME),
        ),
        (
            "Форум открылся. На нём были гости.",
            {"standin_event": "нём"},
            ("он", Kind.EVENT, Form.PRONOUN),
        ),
        (
            "Приехали партнёры из Гроссмаша и Бобринцева.",
            {"press_organisation": "Бобринцева"},
            ("Бобринцев", Kind.ORGANISATION, Form.NAME),
        ),
        (
            "Гостей встречал ЫЛЛААХ.",
            {"press_person": "ЫЛЛААХ"},
            ("Ыллаах", Kind.PERSON, Form.NAME),
        ),
    ],
)
def test_proposals_are_mentions_in_the_nominative(
    rules: Pipeline,
    morph: Morph,
    text: str,
    words: dict[str, str],
    expected: tuple[str, Kind, Form],
) -> None:
    assert told(rules, morph, text, **words) == [expected]


def test_a_verb_of_heading_is_no_title_by_itself(rules: Pipeline, morph: Morph) -> None:
    """The rules have its title already, «руководитель»."""
    text = "Анна Серова возглавила институт."
    assert told(rules, morph, text, press_position="возглавила") == []


def test_a_hall_is_no_body(rules: Pipeline, morph: Morph) -> None:
    text = "Встреча прошла в Синем зале института."
    assert told(rules, morph, text, press_organisation="Синем зале института") == []


@pytest.mark.parametrize("what", ["взрыве на складе", "Вальской войны", "пандемии"])
def test_what_befalls_people_is_no_forum(rules: Pipeline, morph: Morph, what: str) -> None:
    text = f"Мэр говорил о {what}."
    assert told(rules, morph, text, press_event=what) == []


def test_what_the_rules_have_is_not_proposed_again(rules: Pipeline, morph: Morph) -> None:
    assert told(rules, morph, "Приехал ректор.", press_position="ректор") == []


def mention(start: int, stop: int, kind: Kind, normal: str, score: float = 0.9) -> Mention:
    return Mention(Span(start, stop), kind, Form.NAME, normal, "test", score)


def test_a_place_ends_before_a_person() -> None:
    place = mention(0, 25, Kind.PLACE, "Республика Тыва Ай Кара")
    person = mention(18, 25, Kind.PERSON, "Ай Кара")
    (trimmed,) = trim_places([place], [person])
    assert (trimmed.span, trimmed.normal) == (Span(0, 17), "Республика Тыва")


def test_of_two_that_begin_together_one_stands() -> None:
    """«Институт физики СО РАН» holds «СО РАН», but no second «Институт физики»."""
    whole = mention(0, 22, Kind.ORGANISATION, "Институт физики СО РАН", 0.9)
    short = mention(0, 15, Kind.ORGANISATION, "Институт физики", 0.8)
    inner = mention(16, 22, Kind.ORGANISATION, "СО РАН", 0.7)
    stand, lost = reconcile([whole, short, inner])
    assert [m.normal for m in stand] == ["Институт физики СО РАН", "СО РАН"]
    assert [item.spans[0] for item in lost] == [short.span]


def test_titles_never_nest() -> None:
    whole = mention(0, 20, Kind.POSITION, "заместитель директора")
    inner = mention(12, 20, Kind.POSITION, "директор", 0.8)
    assert [m.normal for m in reconcile([whole, inner])[0]] == ["заместитель директора"]
