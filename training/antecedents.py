"""Learn whom stand-ins mean from marked-up releases; print cross-validated figures.

    python training/antecedents.py [--out FILE]

The mentions are those that the program itself finds, and the marked stand-ins that it lacks. Each
stand-in chooses among the persons and nobody (conditional logistic regression); weights are drawn
towards PRIOR, what grammar leads one to expect, because stand-ins are few.
"""

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from corpora import RELEASES, read_marked

from newsnlp.analyse import Analyser
from newsnlp.morph import Morph
from newsnlp.recognise import candidates, recognise
from newsnlp.relate import relate
from newsnlp.relate.quotes import speaker_mentions
from newsnlp.relate.stand_ins import pronoun_mentions
from newsnlp.resolve.antecedents import choose, settled
from newsnlp.resolve.clues import Clues, clues
from newsnlp.resolve.groups import Group
from newsnlp.resolve.persons import group_names
from newsnlp.resolve.portraits import portray
from newsnlp.resolve.stage import Stage
from newsnlp.resolve.stand_ins import PRONOUNS
from newsnlp.schema import Analysis, Document, Form, Kind, Mention, Span
from newsnlp.segment import segment
from newsnlp.text import fold_yo

PENALTY = 5e-3
STEPS = 300
LEAST = 3  # candidates that a fact must have been seen with
UNMARKED = 0.5  # the weight of a stand-in that is not marked, so probably means nobody
FOLDS = 5
PRIOR = {
    "surely_gender_differs": -3, "surely_verb_differs": -2, "surely_gender_agrees": 1,
    "surely_verb_agrees": 1, "gender_differs": -1.5, "verb_differs": -1, "rank=0": 1,
    "gap=0": 0.5, "gap=1": 1, "gap=4": -0.5, "gap=7": -1, "paragraphs=0": 1, "paragraphs=1": 0.5,
    "paragraphs=3": -0.5, "only_after": -2, "last_spoken": -0.5, "same_clause": -1,
    "nearest_subject": 1, "subject": 0.5, "source": 0.5, "in_title": 0.5, "mentions=4": 0.3,
    "first_person": 0.3, "fit=6": 3, "fit=5": 2, "fit=4": 1.5, "fit=3": 1.5, "fit=2": 1,
    "fit=1": 0.5, "fit=-1": -0.5, "fit_best": 0.5, "fit_nearest_best": 1, "fit_below": -1,
    "deed=2": 1, "deed=1": 0.3, "deed_nearest_best": 0.7, "complement": 0.5, "no_complement": -0.7,
    "adjoins": 3, "named_in_turn": -2, "possessor": -2, "reply": -1.5, "spoke_just_before": -1,
    "unfit_rank=0": 1, "unfit_rank=1": 0.3,
}  # fmt: skip
HEAD = """# Weights of facts about a stand-in and the one that it may mean
# Source: learnt by training/antecedents.py from data/gold/press/train but one in five; licence MIT
# columns: fact weight
"""

Gold = Mapping[str, Any]


@dataclass
class Case:
    """A stand-in: the facts of each candidate, nobody last, and the right ones."""

    mention: Mention
    facts: Clues
    right: list[int]  # empty where the one it means is not among the persons found
    marked: bool


def prepare(analysis: Analysis, gold: Gold, morph: Morph) -> list[Case]:
    """The cases of a release; what is settled before a stand-in is settled rightly."""
    marked = [item for item in gold["mentions"] if item["kind"] == "P"]
    found, _ = recognise(analysis, morph, candidates(analysis, morph))
    found = (*found, *speaker_mentions(analysis, found))
    found = (*found, *pronoun_mentions(analysis, found))
    missing = [made(analysis, item) for item in marked if not standing(item, found)]
    mentions = sorted({*found, *missing}, key=lambda m: (m.span.start, -m.span.stop))
    links = relate(analysis, mentions)
    groups = group_names(analysis, mentions, morph)
    stage = Stage(analysis, mentions, links.quotes)
    portraits = portray(links, groups, stage, morph)
    keys = [key_of(group, marked) for group in groups]
    beside = settled(links, stage)
    cases = []
    for mention in mentions:
        if mention.kind is not Kind.PERSON or mention.form is Form.NAME or mention.span in beside:
            continue
        own = [item for item in marked if item["form"] != "name" and meets(item, mention)]
        right = [n for n, key in enumerate(keys) if own and key == own[0]["entity"]]
        facts = clues(mention, groups, stage, portraits)
        cases.append(Case(mention, facts, right if own else [len(groups)], bool(own)))
        if right:
            groups[right[0]].mentions.append(mention)
    return cases


def meets(item: Gold, mention: Mention) -> bool:
    """Whether a marked mention and one of the program share a character."""
    return bool(item["start"] < mention.span.stop and mention.span.start < item["end"])


def standing(item: Gold, found: Sequence[Mention]) -> bool:
    """Whether a marked mention is a name, or a stand-in that the program has found."""
    return item["form"] == "name" or any(m.kind is Kind.PERSON and meets(item, m) for m in found)


def made(analysis: Analysis, item: Gold) -> Mention:
    """The mention of a marked stand-in."""
    span = Span(item["start"], item["end"])
    words = analysis.document.at(span).lower()
    form = Form.PRONOUN if fold_yo(words) in PRONOUNS else Form.NOMINAL
    return Mention(span, Kind.PERSON, form, words, "gold", 1.0)


def key_of(group: Group, marked: Sequence[Gold]) -> str:
    """The marked entity that most names of a group belong to; "" if none does."""
    keys = Counter(
        str(item["entity"])
        for mention in group.mentions
        for item in marked
        if item["form"] == "name" and meets(item, mention)
    )
    return keys.most_common(1)[0][0] if keys else ""


def train(releases: Sequence[Sequence[Case]]) -> dict[str, float]:
    """Fact → weight."""
    cases = [case for release in releases for case in release if case.right]
    seen = Counter(fact for case in cases for own in case.facts for fact in own)
    index = {fact: n for n, fact in enumerate(f for f, k in seen.items() if k >= LEAST)}
    rows = [own for case in cases for own in case.facts]
    x = np.zeros((len(rows), len(index)), dtype=np.float32)
    for n, own in enumerate(rows):
        x[n, [index[fact] for fact in own if fact in index]] = 1
    right = np.array([n in case.right for case in cases for n in range(len(case.facts))])
    starts = np.cumsum([0, *(len(case.facts) for case in cases[:-1])])
    shares = np.array([1.0 if case.marked else UNMARKED for case in cases])
    prior = np.array([PRIOR.get(fact.partition(":")[2], 0.0) for fact in index])
    weights = _descend(x, right, starts, shares / shares.sum(), prior)
    return dict(zip(index, weights.round(2).tolist(), strict=True))


def _descend(
    x: np.ndarray, right: np.ndarray, starts: np.ndarray, shares: np.ndarray, prior: np.ndarray
) -> np.ndarray:
    """The weights after STEPS of Adam on the whole data.

    Args:
        x: (candidates, facts) 0 or 1.
        right: (candidates,) whether this is one of the right choices.
        starts: (cases,) the first candidate of each case.
        shares: (cases,) how much each case counts; the sum is 1.
        prior: (facts,) where the weights are drawn to.
    """
    case = np.repeat(np.arange(len(starts)), np.diff([*starts, len(x)]))
    weights = prior.copy()
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        z = x @ weights
        odds = np.exp(z - np.maximum.reduceat(z, starts)[case])
        chance = odds / np.add.reduceat(odds, starts)[case]
        wanted = chance * right
        wanted /= np.maximum(np.add.reduceat(wanted, starts)[case], 1e-12)
        slope = x.T @ ((chance - wanted) * shares[case]) + PENALTY * (weights - prior)
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope**2
        weights -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-6)
    return weights


def validate(releases: Sequence[Sequence[Case]]) -> str:
    """How often stand-ins find whom they mean, cross-validated by document."""
    counts: Counter[str] = Counter()
    for fold in range(FOLDS):
        weights = train([r for n, r in enumerate(releases) if n % FOLDS != fold])
        for release in releases[fold::FOLDS]:
            for case in release:
                if not case.right:
                    continue
                form = "pronoun" if case.mention.form is Form.PRONOUN else case.mention.evidence
                label = f"{form}, {'marked' if case.marked else 'unmarked'}"
                counts[label] += 1
                counts[f"{label}: right"] += choose(case.facts, weights) in case.right
    return "\n".join(f"{label} {count}" for label, count in sorted(counts.items()))


def write(weights: Mapping[str, float], out: Path) -> None:
    """Write the weights that are not next to nothing, as a lexicon."""
    rows = [f"{fact}\t{value:.2f}" for fact, value in sorted(weights.items()) if abs(value) >= 0.02]
    out.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


def main() -> None:
    """Read, validate, learn from all that are not kept out, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=Path, default=RELEASES)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    morph = Morph.load()
    analyser = Analyser.load(morph)
    releases = []
    for gold in read_marked(args.releases, held=False):
        document = Document(gold["id"], gold["text"], title=gold.get("title") or "")
        releases.append(prepare(analyser(document, segment(document)), gold, morph))
    print(validate(releases))
    if args.out:
        write(train(releases), args.out)


if __name__ == "__main__":
    main()
