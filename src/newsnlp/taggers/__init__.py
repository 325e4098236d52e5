"""Words → tags, heads and names: natasha's three models, run together.

The models are slovnet's (morphology, syntax, names) on navec's embedding, from the files that the
natasha package ships; natasha itself is not imported (it would pull in pymorphy2 and yargy). They
say what slovnet's own code says (`tests/test_taggers.py`), four times as fast: the embedding is
looked up once for all three, each word's share of the first layer is kept, nothing is padded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

import numpy as np
from slovnet.const import REL, SHAPE, TAG
from slovnet.exec.model import NER, Morph, Syntax
from slovnet.exec.pack import Pack

from newsnlp.errors import WeightsError
from newsnlp.taggers.embedding import Embedding, Floats
from newsnlp.taggers.encoder import Encoder
from newsnlp.taggers.heads import best_arcs, best_marks, best_tags, mark_points

__all__ = ["MARKS", "STATES", "Tagged", "Taggers", "Told", "find_models"]

STATES = 1344  # three models × (256 + 128 + 64): names, morphology, syntax
MARKS = 8  # of names: six BIO tags, O and padding

_BATCH = 512  # words
_EMBEDDING = "emb/navec_news_v1_1B_250K_300d_100q.tar"
_MODELS = {
    "morph": ("model/slovnet_morph_news_v1.tar", Morph, TAG),
    "syntax": ("model/slovnet_syntax_news_v1.tar", Syntax, REL),
    "ner": ("model/slovnet_ner_news_v1.tar", NER, TAG),
}


@dataclass(frozen=True, slots=True)
class Tagged:
    """What the models say of one sentence, word by word."""

    tags: list[str]  # «NOUN|Case=Gen|Number=Sing»
    heads: list[int]  # from 1 in the sentence; 0 for the root's
    rels: list[str]
    marks: list[str]  # «B-PER», «I-PER», «O»


@dataclass(frozen=True, slots=True)
class Told:
    """What the models say of some sentences.

    Attributes:
        sentences: word by word.
        states: (words, 1344), for names, morphology and syntax what comes out of each of the three
            layers.
        points: (words, 8), of each mark.
    """

    sentences: list[Tagged]
    states: Floats
    points: Floats


class Taggers:
    """The three models with their embedding; opened once by `load`."""

    def __init__(self, embedding: Embedding, packs: Sequence[tuple[Any, Any, Any]]) -> None:
        """Keep opened models (weights, letter cases, labels); use `load`."""
        models, shapes, labels = zip(*packs, strict=True)
        morph, syntax, ner = models
        # Of the models only these parts: the encoders are copied.
        self._morph, self._syntax, self._ner = morph.head, (syntax.head, syntax.rel), ner.head
        self._tags, self._rels, self._marks = (vocabulary.items for vocabulary in labels)
        self.embedding = embedding
        self._encoder = Encoder(embedding, shapes[0].item_ids, (ner, morph, syntax))

    @classmethod
    def load(cls) -> Self:
        """Open embedding and models (about 0.15 s).

        Raises:
            WeightsError: the natasha package or one of its files is not there, or not as it was.
        """
        folder = find_models()
        embedding = Embedding.load(folder / _EMBEDDING)
        packs = [_unpack(folder / path, kind, labels) for path, kind, labels in _MODELS.values()]
        if any(model.emb.word.id != embedding.id for model, _, _ in packs):
            raise WeightsError(f"{folder}: models and embedding do not belong together")
        return cls(embedding, packs)

    def __call__(self, sentences: Sequence[Sequence[str]]) -> Told:
        """What the models say of each sentence; each has a word at least."""
        told = [self._tag(batch) for batch in _batches(sentences)]
        if len(told) == 1:
            return told[0]
        return Told(
            [tagged for part in told for tagged in part.sentences],
            np.concatenate([np.empty((0, STATES), np.float32), *(part.states for part in told)]),
            np.concatenate([np.empty((0, MARKS), np.float32), *(part.points for part in told)]),
        )

    def _tag(self, batch: Sequence[Sequence[str]]) -> Told:
        (names, morph, syntax), states = self._encoder(batch)
        bounds = []
        start = 0
        for words in batch:
            bounds.append(slice(start, start + len(words)))
            start += len(words)
        tags = [self._tags[tag] for tag in best_tags(self._morph, morph).tolist()]
        arcs, numbers = best_arcs(*self._syntax, syntax, bounds)
        heads = arcs.tolist()
        rels = [self._rels[rel] for rel in numbers.tolist()]
        points = mark_points(self._ner, names)
        chains = best_marks(self._ner, points, bounds)
        found = [
            Tagged(tags[rows], heads[rows], rels[rows], [self._marks[mark] for mark in chain])
            for rows, chain in zip(bounds, chains, strict=True)
        ]
        return Told(found, states, points)


def _batches(sentences: Sequence[Sequence[str]]) -> Iterator[Sequence[Sequence[str]]]:
    batch: list[Sequence[str]] = []
    size = 0
    for words in sentences:
        if batch and size + len(words) > _BATCH:
            yield batch
            batch, size = [], 0
        batch.append(words)
        size += len(words) + 1
    if batch:
        yield batch


def find_models() -> Path:
    """The folder of the natasha package's data.

    Raises:
        WeightsError: the package or a file is missing.
    """
    spec = find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise WeightsError("the package natasha is not installed; run «pip install natasha»")
    folder = Path(spec.submodule_search_locations[0]) / "data"
    for path in (_EMBEDDING, *(path for path, _, _ in _MODELS.values())):
        if not (folder / path).is_file():
            raise WeightsError(f"{folder / path}: missing; install natasha anew (version 1.6)")
    return folder


def _unpack(path: Path, kind: Any, labels: str) -> tuple[Any, Any, Any]:
    """Weights, letter cases and labels; the list of words is the embedding's and stays packed."""
    with Pack(str(path)) as pack:
        pack.load_meta().check_protocol()
        model = pack.load_model(kind)
        model = model.inject_arrays(dict(pack.load_arrays(model.weights)))
        return model, pack.load_vocab(SHAPE), pack.load_vocab(labels)
