"""The network cut as it is served: what hangs on a word alone, spans, links.

The same numbers as `Network` gives for one document (the probe of `card.json` is computed by that),
in three graphs. The first tells of words, lemmas and tags what they add to the inputs, whatever
stands beside them: serving keeps that, so most pieces of a text cost nothing there.
"""

from collections.abc import Mapping

import torch
from model import Gated, Inputs, Network
from torch import Tensor, nn
from torch.nn import functional

__all__ = ["PAIRS", "SPANS", "WORDS", "LinkGraph", "SpanGraph", "WordGraph"]

WORDS = ("word", "letters", "grammemes", "lemma", "tags", "rel", "part")
SPANS = ("told", "ner", "votes", "painted", "states", "first", "last", "row", "hinted", "length")
PAIRS = ("states", "painted", "first", "last", "kind", "head", "tail")
PAIRS += ("distance", "gap", "start", "stop", "facts")

_OF_WORDS = ("word", "letters", "grammemes", "lemma", "head", "tags", "rel", "part")
_NONE = -1e4  # what a place behind the end of a word gives


class WordGraph(nn.Module):
    """Words, lemmas and tags, each by itself → their shares of the joined inputs."""

    def __init__(self, network: Network) -> None:
        """Share the weights of `network`."""
        super().__init__()
        self.inputs = inputs = network.inputs
        parts = _parts(inputs)
        self.shares = nn.ParameterDict(
            {name: _fixed(inputs.join.weight[:, parts[name]].t()) for name in _OF_WORDS}
        )
        # A convolution of letters is a sum over places of rows that the letter there chooses.
        self.taps = nn.ParameterList()
        for convolution in (inputs.letters3, inputs.letters5):
            table = torch.einsum("nl,olk->kno", inputs.letter.weight, convolution.weight)
            table[len(table) // 2] += convolution.bias
            table[len(table) // 2, 0] = _NONE
            self.taps.append(_fixed(table))

    def forward(self, *values: Tensor) -> tuple[Tensor, ...]:
        """(n, width) each of words, of lemmas, of lemmas as heads, of tags.

        Args:
            values: in the order of `WORDS`: (words, 300), (words, 18), (words, 61); (lemmas, 300);
                (tags, 56), (tags), (tags).
        """
        known = dict(zip(WORDS, values, strict=True))
        inputs = self.inputs
        word = self._share("word", functional.gelu(inputs.word(known["word"])))
        word = word + self._share("letters", self._letters(known["letters"]))
        word = word + self._share(
            "grammemes", functional.gelu(inputs.grammemes(known["grammemes"]))
        )
        lemma = self._share("lemma", functional.gelu(inputs.lemma(known["lemma"])))
        head = self._share("head", functional.gelu(inputs.head(known["lemma"])))
        tag = self._share("tags", functional.gelu(inputs.tags(known["tags"])))
        tag = tag + self._share("rel", inputs.rel(known["rel"]))
        tag = tag + self._share("part", inputs.part(known["part"])) + inputs.join.bias
        return word, lemma, head, tag

    def _share(self, name: str, values: Tensor) -> Tensor:
        return values @ self.shares[name]

    def _letters(self, codes: Tensor) -> Tensor:
        length = codes.shape[1]
        wide = functional.pad(codes, (2, 2))
        seen = []
        for taps in self.taps:
            edge = 2 - len(taps) // 2
            rows = [
                functional.embedding(wide[:, edge + k : edge + k + length], tap)
                for k, tap in enumerate(taps)
            ]
            seen.append(sum(rows[1:], rows[0]).amax(1))
        return functional.relu(torch.cat(seen, 1))


class SpanGraph(nn.Module):
    """Inputs of one document → its states (1, pieces, width), logits of its spans."""

    def __init__(self, network: Network) -> None:
        """Share the weights of `network`."""
        super().__init__()
        self.network = network
        parts = _parts(network.inputs)
        columns = [i for name in ("ner", "votes", "painted", "states") for i in parts[name]]
        self.join = _fixed(network.inputs.join.weight[:, columns].t())

    def forward(self, *values: Tensor) -> tuple[Tensor, Tensor]:
        """`values` in the order of `SPANS`.

        `told` is the sum of the shares of `WordGraph`. `hinted` tells of the spans that the rules
        propose only, `length` how long these are; `row` of a span is its length (last - first), or,
        where the rules propose it, its number in `hinted` behind all lengths.
        """
        batch = dict(zip(SPANS, values, strict=True))
        inputs = self.network.inputs
        own = [
            batch["ner"],
            batch["votes"],
            functional.gelu(inputs.painted(batch["painted"])),
            functional.gelu(inputs.states(inputs.norm(batch["states"]))),
        ]
        joined = torch.cat(own, -1) @ self.join
        x = functional.gelu(inputs.joined(joined + batch["told"]))
        for index, layer in enumerate(self.network.layers):
            x = _gated(layer, x)
            if index < len(self.network.attention):
                x = self.network.attention[index](x, torch.ones_like(x[:, :, :1]))
        return x, self._spans(x[0], batch)

    def _spans(self, states: Tensor, batch: Mapping[str, Tensor]) -> Tensor:
        """As `Network.spans`, hints looked up only where there are any."""
        network = self.network
        first, last, row, hinted = (batch[name] for name in ("first", "last", "row", "hinted"))
        summed = _sums(network.mean(states))
        share = 1 / (last - first + 1).unsqueeze(-1).float()
        told = network.length(batch["length"]) + network.hinted(hinted)
        x = network.first(states)[first] + network.last(states)[last]
        x = x + (summed[last + 1] - summed[first]) * share
        x = x + torch.cat([network.length.weight, told])[row]
        ends = network.left(states)[first] * network.right(states)[last]
        seen = network.out(functional.gelu(x)) + network.product(ends)
        silent = torch.zeros(len(network.length.weight), seen.shape[1])
        return seen + torch.cat([silent, network.told(hinted)])[row]


class LinkGraph(nn.Module):
    """States and mentions → logits of pairs of mentions."""

    def __init__(self, network: Network) -> None:
        """Share the weights of `network`."""
        super().__init__()
        self.network = network
        a, b, c, d, left, right = torch.arange(network.ends.out_features).chunk(6)
        self.at_first = _rows(network.ends, torch.cat([a, c, left]))
        self.at_last = _rows(network.ends, torch.cat([b, d, right]))

    def forward(self, *values: Tensor) -> Tensor:
        """`values` in the order of `PAIRS`; `head` and `tail` number the mentions."""
        given = dict(zip(PAIRS, values, strict=True))
        network, head, tail, kind = self.network, given["head"], given["tail"], given["kind"]
        x = network.paint_norm(given["states"] + network.painted(given["painted"]))
        for layer in network.context:
            x = _gated(layer, x)
        flat = x[0]
        size = network.shape.pair
        a, c, left = self.at_first(flat[given["first"]]).split(size, -1)
        b, d, right = self.at_last(flat[given["last"]]).split(size, -1)
        summed = _sums(network.between(flat))
        start, stop = given["start"], given["stop"]
        between = (summed[stop] - summed[start]) / (stop - start).clamp(min=1).unsqueeze(-1).float()
        y = (a + b + network.head_kind(kind))[head] + (c + d + network.tail_kind(kind))[tail]
        y = y + network.both_kinds(kind[head] * network.kinds + kind[tail]) + between
        y = y + network.distance(given["distance"]) + network.gap(given["gap"])
        y = functional.gelu(y + network.facts(given["facts"]))
        y = functional.gelu(network.mix(y))
        return network.link(torch.cat([y, left[head] * right[tail]], -1))


def _parts(inputs: Inputs) -> Mapping[str, range]:
    """Which columns of the joined inputs are whose."""
    widths = {
        "word": inputs.word.out_features,
        "lemma": inputs.lemma.out_features,
        "head": inputs.head.out_features,
        "letters": inputs.letters3.out_channels + inputs.letters5.out_channels,
        "part": inputs.part.embedding_dim,
        "grammemes": inputs.grammemes.out_features,
        "tags": inputs.tags.out_features,
        "rel": inputs.rel.embedding_dim,
        "ner": 8,
        "votes": 9,
        "painted": inputs.painted.out_features,
        "states": inputs.states.out_features,
    }
    found, start = {}, 0
    for name, width in widths.items():
        found[name] = range(start, start + width)
        start += width
    if start != inputs.join.in_features:
        raise ValueError(f"the inputs are {inputs.join.in_features} wide, not {start}")
    return found


def _gated(layer: Gated, x: Tensor) -> Tensor:
    """A gated layer on one document, which needs no mask."""
    wide = functional.pad(x, (0, 0, layer.step, layer.step))
    pieces = x.shape[1]
    near = [wide[:, k * layer.step : k * layer.step + pieces] for k in range(3)]
    value, gate = layer.mix(torch.cat(near, -1)).split(x.shape[2], -1)
    return layer.norm(x + value * torch.sigmoid(gate))


def _fixed(weight: Tensor) -> nn.Parameter:
    return nn.Parameter(weight.detach().contiguous(), requires_grad=False)


def _rows(layer: nn.Linear, rows: Tensor) -> nn.Linear:
    """Some of the outputs of a layer."""
    made = nn.Linear(layer.in_features, len(rows))
    made.weight, made.bias = _fixed(layer.weight[rows]), _fixed(layer.bias[rows])
    return made


def _sums(x: Tensor) -> Tensor:
    """(pieces + 1, width) running sums."""
    return functional.pad(torch.cumsum(x, 0), (0, 0, 1, 0))
