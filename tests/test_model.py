"""The committed weights: they are whole, and serving says what training computed."""

import json
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from newsnlp.analyse import Analyser
from newsnlp.errors import WeightsError
from newsnlp.morph import Morph
from newsnlp.network import Network, Reading
from newsnlp.network.weights import Weights
from newsnlp.pipeline import Pipeline
from newsnlp.schema import Document, Span
from newsnlp.segment import segment

MODEL = Path(__file__).resolve().parents[1] / "src" / "newsnlp" / "resources" / "model"
CARD = json.loads((MODEL / "card.json").read_text("utf-8"))
PROBE = CARD["probe"]
NEAR = 0.08  # int8 beside float


@pytest.fixture(scope="module")
def network() -> Network:
    morph = Morph.load()
    return Network.load(morph.words, Analyser.load(morph).embedding)


@pytest.fixture(scope="module")
def reading(network: Network) -> Reading:
    morph = Morph.load()
    pipeline = Pipeline(Analyser.load(morph), morph)
    document = Document("probe", PROBE["text"])
    analysis, hidden, ruled = pipeline.analyse(document, segment(document))
    return network(analysis.sentences, hidden, pipeline.hints(analysis, ruled))


def test_serving_gives_the_spans_of_training(reading: Reading) -> None:
    told = {(Span(start, stop), kind): odds for start, stop, kind, odds in PROBE["spans"]}
    sure = {key for key, odds in told.items() if odds > 0.5}
    assert sure == {key for key, odds in reading.spans.items() if odds > 0.5}
    for key in sure:
        assert reading.spans[key] == pytest.approx(told[key], abs=NEAR)


def test_serving_gives_the_links_of_training(network: Network, reading: Reading) -> None:
    mentions = [(Span(start, stop), kind) for start, stop, kind in PROBE["mentions"]]
    found = network.links(reading, mentions)
    for a, b, c, d, label, odds in PROBE["links"]:
        assert found[Span(a, b), Span(c, d), label] == pytest.approx(odds, abs=NEAR), label


def test_the_files_are_small_enough_for_a_letter() -> None:
    assert sum(path.stat().st_size for path in MODEL.iterdir()) < 15_000_000


def test_the_card_says_what_the_weights_were_learnt_from() -> None:
    assert {"data", "plan", "shape", "scores"} <= set(CARD)
    assert all({"name", "documents", "source", "licence"} <= set(item) for item in CARD["data"])


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("no card", "card.json: missing"),
        ("no JSON", "card.json: no JSON"),
        ("protocol", "weights of protocol 0"),
        ("layout", "install weights and program of one version"),
        ("no file", "links.onnx: missing"),
        ("damaged", "spans.onnx: damaged"),
    ],
)
def test_unfit_weights_are_refused(tmp_path: Path, fault: str, words: str) -> None:
    folder = Path(copytree(MODEL, tmp_path / "model"))
    card = folder / "card.json"
    if fault == "no card":
        card.unlink()
    elif fault == "no JSON":
        card.write_text("{", "utf-8")
    elif fault == "protocol":
        card.write_text(json.dumps(CARD | {"protocol": 0}), "utf-8")
    elif fault == "layout":
        card.write_text(json.dumps(CARD | {"layout": CARD["layout"] | {"facts": 1}}), "utf-8")
    elif fault == "no file":
        (folder / "links.onnx").unlink()
    else:
        path = folder / "spans.onnx"
        path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(WeightsError, match=words):
        Weights.load(folder)


def test_rules_only_leaves_the_network_out() -> None:
    document = Document("d1", PROBE["text"])
    by_rules = Pipeline.load(rules_only=True)(document)
    assert all(mention.evidence != "model" for mention in by_rules.mentions)
    bare = replace(by_rules, rejected=())
    assert replace(Pipeline.load(rules_only=True)(document), rejected=()) == bare
