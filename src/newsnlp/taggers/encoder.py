"""Sentences → encodings: what slovnet's three encoders compute, all at once, in eight bits.

The encoders have one shape: word and letter case embedded (300 + 30), three convolutions of width 3
(256, 128 and 64 filters), each with ReLU and batch normalisation. So they are computed together.

Of the first convolution, two thirds of the work, each word's share does not depend on its
neighbours: it is computed once and kept for the words met last, in sixteen bits. The products are
in eight bits (see `products`): what comes in is scaled by the highest value of the sentence, so
that no sentence hangs on its neighbours in a batch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from slovnet.const import PAD
from slovnet.shape import word_shape

from newsnlp.kept import Kept
from newsnlp.products import MOST, byte_products
from newsnlp.taggers.embedding import Embedding, Floats, Ints

__all__ = ["Encoder"]

_KEPT = 8_000  # words, 4.5 KB each; a text of news lacks 48 of its words
_HIGHEST = 10_900  # of a share that is kept, so that three of them fit into sixteen bits
_SAMPLE = 1000  # every such word of the embedding shows how high shares become …
_ROOM = 1.5  # … and others become so much higher
_MIDDLE = 64  # the byte that stands for 0 where values may be negative
_USUAL = 10.0  # standard deviations above the mean that a channel may reach
_TINY = np.float32(1e-12)
_NO_STEPS = (np.ones(1, np.float32), np.ones(1, np.float32))  # of the layers above


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Where the sentences of a batch stand among its words."""

    first: Ints  # (sentences,) the first word of each
    last: Ints  # (sentences,) the last
    length: Ints  # (sentences,)


class _Convolution:
    """A convolution of all taggers over what an earlier layer's ReLU gives.

    The earlier layer's normalisation, which is linear, is a part of the matrices. Half of what
    channels differ in height is left to the matrices, so that neither side loses much to rounding.
    """

    def __init__(self, layers: Sequence[Any], below: Sequence[Any]) -> None:
        """Take the weights of slovnet's layers, one of each tagger, and of those `below`."""
        matrices, heights, biases, edges = [], [], [], []
        for layer, under in zip(layers, below, strict=True):
            taps = layer.conv.weight.array.transpose(2, 1, 0)  # (taps, in, out)
            scale, shift = _normalisation(under)
            norm = under.norm
            weights = taps * scale[:, None]
            highest = np.abs(weights).max(axis=(0, 2))
            height = np.sqrt((norm.mean.array + _USUAL * norm.std.array) / highest)
            height /= height.max()
            matrices.append((weights * height[:, None]).reshape(-1, taps.shape[2]))
            heights.append(1 / height)
            shares = shift @ taps  # (taps, out): what the shifts of left, middle, right add
            biases.append(layer.conv.bias.array + shares.sum(axis=0))
            edges.append(shares[[0, 2]])
        self._multiply = byte_products([matrix.astype(np.float32) for matrix in matrices])
        self._heights = np.stack(heights).astype(np.float32)[:, None]  # (taggers, 1, in)
        self._bias = np.stack(biases).astype(np.float32)[:, None]  # (taggers, 1, out)
        left, right = np.stack(edges, axis=1).astype(np.float32)[:, :, None]
        self._left, self._right = left, right  # (taggers, 1, out): what ends of sentences lack

    def __call__(self, values: NDArray[Any], bounds: _Bounds, step: Floats) -> Floats:
        """(taggers, words, in), in steps of `step` → (taggers, words, out)."""
        scaled = np.multiply(values, self._heights * step, dtype=np.float32)
        tops = np.maximum.reduceat(scaled.max(axis=2), bounds.first, axis=1)
        tops = np.maximum(tops, _TINY)
        scaled *= np.repeat(MOST / tops, bounds.length, axis=1)[:, :, None]
        scaled += np.float32(0.5)
        near = _with_neighbours(scaled.astype(np.uint8), bounds)
        count = len(self._bias)
        made = self._multiply(list(near)).reshape(count, values.shape[1], -1)
        made *= np.repeat(tops / MOST, bounds.length, axis=1)[:, :, None]
        made += self._bias
        made[:, bounds.first] -= self._left
        made[:, bounds.last] -= self._right
        return np.maximum(made, 0, out=made)


class Encoder:
    """The encoders of several taggers, with their cache of words."""

    def __init__(
        self, embedding: Embedding, shapes: Mapping[str, int], models: Sequence[Any]
    ) -> None:
        """Take the encoders of slovnet's `models`; `shapes` numbers the letter cases."""
        self._embedding = embedding
        self._shapes = shapes
        self._code = lru_cache(maxsize=15_000)(self._find_code)
        self._pad = embedding.pad * len(shapes) + shapes[PAD]
        layers = list(zip(*(model.encoder.layers for model in models), strict=True))
        self._convolutions = [_Convolution(upper, lower) for lower, upper in pairwise(layers)]
        size = embedding.centres.shape[0] * embedding.centres.shape[2]
        taps = [layer.conv.weight.array.transpose(1, 2, 0) for layer in layers[0]]
        of_words = np.stack([tap[:size] for tap in taps], axis=2)  # (300, taps, taggers, out)
        cases = np.stack(
            [
                np.tensordot(model.emb.shape.weight.array, tap[size:], 1).astype(np.float32)
                for model, tap in zip(models, taps, strict=True)
            ],
            axis=2,
        )
        cases[:, 1] += np.stack([layer.conv.bias.array for layer in layers[0]])
        self._steps = _steps(embedding, of_words, cases)  # (taggers, out): of kept shares
        self._of_words = byte_products(
            [np.asarray((of_words / self._steps).reshape(size, -1), np.float32)], _MIDDLE
        )
        self._of_cases = (cases / self._steps).reshape(len(shapes), -1)
        self._shares: Kept[int] = Kept(_KEPT, *of_words.shape[1:], dtype=np.int16)
        norms = [
            (scale * step, shift)
            for steps, own in zip(self._steps, zip(*layers, strict=True), strict=True)
            for step, (scale, shift) in zip(
                [steps, *_NO_STEPS], map(_normalisation, own), strict=True
            )
        ]
        self._scale, self._shift = (np.concatenate(part) for part in zip(*norms, strict=True))

    def __call__(self, sentences: Sequence[Sequence[str]]) -> tuple[Floats, Floats]:
        """Encode a batch.

        Returns:
            The encodings, (taggers, words, 64), and what comes out of all three convolutions of
            each tagger, side by side, (words, taggers × 448).
        """
        codes = [self._pad]
        for words in sentences:
            codes.extend(map(self._code, words))
            codes.append(self._pad)
        length = np.array(list(map(len, sentences)))
        first = np.cumsum(length) - length
        bounds = _Bounds(first, first + length - 1, length)
        rows = np.arange(len(codes) - len(sentences) - 1)
        rows += np.repeat(np.arange(len(sentences)), length)
        sums = self._sums(codes).take(rows, axis=0)  # of words alone
        np.maximum(sums, 0, out=sums)
        values: list[NDArray[Any]] = [sums.swapaxes(0, 1)]
        steps = (self._steps[:, None], *_NO_STEPS)
        for convolution, step in zip(self._convolutions, steps, strict=False):
            values.append(convolution(values[-1], bounds, step))
        states = np.empty((len(rows), len(self._scale)), np.float32)
        stop = 0
        for part in (layer[tagger] for tagger in range(len(values[0])) for layer in values):
            start, stop = stop, stop + part.shape[1]
            states[:, start:stop] = part
        states *= self._scale
        states += self._shift
        encoded = states.reshape(len(rows), len(values[0]), -1)[:, :, -values[-1].shape[2] :]
        return np.ascontiguousarray(encoded.swapaxes(0, 1)), states

    def _sums(self, codes: list[int]) -> NDArray[np.int16]:
        """(words + sentences - 1, taggers, out) the first convolution between the outer gaps."""
        rows, new = self._shares.find(codes)
        if new:
            self._shares.table[rows[new]] = self._compute(np.array([codes[n] for n in new]))
        shares = self._shares.table[rows]
        sums: NDArray[np.int16] = shares[:-2, 0] + shares[1:-1, 1]
        sums += shares[2:, 2]
        return sums

    def _find_code(self, word: str) -> int:
        """The number of a word and its letter case."""
        row = self._embedding.row(word.lower())
        return row * len(self._shapes) + self._shapes[word_shape(word)]

    def _compute(self, codes: Ints) -> NDArray[np.int16]:
        """The shares of words."""
        rows, cases = np.divmod(codes, len(self._shapes))
        vectors = self._embedding.vectors(rows)
        tops = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), _TINY)
        vectors *= (MOST - _MIDDLE) / tops
        vectors += np.float32(_MIDDLE + 0.5)
        shares: Floats = self._of_words([vectors.astype(np.uint8)])
        shares *= tops * np.float32(1 / (MOST - _MIDDLE))
        shares += self._of_cases[cases]
        np.clip(shares, -_HIGHEST, _HIGHEST, out=shares)
        np.rint(shares, out=shares)
        return shares.astype(np.int16).reshape(len(codes), *self._shares.table.shape[1:])


def _steps(embedding: Embedding, of_words: Floats, of_cases: Floats) -> Floats:
    """(taggers, out) the steps in which shares are kept: sixteen bits hold three of them."""
    some = embedding.vectors(np.arange(0, embedding.pad, _SAMPLE))
    highest = np.abs(np.tensordot(some, of_words, 1)).max(axis=(0, 1))
    highest += np.abs(of_cases).max(axis=(0, 1))
    return np.asarray(highest * (_ROOM / _HIGHEST), np.float32)


def _with_neighbours(values: NDArray[np.uint8], bounds: _Bounds) -> NDArray[np.uint8]:
    """(taggers, words, n) → (taggers, words, 3 n): the left neighbour, the word, the right one."""
    count, words, width = values.shape
    near = np.empty((count, words, 3, width), np.uint8)
    near[:, 1:, 0] = values[:, :-1]
    near[:, :, 1] = values
    near[:, :-1, 2] = values[:, 1:]
    near[:, bounds.first, 0] = 0
    near[:, bounds.last, 2] = 0
    return near.reshape(count, words, 3 * width)


def _normalisation(layer: Any) -> tuple[Floats, Floats]:
    """A layer's normalisation as one product and one sum."""
    norm = layer.norm
    scale = norm.weight.array / norm.std.array
    return scale, norm.bias.array - norm.mean.array * scale
