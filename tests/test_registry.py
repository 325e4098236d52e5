"""Which entities of a document are the registry's, and how the tables then name them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

import newsnlp
from markup import extraction
from newsnlp.morph import Morph
from newsnlp.names import PersonName, name_parts
from newsnlp.pipeline import Pipeline
from newsnlp.registry import BodyEntry, Entry, EventEntry, PersonEntry, Post, Registry
from newsnlp.registry.spelled import as_alias, declined
from newsnlp.schema import Entity, Event, Extraction, Kind, Links, Part, Participation, Role, Status
from newsnlp.tables import make_tables

Person = Callable[..., PersonEntry]


@pytest.fixture(scope="module")
def person() -> Person:
    morph = Morph.load()

    def make(key: str, name: str, *posts: Post, aliases: tuple[str, ...] = ()) -> PersonEntry:
        parts = PersonName(*name_parts(name))
        further = (PersonName(*name_parts(alias)) for alias in aliases)
        names = (parts, *(as_alias(alias, parts) for alias in further))
        forms = declined(names[0], morph)
        return PersonEntry(Kind.PERSON, key, name, aliases, "people.csv:2", names, posts, forms)

    return make


def body(key: str, name: str, *aliases: str, acronym: str = "", parent: str = "") -> BodyEntry:
    return BodyEntry(
        Kind.ORGANISATION, key, name, aliases, "organisations.csv:2", acronym, parent, ""
    )


def event(key: str, name: str, *aliases: str, start: str = "", end: str = "") -> EventEntry:
    return EventEntry(Kind.EVENT, key, name, aliases, "events.csv:2", start, end, "", "")


def pinned(marked: str, *entries: Entry) -> list[str]:
    """The ids of the entries that the marked entities are."""
    found = Registry(entries).pins(extraction(marked))
    return [entry.id for entry in found.values()]


@pytest.mark.parametrize(
    "marked",
    [
        "[PER Виктора Михайловича Рудневского=Виктор Михайлович Рудневский] встретили.",
        "[PER Виктор Рудневский] открыл форум.",
        "[PER В. Рудневский] открыл форум.",
        "[PER В. М. Рудневский] открыл форум.",
        "[PER Рудневский] открыл форум.",
        "[PER Рудневский Виктор] открыл форум.",
        "[PER Виктору Рудневскому=Виктор Рудневской] вручили приз.",  # read wrongly, but his dative
        "[PER Рудин] открыл форум.",  # his alias
    ],
)
def test_a_person_by_full_name_initials_surname_or_alias(marked: str, person: Person) -> None:
    entry = person("r", "Виктор Михайлович Рудневский", aliases=("Рудин",))
    assert pinned(marked, entry) == ["r"]


@pytest.mark.parametrize(
    "name",
    [
        "Владимир Рудневский",
        "О. Рудневский",
        "Виктор Николаевич Рудневский",
        "В. Н. Рудневский",
        "Рудневская",
        "Виктор Рудневой",
        "Виктор",
    ],
)
def test_nobody_whose_name_contradicts(name: str, person: Person) -> None:
    assert pinned(f"[PER {name}] пришёл.", person("r", "Виктор Михайлович Рудневский")) == []


def test_a_surname_of_two_is_nobody(person: Person) -> None:
    anna, irina = person("a", "Анна Петровна Лужина"), person("i", "Ирина Лужина")
    assert pinned("[PER Лужина] пришла.", anna, irina) == []
    assert pinned("[PER А. Лужина] пришла.", anna, irina) == ["a"]
    assert pinned("[PER Ирина Лужина] пришла.", anna, irina) == ["i"]


def titled(marked: str, *, body: bool = True, status: Status = Status.CURRENT) -> Extraction:
    """A text with a title, a body and a person in this order, and the role that they make."""
    bare = extraction(marked)
    of = {mention.kind: mention for mention in bare.mentions}
    role = Role(
        of[Kind.PERSON],
        of[Kind.POSITION],
        of.get(Kind.ORGANISATION) if body else None,
        status,
        "test",
        0.9,
    )
    return replace(bare, links=Links((role,)))


def test_namesakes_are_told_apart_by_their_titles(person: Person) -> None:
    teacher = person("t", "Анна Петровна Лужина", Post("учитель", "школа № 5"))
    dean = person("d", "Анна Львовна Лужина", Post("декан", "СТИ"))
    registry = Registry([teacher, dean])
    text = titled("[POS Декан=декан] [ORG СТИ] [PER Анна Лужина] пришла.")
    assert [entry.id for entry in registry.pins(text).values()] == ["d"]
    text = titled("[POS Доцент=доцент] [ORG СТИ] [PER Лужина] пришла.")
    assert [entry.id for entry in registry.pins(text).values()] == ["d"]
    text = titled("[POS Врач=врач] [ORG больницы=больница] [PER Лужина] пришла.")
    assert list(registry.pins(text)) == []


def test_two_who_exclude_each_other_are_not_one_entry(person: Person) -> None:
    entry = person("r", "В. Рудневский")
    assert pinned("[PER1 Виктор Рудневский] и [PER2 Владимир Рудневский] спорили.", entry) == []
    assert pinned("[PER1 Виктор Рудневский] и [PER2 Рудневский] спорили.", entry) == ["r", "r"]
    known = person("r", "Виктор Рудневский", aliases=("Владимир Рудневский",))
    both = "[PER1 Виктор Рудневский] зовётся и [PER2 Владимир Рудневский]."
    assert pinned(both, known) == ["r", "r"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Северский технологический институт", "sti"),
        ("СТИ", "sti"),
        ("Политех", "sti"),
        ("институт СТИ", ""),
        ("завод «Полюс»", "pol"),
        ("Полюс", "pol"),
        ("ООО «Полюс»", "pol"),
        ("фонд «Полюс»", ""),
        ("цех завода «Полюс»", ""),
        ("Омский филиал АО «Полюс»", ""),
        ("Томский завод «Полюс»", "pol"),
        ("кафедра физики СТИ", ""),
        ("Томский государственный университет", "tgu"),
    ],
)
def test_a_body_by_name_acronym_alias_or_quoted_name(name: str, found: str) -> None:
    entries = (
        body("sti", "Северский технологический институт", "Политех", acronym="СТИ"),
        body("pol", "завод «Полюс»"),
        body("tgu", "Томский государственный университет", acronym="ТГУ"),
    )
    assert pinned(f"[ORG {name}] открыт.", *entries) == ([found] if found else [])


def test_an_acronym_with_another_expansion_is_another_body() -> None:
    entry = body("tgu", "Томский государственный университет", acronym="ТГУ")
    other = "[ORG1 Тверской государственный университет] ([ORG1 ТГУ]) открыт."
    assert pinned(other, entry) == []
    same = "[ORG1 Томский университет] ([ORG1 ТГУ]) открыт."
    assert pinned(same, entry) == ["tgu"]


@pytest.mark.parametrize(
    ("start", "found"),
    [(None, ["ne"]), (date(2025, 10, 15), ["ne"]), (date(2024, 10, 15), [])],
)
def test_an_event_of_another_year_is_another_edition(start: date | None, found: list[str]) -> None:
    bare = extraction("[EVT форум «Новая энергия»] открыт.")
    (only,) = bare.entities
    assert isinstance(only, Event)
    dated = replace(bare, entities=(replace(only, start=start),))
    registry = Registry([event("ne", "III форум «Новая энергия»", start="2025-10-15")])
    assert [entry.id for entry in registry.pins(dated).values()] == found


def test_match_takes_one_entity_alone(person: Person) -> None:
    registry = Registry([person("r", "Виктор Рудневский"), body("sti", "Институт", acronym="СТИ")])
    found = [registry.match(Entity("x", kind, name, (), ())) for kind, name in (
        (Kind.PERSON, "В. Рудневский"), (Kind.ORGANISATION, "СТИ"), (Kind.EVENT, "форум"),
        (Kind.PLACE, "СТИ"),
    )]  # fmt: skip
    assert [entry and entry.id for entry in found] == ["r", "sti", None, None]


def test_a_further_form_may_be_the_alias(person: Person) -> None:
    registry = Registry([person("s", "Сергей Вдовин", aliases=("Шнурок",))])
    for name, found in (("Сергей", "s"), ("Иван Шнурок", ""), ("Глеб Белов", "")):
        entry = registry.match(Entity("x", Kind.PERSON, name, ("Шнурок",), ()))
        assert (entry.id if entry else "") == found


def test_all_tables_have_the_ids_and_names_of_the_registry(person: Person) -> None:
    text = titled(
        "[POS Ректор=ректор] [ORG1 СТИ] [PER1 Рудневского=Рудневский] ждут. "
        "[PER2 Виктор Рудневский]."
    )
    registry = Registry(
        [
            person("r", "Виктор Михайлович Рудневский"),
            body("sti", "Северский технологический институт", acronym="СТИ"),
        ]
    )
    tables = make_tables([text], registry=registry)
    (row,) = tables["persons"].to_dict("records")
    assert (row["person_id"], row["name"], row["patronymic"]) == (
        "r",
        "Виктор Михайлович Рудневский",
        "Михайлович",
    )
    assert (row["also"], row["mentions"]) == ("Виктор Рудневский; Рудневский", 2)
    (row,) = tables["organisations"].to_dict("records")
    assert (row["organisation_id"], row["name"], row["acronym"]) == (
        "sti",
        "Северский технологический институт",
        "СТИ",
    )
    (row,) = tables["roles"].to_dict("records")
    assert (row["person_id"], row["organisation"]) == ("r", "Северский технологический институт")
    assert list(tables["press"]["person"]) == ["Виктор Михайлович Рудневский"]
    assert set(tables["mentions"]["entity_id"]) >= {"r", "sti"}
    assert "check" in tables
    assert "check" not in make_tables([text])


def test_a_registry_gives_a_unit_its_parent() -> None:
    text = extraction("[ORG1 СТИ] и [ORG2 Лаборатория света].")
    entries = [body("sti", "СТИ"), body("lab", "Лаборатория света", parent="СТИ")]
    frame = make_tables([text], registry=Registry(entries))["organisations"]
    assert list(frame["parent_id"].fillna("")) == ["", "sti"]


def test_a_place_that_is_an_employer_may_be_in_the_registry() -> None:
    bare = extraction("[POS Глава=глава] [LOC Томской области=Томская область] [PER Анна Серова].")
    title, place, who = bare.mentions
    role = Role(who, title, place, Status.CURRENT, "test", 0.9)
    text = replace(bare, links=Links((role,)))
    tables = make_tables([text], registry=Registry([body("70", "Томская область")]))
    assert list(tables["roles"]["organisation_id"]) == ["70"]
    assert list(tables["organisations"]["organisation_id"]) == ["70"]


def test_two_kinds_may_have_one_code(person: Person) -> None:
    """A person and a body of the same code stay two participants."""
    both = [person("1", "Анна Серова"), body("1", "СТИ"), event("1", "форум «Заря»")]
    bare = extraction("[PER Анна Серова] и [ORG СТИ] на [EVT форуме «Заря»=форум «Заря»].")
    who, firm, forum = bare.mentions
    parts = [Participation(m, forum, Part.GUEST, "test", 0.9) for m in (who, firm)]
    text = replace(bare, links=Links(participations=tuple(parts)))
    tables = make_tables([text], registry=Registry(both))
    rows = tables["participations"][["participant_id", "participant", "event_id"]]
    assert rows.to_numpy().tolist() == [["1", "Анна Серова", "1"], ["1", "СТИ", "1"]]
    assert list(tables["persons"]["person_id"]) == ["1"]
    assert list(tables["organisations"]["organisation_id"]) == ["1"]


def test_the_library_takes_a_registry(person: Person) -> None:
    registry = Registry([person("r", "Виктор Михайлович Рудневский")])
    tables = newsnlp.extract("Ректор Виктор Рудневский открыл форум.", registry=registry)
    assert list(tables["roles"]["person"]) == ["Виктор Михайлович Рудневский"]
    assert newsnlp.Registry is Registry


def test_without_a_registry_nothing_changes(rules: Pipeline) -> None:
    text = rules(newsnlp.Document("1", "Ректор СТИ Виктор Рудневский открыл форум."))
    same = Registry([]).read(text)
    assert same == (text, ())


def test_only_entities_change(rules: Pipeline, person: Person) -> None:
    """Mentions and links stay as they are, and every mention stays in one entity."""
    text = rules(newsnlp.Document("1", "Ректор СТИ Виктор Рудневский и В. Рудневский спорили."))
    found, _ = Registry([person("r", "Виктор Рудневский"), body("s", "СТИ")]).read(text)
    assert (found.mentions, found.links, found.sentences) == (
        text.mentions,
        text.links,
        text.sentences,
    )
    kept = sorted(mention.span for entity in found.entities for mention in entity.mentions)
    assert kept == sorted(mention.span for entity in text.entities for mention in entity.mentions)
