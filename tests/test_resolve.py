"""Which mentions are one person, body or forum; the sentences are our own."""

import pytest

from newsnlp.morph import Morph
from newsnlp.pipeline import Pipeline
from newsnlp.resolve import resolve
from newsnlp.resolve.body_names import bare_company
from newsnlp.schema import Analysis, Document, Entity, Form, Kind, Links, Mention, Span


@pytest.fixture(scope="module")
def morph() -> Morph:
    return Morph.load()


def bodies(morph: Morph, text: str, *names: tuple[str, str, Form]) -> tuple[Entity, ...]:
    """The entities of the bodies that stand in `text` as (words, normal form, form)."""
    found, at = [], 0
    for words, normal, form in names:
        at = text.index(words, at)
        span = Span(at, at + len(words))
        found.append(Mention(span, Kind.ORGANISATION, form, normal, "test", 1.0))
        at += len(words)
    return resolve(Analysis(Document("d", text), (), ()), found, Links(), morph)


def _names(*names: str) -> list[tuple[str, Form]]:
    return [(name, Form.NAME) for name in names]


FULL = "Северный речной университет"
MINISTRY = "Министерство труда и занятости"
MINISTRIES = ("министерство культуры края", "министерство культуры РФ")
COURTS = ("Ломский областной суд", "областной суд")
INSTITUTES = ("Томный институт", "Томный горный институт")
OTHERS = ("Томный горный институт", "Томный горный речной институт")


@pytest.mark.parametrize(
    ("text", "names", "count"),
    [
        (f"{FULL} (СевРУ) открыт.", [(FULL, Form.NAME), ("СевРУ", Form.NAME)], 1),
        (f"{FULL} открыт. СРУ ждёт.", [(FULL, Form.NAME), ("СРУ", Form.NAME)], 1),
        (f"{FULL} открыт. КГУ ждёт.", [(FULL, Form.NAME), ("КГУ", Form.NAME)], 2),
        (f"{FULL} открыт, вуз рад.", [(FULL, Form.NAME), ("вуз", Form.NOMINAL)], 1),
        (f"{FULL} открыт, музей рад.", [(FULL, Form.NAME), ("музей", Form.NOMINAL)], 2),
        (
            "Удачинский горный университет и УдГУ.",
            [("Удачинский горный университет", Form.NAME), ("УдГУ", Form.NAME)],
            1,
        ),
        (
            "Удачинский горный университет и УдГАУ.",
            [("Удачинский горный университет", Form.NAME), ("УдГАУ", Form.NAME)],
            2,
        ),
        (
            "Институт льда рад, Институт льда СО РАН открыт.",
            [("Институт льда", Form.NAME), ("Институт льда СО РАН", Form.NAME)],
            1,
        ),
        (
            "Кафедра льда, кафедра льда УдГУ, кафедра льда КГУ.",
            [
                ("Кафедра льда", Form.NAME),
                ("кафедра льда УдГУ", Form.NAME),
                ("кафедра льда КГУ", Form.NAME),
            ],
            3,
        ),
        ("КрасГУ открыт, вуз рад.", [("КрасГУ", Form.NAME), ("вуз", Form.NOMINAL)], 1),
        ("Фонд «Луч» и «Луч».", [("Фонд «Луч»", Form.NAME), ("Луч", Form.NAME)], 1),
        ("Завод «Кристалл», из Кристалла.", _names("Завод «Кристалл»", "Кристалла"), 1),
        ("Отдел сбыта «Луча» и «Луч».", _names("Отдел сбыта «Луча»", "Луч"), 2),
        ("Министерство труда и занятости, Минтруд", _names(MINISTRY, "Минтруд"), 1),
        ("Институт химии льда РАН, ИХЛ РАН.", _names("Институт химии льда РАН", "ИХЛ РАН"), 1),
        (
            "Ломский областной суд, областной суд",
            _names("Ломский областной суд", "областной суд"),
            1,
        ),
        ("Гимназия № 5 и гимназия № 7", _names("Гимназия № 5", "гимназия № 7"), 2),
        ("Театр «Луна» (СРУ) и СРУ.", _names("Театр «Луна»", "СРУ"), 2),
        ("СРУ имени Кова, СРУ", _names("СРУ имени Кова", "СРУ"), 1),
        ("Роснедра и Роснедра Лаб", _names("Роснедра", "Роснедра Лаб"), 2),
        ("Дума города, Совет Думы города", _names("Дума города", "Совет Думы города"), 2),
        ("Томный институт, Томный горный институт", _names(*INSTITUTES), 1),
        ("Томный горный институт, Томный горный речной институт", _names(*OTHERS), 2),
        ("министерство культуры края, министерство культуры РФ", _names(*MINISTRIES), 2),
    ],
)
def test_bodies(morph: Morph, text: str, names: list[tuple[str, Form]], count: int) -> None:
    entities = bodies(morph, text, *((word, word, form) for word, form in names))
    assert len(entities) == count


def test_company_is_named_without_its_kind(morph: Morph) -> None:
    (entity,) = bodies(morph, "Компания «Луч».", ("Компания «Луч»", "компания «Луч»", Form.NAME))
    assert (entity.name, entity.also) == ("Луч", ("компания «Луч»",))


def test_fund_keeps_its_kind() -> None:
    assert bare_company("фонд «Вершина»") == ""


def test_a_given_name_alone_is_the_surname_of_a_known_person(rules: Pipeline) -> None:
    found = rules(Document("d", "Первой вышла Анна Гордон. Потом Гордон спела.")).entities
    assert [entity.name for entity in found if entity.kind is Kind.PERSON] == ["Анна Гордон"]


@pytest.mark.parametrize(
    ("forms", "count"),
    [
        (("Ненецкий автономный округ", "НАО"), 1),
        (("Республика Карелия", "Карелия"), 1),
        (("РФ", "Россия", "Российская Федерация"), 1),
        (("Республика Алтай", "Алтай"), 2),
        (("Томск", "Томская область"), 2),
    ],
)
def test_places_under_several_names(forms: tuple[str, ...], count: int, morph: Morph) -> None:
    text = ", ".join(forms)
    spans = [Span(at, at + len(form)) for form in forms for at in [text.index(form)]]
    found = [
        Mention(span, Kind.PLACE, Form.NAME, form, "test", 1.0)
        for span, form in zip(spans, forms, strict=True)
    ]
    places = resolve(Analysis(Document("d", text), (), ()), found, Links(), morph)
    assert len(places) == count
    if count == 1:
        assert places[0].name == max(forms, key=len)
