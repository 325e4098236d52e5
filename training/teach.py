"""What several trained networks think of labelled and unlabelled texts, for one network to learn.

    python training/teach.py --prepared build/training --out taught.pickle A.pt B.pt …

A labelled text keeps half of its labels' weight (`--trust`); a news item of data/bulk has none and
is taken twice, once with the labels of each corpus.
"""

import argparse
import pickle
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from batches import Item, Target, Vectors, collate, collate_pairs, make_items
from evaluate import mean_links, mean_spans, stand
from export import load
from labels import GROUPS_OF, Labels
from model import Network

from newsnlp.network.pairs import make_pairs
from newsnlp.taggers import Taggers

__all__ = ["teach"]

_SURE = 0.98  # a span that the teachers take for none by more is none
_BATCH = 8


@torch.no_grad()
def teach(
    networks: Sequence[Network],
    items: Sequence[Item],
    labels: Labels,
    vectors: Vectors,
    trust: float,
) -> list[Item]:
    """`items` with the mean opinion of `networks` mixed into their labels.

    Args:
        networks: the teachers; they share `labels`.
        items: of labelled examples, or of others with `trust` 0, whose mentions are then the
            teachers' own.
        labels: kinds and relations.
        vectors: navec.
        trust: weight of the labels.
    """
    able = labels.able()
    reach = {corpus: labels.reach(corpus) for corpus in GROUPS_OF}
    result: list[Item] = []
    for k in range(0, len(items), _BATCH):
        batch = list(items[k : k + _BATCH])
        tensors = collate(batch, vectors)
        states = [network.encode(tensors) for network in networks]
        length = states[0].shape[1]
        chances = mean_spans(networks, states, batch, labels)
        made = []
        for item, found in zip(batch, chances, strict=True):
            target = {group: _mix(item.target[group], found[group], trust) for group in found}
            if trust:
                made.append(replace(item, target=target))
                continue
            gold, _ = stand(item, found, labels)
            pairs = make_pairs(item.example.features, gold, reach[item.example.corpus])
            learn = able[gold.kind[pairs.head], gold.kind[pairs.tail]]
            made.append(replace(item, target=target, gold=gold, pairs=pairs, learn=learn))
        pairs, painted = collate_pairs([(i.gold, i.pairs) for i in made], length, len(labels.kinds))
        links = mean_links(networks, states, (painted, tensors["mask"], pairs), labels)
        start = 0
        for item in made:
            said = links[start : start + len(item.pairs)]
            start += len(item.pairs)
            if trust:
                # What the labels leave open, the teachers decide.
                said = np.where(item.learn, trust * item.truth + (1 - trust) * said, said)
            learn = able[item.gold.kind[item.pairs.head], item.gold.kind[item.pairs.tail]]
            result.append(replace(item, truth=said.astype(np.float16), learn=learn))
    return result


def _mix(target: Target, found: np.ndarray, trust: float) -> Target:
    """The label's chances with weight `trust`, the teachers' with the rest."""
    spans, sure = target
    open_ = (
        np.union1d(spans, np.nonzero(found[:, -1] < _SURE)[0])
        if trust
        else np.nonzero(found[:, -1] < _SURE)[0]
    )
    table = (1 - trust) * found[open_]
    if trust:
        own = np.zeros_like(table)
        own[:, -1] = 1
        own[np.searchsorted(open_, spans)] = sure
        table = table + trust * own
    return open_, table.astype(np.float16)


def main() -> None:
    """Read the options, write the items."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--prepared", type=Path, default=Path("build/training"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--corpora", default="nerel,press")
    parser.add_argument("--fold", type=int, default=5, help="as for train.py")
    parser.add_argument("--trust", type=float, default=0.5)
    parser.add_argument("--bulk", type=int, default=0, help="news items, of those prepared")
    parser.add_argument("teachers", nargs="+", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    opened = [load(path) for path in options.teachers]
    networks, labels = [network for network, _, _ in opened], opened[0][1]
    vectors = Taggers.load().embedding.vectors
    items: list[Item] = []
    for name in filter(None, options.corpora.split(",")):
        found = pickle.loads((options.prepared / f"{name}.pickle").read_bytes())
        if name == "press" and options.fold:
            found = [e for e in found if int(e.id.rsplit("-", 1)[1]) % options.fold]
        items += teach(networks, make_items(found, labels), labels, vectors, options.trust)
    if options.bulk:
        bulk = pickle.loads((options.prepared / "bulk.pickle").read_bytes())[: options.bulk]
        for corpus in ("nerel", "press"):
            found = [replace(example, corpus=corpus) for example in bulk]
            items += teach(networks, make_items(found, labels), labels, vectors, 0.0)
    options.out.write_bytes(pickle.dumps((labels, items), protocol=5))
    print(f"{len(items)} items")


if __name__ == "__main__":
    main()
