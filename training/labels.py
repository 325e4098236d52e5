"""What the network may say: kinds in groups, relations, and which kinds a relation links."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from examples import Example
from numpy.typing import NDArray

from newsnlp.network.pairs import Reach, make_able, make_reach
from newsnlp.schema import Part

__all__ = ["GROUPS_OF", "Labels", "reach_of"]

# The groups of kinds that a corpus has labels for.
GROUPS_OF = {"nerel": ("nerel",), "press": ("press", "standin"), "rured": ("rured",)}

# Over how many sentences a relation reaches; three for those that are not listed. In NEREL 99 % of
# the relations lie within three, in the releases 98 % of the participations within eight.
_REACH = {"press:at": 4, "press:works": 4, "press:in": 8, "press:same": 6}
_REACH_OF_PARTS = 8
_ALIKE = frozenset({"nerel:ALTERNATIVE_NAME", "nerel:ABBREVIATION", "press:same"})
_LEAST = 100  # examples of a relation in training
_LEAST_PAIRS = 3  # examples of a relation between two kinds


@dataclass(frozen=True)
class Labels:
    """Groups of kinds, relations and the triples (relation, kind, kind) that occur."""

    groups: dict[str, tuple[str, ...]]
    relations: tuple[str, ...]
    allowed: tuple[tuple[str, str, str], ...]

    @classmethod
    def of(cls, examples: Sequence[Example]) -> "Labels":
        """Those of training examples."""
        kinds = Counter(label for e in examples for _, _, label in e.gold)
        groups = {
            group: tuple(sorted(k for k in kinds if k.startswith(group + ":")))
            for corpus in dict.fromkeys(e.corpus for e in examples)
            for group in GROUPS_OF[corpus]
        }
        triples = Counter(
            (label, e.gold[head][2], e.gold[tail][2])
            for e in examples
            for label, head, tail in e.links
        )
        counts: Counter[str] = Counter()
        for (label, _, _), count in triples.items():
            counts[label] += count
        least = {label: 1 if label.startswith("press:") else _LEAST for label in counts}
        relations = tuple(sorted(label for label in counts if counts[label] >= least[label]))
        allowed = sorted(
            triple
            for triple, count in triples.items()
            if triple[0] in relations and count >= _LEAST_PAIRS
        )
        return cls(groups, relations, tuple(allowed))

    @property
    def kinds(self) -> tuple[str, ...]:
        """All kinds, group by group."""
        return tuple(kind for group in self.groups.values() for kind in group)

    @property
    def offsets(self) -> dict[str, tuple[int, int, int]]:
        """For each group: its first column of the logits, its size, its first kind."""
        result, column, kind = {}, 0, 0
        for group, kinds in self.groups.items():
            result[group] = (column, len(kinds), kind)
            column += len(kinds) + 1
            kind += len(kinds)
        return result

    @property
    def choices(self) -> dict[str, tuple[str, ...]]:
        """Relations that have kinds, and these: «press:part» and its eight."""
        parts = tuple(f"press:{part.value}" for part in Part)
        bodies = tuple(r for r in self.relations if r.startswith("press:body "))
        made = {
            "press:part": tuple(part for part in parts if part in self.relations),
            "press:body": bodies,
        }
        return {name: kinds for name, kinds in made.items() if kinds and name in self.relations}

    @property
    def columns(self) -> list[tuple[int, list[int]]]:
        """The choices as columns of the relations."""
        at = self.relations.index
        return [(at(name), [at(kind) for kind in kinds]) for name, kinds in self.choices.items()]

    def reach(self, corpus: str) -> Reach:
        """Which kinds of a corpus are paired, and how far."""
        own = [row for row in self.allowed if row[0].startswith(corpus + ":")]
        return make_reach(self.kinds, own, reach_of(self))

    def able(self) -> NDArray[np.bool_]:
        """(kinds, kinds, relations) whether a relation may link the kinds."""
        return make_able(self.kinds, self.allowed, self.relations)


def reach_of(labels: Labels) -> dict[str, tuple[int, bool]]:
    """For each relation: over how many sentences, and whether look-alikes at any distance."""
    parts = {
        label
        for label, _, tail in labels.allowed
        if label.startswith("press:") and tail.endswith(":event") and label not in _REACH
    }
    return {
        label: (_REACH_OF_PARTS if label in parts else _REACH.get(label, 3), label in _ALIKE)
        for label in labels.relations
    }
