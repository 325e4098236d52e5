"""Learn the weights of roles from marked-up releases; print cross-validated figures.

    python training/roles.py [--out FILE]

Titles, persons and bodies are those that the program itself recognises; one stands for
the marked entity whose mention shares half of its characters with it. Two logistic models: whether
a person holds the title, and which of the bodies (or none) it is held in.
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
from newsnlp.relate.roles import TitleCase, choose_body, choose_holders, list_cases
from newsnlp.schema import Document, Kind, Mention, Span
from newsnlp.segment import segment

LETTERS = {Kind.PERSON: "P", Kind.ORGANISATION: "O", Kind.PLACE: "L", Kind.POSITION: "T"}
PERSON_PENALTY, BODY_PENALTY = 3e-3, 3e-3
STEPS = 150
LEAST = 3  # candidates that a fact must have been seen with
FOLDS = 5
HEAD = """# Weights of facts about a title and a person, about a title and a body
# Source: learnt by training/roles.py from data/gold/press/train but one in five; licence MIT
# columns: fact person body
"""


@dataclass
class Release:
    """The titles of a marked-up release, and what is true of them."""

    cases: list[TitleCase]
    persons: list[list[bool]]  # for each case and each of its holders
    bodies: list[list[bool]]  # for each case and each of its bodies; all false if none fits
    names: dict[Mention, str]  # mention → entity
    gold: set[tuple[str, str, str | None]]


def prepare(text: str, gold: Mapping[str, Any], analyser: Analyser, morph: Morph) -> Release:
    """The release as the program reads it, with the truth of its markup."""
    document = Document(gold["id"], text)
    analysis = analyser(document, segment(document))
    mentions, _ = recognise(analysis, morph, candidates(analysis, morph))
    names = {m: found for m in mentions if (found := _entity(m, gold["mentions"]))}
    facts = {(f[2], f[1], f[3]) for f in gold["facts"] if f[0] == "role"}
    cases = [case for case in list_cases(analysis, mentions) if not case.chaired]
    persons, bodies = [], []
    for case in cases:
        title = names.get(case.title)
        holders = [names.get(c.mention) if c.mention else None for c in case.holders]
        pairs = {(t, p) for t, p, _ in facts}
        right = [p is not None and (title, p) in pairs for p in holders]
        held = {o for t, p, o in facts if t == title and p in holders}
        true = [(names.get(c.mention, "?") if c.mention else None) in held for c in case.bodies]
        persons.append(right)
        bodies.append(true if any(right) else [False] * len(true))
    return Release(cases, persons, bodies, names, facts)


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


Group = list[tuple[Sequence[str], bool]]


def learn(groups: Sequence[Group], *, choice: bool, penalty: float) -> dict[str, float]:
    """Fact → weight; `choice`: one of each group is right, else each member for itself."""
    rows = [row for group in groups for row in group]
    seen = Counter(fact for facts, _ in rows for fact in facts)
    index = {fact: n for n, fact in enumerate(["-", *(f for f, k in seen.items() if k >= LEAST)])}
    x = np.zeros((len(rows), len(index)), dtype=np.float32)
    x[:, 0] = 0 if choice else 1
    for number, (facts, _) in enumerate(rows):
        x[number, [index[fact] for fact in facts if fact in index]] = 1
    y = np.array([right for _, right in rows], dtype=np.float32)
    weights = _descend(x, y, [len(group) for group in groups], choice=choice, penalty=penalty)
    return dict(zip(index, weights.tolist(), strict=True))


def _descend(
    x: np.ndarray, y: np.ndarray, sizes: Sequence[int], *, choice: bool, penalty: float
) -> np.ndarray:
    """The weights after STEPS of Adam on the whole data; `sizes` of the groups in their order."""
    starts = np.cumsum([0, *sizes])[:-1]
    weights = np.zeros(x.shape[1], dtype=np.float32)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        z = x @ weights
        if choice:
            odds = np.exp(z - np.repeat(np.maximum.reduceat(z, starts), sizes))
            share = odds / np.repeat(np.add.reduceat(odds, starts), sizes)
            true = odds * y
            target = true / np.maximum(np.repeat(np.add.reduceat(true, starts), sizes), 1e-9)
            error = (share - target) / len(sizes)
        else:
            error = (1 / (1 + np.exp(-z)) - y) / len(sizes)
        slope = x.T @ error + penalty * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope**2
        weights -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-6)
    return weights.round(3)


def train(releases: Sequence[Release]) -> tuple[dict[str, float], dict[str, float]]:
    """The weights for persons and for bodies."""
    persons: list[Group] = []
    bodies: list[Group] = []
    for release in releases:
        for case, holders, held in zip(release.cases, release.persons, release.bodies, strict=True):
            persons.append([(c.facts, r) for c, r in zip(case.holders, holders, strict=True)])
            if any(held):
                bodies.append([(c.facts, r) for c, r in zip(case.bodies, held, strict=True)])
    return (
        learn(persons, choice=False, penalty=PERSON_PENALTY),
        learn(bodies, choice=True, penalty=BODY_PENALTY),
    )


def _mere_stand_in(case: TitleCase, holders: Sequence[bool], release: Release) -> bool:
    """«отметил ректор»: the title is carried over from a sentence that names its holder."""
    right = [c for c, r in zip(case.holders, holders, strict=True) if r]
    if not right or any("carry" not in c.facts for c in right):
        return False
    title = release.names.get(case.title)
    near = [
        c
        for other, judged in zip(release.cases, release.persons, strict=True)
        for c, r in zip(other.holders, judged, strict=True)
        if r and release.names.get(other.title) == title and "carry" not in c.facts
    ]
    names = {release.names.get(c.mention) for c in near if c.mention}
    return all(release.names.get(c.mention) in names for c in right if c.mention)


def validate(releases: Sequence[Release]) -> str:
    """Cross-validated figures by document, on entities: with and without the body."""
    counts: Counter[str] = Counter()
    for fold in range(FOLDS):
        persons, bodies = train([r for n, r in enumerate(releases) if n % FOLDS != fold])
        for release in releases[fold::FOLDS]:
            found, pairs = set(), set()
            for case, held in zip(release.cases, release.bodies, strict=True):
                chosen = choose_holders(case, persons)
                body = choose_body(case, bodies)
                if any(held):
                    counts["cases"] += 1
                    truth = [c.mention for c, r in zip(case.bodies, held, strict=True) if r]
                    counts["bodies"] += body in truth
                for person, _, _ in chosen:
                    title = release.names.get(case.title, str(case.title.span))
                    who = release.names.get(person, person.normal)
                    where = release.names.get(body, body.normal) if body else None
                    found.add((title, who, where))
                    pairs.add((title, who))
            gold = {(t, p) for t, p, _ in release.gold}
            counts += Counter(
                gold=len(release.gold), found=len(found), both=len(found & release.gold),
                gold_pairs=len(gold), found_pairs=len(pairs), both_pairs=len(pairs & gold),
            )  # fmt: skip
    lines = []
    for tail in ("", "_pairs"):
        right, found, gold = (counts[f"{key}{tail}"] for key in ("both", "found", "gold"))
        precision, recall = right / max(1, found), right / gold
        lines.append(
            f"roles{tail}: P {precision:.3f} R {recall:.3f} F1 {2 * right / (found + gold):.3f}"
        )
    lines.append(f"bodies: {counts['bodies'] / counts['cases']:.3f} of {counts['cases']}")
    return "\n".join(lines)


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
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    morph = Morph.load()
    analyser = Analyser.load(morph)
    releases = []
    for gold in read_marked(args.releases, held=False):
        releases.append(prepare(gold["text"], gold, analyser, morph))
    print(validate(releases))
    if args.out:
        write(*train(releases), args.out)


if __name__ == "__main__":
    main()
