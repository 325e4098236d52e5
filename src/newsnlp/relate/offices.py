"""Where each title is held, chosen for all titles of a document together.

What rules and network say of each title and the bodies where it may be held enters; one body or
none leaves. Titles of one person that begin alike are one office: what is said of one of them
speaks for the others, too.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from newsnlp.belief import weights
from newsnlp.schema import Span

__all__ = ["Choice", "choose", "same_office"]

Held = tuple[Span, Span]  # a person and a title

OTHER = 0.1  # the chance that an office of the same name is held elsewhere


@dataclass(frozen=True, slots=True)
class Choice:
    """Where a title may be held.

    Attributes:
        thing: the first mention of the body, None for nowhere.
        facts: what `belief.shares` weighs.
        body: the mention that they are said of.
    """

    thing: Span | None
    facts: tuple[float, ...]
    body: Span | None = None


def choose(
    titles: Mapping[Held, Sequence[Choice]], offices: Mapping[Held, tuple[Hashable, str]]
) -> dict[Held, list[tuple[Choice, float]]]:
    """The choices of each title with their chances, the likeliest first.

    Args:
        titles: held by a person, with the choices of each.
        offices: of each title who holds it, all mentions of a person being one, and its wording.
    """
    said = {title: _chances(choices) for title, choices in titles.items()}
    held: dict[Hashable, list[Held]] = defaultdict(list)
    for title in titles:
        held[offices[title][0]].append(title)
    ranked = {}
    for title, choices in titles.items():
        person, wording = offices[title]
        alike = (o for o in held[person] if o != title and same_office(wording, offices[o][1]))
        others = [said[other] for other in alike]
        points = {
            choice: math.log(said[title][choice.thing])
            + sum(math.log(OTHER + (1 - OTHER) * other.get(choice.thing, 0.0)) for other in others)
            for choice in choices
        }
        total = sum(math.exp(point - max(points.values())) for point in points.values())
        chances = {c: math.exp(point - max(points.values())) / total for c, point in points.items()}
        ranked[title] = sorted(chances.items(), key=lambda item: -item[1])
    return ranked


def same_office(one: str, other: str) -> bool:
    """Whether two titles of one person are one: «проректор», «проректор по науке»."""
    return f"{one} ".startswith(f"{other} ") or f"{other} ".startswith(f"{one} ")


def _chances(choices: Sequence[Choice]) -> dict[Span | None, float]:
    """Of each thing the chance that the title is held there."""
    own = weights()["at"]
    row = (own.bias, own.network, own.score, own.rule)
    sums = {c.thing: sum(w * x for w, x in zip(row, c.facts, strict=True)) for c in choices}
    most = max(sums.values())
    total = sum(math.exp(x - most) for x in sums.values())
    return {thing: max(math.exp(x - most) / total, 1e-9) for thing, x in sums.items()}
