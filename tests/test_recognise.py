"""Persons, bodies, positions and roles in sentences of Russian, through the whole pipeline."""

import pytest

from newsnlp.pipeline import Pipeline
from newsnlp.schema import Document, Extraction, Form, Kind, Status


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load()


def names(extraction: Extraction, kind: Kind) -> list[str]:
    return [m.normal for m in extraction.mentions if m.kind is kind and m.form is Form.NAME]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Форум открыл Пётр Ильич Гончаренко.", ["Пётр Ильич Гончаренко"]),
        ("Награду вручили Марине Соколовой.", ["Марина Соколова"]),
        ("На сцену вышла Яна Ким.", ["Яна Ким"]),
        ("Доклад прочитал В. А. Лебедев.", ["В. А. Лебедев"]),
        ("Выступил МИХАИЛ ОРЛОВ, директор завода.", ["Михаил Орлов"]),
        ("Модератором выступил Олег Котов.", ["Олег Котов"]),
        ("Студенты МГТУ имени Баумана победили.", []),
        ("Концерт вела радиожурналистка Аюна Котова.", ["Аюна Котова"]),
        ("Кубок вручили Аркадию Птице.", ["Аркадий Птица"]),
        ("Пришли: ЗУБР Инна Петровна, директор; ПЕСКОВА-ЮН Э.Р., врач.",
         ["Инна Петровна Зубр", "Э. Р. Пескова-Юн"]),
        ("С докладом выступил Рувим Наумович Гольц.", ["Рувим Наумович Гольц"]),
        ("Вопрос задала Юлия Сыч (Сколтех).", ["Юлия Сыч"]),
        ("Грамоту получил У Линь, инженер завода.", ["У Линь"]),
        ("Первой выступила Сауле Зуева. Сауле Зуевой задали вопрос.",
         ["Сауле Зуева", "Сауле Зуева"]),
    ],
)  # fmt: skip
def test_persons(pipeline: Pipeline, text: str, expected: list[str]) -> None:
    assert names(pipeline(Document("t", text)), Kind.PERSON) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Занятия ведёт кафедра почвоведения.", ["кафедра почвоведения"]),
        ("Гостей встретили в Институте физики ТПУ.", ["Институт физики ТПУ", "ТПУ"]),
        ("Об этом сообщили в ТУСУРе.", ["ТУСУР"]),
        ("Грант получила компания «Сибвектор».", ["Сибвектор"]),
        ("Фонд «Рассвет» помог школе № 12.", ["Фонд «Рассвет»", "школа № 12"]),
        ("Законы Российской Федерации изменились.", []),
        ("Новый университет построят к осени.", []),
    ],
)
def test_organisations(pipeline: Pipeline, text: str, expected: list[str]) -> None:
    assert names(pipeline(Document("t", text)), Kind.ORGANISATION) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ректор ТУСУРа Виктор Рулевский открыл форум.",
         [("Виктор Рулевский", "ректор", "ТУСУР", Status.CURRENT)]),
        ("Пришёл Антон Зуев, президент компании «Сибвектор».",
         [("Антон Зуев", "президент", "Сибвектор", Status.CURRENT)]),
        ("И. о. декана факультета журналистики Анна Котова рассказала о наборе.",
         [("Анна Котова", "декан", "факультет журналистики", Status.ACTING)]),
        ("Проректоры Олег Белов и Инна Серова приехали.",
         [("Олег Белов", "проректор", None, Status.CURRENT),
          ("Инна Серова", "проректор", None, Status.CURRENT)]),
        ("Декан строительного факультета Людмила Зосимова приехала.",
         [("Людмила Зосимова", "декан", "строительный факультет", Status.CURRENT)]),
        ("Доклад сделал доктор технических наук Павел Рогов.",
         [("Павел Рогов", "доктор технических наук", None, Status.CURRENT)]),
        ("Гостей встретили замдекана Олег Белов и и. о. ректора Инна Серова.",
         [("Олег Белов", "заместитель декана", None, Status.CURRENT),
          ("Инна Серова", "ректор", None, Status.ACTING)]),
        ("Доклад прочитал к.т.н. Олег Белов.",
         [("Олег Белов", "кандидат технических наук", None, Status.CURRENT)]),
        ("Вечер открыла Инна Серова, заслуженный врач РФ.",
         [("Инна Серова", "заслуженный врач РФ", None, Status.CURRENT)]),
        ("В 2010 году Олег Белов возглавил кафедру ботаники.",
         [("Олег Белов", "руководитель", "кафедра ботаники", Status.CURRENT)]),
        ("Приехал экс-губернатор Омской области Олег Белов.",
         [("Олег Белов", "губернатор", "Омская область", Status.FORMER)]),
        ("Директор по персоналу ГК «Северсталь-Инфо» Лариса Орлова выступила.",
         [("Лариса Орлова", "директор по персоналу", "Северсталь-Инфо", Status.CURRENT)]),
    ],
)  # fmt: skip
def test_roles(
    pipeline: Pipeline, text: str, expected: list[tuple[str, str, str | None, Status]]
) -> None:
    roles = pipeline(Document("t", text)).links.roles
    assert [
        (r.person.normal, r.position.normal, r.organisation and r.organisation.normal, r.status)
        for r in roles
    ] == expected


def test_mentions_nest_but_never_cross(pipeline: Pipeline) -> None:
    text = "Ректор Томского университета систем управления Виктор Рулевский открыл форум «Связь»."
    spans = [m.span for m in pipeline(Document("t", text)).mentions]
    for one in spans:
        for other in spans:
            assert not one.meets(other) or one.covers(other) or other.covers(one)
