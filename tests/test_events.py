"""Events named and referred to, each with the sentence that says so."""

from collections.abc import Callable

import pytest

from markup import parse
from newsnlp.analyse import Analyser
from newsnlp.morph import Morph
from newsnlp.recognise.events import event_head, find_events, without_events
from newsnlp.schema import Document, Form, Mention
from newsnlp.segment import segment

Find = Callable[[str], list[Mention]]


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser.load()


@pytest.fixture(scope="module")
def events(analyser: Analyser) -> Find:
    """Text → its events, found without any persons or bodies."""
    morph = Morph.load()

    def find(text: str) -> list[Mention]:
        document = Document("test", text)
        return find_events(analyser(document, segment(document)), morph, [])

    return find


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("В Омске прошёл круглый стол «Степь и город».", ["круглый стол «Степь и город»"]),
        ("Она выступила на форуме «Вектор».", ["форум «Вектор»"]),
        ("Рабочие приехали на XI Форум «Сталь».", ["XI Форум «Сталь»"]),
        ("Студенты слушали лекцию «Зачем нам лёд».", ["лекция «Зачем нам лёд»"]),
        ("Открылась выставка «Берег».", ["выставка «Берег»"]),
        ("Состоялось заседание учёного совета.", ["заседание учёного совета"]),
        ("Прошёл семинар по физике.", ["семинар по физике"]),
        ("Начался чемпионат по гребле.", ["чемпионат по гребле"]),
        ("Состоялась встреча с ветеранами.", ["встреча с ветеранами"]),
        ("Провели мастер-класс по лепке.", ["мастер-класс по лепке"]),
        ("Началась пресс-конференция.", ["пресс-конференция"]),
        ("Завершился хакатон «Код тайги».", ["хакатон «Код тайги»"]),
        ("Открылся фестиваль «Зимний свет».", ["фестиваль «Зимний свет»"]),
        ("Гости посетили концерт «Хор двух рек».", ["концерт «Хор двух рек»"]),
        ("Жюри конкурса «Первый шаг» собралось.", ["конкурс «Первый шаг»"]),
        ("Завершилась экскурсия по заводу.", ["экскурсия по заводу"]),
        ("Состоялось совещание о ремонте дорог.", ["совещание о ремонте дорог"]),
        ("Прошёл вебинар «Сам себе редактор».", ["вебинар «Сам себе редактор»"]),
        ("Мы участвовали в турнире по самбо.", ["турнир по самбо"]),
        ("Состоялась олимпиада по химии.", ["олимпиада по химии"]),
        ("Их ждёт День открытых дверей.", ["День открытых дверей"]),
        ('Прошла конференция "Вода".', ["конференция «Вода»"]),
        ("Начался брифинг.", ["брифинг"]),
        ("Встреча прошла в библиотеке.", ["встреча"]),
        ("В Уфе прошёл демодень «Разбег».", ["демодень «Разбег»"]),
        ("Модерировал встречу с ветеранами Олег Зимин.", ["встреча с ветеранами"]),
        ("Состоялся День поля Тверской области – 2024.", ["День поля Тверской области – 2024"]),
        ("Провели субботник.", ["субботник"]),
        ("Состоялась панельная дискуссия «Рынок и труд».", ["панельная дискуссия «Рынок и труд»"]),
    ],
)
def test_names_an_event(text: str, names: list[str], events: Find) -> None:
    found = [m.normal for m in events(text) if m.form is Form.NAME]
    assert found == names


@pytest.mark.parametrize(
    ("marked", "kept"),
    [
        ("Прошло [ORG общее собрание кластера].", []),
        ("Прошёл [ORG демодень «Разбег»].", []),
        ("Приехала [ORG Ассамблея народов].", ["Ассамблея народов"]),
        ("Закрылась [ORG Школа молодых гидрологов].", ["Школа молодых гидрологов"]),
    ],
)
def test_a_body_named_like_a_forum_is_one(marked: str, kept: list[str], analyser: Analyser) -> None:
    text, found = parse(marked)
    document = Document("test", text)
    left = without_events(analyser(document, segment(document)), [m for _, m in found])
    assert [document.at(m.span) for m in left] == kept


@pytest.mark.parametrize(
    "text",
    [
        "Школа закрыта на ремонт.",
        "Новый день начался с дождя.",
        "На следующий день все уехали.",
        "Депутаты Законодательного собрания уехали.",
        "Мероприятие понравилось всем.",
        "Ставка выросла, рынок упал.",
        "Книга «Форум» поступила в продажу.",
        "Цены на концерты выросли.",
        "Защита прав важна.",
        "Игра слов получилась.",
        "После встречи все уехали.",
        "Она выступила с лекцией о хирургии.",
        "Раздельный сбор мусора начался.",
    ],
)
def test_is_no_event(text: str, events: Find) -> None:
    assert events(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Прошёл форум «Вектор». На форуме спорили.", "форуме"),
        ("Открылась выставка «Берег». Выставка работает с утра.", "Выставка"),
        ("Состоялся семинар по физике. Участники семинара уехали.", "семинара"),
        ("Прошёл хакатон «Код тайги». Мероприятие вёл робот.", "Мероприятие"),
        ("Открылся турнир по самбо. На соревнованиях было людно.", "соревнованиях"),
        ("Прошла лекция «Лёд». После лекции пили чай.", "лекции"),
    ],
)
def test_refers_to_an_earlier_event(text: str, words: str, events: Find) -> None:
    (later,) = [m for m in events(text) if m.form is Form.NOMINAL]
    assert text[later.span.start : later.span.stop] == words


def test_quoted_name_alone_is_the_event_again(events: Find) -> None:
    text = "Прошёл форум «Технорост». Гости «Технороста» довольны."
    found = events(text)
    assert [text[m.span.start : m.span.stop] for m in found] == ["форум «Технорост»", "Технороста"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Они ехали на XII Международный форум «Сталь».", "XII Международный форум «Сталь»"),
        ("Вёл он научный семинар по оптике в среду.", "научный семинар по оптике"),
        ("Прошло заседание учёного совета в четверг.", "заседание учёного совета"),
        ("Состоялась лекция на тему «Лёд» в музее.", "лекция на тему «Лёд»"),
    ],
)
def test_span_is_the_name_without_date_and_place(text: str, words: str, events: Find) -> None:
    assert words in [text[m.span.start : m.span.stop] for m in events(text)]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("XII Международный форум «Технорост-2025»", "форум"),
        ("круглый стол «Россия – Индия»", "круглый стол"),
        ("заседание учёного совета", "заседание"),
        ("IV конференция по оптике", "конференция"),
        ("День открытых дверей", "день открытых дверей"),
        ("пленарное заседание форума", "пленарное заседание"),
        ("медиафорум «Слово»", "медиафорум"),
        ("Научные чтения памяти Попова", "научные чтения"),
        ("прием граждан", "приём граждан"),
        ("Технорост", ""),
    ],
)
def test_kind_of_a_name(name: str, kind: str) -> None:
    assert event_head(name) == kind
