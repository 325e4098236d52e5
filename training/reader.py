"""Train the network that reads who takes part in what as what; write parts.onnx.

    python training/reader.py [--out DIR] [--seeds N]

Learns from the marked-up releases, one in five kept out, whose mentions are taken as they are
marked; prints on the way how it does on those that are kept out, of which only how far it is
believed is learnt, by `belief.py`. Takes four minutes on one core.
"""

import argparse
import hashlib
import json
import random
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from corpora import RELEASES, kept_out, marked_mentions, read_marked
from export import Graph
from model import Dropout, Gated
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from newsnlp.analyse import Analyser
from newsnlp.morph import Morph
from newsnlp.network.features import Encoder, sizes
from newsnlp.network.weights import PROTOCOL
from newsnlp.relate.cues import read_cues
from newsnlp.relate.pairs import Pair, list_pairs
from newsnlp.relate.reader import ANSWERS, answers_of
from newsnlp.relate.reader_inputs import TOLD, Inputs, Vocabulary, read_inputs
from newsnlp.schema import Analysis, Document, Form, Kind, Mention, Span
from newsnlp.segment import segment

MODEL = Path("src/newsnlp/resources/model")
PAIRED = (Kind.PERSON, Kind.ORGANISATION, Kind.EVENT)
WIDTH = 96
HIDDEN = 96
FACTS = 64
HEADS = 2
NEAR = 15  # tokens from name or event beyond which all are alike far
FAR = 40  # tokens beyond which the event's distance is not told
STEPS = (1, 2, 4)
LEAST = 4  # pairs that a fact must have been seen with
EPOCHS = 12
DOCUMENTS = 8  # a step
RATE = 2e-3
WARMUP = 50
DECAY = 0.02
DROPOUT = 0.3
FORGET = 0.2  # share of the facts that a step is not told
INPUTS = ("vectors", "lemma", "above", "rel", "noun", "verb", "head", "told")
INPUTS += ("who", "event", "around", "facts", "bounds")


class Ahead(Gated):
    """The same, normed before: with few data it learns more."""

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """(batch, tokens, width) of the same."""
        y = self.norm(x) * mask
        edge = torch.zeros_like(y[:, :1]).repeat(1, self.step, 1)
        wide = torch.cat([edge, y, edge], 1)
        near = [
            wide[:, : -2 * self.step],
            wide[:, self.step : -self.step],
            wide[:, 2 * self.step :],
        ]
        value, gate = self.mix(torch.cat(near, -1)).chunk(2, -1)
        return x + self.drop(value * torch.sigmoid(gate))


class PartReader(nn.Module):
    """Words and facts of pairs → logits of the answers, and how much each pair has to say."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Make it with random weights."""
        super().__init__()
        size = sizes()
        self.lemma = nn.Linear(300, WIDTH)
        self.above = nn.Linear(300, WIDTH // 2)
        self.rel = nn.Embedding(size["rels"], 16)
        self.noun = nn.Embedding(len(vocabulary.nouns) + 1, 24)
        self.verb = nn.Embedding(len(vocabulary.verbs) + 1, 24)
        wide = WIDTH + WIDTH // 2 + 16 + 24 + 24 + size["tags"] + TOLD
        self.join = nn.Linear(wide, WIDTH)
        self.layers = nn.ModuleList([Ahead(WIDTH, step, DROPOUT) for step in STEPS])
        self.no_verb = nn.Parameter(torch.zeros(WIDTH))
        self.who = nn.Linear(6 * WIDTH, HIDDEN)
        self.event = nn.Linear(5 * WIDTH, HIDDEN)
        self.query = nn.Linear(2 * HIDDEN, HEADS * WIDTH)
        self.key = nn.Linear(WIDTH, HEADS * WIDTH)
        self.from_who = nn.Embedding(2 * NEAR + 2, HEADS)
        self.from_event = nn.Embedding(2 * NEAR + 2, HEADS)
        self.facts = nn.Embedding(len(vocabulary.facts), FACTS)
        self.heard = nn.Embedding(len(vocabulary.facts), len(ANSWERS))
        nn.init.normal_(self.facts.weight, std=0.1)
        nn.init.zeros_(self.heard.weight)
        self.mix = nn.Linear(2 * HIDDEN + FACTS + HEADS * WIDTH, HIDDEN)
        self.answer = nn.Linear(HIDDEN, len(ANSWERS))
        self.weight = nn.Linear(HIDDEN, 1)
        self.drop = Dropout(DROPOUT)

    def forward(self, *values: Tensor) -> tuple[Tensor, Tensor]:
        """(pairs, 9) logits and (pairs) the logarithm of how much each pair has to say.

        Args:
            values: in the order of `INPUTS`; `vectors` are those of `Inputs.lemmas`.
        """
        told = dict(zip(INPUTS, values, strict=True))
        x = self._tokens(told)
        under = self._under(x, told["head"])
        summed = torch.cat([torch.zeros_like(x[:1]), x.cumsum(0)])

        def mention(rows: Tensor) -> Tensor:
            start, stop, head, top, verb, _ = rows.unbind(1)
            mean = (summed[stop] - summed[start]) / (stop - start).unsqueeze(1)
            has = (verb >= 0).unsqueeze(1)
            place = torch.where(verb >= 0, verb, top)
            return torch.cat(
                [x[head], x[top], torch.where(has, x[place], self.no_verb), mean, under[place]], 1
            )

        apart = told["who"][:, 5]
        told_apart = x[apart.clamp(min=0)] * (apart >= 0).unsqueeze(1)
        who = functional.relu(self.who(torch.cat([mention(told["who"]), told_apart], 1)))
        event = functional.relu(self.event(mention(told["event"])))
        seen = self._attend(x, torch.cat([who, event], 1), told)
        facts, heard = self._facts(told["facts"], told["bounds"])
        mixed = self.drop(torch.cat([who, event, functional.relu(facts), seen], 1))
        mixed = functional.relu(self.mix(mixed))
        return self.answer(self.drop(mixed)) + heard, self.weight(mixed).squeeze(1)

    def _tokens(self, told: Mapping[str, Tensor]) -> Tensor:
        """(tokens, width)."""
        own = self.lemma(told["vectors"])[told["lemma"]]
        above = self.above(told["vectors"])[told["above"]]
        parts = [
            self.drop(own),
            self.drop(above),
            self.rel(told["rel"]),
            self.noun(told["noun"]),
            self.verb(told["verb"]),
            told["told"],
        ]
        x = self.drop(functional.relu(self.join(torch.cat(parts, 1)))).unsqueeze(0)
        mask = torch.ones_like(x[:, :, :1])
        for layer in self.layers:
            x = layer(x, mask)
        return x.squeeze(0)

    def _under(self, x: Tensor, head: Tensor) -> Tensor:
        """(tokens, width) the mean of what hangs on each token, and of itself if it is a root."""
        total = torch.zeros_like(x).index_add(0, head, x)
        count = torch.zeros_like(x[:, :1]).index_add(0, head, torch.ones_like(x[:, :1]))
        return total / count.clamp(min=1)

    def _attend(self, x: Tensor, asking: Tensor, told: Mapping[str, Tensor]) -> Tensor:
        """(pairs, heads × width) what the sentence around the name has for the pair."""
        start, stop, before, until = told["around"].unbind(1)
        own = (stop - start).unsqueeze(1)
        whole = own + (until - before).unsqueeze(1)
        place = torch.arange(int(whole.max()) if not torch.onnx.is_in_onnx_export() else 76)
        place = place.unsqueeze(0)
        inside = place < own
        at = torch.where(inside, start.unsqueeze(1) + place, before.unsqueeze(1) + place - own)
        real = place < whole
        at = torch.where(real, at, torch.zeros_like(at))
        keys = self.key(x)[at].unflatten(2, (HEADS, WIDTH))
        query = self.query(asking).unflatten(1, (HEADS, WIDTH)).unsqueeze(1)
        score = (keys * query).sum(3) / WIDTH**0.5
        steps = at - told["who"][:, 2:3]
        score = score + self.from_who(torch.where(inside, _bucket(steps), 0))
        steps = at - told["event"][:, 2:3]
        score = score + self.from_event(torch.where(steps.abs() < FAR, _bucket(steps), 0))
        score = score.masked_fill(~real.unsqueeze(2), -1e9)
        share = torch.softmax(score, 1)
        return (share.unsqueeze(3) * x[at].unsqueeze(2)).sum(1).flatten(1)

    def _facts(self, facts: Tensor, bounds: Tensor) -> tuple[Tensor, Tensor]:
        """(pairs, 64) and (pairs, 9) the sums over the facts of each pair."""
        both = torch.cat([self.facts(facts), self.heard(facts)], 1)
        summed = torch.cat([torch.zeros_like(both[:1]), both.cumsum(0)])
        total = summed[bounds[1:]] - summed[bounds[:-1]]
        return total[:, :FACTS], total[:, FACTS:]


def _bucket(steps: Tensor) -> Tensor:
    return steps.clamp(-NEAR, NEAR) + NEAR + 1


@dataclass
class Release:
    """A marked-up release: its inputs, the true answers, and how many participations it has."""

    inputs: Inputs
    truth: NDArray[np.int64]  # (things)
    persons: NDArray[np.bool_]  # (things)
    gold: int  # of persons


@dataclass
class Read:
    """A release as the rules see it."""

    analysis: Analysis
    entities: dict[Mention, str]
    pairs: list[Pair]
    gold: dict[tuple[str, str], str]


def read(analysis: Analysis, gold: Mapping[str, Any]) -> Read:
    """The release with its pairs."""
    entities = marked_mentions(analysis, gold)
    paired = sorted(
        (m for m in entities if m.kind in PAIRED), key=lambda m: (m.span.start, -m.span.stop)
    )
    truth = {(f[1], f[2]): f[3] for f in gold["facts"] if f[0] in ("part", "body")}
    return Read(analysis, entities, list(list_pairs(analysis, paired)), truth)


def prepare(one: Read, vocabulary: Vocabulary, encoder: Encoder, analyser: Analyser) -> Release:
    """The inputs of a release and the truth."""
    sentences = one.analysis.sentences
    inputs = read_inputs(
        sentences,
        tuple(read_cues(sentences)),
        sorted(one.entities, key=lambda m: (m.span, m.kind)),
        one.pairs,
        one.entities.__getitem__,
        vocabulary=vocabulary,
        encoder=encoder,
        row=analyser.embedding.row,
    )
    keys: dict[int, tuple[str, str]] = {}
    for pair, number in zip(one.pairs, inputs.thing.tolist(), strict=True):
        keys[number] = one.entities[pair.who], one.entities[pair.event]
    answers = [ANSWERS.index(one.gold.get(keys[n], "")) for n in range(len(keys))]
    persons = [keys[n][0][0] == "P" for n in range(len(keys))]
    gold = sum(who[0] == "P" for who, _ in one.gold)
    return Release(inputs, np.array(answers, np.int64), np.array(persons, bool), gold)


def tensors(inputs: Inputs, analyser: Analyser, rng: random.Random | None) -> list[Tensor]:
    """The inputs in the order of `INPUTS`; with `rng` some facts are forgotten."""
    facts, bounds = inputs.facts, inputs.bounds
    if rng is not None:
        keep = np.array([rng.random() >= FORGET for _ in facts], bool)
        bounds = np.concatenate([[0], keep.cumsum()])[bounds]
        facts = facts[keep]
    vectors = analyser.embedding.vectors(inputs.lemmas)
    known = {"vectors": vectors, **inputs.tokens, "told": inputs.told, **inputs.pairs}
    known |= {"facts": facts, "bounds": bounds}
    return [torch.from_numpy(np.ascontiguousarray(known[name])) for name in INPUTS]


def train(
    releases: Sequence[Release],
    tested: Sequence[Release],
    vocabulary: Vocabulary,
    seed: int,
    analyser: Analyser,
) -> PartReader:
    """The network after all epochs."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    network = PartReader(vocabulary)
    print(sum(p.numel() for p in network.parameters()), "weights", flush=True)
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(releases) // DOCUMENTS)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda t: min(1, (t + 1) / WARMUP) * max(0.02, 1 - t / steps)
    )
    order, start = list(releases), time.time()
    for epoch in range(EPOCHS):
        network.train()
        rng.shuffle(order)
        total = 0.0
        for k in range(0, len(order), DOCUMENTS):
            batch = order[k : k + DOCUMENTS]
            count = sum(len(release.truth) for release in batch)
            optimiser.zero_grad()
            for release in batch:
                logits, weight = network(*tensors(release.inputs, analyser, rng))
                thing = torch.from_numpy(release.inputs.thing)
                mean = _mean(logits, weight, thing, len(release.truth))
                loss = functional.cross_entropy(
                    mean, torch.from_numpy(release.truth), reduction="sum"
                )
                (loss / count).backward()
                total += loss.item()
            nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimiser.step()
            schedule.step()
        line = f"{epoch} {time.time() - start:.0f}s loss {total / steps * EPOCHS / DOCUMENTS:.3f}"
        if epoch % 3 == 2 or epoch == EPOCHS - 1:
            line += " " + figures(network, tested, analyser)
        print(line, flush=True)
    return network.eval()


def _mean(logits: Tensor, weight: Tensor, thing: Tensor, count: int) -> Tensor:
    """(things, 9) the logits of the answers, as `answers_of` has them before the softmax."""
    most = torch.full((count,), -torch.inf).scatter_reduce(0, thing, weight.detach(), "amax")
    share = torch.exp(weight - most[thing])
    whole = torch.zeros(count).index_add(0, thing, share)
    mean = logits * (share / whole[thing]).unsqueeze(1)
    return torch.zeros(count, logits.shape[1]).index_add(0, thing, mean)


@torch.no_grad()
def figures(network: PartReader, tested: Iterable[Release], analyser: Analyser) -> str:
    """A line: how often the part is right, and F1 of participations without and with it."""
    network.eval()
    answers, truth, persons, gold = [], [], [], 0
    for release in tested:
        logits, weight = network(*tensors(release.inputs, analyser, None))
        answers.append(answers_of(logits.numpy(), weight.numpy(), release.inputs.thing))
        truth.append(release.truth)
        persons.append(release.persons)
        gold += release.gold
    p, y, person = np.concatenate(answers), np.concatenate(truth), np.concatenate(persons)
    p, y = p[person], y[person]
    part, takes = p[:, 1:].argmax(1) + 1, y > 0
    best = (0.0, 0.0)
    for least in np.arange(0.3, 0.71, 0.05):
        found = 1 - p[:, 0] >= least
        total = found.sum() + gold
        right = found & takes & (part == y)
        best = max(best, (2 * (found & takes).sum() / total, 2 * right.sum() / total))
    accuracy = (part[takes] == y[takes]).mean()
    return f"part {accuracy:.3f} participations {best[0]:.3f} with part {best[1]:.3f}"


PROBE = "Модератором круглого стола выступил Виктор Лядов. Приз форума «Север» получил Глеб Серов."
PROBED = {
    "круглого стола": "event",
    "Виктор Лядов": "person",
    "форума «Север»": "event",
    "Глеб Серов": "person",
}


@torch.no_grad()
def probe(
    network: PartReader, vocabulary: Vocabulary, encoder: Encoder, analyser: Analyser
) -> dict[str, Any]:
    """A short text with its mentions, and what the network says of it as torch computes it."""
    document = Document("probe", PROBE)
    analysis = analyser(document, segment(document))
    marked = [(PROBE.index(words), words, Kind(kind)) for words, kind in PROBED.items()]
    mentions = [
        Mention(Span(start, start + len(words)), kind, Form.NAME, words, "probe", 1.0)
        for start, words, kind in marked
    ]
    entities = {mention: f"{mention.kind} {mention.normal}" for mention in mentions}
    one = Read(analysis, entities, list(list_pairs(analysis, mentions)), {})
    inputs = prepare(one, vocabulary, encoder, analyser).inputs
    logits, weight = network(*tensors(inputs, analyser, None))
    chances = answers_of(logits.numpy(), weight.numpy(), inputs.thing)
    answers = [
        [*pair.who.span, *pair.event.span, *(round(float(chance), 3) for chance in chances[number])]
        for pair, number in zip(one.pairs, inputs.thing.tolist(), strict=True)
    ]
    kept = [[*mention.span, str(mention.kind)] for mention in mentions]
    return {"text": PROBE, "mentions": kept, "answers": answers}


def write(
    network: PartReader,
    example: Sequence[Tensor],
    vocabulary: Vocabulary,
    out: Path,
    about: Mapping[str, Any],
) -> None:
    """Write parts.onnx with its vocabulary; the card learns its digest and `about` it."""
    rows = {"vectors": "words", "facts": "facts", "bounds": "bounds"}
    rows |= dict.fromkeys(("lemma", "above", "rel", "noun", "verb", "head", "told"), "tokens")
    rows |= dict.fromkeys(("who", "event", "around"), "pairs")
    inputs = {name: (value, rows[name]) for name, value in zip(INPUTS, example, strict=True)}
    path = out / "parts.onnx"
    Graph(network, INPUTS, inputs, {"logits": "pairs", "weight": "pairs"}).write(path, int8=True)
    model = onnx.load(str(path))
    kept = model.metadata_props.add()
    kept.key, kept.value = "vocabulary", json.dumps(vocabulary.listed(), ensure_ascii=False)
    onnx.save(model, str(path))
    card_path = out / "card.json"
    card = json.loads(card_path.read_text("utf-8"))
    card["protocol"] = PROTOCOL
    card["reader"] = about
    card["sha256"][path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    card_path.write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(path.name, f"{path.stat().st_size / 1e6:.2f} MB")


def main() -> None:
    """Read, train, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--releases", type=Path, default=RELEASES)
    parser.add_argument("--out", type=Path, help="folder of the weights; else nothing is written")
    parser.add_argument("--seed", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(1)
    morph = Morph.load()
    analyser = Analyser.load(morph)
    encoder = Encoder(morph.words, analyser.embedding.row)
    learnt, kept = [], []
    for gold in read_marked(options.releases):
        document = Document(gold["id"], gold["text"])
        one = read(analyser(document, segment(document)), gold)
        if one.pairs:
            (kept if kept_out(gold["id"]) else learnt).append(one)
    seen = Counter(fact for one in learnt for pair in one.pairs for fact in set(pair.facts))
    cues = [cue for one in learnt for cue in read_cues(one.analysis.sentences)]
    vocabulary = Vocabulary.of(
        sorted(fact for fact, count in seen.items() if count >= LEAST),
        sorted({name for cue in cues for name in cue.nouns if name}),
        sorted({name for cue in cues for name in cue.verbs if name}),
    )
    releases = [prepare(one, vocabulary, encoder, analyser) for one in learnt]
    tested = [prepare(one, vocabulary, encoder, analyser) for one in kept]
    network = train(releases, tested, vocabulary, options.seed, analyser)
    if options.out:
        about = {"seed": options.seed, "epochs": EPOCHS, "releases": len(releases)}
        about |= {"scores": figures(network, tested, analyser)}
        about |= {"probe": probe(network, vocabulary, encoder, analyser)}
        example = tensors(tested[0].inputs, analyser, None)
        write(network, example, vocabulary, options.out, about)


if __name__ == "__main__":
    main()
