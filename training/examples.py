"""What training learns from: a document with features, mentions and links."""

from dataclasses import dataclass

from newsnlp.network.features import Features

__all__ = ["Example"]


@dataclass
class Example:
    """A document ready for training.

    Attributes:
        features: the network's inputs.
        gold: (first, last, label) of each mention in pieces, last inclusive; text order.
        links: (label, head, tail), indices into `gold`.
        unsure: pairs that are not to be learnt from.
        lost: mentions of the corpus that no span can be.
    """

    id: str
    corpus: str
    text: str
    features: Features
    gold: list[tuple[int, int, str]]
    links: list[tuple[str, int, int]]
    unsure: set[tuple[str, int, int]]
    lost: int
    mentions: list[tuple[int, int, str]]
    relations: list[tuple[str, int, int]]
