"""The columns of a registry's files: keys, Russian titles, and of what kind a file is.

Keys and titles are those of the tables where these have the column, so that rows can be pasted from
one into the other; what only the tables have («Упоминаний») is known and passed over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from newsnlp.schema import Kind
from newsnlp.text import fold

__all__ = ["FILES", "HEADINGS", "KINDS", "Heading", "heading_of", "kinds_of"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its key, the titles by which it goes (the first is written), an example, a note."""

    key: str
    titles: tuple[str, ...]
    example: str = ""
    passed: bool = False  # known from the tables, and of no account here
    also: tuple[str, ...] = ()  # other keys


_ALIASES = Heading("aliases", ("Другие формы", "Варианты"), also=("also",))
_NOTE = Heading("note", ("Примечание",))
_COUNTS = (
    Heading("mentions", ("Упоминаний",), passed=True),
    Heading("documents", ("Документов",), passed=True),
)


def _with(heading: Heading, example: str) -> Heading:
    return Heading(heading.key, heading.titles, example, heading.passed, heading.also)


HEADINGS: Mapping[Kind, tuple[Heading, ...]] = {
    Kind.PERSON: (
        Heading("id", ("Код человека", "Код"), "ivanova", also=("person_id",)),
        Heading(
            "name",
            ("Имя полностью", "ФИО", "Ф. И. О.", "Человек", "Название"),
            "Примерова Анна Петровна",
            also=("person",),
        ),
        _with(_ALIASES, "Образцова Анна Петровна; Анна Образцова"),
        Heading("position", ("Должность",), "директор", also=("title",)),
        Heading("organisation", ("Организация",), "Институт примеров"),
        Heading("since", ("С", "C"), "2024-09-01"),  # the Latin letter looks the same
        Heading("until", ("По",)),
        _with(_NOTE, "Строка для примера: удалите её"),
        Heading("surname", ("Фамилия",)),
        Heading("given_name", ("Имя",)),
        Heading("patronymic", ("Отчество",)),
        Heading("gender", ("Пол",), passed=True),
        Heading("organisation_id", ("Код организации",), passed=True),
        *_COUNTS,
    ),
    Kind.ORGANISATION: (
        Heading("id", ("Код организации", "Код"), "inprim", also=("organisation_id",)),
        Heading("name", ("Название",), "Институт примеров"),
        Heading("acronym", ("Сокращение",), "ИнПрим"),
        _with(_ALIASES, "Институт образцов и примеров; Примерный институт"),
        Heading("parent", ("Головная организация",), "Академия образцов"),
        Heading("place", ("Место", "Город"), "Томск"),
        _with(_NOTE, "Строка для примера: удалите её"),
        Heading("kind", ("Вид",)),
        Heading("parent_id", ("Код головной организации",), passed=True),
        *_COUNTS,
    ),
    Kind.EVENT: (
        Heading("id", ("Код мероприятия", "Код"), "primer-2026", also=("event_id",)),
        Heading("name", ("Название",), "форум «Пример-2026»"),
        _with(_ALIASES, "Пример-2026; Примерный форум"),
        Heading("start", ("Начало",), "2026-05-20"),
        Heading("end", ("Окончание",), "2026-05-22"),
        Heading("place", ("Место", "Город"), "Томск"),
        Heading("part_of", ("В рамках",)),
        _with(_NOTE, "Строка для примера: удалите её"),
        Heading("kind", ("Вид",)),
        Heading("part_of_id", ("Код объемлющего мероприятия",), passed=True),
        *_COUNTS,
    ),
}

FILES: Mapping[Kind, str] = {
    Kind.PERSON: "people.csv",
    Kind.ORGANISATION: "organisations.csv",
    Kind.EVENT: "events.csv",
}

# What a column «kind» may say where one file holds entries of several kinds.
KINDS: Mapping[str, Kind] = {
    "person": Kind.PERSON,
    "человек": Kind.PERSON,
    "organisation": Kind.ORGANISATION,
    "организация": Kind.ORGANISATION,
    "event": Kind.EVENT,
    "мероприятие": Kind.EVENT,
}

_STEMS = (
    (Kind.PERSON, ("people", "person", "люди", "персон", "сотрудник")),
    (Kind.ORGANISATION, ("organi", "организац")),
    (Kind.EVENT, ("event", "мероприят")),
)


def heading_of(title: str, kind: Kind) -> Heading | None:
    """The column of `kind` that goes by `title`, in Russian or by its key, in any case.

    In a file of several kinds a person's name may stand under «Название», too.
    """
    wanted = _key(title)
    for heading in HEADINGS[kind]:
        if wanted in {_key(name) for name in (heading.key, *heading.titles, *heading.also)}:
            return heading
    return None


def kinds_of(titles: Iterable[str], path: Path) -> list[Kind]:
    """The kinds that a file with these headings may be of: one if columns or file name tell."""
    known = list(titles)
    fitting = [kind for kind in HEADINGS if all(heading_of(title, kind) for title in known)]
    if len(fitting) < 2:
        return fitting
    stem = path.stem.lower()
    named = [kind for kind, stems in _STEMS if kind in fitting and any(s in stem for s in stems)]
    return named or fitting


def _key(title: str) -> str:
    return " ".join(fold(title).lower().split())
