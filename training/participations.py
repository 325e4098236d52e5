"""Learn the weights of participations from marked-up releases; print cross-validated figures.

    python training/participations.py [--out FILE] [--rules FILE]

The model is logistic: one column for whether a pair is a participation (each pair of
mentions of the right entities is a case) and a softmax of the eight parts over the true pairs.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from corpora import RELEASES, marked_mentions, read_marked

from newsnlp.analyse import Analyser
from newsnlp.relate.pairs import Pair, list_pairs
from newsnlp.relate.participations import COLUMNS, decide, how_likely
from newsnlp.schema import Analysis, Document
from newsnlp.segment import segment

PENALTY = 2e-3
PART_PENALTY = 5e-3
STEPS = 100
LEAST = 4  # pairs that a fact must have been seen with
FOLDS = 5
HEAD = """# Weights of facts about a pair (who, event): link, and each part
# Source: learnt by training/participations.py from data/gold/press/train, one in five kept out; MIT
# columns: fact {columns}
"""

RULES_HEAD = """# How often the part that a rule gives is right, by rule and part
# Source: counted by training/participations.py on data/gold/press/train, one in five kept out; MIT
# columns: rule share cases
"""

Key = tuple[str, str]


@dataclass
class Release:
    """A marked-up release: its pairs with the entities' keys, and the true parts of these."""

    pairs: list[Pair]
    keys: list[Key]
    gold: dict[Key, str]


def prepare(analysis: Analysis, gold: Mapping[str, Any]) -> Release:
    """The release with its pairs listed."""
    names = marked_mentions(analysis, gold)
    pairs = list(list_pairs(analysis, names))
    true = {(f[1], f[2]): f[3] for f in gold["facts"] if f[0] in ("part", "body")}
    return Release(pairs, [(names[p.who], names[p.event]) for p in pairs], true)


def train(releases: Sequence[Release]) -> dict[str, list[float]]:
    """Fact → weights in the order of COLUMNS; "" is the intercept."""
    pairs = [pair for release in releases for pair in release.pairs]
    truth = [r.gold.get(key) for r in releases for key in r.keys]
    seen = Counter(fact for pair in pairs for fact in pair.facts)
    index = {fact: n for n, fact in enumerate(["", *(f for f, k in seen.items() if k >= LEAST)])}
    x = np.zeros((len(pairs), len(index)), dtype=np.float32)
    x[:, 0] = 1
    for row, pair in enumerate(pairs):
        x[row, [index[fact] for fact in pair.facts if fact in index]] = 1
    y = np.zeros((len(pairs), len(COLUMNS)), dtype=np.float32)
    for row, part in enumerate(truth):
        if part:
            y[row, [0, COLUMNS.index(part)]] = 1
    return dict(zip(index, _descend(x, y).round(3).tolist(), strict=True))


def _descend(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The weights after STEPS of Adam on the whole data."""
    weights = np.zeros((x.shape[1], y.shape[1]), dtype=np.float32)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    true = y[:, :1]
    penalty = np.array([PENALTY] + [PART_PENALTY] * (y.shape[1] - 1), dtype=np.float32)
    for step in range(1, STEPS + 1):
        z = x @ weights
        error = np.empty_like(z)
        error[:, 0] = 1 / (1 + np.exp(-z[:, 0])) - y[:, 0]
        odds = np.exp(z[:, 1:] - z[:, 1:].max(axis=1, keepdims=True))
        error[:, 1:] = (odds / odds.sum(axis=1, keepdims=True) - y[:, 1:]) * true
        error[:, 0] /= len(x)
        error[:, 1:] /= max(1.0, float(true.sum()))
        slope = x.T @ error + penalty * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope**2
        weights -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-6)
    return weights


def predict(
    release: Release, weights: Mapping[str, Sequence[float]]
) -> dict[Key, tuple[float, str]]:
    """Entities' pair → its best score and the part there."""
    best: dict[Key, tuple[float, str]] = {}
    for pair, key in zip(release.pairs, release.keys, strict=True):
        row = decide(pair, weights, how_likely(pair, weights))
        best[key] = max(best.get(key, (0.0, "")), (row.score, row.part.value))
    return best


def validate(releases: Sequence[Release]) -> str:
    """Cross-validated figures by document at a ladder of thresholds."""
    gold: dict[tuple[int, Key], str] = {}
    best: dict[tuple[int, Key], tuple[float, str]] = {}
    for fold in range(FOLDS):
        weights = train([r for n, r in enumerate(releases) if n % FOLDS != fold])
        for n in range(fold, len(releases), FOLDS):
            gold |= {(n, key): part for key, part in releases[n].gold.items()}
            best |= {(n, key): row for key, row in predict(releases[n], weights).items()}
    return "\n".join(line for letter in "PO" for line in _ladder(letter, gold, best))


def _ladder(
    letter: str,
    gold: Mapping[tuple[int, Key], str],
    best: Mapping[tuple[int, Key], tuple[float, str]],
) -> list[str]:
    """A line for each threshold, for persons (P) or bodies (O)."""
    true = {key: part for key, part in gold.items() if key[1][0][0] == letter}
    lines = [f"{letter}: {len(true)} in gold, {len(true.keys() & best.keys())} proposed"]
    for least in np.arange(0.3, 0.71, 0.05):
        found = {k: p for k, (s, p) in best.items() if s >= least and k[1][0][0] == letter}
        both = found.keys() & true.keys()
        right = sum(found[key] == true[key] for key in both) / max(1, len(both))
        precision, recall = len(both) / max(1, len(found)), len(both) / len(true)
        f1 = 2 * len(both) / (len(found) + len(true))
        lines.append(
            f"{letter} ≥ {least:.2f}: P {precision:.3f} R {recall:.3f} F1 {f1:.3f} part {right:.3f}"
        )
    return lines


def write(weights: Mapping[str, Sequence[float]], out: Path) -> None:
    """Write the weights that are not next to nothing, as a lexicon."""
    rows = [
        "\t".join([fact or "-", *(f"{value:.2f}" for value in row)])
        for fact, row in sorted(weights.items())
        if max(map(abs, row)) >= 0.03
    ]
    text = HEAD.format(columns=" ".join(COLUMNS)) + "\n".join(rows) + "\n"
    out.write_text(text, encoding="utf-8")


def count_rules(releases: Iterable[Release]) -> str:
    """How often the part of each rule is right, as the lexicon `part_rules` has it."""
    right: Counter[tuple[str, str]] = Counter()
    cases: Counter[tuple[str, str]] = Counter()
    for release in releases:
        ruled = {
            (key, pair.rule)
            for pair, key in zip(release.pairs, release.keys, strict=True)
            if pair.rule is not None and key in release.gold
        }
        for key, (part, name) in ruled:
            cases[name, part] += 1
            right[name, part] += release.gold[key] == part
    return RULES_HEAD + "".join(
        f"{name} {part}\t{(right[name, part] + 1) / (count + 2):.2f}\t{count}\n"
        for (name, part), count in sorted(cases.items())
    )


def main() -> None:
    """Read, validate, learn from all that are not kept out, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=Path, default=RELEASES)
    parser.add_argument("--out", type=Path, help="where to write the weights")
    parser.add_argument("--rules", type=Path, help="where to write how far rules are right")
    args = parser.parse_args()
    analyser = Analyser.load()
    releases = []
    for gold in read_marked(args.releases, held=False):
        document = Document(gold["id"], gold["text"])
        releases.append(prepare(analyser(document, segment(document)), gold))
    print(validate(releases))
    if args.out:
        write(train(releases), args.out)
    if args.rules:
        args.rules.write_text(count_rules(releases), encoding="utf-8")


if __name__ == "__main__":
    main()
