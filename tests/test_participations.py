"""Participations: sentences of our own with their mentions marked, analysed by the models."""

from collections.abc import Callable

import pytest

from markup import parse
from newsnlp.analyse import Analyser
from newsnlp.relate.clauses import governing_verb, head_of, speech_mask, tokens_of
from newsnlp.relate.participations import find_participations
from newsnlp.schema import Analysis, Document, Kind, Part, Sentence, Span, Token
from newsnlp.segment import segment

Parts = Callable[[str], set[tuple[str, str, Part]]]


@pytest.fixture(scope="module")
def analyse() -> Callable[[str], Analysis]:
    """Text → its analysis by the models."""
    analyser = Analyser.load()

    def run(text: str) -> Analysis:
        document = Document("d", text)
        return analyser(document, segment(document))

    return run


@pytest.fixture(scope="module")
def parts(analyse: Callable[[str], Analysis]) -> Parts:
    """Marked text → (who, event, part) as the words stand."""

    def find(marked: str) -> set[tuple[str, str, Part]]:
        text, found = parse(marked)
        mentions = sorted((m for _, m in found), key=lambda m: (m.span.start, -m.span.stop))
        return {
            (
                text[slice(r.who.span.start, r.who.span.stop)],
                text[slice(r.event.span.start, r.event.span.stop)],
                r.part,
            )
            for r in find_participations(analyse(text), mentions)
        }

    return find


ONE = [
    ("Модератором [EVT форума «Вектор»] выступил [PER Олег Зимин].", Part.MODERATOR),
    ("Модератором [EVT круглого стола «Мосты»] стала [PER Анна Седова].", Part.MODERATOR),
    ("[PER Олег Зимин] модерировал [EVT дискуссию «Город и река»].", Part.MODERATOR),
    ("Ведущим [EVT концерта «Весна»] был [PER Пётр Лисин].", Part.MODERATOR),
    ("[EVT Заседание совета] прошло под председательством [PER Ивана Грекова].", Part.CHAIR),
    ("Председателем жюри [EVT конкурса «Лира»] стал [PER Иван Греков].", Part.CHAIR),
    ("Возглавил жюри [EVT олимпиады «Эврика»] [PER Иван Греков].", Part.CHAIR),
    ("[PER Вера Кулик] выступила с докладом на [EVT конференции «Лазеры»].", Part.SPEAKER),
    ("На [EVT конференции «Лазеры»] с докладом выступил [PER Павел Дымов].", Part.SPEAKER),
    ("[PER Павел Дымов] прочитал [EVT лекцию «Почему светит Луна»].", Part.SPEAKER),
    ("[EVT Мастер-класс «Узоры»] провела [PER Зоя Рябова].", Part.SPEAKER),
    ("[PER Зоя Рябова] рассказала на [EVT семинаре «Почвы Сибири»] о торфе.", Part.SPEAKER),
    ("В жюри [EVT конкурса «Лира»] вошла [PER Зоя Рябова].", Part.EXPERT),
    ("В состав жюри [EVT фестиваля «Кадр»] вошёл [PER Марк Юдин].", Part.EXPERT),
    ("Победителем [EVT конкурса «Лира»] стал [PER Марк Юдин].", Part.LAUREATE),
    ("[PER Марк Юдин] занял первое место на [EVT олимпиаде «Эврика»].", Part.LAUREATE),
    ("Победительницей [EVT конкурса «Лира»] признана [PER Дина Белова].", Part.LAUREATE),
    ("[PER Дина Белова] завоевала серебро [EVT чемпионата «Старт»].", Part.LAUREATE),
    ("[EVT Форум «Вектор»] открыл [PER Лев Орлов].", Part.GUEST),
    ("Участников [EVT форума «Вектор»] приветствовал [PER Лев Орлов].", Part.GUEST),
    ("На [EVT церемонии] награды вручил [PER Лев Орлов].", Part.GUEST),
    ("Куратором [EVT выставки «Лёд»] стала [PER Инга Маслова].", Part.ORGANISER),
    ("В [EVT форуме «Вектор»] принял участие [PER Лев Орлов].", Part.PARTICIPANT),
    ("[EVT Форум «Вектор»] прошёл на базе [ORG ТГУ].", Part.ORGANISER),
    ("Организатором [EVT форума «Вектор»] выступил [ORG ТГУ].", Part.ORGANISER),
    ("[ORG Томский политех] провёл [EVT конференцию «Лазеры»].", Part.ORGANISER),
    ("[EVT Конкурс «Лира»] организовал [ORG фонд «Слово»].", Part.ORGANISER),
    ("[EVT Форум «Вектор»] проходит при поддержке [ORG фонда «Слово»].", Part.PARTICIPANT),
    ("Жюри [EVT конкурса «Лира»]: [PER Марк Юдин].", Part.EXPERT),
    ("Работу [EVT хакатона «Код»] оценивало жюри во главе с [PER Марком Юдиным].", Part.CHAIR),
    ("Ведёт [EVT мастер-класс «Узоры»] [PER Зоя Рябова].", Part.SPEAKER),
    ("[EVT Заседание комиссии] вёл [PER Лев Орлов].", Part.CHAIR),
    ("[PER Зоя Рябова] провела [EVT совещание по торфу].", Part.CHAIR),
    ("[PER Зоя Рябова] посетила [EVT выставку «Лёд»].", Part.GUEST),
    ("Диплом [EVT конкурса «Лира»] вручили [PER Марку Юдину].", Part.LAUREATE),
    ("Среди гостей [EVT открытия] – [PER Лев Орлов].", Part.GUEST),
    ("Среди выступавших на [EVT круглом столе «Мосты»] – [PER Лев Орлов].", Part.SPEAKER),
    ("В [EVT конкурсе «Лира»] лучшим признан [PER Марк Юдин].", Part.LAUREATE),
    ("Команда [ORG ТПУ] победила в [EVT чемпионате «Старт»].", Part.LAUREATE),
]


@pytest.mark.parametrize(("marked", "part"), ONE)
def test_one_sentence_gives_one_part(marked: str, part: Part, parts: Parts) -> None:
    """The only pair of the sentence is found with the part that its words say."""
    assert [row[2] for row in parts(marked)] == [part]


NONE = [
    "[PER Олег Зимин] работает в институте с 1998 года.",
    "[EVT Форум «Вектор»] пройдёт осенью.",
    "[ORG ТГУ] закупил новые приборы.",
    "[LOC Томск] принимает [EVT форум «Вектор»].",
    "[POS Ректор] открыл [EVT форум «Вектор»].",
]


@pytest.mark.parametrize("marked", NONE)
def test_nothing_without_a_pair(marked: str, parts: Parts) -> None:
    """Without a person or body and an event there is no row."""
    assert parts(marked) == set()


def test_rows_state_kind_evidence_and_score(analyse: Callable[[str], Analysis]) -> None:
    """Every row names its rule, and a body is organiser, laureate or participant."""
    text, found = parse("[ORG ТГУ] провёл [EVT форум «Вектор»], открыл его [PER Лев Орлов].")
    rows = find_participations(analyse(text), [mention for _, mention in found])
    assert rows
    for row in rows:
        assert row.evidence.startswith("participations.") or row.evidence == "model"
        assert 0 <= row.score <= 1
        if row.who.kind is Kind.ORGANISATION:
            assert row.part in (Part.ORGANISER, Part.LAUREATE, Part.PARTICIPANT)


def test_participants_became(parts: Parts) -> None:
    """«Участниками встречи стали …» lists participants."""
    rows = parts("Участниками [EVT встречи] стали [PER Лев Орлов].")
    assert [row[2] for row in rows] == [Part.PARTICIPANT]


def test_no_mentions_no_rows(analyse: Callable[[str], Analysis]) -> None:
    """A text without mentions yields an empty list."""
    assert find_participations(analyse("Прошёл дождь."), []) == []


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("форум « Вектор » открыт", 0),
        ("« Мы очень рады видеть вас всех сегодня здесь » – сказал он", 9),
        ("« Мы очень рады", 4),
    ],
)
def test_speech_is_longer_than_a_title(text: str, spoken: int) -> None:
    """A quotation of few words is a title, an open one is speech."""
    tokens = [
        Token(Span(0, 1), word, word, "NOUN", frozenset(), -1, "root") for word in text.split()
    ]
    assert sum(speech_mask(tokens)) == spoken


def test_the_verb_above_and_the_head() -> None:
    """The head of a range looks out of it; a circle in the parse gives no verb."""

    def token(n: int, pos: str, head: int) -> Token:
        return Token(Span(2 * n, 2 * n + 1), "а", "а", pos, frozenset(), head, "x")

    tokens = (token(0, "PROPN", 1), token(1, "PROPN", 2), token(2, "VERB", -1))
    assert head_of(tokens, 0, 2) == 1
    assert governing_verb(tokens, 0) == 2
    circle = (token(0, "NOUN", 1), token(1, "NOUN", 0))
    assert governing_verb(circle, 0) == -1
    sentence = Sentence(Span(0, 5), tokens, 0)
    assert tokens_of(sentence, Span(2, 5)) == (1, 3)
    assert tokens_of(sentence, Span(1, 2)) == (0, 0)
