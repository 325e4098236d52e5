"""Since and until when a title is held, and whether it still is."""

from datetime import date

import pytest

from newsnlp.pipeline import Pipeline
from newsnlp.schema import Document, Status


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("С 2019 года Олег Белов – ректор ТУСУРа.", (Status.CURRENT, "2019", "")),
        ("В 2012–2019 годах Олег Белов был начальником отдела связи ТПУ.",
         (Status.FORMER, "2012", "2019")),
        ("Олег Белов, директор Института физики с 1 марта 2020 года, открыл форум.",
         (Status.CURRENT, "2020-03-01", "")),
        ("С 1991 по 2003 год Олег Белов возглавлял кафедру ботаники.",
         (Status.FORMER, "1991", "2003")),
        ("В марте 2010 года Олег Белов назначен деканом факультета журналистики.",
         (Status.CURRENT, "2010-03", "")),
        ("Олег Белов занимал должность декана до 2018 года.", (Status.FORMER, "", "2018")),
        ("Олег Белов покинул пост директора завода «Луч».", (Status.FORMER, "", "")),
        ("Временно исполняющий обязанности ректора ТУСУРа Олег Белов выступил.",
         (Status.ACTING, "", "")),
        ("Ректор ТУСУРа Олег Белов вручил премии 2019 года.", (Status.CURRENT, "", "")),
    ],
)  # fmt: skip
def test_terms(rules: Pipeline, text: str, expected: tuple[Status, str, str]) -> None:
    roles = rules(Document("t", text, date(2025, 5, 1))).links.roles
    assert [(role.status, role.since, role.until) for role in roles] == [expected]


def test_ex_may_stand_before_the_title(pipeline: Pipeline) -> None:
    """The network marks «ректор» alone; «экс-» right before it counts all the same."""
    roles = pipeline(Document("t", "Экс-ректор университета Анна Белова уехала.")).links.roles
    assert [role.status for role in roles] == [Status.FORMER]
