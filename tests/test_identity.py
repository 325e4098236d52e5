"""Which entities of many documents are one; documents and names are our own."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from newsnlp.identity import Key, Pin, Record, identify
from newsnlp.schema import Kind


def person(document: str, name: str, *forms: str, **more: tuple[str, ...]) -> Record:
    local = f"p-{name}" if " " in name else f"p-{name}-{document}"
    return Record(document, local, Kind.PERSON, name, (name, *forms), **more, proper=" " in name)


def body(document: str, name: str, *forms: str) -> Record:
    return Record(document, f"o-{name}", Kind.ORGANISATION, name, (name, *forms))


def clusters(records: Sequence[Record]) -> list[list[str]]:
    """The names of each cluster, with the document where it matters not."""
    found = identify(records)
    joined: dict[str, list[str]] = {}
    for record in records:
        joined.setdefault(found[record.key].id, []).append(record.name)
    return sorted(sorted(names) for names in joined.values())


def names(*of: str) -> list[Record]:
    """A person of each name, each in a document of their own."""
    return [person(f"d{number}", name) for number, name in enumerate(of)]


def bodies(*of: str) -> list[Record]:
    return [body(f"d{number}", name) for number, name in enumerate(of)]


# ------------------------------------------------------------------- persons


@pytest.mark.parametrize(
    "one",
    [
        ("Алексей Жерехов", "А. Жерехов"),
        ("Алексей Жерехов", "Алексей Петрович Жерехов"),
        ("Алексей Петрович Жерехов", "А. П. Жерехов"),
        ("Алексей Жерехов", "Жерехов"),
        ("Алексей Жерехов", "А.Жерехов"),
        ("Алексей Петрович Иванов", "А. П. Иванов"),
        ("Тереза Мэйнард", "Тереза Мейнард"),
        ("Наталья Жерехова", "Наталия Жерехова"),
        ("Ursula Delius", "Урсула Делиус"),
        ("Артём Жерехов", "Артем Жерехов"),
    ],
)
def test_one_person(one: tuple[str, str]) -> None:
    assert len(clusters(names(*one))) == 1


@pytest.mark.parametrize(
    "two",
    [
        ("Алексей Жерехов", "Пётр Жерехов"),
        ("Алексей Жерехов", "П. Жерехов"),
        ("Алексей Жерехов", "Алексей Жереховский"),
        ("Алексей Петрович Жерехов", "Алексей Ильич Жерехов"),
        ("Алексей Петрович Жерехов", "А. И. Жерехов"),
        ("Алексей Жерехов", "А. Жерехова"),
        ("Алексей Жерехов", "Жерехова"),
        ("Алексей Иванов", "А. Иванов"),  # whoever that is
        ("Алексей Иванов", "Иванов"),
        ("Женя Лунина", "Женя Лунин"),
    ],
)
def test_two_persons(two: tuple[str, str]) -> None:
    assert len(clusters(names(*two))) == 2


def test_title_tells_which_of_two_is_meant() -> None:
    records = [
        person("a", "Алексей Иванов", titles=("ректор",), bodies=("ТУСУР",)),
        person("b", "Антон Иванов", titles=("тренер",)),
        person("c", "А. Иванов", titles=("ректор",)),
    ]
    assert clusters(records) == [["А. Иванов", "Алексей Иванов"], ["Антон Иванов"]]


def test_company_tells_who_is_meant() -> None:
    beside = [body(d, "Заречный лодочный завод") for d in ("a", "c")]
    records = [person("a", "Алексей Иванов"), person("b", "Антон Иванов"), person("c", "Иванов")]
    assert ["Алексей Иванов", "Иванов"] in clusters([*records, *beside])


def test_two_of_one_document_stay_two() -> None:
    records = [person("a", "Алексей Жерехов"), person("a", "А. Жерехов")]
    assert len(clusters(records)) == 2


def test_the_fullest_name_is_the_name_of_all() -> None:
    records = names("А. Жерехов", "Алексей Жерехов", "Алексей Петрович Жерехов", "Жерехов")
    assert {own.name for own in identify(records).values()} == {"Алексей Петрович Жерехов"}


def test_a_full_given_name_is_more_than_its_initial() -> None:
    found = identify(names("Дж. Жерехов", "Джузеппе Жерехов")).values()
    assert {own.name for own in found} == {"Джузеппе Жерехов"}


# ------------------------------------------------------------------- bodies


@pytest.mark.parametrize(
    "one",
    [
        ("МИД Франции", "Министерство иностранных дел Франции"),
        ("МИД Франции", "французский МИД"),
        ("МИД России", "МИД РФ"),
        ("Заречный речной лодочный университет", "ЗРЛУ"),
        ("Министерство рыбного хозяйства", "Минрыбхоз"),
        ("ПАО «Ветроград»", "Ветроград"),
        ("газета «Заречье»", "Заречье"),
        ("Верховный суд Перу", "Верховный суд"),
        ("Палата мер", "Палата мер Сейма", "Сейм"),
        ("Социалистическая партия", "социалисты"),
        ("Би-би-си", "BBC"),
        ("Бюро погоды (Заречгидромет)", "Заречгидромет"),
    ],
)
def test_one_body(one: tuple[str, ...]) -> None:
    alone = set(one) & {"Сейм"}
    assert len(clusters(bodies(*one))) == 1 + len(alone)


@pytest.mark.parametrize(
    "two",
    [
        ("гимназия № 5", "гимназия № 6"),
        ("Министерство культуры Томской области", "Министерство культуры Омской области"),
        ("МИД Франции", "МИД Греции"),
        ("фонд «Вершина»", "фонд «Долина»"),
        ("Ветроград", "Ветроград нефть"),
        ("суд Заречья", "суд Заборья"),
        ("Заречный речной университет", "ЗРТУ"),
        ("Евразийская экономическая комиссия", "Еврокомиссия"),  # known to all as another
        ("Заречный речной университет", "ЗРУ"),  # three letters, and but one document
    ],
)
def test_two_bodies(two: tuple[str, str]) -> None:
    assert len(clusters(bodies(*two))) == 2


def test_a_name_without_place_stays_where_the_documents_are_divided() -> None:
    found = clusters(bodies("сейм Перу", "сейм Чили", "Сейм"))
    assert ["Сейм"] in found


def test_an_acronym_goes_where_documents_explain_it() -> None:
    records = [
        body("a", "Заборный университет", "ЗУ"),
        body("b", "ЗУ"),
        body("c", "Заречный университет"),
    ]
    assert clusters(records) == [["ЗУ", "Заборный университет"], ["Заречный университет"]]


# ------------------------------------------------------------------- ids and pins


NEWS = [
    person("a", "Алексей Жерехов", "Жерехов", titles=("ректор",)),
    person("b", "А. Жерехов"),
    person("c", "Алексей Петрович Жерехов"),
    person("d", "Иванов"),
    body("a", "Заречный речной университет", "ЗРУ"),
    body("b", "ЗРУ"),
    body("c", "МИД"),
    body("d", "МИД Перу"),
    replace(body("e", "Форум «Заря»"), kind=Kind.EVENT),
    replace(body("f", "форум «Заря»"), kind=Kind.EVENT),
]


@pytest.mark.parametrize("seed", range(5))
def test_order_does_not_show(seed: int) -> None:
    shuffled = random.Random(seed).sample(NEWS, len(NEWS))
    assert identify(shuffled) == identify(NEWS)


def test_the_id_is_that_of_whoever_has_the_name() -> None:
    found = identify(NEWS)
    assert found["b", "p-А. Жерехов"].id == "p-Алексей Петрович Жерехов"
    assert found["b", "o-ЗРУ"].id == "o-Заречный речной университет"


def pins(**known: str) -> Mapping[Key, Pin]:
    """Document → «name of the only person there=the registry's id»."""
    said = {document: told.split("=") for document, told in known.items()}
    return {(d, f"p-{name}"): Pin(own, f"имя {own}") for d, (name, own) in said.items()}


def test_equal_pins_are_one_whatever_the_names() -> None:
    records = [person("a", "Анна Лунина"), person("b", "А. Гордеева")]
    found = identify(records, pins(a="Анна Лунина=r1", b="А. Гордеева=r1"))
    assert [(own.id, own.name) for own in found.values()] == [("r1", "имя r1")] * 2


def test_different_pins_are_never_one() -> None:
    records = [person("a", "Анна Лунина"), person("b", "Анна Лунина")]
    found = identify(records, pins(a="Анна Лунина=r1", b="Анна Лунина=r2"))
    assert [own.id for own in found.values()] == ["r1", "r2"]


def test_a_pin_holds_for_all_that_is_one_with_it() -> None:
    records = [person("a", "Анна Жерехова"), person("b", "А. Жерехова")]
    found = identify(records, pins(a="Анна Жерехова=r1"))
    assert {own.id for own in found.values()} == {"r1"}
