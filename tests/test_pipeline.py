"""The whole way from raw text; each sentence is one that the rules must not lose."""

import pytest

from newsnlp.pipeline import Pipeline
from newsnlp.schema import Document, Extraction
from newsnlp.score import gold_record

TEXT = (
    "Ректор ТУСУРа Виктор Рулевский открыл форум «Заря».\n\n"
    "«Мы давно ждали этого дня», – сказал Рулевский."
)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load()


@pytest.fixture(scope="module")
def extraction(pipeline: Pipeline) -> Extraction:
    return pipeline(Document("d1", TEXT))


def test_finds_person_role_and_quote(extraction: Extraction) -> None:
    record = gold_record(extraction)
    assert [person["name"] for person in record["persons"]] == ["Виктор Рулевский"]
    assert [(role["position"], role["organisation"]) for role in record["roles"]] == [
        ("ректор", "ТУСУР")
    ]
    assert [quote["text"] for quote in record["quotes"]] == ["Мы давно ждали этого дня"]


def test_every_mention_belongs_to_at_most_one_entity(extraction: Extraction) -> None:
    owned = [mention for entity in extraction.entities for mention in entity.mentions]
    assert len(owned) == len(set(owned))
    assert set(owned) <= set(extraction.mentions)


def test_two_runs_agree(pipeline: Pipeline, extraction: Extraction) -> None:
    assert pipeline(Document("d1", TEXT)) == extraction


@pytest.mark.parametrize("text", ["", " \n", "Я", ".", "«" * 50, "а" * 2000])
def test_odd_texts_do_no_harm(pipeline: Pipeline, text: str) -> None:
    assert pipeline(Document("odd", text)).links.quotes == ()


def test_pipe_keeps_the_order(pipeline: Pipeline) -> None:
    documents = [Document("b", TEXT), Document("a", "Дождь.")]
    assert [item.document.id for item in pipeline.pipe(documents)] == ["b", "a"]
