"""The tables and their columns, declared once: key, Russian title, dtype."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["COLUMNS", "TITLES", "Column"]

Dtype = Literal["string", "Int64", "float64"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in data frames and JSONL, Russian title, pandas dtype, kind of date."""

    key: str
    title: str
    dtype: Dtype = "string"
    date: Literal["", "day", "partial"] = ""  # a day, or one that may be a mere year or month


_DOCUMENT = Column("document_id", "Документ")
_MENTIONS = Column("mentions", "Упоминаний", "Int64")
_DOCUMENTS = Column("documents", "Документов", "Int64")
_ALSO = Column("also", "Другие формы")
_PERSON = (Column("person_id", "Код человека"), Column("person", "Человек"))
_ORGANISATION = (
    Column("organisation_id", "Код организации"),
    Column("organisation", "Организация"),
)
_EVENT = (Column("event_id", "Код мероприятия"), Column("event", "Мероприятие"))
_PLACE = (
    Column("sentence", "Предложение №", "Int64"),
    Column("start", "Начало", "Int64"),
    Column("stop", "Конец", "Int64"),
)
_PROVENANCE = (
    _DOCUMENT,
    *_PLACE,
    Column("evidence", "Основание"),
    Column("score", "Оценка", "float64"),
)

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "documents": (
        _DOCUMENT,
        Column("source", "Источник"),
        Column("title", "Заголовок"),
        Column("published", "Дата публикации", date="day"),
        Column("characters", "Знаков", "Int64"),
        Column("sentences", "Предложений", "Int64"),
        Column("tokens", "Слов и знаков", "Int64"),
        Column("sha256", "SHA-256"),
        Column("status", "Состояние"),
    ),
    "persons": (
        Column("person_id", "Код человека"),
        Column("name", "Имя полностью"),
        Column("surname", "Фамилия"),
        Column("given_name", "Имя"),
        Column("patronymic", "Отчество"),
        Column("gender", "Пол"),
        _ALSO,
        _MENTIONS,
        _DOCUMENTS,
    ),
    "organisations": (
        Column("organisation_id", "Код организации"),
        Column("name", "Название"),
        Column("kind", "Вид"),
        Column("acronym", "Сокращение"),
        _ALSO,
        Column("parent_id", "Код головной организации"),
        Column("parent", "Головная организация"),
        _MENTIONS,
        _DOCUMENTS,
    ),
    "positions": (
        Column("position_id", "Код должности"),
        Column("title", "Должность"),
        Column("persons", "Людей", "Int64"),
        Column("organisations", "Организаций", "Int64"),
        _MENTIONS,
    ),
    "events": (
        Column("event_id", "Код мероприятия"),
        Column("name", "Название"),
        Column("kind", "Вид"),
        Column("start", "Начало", date="day"),
        Column("end", "Окончание", date="day"),
        Column("place", "Место"),
        Column("part_of_id", "Код объемлющего мероприятия"),
        Column("part_of", "В рамках"),
        _ALSO,
        _MENTIONS,
        _DOCUMENTS,
    ),
    "roles": (
        *_PERSON,
        Column("position", "Должность"),
        *_ORGANISATION,
        Column("status", "Статус"),
        Column("since", "С", date="partial"),
        Column("until", "По", date="partial"),
        *_PROVENANCE,
    ),
    "participations": (
        Column("participant_kind", "Кто участвует"),
        Column("participant_id", "Код участника"),
        Column("participant", "Участник"),
        *_EVENT,
        Column("role", "Роль"),
        *_PROVENANCE,
        Column("takes_part", "Оценка участия", "float64"),
    ),
    "quotes": (
        *_PERSON,
        Column("kind", "Речь"),
        Column("text", "Цитата"),
        Column("cue", "Глагол речи"),
        *_PROVENANCE,
    ),
    "mentions": (
        Column("kind", "Вид"),
        Column("form", "Форма"),
        Column("text", "В тексте"),
        Column("normal", "В именительном падеже"),
        Column("entity_id", "Код"),
        *_PROVENANCE,
    ),
    "sentences": (
        _DOCUMENT,
        Column("sentence", "Предложение №", "Int64"),
        Column("paragraph", "Абзац №", "Int64"),
        Column("start", "Начало", "Int64"),
        Column("stop", "Конец", "Int64"),
        Column("text", "Предложение"),
        Column("lemmas", "Леммы"),
    ),
    "check": (
        Column("finding", "Что не сходится"),
        Column("text", "В новости"),
        Column("registry", "В реестре"),
        Column("proposal", "Что сделать"),
        Column("registry_id", "Код в реестре"),
        Column("name", "Запись реестра"),
        _DOCUMENT,
        Column("context", "Предложение"),
        *_PLACE,
    ),
    "tokens": (
        _DOCUMENT,
        Column("sentence", "Предложение №", "Int64"),
        Column("token", "Слово №", "Int64"),
        Column("start", "Начало", "Int64"),
        Column("stop", "Конец", "Int64"),
        Column("text", "Слово"),
        Column("lemma", "Лемма"),
        Column("pos", "Часть речи"),
        Column("feats", "Признаки"),
        Column("head", "Вершина", "Int64"),
        Column("rel", "Связь"),
    ),
    "press": (
        Column("person", "Человек"),
        Column("position", "Должность"),
        Column("organisation", "Организация"),
        Column("event", "Мероприятие"),
        Column("role", "Роль"),
        Column("start", "Дата", date="day"),
        Column("place", "Место"),
        Column("quote", "Цитата"),
        Column("document", "Документ"),
        Column("sentence", "Предложение"),
        Column("score", "Оценка", "float64"),
        Column("check", "Проверить"),
        Column("sentence_number", "Предложение №", "Int64"),
    ),
}

TITLES: Mapping[str, str] = {
    "documents": "Документы",
    "persons": "Люди",
    "organisations": "Организации",
    "positions": "Должности",
    "events": "Мероприятия",
    "roles": "Кто есть кто",
    "participations": "Кто в чём участвует",
    "quotes": "Кто что сказал",
    "mentions": "Упоминания",
    "sentences": "Предложения",
    "check": "Расхождения с реестром",
    "tokens": "Слова",
    "press": "Сводная таблица",
}
