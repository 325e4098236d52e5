"""Tables → iCalendar (RFC 5545): the events that have a day, for the calendars of mail programs."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from newsnlp.export.format import Style
from newsnlp.export.gather import Attendance, Gathered, Row, day, gather
from newsnlp.schema import Part
from newsnlp.tables import Tables

__all__ = ["calendar_of", "write_ics"]

_NO_DAY = date(2000, 1, 1)  # stands where a document has no date: the clock must not show
_ROLES = {str(part): number for number, part in enumerate(Part)}
_BREAKS = str.maketrans(dict.fromkeys("\v\f\x1c\x1d\x1e\x85\u2028\u2029", " ") | {"\x7f": None})


def write_ics(tables: Tables, folder: Path, style: Style) -> None:
    """Write `events.ics`; how many events have no day is said."""
    calendar, left_out = calendar_of(tables)
    if left_out:
        style.note(f"events.ics: {left_out} events have no day and are left out")
    (folder / "events.ics").write_bytes(calendar.to_ical())


def calendar_of(tables: Tables) -> tuple[Calendar, int]:
    """An all-day entry for each event with a whole date, and how many have none."""
    told = gather(tables)
    dated = [(start, row) for row in told.events if (start := day(row["start"]))]
    at_events: dict[str, list[Attendance]] = {}
    for attendance in told.attendances:
        at_events.setdefault(attendance.event_id, []).append(attendance)
    calendar = Calendar()
    calendar.add("prodid", "-//newsnlp//newsnlp//RU")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", "Мероприятия из новостей")
    known = {row["event_id"] for _, row in dated}
    for start, row in sorted(dated, key=lambda pair: (pair[0], pair[1]["event_id"])):
        entry = _entry(start, row, known)
        description = _description(row, at_events.get(row["event_id"], ()), told)
        if description:
            entry.add("description", _plain(description))
        entry.add("dtstamp", _stamp(row["event_id"], told))
        calendar.add_component(entry)
    if not dated:
        calendar.add_component(_nothing())
    return calendar, len(told.events) - len(dated)


def _entry(start: date, row: Row, known: Iterable[str]) -> Event:
    """The event without what other rows tell of it. Its day does not make anybody busy."""
    entry = Event()
    entry.add("uid", f"{_plain(row['event_id'])}@newsnlp")
    entry.add("summary", _plain(row["name"]))
    entry.add("dtstart", start)
    end = day(row["end"])
    if end and end >= start:
        entry.add("dtend", end + timedelta(days=1))  # the first day after it
    entry.add("transp", "TRANSPARENT")
    if row["place"]:
        entry.add("location", _plain(row["place"]))
    if row["kind"]:
        entry.add("categories", [_plain(row["kind"])])
    if row["part_of_id"] in known:
        entry.add("related-to", f"{_plain(row['part_of_id'])}@newsnlp")
    return entry


def _description(row: Row, attendances: Iterable[Attendance], told: Gathered) -> str:
    """Within what, who took part as what, and the sentence that names the event, with its text."""
    within = [f"В рамках: {row['part_of']}"] if row["part_of"] else []
    participants = list(_participants(attendances))
    legend = ["В скобках – вероятность, что человек или организация там в этой роли."]
    blocks = ["\n".join([*within, *participants, *(legend if participants else ())])]
    for source in told.mentions.get(("e", row["event_id"]), ()):
        document = told.documents.get(source.document_id, {})
        where = ", ".join(filter(None, (document.get("title"), document.get("published"))))
        blocks.append("\n".join(filter(None, (source.words, where and f"({where})"))))
    return "\n\n".join(filter(None, blocks))


def _participants(attendances: Iterable[Attendance]) -> Iterator[str]:
    """A line a role, the most telling first: «Спикер: Анна Белова (0,97); Пётр Чернов (0,84)»."""
    names: dict[str, list[str]] = {}
    for one in attendances:
        score = max(source.score for source in one.sources).replace(".", ",")
        names.setdefault(one.role, []).append(f"{one.participant} ({score})")
    for role in sorted(names, key=lambda role: (_ROLES.get(role, len(_ROLES)), role)):
        yield f"{role[:1].upper()}{role[1:]}: {'; '.join(names[role])}"


def _stamp(event_id: str, told: Gathered) -> datetime:
    """When the entry became what it is: the day of the last document that tells of the event."""
    days = [_NO_DAY]
    for source in told.mentions.get(("e", event_id), ()):
        published = day(told.documents.get(source.document_id, {}).get("published", ""))
        days += [published] if published else []
    return datetime.combine(max(days), time(), UTC)


def _nothing() -> Timezone:
    """A calendar must have something in it; a zone shows nowhere."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "UTC")
    standard.add("dtstart", datetime(1970, 1, 1))  # of no zone, as RFC 5545 wants it
    standard.add("tzoffsetfrom", timedelta())
    standard.add("tzoffsetto", timedelta())
    zone.add_component(standard)
    return zone


def _plain(text: str) -> str:
    """`text` without characters that some programs take for the end of a line."""
    return text.translate(_BREAKS)
