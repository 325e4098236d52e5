"""What words, lemmas and tags add to the network's inputs, computed once for each that is met.

Most of the inputs of a piece hang on its word alone (vector, letters, the dictionary's grammemes),
on its lemma, on its head's lemma or on its tag. The first layer adds up their shares; `words.onnx`
computes these, and they are kept for the next text.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsnlp.kept import Kept
from newsnlp.network.features import Features
from newsnlp.taggers.embedding import Embedding

__all__ = ["Shares"]

_WORDS = 8_000  # and as many lemmas; 1 and 2 KB each
_TAGS = 2_000

Floats = NDArray[np.float32]


class Shares:
    """The shares of what was met lately."""

    def __init__(self, session: Any, embedding: Embedding) -> None:  # noqa: ANN401 see Weights
        """Work with an open session on `words.onnx`."""
        self._session = session
        self._vectors = embedding.vectors
        width = session.get_outputs()[0].shape[1]
        self._words: Kept[str] = Kept(_WORDS, width)
        self._lemmas: Kept[int] = Kept(_WORDS, 2, width)  # of a piece itself; of what it hangs on
        self._tags: Kept[bytes] = Kept(_TAGS, width)
        self._no_head: Floats = self._run({"lemma": self._vectors(np.array([embedding.pad]))})[2]

    def __call__(self, features: Features) -> Floats:
        """(pieces, width) the sum of the shares of each piece."""
        word, words = self._words.find(features.pieces.words)
        lemma, lemmas = self._lemmas.find(features.lemma.tolist())
        tag, tags = self._tags.find(_tag_keys(features))
        if words or lemmas or tags:
            of_words, of_lemmas, of_heads, of_tags = self._run(
                {
                    "word": self._vectors(features.word[words]),
                    "letters": features.letters[words].astype(np.int64),
                    "grammemes": features.grammemes[words].astype(np.float32),
                    "lemma": self._vectors(features.lemma[lemmas]),
                    "tags": features.tags[tags].astype(np.float32),
                    "rel": features.rel[tags].astype(np.int64),
                    "part": features.pieces.part[tags].astype(np.int64),
                }
            )
            self._words.table[word[words]] = of_words
            self._lemmas.table[lemma[lemmas], 0] = of_lemmas
            self._lemmas.table[lemma[lemmas], 1] = of_heads
            self._tags.table[tag[tags]] = of_tags
        told = self._words.table[word]
        told += self._lemmas.table[lemma, 0]
        told += self._tags.table[tag]
        heads = self._lemmas.table[lemma[features.head], 1]
        heads[features.head < 0] = self._no_head
        told += heads
        return told

    def _run(self, inputs: dict[str, NDArray[Any]]) -> list[Floats]:
        """The outputs of `words.onnx`; an input that is not given has no rows."""
        none = {
            part.name: np.zeros([size if isinstance(size, int) else 0 for size in part.shape], kind)
            for part in self._session.get_inputs()
            if part.name not in inputs
            for kind in (np.float32 if part.type == "tensor(float)" else np.int64,)
        }
        return list(self._session.run(None, none | inputs))


def _tag_keys(features: Features) -> list[bytes]:
    """Tag, relation and part of each piece in a few bytes."""
    marks = np.packbits(features.tags.astype(bool), axis=1)
    others = np.stack([features.rel, features.pieces.part], axis=1).view(np.uint8)
    whole = np.concatenate([marks, others], axis=1)
    return list(whole.view(f"V{whole.shape[1]}")[:, 0].tolist())
