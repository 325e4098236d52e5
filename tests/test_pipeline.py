"""The whole way from raw text; each sentence is one that the rules must not lose."""

import gc
import pickle
import subprocess
import sys

import pytest

import newsnlp.pipeline
from newsnlp.errors import DocumentError, LexiconError
from newsnlp.facts import facts_of, rejected_of
from newsnlp.pipeline import Pipeline
from newsnlp.relate import participations
from newsnlp.schema import Analysis, Document, Extraction, Kind
from newsnlp.score import gold_record

TEXT = (
    "Ректор ТУСУРа Виктор Рулевский открыл форум «Заря».\n\n"
    "«Мы давно ждали этого дня», – сказал Рулевский."
)


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
    rules: Pipeline, text: str, what: str, words: list[str], reason: str
) -> None:
    document = Document("d1", text)
    found = [
        (item.what, [document.at(span) for span in item.spans])
        for item in rejected_of(facts_of(rules(document)))
        if item.reason.startswith(reason)
    ]
    assert (what, words) in found


def test_pairs_under_the_threshold_are_rejected(
    rules: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = Document("d1", "Анна Серова выступила на форуме «Заря».")
    (part,) = [row for row in rules(document).links.participations if row.who.kind == "person"]
    monkeypatch.setitem(participations.THRESHOLDS, Kind.PERSON, 1.1)
    rejected = [item for item in rules(document).rejected if item.spans[0] == part.who.span]
    assert [(item.what, item.reason) for item in rejected] == [
        ("participation (спикер)", "under the threshold 1.10")
    ]


def test_looks_for_garbage_rarely_unless_told_never_to() -> None:
    usual = gc.get_threshold()
    try:
        for own, expected in ((700, 100_000), (0, 0), (1_000_000, 1_000_000)):
            gc.set_threshold(own, 10, 10)
            Pipeline.load(rules_only=True)
            assert gc.get_threshold()[0] == expected
    finally:
        gc.set_threshold(*usual)


def test_a_worker_imports_no_tables() -> None:
    """Tables need pandas; it and what writes files take half of the time to the first text."""
    code = (
        "import sys, newsnlp.pipeline; "
        "print(sorted({'pandas', 'openpyxl', 'jinja2', 'typer'} & sys.modules.keys())); "
        "import newsnlp; print(newsnlp.Document, 'pandas' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n<class 'newsnlp.schema.Document'> True\n"


def test_the_package_has_no_other_names() -> None:
    with pytest.raises(AttributeError, match="unheard"):
        newsnlp.unheard  # type: ignore[attr-defined]  # noqa: B018
