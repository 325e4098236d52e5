"""Indirect speech: whose it is, and which words are reported.

In the sentences below {…} is a piece of reported words, [P …] a person's name, and <…> a noun or
pronoun that the program itself must find. The first name or stand-in marked with * is the speaker.
"""

import pytest

from newsnlp.analyse import Analyser
from newsnlp.relate.quotes import hear, speaker_mentions
from newsnlp.schema import Document, Mention, Quote
from newsnlp.segment import segment
from speech_marks import parse


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    """The taggers, opened once."""
    return Analyser.load()


def reports_of(analyser: Analyser, text: str, names: list[Mention]) -> list[Quote]:
    """What the program finds in `text`, with the stand-ins that it makes."""
    document = Document("test", text)
    analysis = analyser(document, segment(document))
    mentions = [*names, *speaker_mentions(analysis, names)]
    return list(hear(analysis, mentions).reports)


@pytest.mark.parametrize(
    "marked",
    [
        # «что»
        "[P Иван Петров]* сообщил, что {новый корпус откроют в мае}.",
        "Директор школы [P Анна Орлова]* рассказала журналистам, что {ремонт закончен}.",
        "Вчера ректор университета [P Иван Петров]* заявил, что {набор вырос вдвое}.",
        "Об итогах рассказал [P Иван Петров]. <Он>* добавил, что {станки уже привезли}.",
        "Приехала [P Анна Орлова]. <Она>* подчеркнула, что {лёд ещё слишком тонкий}.",
        "Форум открыл [P Иван Петров]. <Ректор>* уточнил, что {гостей было больше тысячи}.",
        "[P Иван Петров]* рассказал о том, что {мост перекроют на неделю}.",
        "Как выяснилось, [P Анна Орлова]* предупредила, что {рейс задержат до утра}.",
        "На встрече выступила [P Анна Орлова]*, которая приехала из Омска, и пояснила, что "
        "{склад закроют осенью}.",
        "[P Иван Петров]*, выступая в Думе, отметил, что {закон примут весной}.",
        "[P Иван Петров]* ответил, что {трамвай пустят в срок}, передаёт ТАСС.",
        "Позже [P Иван Петров]* признался, что {о находке никому не говорил}.",
        "[P Анна Орлова]* пообещала, что {бассейн заработает к сентябрю}.",
        "[P Анна Орлова]* обратила внимание на то, как растёт город, и напомнила, что "
        "{школ в нём по-прежнему три}.",
        "[P Иван Петров]* открыл зал, отметив, что {его ждали десять лет}.",
        "[P Иван Петров]* сообщил, что {дамба «почти готова» и воды в ней мало}.",
        "[P Анна Орлова]* призналась, что {зиму в порту «едва пережили»}.",
        "[P Иван Петров]* добавил, что {«мост старый», а денег на новый нет}.",
        # «как»
        "Как сообщил [P Иван Петров]*, {новый корпус откроют в мае}.",
        "Как рассказала нам учитель физики [P Анна Орлова]*, {кабинет собирали всем миром}.",
        "{Новый корпус}, как сообщил [P Иван Петров]*, {откроют в мае}.",
        # the words come first
        "{Новый корпус откроют в мае}, сообщил ТАСС [P Иван Петров]*.",
        "{Дорогу до посёлка расчистили за ночь}, рассказала глава района [P Анна Орлова]*.",
        "Приехал [P Иван Петров]. {Мост простоит ещё сто лет}, добавил <он>*.",
        # the source
        "По словам [P Ивана Петрова]*, {новый корпус откроют в мае}.",
        "По словам директора музея [P Анны Орловой]*, {картину нашли на чердаке}.",
        "По мнению [P Анны Орловой]*, {городу нужен второй мост}.",
        "{Новый корпус}, по словам [P Ивана Петрова]*, {откроют в мае}.",
        "{Новый корпус откроют в мае}, по словам [P Ивана Петрова]*.",
        "Вопрос задали и [P Ивану Петрову]. По <его>* словам, {решения ещё нет}.",
        "Прилетела [P Анна Орлова]. По <её>* мнению, {погода скоро наладится}.",
        "Музей открыл [P Иван Петров]. По словам <директора>*, {зал строили три года}.",
        "Гости приехали в Омск, где, по словам [P Ивана Петрова]*, {их ждали с утра}.",
    ],
)
def test_reported_words_and_their_speaker(analyser: Analyser, marked: str) -> None:
    text, names, speakers, pieces = parse(marked)
    reports = reports_of(analyser, text, names)
    assert [[text[p.start : p.stop] for p in report.pieces] for report in reports] == [pieces]
    assert [report.speaker.span for report in reports] == speakers
    assert all(report.cue and report.evidence.startswith("indirect.") for report in reports)


@pytest.mark.parametrize(
    "marked",
    [
        "[P Петров]* сообщил, что {корпус откроют в мае}, а [P Орлова]* добавила, что {вход "
        "будет свободный}.",
        "По словам [P Петрова]*, {корпус готов}. [P Орлова]* возразила, что {окна не вставлены}.",
    ],
)
def test_two_speakers(analyser: Analyser, marked: str) -> None:
    text, names, speakers, pieces = parse(marked)
    reports = reports_of(analyser, text, names)
    assert [text[report.pieces[0].start : report.pieces[0].stop] for report in reports] == pieces
    assert [report.speaker.span for report in reports] == speakers


def test_one_speaker_of_two_clauses(analyser: Analyser) -> None:
    text, names, speakers, pieces = parse(
        "[P Петров]* сообщил, что {корпус откроют в мае}, и добавил, что {вход будет свободный}."
    )
    reports = reports_of(analyser, text, names)
    assert [text[report.pieces[0].start : report.pieces[0].stop] for report in reports] == pieces
    assert [report.speaker.span for report in reports] == speakers * 2


@pytest.mark.parametrize(
    "marked",
    [
        # bodies, several persons, nobody by name
        "В министерстве сообщили, что [P Иван Петров] приедет в мае.",
        "Министерство сообщило, что [P Иван Петров] приедет в мае.",
        "Пресс-служба музея сообщила, что выставку откроет [P Анна Орлова].",
        "[P Иван Петров] и [P Анна Орлова] сообщили, что корпус откроют в мае.",
        "Источник сообщил, что [P Иван Петров] уходит с поста.",
        "Представитель завода рассказал, что [P Иван Петров] болен.",
        "Сообщается, что [P Иван Петров] уходит с поста.",
        "Как сообщили в музее, выставку откроет [P Анна Орлова].",
        "По словам организаторов, выставку откроет [P Анна Орлова].",
        "По словам собеседника агентства, выставку откроет [P Анна Орлова].",
        "По данным университета, [P Иван Петров] выиграл грант.",
        # questions, thoughts, deeds
        "[P Иван Петров] спросил, когда откроют корпус.",
        "[P Иван Петров] рассказал, как строили корпус.",
        "[P Иван Петров] считает, что корпус откроют в мае.",
        "[P Иван Петров] надеется, что корпус откроют в мае.",
        "[P Иван Петров] уверен, что корпус откроют в мае.",
        "[P Иван Петров] предложил открыть корпус в мае.",
        "[P Иван Петров] пообещал доказать, что корпус не тесен.",
        # denied, wished, to come
        "[P Иван Петров] не сообщил, что корпус закроют.",
        "[P Иван Петров] сказал бы, что корпус тесен, но промолчал.",
        "[P Иван Петров] сообщит, что корпус готов, в понедельник.",
        "Попросите, чтобы [P Иван Петров] уточнил, что именно нужно привезти.",
        # by words, in direct speech, about the words
        "Мы верим [P Ивану Петрову] по его словам и делам.",
        "«Я сказал, что корпус будет готов, и он готов», – заявил [P Иван Петров].",
        "«По словам врачей, лёд тонкий, и мы ждём», – сказала [P Анна Орлова].",
        "Слова [P Ивана Петрова] о том, что корпус тесен, вызвали спор.",
    ],
)
def test_no_reported_words(analyser: Analyser, marked: str) -> None:
    text, names, _, _ = parse(marked)
    assert reports_of(analyser, text, names) == []
