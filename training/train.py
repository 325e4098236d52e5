"""Train one network on prepared corpora; write its checkpoint and its scores by epoch.

    python training/train.py --prepared build/training --out build/training/one.pt

The dev scores printed on the way choose nothing but the epoch that is kept.
"""

import argparse
import json
import pickle
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from batches import Item, Target, Vectors, collate, collate_pairs, make_items
from evaluate import Scores, evaluate
from labels import Labels
from model import Network, Shape
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from newsnlp.taggers import Taggers

__all__ = ["Plan", "train"]


@dataclass(frozen=True)
class Plan:
    """How a network is trained."""

    epochs: int = 14
    rate: float = 2e-3
    warmup: int = 100  # steps
    decay: float = 0.01  # of the weights
    documents: int = 6  # a batch
    average: float = 0.995  # of the weights over the steps
    clip: float = 2.0
    mute: float = 0.15  # share of documents whose hints a step hides
    easy: float = 0.3  # share of the long spans without a label that a step looks at
    links: float = 1.0  # weight of their loss
    repeat: int = 1  # times that an epoch shows each release
    threads: int = 1
    seed: int = 1


class Averaged:
    """A running average of the weights."""

    def __init__(self, network: Network, rate: float) -> None:
        self.rate = rate
        self.step = 0
        self.weights = {n: p.detach().clone() for n, p in network.named_parameters()}

    def update(self, network: Network) -> None:
        """Take in the weights of another step."""
        self.step += 1
        rate = min(self.rate, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, value in network.named_parameters():
                self.weights[name].lerp_(value, 1 - rate)


def batches(items: Sequence[Item], size: int, rng: random.Random) -> Iterator[list[Item]]:
    """Random batches of documents of like length."""
    order = list(items)
    rng.shuffle(order)
    groups = []
    for k in range(0, len(order), size * 8):
        chunk = sorted(order[k : k + size * 8], key=lambda i: len(i.example.features.pieces))
        groups += [chunk[j : j + size] for j in range(0, len(chunk), size)]
    rng.shuffle(groups)
    yield from groups


def losses(
    network: Network, items: list[Item], labels: Labels, vectors: Vectors, plan: Plan
) -> tuple[Tensor, Tensor]:
    """Of spans and of links, per piece."""
    device = network.device

    def put(array: NDArray) -> Tensor:
        return torch.from_numpy(array).to(device)

    batch = collate(items, vectors, device)
    muted = np.random.rand(len(items)) < plan.mute
    batch["painted"][put(muted)] = 0
    states = network.encode(batch)
    _, length, width = states.shape
    flat = states.reshape(-1, width)
    pieces = batch["mask"].sum()
    picked = [_pick(item, plan.easy) for item in items]
    rows = [
        (row * length, item, chosen)
        for row, (item, (chosen, _)) in enumerate(zip(items, picked, strict=True))
    ]
    first = np.concatenate([item.first[chosen] + base for base, item, chosen in rows])
    last = np.concatenate([item.last[chosen] + base for base, item, chosen in rows])
    hinted = np.concatenate(
        [
            item.hinted[chosen] * (not mute)
            for (_, item, chosen), mute in zip(rows, muted, strict=True)
        ]
    )
    logits = network.spans(flat, *map(put, (first, last, hinted))).float()
    total = flat.new_zeros(())
    parts = logits.split([len(chosen) for chosen, _ in picked])
    for item, part, (chosen, weight) in zip(items, parts, picked, strict=True):
        for group, target in item.target.items():
            column, size, _ = labels.offsets[group]
            logs = torch.log_softmax(part[:, column : column + size + 1], 1)
            wanted = put(_chances(target, chosen, size))
            total = total - ((wanted * logs).sum(1) * put(weight)).sum()
    pairs, painted = collate_pairs(
        [(item.gold, item.pairs) for item in items], length, len(labels.kinds), device
    )
    if not len(pairs["gap"]):
        return total / pieces * 2, flat.new_zeros(())
    scores = network.links(states, painted, batch["mask"], pairs).float()
    truth = put(np.concatenate([item.truth for item in items])).float()
    learn = put(np.concatenate([item.learn for item in items])).float()
    chosen = scores.new_zeros(())
    for column, kinds in labels.columns:
        sure = truth[:, [column]] * truth[:, kinds] * learn[:, kinds]
        chosen = chosen - (sure * torch.log_softmax(scores[:, kinds], 1)).sum()
        learn[:, kinds] = 0
    loss = functional.binary_cross_entropy_with_logits(scores, truth, reduction="none")
    return total / pieces * 2, ((loss * learn).sum() + chosen) / pieces * 2


def _pick(item: Item, easy: float) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Spans that a step looks at, and their weights: of the long ones that are none, a share."""
    hard = item.last - item.first < 3
    for spans, _ in item.target.values():
        hard[spans] = True
    chosen = np.nonzero(hard | (np.random.rand(len(hard)) < easy))[0]
    return chosen, np.where(hard[chosen], 1.0, 1 / easy).astype(np.float32)


def _chances(target: Target, chosen: NDArray[np.int64], kinds: int) -> NDArray[np.float32]:
    """(chosen, kinds + 1) the chances of the `chosen` spans."""
    spans, chances = target
    table = np.zeros((len(chosen), kinds + 1), np.float32)
    table[:, kinds] = 1
    table[np.searchsorted(chosen, spans)] = chances
    return table


def train(  # noqa: PLR0913 a run has these six parts
    items: list[Item], dev: list[Item], labels: Labels, path: Path, *, shape: Shape, plan: Plan
) -> Scores:
    """Train, keep the epoch that does best on `dev`, write it to `path`."""
    torch.set_num_threads(plan.threads)
    torch.manual_seed(plan.seed)
    np.random.seed(plan.seed)
    rng = random.Random(plan.seed)
    vectors = Taggers.load().embedding.vectors
    network = Network(shape, [len(g) for g in labels.groups.values()], len(labels.relations))
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network.to(device)
    count = sum(p.numel() for p in network.parameters())
    sizes = f"{len(labels.kinds)} kinds, {len(labels.relations)} relations"
    print(f"{count} weights, {sizes}, on {device.type}", flush=True)
    items += [i for i in items if i.example.corpus == "press"] * (plan.repeat - 1)
    steps = plan.epochs * -(-len(items) // plan.documents)
    optimiser = torch.optim.AdamW(
        network.parameters(), lr=plan.rate, weight_decay=plan.decay, betas=(0.9, 0.98)
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda t: min(1, (t + 1) / plan.warmup) * max(0.02, 1 - t / steps)
    )
    averaged = Averaged(network, plan.average)
    best, history, start = None, [], time.time()
    for epoch in range(plan.epochs):
        network.train()
        sums = np.zeros(2)
        for batch in batches(items, plan.documents, rng):
            with torch.autocast(device.type, dtype=torch.bfloat16):
                spans, links = losses(network, batch, labels, vectors, plan)
                loss = spans + plan.links * links
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), plan.clip)
            optimiser.step()
            schedule.step()
            averaged.update(network)
            sums += (spans.item(), links.item())
        sums *= plan.epochs / steps
        line = f"{epoch} {time.time() - start:.0f}s loss {sums[0]:.3f} {sums[1]:.3f}"
        if epoch >= 3 and (epoch % 3 == 1 or epoch == plan.epochs - 1):
            kept = {n: p.detach().clone() for n, p in network.named_parameters()}
            network.load_state_dict(averaged.weights)
            scores = evaluate([network], dev, labels, vectors)
            history.append({"epoch": epoch, **scores.summary()})
            if best is None or scores.headline > best.headline:
                best = scores
                torch.save(
                    {
                        "weights": {n: p.cpu().clone() for n, p in network.state_dict().items()},
                        "shape": asdict(shape),
                        "labels": asdict(labels),
                        "plan": asdict(plan),
                        "scores": scores.table(),
                    },
                    path,
                )
            network.load_state_dict(kept)
            line += f" {scores}"
        print(line, flush=True)
    path.with_suffix(".json").write_text(
        json.dumps({"shape": asdict(shape), "plan": asdict(plan), "history": history}, indent=1)
    )
    assert best is not None
    return best


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--prepared", type=Path, default=Path("build/training"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--corpora", default="nerel,press")
    parser.add_argument(
        "--fold", type=int, default=5, help="keep releases of its multiples out; 0: none"
    )
    parser.add_argument("--most", type=int, default=0, help="releases to learn from, of all")
    parser.add_argument(
        "--set", nargs="*", default=[], metavar="NAME=VALUE", help="of Shape or Plan"
    )
    options = parser.parse_args()
    shape, plan = {}, {}
    for text in options.set:
        name, value = text.split("=", 1)
        known = Shape if name in Shape.__dataclass_fields__ else Plan
        (shape if known is Shape else plan)[name] = json.loads(value)
    if "dilations" in shape:
        shape["dilations"] = tuple(shape["dilations"])
    examples, dev = [], pickle.loads((options.prepared / "nerel-dev.pickle").read_bytes())
    for name in options.corpora.split(","):
        found = pickle.loads((options.prepared / f"{name}.pickle").read_bytes())
        if name == "press" and options.fold:
            held = [e for e in found if int(e.id.rsplit("-", 1)[1]) % options.fold == 0]
            dev += held
            found = [e for e in found if e not in held]
            random.Random(0).shuffle(found)
            found = found[: options.most or None]
        examples += found
    dev = [e for e in dev if e.corpus in {x.corpus for x in examples}]
    labels = Labels.of(examples)
    items = make_items(examples, labels)
    tested = make_items(dev, labels)
    train(items, tested, labels, options.out, shape=Shape(**shape), plan=Plan(**plan))


if __name__ == "__main__":
    main()
