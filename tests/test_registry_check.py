"""What in the news contradicts the registry, and what is said of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from markup import extraction
from newsnlp.morph import Morph
from newsnlp.names import PersonName, name_parts
from newsnlp.pipeline import Pipeline
from newsnlp.registry import BodyEntry, Entry, EventEntry, PersonEntry, Post, Registry
from newsnlp.registry.likeness import one_edit, slip
from newsnlp.registry.spelled import declined
from newsnlp.registry.titles import same_title
from newsnlp.schema import Document, Event, Extraction, Kind
from newsnlp.tables import make_tables

Rows = Callable[..., list[tuple[str, str, str]]]

STI = BodyEntry(
    Kind.ORGANISATION, "sti", "Северский технологический институт", (), "o:2", "СТИ", "", ""
)
DAY = date(2025, 10, 15)


@pytest.fixture
def rows(rules: Pipeline) -> Rows:
    """The finding, the words of the text and the registry's for each row of `check`."""

    def check(text: str, *entries: Entry) -> list[tuple[str, str, str]]:
        item = rules(Document("1", text, published=DAY))
        frame = make_tables([item], registry=Registry(entries))["check"]
        for row in frame.to_dict("records"):
            assert text[row["start"] : row["stop"]] == row["text"]
            assert row["text"] in row["context"]
            assert row["proposal"]
        return [(r["finding"], r["text"], r["registry"]) for r in frame.to_dict("records")]

    return check


def person(key: str, name: str, *posts: Post) -> PersonEntry:
    parts = PersonName(*name_parts(name))
    forms = declined(parts, Morph.load())
    return PersonEntry(Kind.PERSON, key, name, (), "p:2", (parts,), posts, forms)


TITLES = [
    ("Ректор СТИ Анна Серова открыла форум.", Post("ректор", "СТИ"), None),
    (
        "Ректор Северского технологического института Анна Серова открыла форум.",
        Post("ректор", "СТИ"),
        None,
    ),
    ("Проректор по науке СТИ Анна Серова открыла форум.", Post("проректор", "СТИ"), None),
    ("Директор СТИ Анна Серова открыла форум.", Post("генеральный директор", "СТИ"), None),
    (
        "Генеральный директор СТИ Анна Серова открыла форум.",
        Post("директор", "СТИ"),
        ("другая должность", "Генеральный директор СТИ Анна Серова", "директор, СТИ"),
    ),
    ("Профессор СТИ Анна Серова открыла форум.", Post("ректор", "СТИ"), None),
    ("И. о. ректора СТИ Анна Серова открыла форум.", Post("ректора", "СТИ", acting=True), None),
    ("Доктор наук Анна Серова открыла форум.", Post("ректор", "СТИ"), None),
    ("Руководитель СТИ Анна Серова открыла форум.", Post("ректор", "СТИ"), None),
    (
        "Проректор СТИ Анна Серова открыла форум.",
        Post("ректор", "СТИ", "2022"),
        ("другая должность", "Проректор СТИ Анна Серова", "ректор, СТИ, с 2022"),
    ),
    (
        "Ректор СТИ Анна Серова открыла форум.",
        Post("ректор", "СТИ", "2019", "2024-08"),
        ("должность окончена", "Ректор СТИ Анна Серова", "ректор, СТИ, с 2019, по 2024-08"),
    ),
    (
        "Ректор СТИ Анна Серова открыла форум.",
        Post("ректор", "СТИ", "2025-11-01"),
        ("должность ещё не началась", "Ректор СТИ Анна Серова", "ректор, СТИ, с 2025-11-01"),
    ),
    ("Ректор СТИ Анна Серова открыла форум.", Post("ректор", "СТИ", "2019", "2025-10"), None),
    (
        "Экс-ректор СТИ Анна Серова открыла форум.",
        Post("ректор", "СТИ"),
        ("должность названа прежней", "Экс-ректор СТИ Анна Серова", "ректор, СТИ"),
    ),
    ("Экс-ректор СТИ Анна Серова открыла форум.", Post("ректор", "СТИ", "", "2024"), None),
    (
        "Исполняющая обязанности ректора СТИ Анна Серова открыла форум.",
        Post("ректор", "СТИ"),
        ("исполняющий обязанности", "ректора СТИ Анна Серова", "ректор, СТИ"),
    ),
    (
        "Директор школы № 5 Анна Серова открыла форум.",
        Post("директор", "СТИ"),
        ("другая организация", "Директор школы № 5 Анна Серова", "директор, СТИ"),
    ),
    (
        "Ректор Заречного института Анна Серова открыла форум.",  # an institute, but not the СТИ
        Post("ректор", "СТИ"),
        ("другая организация", "Ректор Заречного института Анна Серова", "ректор, СТИ"),
    ),
]


@pytest.mark.parametrize(("text", "post", "row"), TITLES, ids=[text for text, _, _ in TITLES])
def test_titles(text: str, post: Post, row: tuple[str, str, str] | None, rows: Rows) -> None:
    found = rows(text, person("s", "Анна Серова", post), STI)
    assert found == ([row] if row else [])


@pytest.mark.parametrize(
    ("since", "found"),
    [("2019", []), ("2019-05", []), ("2018-05", ["другой срок"]), ("", [])],
)
def test_terms(since: str, found: list[str], rows: Rows) -> None:
    entry = person("1", "Анна Серова", Post("ректор", "СТИ", since))
    text = "С 2019 года Анна Серова – ректор СТИ."
    assert [row[0] for row in rows(text, entry, STI)] == found


def test_without_titles_in_the_registry_none_is_another(rows: Rows) -> None:
    assert rows("Ректор СТИ Анна Серова открыла форум.", person("s", "Анна Серова")) == []


NAMES = [
    (
        "Ректор СТИ Владимир Рудневский открыл форум.",
        ("другое имя", "Владимир Рудневский", "Виктор Михайлович Рудневский"),
    ),
    (
        "Ректор СТИ Виктор Николаевич Рудневский открыл форум.",
        ("другое отчество", "Виктор Николаевич Рудневский", "Виктор Михайлович Рудневский"),
    ),
    (
        "Ректор СТИ Виктор Рудевский открыл форум.",
        ("другое написание", "Виктор Рудевский", "Виктор Михайлович Рудневский"),
    ),
    ("Вратарь «Метели» Владимир Рудневский пропустил шайбу.", None),
    ("Вратарь «Метели» Виктор Николаевич Рудневский пропустил шайбу.", None),
    ("Мэр Северска Виктор Рудевский открыл форум.", None),
]


@pytest.mark.parametrize(("text", "row"), NAMES, ids=[text for text, _ in NAMES])
def test_names(text: str, row: tuple[str, str, str] | None, rows: Rows) -> None:
    """Somebody of the same title or body is told of, a namesake elsewhere is not."""
    entry = person("r", "Виктор Михайлович Рудневский", Post("ректор", "СТИ"))
    assert rows(text, entry, STI) == ([row] if row else [])


@pytest.mark.parametrize(
    ("second", "found"),
    [
        ("Рудевский отметил успех.", "Рудевский"),
        ("Об этом сказал Рудневский.", ""),
        ("Рудневскому вручили приз.", ""),
        ("Рудневская отметила успех.", ""),
        ("Рудин отметил успех.", ""),
    ],
)
def test_a_slip_further_on(second: str, found: str, rows: Rows) -> None:
    """A bare surname that differs by a letter from somebody's whom the text names."""
    entry = person("r", "Виктор Рудневский")
    row = ("другое написание", found, "Виктор Рудневский")
    assert rows(f"Виктор Рудневский открыл форум. {second}", entry) == ([row] if found else [])


def test_a_contradicting_name_is_not_altered(rules: Pipeline) -> None:
    entry = person("r", "Виктор Рудневский", Post("ректор", "СТИ"))
    item = rules(Document("1", "Ректор СТИ Владимир Рудневский открыл форум."))
    tables = make_tables([item], registry=Registry([entry]))
    assert list(tables["persons"]["name"]) == ["Владимир Рудневский"]
    (proposal,) = tables["check"]["proposal"]
    assert "писать «Виктор Рудневский»" in proposal


def test_namesakes_without_a_title_are_unclear(rows: Rows) -> None:
    entries = person("1", "Анна Лужина", Post("декан", "СТИ")), person("2", "Ирина Лужина")
    assert rows("Лужина открыла форум.", *entries) == [
        ("неясно, кто это", "Лужина", "Анна Лужина (декан, СТИ); Ирина Лужина")
    ]


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ("[ORG Северский технологический институт]", []),
        (
            "[ORG Северском технологичиском институте=Северский технологичиский институт]",
            [("другое написание", "Северский технологический институт")],
        ),
        (
            "[ORG Северский Технологический институт]",
            [("другое написание", "Северский технологический институт")],
        ),
        ("[ORG СЕВЕРСКИЙ ТЕХНОЛОГИЧЕСКИЙ ИНСТИТУТ]", []),
        (
            "[ORG1 Саратовский театральный институт] ([ORG1 СТИ])",
            [("другая расшифровка", "СТИ – Северский технологический институт")],
        ),
        ("[ORG Саратовский театральный институт]", []),
        ("[ORG1 СТИ Саратова] ([ORG1 СТИ])", []),
    ],
)
def test_bodies(marked: str, found: list[tuple[str, str]]) -> None:
    _, rows = Registry([STI]).read(extraction(f"{marked} открыт."))
    assert [(str(row.what), row.registry) for row in rows] == found


def test_a_unit_of_another_body() -> None:
    lab = BodyEntry(Kind.ORGANISATION, "lab", "Лаборатория света", (), "o:3", "", "СТИ", "")
    other = BodyEntry(Kind.ORGANISATION, "tpu", "Томский политех", (), "o:4", "", "", "")
    bare = extraction("[ORG1 Лаборатория света] открыта в [ORG2 Томский политех].")
    first, second = bare.entities
    text = replace(bare, entities=(replace(first, parent=second.id), second))
    _, rows = Registry([STI, lab, other]).read(text)
    assert [(str(row.what), row.registry, row.said) for row in rows] == [
        ("другая головная организация", "СТИ", "Томский политех")
    ]
    own = replace(lab, parent="Томский политех")
    assert Registry([STI, own, other]).read(text)[1] == ()


def held(start: date | None, end: date | None = None, place: str | None = None) -> Extraction:
    bare = extraction("В [LOC Томск] открыт [EVT форум «Заря»].")
    entities = tuple(
        replace(entity, start=start, end=end, place=place) if isinstance(entity, Event) else entity
        for entity in bare.entities
    )
    return replace(bare, entities=entities)


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (None, None, []),
        (date(2025, 10, 15), None, []),
        (date(2025, 10, 16), None, []),
        (date(2025, 10, 15), date(2025, 10, 17), []),
        (date(2025, 10, 15), date(2025, 10, 16), ["другая дата"]),
        (date(2025, 10, 14), None, ["другая дата"]),
        (date(2024, 10, 14), None, []),  # another edition
    ],
)
def test_days_of_events(start: date | None, end: date | None, found: list[str]) -> None:
    entry = EventEntry(
        Kind.EVENT, "z", "форум «Заря»", (), "e:2", "2025-10-15", "2025-10-17", "", ""
    )
    _, rows = Registry([entry]).read(held(start, end))
    assert [str(row.what) for row in rows] == found


@pytest.mark.parametrize(
    ("said", "known", "found"),
    [
        ("Томск", "Омск", 1),
        ("Томск", "г. Томск", 0),
        ("Томск", "", 0),
        ("Точка кипения", "Омск", 0),
    ],
)
def test_places_of_events(said: str, known: str, found: int) -> None:
    """A venue in the text is no other town."""
    entry = EventEntry(Kind.EVENT, "z", "форум «Заря»", (), "e:2", "", "", known, "")
    _, rows = Registry([entry]).read(held(None, place=said))
    assert [str(row.what) for row in rows] == ["другое место"] * found


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("проректор", "проректор по науке", True),
        ("заведующая кафедрой", "заведующий кафедрой", True),
        ("ректор", "проректор", False),
        ("заместитель директора", "заместитель министра", False),
        ("директор по развитию", "директор по науке", False),
    ],
)
def test_same_titles(one: str, other: str, alike: bool) -> None:
    assert same_title(one, other) is same_title(other, one) is alike


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("завод «Полюс-Энерго»", "завод «Полюс»", False),
        ("Институт биофизики", "Институт геофизики", False),
        ("Институт экономики", "Институт экономика", False),
        ("Томский университет", "Омский университет", False),
        ("гимназия № 4", "гимназия № 5", False),
        ("Институт электорники", "Институт электроники", True),
        ("Новгородский музей", "Нижегородский музей", False),
        ("фестиваль «Малая форма»", "фестиваль «Малая фопма»", False),  # too short to be sure
    ],
)
def test_slips(one: str, other: str, alike: bool) -> None:
    assert slip(one, other) is slip(other, one) is alike


def test_one_edit() -> None:
    pairs = [("кот", "кит"), ("кот", "кто"), ("кот", "крот"), ("кот", "ко")]
    assert all(one_edit(one, other) and one_edit(other, one) for one, other in pairs)
    assert not any(one_edit("кот", other) for other in ("кот", "кита", "ток", "к"))
