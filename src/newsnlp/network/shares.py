"""What words, lemmas and tags add to the network's inputs, computed once for each that is met.

Most of the inputs of a piece hang on its word alone (vector, letters, the dictionary's grammemes),
on its lemma, on its head's lemma or on its tag. The first layer adds up their shares; `words.onnx`
computes these, and they are kept for the next text.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsnlp.kept import Kept
from newsnlp.network.features import Encoder, Features, Tag
from newsnlp.taggers.embedding import Embedding

__all__ = ["Shares"]

_WORDS = 8_000  # and as many lemmas; 1 and 2 KB each
_TAGS = 2_000

Floats = NDArray[np.float32]


class Shares:
    """The shares of what was met lately."""

    def __init__(self, session: Any, encoder: Encoder, embedding: Embedding) -> None:  # noqa: ANN401 see Weights
        """Work with an open session on `words.onnx`."""
        self._session = session
        self._encoder = encoder
        self._vectors = embedding.vectors
        width = session.get_outputs()[0].shape[1]
        self._words: Kept[str] = Kept(_WORDS, width)
        self._lemmas: Kept[int] = Kept(_WORDS, 2, width)  # of a piece itself; of what it hangs on
        self._tags: Kept[tuple[Tag, int]] = Kept(_TAGS, width)
        self._no_head: Floats = self._run({"lemma": self._vectors(np.array([embedding.pad]))})[2]

    def __call__(self, features: Features, tags: Sequence[Tag]) -> Floats:
        """(pieces, width) the sum of the shares of each piece.

        Args:
            features: of the document.
            tags: of the tokens of its pieces.
        """
        words = features.pieces.words
        marks = list(zip(tags, features.pieces.part.tolist(), strict=True))
        word, new_words = self._words.find(words)
        lemma, new_lemmas = self._lemmas.find(features.lemma.tolist())
        tag, new_marks = self._tags.find(marks)
        inputs: dict[str, NDArray[Any]] = {}
        if new_words:
            row, letters, grammemes = self._encoder.words([words[index] for index in new_words])
            inputs["word"] = self._vectors(row)
            inputs["letters"] = letters.astype(np.int64)
            inputs["grammemes"] = grammemes.astype(np.float32)
        if new_lemmas:
            inputs["lemma"] = self._vectors(features.lemma[new_lemmas])
        if new_marks:
            told, rel = self._encoder.tags([marks[index][0] for index in new_marks])
            inputs["tags"] = told.astype(np.float32)
            inputs["rel"] = rel.astype(np.int64)
            inputs["part"] = features.pieces.part[new_marks].astype(np.int64)
        if inputs:
            of_words, of_lemmas, of_heads, of_tags = self._run(inputs)
            self._words.table[word[new_words]] = of_words
            self._lemmas.table[lemma[new_lemmas], 0] = of_lemmas
            self._lemmas.table[lemma[new_lemmas], 1] = of_heads
            self._tags.table[tag[new_marks]] = of_tags
        total = self._words.table[word]
        total += self._lemmas.table[lemma, 0]
        total += self._tags.table[tag]
        heads = self._lemmas.table[lemma[features.head], 1]
        heads[features.head < 0] = self._no_head
        total += heads
        return total

    def _run(self, inputs: dict[str, NDArray[Any]]) -> list[Floats]:
        """The outputs of `words.onnx`; an input that is not given has no rows."""
        none = {
            part.name: np.zeros([size if isinstance(size, int) else 0 for size in part.shape], kind)
            for part in self._session.get_inputs()
            if part.name not in inputs
            for kind in (np.float32 if part.type == "tensor(float)" else np.int64,)
        }
        return list(self._session.run(None, none | inputs))
