"""The committed weights: `card.json` says what they are, three ONNX files hold them.

Missing, damaged or foreign weights are refused with a word of what to do, never passed over.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from newsnlp.errors import WeightsError
from newsnlp.network.features import sizes
from newsnlp.network.pairs import DISTANCES, FACTS, GAPS
from newsnlp.network.spans import WIDTH
from newsnlp.sessions import open_session

__all__ = ["FILES", "PROTOCOL", "Card", "Weights", "layout", "open_weights"]

FILES = ("words.onnx", "spans.onnx", "links.onnx")
PROTOCOL = 4  # of the inputs and outputs; raised when weights of before cannot be read any more


def layout() -> dict[str, int]:
    """The sizes that the weights must have been trained for."""
    own = {"width": WIDTH, "distances": DISTANCES, "gaps": GAPS, "facts": FACTS}
    return sizes() | own


@dataclass(frozen=True, slots=True)
class Card:
    """What the weights say and how far to trust it.

    Attributes:
        groups: kinds by group; a span has one kind, or none, in each group.
        relations: in the order of the columns.
        allowed: (relation, kind of the head, kind of the tail) that occur.
        reach: for each relation, over how many sentences mentions are paired.
        alike: relations that link mentions that look alike at any distance.
        choices: relations that have kinds, and these, one of which holds.
    """

    groups: Mapping[str, tuple[str, ...]]
    relations: tuple[str, ...]
    allowed: tuple[tuple[str, str, str], ...]
    reach: Mapping[str, int]
    alike: frozenset[str]
    choices: Mapping[str, tuple[str, ...]]

    @property
    def columns(self) -> list[tuple[int, list[int]]]:
        """The choices as columns of the relations."""
        at = self.relations.index
        return [(at(name), [at(kind) for kind in kinds]) for name, kinds in self.choices.items()]


@dataclass(frozen=True, slots=True)
class Weights:
    """Open ONNX sessions, one thread each, and their card."""

    card: Card
    words: Any  # onnxruntime.InferenceSession
    spans: Any
    links: Any

    @classmethod
    def load(cls, folder: Path | None = None) -> "Weights":
        """Open the weights of `folder`, by default those of the package.

        Raises:
            WeightsError: a file is missing, is not the one that the card names, or was made for
                another version of the program.
        """
        folder = folder or _package()
        card = _read_card(folder)
        return cls(_card(card), *(_open(folder / name, card["sha256"]) for name in FILES))


def open_weights(name: str, folder: Path | None = None) -> Any:  # noqa: ANN401 onnxruntime has no types
    """A session on one file of weights that the card of `folder` names.

    Raises:
        WeightsError: as of `Weights.load`.
    """
    folder = folder or _package()
    return _open(folder / name, _read_card(folder)["sha256"])


def _package() -> Path:
    return Path(str(files("newsnlp") / "resources" / "model"))


def _read_card(folder: Path) -> Mapping[str, Any]:
    """The card, if it is of this version of the program."""
    path = folder / "card.json"
    try:
        card: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise WeightsError(
            f"{path}: missing; install the package anew, or use --rules-only"
        ) from None
    except ValueError as error:
        raise WeightsError(f"{path}: no JSON ({error}); install the package anew") from error
    if card.get("protocol") != PROTOCOL or card.get("layout") != layout():
        raise WeightsError(
            f"{path}: weights of protocol {card.get('protocol')}, this program reads "
            f"{PROTOCOL}; install weights and program of one version"
        )
    return card


def _open(path: Path, digests: Mapping[str, str]) -> Any:  # noqa: ANN401 onnxruntime has no types
    """A session on the file, once its digest is checked."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise WeightsError(f"{path}: missing; install the package anew") from None
    if hashlib.sha256(content).hexdigest() != digests.get(path.name):
        raise WeightsError(f"{path}: damaged (its sha256 is not the card's); install anew")
    return open_session(path)


def _card(card: Mapping[str, Any]) -> Card:
    return Card(
        {group: tuple(kinds) for group, kinds in card["groups"].items()},
        tuple(card["relations"]),
        tuple((r, h, t) for r, h, t in card["allowed"]),
        card["reach"],
        frozenset(card["alike"]),
        {name: tuple(kinds) for name, kinds in card["choices"].items()},
    )
