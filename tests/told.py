"""Tables written by hand: a small world for the formats that describe people, bodies and events."""

from collections.abc import Mapping, Sequence

import pandas as pd

from newsnlp.columns import COLUMNS
from newsnlp.tables import Tables

__all__ = ["HOSTILE", "WORLD", "renamed", "shuffled", "tables_of"]

Rows = Sequence[Mapping[str, object]]

# Texts that somebody might put into a name to break what reads it.
HOSTILE = (
    "<script>alert(1)</script>",
    "]]><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;",
    "=HYPERLINK('http://example.org')",
    "Заря\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nTRIGGER:PT0S",
    "запятая, точка с запятой; обратная \\n косая \\",
    "кавычки \" и ' и «»",
    "\ud800 половина пары \udfff",
    "нуль \x00 звонок \x07 \x1b[31m \x7f \x85 \ufffe",
    "строки \u2028 и \u2029 и \v и \f и \x1c",
    "\u202eтрофан\u202c \u200b\ufeff",
    "😀" * 60,
    "Длинное имя " * 40,
    '{"id": null}\n{"id": 1}',
    "Р-12/7 №5",
)


def tables_of(**rows: Rows) -> Tables:
    """All tables of a run; those that are not given are empty, and so are cells."""
    frames = {}
    for name, columns in COLUMNS.items():
        if name in {"check", "tokens"}:
            continue
        frame = pd.DataFrame(list(rows.get(name, ())), columns=[column.key for column in columns])
        frames[name] = frame.astype({column.key: column.dtype for column in columns})
    return Tables(frames)


def shuffled(tables: Tables) -> Tables:
    """The same rows in another order."""
    return Tables({name: frame.sample(frac=1, random_state=1) for name, frame in tables.items()})


def renamed(tables: Tables, old: str, new: str) -> Tables:
    """`new` for every cell that is `old`; pandas' own strings could hold no lone surrogate."""
    return Tables({name: frame.astype(object).replace(old, new) for name, frame in tables.items()})


def _seen(document: str, sentence: int, start: int, score: float = 0.9) -> dict[str, object]:
    return {
        "document_id": document,
        "sentence": sentence,
        "start": start,
        "stop": start + 10,
        "evidence": "test.rule",
        "score": score,
    }


_BELOVA = {"person_id": "p-1", "person": "Анна Ильинична Белова"}
_CHERNOV = {"person_id": "p-2", "person": "Пётр Чернов"}
_TGU = {"organisation_id": "o-1", "organisation": "Томский университет"}
_FORUM = {"event_id": "e-1", "event": "форум «Заря»"}
_WHO = {"participant_kind": "person", "participant_id": "p-1", "participant": _BELOVA["person"]}
_BODY = {
    "participant_kind": "organisation",
    "participant_id": "o-1",
    "participant": "Томский университет",
}

WORLD = tables_of(
    documents=[
        {
            "document_id": "новость 1",
            "source": "https://example.org/news/1?a=b",
            "title": "Ректор открыла форум",
            "published": "2024-05-02",
            "sha256": "ab" * 32,
            "status": "ok",
        },
        {"document_id": "d2", "source": "d2.txt", "sha256": "cd" * 32, "status": "ok"},
    ],
    persons=[
        {
            "person_id": "p-1",
            "name": _BELOVA["person"],
            "surname": "Белова",
            "given_name": "Анна",
            "patronymic": "Ильинична",
            "gender": "ж",
            "also": "Белова; Анна Белова",
            "mentions": 3,
            "documents": 2,
        },
        {"person_id": "p-2", "name": "Пётр Чернов", "surname": "Чернов", "gender": "м"},
        {"person_id": "Р/7", "name": "Ким", "surname": "Ким"},
    ],
    organisations=[
        {
            "organisation_id": "o-1",
            "name": "Томский университет",
            "kind": "университет",
            "acronym": "ТГУ",
            "also": "ТГУ; университет",
            "mentions": 2,
            "documents": 2,
        },
        {
            "organisation_id": "o-2",
            "name": "кафедра физики",
            "kind": "кафедра",
            "parent_id": "o-1",
            "parent": "Томский университет",
        },
        {"organisation_id": "l-1", "name": "Томская область", "kind": "место"},
    ],
    events=[
        {
            "event_id": "e-1",
            "name": "форум «Заря»",
            "kind": "форум",
            "start": "2024-05-01",
            "end": "2024-05-03",
            "place": "Томск",
            "also": "Заря; форум",
            "mentions": 2,
            "documents": 1,
        },
        {
            "event_id": "e-2",
            "name": "пленарное заседание",
            "kind": "заседание",
            "start": "2024-05-01",
            "part_of_id": "e-1",
            "part_of": "форум «Заря»",
        },
        {"event_id": "e-3", "name": "круглый стол", "start": "2024-05", "end": "2024-06"},
        {"event_id": "e-4", "name": "съезд", "start": "2024-12-31", "end": "2024-12-31"},
    ],
    roles=[
        {**_BELOVA, "position": "ректор", **_TGU, "status": "current", **_seen("новость 1", 0, 0)},
        {**_BELOVA, "position": "ректор", **_TGU, "status": "current", **_seen("d2", 1, 40, 0.5)},
        {
            **_BELOVA,
            "position": "декан",
            **_TGU,
            "status": "former",
            "since": "2019",
            "until": "2020-03",
            **_seen("d2", 2, 60),
        },
        {**_CHERNOV, "position": "поэт", "status": "current", **_seen("d2", 3, 80)},
        {
            **_CHERNOV,
            "position": "министр культуры",
            "organisation_id": "l-1",
            "organisation": "Томская область",
            "status": "acting",
            **_seen("d2", 3, 90),
        },
        {
            "person_id": "Р/7",
            "person": "Ким",
            "position": "доцент",
            "organisation_id": "o-2",
            "organisation": "кафедра физики",
            "status": "current",
            **_seen("d2", 3, 95),
        },
    ],
    participations=[
        {**_WHO, **_FORUM, "role": "спикер", **_seen("новость 1", 0, 0), "takes_part": 0.95},
        {**_WHO, **_FORUM, "role": "спикер", **_seen("d2", 4, 100, 0.4), "takes_part": 0.5},
        {**_BODY, **_FORUM, "role": "организатор", **_seen("новость 1", 1, 30)},
        {
            "participant_kind": "person",
            "participant_id": "p-2",
            "participant": "Пётр Чернов",
            "event_id": "e-2",
            "event": "пленарное заседание",
            "role": "модератор",
            **_seen("d2", 4, 100),
        },
    ],
    quotes=[
        {**_BELOVA, "kind": "direct", "text": "Начинаем", **_seen("новость 1", 0, 20)},
        {**_BELOVA, "kind": "indirect", "text": "будет весело", **_seen("d2", 4, 120)},
    ],
    mentions=[
        {"kind": "person", "form": "name", "entity_id": "p-1", **_seen("новость 1", 0, 0)},
        {"kind": "person", "form": "pronoun", "entity_id": "p-1", **_seen("d2", 0, 0)},
        {"kind": "person", "form": "name", "entity_id": "p-1", **_seen("d2", 1, 40)},
        {"kind": "event", "form": "nominal", "entity_id": "e-1", **_seen("новость 1", 0, 9)},
        {"kind": "event", "form": "name", "entity_id": "e-1", **_seen("новость 1", 1, 30)},
    ],
    sentences=[
        {"document_id": "новость 1", "sentence": 0, "text": "Ректор Белова открыла форум."},
        {"document_id": "новость 1", "sentence": 1, "text": "Форум «Заря» собрал, всех; да."},
        *({"document_id": "d2", "sentence": n, "text": f"Предложение {n}."} for n in range(5)),
    ],
)
