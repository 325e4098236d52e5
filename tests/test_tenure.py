"""From when and until when a title is held."""

from datetime import date

import pytest

from newsnlp.facts import facts_of
from newsnlp.pipeline import Pipeline
from newsnlp.relate.tenure import Tenure, joined, orderly
from newsnlp.schema import Document, Status

PUBLISHED = date(2025, 6, 18)  # a Wednesday
Row = tuple[Status, str, str]
NOW, OVER = Status.CURRENT, Status.FORMER


def rows(rules: Pipeline, text: str, published: date | None = PUBLISHED) -> list[Row]:
    """Status, since and until of each role of `text`."""
    facts = facts_of(rules(Document("t", text, published)))
    return [(role.link.status, role.link.since, role.link.until) for role in facts.roles]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Олег Белов с 2015 года возглавляет ТУСУР.", (NOW, "2015", "")),
        ("Олег Белов назначен директором Института физики 12 мая 2024 года.",
         (NOW, "2024-05-12", "")),
        ("Олег Белов занимал пост ректора ТГУ с 2010 по 2016 год.", (OVER, "2010", "2016")),
        ("До 2021 года Олег Белов был ректором ТГУ.", (OVER, "", "2021")),
        ("На встрече выступил ректор ТГУ (2013–2019) Олег Белов.", (OVER, "2013", "2019")),
        ("В 2012–2018 гг. Олег Белов – министр спорта Карелии.", (OVER, "2012", "2018")),
        ("Олег Белов избран на пост председателя Думы Томска в марте 2023 года.",
         (NOW, "2023-03", "")),
        ("Олег Белов покинул пост директора завода «Луч» в прошлом году.", (OVER, "", "2024")),
        ("Олег Белов назначен губернатором Томской области в мае этого года.",
         (NOW, "2025-05", "")),
        ("Анна Цой возглавила театр «Глобус» в сентябре прошлого года.", (NOW, "2024-09", "")),
        ("Директором музея Анна Цой работает с 2003 года.", (NOW, "2003", "")),
        ("Ректором ТГУ Олег Белов стал в марте.", (NOW, "2025-03", "")),
        ("Ректором ТГУ Олег Белов стал в ноябре.", (NOW, "2024-11", "")),
        ("Олег Белов 3 июня назначен деканом факультета журналистики ТГУ.",
         (NOW, "2025-06-03", "")),
        ("Олег Белов 3 декабря назначен деканом факультета журналистики ТГУ.",
         (NOW, "2024-12-03", "")),
        ("Директором завода «Луч» вчера назначен Олег Белов.", (NOW, "2025-06-17", "")),
        ("Директором завода «Луч» в понедельник назначен Олег Белов.", (NOW, "2025-06-16", "")),
        ("С марта 2019 года Олег Белов – ректор ТГУ.", (NOW, "2019-03", "")),
        ("С 1 сентября 2019 года Олег Белов – ректор ТГУ.", (NOW, "2019-09-01", "")),
        ("С марта 2019 года по май 2021 года Олег Белов был ректором ТГУ.",
         (OVER, "2019-03", "2021-05")),
        ("Ректор ТГУ Олег Белов уволен в мае 2024 года.", (OVER, "", "2024-05")),
        ("Олег Белов будет ректором ТГУ до 2030 года.", (NOW, "", "2030")),
    ],
)  # fmt: skip
def test_dates_of_a_title(rules: Pipeline, text: str, expected: Row) -> None:
    assert rows(rules, text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Ректор ТГУ Олег Белов вручил премии 2019 года.",
        "Олег Белов (1961–2020), ректор ТГУ, был химиком.",
        "Ректор ТГУ Олег Белов родился в 1961 году.",
        "В 2010 году Олег Белов окончил ТГУ, сейчас он директор завода «Луч».",
        "Ректор ТГУ Олег Белов в 2023 году открыл лабораторию.",
        "Ректор ТГУ Олег Белов вчера назначил декана.",
        "Ректору ТГУ Олегу Белову 64 года.",
        "Ректор ТГУ Олег Белов рассказал о планах до 2030 года.",
        "Ректор ТГУ Олег Белов выступил на форуме 12 мая 2024 года.",
        "Олег Белов, ректор основанного в 1878 году ТГУ, ответил на вопросы.",
        "Ректор ТГУ Олег Белов получил орден в прошлом году.",
        "Завод открыт в 2004 году; его директор Олег Белов провёл экскурсию.",
        "По данным ректора ТГУ Олега Белова, на курс приняты с 1 июня сто студентов.",
        "В ТГУ приехали гости, а в мае того же года ректором стал Олег Белов.",
        "С мая 2022 года по указу губернатора Томской области Олега Белова здесь строят мост.",
        "Суд отстранил фигуриста Олега Белова на четыре года (с 25 декабря 2021 года).",
        "Анна Цой работала в ТГУ до 2007 года, когда его возглавлял Олег Белов.",
        "Олег Белов, завершивший в мае карьеру футболиста, назначен директором школы № 5 Томска.",
        "С 2019 года Олег Белов живёт в Омске, до этого он был ректором ТГУ.",
    ],
)
def test_dates_of_other_things(rules: Pipeline, text: str) -> None:
    assert {row[1:] for row in rows(rules, text)} == {("", "")}


def test_a_date_goes_to_the_title_after_it(rules: Pipeline) -> None:
    text = "Олег Белов был деканом ТГУ, а с 2006 года работал проректором ТГУ."
    assert rows(rules, text) == [(OVER, "", ""), (OVER, "2006", "")]


def test_a_date_stays_with_the_title_before_it(rules: Pipeline) -> None:
    text = "Олег Белов занимал пост министра спорта в 2005–2006 годах и министра культуры Карелии."
    assert (OVER, "2005", "2006") in rows(rules, text)
    assert [row[1] for row in rows(rules, text)].count("2005") == 1


def test_without_a_day_of_publication_last_year_is_unknown(rules: Pipeline) -> None:
    text = "Олег Белов назначен ректором ТГУ в прошлом году."
    assert rows(rules, text, None) == [(NOW, "", "")]


def test_of_several_mentions_the_most_exact_date_counts(rules: Pipeline) -> None:
    text = (
        "Ректор ТГУ Олег Белов открыл форум. С 2015 года Олег Белов – ректор ТГУ. "
        "Ректором ТГУ Олег Белов назначен 2 марта 2015 года."
    )
    assert rows(rules, text) == [(NOW, "2015-03-02", "")]


def test_what_is_over_is_former_wherever_it_is_told(rules: Pipeline) -> None:
    text = "Ректор ТГУ Олег Белов открыл форум. Олег Белов был ректором ТГУ до 2021 года."
    assert rows(rules, text) == [(OVER, "", "2021")]


def test_joins_agreeing_dates_and_keeps_the_first_of_others() -> None:
    assert joined(Tenure("2015"), Tenure("2015-03", "2019")) == Tenure("2015-03", "2019")
    assert joined(Tenure("2015"), Tenure("2016")) == Tenure("2015")
    assert joined(Tenure("2015"), Tenure("", "2010")) == Tenure("2015")


def test_no_end_before_the_beginning() -> None:
    assert orderly(Tenure("2019", "2012-05")) == Tenure()
    assert orderly(Tenure("2019-03", "2019")) == Tenure("2019-03", "2019")
