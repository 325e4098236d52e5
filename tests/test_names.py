"""Personal names: parts, nominative, gender, compatibility."""

import pytest

from newsnlp.morph import Morph
from newsnlp.names import PersonName, compatible, gender_of, parse_name
from phrases import tokens_of

MORPH = Morph.load()

NAMES = """
Dat|Анне Ковальчук|Анна Ковальчук|Fem
Dat|Рулевскому Виктору Михайловичу|Виктор Михайлович Рулевский|Masc
Ins|В. А. Садовничим|В. А. Садовничий|Masc
Gen|Гузели Амирхановны Шайхутдиновой|Гузель Амирхановна Шайхутдинова|Fem
Gen|Мухаммада Ахтара|Мухаммад Ахтар|Masc
Ins|Ли Цзюнем|Ли Цзюнь|Masc
Gen|Петровой М.И.|М. И. Петрова|Fem
Dat|Ивану Шевченко|Иван Шевченко|Masc
Acc|Марию Склодовскую-Кюри|Мария Склодовская-Кюри|Fem
Dat|Ольге Седых|Ольга Седых|Fem
Nom|Вадим Черных|Вадим Черных|Masc
Nom|Елена Крючкова|Елена Крючкова|Fem
Nom|Гагик Саркисян|Гагик Саркисян|Masc
Dat|Гагику Саркисяну|Гагик Саркисян|Masc
Gen|Никиты Кузьмы|Никита Кузьма|Masc
Loc|Игоре Гуляеве|Игорь Гуляев|Masc
Dat|Евгении Владимировне Белоус|Евгения Владимировна Белоус|Fem
Gen|Ильдара Ринатовича Хузина|Ильдар Ринатович Хузин|Masc
Dat|Павлу Сенько|Павел Сенько|Masc
Gen|Андрея Лысенко|Андрей Лысенко|Masc
Ins|Дарьей Мороз|Дарья Мороз|Fem
Gen|Льва Толстого|Лев Толстой|Masc
Dat|Коваленко Ирине Сергеевне|Ирина Сергеевна Коваленко|Fem
Gen|Александра Гордона|Александр Гордон|Masc
Ins|Лерой Кудрявцевой|Лера Кудрявцева|Fem
Gen|Конора Макгрегора|Конор Макгрегор|Masc
Gen|Юрия Дудя|Юрий Дудь|Masc
Gen|Виктора Цоя|Виктор Цой|Masc
Dat|Дмитрию Ивановичу Менделееву|Дмитрий Иванович Менделеев|Masc
Ins|Татьяной Голиковой|Татьяна Голикова|Fem
Dat|Льву Сове|Лев Сова|Masc
Dat|Нелли Запрудной|Нелли Запрудная|Fem
Nom|Жылдыз Бекова|Жылдыз Бекова|Fem
Nom|Ольга Саввична Реброва|Ольга Саввична Реброва|Fem
Gen|Анны-Марии Берг|Анна-Мария Берг|Fem
Dat|Захару Шпивню|Захар Шпивень|Masc
Nom|Мин София|София Мин|Fem
Nom|Сун Минь|Сун Минь|Masc
Nom|Клеменс Вайс|Клеменс Вайс|Masc
Nom|Сергей Зуевы|Сергей Зуев|Masc
Acc|Илона Штака|Илон Штак|Masc
""".strip().splitlines()


@pytest.mark.parametrize("row", NAMES)
def test_parses_a_name(row: str) -> None:
    case, text, full, gender = row.split("|")
    name = parse_name(tokens_of(text, case, MORPH), MORPH)
    assert name is not None
    assert (name.full, gender_of(name)) == (full, gender)


V = PersonName("Виктор", "Михайлович", "Рулевский", "Masc")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (PersonName("В.", "М.", "Рулевский"), True),
        (PersonName("В.", "", "Рулевский"), True),
        (PersonName(surname="Рулевский"), True),
        (PersonName("Виктор", "", "", "Masc"), True),
        (PersonName("В.", "А.", "Рулевский"), False),
        (PersonName("Иван", "", "Рулевский"), False),
        (PersonName("", "", "Рулевская", "Fem"), False),
        (PersonName("Виктор", "", "Соловьёв"), False),
    ],
)
def test_knows_whether_two_names_may_be_one_person(other: PersonName, *, expected: bool) -> None:
    assert compatible(V, other) is expected
    assert compatible(other, V) is expected


def test_yo_does_not_part_people() -> None:
    assert compatible(PersonName("Пётр", "", "Соловьев"), PersonName("Петр", "", "Соловьёв"))


def test_brackets_within_a_name_are_none_of_it() -> None:
    name = parse_name(tokens_of("[ Владимир ] Лунин", "Nom", MORPH), MORPH)
    assert name is not None
    assert name.full == "Владимир Лунин"
