"""The taggers say nearly what slovnet's own code says, and refuse files that are not natasha's."""

from collections.abc import Sequence
from pathlib import Path

import navec
import numpy as np
import pytest
import slovnet

from newsnlp.errors import WeightsError
from newsnlp.taggers import MARKS, STATES, Taggers, encoder, find_models
from newsnlp.taggers.embedding import Embedding

Model = slovnet.Morph | slovnet.Syntax | slovnet.NER

SENTENCES = [
    "Ректор ТУСУРа Виктор Рулевский открыл форум « Наука будущего » в Томске .",
    "« Мы ждём гостей из 12 стран , — сказала проректор по науке Анна Петрова . —",
    "Россия",
    "? !",
    "МИНИСТР обороны qwerty-123 и Бурбулькин-Зюзюкин …",
    "27 августа 2025 года в Высшей школе экономики пройдёт заседание учёного совета , "
    "в котором примут участие представители Минобрнауки России и РАН .",
]


@pytest.fixture(scope="module")
def taggers() -> Taggers:
    return Taggers.load()


@pytest.fixture(scope="module")
def theirs() -> list[Model]:
    """Three models as slovnet runs them itself."""
    folder = find_models()
    (path,) = (folder / "emb").glob("*.tar")
    embedding = navec.Navec.load(str(path))
    kinds = {"morph": slovnet.Morph, "syntax": slovnet.Syntax, "ner": slovnet.NER}
    return [
        kind.load(str(folder / f"model/slovnet_{name}_news_v1.tar")).navec(embedding)
        for name, kind in kinds.items()
    ]


def decoded(model: Model, sentences: list[list[str]]) -> list[object]:
    infer = model.infer
    return list(infer.decoder(infer.process(infer.encoder(sentences))))


@pytest.mark.parametrize("kept", [6_000, 30], ids=["all words kept", "words pushed out"])
def test_says_nearly_what_slovnet_says(
    theirs: list[Model], kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "_KEPT", kept)
    monkeypatch.setattr("newsnlp.taggers._BATCH", kept)
    taggers = Taggers.load()
    sentences = [line.split() for line in SENTENCES]
    morph, syntax, ner = (decoded(model, sentences) for model in theirs)
    for _ in range(2):  # the second time with the words' shares at hand
        said = taggers(sentences).sentences
        assert unlike([one.tags for one in said], morph) <= 1
        heads = [list(map(int, own)) for _, own, _ in syntax]
        assert unlike([one.heads for one in said], heads) <= 1
        assert unlike([one.rels for one in said], [own for _, _, own in syntax]) <= 1
        assert [one.marks for one in said] == ner


def unlike(ours: Sequence[Sequence[object]], theirs: Sequence[Sequence[object]]) -> int:
    """How many of the words are said something else of: eight bits are not quite floats."""
    pairs = zip(ours, theirs, strict=True)
    return sum(a != b for one, other in pairs for a, b in zip(one, other, strict=True))


def test_neighbours_in_a_batch_do_not_matter(
    taggers: Taggers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the last bit: the network's scores must not hang on what stands beside a sentence."""
    sentences = [line.split() for line in SENTENCES]
    together = taggers(sentences)
    apart = [taggers([words]) for words in sentences]
    assert [one for told in apart for one in told.sentences] == together.sentences
    assert (np.concatenate([told.states for told in apart]) == together.states).all()
    monkeypatch.setattr("newsnlp.taggers._BATCH", 10)
    batches = taggers(sentences)
    assert batches.sentences == together.sentences
    assert (batches.states == together.states).all()


def test_what_was_read_before_does_not_matter() -> None:
    """To the last bit: the network's scores must not hang on the order of the texts."""
    sentence = SENTENCES[0].split()
    fresh, other = Taggers.load(), Taggers.load()
    other([SENTENCES[5].split(), sentence[3:7], ["в"] * 5])
    assert (fresh([sentence]).states == other([sentence]).states).all()


def test_no_sentence_no_answer(taggers: Taggers) -> None:
    told = taggers([])
    assert told.sentences == []
    assert told.states.shape == (0, STATES)
    assert told.points.shape == (0, MARKS)


def test_embedding_gives_the_vectors_of_navec() -> None:
    (path,) = (find_models() / "emb").glob("*.tar")
    ours, theirs = Embedding.load(path), navec.Navec.load(str(path))
    words = ["ректор", "томск", *theirs.vocab.words[:-2:50], theirs.vocab.words[-3]]
    rows = [ours.row(word) for word in words]
    assert rows == [theirs.vocab[word] for word in words]
    assert (ours.vectors(np.array(rows)) == [theirs[word] for word in words]).all()
    assert ours.pad == theirs.vocab.pad_id
    for unknown in ("бурбулькин", "", "<unk>", "ёёёёёё", "\ud800"):
        assert ours.row(unknown) == theirs.vocab.unk_id


@pytest.mark.parametrize("content", [b"", b"no tar at all" * 100])
def test_refuses_what_is_no_embedding(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.tar"
    path.write_bytes(content)
    with pytest.raises(WeightsError, match=r"broken\.tar"):
        Embedding.load(path)
