"""Corpora → examples with features, one pickle a corpus; done once before training.

    python training/prepare.py --data ../shared/data --out build/training

The features are those of serving (newsnlp.network.features). Mentions that fall on no boundary of
pieces, cross a sentence or are longer than the longest span are left out and counted.
"""

import argparse
import pickle
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
from corpora import RELEASES, Labelled, read_corpus
from examples import Example

from newsnlp.analyse import Analyser
from newsnlp.morph import Morph
from newsnlp.network.features import Encoder
from newsnlp.network.spans import WIDTH
from newsnlp.pipeline import Pipeline
from newsnlp.schema import Document
from newsnlp.segment import segment

__all__ = ["Preparer"]


class Preparer:
    """Opens the models once; makes examples."""

    def __init__(self) -> None:
        """Open natasha's models and the dictionary."""
        morph = Morph.load()
        analyser = Analyser.load(morph)
        self.pipeline = Pipeline(analyser, morph)
        self.encode = Encoder(morph.words, analyser.embedding.row)

    def __call__(self, labelled: Labelled) -> Example:
        """The example of one document."""
        document = Document(labelled.id, labelled.text)
        analysis, hidden, ruled = self.pipeline.analyse(document, segment(document))
        hints = self.pipeline.hints(analysis, ruled)
        features = self.encode(analysis.sentences, hidden, hints)
        features = replace(features, states=features.states.astype(np.float16))
        begins = {span.start: i for i, span in enumerate(features.pieces.spans)}
        ends = {span.stop: i for i, span in enumerate(features.pieces.spans)}
        sentence = features.pieces.sentence
        place: dict[int, int] = {}
        gold: list[tuple[int, int, str]] = []
        for index, (start, stop, label) in enumerate(labelled.mentions):
            a, b = begins.get(start, -1), ends.get(stop, -1)
            if a >= 0 and b >= a and sentence[a] == sentence[b] and b - a < WIDTH:
                place[index] = len(gold)
                gold.append((a, b, label))
        links = [(r, place[h], place[t]) for r, h, t in labelled.links if {h, t} <= set(place)]
        unsure = {(r, place[h], place[t]) for r, h, t in labelled.unsure if {h, t} <= set(place)}
        lost = len(labelled.mentions) - len(gold)
        return Example(
            labelled.id,
            labelled.corpus,
            labelled.text,
            features,
            gold,
            links,
            unsure,
            lost,
            labelled.mentions,
            labelled.links,
        )


def save(examples: Iterable[Example], path: Path) -> None:
    """Write a pickle and say what is in it."""
    found = list(examples)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(found, protocol=5))
    gold = sum(len(e.gold) for e in found)
    lost = sum(e.lost for e in found)
    pieces = sum(len(e.features.pieces) for e in found)
    print(f"{path.name}: {len(found)} documents, {pieces} pieces, {gold} mentions, {lost} lost")


def main() -> None:
    """Read the options, write the pickles."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--releases", type=Path, default=RELEASES)
    parser.add_argument("--out", type=Path, default=Path("build/training"))
    parser.add_argument("corpora", nargs="*", default=["nerel", "nerel-dev", "press", "rured"])
    options = parser.parse_args()
    prepare = Preparer()
    for name in options.corpora:
        documents = read_corpus(name, options.data, options.releases)
        save(map(prepare, documents), options.out / f"{name}.pickle")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
