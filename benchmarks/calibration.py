"""How right rows of a score are: `calibration.py [--data ../shared/data] [--least 0.9] [--json]`.

For each table: how many rows score how much, what they score on average and how many of them are
right; the expected calibration error, which is the mean distance of the two; and how many rows
score `--least` or more and how many of these are right. A participation is right if its part is.

First press dev with the package's weights, then the releases of press train that nothing else was
learnt from, each with weights of its own that are learnt from the others of these (see
`training/scores.py`). Last, how many rows of the press sheet are marked for checking, for both with
the package's weights.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise, product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "training"))  # learns the weights

from corpora import RELEASES, read_marked
from scores import Row, cross_validated, rows_of, score_of

from newsnlp.confidence import (
    ALONE,
    facts_told,
    participation_score,
    quote_score,
    role_score,
    score_weights,
)
from newsnlp.page import CHECK_BELOW
from newsnlp.pipeline import Pipeline
from newsnlp.schema import Document, Extraction, Kind
from newsnlp.score import Record, gold_record, read_gold, right_rows

__all__ = ["main", "reliability"]

EDGES = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
OWN = Path(__file__).resolve().parents[1]
TABLES = {
    "all": ("roles", "participations", "org_participations", "quotes"),
    "roles": ("roles",),
    "participations": ("participations", "org_participations"),
    "participations of persons": ("participations",),
    "participations of bodies": ("org_participations",),
    "quotes": ("quotes",),
}
BINS = 10  # of equal width, for the expected calibration error

Answer = tuple[float, bool]  # a row's score, and whether it is right


def reliability(answers: Sequence[Answer]) -> list[tuple[float, float, int, float, float]]:
    """(from, to, rows, mean score, share right) of each range of scores that has rows."""
    found = []
    for low, high in pairwise(EDGES):
        own = [answer for answer in answers if low <= answer[0] < high]
        if own:
            found.append((low, min(high, 1.0), len(own), *_means(own)))
    return found


def expected_error(answers: Sequence[Answer]) -> float:
    """The mean distance between the scores and the shares right of ten ranges of equal width."""
    total = 0.0
    for number in range(BINS):
        own = [answer for answer in answers if min(int(answer[0] * BINS), BINS - 1) == number]
        if own:
            score, right = _means(own)
            total += len(own) * abs(score - right)
    return total / len(answers)


def _means(answers: Sequence[Answer]) -> tuple[float, float]:
    scores, right = zip(*answers, strict=True)
    return sum(scores) / len(answers), sum(right) / len(answers)


def figures_of(rows: Sequence[Row], scores: Sequence[float], least: float) -> Iterator[dict]:
    """The figures of each table and of all."""
    answers = [(row.table, (score, row.right)) for row, score in zip(rows, scores, strict=True)]
    for table, names in TABLES.items():
        own = [answer for name, answer in answers if name in names]
        if not own:
            continue
        sure = [answer for answer in own if answer[0] >= least]
        yield {
            "table": table,
            "rows": len(own),
            "right": _means(own)[1],
            "error": expected_error(own),
            "sure": len(sure) / len(own),
            "sure_right": _means(sure)[1] if sure else None,
            "bins": reliability(own),
        }


def show(title: str, figures: Iterator[dict], least: float) -> None:
    """Print the figures."""
    print(title)
    for own in figures:
        right = "" if own["sure_right"] is None else f", {own['sure_right']:.3f} of them right"
        print(
            f"  {own['table']}: {own['rows']} rows, {own['right']:.3f} right, expected calibration "
            f"error {own['error']:.3f}; {own['sure']:.3f} score {least} or more{right}"
        )
        for low, high, count, score, share in own["bins"]:
            print(f"    {low:.2f}–{high:.2f} {count:5} rows, score {score:.3f}, right {share:.3f}")


def sheet_of(gold: Record, extraction: Extraction) -> Iterator[Answer]:
    """Of each row of the press sheet its score, and whether all that it shows is right."""
    facts, right = facts_told(extraction), right_rows(gold, gold_record(extraction))
    roles = [
        (r.person, role_score(r), ok) for r, ok in zip(facts.roles, right["roles"], strict=True)
    ]
    said = zip(facts.quotes, right["quotes"], strict=True)
    quotes = [(person, quote_score(quote, person), ok) for (quote, person), ok in said]
    persons = [item for item in facts.participations if item[1].kind is Kind.PERSON]
    parts = [
        (who, participation_score(link, event)[1], ok)
        for (link, who, event), ok in zip(persons, right["participations_role"], strict=True)
    ]
    for person in facts.listed(Kind.PERSON):
        own = [[row[1:] for row in rows if row[0] is person] for rows in (roles, parts, quotes)]
        if any(own):
            for cells in product(own[0] or [None], own[1] or [None], own[2][:1] or [None]):
                shown = [cell for cell in cells if cell]
                yield min(score for score, _ in shown), all(ok for _, ok in shown)


def show_sheet(answers: Sequence[Answer], least: float) -> None:
    """Print how many rows of the press sheet are marked, and how many of them are right."""
    clear = [ok for score, ok in answers if score >= least]
    marked = [ok for score, ok in answers if score < least]
    caught = (len(marked) - sum(marked)) / sum(not ok for _, ok in answers)
    print(
        f"  press sheet: {len(answers)} rows, {_means(answers)[1]:.3f} right; "
        f"{len(marked) / len(answers):.3f} score less than {least} and are marked, "
        f"{caught:.3f} of the wrong ones; "
        f"{sum(clear) / max(1, len(clear)):.3f} of the others are right"
    )


def _document(gold: Record) -> Document:
    day = date.fromisoformat(gold["published"]) if gold.get("published") else None
    return Document(gold["id"], gold["text"], day, gold.get("title") or "")


def main() -> int:
    """Print the figures; 0, or 2 where there is no press dev."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--least", type=float, default=0.9)
    parser.add_argument("--rules-only", action="store_true", help="leave the network out")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    folder, least = arguments.data / "press" / "dev", arguments.least
    if not folder.is_dir():
        print(f"calibration: {folder}: no such folder", file=sys.stderr)
        return 2
    pipeline = Pipeline.load(rules_only=arguments.rules_only)
    corpora = [read_gold(folder), list(read_marked(OWN / RELEASES, held=True))]
    read = [[(gold, pipeline(_document(gold))) for gold in golds] for golds in corpora]
    dev, unseen = (
        [row for n, (gold, found) in enumerate(pairs) for row in rows_of(n, gold, found)]
        for pairs in read
    )
    own, ending = score_weights(), ALONE if arguments.rules_only else ""
    figures = {
        "press dev": figures_of(dev, [score_of(row, own, ending) for row in dev], least),
        "unseen releases of press train, cross-validated": figures_of(
            unseen, cross_validated(unseen), least
        ),
    }
    if arguments.json:
        print(json.dumps({title: list(told) for title, told in figures.items()}, indent=1))
        return 0
    for (title, told), pairs in zip(figures.items(), read, strict=True):
        show(title, told, least)
        show_sheet([row for gold, found in pairs for row in sheet_of(gold, found)], CHECK_BELOW)
    return 0


if __name__ == "__main__":
    sys.exit(main())
