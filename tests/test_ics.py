"""The calendar, read back by the library and looked at byte by byte (RFC 5545)."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar, Event

from newsnlp.export import Style
from newsnlp.export.ics import calendar_of, write_ics
from newsnlp.tables import Tables
from told import HOSTILE, WORLD, renamed, shuffled, tables_of


def content_of(tables: Tables, folder: Path) -> bytes:
    """The bytes of the file."""
    folder.mkdir(exist_ok=True)
    write_ics(tables, folder, Style())
    return (folder / "events.ics").read_bytes()


def events_of(tables: Tables, folder: Path) -> dict[str, Event]:
    """The events of the file by their id."""
    calendar = Calendar.from_ical(content_of(tables, folder))
    assert not calendar.errors
    assert {item.name for item in calendar.walk()} <= {"VCALENDAR", "VEVENT"}
    return {str(event["uid"]): event for event in calendar.events}


def test_days_are_whole_and_the_end_is_the_day_after(tmp_path: Path) -> None:
    events = events_of(WORLD, tmp_path)
    forum, session, congress = (events[f"{key}@newsnlp"] for key in ("e-1", "e-2", "e-4"))
    assert len(events) == 3
    assert (forum["dtstart"].dt, forum["dtend"].dt) == (date(2024, 5, 1), date(2024, 5, 4))
    assert session["dtstart"].dt == date(2024, 5, 1)
    assert "dtend" not in session  # the text does not say when it ended
    assert congress["dtend"].dt == date(2025, 1, 1)


def test_an_event_without_a_day_is_left_out_and_that_is_said(tmp_path: Path) -> None:
    said: list[str] = []
    write_ics(WORLD, tmp_path, Style(note=said.append))
    assert said == ["events.ics: 1 events have no day and are left out"]


def test_an_end_before_the_start_is_none(tmp_path: Path) -> None:
    events = events_of(renamed(WORLD, "2024-05-03", "2024-04-03"), tmp_path)
    assert "dtend" not in events["e-1@newsnlp"]


def test_an_event_says_what_where_and_who(tmp_path: Path) -> None:
    forum = events_of(WORLD, tmp_path)["e-1@newsnlp"]
    assert (forum["summary"], forum["location"]) == ("форум «Заря»", "Томск")
    assert forum["description"] == (
        "Организатор: Томский университет (0,9)\n"
        "Спикер: Анна Ильинична Белова (0,9)\n"
        "В скобках – вероятность, что человек или организация там в этой роли.\n"
        "\n"
        "Форум «Заря» собрал, всех; да.\n"
        "(Ректор открыла форум, 2024-05-02)"
    )
    session = events_of(WORLD, tmp_path)["e-2@newsnlp"]
    assert session["description"].startswith("В рамках: форум «Заря»\nМодератор: Пётр Чернов")
    assert session["related-to"] == "e-1@newsnlp"
    assert forum["transp"] == "TRANSPARENT"


def test_the_stamp_is_the_day_of_the_last_document(tmp_path: Path) -> None:
    events = events_of(WORLD, tmp_path)
    assert events["e-1@newsnlp"]["dtstamp"].dt == datetime(2024, 5, 2, tzinfo=UTC)
    assert events["e-2@newsnlp"]["dtstamp"].dt == datetime(2000, 1, 1, tzinfo=UTC)


def check_lines(content: bytes) -> None:
    """Lines end in CRLF, have at most 75 bytes, and each is whole UTF-8."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert content.count(b"\r\n") == content.count(b"\n") == content.count(b"\r")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        assert all(character >= " " or character == "\t" for character in line.decode("utf-8"))


def test_lines_are_folded_within_no_letter(tmp_path: Path) -> None:
    check_lines(content_of(WORLD, tmp_path))


def test_a_calendar_without_events_has_something_in_it(tmp_path: Path) -> None:
    content = content_of(tables_of(), tmp_path)
    check_lines(content)
    calendar = Calendar.from_ical(content)
    assert [item.name for item in calendar.subcomponents] == ["VTIMEZONE"]
    assert calendar_of(tables_of())[1] == 0


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_out_of_its_property(text: str, tmp_path: Path) -> None:
    tables = WORLD
    for old in ("форум «Заря»", "Томск", "форум", "Форум «Заря» собрал, всех; да.", "e-4"):
        tables = renamed(tables, old, text)
    check_lines(content_of(tables, tmp_path))
    events = events_of(tables, tmp_path)
    assert len(events) == 3
    forum = events["e-1@newsnlp"]
    assert set(forum) == set(events_of(WORLD, tmp_path)["e-1@newsnlp"])
    if text.isprintable() and "\\n" not in text:
        assert (forum["summary"], forum["location"]) == (text, text)
        assert forum["categories"].cats == [text]


def test_order_of_rows_does_not_show(tmp_path: Path) -> None:
    assert content_of(WORLD, tmp_path / "1") == content_of(shuffled(WORLD), tmp_path / "2")
