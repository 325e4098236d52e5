"""Learn the weights of roles from marked-up releases; print cross-validated figures.

    python training/roles.py [--model DIR] [--nerel DIR] [--out FILE]

Titles, persons and bodies are those that the program itself recognises; one stands for
the marked entity whose mention shares half of its characters with it. Two logistic models: whether
a person holds the title, which the rules' own mentions tell; and which of the bodies (or none) it
is held in, among the mentions that rules and network find. Of these the network has learnt, but
nothing here counts what it says of links. Where titles are held in news of states and capitals, of
which the releases have little, is learnt from NEREL, too (see `nerel_roles`).
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from corpora import RELEASES, Labelled, read_brat, read_marked
from nerel_roles import nerel_choices

from newsnlp.analyse import Analyser
from newsnlp.morph import Morph
from newsnlp.network import Network
from newsnlp.network.features import Hidden
from newsnlp.pipeline import Pipeline
from newsnlp.recognise import recognise
from newsnlp.relate.roles import TitleCase, choose_body, choose_holders, list_cases
from newsnlp.resolve import first_groups
from newsnlp.schema import Analysis, Document, Kind, Mention, Scores, Span
from newsnlp.segment import segment

LETTERS = {Kind.PERSON: "P", Kind.ORGANISATION: "O", Kind.PLACE: "L", Kind.POSITION: "T"}
PERSON_PENALTY, BODY_PENALTY = 3e-3, 1e-3
STEPS = 200
LEAST = 3  # candidates that a fact must have been seen with
FOLDS = 5
HEAD = """# Weights of facts about a title and a person, about a title and a body
# Source: learnt by training/roles.py from data/gold/press/train but one in five, those of bodies
# also from NEREL's training part (figures of words and classes, no text of it); licence MIT
# columns: fact person body
"""


Group = list[tuple[Sequence[str], bool]]  # facts of each candidate, and whether it is right
Facts = set[tuple[str, str, str | None]]  # title, person, body


@dataclass
class Side:
    """The titles of a release among some mentions, and what is true of them."""

    cases: list[TitleCase]
    persons: list[list[bool]]  # for each case and each of its holders
    bodies: list[list[bool]]  # for each case and each of its bodies; all false if none fits
    names: dict[Mention, str]  # mention → entity
    things: dict[Mention, set[str]]  # mention → the entities of all mentions of its group


@dataclass
class Release:
    """A marked-up release: who holds its titles by the rules' mentions, where by all mentions."""

    ruled: Side
    heard: Side
    gold: Facts


class Reader:
    """Opens the models once and reads releases with them."""

    def __init__(self, folder: Path | None) -> None:
        """Open the network in `folder`, or that of the package."""
        self._morph = Morph.load()
        analyser = Analyser.load(self._morph)
        self._pipeline = Pipeline(analyser, self._morph)
        self._network = Network.load(self._morph.words, analyser.embedding, folder=folder)

    def read(self, gold: Mapping[str, Any]) -> Release:
        """The release as the program reads it, with the truth of its markup."""
        document = Document(gold["id"], gold["text"])
        analysis, hidden, ruled = self._pipeline.analyse(document, segment(document))
        facts = {(f[2], f[1], f[3]) for f in gold["facts"] if f[0] == "role"}
        own, _ = recognise(analysis, self._morph, ruled)
        first = self._side(analysis, own, gold, facts)
        mentions = self._heard(analysis, hidden, ruled)
        return Release(first, self._side(analysis, mentions, gold, facts), facts)

    def choices(self, labelled: Labelled) -> list[Group]:
        """Where the titles of a document of NEREL are held."""
        document = Document(labelled.id, labelled.text)
        analysis, hidden, ruled = self._pipeline.analyse(document, segment(document))
        mentions = self._heard(analysis, hidden, ruled)
        groups = [group.mentions for group in first_groups(analysis, mentions, self._morph)]
        cases = list(list_cases(analysis, mentions, groups))
        return list(nerel_choices(labelled, cases, groups))

    def _heard(
        self, analysis: Analysis, hidden: Hidden, ruled: Sequence[Mention]
    ) -> Sequence[Mention]:
        """The mentions that rules and network find."""
        reading = self._network(analysis.sentences, hidden, self._pipeline.hints(analysis, ruled))
        silent = reading.unable(mention.span for mention in ruled)
        told = replace(analysis, scores=Scores(reading.spans, {}, silent, asked=True))
        return self._pipeline.mentions(told, ruled)[0]

    def _side(
        self, analysis: Analysis, mentions: Sequence[Mention], gold: Mapping[str, Any], facts: Facts
    ) -> Side:
        groups = [group.mentions for group in first_groups(analysis, mentions, self._morph)]
        names = {m: found for m in mentions if (found := _entity(m, gold["mentions"]))}
        things: dict[Mention, set[str]] = defaultdict(set)
        for group in groups:
            for mention in group:
                things[mention] |= {names[m] for m in group if m in names}
        cases = [case for case in list_cases(analysis, mentions, groups) if not case.chaired]
        persons, bodies = [], []
        pairs = {(title, person) for title, person, _ in facts}
        for case in cases:
            title = names.get(case.title)
            holders = [names.get(c.mention) if c.mention else None for c in case.holders]
            right = [p is not None and (title, p) in pairs for p in holders]
            held = {o for t, p, o in facts if t == title and p in holders}
            true = [bool(held & (things[c.mention] if c.mention else {None})) for c in case.bodies]
            persons.append(right)
            bodies.append(true if any(right) else [False] * len(true))
        return Side(cases, persons, bodies, names, things)


def _entity(mention: Mention, marked: Sequence[Mapping[str, Any]]) -> str:
    """The marked entity that the mention means, "" if there is none."""
    best = (0.5, "")
    for item in marked:
        span = Span(item["start"], item["end"])
        if item["kind"] != LETTERS.get(mention.kind) or not span.meets(mention.span):
            continue
        common = min(span.stop, mention.span.stop) - max(span.start, mention.span.start)
        share = common / (len(span) + len(mention.span) - common)
        best = max(best, (share, item["entity"]))
    return best[1]


def learn(groups: Sequence[Group], *, choice: bool, penalty: float) -> dict[str, float]:
    """Fact → weight; `choice`: one of each group is right, else each member for itself."""
    rows = [row for group in groups for row in group]
    seen = Counter(fact for facts, _ in rows for fact in facts)
    common = [fact for fact, count in seen.items() if count >= LEAST]
    index = {fact: n for n, fact in enumerate(["-", *common])}
    known = [[index[fact] for fact in facts if fact in index] for facts, _ in rows]
    if not choice:
        known = [[0, *row] for row in known]
    table = Table(
        np.array([n for row in known for n in row], np.int64),
        np.repeat(np.arange(len(rows)), [len(row) for row in known]),
        np.array([right for _, right in rows], float),
        np.array([len(group) for group in groups]),
        len(index),
    )
    weights = _descend(table, choice=choice, penalty=penalty)
    return dict(zip(index, weights.tolist(), strict=True))


@dataclass(frozen=True)
class Table:
    """Candidates and their facts, sparse.

    Attributes:
        facts: (n) the number of a fact.
        rows: (n) the number of the candidate that has it.
        right: (candidates) 1 or 0.
        sizes: (groups) how many candidates each has, in their order.
        width: the number of facts there are.
    """

    facts: np.ndarray
    rows: np.ndarray
    right: np.ndarray
    sizes: np.ndarray
    width: int


def _descend(table: Table, *, choice: bool, penalty: float) -> np.ndarray:
    """The weights after STEPS of Adam on the whole data."""
    sizes, y = table.sizes, table.right
    starts = np.cumsum([0, *sizes])[:-1]
    weights = np.zeros(table.width)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        z = np.bincount(table.rows, weights[table.facts], len(y))
        if choice:
            odds = np.exp(z - np.repeat(np.maximum.reduceat(z, starts), sizes))
            share = odds / np.repeat(np.add.reduceat(odds, starts), sizes)
            true = odds * y
            target = true / np.maximum(np.repeat(np.add.reduceat(true, starts), sizes), 1e-9)
            error = (share - target) / len(sizes)
        else:
            error = (1 / (1 + np.exp(-z)) - y) / len(sizes)
        slope = np.bincount(table.facts, error[table.rows], table.width) + penalty * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope**2
        weights -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-6)
    return weights.round(3)


def train(
    releases: Sequence[Release], others: Sequence[Group] = ()
) -> tuple[dict[str, float], dict[str, float]]:
    """The weights for persons and for bodies; of these also by the choices of `others`."""
    persons: list[Group] = []
    bodies: list[Group] = [*others]
    for release in releases:
        side = release.ruled
        for case, right in zip(side.cases, side.persons, strict=True):
            persons.append([(c.facts, r) for c, r in zip(case.holders, right, strict=True)])
        side = release.heard
        for case, right in zip(side.cases, side.bodies, strict=True):
            if any(right):
                bodies.append([(c.facts, r) for c, r in zip(case.bodies, right, strict=True)])
    return (
        learn(persons, choice=False, penalty=PERSON_PENALTY),
        learn(bodies, choice=True, penalty=BODY_PENALTY),
    )


def validate(releases: Sequence[Release], others: Sequence[Group]) -> str:
    """Cross-validated figures by document, on entities: who holds which title, and where."""
    counts: Counter[str] = Counter()
    for fold in range(FOLDS):
        persons, bodies = train([r for n, r in enumerate(releases) if n % FOLDS != fold], others)
        for release in releases[fold::FOLDS]:
            counts += _holders(release, persons)
            counts += _bodies(release.heard, bodies)
    right, found, gold = (counts[key] for key in ("right", "found", "gold"))
    return (
        f"holders: P {right / max(1, found):.3f} R {right / gold:.3f} "
        f"F1 {2 * right / (found + gold):.3f}\n"
        f"bodies: {counts['bodies'] / counts['cases']:.3f} of {counts['cases']}"
    )


def _holders(release: Release, weights: Mapping[str, float]) -> Counter[str]:
    """How many pairs of title and person are found, are in the gold, are both."""
    names, found = release.ruled.names, set()
    for case in release.ruled.cases:
        title = names.get(case.title, str(case.title.span))
        chosen = choose_holders(case, weights)
        found |= {(title, names.get(person, person.normal)) for person, _, _ in chosen}
    gold = {(title, person) for title, person, _ in release.gold}
    return Counter(right=len(found & gold), found=len(found), gold=len(gold))


def _bodies(side: Side, weights: Mapping[str, float]) -> Counter[str]:
    """How many titles that are held have the right body, or none if they have none."""
    counts: Counter[str] = Counter()
    for case, right in zip(side.cases, side.bodies, strict=True):
        if any(right):
            body, _ = choose_body(case, weights)
            true = [c.mention for c, r in zip(case.bodies, right, strict=True) if r]
            counts += Counter(cases=1, bodies=body in true)
    return counts


def write(persons: Mapping[str, float], bodies: Mapping[str, float], out: Path) -> None:
    """Write the weights that are not next to nothing, as a lexicon."""
    lines = []
    for fact in sorted(persons.keys() | bodies.keys()):
        cells = [
            f"{w:.2f}" if abs(w := d.get(fact, 0.0)) >= 0.03 else "" for d in (persons, bodies)
        ]
        if any(cells):
            lines.append("\t".join([fact, *cells]))
    out.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Read, validate, learn from all that are not kept out, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=Path, default=RELEASES)
    parser.add_argument("--model", type=Path, help="folder of the weights, else the package's")
    parser.add_argument("--nerel", type=Path, default=Path("../shared/data/nerel/train"))
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    reader = Reader(args.model)
    releases = [reader.read(gold) for gold in read_marked(args.releases, held=False)]
    others = [group for one in read_brat(args.nerel, "nerel") for group in reader.choices(one)]
    print(validate(releases, others))
    if args.out:
        write(*train(releases, others), args.out)


if __name__ == "__main__":
    main()
