"""What the rules say of a document, as the network is told it.

The rules' mentions and links are witnesses: the network learns from the labelled releases how far
to trust each, so that one place weighs grammar, lexicons and what it sees itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from newsnlp.schema import Entity, Form, Kind, Links, Mention, NameSpan, Part, Span, Status

__all__ = ["HINTS", "LINK_HINTS", "Hints", "gather"]

_NATASHA = ("PER", "LOC", "ORG")
_BODY_PARTS = (Part.ORGANISER, Part.PARTICIPANT, Part.LAUREATE)

# The columns: kinds by name and by a stand-in, then natasha's names.
HINTS = (*(kind.value for kind in Kind), *(f"{kind.value}*" for kind in Kind), *_NATASHA)
# The columns for pairs, head to tail.
LINK_HINTS = (
    "holds",  # person → position
    "former",
    "acting",
    "at",  # position → body or place
    "works",  # person → body or place
    "same",  # stand-in → name
    "in",  # event → event
    *(f"part {part.value}" for part in Part),  # person → event
    *(f"body {part.value}" for part in _BODY_PARTS),  # body → event
)
_HINT = {name: column for column, name in enumerate(HINTS)}
_LINK = {name: column for column, name in enumerate(LINK_HINTS)}


@dataclass(frozen=True, slots=True)
class Hints:
    """What the rules say, by column.

    Attributes:
        spans: columns of `HINTS` with the rule's score, 0…1.
        links: columns of `LINK_HINTS` with the rule's score.
    """

    spans: Mapping[Span, Mapping[int, float]] = field(default_factory=dict)
    links: Mapping[tuple[Span, Span], Mapping[int, float]] = field(default_factory=dict)


def gather(
    names: Iterable[NameSpan],
    mentions: Iterable[Mention],
    links: Links,
    entities: Iterable[Entity],
) -> Hints:
    """The hints of a document from natasha's names and from all that the rules found."""
    spans: dict[Span, dict[int, float]] = {}
    for name in names:
        if name.label in _HINT:
            spans.setdefault(name.span, {})[_HINT[name.label]] = 1.0
    for mention in mentions:
        column = _HINT[mention.kind.value + ("" if mention.form is Form.NAME else "*")]
        spans.setdefault(mention.span, {})[column] = mention.score
    pairs: dict[tuple[Span, Span], dict[int, float]] = {}
    for head, tail, label, score in (*_links(links), *_same(entities)):
        if head != tail and label in _LINK:
            pairs.setdefault((head, tail), {})[_LINK[label]] = score
    return Hints(spans, pairs)


def _links(links: Links) -> Iterator[tuple[Span, Span, str, float]]:
    """(head, tail, column, score) of roles, participations and parts of events."""
    for role in links.roles:
        person, title = role.person.span, role.position.span
        yield person, title, "holds", role.score
        if role.status is not Status.CURRENT:
            yield person, title, role.status.value, role.score
        if role.organisation is not None:
            yield title, role.organisation.span, "at", role.score
            yield person, role.organisation.span, "works", role.score
    for item in links.participations:
        kind = "part" if item.who.kind is Kind.PERSON else "body"
        yield item.who.span, item.event.span, f"{kind} {item.part.value}", item.score
    for detail in links.details:
        if detail.part_of is not None:
            yield detail.event.span, detail.part_of.span, "in", 1.0


def _same(entities: Iterable[Entity]) -> Iterator[tuple[Span, Span, str, float]]:
    """Each stand-in with each name of its entity."""
    for entity in entities:
        named, others = _by_form(entity.mentions)
        for one in others:
            for name in named:
                yield one.span, name.span, "same", 1.0


def _by_form(mentions: Sequence[Mention]) -> tuple[list[Mention], list[Mention]]:
    return (
        [m for m in mentions if m.form is Form.NAME],
        [m for m in mentions if m.form is not Form.NAME],
    )
