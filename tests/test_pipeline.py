"""The whole way from raw text; each sentence is one that the rules must not lose."""

import pickle
import time
from resource import RUSAGE_SELF, getrusage

import pytest

import newsnlp.pipeline
from newsnlp.errors import DocumentError, LexiconError
from newsnlp.facts import facts_of, rejected_of
from newsnlp.pipeline import Pipeline
from newsnlp.relate import participations
from newsnlp.schema import Analysis, Document, Extraction, Kind
from newsnlp.score import gold_record
from newsnlp.tables import make_tables

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


HOSTILE = {
    "one million letters": "а" * 1_000_000,
    "a sentence of 4,200 tokens": "ректор ТУСУРа Виктор Рулевский открыл форум, " * 600,
    "a list of 2,500 names": "Виктор Рулевский, " * 2_500,
    "names without a space": "Рулевский." * 2_000,
    "titles": "ректор " * 2_500,
    "brackets": "(" * 100_000,
    "initials": "А." * 50_000,
    "initials apart": "А. " * 5_000,
    "opening quotes": "«Мы " * 4_000,
    "short lines": "– Да\n" * 2_000,
    "zero-width spaces": "\u200b" * 100_000,
    "pictures": "😀" * 30_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_take_seconds_and_little_memory(pipeline: Pipeline, name: str) -> None:
    """None takes time by its square; the limit is several times what is needed."""
    start = time.process_time()
    extraction = pipeline(Document("d1", HOSTILE[name]))
    make_tables([extraction], tokens=True)
    assert time.process_time() - start < 6
    assert getrusage(RUSAGE_SELF).ru_maxrss < 700 * 1024  # kilobytes; the models take 170,000


def test_pipe_keeps_the_order(pipeline: Pipeline) -> None:
    documents = [Document("b", TEXT), Document("a", "Дождь.")]
    assert [item.document.id for item in pipeline.pipe(documents)] == ["b", "a"]


@pytest.mark.parametrize("stage", ["segment", "recognise", "relate", "resolve"])
def test_a_fault_in_a_stage_stops_its_document_alone(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    sound = getattr(newsnlp.pipeline, stage)

    def fault(given: Document | Analysis, *others: object) -> object:
        document = given.document if isinstance(given, Analysis) else given
        if document.id == "bad":
            raise IndexError("7 is out of range")
        return sound(given, *others)

    monkeypatch.setattr(newsnlp.pipeline, stage, fault)
    documents = [Document(name, TEXT, source=f"{name}.txt") for name in ("a", "bad", "c")]
    errors: list[DocumentError] = []
    done = [item.document.id for item in pipeline.pipe(documents, on_error=errors.append)]
    assert done == ["a", "c"]
    (error,) = errors
    assert (error.document_id, error.source, error.stage) == ("bad", "bad.txt", stage)
    assert "IndexError: 7 is out of range (in test_pipeline.py, line" in error.reason
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    with pytest.raises(DocumentError, match=f"bad: {stage}: IndexError"):
        list(pipeline.pipe(documents))


def test_what_concerns_every_document_stops_the_run(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise LexiconError("speech_verbs.tsv:3: two columns are needed")

    monkeypatch.setattr(newsnlp.pipeline, "relate", broken)
    with pytest.raises(LexiconError):
        list(pipeline.pipe([Document("a", TEXT)], on_error=print))


@pytest.mark.parametrize(
    ("text", "what", "words", "reason"),
    [
        ("Приехал ректор.", "role", ["ректор"], "no named person"),
        ("«Мы рады гостям», – отметили в мэрии.", "quote", ["Мы рады гостям"], "no named person"),
        (
            "«Мы рады гостям», – сказала гостья.",
            "quote",
            ["Мы рады гостям", "гостья"],
            "the speaker has no name",
        ),
    ],
)
def test_says_what_was_rejected_and_why(
    pipeline: Pipeline, text: str, what: str, words: list[str], reason: str
) -> None:
    document = Document("d1", text)
    found = [
        (item.what, [document.at(span) for span in item.spans])
        for item in rejected_of(facts_of(pipeline(document)))
        if item.reason.startswith(reason)
    ]
    assert (what, words) in found


def test_pairs_under_the_threshold_are_rejected(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = Document("d1", "Анна Серова выступила на форуме «Заря».")
    (part,) = [row for row in pipeline(document).links.participations if row.who.kind == "person"]
    monkeypatch.setitem(participations.THRESHOLDS, Kind.PERSON, 1.1)
    rejected = [item for item in pipeline(document).rejected if item.spans[0] == part.who.span]
    assert [(item.what, item.reason) for item in rejected] == [
        ("participation (спикер)", "under the threshold 1.10")
    ]
