"""Learn how far rules and network are believed together; print cross-validated figures.

    python training/belief.py [--model DIR] [--out FILE]

The releases are those that neither the network nor the weights of the rules were learnt from. For
each kind of mention or link a logistic model of four facts (see `newsnlp.belief.facts`) is fitted,
and the least belief that gives the best F is chosen; where a title is held, one of several bodies
or none, is one choice (`newsnlp.belief.shares`). Links are learnt among the mentions that stand
with the weights of mentions learnt just before.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from corpora import RELEASE_KINDS, RELEASES, read_marked

from newsnlp import belief
from newsnlp.analyse import Analyser
from newsnlp.morph import Morph
from newsnlp.network import Network, Reading, label_of
from newsnlp.pipeline import Pipeline
from newsnlp.recognise.told import TOLD, Begins, chance, find_told, what
from newsnlp.relate import consider, consider_parts, relate
from newsnlp.relate.reader import Reader
from newsnlp.relate.witnesses import Witnesses
from newsnlp.resolve import first_groups, resolve
from newsnlp.schema import Analysis, Document, Form, Kind, Mention, Part, Scores, Span
from newsnlp.segment import segment
from newsnlp.text import fold

KINDS = ("person", "person*", "organisation", "organisation*", "position", "event", "event*")
LINKS = ("holds", "part", "body", "in")
PARTS = {part: part.value for part in Part}
LEXICON = Path("src/newsnlp/resources/lexicons/belief_weights.tsv")
PENALTY = 0.05
FOLDS = 5
_ALIKE = 0.005  # of choices as good as that the one that trusts the rules most: they can be read
STEPS = np.arange(0.2, 0.76, 0.01)
# A wrong forum draws wrong participations after it: precision counts for more there.
BETA = {"event": 0.85}
HEAD = """# Weights of what rules and network say of a mention or link; a star marks stand-ins
# Source: logistic regression by training/belief.py on {count} releases of data/gold/press/train \
that neither had seen; licence MIT
# columns: what bias network rule score near read least
"""


@dataclass
class Samples:
    """What was seen of one kind of mention or link.

    Attributes:
        facts: of each candidate.
        right: whether each candidate is right.
        rows: the row that each gives; several may give one.
        gold: how many items there are to find.
        documents: the number of each candidate's document.
    """

    facts: list[tuple[float, ...]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    rows: list[object] = field(default_factory=list)
    documents: list[int] = field(default_factory=list)
    gold: int = 0

    def add(
        self, document: int, facts: tuple[float, ...], hit: object | None, else_: object
    ) -> None:
        """Take in a candidate: the gold row that it hits, or else the wrong row that it gives."""
        self.facts.append(facts)
        self.right.append(hit is not None)
        self.rows.append((document, else_ if hit is None else hit))
        self.documents.append(document)

    def fit(self, beta: float = 1.0) -> tuple[np.ndarray, float, str]:
        """The weights, the least belief, and a line of cross-validated figures."""
        x = np.array(self.facts)
        y = np.array(self.right)
        fold = np.array(self.documents) % FOLDS
        belief = np.zeros(len(y))
        for k in range(FOLDS):
            belief[fold == k] = _sigmoid(x[fold == k] @ _logistic(x[fold != k], y[fold != k]))
        scored = [self._score(belief >= least) for least in STEPS]
        # The middle of the stretch that is nearly as good as the best, for what is to come.
        worth = [(1 + beta**2) * p * r / max(1e-9, beta**2 * p + r) for p, r, _ in scored]
        good = [s for s, w in zip(STEPS, worth, strict=True) if w > max(worth) - 0.003]
        least = float(np.median(good))
        figures = {
            "rules": self._score(x[:, 2] > 0),
            "network": self._score(x[:, 1] > 0),
            "both": self._score(belief >= least),
        }
        told = ", ".join(
            f"{name} P {p:.3f} R {r:.3f} F1 {f:.3f}" for name, (p, r, f) in figures.items()
        )
        return _logistic(x, y), least, told

    def _score(self, chosen: np.ndarray) -> tuple[float, float, float]:
        picked = np.nonzero(chosen)[0]
        right = len({self.rows[i] for i in picked if self.right[i]})
        wrong = len({self.rows[i] for i in picked if not self.right[i]})
        precision = right / max(1, right + wrong)
        recall = right / max(1, self.gold)
        return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


@dataclass
class Choice:
    """Where a title may be held.

    Attributes:
        facts: (bodies and none, 4) what is weighed, see `newsnlp.belief.shares`.
        right: (bodies and none) what is true.
        document: the number of its document.
    """

    facts: np.ndarray
    right: np.ndarray
    document: int


def fit_choices(choices: Sequence[Choice]) -> tuple[np.ndarray, str]:
    """The weights of `newsnlp.belief.shares`, and a line of cross-validated figures."""
    picked = 0
    for k in range(FOLDS):
        weights = _softmax([c for c in choices if c.document % FOLDS != k])
        for c in (c for c in choices if c.document % FOLDS == k):
            picked += bool(c.right[np.argmax(c.facts @ weights)])
    lone = [
        sum(bool(c.right[np.argmax(c.facts[:, column])]) for c in choices) / len(choices)
        for column in (2, 1)
    ]
    told = f"right by rules {lone[0]:.3f}, network {lone[1]:.3f}, both {picked / len(choices):.3f}"
    return _softmax(choices), told


def _softmax(choices: Sequence[Choice]) -> np.ndarray:
    """Weights of a choice of one of several by Newton's method, steps halved while they worsen."""

    def lost(weights: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        total = PENALTY / 2 * weights @ weights
        slope, bend = PENALTY * weights, PENALTY * np.eye(len(weights))
        for c in choices:
            odds = np.exp(c.facts @ weights - np.max(c.facts @ weights))
            share, true = odds / odds.sum(), odds * c.right / (odds * c.right).sum()
            total -= np.log((odds * c.right).sum() / odds.sum())
            slope = slope + (share - true) @ c.facts
            mean = share @ c.facts
            bend = bend + (c.facts * share[:, None]).T @ c.facts - np.outer(mean, mean)
        return float(total), slope, bend

    weights = np.zeros(choices[0].facts.shape[1])
    for _ in range(30):
        total, slope, bend = lost(weights)
        step = np.linalg.solve(bend, slope)
        while lost(weights - step)[0] > total and np.abs(step).max() > 1e-6:
            step = step / 2
        weights = weights - step
    return weights


Told = tuple[Witnesses, tuple[Span, Span], str]


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def _logistic(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Weights by Newton's method, with a penalty on their squares."""
    weights = np.zeros(x.shape[1])
    for _ in range(60):
        p = _sigmoid(x @ weights)
        gradient = x.T @ (p - y) + PENALTY * weights
        hessian = (x * (p * (1 - p))[:, None]).T @ x + PENALTY * np.eye(len(weights))
        weights -= np.linalg.solve(hessian, gradient)
    return weights


def mention_samples(
    number: int, analysis: Analysis, found: Iterable[Mention], gold: Mapping[str, Any]
) -> dict[str, Samples]:
    """The candidates of one release by kind.

    A name is right if it stands where the markup has one, or if it meets one and reads as the gold
    row does; for the table both are as good.
    """
    samples: dict[str, Samples] = defaultdict(Samples)
    marked: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for item in gold["mentions"]:
        if item["kind"] in RELEASE_KINDS:
            kind = RELEASE_KINDS[item["kind"]] + "*" * (item["form"] != "name")
            marked[kind].append(item)
            samples[kind].gold += 1
    forms = {
        kind: {_fold(form) for row in gold[kind + "s"] for form in (row["name"], *row["also"])}
        for kind in ("person", "organisation", "event")
    }
    best: dict[tuple[Span, str], Mention] = {}
    for mention in found:
        kind = what(mention)
        if kind and mention.span not in analysis.scores.silent:
            key = mention.span, kind
            if key not in best or best[key].evidence == TOLD:
                best[key] = mention
    begins = Begins(analysis.scores)
    for (span, kind), mention in sorted(best.items(), key=lambda item: item[0]):
        score = None if mention.evidence == TOLD else mention.score
        facts = belief.facts(chance(analysis.scores, mention), score, begins.other(mention))
        ends = (span.start, span.stop)
        hit = next((m for m in marked[kind] if (m["start"], m["end"]) == ends), None)
        if hit is None and _fold(mention.normal) in forms.get(kind, ()):
            hit = next((m for m in marked[kind] if span.meets(Span(m["start"], m["end"]))), None)
        samples[kind].add(number, facts, (hit["start"], hit["end"]) if hit else None, ends)
    return {kind: samples[kind] for kind in KINDS}


def _fold(form: str) -> str:
    return fold(form).lower()


def link_samples(
    number: int,
    analysis: Analysis,
    mentions: tuple[Mention, ...],
    gold: Mapping[str, Any],
    models: tuple[Morph, Reader],
) -> tuple[dict[str, Samples], list[Choice], list[Told]]:
    """The pairs of one release by relation, among the mentions that stand.

    Beside them where its titles may be held, and as what those take part who do.
    """
    truth = {label: set() for label in LINKS}
    for fact in gold["facts"]:
        if fact[0] == "role":
            truth["holds"].add((fact[1], fact[2]))
        elif fact[0] in truth:
            truth[fact[0]].add((fact[1], fact[2]))
    parts = {(fact[1], fact[2]): fact[3] for fact in gold["facts"] if fact[0] == "part"}
    told: list[Told] = []
    met: set[tuple[Span, Span]] = set()
    entities = _entities(gold["mentions"])
    morph, reader = models
    groups = first_groups(analysis, mentions, morph)
    things = [group.mentions for group in groups]
    said = Witnesses(analysis.scores, consider(analysis, mentions, things))
    links = relate(analysis, mentions, things)
    whole = [one.mentions for one in resolve(analysis, mentions, links, morph, groups)]
    heard_of = Witnesses(analysis.scores, consider_parts(analysis, mentions, whole, reader))
    normals = {mention.span: mention.normal for mention in mentions}
    samples = {label: Samples(gold=len(truth[label])) for label in LINKS}
    for label in LINKS:
        witnesses = heard_of if label in ("part", "body") else said
        for head, tail, heard in witnesses.of(label):
            if head not in normals or tail not in normals:
                continue
            heads, tails = entities(head), entities(tail)
            hits = [pair for pair in truth[label] if pair[0] in heads and pair[1] in tails]
            wrong = min(heads, default=normals[head]), min(tails, default=normals[tail])
            hit = hits[0] if hits else None
            samples[label].add(
                number, belief.facts(heard.chance, heard.score, read=heard.read), hit, wrong
            )
            if label == "part" and hits and witnesses.both((head, tail)) not in met:
                met.add(witnesses.both((head, tail)))
                told.append((witnesses, (head, tail), parts[hits[0]]))
    meant: dict[Span, set[str | None]] = {}  # body → what it may be in the gold
    for thing in things:
        named = any(mention.form is Form.NAME for mention in thing)
        found = {entity for mention in thing for entity in entities(mention.span)}
        meant |= {mention.span: found if named else {None} for mention in thing}
    titles = [mention for mention in mentions if mention.kind is Kind.POSITION]
    return samples, list(_choices(number, said, gold["facts"], (titles, entities, meant))), told


def _choices(
    number: int,
    said: Witnesses,
    facts: Iterable[Sequence[Any]],
    known: tuple[Sequence[Mention], Callable[[Span], set[str]], Mapping[Span, set[str | None]]],
) -> Iterator[Choice]:
    """Where each title that a person holds in the gold may be held."""
    titles, entities, meant = known
    roles = [fact[1:4] for fact in facts if fact[0] == "role"]
    held: dict[Span, set[str | None]] = defaultdict(set)
    for person, title, *_ in said.of("holds"):
        one, other = entities(person), entities(title)
        held[title] |= {body for p, t, body in roles if p in one and t in other}
    for mention in titles:
        bodies, choices = held[mention.span], said.choices(mention)
        right = [
            bool(bodies & ({None} if c.body is None else meant.get(c.body, set()))) for c in choices
        ]
        if any(right):
            yield Choice(np.array([c.facts for c in choices]), np.array(right), number)


def _entities(marked: Iterable[Mapping[str, Any]]) -> Callable[[Span], set[str]]:
    """Of a span the entities whose marked mentions share half of its characters."""

    @cache
    def find(span: Span) -> set[str]:
        found = set()
        for item in marked:
            other = Span(item["start"], item["end"])
            common = min(span.stop, other.stop) - max(span.start, other.start)
            if common > 0 and common / (len(span) + len(other) - common) >= 0.5:
                found.add(item["entity"])
        return found

    return find


def _joined(parts: Iterable[Mapping[str, Samples]]) -> dict[str, Samples]:
    whole: dict[str, Samples] = defaultdict(Samples)
    for part in parts:
        for kind, samples in part.items():
            own = whole[kind]
            own.facts += samples.facts
            own.right += samples.right
            own.rows += samples.rows
            own.documents += samples.documents
            own.gold += samples.gold
    return whole


@dataclass
class Read:
    """A release as rules and network see it."""

    gold: dict[str, Any]
    analysis: Analysis
    reading: Reading
    ruled: list[Mention]  # the candidates of the rules


def main() -> None:
    """Read, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--releases", type=Path, default=RELEASES)
    parser.add_argument("--model", type=Path, help="folder of the weights, else the package's")
    parser.add_argument("--out", type=Path, default=LEXICON)
    options = parser.parse_args()
    morph = Morph.load()
    analyser = Analyser.load(morph)
    pipeline = Pipeline(analyser, morph)
    network = Network.load(morph.words, analyser.embedding, folder=options.model)
    reader = Reader.load(morph.words, analyser.embedding, folder=options.model)
    read = []
    for gold in read_marked(options.releases, held=True):
        document = Document(gold["id"], gold["text"])
        analysis, hidden, ruled = pipeline.analyse(document, segment(document))
        reading = network(analysis.sentences, hidden, pipeline.hints(analysis, ruled))
        silent = reading.unable(mention.span for mention in ruled)
        analysis = replace(analysis, scores=Scores(reading.spans, {}, silent, asked=True))
        read.append(Read(gold, analysis, reading, ruled))
    rows: dict[str, tuple[np.ndarray, float]] = {}
    spans = []
    for number, one in enumerate(read):
        told = find_told(one.analysis, morph, one.ruled)
        spans.append(mention_samples(number, one.analysis, [*told, *one.ruled], one.gold))
    _fit(_joined(spans), rows)
    _write(options.out, rows, len(read))
    links: list[dict[str, Samples]] = []
    choices: list[Choice] = []
    parts: list[Told] = []
    for number, one in enumerate(read):
        mentions, _ = pipeline.mentions(one.analysis, one.ruled)
        chances = network.links(one.reading, ((m.span, label_of(m)) for m in mentions))
        analysis = replace(one.analysis, scores=replace(one.analysis.scores, links=chances))
        pairs, places, own = link_samples(number, analysis, mentions, one.gold, (morph, reader))
        links.append(pairs)
        choices += places
        parts += own
    _fit(_joined(links), rows)
    (bias, network, score, free), figures = fit_choices(choices)
    rows["at"] = np.array([bias, network, free, score, 0.0, 0.0]), 0.0
    print(f"{'at':14} {len(choices):5} {figures}")
    rows["as"] = np.array([0.0, *choose_part(parts)]), 0.0
    _write(options.out, rows, len(read))


def choose_part(told: Sequence[Told]) -> tuple[float, ...]:
    """How much the network's word on the part, a rule's and the learnt facts' add to the reader's.

    Args:
        told: pairs that take part, with what is known of them and the true part.
    """

    def right(network: float, rule: float, model: float, read: float) -> int:
        own = belief.Weights(0.0, network, rule, model, 0.0, read, 0.0)
        return sum(said.part_of(pair, PARTS, own)[0] == part for said, pair, part in told)

    steps = (0.0, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0)
    choices = [(n, r, m, 1.0) for n in steps[:4] for r in steps for m in steps]
    scored = [(right(*choice), choice) for choice in choices]
    enough = max(count for count, _ in scored) * (1 - _ALIKE)
    best = max((c for count, c in scored if count >= enough), key=lambda c: (c[1], right(*c)))
    names = {"network": (1.0, 0.0, 0.0, 0.0), "rules": (0.0, 1.0, 1.0, 0.0)}
    names |= {"reader": (0.0, 0.0, 0.0, 1.0), "all": best}
    figures = ", ".join(f"{n} {right(*c) / max(1, len(told)):.3f}" for n, c in names.items())
    print(f"{'as':14} {len(told):5} {figures}")
    network, rule, model, read = best
    return network, rule, model, 0.0, read


def _fit(samples: Mapping[str, Samples], rows: dict[str, tuple[np.ndarray, float]]) -> None:
    """Fit each kind, print its figures."""
    for kind, own in samples.items():
        weights, least, told = own.fit(BETA.get(kind, 1.0))
        rows[kind] = weights, least
        print(f"{kind:14} {own.gold:5} {told}")


def _write(path: Path, rows: Mapping[str, tuple[np.ndarray, float]], count: int) -> None:
    """Write the lexicon; kinds that were not learnt now keep their weights."""
    table = {
        what: tuple(getattr(own, name.name) for name in fields(own))
        for what, own in belief.weights().items()
    }
    table |= {what: (*weights, least) for what, (weights, least) in rows.items()}
    lines = ["\t".join([what, *(f"{x:.2f}" for x in row)]) for what, row in table.items()]
    path.write_text(HEAD.format(count=count) + "\n".join(lines) + "\n", encoding="utf-8")
    belief.weights.cache_clear()


if __name__ == "__main__":
    main()
