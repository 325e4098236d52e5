"""Learn which nominative of a name is right from RuNormAS; print cross-validated figures.

    python training/nominatives.py [--data DIR] [--out FILE]

Of the documents one third, those whose sha256 of the name is a multiple of three, is kept out.
Each name chooses among its options; those that write the right form share the reward (conditional
logistic regression with hidden readings). First each name is judged alone, then with the votes of
the others, which come from folds that have not seen the document.
"""

import argparse
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from newsnlp.analyse import Analyser
from newsnlp.morph import Morph
from newsnlp.nominative import Case, case_of, with_votes
from newsnlp.schema import Document, Span
from newsnlp.segment import segment
from newsnlp.text import fold_yo

FOLDS = 4
LEAST = 8  # names that a fact must have been seen with
PENALTY = 0.5
STEPS = 120
SMALLEST = 0.03  # weights under it are left out
HEAD = """# Weights of facts about what a name is in the nominative
# alone: by its words and its sentence; together: with the votes of the document's other names
# Source: learnt by training/nominatives.py from two thirds of RuNormAS-2021, named part
# columns: fact alone together
"""

Numbers = NDArray[np.float64]


@dataclass
class Documents:
    """Cases by document, and the right form of each."""

    cases: list[list[Case]]
    right: list[list[str]]


@dataclass
class Table:
    """All options of all cases in one sparse table."""

    facts: list[str]
    row: NDArray[np.int64]
    column: NDArray[np.int64]
    value: Numbers
    case: NDArray[np.int64]  # of each option
    right: NDArray[np.bool_]  # of each option
    document: NDArray[np.int64]  # of each option
    learn: NDArray[np.bool_]  # of each option: whether its case has right and wrong ones


def kept_out(name: str) -> bool:
    """Whether the document is of the third that is never learnt from."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 3 == 0


def read(folder: Path) -> Documents:
    """The documents to learn from."""
    analyser, morph = Analyser.load(), Morph.load()
    found = Documents([], [])
    for path in sorted((folder / "texts_and_ann").glob("*.ann")):
        if kept_out(path.stem):
            continue
        document = Document(path.stem, path.with_suffix(".txt").read_bytes().decode("utf-8"))
        analysis = analyser(document, segment(document))
        spans = [pieces_of(line) for line in path.read_text("utf-8").splitlines()]
        starts = Counter(pieces[0].start for pieces in spans)
        found.cases.append(
            [
                case_of(
                    analysis,
                    pieces,
                    morph,
                    label=None,
                    singular=len(pieces) > 1 or starts[pieces[0].start] > 1,
                )
                for pieces in spans
            ]
        )
        norms = (folder / "norm" / f"{path.stem}.norm").read_bytes().decode("utf-8")
        found.right.append(norms.replace("\r\n", "\n").rstrip("\n").split("\n"))
    return found


def pieces_of(line: str) -> list[Span]:
    """The pieces of one name."""
    numbers = [int(number) for number in line.split()]
    return [Span(*pair) for pair in sorted(set(zip(numbers[::2], numbers[1::2], strict=True)))]


def folded(form: str) -> str:
    """A form without what is not learnt here: capitals, ё, blanks."""
    return " ".join(fold_yo(form).lower().split())


def tabulate(cases: Sequence[Sequence[Case]], right: Sequence[Sequence[str]]) -> Table:
    """The table of the cases; rare facts are left out."""
    seen: Counter[str] = Counter()
    for document in cases:
        for case in document:
            if len({folded(option.form) for option in case.options}) > 1:
                seen.update({fact for row in case.facts for fact in row})
    facts = sorted(fact for fact, count in seen.items() if count >= LEAST)
    index = {fact: n for n, fact in enumerate(facts)}
    cells: list[tuple[int, int, float]] = []
    options: list[tuple[int, bool, int, bool]] = []
    number = 0
    for d, (document, forms) in enumerate(zip(cases, right, strict=True)):
        for case, form in zip(document, forms, strict=True):
            hits = [folded(option.form) == folded(form) for option in case.options]
            for hit, row in zip(hits, case.facts, strict=True):
                at = len(options)
                cells += [(at, index[f], x) for f, x in row.items() if f in index and x]
                options.append((number, hit, d, any(hits) and not all(hits)))
            number += bool(hits)
    rows, columns, values = (np.array(column) for column in zip(*cells, strict=True))
    case_, hits_, document_, learn = (np.array(column) for column in zip(*options, strict=True))
    return Table(facts, rows, columns, values.astype(float), case_, hits_, document_, learn)


def shares(points: Numbers, case: NDArray[np.int64], kept: Numbers | None = None) -> Numbers:
    """The chance of each option among those of its case, or among the `kept` ones of them."""
    top = np.full(case.max() + 1, -np.inf)
    np.maximum.at(top, case, points)
    odds = np.exp(points - top[case])
    if kept is not None:
        odds = odds * kept
    total = np.bincount(case, odds)
    return odds / (total[case] + 1e-12)


def learn(table: Table, chosen: NDArray[np.bool_]) -> Numbers:
    """The weights that the `chosen` options teach (Adam, full batches)."""
    options = np.flatnonzero(chosen & table.learn)
    place = np.full(len(chosen), -1)
    place[options] = np.arange(len(options))
    cells = place[table.row] >= 0
    row, column, value = place[table.row[cells]], table.column[cells], table.value[cells]
    _, case = np.unique(table.case[options], return_inverse=True)
    right = table.right[options].astype(float)
    weights, mean, spread = (np.zeros(len(table.facts)) for _ in range(3))
    for step in range(1, STEPS + 1):
        points = np.bincount(row, value * weights[column], len(options))
        error = shares(points, case) - shares(points, case, right)
        slope = np.bincount(column, value * error[row], len(weights)) + PENALTY * weights
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.99 * spread + 0.01 * slope**2
        rate = 0.15 * (1 - 0.9 * step / STEPS)
        weights -= rate * mean / (1 - 0.9**step) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
    return weights


def cross_fitted(table: Table) -> Numbers:
    """The chance of each option by weights that have not seen its document."""
    chances = np.zeros(len(table.case))
    for fold in range(FOLDS):
        own = table.document % FOLDS == fold
        weights = learn(table, ~own)
        points = np.bincount(table.row, table.value * weights[table.column], len(own))
        chances[own] = shares(points, table.case)[own]
    return chances


def by_case(documents: Documents, chances: Numbers) -> list[list[list[float]]]:
    """The chances as the cases stand."""
    at = 0
    found = []
    for cases in documents.cases:
        rows = []
        for case in cases:
            rows.append([float(x) for x in chances[at : at + len(case.options)]])
            at += len(case.options)
        found.append(rows)
    return found


def accuracy(documents: Documents, chances: Numbers) -> str:
    """The share of right forms, of all names and of those that change; capitals do not count."""
    hits: Counter[str] = Counter()
    total: Counter[str] = Counter()
    rows = zip(documents.cases, documents.right, by_case(documents, chances), strict=True)
    for cases, right, own in rows:
        for case, form, shares_ in zip(cases, right, own, strict=True):
            sums: Counter[str] = Counter()
            for option, share in zip(case.options, shares_, strict=True):
                sums[option.form] += share  # type: ignore[assignment]
            best = max(sums, key=lambda f: sums[f], default=case.surface)
            changed = folded(case.surface) != folded(form)
            for group in ("all", "changed" if changed else "unchanged"):
                total[group] += 1
                hits[group] += folded(best) == folded(form)
    return ", ".join(f"{group} {hits[group] / total[group]:.4f}" for group in sorted(total))


def main() -> None:
    """Learn, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data/runormas"))
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("src/newsnlp/resources/lexicons/nominative_weights.tsv"),
    )
    arguments = parser.parse_args()
    documents = read(arguments.data)
    first = tabulate(documents.cases, documents.right)
    chances = cross_fitted(first)
    print("alone:", accuracy(documents, chances))
    voted = [
        with_votes(cases, own)
        for cases, own in zip(documents.cases, by_case(documents, chances), strict=True)
    ]
    second = tabulate(voted, documents.right)
    print("together:", accuracy(documents, cross_fitted(second)))
    columns = []
    for table in (first, second):
        weights = learn(table, np.ones(len(table.case), bool))
        columns.append(dict(zip(table.facts, weights, strict=True)))
    lines = [
        f"{fact}\t{columns[0].get(fact, 0.0):.2f}\t{columns[1][fact]:.2f}\n"
        for fact in sorted(columns[1])
        if max(abs(column.get(fact, 0.0)) for column in columns) >= SMALLEST
    ]
    arguments.out.write_text(HEAD + "".join(lines), encoding="utf-8")
    print(len(lines), "facts")


if __name__ == "__main__":
    main()
