"""Learn how likely rows are right, by what is known when they are made; print how well it is told.

    python training/scores.py [--model DIR] [--out FILE]

The releases are those that neither the network nor the weights of the rules were learnt from. For
each of `newsnlp.confidence.MODELS` a logistic model is fitted to the rows of these releases, right
or wrong as `newsnlp.score` judges them, once with the network and once for the rules alone. What
speaks for a row never speaks against it: such a weight is 0 instead. The figures are
cross-validated by document.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from corpora import RELEASES, read_marked

from newsnlp import confidence
from newsnlp.confidence import ALONE, FEATURES, GROWING, MODELS, facts_told
from newsnlp.pipeline import Pipeline
from newsnlp.schema import Document, Extraction, Kind
from newsnlp.score import gold_record, right_rows

__all__ = ["Row", "cross_validated", "read_rows", "rows_of", "score_of"]

LEXICON = Path("src/newsnlp/resources/lexicons/score_weights.tsv")
PENALTY = 4.0
FOLDS = 8
HEAD = """# Weights of what is known of a row when it is made, for the chance that it is right
# Source: logistic regression by training/scores.py on {count} releases of data/gold/press/train \
that nothing else was learnt from; licence MIT
# columns: model {features}
"""


@dataclass(frozen=True)
class Row:
    """A row of a table with what is known of it.

    Attributes:
        table: «roles», «participations» of persons, «org_participations» or «quotes».
        document: the number of its document.
        features: of `newsnlp.confidence.MODELS`.
        right: whether the row as a whole is right.
        takes_part: of participations, whether it is right but for the part; else as `right`.
    """

    table: str
    document: int
    features: Mapping[str, float]
    right: bool
    takes_part: bool


def rows_of(number: int, gold: Mapping[str, Any], extraction: Extraction) -> Iterator[Row]:
    """The rows of a document."""
    facts = facts_told(extraction)
    right = right_rows(dict(gold), gold_record(extraction))
    for role, good in zip(facts.roles, right["roles"], strict=True):
        yield Row("roles", number, confidence.role_features(role), good, good)
    for kind, name in (
        (Kind.PERSON, "participations"),
        (Kind.ORGANISATION, "org_participations"),
    ):
        own = [(link, event) for link, who, event in facts.participations if who.kind is kind]
        for (link, event), takes, good in zip(own, right[name], right[f"{name}_role"], strict=True):
            features = confidence.participation_features(link, event)
            yield Row(name, number, features, good, takes)
    for (quote, _), good in zip(facts.quotes, right["quotes"], strict=True):
        yield Row("quotes", number, confidence.quote_features(quote), good, good)


def read_rows(golds: Iterable[Mapping[str, Any]], pipeline: Pipeline) -> list[Row]:
    """The rows that a pipeline makes of gold documents."""
    return [row for number, gold in enumerate(golds) for row in _read(number, gold, pipeline)]


def _read(number: int, gold: Mapping[str, Any], pipeline: Pipeline) -> Iterator[Row]:
    published = gold.get("published")
    day = date.fromisoformat(published) if published else None
    document = Document(gold["id"], gold["text"], day, gold.get("title") or "")
    return rows_of(number, gold, pipeline(document))


def fit(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """The weights of `MODELS`, feature by feature."""
    own: dict[str, list[tuple[Row, bool]]] = defaultdict(list)
    for row in rows:
        if "part" in row.features:
            own["participation"].append((row, row.takes_part))
            if row.takes_part:
                own["part"].append((row, row.right))
        else:
            own[row.table.removesuffix("s")].append((row, row.right))
    return {model: _fitted(model, own[model]) for model in MODELS}


def _fitted(model: str, answers: Sequence[tuple[Row, bool]]) -> dict[str, float]:
    features = list(MODELS[model])
    y = np.array([right for _, right in answers], float)
    while True:
        x = np.array([[row.features[name] for name in features] for row, _ in answers])
        weights = dict(zip(features, _logistic(x, y), strict=True))
        against = [name for name in features if name in GROWING and weights[name] < 0]
        if not against:
            return weights
        features = [name for name in features if name not in against]


def _logistic(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Weights by Newton's method, with a penalty on the squares of all but the first."""
    weights = np.zeros(x.shape[1])
    penalty = PENALTY * np.eye(len(weights))
    penalty[0, 0] = 0.01
    for _ in range(60):
        p = 1 / (1 + np.exp(-x @ weights))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + penalty
        weights -= np.linalg.solve(hessian, x.T @ (p - y) + penalty @ weights)
    return weights


def cross_validated(rows: Sequence[Row]) -> list[float]:
    """The score of each row by weights that its document had no part in."""
    scores = np.zeros(len(rows))
    for fold in range(FOLDS):
        weights = fit([row for row in rows if row.document % FOLDS != fold])
        for number, row in enumerate(rows):
            if row.document % FOLDS == fold:
                scores[number] = score_of(row, weights)
    return scores.tolist()


def score_of(row: Row, weights: Mapping[str, Mapping[str, float]], ending: str = "") -> float:
    """The chance that a row is right by the models whose names have this ending."""
    parts = ("participation", "part") if "part" in row.features else (row.table.removesuffix("s"),)
    known = [weights[part + ending] for part in parts]
    sums = [sum(w * row.features.get(name, 0.0) for name, w in own.items()) for own in known]
    return float(np.prod([1 / (1 + np.exp(-total)) for total in sums]))


def main() -> None:
    """Read, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--releases", type=Path, default=RELEASES)
    parser.add_argument("--model", type=Path, help="folder of the weights, else the package's")
    parser.add_argument("--out", type=Path, default=LEXICON)
    options = parser.parse_args()
    golds = list(read_marked(options.releases, held=True))
    table: dict[str, Mapping[str, float]] = {}
    for alone in (False, True):
        rows = read_rows(golds, Pipeline.load(rules_only=alone, model=options.model))
        table |= {model + ALONE * alone: weights for model, weights in fit(rows).items()}
        _report(rows, "rules alone" if alone else "rules and network")
    lines = [
        "\t".join([model, *(f"{weights.get(name, 0.0):.2f}" for name in FEATURES)])
        for model, weights in table.items()
    ]
    head = HEAD.format(count=len(golds), features=" ".join(FEATURES))
    options.out.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def _report(rows: Sequence[Row], title: str) -> None:
    print(title)
    scores = np.array(cross_validated(rows))
    right = np.array([row.right for row in rows])
    tables = np.array([row.table for row in rows])
    for name in ("all", *dict.fromkeys(tables)):
        own = (tables == name) | (name == "all")
        sure = own & (scores >= 0.9)
        told = f"{right[sure].mean():.3f} of them right" if sure.any() else ""
        share = f"{own.sum():5} rows, {right[own].mean():.3f} right"
        print(f"{name:20}{share}, {sure.sum() / own.sum():.3f} score 0.9 or more, {told}")


if __name__ == "__main__":
    main()
