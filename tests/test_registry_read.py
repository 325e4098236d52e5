"""Files of a registry → entries, and what is said of broken ones."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from newsnlp.errors import RegistryError
from newsnlp.morph import Morph
from newsnlp.registry import BodyEntry, EventEntry, PersonEntry, Registry
from newsnlp.registry.template import write_templates
from newsnlp.schema import Kind


@pytest.fixture(scope="module")
def morph() -> Morph:
    return Morph.load()


def load(folder: Path, morph: Morph, **files: str) -> Registry:
    """The registry of files «people», «organisations», … with these texts."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8-sig")
    return Registry.load(folder, morph=morph)


def people(folder: Path, morph: Morph, text: str) -> list[PersonEntry]:
    entries = load(folder, morph, people=text).entries
    return [entry for entry in entries if isinstance(entry, PersonEntry)]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Рудневский Виктор Михайлович", "Виктор Михайлович Рудневский"),
        ("Виктор Михайлович Рудневский", "Виктор Михайлович Рудневский"),
        ("РУДНЕВСКИЙ ВИКТОР МИХАЙЛОВИЧ", "Виктор Михайлович Рудневский"),
        ("рудневский виктор михайлович", "Виктор Михайлович Рудневский"),
        ("Рудневскому Виктору Михайловичу", "Виктор Михайлович Рудневский"),
        ("рудневскому в. м.", "В. М. Рудневский"),
        ("Рудневский В.М.", "В. М. Рудневский"),
        ("бонч-бруевич анна-мария ивановна", "Анна-Мария Ивановна Бонч-Бруевич"),
        ("Алиев Рза оглы", "Алиев Рза оглы"),
        ("Шакира", "Шакира"),
        ("ЛИ АННА", "Анна Ли"),
        ("ЦОЙ ВМ", "В. М. Цой"),
        ("а. Цой", "А. Цой"),
        ("ким чен ын", "Ким Чен Ын"),
        ("Мохаммед бен Салман", "Мохаммед бен Салман"),
    ],
)
def test_names_in_any_case_and_order(tmp_path: Path, morph: Morph, written: str, name: str) -> None:
    assert [entry.name for entry in people(tmp_path, morph, f"ФИО\n{written}\n")] == [name]


def test_a_further_row_adds_titles_and_names(tmp_path: Path, morph: Morph) -> None:
    (entry,) = people(
        tmp_path,
        morph,
        "Код;ФИО;Другие формы;Должность;Организация;С;По\n"
        "7;Саввин Игорь Львович;;проректор;СТИ;2018;31.12.2024\n"
        "7;;Саввин-Горный Игорь;и. о. ректора;СТИ;01.2025;\n",
    )
    assert entry.id == "7"
    assert [str(post) for post in entry.posts] == [
        "проректор, СТИ, с 2018, по 2024-12-31",
        "и. о. ректора, СТИ, с 2025-01",
    ]
    assert entry.aliases == ("Саввин-Горный Игорь",)
    assert [name.full for name in entry.names] == ["Игорь Львович Саввин", "Игорь Саввин-Горный"]


@pytest.mark.parametrize("second", ["7;Саввин Игорь", "7;Игорь Саввин", ";САВВИН ИГОРЬ", "7;"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_row_is_of_an_entry_by_code_or_by_name(
    tmp_path: Path, morph: Morph, second: str, turned: bool
) -> None:
    rows = ["7;Саввин Игорь;проректор", f"{second};декан"]
    if turned and second != "7;":
        rows.reverse()
    (entry,) = people(tmp_path, morph, "\n".join(["Код;ФИО;Должность", *rows, ""]))
    assert (entry.id, entry.name, len(entry.posts)) == ("7", "Игорь Саввин", 2)


def test_namesakes_with_codes_are_two(tmp_path: Path, morph: Morph) -> None:
    text = "Код;ФИО;Должность\n1;Белова Анна;врач\n2;Анна Белова;учитель\n"
    assert [entry.id for entry in people(tmp_path, morph, text)] == ["1", "2"]


def test_parts_in_columns_of_their_own_are_taken_as_they_stand(
    tmp_path: Path, morph: Morph
) -> None:
    text = "Фамилия,Имя,Отчество\nМаксим,Кит,\n"
    assert [entry.name for entry in people(tmp_path, morph, text)] == ["Кит Максим"]


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2024", "2024"),
        ("2024-09", "2024-09"),
        ("2024-09-01", "2024-09-01"),
        ("1.9.2024", "2024-09-01"),
        ("09.2024", "2024-09"),
        ("2024 г.", "2024"),
        ("1 сентября 2024 года", "2024-09-01"),
        ("май 2024", "2024-05"),
        ("Марта 2024", "2024-03"),
    ],
)
def test_dates(tmp_path: Path, morph: Morph, written: str, iso: str) -> None:
    (entry,) = people(tmp_path, morph, f"ФИО;Должность;С\nЛи Анна;ректор;{written}\n")
    assert entry.posts[0].since == iso


def test_without_a_code_the_id_is_the_one_that_the_tables_have(
    tmp_path: Path, morph: Morph
) -> None:
    from_tables = "p-2ce5dfc3b4f0"  # of «Виктор Рулевский»
    assert people(tmp_path, morph, "name\nРулевский Виктор\n")[0].id == from_tables


@pytest.mark.parametrize(
    "text",
    [
        "id;name;aliases;position;organisation;since;until;note\n1;Ли Анна;;;;;;\n",
        "Код человека;Имя полностью;Фамилия;Имя;Отчество;Пол;Другие формы;Упоминаний;Документов\n"
        "1;Анна Ли;Ли;Анна;;ж;;2;1\n",  # the table of persons itself
        "ID\tФ. И. О.\n1\tЛи Анна\n",
        '"Код","ФИО"\r\n"1","Ли Анна"\r\n\r\n',
    ],
)
def test_keys_and_russian_titles_are_understood(tmp_path: Path, morph: Morph, text: str) -> None:
    assert [(entry.id, entry.name) for entry in people(tmp_path, morph, text)] == [("1", "Анна Ли")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_encodings_of_spreadsheets(tmp_path: Path, morph: Morph, encoding: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text("ФИО;Должность\nСерова Анна Львовна;ректор\n", encoding)
    assert Registry.load(path, morph=morph).entries[0].name == "Анна Львовна Серова"


def test_xlsx_with_days_as_excel_keeps_them(tmp_path: Path, morph: Morph) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Код", "ФИО", "Должность", "С"])
    sheet.append([7, "Серова Анна", "ректор", datetime(2024, 9, 1)])
    book.save(tmp_path / "сотрудники.xlsx")
    (entry,) = Registry.load([tmp_path], morph=morph).entries
    assert isinstance(entry, PersonEntry)
    assert (entry.id, str(entry.posts[0])) == ("7", "ректор, с 2024-09-01")


def test_bodies_and_events(tmp_path: Path, morph: Morph) -> None:
    registry = load(
        tmp_path,
        morph,
        organisations="Код;Название;Сокращение;Другие формы;Головная организация;Город\n"
        "sti;Северский технологический институт;СТИ;Северский технологический;;Северск\n",
        events="id;name;start;end;place\nne;форум «Новая энергия»;15.10.2025;2025-10-17;Томск\n",
    )
    event, body = registry.entries
    assert isinstance(body, BodyEntry)
    assert (body.id, body.acronym, body.place) == ("sti", "СТИ", "Северск")
    assert isinstance(event, EventEntry)
    assert (event.start, event.end, event.place) == ("2025-10-15", "2025-10-17", "Томск")


def test_one_file_may_hold_all_kinds(tmp_path: Path, morph: Morph) -> None:
    text = (
        "Вид;Код;Название;Сокращение\n"
        "человек;1;Серова Анна;\nорганизация;1;Северский институт;СИ\nмероприятие;1;форум «Заря»;\n"
    )
    entries = load(tmp_path, morph, everything=text).entries
    assert [(entry.kind, entry.name) for entry in entries] == [
        (Kind.PERSON, "Анна Серова"),
        (Kind.ORGANISATION, "Северский институт"),
        (Kind.EVENT, "форум «Заря»"),
    ]


def test_the_kind_is_told_by_columns_else_by_the_name_of_the_file(
    tmp_path: Path, morph: Morph
) -> None:
    load(tmp_path, morph, staff="Код;ФИО\n1;Серова Анна\n", мероприятия="Код;Название\n1;Заря\n")
    kinds = {entry.kind for entry in Registry.load(tmp_path, morph=morph).entries}
    assert kinds == {Kind.PERSON, Kind.EVENT}


BROKEN = [
    (
        "Код;ФИО;Телефон\n1;Серова Анна;123\n",
        ":1: unknown column «Телефон»; rename it to one of «Код человека», «Имя полностью»",
    ),
    ("Код;Должность;С\n1;ректор;2020\n", ":1: missing column «Имя полностью»; add it"),
    ("Код;ФИО;ФИО\n1;Серова Анна;\n", ":1: two columns «ФИО»; rename or delete one"),
    ("Код;ФИО;;Должность\n1;Серова Анна;;\n", ":1: column 3 has no heading"),
    ("Код;ФИО\n1;Серова Анна;ректор\n", ":2: 3 cells under 2 headings; put a cell that"),
    ("Код;ФИО\n1;\n", ":2: no name; fill «Имя полностью» or delete the line"),
    (
        "Код;ФИО\n1;Серова Анна\n\n1;Белов Пётр\n",
        ":4: the code «1» is that of «Серова Анна» (",
    ),
    ("Код;ФИО\n1;Серова Анна\n1;Серова Анна\n", ":3: «Серова Анна» stands so in "),
    (
        'Код;ФИО;Другие формы\n1;Серова Анна;"Сова; Аня"\n2;Серов Пётр;сова\n',
        ":3: «сова» is also a name of «Анна Серова» (",
    ),
    (
        "Код;ФИО;Другие формы\n1;Серова Анна;\n2;Белова Анна;Анна Серова\n",
        ":3: «Анна Серова» is also a name of «Анна Серова» (",
    ),
    (
        "ФИО;Должность;С\nСерова Анна;ректор;33.01.2020\n",
        ":2: «33.01.2020» in «С» is no date; write it like 2024, 2024-09, 2024-09-01 or 01.09.2024",
    ),
    ("ФИО;Должность;По\nСерова Анна;ректор;вчера\n", ":2: «вчера» in «По» is no date"),
    (
        "ФИО;Должность;С;По\nСерова Анна;ректор;2024;01.02.2023\n",
        ":2: «С» 2024 is after «По» 01.02.2023; swap or mend them",
    ),
    ("ФИО;Должность;С\nСерова Анна;;2024\n", ":2: «С» or «По» without «Должность»; fill it"),
    ("ФИО\n12345\n", ":2: «1» in «12345» is no part of a name; leave the bare name"),
    ("ФИО\nСерова (Белова) Анна\n", ":2: «(» in «Серова (Белова) Анна» is no part of a name"),
    ("ФИО\n...\n", ":2: «...» is no name of a person; mend it"),
    ('ФИО\n"Серова Анна\n', ": broken CSV: unexpected end of data; mend the quotation marks"),
    ("", ": empty: the file has no bytes"),
    (";;\n", ": empty; the first line names the columns"),
]


@pytest.mark.parametrize(("text", "message"), BROKEN, ids=[message for _, message in BROKEN])
def test_a_broken_registry_says_where_what_and_what_to_do(
    tmp_path: Path, morph: Morph, text: str, message: str
) -> None:
    path = tmp_path / "people.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(RegistryError) as caught:
        Registry.load(path, morph=morph)
    (line,) = str(caught.value).splitlines()
    assert line.startswith(f"{path}{message}"), line


def test_every_problem_is_told_at_once(tmp_path: Path, morph: Morph) -> None:
    text = "ФИО;Должность;С\nСерова Анна;ректор;3\nБелов Пётр;декан;4\n"
    with pytest.raises(RegistryError) as caught:
        load(tmp_path, morph, people=text, events="Название;Начало\nЗаря;5\n")
    lines = str(caught.value).splitlines()
    assert [line.split(": ")[0].rpartition("/")[2] for line in lines] == [
        "events.csv:2",
        "people.csv:2",
        "people.csv:3",
    ]


def test_a_wrong_encoding_is_told(tmp_path: Path, morph: Morph) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("ФИО\nСерова Анна\n".encode()[:-2] + b"\xff\xfe\x81\n")
    with pytest.raises(
        RegistryError, match=r"(damaged utf-8|unknown encoding).*; save it again as CSV"
    ):
        Registry.load(path, morph=morph)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none.csv", "no such file; mend the path, or «newsnlp registry init» writes templates"),
        ("empty", "no registry in it; «newsnlp registry init"),
        ("people.txt", "no CSV or XLSX; save the registry as one of these"),
        ("bad.xlsx", "not a readable XLSX"),
    ],
)
def test_what_is_no_registry(tmp_path: Path, morph: Morph, name: str, message: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "people.txt").write_text("ФИО\n")
    (tmp_path / "bad.xlsx").write_text("ФИО\n")
    with pytest.raises(RegistryError, match=f"{name}: {message}"):
        Registry.load(tmp_path / name, morph=morph)


def test_columns_that_fit_several_kinds_need_a_word(tmp_path: Path, morph: Morph) -> None:
    with pytest.raises(RegistryError, match=r"list\.csv:1: people, organisations or events\?"):
        load(tmp_path, morph, list="Код;Название\n1;Заря\n")


def test_a_cell_under_a_column_of_another_kind(tmp_path: Path, morph: Morph) -> None:
    text = "kind;name;position\nevent;форум «Заря»;ректор\n"
    with pytest.raises(RegistryError, match=r"list\.csv:2: «position» is no column of «event»"):
        load(tmp_path, morph, list=text)


def test_templates_are_registries(tmp_path: Path, morph: Morph) -> None:
    paths = write_templates(tmp_path / "registry")
    assert [path.name for path in paths] == ["people.csv", "organisations.csv", "events.csv"]
    assert [entry.name for entry in Registry.load(paths, morph=morph).entries] == [
        "Анна Петровна Примерова",
        "Институт примеров",
        "форум «Пример-2026»",
    ]
    before = paths[0].read_bytes()
    assert before.startswith(b"\xef\xbb\xbf")
    paths[0].write_text("ФИО\nСерова Анна\n", "utf-8")
    with pytest.raises(RegistryError, match="exists already; name another folder, or write over"):
        write_templates(tmp_path / "registry")
    assert paths[0].read_text("utf-8") == "ФИО\nСерова Анна\n"
    write_templates(tmp_path / "registry", force=True)
    assert paths[0].read_bytes() == before
