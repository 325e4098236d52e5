"""The network: pieces → states (gated convolutions and attention) → spans → links between spans."""

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor, nn
from torch.nn import functional

from newsnlp.network.features import sizes
from newsnlp.network.hints import HINTS
from newsnlp.network.pairs import DISTANCES, FACTS, GAPS
from newsnlp.network.spans import WIDTH

__all__ = ["Network", "Shape"]

Batch = dict[str, Tensor]


@dataclass(frozen=True)
class Shape:
    """Sizes and choices of a network; `card.json` records them."""

    vector: int = 160  # of a word or lemma, from navec's 300
    letter: int = 24
    states: int = 192  # of natasha's hidden states, from 1344
    width: int = 256
    dilations: tuple[int, ...] = (1, 2, 4, 1)
    attention: int = 0  # layers of attention over the document
    hidden: int = 192  # of a span
    product: int = 64  # of the low-rank product of a span's ends
    pair: int = 160
    dropout: float = 0.33
    span_dropout: float = 0.25
    word_dropout: float = 0.1
    state_dropout: float = 0.2


class Dropout(nn.Module):
    """Dropout whose masks come from a pool: drawing them anew is a quarter of a step on a CPU."""

    _pools: ClassVar[dict[tuple[float, torch.device], Tensor]] = {}

    def __init__(self, rate: float) -> None:
        """Drop with probability `rate` while training."""
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        """`x` with a share of its values 0 and the others scaled up."""
        if not self.training or self.rate == 0:
            return x
        count, key = x.numel(), (self.rate, x.device)
        pool = self._pools.get(key)
        if pool is None or pool.numel() < 2 * count:
            drawn = torch.rand(max(4 * count, 1 << 22), device=x.device)
            pool = self._pools[key] = (drawn > self.rate).float() / (1 - self.rate)
        start = int(torch.randint(0, pool.numel() - count + 1, ()))
        return x * pool[start : start + count].view(x.shape).to(x.dtype)


class Inputs(nn.Module):
    """Features of pieces side by side, projected to the network's width."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        size = sizes()
        self.word = nn.Linear(300, shape.vector)
        self.lemma = nn.Linear(300, shape.vector)
        self.head = nn.Linear(300, 64)
        self.letter = nn.Embedding(size["letters"], shape.letter, padding_idx=0)
        self.letters3 = nn.Conv1d(shape.letter, 48, 3, padding=1)
        self.letters5 = nn.Conv1d(shape.letter, 32, 5, padding=2)
        self.part = nn.Embedding(4, 4)
        self.grammemes = nn.Linear(size["grammemes"], 48)
        self.tags = nn.Linear(size["tags"], 24)
        self.rel = nn.Embedding(size["rels"], 16)
        self.norm = nn.LayerNorm(size["states"], elementwise_affine=False)
        self.states = nn.Linear(size["states"], shape.states)
        self.painted = nn.Linear(2 * size["hints"], 24)
        width = 2 * shape.vector + 64 + 80 + 4 + 48 + 24 + 16 + 8 + 9 + 24 + shape.states
        self.join = nn.Linear(width, shape.width)
        self.joined = nn.LayerNorm(shape.width)
        self.drop = Dropout(shape.dropout)
        self.state_drop = Dropout(shape.state_dropout)
        self.word_dropout = shape.word_dropout

    def forward(self, batch: Batch) -> Tensor:
        """(batch, pieces, width)."""
        word, lemma = batch["word"], batch["lemma"]
        if self.training:
            keep = torch.rand_like(word[:, :, :1]) > self.word_dropout
            word = word * keep
            lemma = lemma * (keep & (torch.rand_like(word[:, :, :1]) > self.word_dropout))
        parts = [
            functional.gelu(self.word(word)),
            functional.gelu(self.lemma(lemma)),
            functional.gelu(self.head(batch["head"])),
            self._letters(batch["letters"]),
            self.part(batch["part"]),
            functional.gelu(self.grammemes(batch["grammemes"])),
            functional.gelu(self.tags(batch["tags"])),
            self.rel(batch["rel"]),
            batch["ner"],
            batch["votes"],
            functional.gelu(self.painted(batch["painted"])),
            functional.gelu(self.states(self.state_drop(self.norm(batch["states"])))),
        ]
        joined = self.join(self.drop(torch.cat(parts, -1)))
        return self.drop(functional.gelu(self.joined(joined)))

    def _letters(self, codes: Tensor) -> Tensor:
        batch, pieces, letters = codes.shape
        flat = codes.reshape(batch * pieces, letters)
        x = self.letter(flat).transpose(1, 2)
        pad = (flat == 0).unsqueeze(1)
        seen = [conv(x).masked_fill(pad, -9.0).amax(2) for conv in (self.letters3, self.letters5)]
        return functional.relu(torch.cat(seen, 1)).reshape(batch, pieces, -1)


class Gated(nn.Module):
    """A gated convolution over three pieces, `step` apart, with its residual."""

    def __init__(self, width: int, step: int, dropout: float) -> None:
        super().__init__()
        self.step = step
        self.mix = nn.Linear(3 * width, 2 * width)  # a product, which int8 makes fast
        self.norm = nn.LayerNorm(width)
        self.drop = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """(batch, pieces, width) of the same."""
        x = x * mask
        edge = torch.zeros_like(x[:, :1]).repeat(1, self.step, 1)
        wide = torch.cat([edge, x, edge], 1)
        near = [
            wide[:, : -2 * self.step],
            wide[:, self.step : -self.step],
            wide[:, 2 * self.step :],
        ]
        value, gate = self.mix(torch.cat(near, -1)).chunk(2, -1)
        return self.norm(x + self.drop(value * torch.sigmoid(gate)))


class Attention(nn.Module):
    """Self-attention over the document, for what was said of the same name elsewhere."""

    heads = 4

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.query = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)
        self.drop = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """(batch, pieces, width) of the same."""
        batch, pieces, width = x.shape
        q, k, v = (
            part.reshape(batch, pieces, self.heads, -1).transpose(1, 2)
            for part in self.query(x).chunk(3, -1)
        )
        bias = (mask.transpose(1, 2).unsqueeze(1) - 1) * 1e4
        weights = torch.softmax(q @ k.transpose(2, 3) / (width / self.heads) ** 0.5 + bias, -1)
        seen = (weights @ v).transpose(1, 2).reshape(batch, pieces, width)
        return self.norm(x + self.drop(self.out(seen)))


class Network(nn.Module):
    """The whole network; `encode`, then `spans`, then `links` on what was decoded.

    Args:
        shape: sizes.
        groups: sizes of the groups of kinds; a span has one kind or none in each group.
        kinds: the number of kinds in all groups.
        relations: the number of relations.
    """

    def __init__(self, shape: Shape, groups: list[int], relations: int) -> None:
        """Make it with random weights."""
        super().__init__()
        self.shape = shape
        self.inputs = Inputs(shape)
        self.layers = nn.ModuleList(
            [Gated(shape.width, step, shape.dropout) for step in shape.dilations]
        )
        self.attention = nn.ModuleList(
            [Attention(shape.width, shape.dropout) for _ in range(shape.attention)]
        )
        out = sum(groups) + len(groups)  # each group has a «none» of its own, last
        kinds = sum(groups)
        width, hidden = shape.width, shape.hidden
        self.left = nn.Linear(width, shape.product)
        self.right = nn.Linear(width, shape.product)
        self.product = nn.Linear(shape.product, out)
        self.first = nn.Linear(width, hidden)
        self.last = nn.Linear(width, hidden, bias=False)
        self.mean = nn.Linear(width, hidden, bias=False)
        self.length = nn.Embedding(WIDTH + 1, hidden)
        self.hinted = nn.Linear(len(HINTS), hidden, bias=False)
        self.told = nn.Linear(len(HINTS), out, bias=False)
        self.out = nn.Linear(hidden, out)
        self.drop = Dropout(shape.span_dropout)
        size = shape.pair
        self.ends = nn.Linear(width, 6 * size)
        self.head_kind = nn.Embedding(kinds, size)
        self.tail_kind = nn.Embedding(kinds, size)
        self.both_kinds = nn.Embedding(kinds * kinds, size)
        nn.init.zeros_(self.both_kinds.weight)
        self.distance = nn.Embedding(DISTANCES, size)
        self.gap = nn.Embedding(GAPS, size)
        self.between = nn.Linear(width, size, bias=False)
        self.facts = nn.Linear(FACTS, size, bias=False)
        self.kinds = kinds
        self.painted = nn.Linear(2 * kinds, width)
        self.paint_norm = nn.LayerNorm(width)
        self.context = nn.ModuleList([Gated(width, step, shape.dropout) for step in (1, 2)])
        self.mix = nn.Linear(size, size)
        self.link = nn.Linear(2 * size, relations)

    @property
    def device(self) -> torch.device:
        """Where its weights lie."""
        return self.out.weight.device

    def encode(self, batch: Batch) -> Tensor:
        """(batch, pieces, width)."""
        mask = batch["mask"].unsqueeze(-1).float()
        x = self.inputs(batch)
        for index, layer in enumerate(self.layers):
            x = layer(x, mask)
            if index < len(self.attention):
                x = self.attention[index](x, mask)
        return x

    def spans(self, states: Tensor, first: Tensor, last: Tensor, hinted: Tensor) -> Tensor:
        """(spans, out) logits.

        Args:
            states: (all pieces, width).
            first: (spans) their first pieces.
            last: (spans) their last pieces, inclusive.
            hinted: (spans, hints) what the rules take each span for.
        """
        summed = _sums(self.mean(states))
        length = last - first
        mean = (summed[last + 1] - summed[first]) / (length + 1).unsqueeze(-1).float()
        x = self.first(states)[first] + self.last(states)[last]
        x = x + (self.length(length) + mean).to(x.dtype) + self.hinted(hinted)
        ends = self.left(states)[first] * self.right(states)[last]
        seen = self.out(self.drop(functional.gelu(x))) + self.product(self.drop(ends))
        return seen + self.told(hinted)

    def links(self, states: Tensor, painted: Tensor, mask: Tensor, pairs: Batch) -> Tensor:
        """(pairs, relations) logits.

        Args:
            states: (batch, pieces, width).
            painted: (batch, pieces, 2 × kinds), see `newsnlp.network.pairs.paint`.
            mask: (batch, pieces) 1 where a piece is real.
            pairs: `first`, `last`, `kind` of head (h) and tail (t), indices into all pieces;
                `distance`, `gap`, `start`, `stop`, `facts`.
        """
        real = mask.unsqueeze(-1).float()
        x = self.paint_norm(states + self.painted(painted)) * real
        for layer in self.context:
            x = layer(x, real)
        flat = x.reshape(-1, x.shape[-1])
        a, b, c, d, left, right = self.ends(flat).chunk(6, -1)
        summed = _sums(self.between(flat))
        start, stop = pairs["start"], pairs["stop"]
        between = (summed[stop] - summed[start]) / (stop - start).clamp(min=1).unsqueeze(-1).float()
        head, tail = pairs["head_kind"], pairs["tail_kind"]
        told = (
            self.head_kind(head) + self.tail_kind(tail) + self.both_kinds(head * self.kinds + tail)
        )
        told = told + self.distance(pairs["distance"]) + self.gap(pairs["gap"])
        told = told + self.facts(pairs["facts"]) + between
        y = a[pairs["head_first"]] + b[pairs["head_last"]] + c[pairs["tail_first"]]
        y = functional.gelu(y + d[pairs["tail_last"]] + told.to(y.dtype))
        y = functional.gelu(self.mix(self.drop(y)))
        ends = left[pairs["head_first"]] * right[pairs["tail_last"]]
        return self.link(self.drop(torch.cat([y, ends], -1)))


def _sums(x: Tensor) -> Tensor:
    """(pieces + 1, width) running sums, in full precision."""
    return torch.cat([torch.zeros_like(x[:1]).float(), torch.cumsum(x.float(), 0)], 0)
