"""The network that reads who takes part as what: serving, and sentences with their parts."""

import json
from pathlib import Path

import pytest

from newsnlp.analyse import Analyser
from newsnlp.errors import WeightsError
from newsnlp.morph import Morph
from newsnlp.relate.cues import read_cues
from newsnlp.relate.pairs import list_pairs
from newsnlp.relate.reader import ANSWERS, Read, Reader, Reading
from newsnlp.schema import Document, Form, Kind, Mention, Span
from newsnlp.segment import segment

MODEL = Path(__file__).resolve().parents[1] / "src" / "newsnlp" / "resources" / "model"
PROBE = json.loads((MODEL / "card.json").read_text("utf-8"))["reader"]["probe"]
NEAR = 0.1  # int8 beside float


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser.load(Morph.load())


@pytest.fixture(scope="module")
def reader(analyser: Analyser) -> Reader:
    return Reader.load(Morph.load().words, analyser.embedding)


def read(analyser: Analyser, reader: Reader, text: str, *marked: tuple[int, int, str]) -> Reading:
    document = Document("d1", text)
    analysis = analyser(document, segment(document))
    mentions = [
        Mention(Span(start, stop), Kind(kind), Form.NAME, text[start:stop], "test", 1.0)
        for start, stop, kind in marked
    ]
    pairs = list(list_pairs(analysis, mentions))
    cues = tuple(read_cues(analysis.sentences))
    return reader(analysis.sentences, cues, mentions, pairs, [[m] for m in mentions])


def test_serving_says_what_training_computed(analyser: Analyser, reader: Reader) -> None:
    found = read(analyser, reader, PROBE["text"], *map(tuple, PROBE["mentions"]))
    assert len(found) == len(PROBE["answers"])
    for a, b, c, d, *chances in PROBE["answers"]:
        assert found[Span(a, b), Span(c, d)].chances == pytest.approx(chances, abs=NEAR)


def test_chances_add_up(analyser: Analyser, reader: Reader) -> None:
    found = read(analyser, reader, PROBE["text"], *map(tuple, PROBE["mentions"]))
    for chances, _ in found.values():
        assert len(chances) == len(ANSWERS)
        assert sum(chances) == pytest.approx(1, abs=1e-5)


def test_nothing_to_read_gives_nothing(analyser: Analyser, reader: Reader) -> None:
    assert read(analyser, reader, "Виктор Лядов уехал.", (0, 12, "person")) == {}
    assert read(analyser, reader, "") == {}


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("Модератором [форума] стала [Анна Серова].", "модератор"),
        ("На [форуме] [Анна Серова] выступила с докладом о воде.", "спикер"),
        ("[Анна Серова] прочла гостям [форума] лекцию о воде.", "спикер"),
        ("Победителем [конкурса] стала [Анна Серова].", "лауреат"),
        ("В жюри [конкурса] вошла [Анна Серова].", "эксперт"),
        ("[Заседание] прошло под председательством [Анны Серовой].", "председатель"),
        ("Организатор [форума] – [Анна Серова].", "организатор"),
        ("Участников [форума] приветствовала [Анна Серова].", "гость"),
        ("В [форуме] приняла участие [Анна Серова].", "участник"),
        ("Книгу об истории города написала [Анна Серова]. [Форум] пройдёт в мае.", ""),
    ],
)
def test_the_part_is_read(analyser: Analyser, reader: Reader, sentence: str, part: str) -> None:
    text, marked = "", []
    for n, piece in enumerate(sentence.replace("]", "[").split("[")):
        if n % 2:
            kind = "person" if "Серов" in piece else "event"
            marked.append((len(text), len(text) + len(piece), kind))
        text += piece
    found = read(analyser, reader, text, *marked)
    chances, _ = next(iter(found.values()), Read((1.0, *[0.0] * 8), 1.0))
    assert ANSWERS[chances.index(max(chances))] == part


def test_a_foreign_file_is_refused(analyser: Analyser, tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"card\.json: missing"):
        Reader.load(Morph.load().words, analyser.embedding, folder=tmp_path)
