"""Which mentions the rules propose, as the network is told it.

The rules' mentions are witnesses: the network learns from the labelled releases how far to trust
each, so that one place weighs grammar, lexicons and what it sees itself. Of links it is told
nothing: what rules and network say of these is weighed later, and two that have not heard each
other are worth more than one that repeats the other.
"""

from collections.abc import Iterable, Mapping

from newsnlp.schema import Form, Kind, Mention, NameSpan, Span

__all__ = ["HINTS", "Hints", "gather"]

_NATASHA = ("PER", "LOC", "ORG")

# The columns: kinds by name and by a stand-in, then natasha's names.
HINTS = (*(kind.value for kind in Kind), *(f"{kind.value}*" for kind in Kind), *_NATASHA)
_HINT = {name: column for column, name in enumerate(HINTS)}

Hints = Mapping[Span, Mapping[int, float]]  # columns of `HINTS` with the rule's score, 0…1


def gather(names: Iterable[NameSpan], mentions: Iterable[Mention]) -> Hints:
    """The hints of a document from natasha's names and from the rules' mentions."""
    spans: dict[Span, dict[int, float]] = {}
    for name in names:
        if name.label in _HINT:
            spans.setdefault(name.span, {})[_HINT[name.label]] = 1.0
    for mention in mentions:
        column = _HINT[mention.kind.value + ("" if mention.form is Form.NAME else "*")]
        spans.setdefault(mention.span, {})[column] = mention.score
    return spans
