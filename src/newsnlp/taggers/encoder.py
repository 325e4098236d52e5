"""Sentences → encodings: what slovnet's three encoders compute, all at once and without padding.

The encoders have one shape: word and letter case embedded (300 + 30), three convolutions of width 3
(256, 128 and 64 filters), each with ReLU and batch normalisation. So their weights are stacked, the
sentences of a batch follow each other with a row of zeros between, and that row does what slovnet's
padding does.

Of the first convolution, two thirds of the work, each word's share does not depend on its
neighbours: it is computed once and kept for the words met last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from slovnet.const import PAD
from slovnet.shape import word_shape

from newsnlp.kept import Kept
from newsnlp.sessions import product
from newsnlp.taggers.embedding import Embedding, Floats, Ints

__all__ = ["Encoder"]

_TAPS = 3  # of a convolution: the left neighbour, the word, the right neighbour
_KEPT = 5_000  # words, 9 KB each; with 8,000 a text of news lacks 48 of its words, not 58


@dataclass(frozen=True, slots=True)
class _Layer:
    """One convolution with ReLU and normalisation, of all taggers."""

    taps: Floats  # (taggers, in, taps * out)
    bias: Floats  # (taggers, 1, out)
    scale: Floats  # (taggers, 1, out)
    shift: Floats  # (taggers, 1, out)

    def __call__(self, shares: Floats, gaps: Ints) -> Floats:
        """Add up each word's share and its neighbours': (taggers, words, taps * out) → out."""
        width = self.bias.shape[-1]
        result = np.zeros((*shares.shape[:2], width), np.float32)
        inner = result[:, 1:-1]
        np.add(shares[:, :-2, :width], shares[:, 1:-1, width:-width], out=inner)
        inner += shares[:, 2:, -width:]
        inner += self.bias
        np.maximum(inner, 0, out=inner)
        inner *= self.scale
        inner += self.shift
        result[:, gaps] = 0
        return result


class Encoder:
    """The stacked encoders of several taggers, with their cache of words."""

    def __init__(
        self, embedding: Embedding, shapes: Mapping[str, int], models: Sequence[Any]
    ) -> None:
        """Stack the encoders of slovnet's `models`; `shapes` numbers the letter cases."""
        self._embedding = embedding
        self._shapes = shapes
        self._code = lru_cache(maxsize=50_000)(self._find_code)
        self._pad = embedding.pad * len(shapes) + shapes[PAD]
        self._layers = [
            _stack(layers) for layers in zip(*(m.encoder.layers for m in models), strict=True)
        ]
        taps = self._layers[0].taps
        self._layers[0] = replace(
            self._layers[0], taps=taps[:, :0].copy()
        )  # they are in the product
        size = embedding.centres.shape[0] * embedding.centres.shape[2]
        cases = np.stack([model.emb.shape.weight.array for model in models])
        of_words = np.concatenate(taps[:, :size], axis=-1)  # (300, taggers * taps * out)
        self._of_words = product(of_words)
        self._of_cases = np.concatenate(np.matmul(cases, taps[:, size:]), axis=-1)
        self._shares: Kept[int] = Kept(_KEPT, of_words.shape[1])

    def __call__(self, sentences: Sequence[Sequence[str]]) -> list[Floats]:
        """Encode a batch.

        Returns:
            What comes out of each of the three convolutions, the encodings last: (taggers, words +
            sentences + 1, 256, 128 or 64). The words are in order, with a row of zeros before each
            sentence and after the last.
        """
        codes = [self._pad]
        for words in sentences:
            codes.extend(map(self._code, words))
            codes.append(self._pad)
        numbers = np.array(codes)
        gaps = np.flatnonzero(numbers == self._pad)
        rows, new = self._shares.find(codes)
        if new:
            self._shares.table[rows[new]] = self._compute(numbers[new])
        shares = self._shares.table[rows]
        shares = shares.reshape(len(codes), len(self._layers[0].bias), -1).swapaxes(0, 1)
        layers = [self._layers[0](shares, gaps)]
        for layer in self._layers[1:]:
            layers.append(layer(np.matmul(layers[-1], layer.taps), gaps))
        return layers

    def _find_code(self, word: str) -> int:
        """The number of a word and its letter case."""
        row = self._embedding.row(word.lower())
        return row * len(self._shapes) + self._shapes[word_shape(word)]

    def _compute(self, codes: Ints) -> Floats:
        """The shares of words."""
        rows, cases = np.divmod(codes, len(self._shapes))
        shares = self._of_words(self._embedding.vectors(rows))
        shares += self._of_cases[cases]
        return shares


def _stack(layers: Sequence[Any]) -> _Layer:
    """The layers of several encoders as one; normalisation becomes one product and one sum."""
    taps, bias, scale, shift = [], [], [], []
    for layer in layers:
        weight, norm = layer.conv.weight.array, layer.norm  # (out, in, taps)
        taps.append(weight.transpose(1, 2, 0).reshape(weight.shape[1], -1))
        bias.append(layer.conv.bias.array[None])
        scale.append((norm.weight.array / norm.std.array)[None])
        shift.append((norm.bias.array - norm.mean.array * scale[-1][0])[None])
    return _Layer(np.stack(taps), np.stack(bias), np.stack(scale), np.stack(shift))
