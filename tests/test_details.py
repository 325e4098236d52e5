"""When, where and within what an event is held."""

from collections.abc import Callable
from datetime import date

import pytest

from newsnlp.analyse import Analyser
from newsnlp.morph import Morph
from newsnlp.recognise.events import find_events
from newsnlp.recognise.persons import find_places
from newsnlp.relate.details import find_details, find_wholes, read_story
from newsnlp.schema import Document, EventDetail
from newsnlp.segment import segment

PUBLISHED = date(2025, 10, 10)  # a Friday
Details = Callable[[str], list[EventDetail]]


@pytest.fixture(scope="module")
def details() -> Details:
    """Text → details of its events, found beside places alone."""
    analyser, morph = Analyser.load(), Morph.load()

    def find(text: str) -> list[EventDetail]:
        document = Document("test", text, PUBLISHED)
        analysis = analyser(document, segment(document))
        found = [*find_events(analysis, morph, []), *find_places(analysis, morph)]
        story = read_story(analysis, found)
        wholes = {part: whole for (part, whole), odds in find_wholes(story).items() if odds > 0.5}
        return find_details(story, wholes)

    return find


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Форум «Вектор» прошёл 1–3 октября.", "2025-10-01", "2025-10-03"),
        ("Вчера состоялась лекция «Лёд».", "2025-10-09", None),
        ("В среду прошёл семинар по оптике.", "2025-10-08", None),
        ("Конкурс «Шаг» пройдёт 5 ноября в Перми.", "2025-11-05", None),
        ("Выставка «Берег» открылась 1 октября и работает до 18 ноября.",
         "2025-10-01", "2025-11-18"),
        ("Прошёл форум «Вектор». Форум состоялся 2 октября.", "2025-10-02", None),
        ("Прошёл форум «Вектор» в августе.", None, None),
        ("Форум «Вектор» завершился 9 октября.", None, "2025-10-09"),
        ("8 октября открыли мост. На церемонии открытия выступил мэр.", "2025-10-08", None),
        ("Хакатон «Шаг» прошёл в минувшие выходные.", "2025-10-04", "2025-10-05"),
        ("Накануне Дня связи, 3 октября, прошёл концерт «Волна».", "2025-10-03", None),
        ("Конкурс «Шаг» объявлен. Работы собирают до 1 ноября.", None, None),
        ("В 1992 году здесь прошёл съезд «Лёд». Вчера мост открыли.", None, None),
        ("6 октября открылся форум «Вектор». 8-го прочли лекцию «Лёд».", "2025-10-06", None),
        ("Урок «Лёд» готовят к 1 ноября.", None, None),
    ],
)  # fmt: skip
def test_days(text: str, start: str | None, end: str | None, details: Details) -> None:
    found = details(text)[0]
    assert (found.start and found.start.isoformat()) == start
    assert (found.end and found.end.isoformat()) == end


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Форум «Вектор» прошёл в Новосибирске.", "Новосибирск"),
        ("В Нижнем Новгороде открылась выставка «Берег».", "Нижний Новгород"),
        ("В Ростове-на-Дону открылась выставка «Берег».", "Ростов-на-Дону"),
        ("Форум «Вектор» прошёл в г. Томске.", "Томск"),
        ("Форум «Вектор» прошёл в Китае.", None),
        ("Форум «Вектор» прошёл в Тарусе.", "Таруса"),
        ("X форум «Вектор» примет Пермь.", "Пермь"),
        ("Гость побывал в Перми. Там он прочёл лекцию «Лёд».", "Пермь"),
        ("Форум «Вектор» прошёл в Томской области.", None),
    ],
)
def test_places(text: str, place: str | None, details: Details) -> None:
    assert details(text)[0].place == place


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("На форуме «Вектор» прошла лекция «Лёд».", "лекция", "форум"),
        ("В рамках форума «Вектор» состоялся семинар по оптике.", "семинар", "форум"),
        ("Состоялся финал конкурса «Шаг».", "финал", "конкурс"),
        ("Прошёл форум «Вектор». На форуме прочли лекцию «Лёд».", "лекция", "форум"),
    ],
)
def test_parts(text: str, part: str, whole: str, details: Details) -> None:
    (found,) = [d for d in details(text) if d.event.normal.startswith(part)]
    assert found.part_of is not None
    assert found.part_of.normal.startswith(whole)


def test_a_part_takes_the_place_and_the_only_day_of_its_whole(details: Details) -> None:
    text = "Форум «Вектор» прошёл 2 октября в Омске. На форуме прочли лекцию «Лёд»."
    lecture = details(text)[-1]
    assert (lecture.start, lecture.place) == (date(2025, 10, 2), "Омск")


def test_a_part_of_a_long_event_has_its_own_day(details: Details) -> None:
    text = "Форум «Вектор» прошёл 2–4 октября в Омске. 3 октября на форуме прочли лекцию «Лёд»."
    lecture = details(text)[-1]
    assert (lecture.start, lecture.end, lecture.place) == (date(2025, 10, 3), None, "Омск")


def test_every_mention_of_an_event_has_its_details(details: Details) -> None:
    first, second = details("Прошёл форум «Вектор». Форум состоялся 2 октября.")
    assert (first.start, first.place) == (second.start, second.place)


def test_a_circle_of_wholes_is_cut() -> None:
    analyser, morph = Analyser.load(), Morph.load()
    document = Document("test", "На форуме «Вектор» прошла лекция «Лёд».", PUBLISHED)
    analysis = analyser(document, segment(document))
    story = read_story(analysis, find_events(analysis, morph, []))
    one, other = (event.name for event in story.scene.events)
    found = find_details(story, {one: other, other: one})
    assert sum(detail.part_of is not None for detail in found) == 1
