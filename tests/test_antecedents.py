"""Whom a pronoun, a title or a noun means; the sentences are our own, the speaker is the answer."""

import pytest

from newsnlp.facts import facts_of
from newsnlp.pipeline import Pipeline
from newsnlp.resolve.antecedents import KEPT
from newsnlp.schema import Document, Kind, Mention, Span

RECTOR = "Ректор университета Иван Петров встретил министра науки Анну Орлову."
BOTH = "Мастер-класс провели профессор Иван Петров и скрипачка Анна Орлова."


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # pronouns: gender, then the nearest and the subject
        (f"{RECTOR} «Мы ждали этого визита два года», – сказал он.", "Иван Петров"),
        (f"{RECTOR} «Мы ждали этого визита два года», – сказала она.", "Анна Орлова"),
        ("Иван Петров поздравил Олега Быкова. «Мы рады», – добавил он.", "Иван Петров"),
        # titles: the same words, the head, a like office, the body beside
        (f"{RECTOR} «Мы ждали этого визита два года», – отметил ректор.", "Иван Петров"),
        (f"{RECTOR} «Мы приедем снова весной», – ответила министр.", "Анна Орлова"),
        (
            "Губернатор Томской области Олег Быков и мэр Томска Пётр Лебедев открыли мост. "
            "«Мост нужен всем районам», – сказал глава региона.",
            "Олег Быков",
        ),
        (
            "Генеральный директор завода Олег Быков принял депутата Петра Лебедева. "
            "«Завод работает в три смены», – рассказал гендиректор.",
            "Олег Быков",
        ),
        # nouns of one class with a title
        (f"{BOTH} «Струны любят тишину», – заметила музыкант.", "Анна Орлова"),
        (f"{BOTH} «Формулы любят тишину», – заметил учёный.", "Иван Петров"),
        (
            "Посол Чили Олег Быков встретился с мэром Петром Лебедевым. "
            "«Мы любим сибирский хлеб», – признался дипломат.",
            "Олег Быков",
        ),
        # nouns by what somebody did
        (
            "В конкурсе победила Анна Орлова, второй стала Ольга Быкова. "
            "«Было трудно до последней минуты», – рассказала победительница.",
            "Анна Орлова",
        ),
        (
            "В город приехал Олег Быков. Лекцию открыл проректор Пётр Лебедев. "
            "«У вас прекрасный зал», – сказал гость.",
            "Олег Быков",
        ),
        # a title said by a verb, a contraction, the person whose words have just been told
        (
            "Научным руководителем школы стал Олег Быков. Директор завода Пётр Лебедев подписал "
            "договор. «Школа откроется осенью», – добавил научный руководитель.",
            "Олег Быков",
        ),
        (
            "Заместитель председателя правительства края Олег Быков и министр Пётр Лебедев "
            "открыли цех. «Цех нужен краю», – сказал вице-премьер.",
            "Олег Быков",
        ),
        (
            "Токарь Олег Быков показал станок. По словам директора Ивана Лебедева, станков "
            "двадцать. «Работа есть у всех», – добавил он.",
            "Иван Лебедев",
        ),
        # a name in marks within the title, «учёный» as an adjective
        (
            "На вопросы ответили директор порта Пётр Лебедев и капитан ледокола «Вега» Олег Быков. "
            "«Лёд был тонкий», – сказал Лебедев. «Но прочный», – возразил капитан.",
            "Пётр Лебедев|Олег Быков",
        ),
        (
            "Отзыв зачитал учёный секретарь Пётр Лебедев. Микроскоп подарил физик Олег Быков. "
            "«Он видел три открытия», – пояснил учёный.",
            "Олег Быков",
        ),
        # who is named in the quote does not speak it
        (
            "На вечере выступили Олег Быков и Пётр Лебедев. "
            "«Пётр Лебедев научил нас всему», – сказал он.",
            "Олег Быков",
        ),
    ],
)
def test_speaker(rules: Pipeline, text: str, speaker: str) -> None:
    facts = facts_of(rules(Document("d", text)))
    assert [person.name for _, person in facts.quotes] == speaker.split("|")


def test_title_beside_a_name_is_its_holder(rules: Pipeline) -> None:
    text = "Приехал ректор Иван Петров. Позже пришёл ректор Олег Быков. Ректор Петров рад."
    names = {e.name for e in rules(Document("d", text)).entities if e.id.startswith("p-")}
    assert names == {"Иван Петров", "Олег Быков"}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Доклад прочёл физик Тимур Ли. Позже Ли ответил на вопросы.", 1),
        ("Доклад прочёл физик Максим Кит. Позже Кит ответил на вопросы.", 1),
        ("Открыла вечер Зухра Алиева. Позже Зухра-ханум ответила на вопросы.", 1),
        ("Приехали Тимур Ли и Олег Ли. Позже Ольга Быкова ответила на вопросы.", 3),
        ("Приехали Анна Быкова и её брат Олег Быков.", 2),
    ],
)
def test_persons_by_name(rules: Pipeline, text: str, count: int) -> None:
    entities = rules(Document("d", text)).entities
    assert sum(entity.id.startswith("p-") for entity in entities) == count


@pytest.mark.parametrize(
    ("text", "name", "stand_in"),
    [
        ("Договор подписал завод «Луч». Школьники уже видели предприятие.", "Луч", "предприятие"),
        ("Договор подписало ООО «Луч». Студентов ждёт компания.", "Луч", "компания"),
        (
            "Открылся отдел истории Канского музея камня. Музей ждёт гостей.",
            "Канский музей камня",
            "Музей",
        ),
        (
            "Банк «Затон» и Канский университет открыли курс. Студентов ждёт банк.",
            "Затон",
            "банк",
        ),
        (
            "Канская академия и Институт льда открыли курс. Он ждёт студентов института.",
            "Институт льда",
            "института",
        ),
    ],
)
def test_body(rules: Pipeline, text: str, name: str, stand_in: str) -> None:
    extraction = rules(Document("d", text))
    (body,) = (entity for entity in extraction.entities if entity.name == name)
    assert stand_in in [extraction.document.at(mention.span) for mention in body.mentions]


KNOWN = (
    ("Торговая палата края", Kind.ORGANISATION, True),
    ("Палата", Kind.ORGANISATION, True),
    ("VI форум «Зерно»", Kind.EVENT, True),
    ("её", Kind.ORGANISATION, False),
    ("Анна Орлова", Kind.PERSON, True),
    ("нём", Kind.EVENT, False),
    ("она", Kind.PERSON, False),
)


def test_known_mentions_lead_to_what_they_mean(pipeline: Pipeline) -> None:
    text = (
        "Торговая палата края сменила главу. Палата открыла VI форум «Зерно», и её новый директор "
        "Анна Орлова выступила на нём с докладом. Завтра она уедет."
    )
    marked, at = [], 0
    for words, kind, named in KNOWN:
        at = text.index(words, at)
        marked.append((Span(at, at + len(words)), kind, named))
    entities = pipeline.given(Document("d", text), marked).entities
    said = {e.kind: [text[slice(*_ends(m))] for m in e.mentions] for e in entities}
    assert said == {
        Kind.ORGANISATION: ["Торговая палата края", "Палата", "её"],
        Kind.EVENT: ["VI форум «Зерно»", "нём"],
        Kind.PERSON: ["Анна Орлова", "она"],
    }


@pytest.mark.parametrize(
    ("text", "names", "stand_in", "meant"),
    [
        ("Суд заседал в Томске. Житель города рад.", ["Томске"], "города", "Томске"),
        ("Из Китая в Казань. Страна ждёт.", ["Китая", "Казань"], "Страна", "Китая"),
        (
            "Из Омской области в Казань. Жители региона рады.",
            ["Омской области", "Казань"],
            "региона",
            "Омской области",
        ),
    ],
)
def test_place(rules: Pipeline, text: str, names: list[str], stand_in: str, meant: str) -> None:
    marked = [(word, word != stand_in) for word in (*names, stand_in)]
    spans = [(Span(text.index(w), text.index(w) + len(w)), Kind.PLACE, n) for w, n in marked]
    entities = rules.given(Document("d", text), spans).entities
    said = [[text[slice(*_ends(m))] for m in entity.mentions] for entity in entities]
    assert [meant, stand_in] in said


def _ends(mention: Mention) -> tuple[int, int]:
    return mention.span.start, mention.span.stop


def test_subject_pronoun_is_its_person(rules: Pipeline) -> None:
    extraction = rules(Document("d", "Приехала Анна Орлова. Она провела мастер-класс «Лепка»."))
    (participation,) = facts_of(extraction).participations
    assert (participation[1].name, participation[2].name) == (
        "Анна Орлова",
        "мастер-класс «Лепка»",
    )
    text = (
        "Она гостит у нас. Приехала Анна Орлова. "
        "«Она прекрасно поёт, хорошо танцует и пишет картины», – сказали."
    )
    (person,) = (e for e in rules(Document("d", text)).entities if e.id.startswith("p-"))
    assert len(person.mentions) == 1  # no pronoun before the name, none within speech


def test_the_nearest_of_many_are_judged(rules: Pipeline) -> None:
    given = ("Олег", "Иван", "Пётр", "Борис", "Фёдор", "Егор", "Антон", "Павел")
    surnames = ("Быков", "Соколов", "Лебедев", "Орлов", "Волков", "Зайцев", "Морозов", "Фролов")
    lines = [f"Пришёл {one} {other}." for one in given for other in surnames]
    assert len(lines) > KEPT
    text = "\n".join([*lines, "Речь произнёс Глеб Рябов. «Мы рады этому дню», – сказал он."])
    facts = facts_of(rules(Document("d", text)))
    assert [person.name for _, person in facts.quotes] == ["Глеб Рябов"]
