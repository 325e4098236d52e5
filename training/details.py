"""Learn when, where and within what events are held; print cross-validated figures.

    python training/details.py [--out FILE]

Each release is read twice, as in `antecedents.py`: with the marked mentions and with those that the
program finds. Five questions are learnt, each a choice among candidates and none (conditional
logistic regression): the whole of an event, where the story is at home, the first day, the last
day and the place of an event. What is chosen for one event is a fact about the next: a first pass
learns from right facts, a second from those that the first pass chooses on releases it has not
seen, since right ones are not to be had later.
"""

import argparse
import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
from antecedents import Marked, Reader
from corpora import RELEASES, read_marked

from newsnlp.relate.details import Clues, Story, chances, decide, likeliest, read_story
from newsnlp.relate.whole_clues import whole_clues
from newsnlp.resolve import first_groups
from newsnlp.schema import Kind
from newsnlp.text import fold_yo

LETTERS = "whsep"
PENALTY = {"w": 2e-3, "h": 5e-3, "s": 2e-3, "e": 2e-3, "p": 2e-3}
STEPS = 300
LEAST = 3  # candidates that a fact must have been seen with
FOLDS = 4
HEAD = """# Weights of facts about an event: its whole (w), first and last day (s, e), place (p)
# h: of facts about the place where the story is at home
# Source: learnt by training/details.py from data/gold/press/train but one in five; licence MIT
# columns: fact weight
"""

Weights = Mapping[str, Mapping[str, float]]


@dataclass
class Case:
    """A question: the letter, the facts of each candidate, none last, and the right ones."""

    letter: str
    clues: Clues
    right: list[bool]


@dataclass
class Truth:
    """What the markup says of the events of a release, by its labels (E1)."""

    when: dict[str, tuple[date | None, date | None]] = field(default_factory=dict)
    where: dict[str, list[str]] = field(default_factory=dict)  # all names of the place
    whole: dict[str, str] = field(default_factory=dict)


@dataclass
class Release:
    """A release as the program reads it; `keys` are the labels of its events, "" if unmarked."""

    fold: int
    marked: bool
    story: Story
    keys: list[str]
    truth: Truth

    def held(self) -> dict[int, int]:
        """Number of each event → of that within which it is held, as marked."""
        numbers = {key: n for n, key in enumerate(self.keys) if key}
        wholes = ((n, self.truth.whole.get(key)) for n, key in enumerate(self.keys) if key)
        return {n: numbers[whole] for n, whole in wholes if whole in numbers}


def read_truth(text: str) -> Truth:
    """The lines `when`, `where` and `in` after the --- of a marked-up release."""
    truth = Truth()
    names: dict[str, list[str]] = {}
    lines = [line.split(maxsplit=2) for line in text.partition("\n---\n")[2].splitlines()]
    facts = [line for line in lines if len(line) == 3]
    for verb, label, rest in facts:
        if verb in {"name", "also"}:
            names.setdefault(label, []).extend(
                re.split(r"\s*;\s*", rest) if verb == "also" else [rest]
            )
    for verb, label, rest in facts:
        if verb == "when":
            first, _, last = rest.strip().partition("..")
            truth.when[label] = tuple(date.fromisoformat(d) if d else None for d in (first, last))
        elif verb == "where":
            place = rest.strip()
            truth.where[label] = [place[1:].strip()] if place[0] == "=" else names.get(place, [])
        elif verb == "in":
            truth.whole[label] = rest.strip()
    return truth


def release(read: Marked, reader: Reader, truth: Truth, fold: int, *, marked: bool) -> Release:
    """A release with its events found and their labels."""
    groups = first_groups(read.analysis, read.mentions, reader.morph)
    story = read_story(read.analysis, read.mentions, [group.mentions for group in groups])
    labels = {
        mention: read.key(group)
        for group in groups
        if group.kind is Kind.EVENT
        for mention in group.mentions
    }
    keys = [labels.get(event.mentions[0], "") for event in story.scene.events]
    return Release(fold, marked, story, keys, truth)


def same_place(one: str, other: str) -> bool:
    """Whether the words of one name are among those of the other, as the scorer compares."""
    words = [set(re.findall(r"\w+", fold_yo(name.lower()))) for name in (one, other)]
    return words[0] <= words[1] or words[1] <= words[0]


class Teacher:
    """Answers the questions about a release and keeps them; rightly, or as `weights` do."""

    def __init__(self, release: Release, weights: Weights | None) -> None:
        """Ask about the events of `release`."""
        self.release, self.weights = release, weights
        self.cases: list[Case] = []

    def __call__(self, letter: str, number: int, values: Sequence[Hashable], clues: Clues) -> int:
        """The index of the chosen value; see `newsnlp.relate.details.Pick`."""
        right = self._right(letter, number, values)
        if right is not None:
            self.cases.append(Case(letter, clues, right))
        if self.weights is not None:
            return likeliest(values, chances(clues, self.weights[letter]))
        return right.index(True) if right is not None and any(right) else len(values) - 1

    def _right(self, letter: str, number: int, values: Sequence[Hashable]) -> list[bool] | None:
        """Which values are right; None for an event that is not marked."""
        truth, keys = self.release.truth, self.release.keys
        key = keys[number] if number >= 0 else ""
        if letter == "h":
            places = Counter(truth.where[k][0] for k in keys if truth.where.get(k))
            home = places.most_common(1)[0][0] if places else None
            names = next((own for own in truth.where.values() if own and own[0] == home), None)
            return [_is_place(value, names) for value in values]
        if not key:
            return None
        if letter == "p":
            return [_is_place(value, truth.where.get(key)) for value in values]
        return [value == truth.when.get(key, (None, None))["se".index(letter)] for value in values]


def _is_place(value: Hashable, names: Sequence[str] | None) -> bool:
    if value is None or not names:
        return value is None and not names
    return any(same_place(str(value), name) for name in names)


def cases_of(release: Release, weights: Weights | None) -> list[Case]:
    """The questions about a release, each in the light of the answers before it."""
    teacher = Teacher(release, weights)
    events = release.story.scene.events
    truth, held = release.held(), {}
    for n, event in enumerate(events):
        others = [other for other in events if other is not event]
        if not others:
            continue
        clues = whole_clues(release.story.scene, event, others)
        whole = truth.get(n)
        if release.keys[n]:
            right = [whole is not None and other is events[whole] for other in others]
            teacher.cases.append(Case("w", clues, [*right, whole is None]))
        if weights is not None:
            odds = chances(clues, weights["w"])
            best = max(range(len(odds)), key=odds.__getitem__)
            if best < len(others):
                held[n] = events.index(others[best])
    decide(release.story, truth if weights is None else without_circles(held), teacher)
    return teacher.cases


def without_circles(held: Mapping[int, int]) -> dict[int, int]:
    """Number of an event → of its whole, those left out that would close a circle."""
    found: dict[int, int] = {}
    for part, whole in held.items():
        step: int | None = whole
        while step is not None and step != part:
            step = found.get(step)
        if step is None:
            found[part] = whole
    return found


def fit(cases: Sequence[Case], penalty: float) -> dict[str, float]:
    """Fact → weight, after STEPS of Adam on the whole data."""
    cases = [case for case in cases if any(case.right)]
    seen = Counter(fact for case in cases for own in case.clues for fact in own)
    index = {fact: n for n, fact in enumerate(f for f, k in seen.items() if k >= LEAST)}
    rows = [[index[fact] for fact in own if fact in index] for case in cases for own in case.clues]
    sizes = np.array([len(row) for row in rows])
    facts, firsts = np.concatenate([np.array(row) for row in rows]), np.cumsum([0, *sizes[:-1]])
    right = np.array([r for case in cases for r in case.right], dtype=float)
    starts = np.cumsum([0, *(len(case.clues) for case in cases[:-1])])
    owner = np.repeat(np.arange(len(starts)), np.diff([*starts, len(rows)]))
    weights = np.zeros(len(index))
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        z = np.add.reduceat(weights[facts], firsts)
        odds = np.exp(z - np.maximum.reduceat(z, starts)[owner])
        chance = odds / np.add.reduceat(odds, starts)[owner]
        wanted = chance * right
        wanted /= np.maximum(np.add.reduceat(wanted, starts)[owner], 1e-12)
        error = np.repeat((chance - wanted) / len(cases), sizes)
        slope = np.bincount(facts, error, len(weights)) + penalty * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope**2
        weights -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-6)
    return dict(zip(index, weights.round(2).tolist(), strict=True))


def train(cases: Sequence[Sequence[Case]]) -> Weights:
    """The weights of each letter."""
    every = [case for own in cases for case in own]
    return {
        letter: fit([case for case in every if case.letter == letter], PENALTY[letter])
        for letter in LETTERS
    }


def unseen(releases: Sequence[Release], cases: Sequence[Sequence[Case]]) -> list[list[Case]]:
    """The questions about each release, answered by weights learnt from the other folds."""
    made: list[list[Case]] = [[] for _ in releases]
    for fold in range(FOLDS):
        own = train([c for r, c in zip(releases, cases, strict=True) if r.fold != fold])
        for n, one in enumerate(releases):
            if one.fold == fold:
                made[n] = cases_of(one, own)
    return made


def validate(releases: Sequence[Release], cases: Sequence[Sequence[Case]]) -> Iterator[str]:
    """How often each question is answered rightly, cross-validated by document."""
    counts: Counter[str] = Counter()
    for fold in range(FOLDS):
        own = train([c for r, c in zip(releases, cases, strict=True) if r.fold != fold])
        for one in releases:
            if one.fold == fold and not one.marked:
                for case in cases_of(one, own):
                    odds = chances(case.clues, own[case.letter])
                    best = odds.index(max(odds))
                    counts[case.letter] += 1
                    counts[case.letter + " right"] += case.right[best]
                    said = best < len(odds) - 1 or not case.right[-1]
                    counts[case.letter + " told"] += said
                    counts[case.letter + " told rightly"] += said and case.right[best]
    for letter in LETTERS:
        every, told = counts[letter], counts[letter + " told"]
        yield (
            f"{letter}: {counts[letter + ' right'] / every:.3f} of {every} right, "
            f"{counts[letter + ' told rightly'] / told:.3f} of {told} where something is told"
        )


def main() -> None:
    """Read, learn twice, validate, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=Path, default=RELEASES)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    reader = Reader()
    releases = []
    for number, gold in enumerate(read_marked(args.releases, held=False)):
        truth = read_truth((args.releases / f"{gold['id']}.txt").read_text("utf-8"))
        for read, marked in zip(reader(gold), (True, False), strict=True):
            releases.append(release(read, reader, truth, number % FOLDS, marked=marked))
    cases = [cases_of(one, None) for one in releases]
    cases = unseen(releases, cases)
    print("\n".join(validate(releases, cases)))
    if args.out:
        rows = [
            f"{letter}:{fact}\t{value:.2f}"
            for letter, weights in train(cases).items()
            for fact, value in sorted(weights.items())
            if abs(value) >= 0.05
        ]
        args.out.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
