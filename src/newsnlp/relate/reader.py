"""What a small network of its own reads of a pair (who, event): whether, and as what.

The facts of `pairs` count what the lexicons know; this network reads the words: the verb above the
name and what hangs on it, the title, the line that a list stands under. All pairs of mentions of
one person (or body) and one event have one answer, to which each adds as much as it has to say.
Trained by `training/reader.py`.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsnlp.network.features import Encoder
from newsnlp.network.weights import open_weights
from newsnlp.relate.cues import Cues
from newsnlp.relate.pairs import Pair
from newsnlp.relate.reader_inputs import Inputs, Vocabulary, read_inputs
from newsnlp.schema import Mention, Part, Sentence, Span
from newsnlp.sessions import run
from newsnlp.taggers.embedding import Embedding
from newsnlp.words import Words

__all__ = ["ANSWERS", "Read", "Reader", "Reading", "answers_of", "shares_of"]

ANSWERS = ("", *Part)  # takes no part, or as what
_AT_ONCE = 256  # pairs

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


class Read(NamedTuple):
    """What the network says of a pair.

    Attributes:
        chances: of `ANSWERS`; pairs of the same two things have the same.
        share: of these that the pair has by what its own sentence says.
    """

    chances: tuple[float, ...]
    share: float


Reading = dict[tuple[Span, Span], Read]  # by (who, event)


class Reader:
    """The trained network with its inputs."""

    def __init__(self, session: Any, encoder: Encoder, embedding: Embedding) -> None:  # noqa: ANN401 onnxruntime has no types
        """Work with an open session on `parts.onnx`, which holds its vocabulary, too."""
        self._session = session
        self._encoder = encoder
        self._embedding = embedding
        kept = session.get_modelmeta().custom_metadata_map["vocabulary"]
        names = json.loads(kept)
        self._vocabulary = Vocabulary.of(*(names[field] for field in Vocabulary._fields))

    @classmethod
    def load(cls, words: Words, embedding: Embedding, *, folder: Path | None = None) -> "Reader":
        """Open the weights of `folder` (by default the package's).

        Raises:
            WeightsError: the weights are missing, damaged or of another version.
        """
        return cls(open_weights("parts.onnx", folder), Encoder(words, embedding.row), embedding)

    def __call__(
        self,
        sentences: Sequence[Sentence],
        cues: Sequence[Cues],
        mentions: Sequence[Mention],
        pairs: Sequence[Pair],
        things: Iterable[Sequence[Mention]],
    ) -> Reading:
        """What the network says of each pair.

        Args:
            sentences: analysed.
            cues: of each sentence.
            mentions: that stand in them.
            pairs: to be read.
            things: the mentions of one person, body or event each.
        """
        if not pairs:
            return {}
        first = {mention.span: thing[0].span for thing in things for mention in thing}
        made = read_inputs(
            sentences,
            cues,
            mentions,
            pairs,
            lambda mention: first.get(mention.span, mention.span),
            vocabulary=self._vocabulary,
            encoder=self._encoder,
            row=self._embedding.row,
        )
        logits, weight = self._run(made)
        chances = answers_of(logits, weight, made.thing).tolist()
        shares = shares_of(weight, made.thing).tolist()
        return {
            (pair.who.span, pair.event.span): Read(tuple(chances[number]), share)
            for pair, number, share in zip(pairs, made.thing.tolist(), shares, strict=True)
        }

    def _run(self, made: Inputs) -> tuple[Floats, Floats]:
        known = {"vectors": self._embedding.vectors(made.lemmas), **made.tokens, "told": made.told}
        logits, weights = [], []
        for start in range(0, len(made.thing), _AT_ONCE):
            bounds = made.bounds[start : start + _AT_ONCE + 1]
            asked = {name: rows[start : start + _AT_ONCE] for name, rows in made.pairs.items()}
            asked |= {"facts": made.facts[bounds[0] : bounds[-1]], "bounds": bounds - bounds[0]}
            some, weight = run(self._session, known | asked)
            logits.append(some)
            weights.append(weight)
        return np.concatenate(logits), np.concatenate(weights)


def shares_of(weight: Floats, thing: Ints) -> Floats:
    """(pairs) how much each has to say of its answer; those of one answer add up to 1."""
    count = int(np.max(thing)) + 1
    most = np.full(count, -np.inf, np.float32)
    np.maximum.at(most, thing, weight)
    share = np.exp(weight - most[thing])
    whole = np.zeros(count, np.float32)
    np.add.at(whole, thing, share)
    return np.asarray(share / whole[thing], np.float32)


def answers_of(logits: Floats, weight: Floats, thing: Ints) -> Floats:
    """(things, 9) the chances of `ANSWERS`.

    Args:
        logits: (pairs, 9).
        weight: (pairs) the logarithm of how much each has to say.
        thing: (pairs) the number of its answer, from 0.
    """
    mean = np.zeros((int(np.max(thing)) + 1, logits.shape[1]), np.float32)
    np.add.at(mean, thing, logits * shares_of(weight, thing)[:, None])
    odds = np.exp(mean - mean.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float32)
