"""Direct speech and its speakers.

In the sentences below {…} is a piece of direct speech, [P …] a person's name, and <…> a noun or
pronoun that the program itself must find. The first name or stand-in marked with * is the speaker.
"""

import time

import pytest

from newsnlp.analyse import Analyser
from newsnlp.relate.quotes import find_quotes, speaker_mentions
from newsnlp.relate.speech import find_speech
from newsnlp.schema import Document, Form, Kind, Mention, Quote
from newsnlp.segment import segment
from speech_marks import parse


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    """The taggers, opened once."""
    return Analyser.load()


def quotes_of(analyser: Analyser, text: str, names: list[Mention]) -> list[Quote]:
    """What the program finds in `text`, with the stand-ins that it makes."""
    document = Document("test", text)
    analysis = analyser(document, segment(document))
    mentions = [*names, *speaker_mentions(analysis, names)]
    return find_quotes(analysis, mentions)


def assert_one_quote(analyser: Analyser, marked: str) -> None:
    """One quote of the marked pieces, by the marked speaker."""
    text, names, speakers, pieces = parse(marked)
    quotes = quotes_of(analyser, text, names)
    assert [[text[p.start : p.stop] for p in quote.pieces] for quote in quotes] == [pieces]
    assert [quote.speaker.span for quote in quotes] == speakers


@pytest.mark.parametrize(
    "marked",
    [
        # after, in every kind of marks and dashes
        "«{Мы построили новый корпус за год}», – сказал [P Иван Петров]*.",
        '"{Мы построили новый корпус за год}", - сказал [P Иван Петров]*.',
        "„{Мы построили новый корпус за год}“, — сказал [P Иван Петров]*.",
        "«{Мы построили новый корпус за год}» — сказал [P Иван Петров]*.",
        '"{Мы построили новый корпус за год}",- сказал [P Иван Петров]*.',
        "«{Когда откроют музей?}» — спросила [P Анна Орлова]*.",
        "«{Какая победа!}» – воскликнул [P Пётр Лебедев]*.",
        "«{Мы бы приехали, но дорога…}» – вздохнула [P Анна Орлова]*.",
        "«{Зал открыт для тех, кто любит физику}», – заявила ректор университета [P Анна Орлова]*.",
        "«{Лаборатория работает круглые сутки}», – пояснил на открытии [P Пётр Лебедев]*.",
        # within, with the dash and the full stop in all orders
        "«{Начинаем с трёх проектов}, – отметил [P Иван Петров]*. – {Потом будет больше}».",
        "«{Начинаем с трёх проектов}, – отметил [P Иван Петров]*. – {Потом будет больше}.»",
        "«{Начинаем с трёх проектов}, – отметил [P Иван Петров]*, – {но потом их станет больше}».",
        "«{Разве это зима?} – удивился [P Иван Петров]*. – {Зимы у нас другие!}»",
        "«{Начинаем с малого}, – сказал [P Иван Петров]*. – {Это первый шаг}, – добавил он, – "
        "{и не последний}».",
        "«{Начинаем с малого}, – сказал [P Иван Петров]*. – {Дальше пойдём быстрее}. – И уточнил: "
        "– {Намного быстрее}».",
        # the speech goes on in marks of its own
        "«{Начинаем с малого}», – сказал [P Иван Петров]*. «{Дальше пойдём быстрее}».",
        # dash paragraphs
        "– {Мы ждали этого дня восемь лет}, – сказала [P Анна Орлова]*.",
        "— {Мы ждали этого дня восемь лет}, — сказала [P Анна Орлова]*. — {И дождались!}",
        "- {Мы ждали этого дня восемь лет}, - сказала [P Анна Орлова]*.- {И дождались}.",
        "– {Мы ждали этого дня. Восемь лет}, – сказала [P Анна Орлова]*, открывая зал. – {Ура}.",
        # colons
        "[P Иван Петров]* сказал: «{Станок старше меня, но работает}».",
        'Директор завода [P Иван Петров]* заметил: "{Станок старше меня}".',
        "Вечер открыла [P Анна Орлова], и [P Иван Петров]* ответил ей: «{Музыка важнее слов}».",
        "[P Петров]*: «{Отряд занял первое место и не собирается его отдавать}».",
        "[P Анна Орлова]* подчеркнула: «{Зал готов}, – и добавила: – {Мы ждём гостей}».",
        # a quotation over two paragraphs, closed only at its end
        "«{Мы открываем зал. Он нужен всем.}\n\n«{Мы ждём гостей}», – сказал [P Иван Петров]*.",
        # stand-ins
        "Форум открыл [P Иван Петров]. «{Мы рады гостям}», – добавил <он>*.",
        "Выступила [P Анна Орлова]. «{Мы рады гостям}», – сказала <она>*.",
        "Приехал [P Иван Петров]. «{Мы рады гостям}», – отметил <ректор>*.",
        "Приехал [P Иван Петров]. «{Мы рады гостям}, – смеётся <учёный>*. – {Приезжайте ещё}».",
        "Приехала [P Анна Орлова]. «{Город прекрасен}», – говорит <гостья>*.",
        "Приехал [P Иван Петров]. «{Лёд выдержал}», – рассказал <руководитель>* экспедиции.",
        # any verb whose subject follows
        "«{Мы не успели испугаться}», – пожала плечами [P Анна Орлова]*.",
        "– {Мама ничего не знает}, – улыбается [P Анна Орлова]*.",
        "«{Мы всё успеем}», – уверен [P Иван Петров]*.",
        # the object is no speaker
        "«{Он прошёл путь от лаборанта до декана}», – похвалил [P Лебедева] [P Иван Петров]*.",
        # titles, quotations and full stops within
        "«{Мы едем на форум «Технопром» всей командой}», – сказал [P Иван Петров]*.",
        "«{Мы едем на форум «Технопром»}, – сказал [P Иван Петров]*.",
        '"{Мы показали фильм "Зима" в трёх городах}", - сказала [P Анна Орлова]*.',
        "«{Первый год был трудным. Второй – ещё хуже. Третий – наш}», – сказал [P Иван Петров]*.",
        "«{Хлеб – это всегда работа, а не чудо}», – сказал [P Иван Петров]*.",
        "«{Мы приехали учиться}», – отметил [P И. С. Петров]*. – {Уедем мастерами}.",
    ],
)
def test_one_quote_with_its_speaker(analyser: Analyser, marked: str) -> None:
    assert_one_quote(analyser, marked)


@pytest.mark.parametrize(
    "marked",
    [
        "«{Мы ищем людей}», – сказала [P Орлова]*. «{Вы их нашли}», – ответил [P Петров]*.",
        "«{Мы ищем людей}», – сказала [P Орлова]*. [P Петров]* возразил: «{Люди ищут вас}».",
        "– {Сколько лет вы здесь работаете?} – спросила [P Орлова]*.\n\n"
        "– {Тридцать лет и два дня}, – ответил [P Петров]*.",
        "«{Пола в зале нет}», – сказала [P Орлова]*, а [P Петров]*, подумав, добавил: "
        "«{И потолка у нас нет}».",
        "«{Это был трудный год}», – сказал [P Петров]*.\n\n«{Следующий будет легче}», – сказала "
        "[P Орлова]*.",
    ],
)
def test_two_speakers_in_turn(analyser: Analyser, marked: str) -> None:
    text, names, speakers, pieces = parse(marked)
    quotes = quotes_of(analyser, text, names)
    assert [text[quote.pieces[0].start : quote.pieces[0].stop] for quote in quotes] == pieces
    assert [quote.speaker.span for quote in quotes] == speakers


def test_a_second_paragraph_goes_on_with_the_same_speaker(analyser: Analyser) -> None:
    text, names, speakers, _ = parse(
        "«Мы построили корпус», – сказал [P Иван Петров]*.\n\n«Теперь мы построим общежитие.»"
    )
    assert [quote.speaker.span for quote in quotes_of(analyser, text, names)] == speakers * 2


def test_an_interview_alternates(analyser: Analyser) -> None:
    text, names, speakers, _ = parse(
        "– Как вы нашли остров? – спросила [P Анна Орлова]*.\n\n– По карте, – ответил "
        "[P Иван Петров]*.\n\n– А кто её рисовал?"
    )
    found = [quote.speaker.span for quote in quotes_of(analyser, text, names)]
    assert found == [*speakers, speakers[0]]


@pytest.mark.parametrize(
    "marked",
    [
        # a letter that one person signs, and who is quoted by others
        "«{Приборы ждали нас полгода}», – говорится в обращении [P Анны Орловой]* к студентам.",
        "«{Приборы ждали нас полгода}», – сказано в письме ректора [P Ивана Петрова]*.",
        "«{Приборы ждали нас полгода}», – цитирует [P Анну Орлову]* портал.",
        # a noun for a person that no dictionary knows for one
        "Приехал [P Иван Петров]. «{Мы ждали нового договора}», – отметил <профлидер>*.",
        # an interview: the only person whom the paragraph before names answers
        "Музеем руководит [P Иван Петров]*.\n\n– Сколько лет вы здесь работаете?\n\n"
        "– {Я работаю здесь тридцать лет}.",
    ],
)
def test_letters_and_interviews(analyser: Analyser, marked: str) -> None:
    assert_one_quote(analyser, marked)


@pytest.mark.parametrize(
    "marked",
    [
        # marks that are closed paragraphs later
        "«{Мы открываем зал.}\n\n{Он нужен всем.}\n\n{Приходите}», – сказал [P Иван Петров]*.",
        "«{Мы открываем зал}, – сказал [P Иван Петров]*. – {Он нужен всем.}\n\n{Приходите}».",
        # a colon ends the paragraph before
        "На открытии [P Иван Петров]* сказал:\n\n«{Мы открываем зал, и он нужен всем}».",
        "На вопрос о зале [P Иван Петров]* ответил:\n\n– {Мы откроем его в мае}.",
        # a title in marks is part of the clause
        "[P Иван Петров]*, который приехал на форум «Юг», возразил: «{Мы откроем зал в мае}».",
        "[P Анна Орлова]* назвала срок «разумным»: «{В мае мы всё успеем. Не раньше}».",
        # whose words are cited
        "Выступила [P Анна Орлова]. «{Зал открыт для всех}», – цитирует <её>* портал «Юг».",
        "Выступил [P Иван Петров]. «{Зал открыт для всех}», – приводит <его>* слова агентство.",
        "Выступил [P Иван Петров]. «{Зал открыт для всех}», – приводит слова <директора>* портал.",
        "Ушёл [P Иван Петров]. «{Зал я оставляю открытым}», – говорится в <его>* письме.",
        "По мнению директора музея [P Ивана Петрова]*, срок разумен: «{В мае мы всё успеем}».",
        "По словам [P Анны Орловой]*, лёд слаб, «{выходить на него нельзя никому, даже рыбакам}».",
        # a dash within a paragraph, a clause in marks after «что»
        "Гостей вела [P Анна Орлова]. – {Смотрите под ноги}, – учила <она>*. – {Лёд тонкий}.",
        "«{Ждём «Ладью» (так зовут наш катер. – Прим. ред.) и верим в неё}», – сказала "
        "[P Анна Орлова]*.",
        "[P Иван Петров]* сказал, что «{лёд там слаб и не выдержит даже кошку, не то что вас}».",
        "Решение, по словам критика [P Ивана Петрова]*, «{приняли с третьего раза и при открытых "
        "дверях}».",
        # nouns before a colon, no blank after it
        "Цитата дня от [P Анны Орловой]*: «{Зал открыт, а мы нет}».",
        'Помолчав, [P Анна Орлова]* сказала:"{На север. Он всегда там}".',
        # a verb of speech without its subject
        "Зал открыла [P Анна Орлова]*. Сказала коротко: «{Мы вас ждали}».",
        "Вечер вёл [P Иван Петров]*. На вопрос о сроках ответил: «{Откроемся, когда высохнет}».",
        # verbs that the tagger does not know
        "«{Мы не успеем к маю}», – кипятился с трибуны инженер [P Иван Петров]*.",
        "«{Мы не успеем к маю}», – развёл руками [P Иван Петров]*.",
        # brackets
        "«{Я приехал сюда в пятый раз и приеду в шестой}» ([P Иван Петров]*).",
        "[P Анна Орлова]* отчиталась о переезде («{Мы перевезли всё и ничего не потеряли}»).",
        # whom somebody else's name stands beside
        "«{Девушка победила впервые}», – заметил [P Иван Петров]*, поздравляя [P Анну Орлову].",
    ],
)
def test_attributions_of_other_kinds(analyser: Analyser, marked: str) -> None:
    assert_one_quote(analyser, marked)


@pytest.mark.parametrize(
    "marked",
    [
        # who asks is not named: answers alone, also to what is no question, and short ones
        "Музеем руководит [P Иван Петров]*.\n\n– Сколько у вас залов?\n– {Двенадцать}.\n\n"
        "– Говорят, вы их закрываете.\n– {Врут}.\n\n– А новые будут?\n– {Один, в мае}.",
        # questions call by name; what interrupts the talk changes nothing
        "Приехали [P Анна Орлова] и [P Иван Петров].\n\n– [P Иван Петров]*, как дела?\n– {Идут}."
        "\n\nЗвонит телефон.\n\n– А планы?\n– {Планы большие}.",
        # a reporter in another case is not the one who answers
        "Нашему корреспонденту [P Олегу Быкову] встречу назначил [P Иван Петров]*.\n\n"
        "– Сколько лет вы здесь?\n\n– {Тридцать лет}.\n\n– Устали?\n\n– {Ни дня}.",
        # the attribution by a noun goes to who is interviewed
        "Музеем руководит [P Иван Петров]*.\n\n– Сколько лет вы здесь?\n\n– {Тридцать лет}, – "
        "смеётся собеседник.\n\n– Устали?\n\n– {Ни дня}.",
    ],
)
def test_answers_of_an_interview(analyser: Analyser, marked: str) -> None:
    text, names, speakers, pieces = parse(marked)
    quotes = quotes_of(analyser, text, names)
    assert [text[quote.pieces[0].start : quote.pieces[0].stop] for quote in quotes] == pieces
    by_name = {text[quote.speaker.span.start : quote.speaker.span.stop] for quote in quotes}
    assert by_name == {text[span.start : span.stop] for span in speakers}


def test_questions_of_a_reporter_who_is_named(analyser: Analyser) -> None:
    text, names, _, _ = parse(
        "С [P Иваном Петровым] говорила корреспондент газеты [P Анна Орлова].\n\n– Сколько у вас "
        "залов?\n\n– Двенадцать.\n\n– А новые будут?\n\n– Один, в мае."
    )
    quotes = quotes_of(analyser, text, names)
    assert [text[quote.speaker.span.start : quote.speaker.span.stop] for quote in quotes] == [
        "Анна Орлова",
        "Иваном Петровым",
    ] * 2


def test_a_dialogue_of_two_is_no_interview(analyser: Analyser) -> None:
    text, names, _, _ = parse(
        "Приехала [P Анна Орлова]. Её встретил [P Иван Петров].\n\n– Когда откроете зал? – спросила"
        " [P Анна Орлова].\n\n– Откроем в мае, – ответил он."
    )
    quotes = quotes_of(analyser, text, names)
    assert [text[quote.speaker.span.start : quote.speaker.span.stop] for quote in quotes] == [
        "Анна Орлова",
        "он",
    ]


def test_paragraphs_with_a_name_before(analyser: Analyser) -> None:
    text, names, speakers, pieces = parse(
        "[P Анна Орлова]*: {Сколько залов вы открыли?}\n\n[P Иван Петров]*: {Мы открыли два зала}."
    )
    quotes = quotes_of(analyser, text, names)
    assert [text[quote.pieces[0].start : quote.pieces[0].stop] for quote in quotes] == pieces
    assert [quote.speaker.span for quote in quotes] == speakers


@pytest.mark.parametrize(
    "marked",
    [
        "«Приборы ждали нас полгода», – говорится в обращении университета.",
        "Справки: [P Анна Орлова].\n\n[P Иван Петров]: Томск, улица Садовая, дом восемь.",
        "Музеем руководят [P Иван Петров] и [P Анна Орлова].\n\n– Сколько лет вы работаете?\n\n"
        "– Мы работаем тридцать лет.",
        "[P Иван Петров] открыл форум «Технопром».",
        "[P Иван Петров] возглавил компанию «Северный ветер».",
        "Лекцию «Почему светится море» прочитал [P Иван Петров].",
        "[P Иван Петров] прочитал доклад: «Почему светится море».",
        "«Северный ветер» – крупнейшая компания региона, ею руководит [P Иван Петров].",
        "[P Иван Петров] назвал проект «смелым».",
        "«Работы завершены в срок», – говорится в сообщении университета.",
        "«Работы завершены в срок», – рассказали в пресс-службе.",
        "«Работы завершены в срок», – сообщил источник в правительстве.",
        "По словам [P Ивана Петрова], работы завершены в срок.",
        "[P Иван Петров] сообщил, что работы завершены в срок.",
        "Встречу «Учёные – детям» провела [P Анна Орлова].",
        "Программа:\n– открытие выставки\n– лекция [P Анны Орловой]",
        "Победила команда «Вперёд!», её капитан – [P Анна Орлова].",
        "Премию «Мы помним» получила [P Анна Орлова].",
        "Выступит [P Иван Петров].\n– Сколько стоит вход?\n– взрослый билет\n– детский билет",
        "Урок – «Мой край» – провёл учитель [P Иван Петров].",
        "Докладчики:\n– [P Иван Петров], директор школы;\n– [P Анна Орлова], учитель.",
        "[P Иван Петров] предложил:\n– открыть зал;\n– позвать гостей.",
        "Зал открыла [P Анна Орлова]. Пресс-служба сообщила: «Мы ждали гостей весь год».",
        "По словам [P Анны Орловой], выставка называется «Мы помним».",
    ],
)
def test_no_quote(analyser: Analyser, marked: str) -> None:
    text, names, _, _ = parse(marked)
    assert quotes_of(analyser, text, names) == []


@pytest.mark.parametrize(
    "text", ["«" * 3000, "« – " * 3000, '" ' * 3000, "«а» – б, – " * 2000, "", "»", "–", "«»"]
)
def test_odd_marks_cost_no_time(text: str) -> None:
    started = time.process_time()
    find_speech(text, lambda span: False)
    find_speech(text, lambda span: True)
    assert time.process_time() - started < 2.0


def test_made_stand_ins_are_persons(analyser: Analyser) -> None:
    document = Document("test", "Форум открыл Иван Петров. «Мы рады гостям», – добавил он.")
    (made,) = speaker_mentions(analyser(document, segment(document)), [])
    assert (made.kind, made.form, made.evidence) == (Kind.PERSON, Form.PRONOUN, "quotes.speaker")
    assert document.at(made.span) == "он"
