"""Participations: sentences of our own, analysed by a small stand-in for the taggers."""

import re

import pytest

from markup import parse
from newsnlp.relate.clauses import governing_verb, head_of, speech_mask, tokens_of
from newsnlp.relate.participations import find_participations
from newsnlp.schema import Analysis, Document, Kind, Part, Sentence, Span, Token

pymorphy3 = pytest.importorskip("pymorphy3")
MORPH = pymorphy3.MorphAnalyzer()
POS = {"INFN": "VERB", "PREP": "ADP", "PRTF": "VERB", "PRTS": "VERB", "ADJF": "ADJ"}


def analyse(text: str) -> Analysis:
    """One sentence a line; each token hangs from the first verb, and that is the root."""
    sentences = []
    for number, line in enumerate(re.finditer(r"[^\n]+", text)):
        words = list(re.finditer(r"\w+(?:-\w+)*|[^\w\s]", line[0]))
        parsed = [MORPH.parse(word[0])[0] for word in words]
        pos = [POS.get(str(item.tag.POS), str(item.tag.POS)) for item in parsed]
        root = pos.index("VERB") if "VERB" in pos else 0
        tokens = tuple(
            Token(
                Span(line.start() + word.start(), line.start() + word.end()),
                word[0],
                item.normal_form,
                kind,
                frozenset(),
                -1 if n == root else root,
                "root" if n == root else "nsubj",
            )
            for n, (word, item, kind) in enumerate(zip(words, parsed, pos, strict=True))
        )
        sentences.append(Sentence(Span(line.start(), line.end()), tokens, number))
    return Analysis(Document("d", text), tuple(sentences), ())


def parts(marked: str) -> set[tuple[str, str, Part]]:
    """(who, event, part) as the words stand."""
    text, found = parse(marked)
    mentions = sorted((m for _, m in found), key=lambda m: (m.span.start, -m.span.stop))
    rows = find_participations(analyse(text), mentions)
    return {
        (
            text[slice(r.who.span.start, r.who.span.stop)],
            text[slice(r.event.span.start, r.event.span.stop)],
            r.part,
        )
        for r in rows
    }


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
    ("Команда [ORG ТПУ] победила в [EVT чемпионате «Старт»].", Part.LAUREATE),
]


@pytest.mark.parametrize(("marked", "part"), ONE)
def test_one_sentence_gives_one_part(marked: str, part: Part) -> None:
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
def test_nothing_without_a_pair(marked: str) -> None:
    """Without a person or body and an event there is no row."""
    assert parts(marked) == set()


def test_rows_state_kind_evidence_and_score() -> None:
    """Every row names its rule, and a body is organiser, laureate or participant."""
    text, found = parse("[ORG ТГУ] провёл [EVT форум «Вектор»], открыл его [PER Лев Орлов].")
    rows = find_participations(analyse(text), [mention for _, mention in found])
    assert rows
    for row in rows:
        assert row.evidence.startswith("participations.")
        assert 0 <= row.score <= 1
        if row.who.kind is Kind.ORGANISATION:
            assert row.part in (Part.ORGANISER, Part.LAUREATE, Part.PARTICIPANT)


def test_the_event_may_stand_in_the_sentence_before() -> None:
    """«С докладами выступили …» speaks of the conference named before."""
    rows = parts(
        "В Томске прошла [EVT конференция «Лазеры»].\nС докладом выступил [PER Павел Дымов]."
    )
    assert rows == {("Павел Дымов", "конференция «Лазеры»", Part.SPEAKER)}


@pytest.mark.xfail(strict=True, reason="«участниками» weighs less than «встреча» and «стать»")
def test_participants_became() -> None:
    """«Участниками встречи стали …» lists participants."""
    rows = parts("Участниками [EVT встречи] стали [PER Лев Орлов].")
    assert [row[2] for row in rows] == [Part.PARTICIPANT]


def test_no_mentions_no_rows() -> None:
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
