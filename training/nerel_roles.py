"""Where the titles of NEREL's news are held, as far as its markup says so.

A labelled document and the titles that the program lists in it enter; choices of one body leave. A
PROFESSION takes in the body or country of its title («президент России»); else the WORKPLACE of who
WORKS_AS it is meant. That a title has neither tells little, since a body named elsewhere is not
marked: it counts as held nowhere only if it needs no body or the document names no place.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from corpora import Labelled

from newsnlp.recognise.titles import is_free
from newsnlp.relate.roles import TitleCase
from newsnlp.schema import Kind, Mention, Span

__all__ = ["nerel_choices"]

_BODIES = frozenset("ORGANIZATION COUNTRY STATE_OR_PROVINCE CITY DISTRICT FACILITY".split())
_SHARE = 0.5  # of the characters of both that two mentions of one thing share
_NEAR = 12  # code points between the beginnings of a title and of a profession: adjectives

Choices = Iterator[list[tuple[Sequence[str], bool]]]


class _Marked:
    """The markup of a document, links by their heads or tails."""

    def __init__(self, labelled: Labelled) -> None:
        self.spans = [Span(start, stop) for start, stop, _ in labelled.mentions]
        self.kinds = [label.partition(":")[2] for *_, label in labelled.mentions]
        self.holders: dict[int, set[int]] = defaultdict(set)  # profession → persons
        self.places: dict[int, set[int]] = defaultdict(set)  # person → bodies
        for label, head, tail in labelled.links:
            if label.endswith(":WORKS_AS"):
                self.holders[tail].add(head)
            elif label.endswith(":WORKPLACE") and self.kinds[tail] in _BODIES:
                self.places[head].add(tail)

    def profession(self, title: Span) -> int | None:
        """The profession with a holder that begins as the title does."""
        found = [
            (abs(span.start - title.start) + abs(span.stop - title.stop), number)
            for number, span in enumerate(self.spans)
            if self.kinds[number] == "PROFESSION" and self.holders[number] and span.meets(title)
            and abs(span.start - title.start) <= _NEAR and span.stop >= title.stop - 2
        ]  # fmt: skip
        return min(found)[1] if found else None

    def bodies(self, profession: int) -> set[Span]:
        """The outermost bodies within the profession, else those where its holders work."""
        whole = self.spans[profession]
        within = [
            span
            for span, kind in zip(self.spans, self.kinds, strict=True)
            if kind in _BODIES and whole.covers(span)
        ]
        outer = {s for s in within if not any(o != s and o.covers(s) for o in within)}
        held = self.holders[profession]
        return outer or {self.spans[b] for person in held for b in self.places[person]}


def nerel_choices(
    labelled: Labelled, cases: Sequence[TitleCase], groups: Sequence[Sequence[Mention]]
) -> Choices:
    """The choices of the titles, each a body with its facts and whether it is right.

    Args:
        labelled: a document of NEREL.
        cases: its titles.
        groups: the mentions of one person, body, place or event each.
    """
    marked = _Marked(labelled)
    kinds = (Kind.ORGANISATION, Kind.PLACE)
    group_of = {m: number for number, g in enumerate(groups) for m in g if m.kind in kinds}
    for case in cases:
        profession = None if case.chaired else marked.profession(case.title.span)
        if profession is None:
            continue
        spans = marked.bodies(profession)
        if not spans and not _nowhere(case):
            continue
        right = {n for mention, n in group_of.items() if any(_same(mention.span, s) for s in spans)}
        rows = [
            (c.facts, not spans if c.mention is None else group_of[c.mention] in right)
            for c in case.bodies
        ]
        if any(true for _, true in rows):
            yield rows


def _nowhere(case: TitleCase) -> bool:
    places = any(c.mention and c.mention.kind is Kind.PLACE for c in case.bodies)
    return is_free(case.title.normal) or not places


def _same(one: Span, other: Span) -> bool:
    common = min(one.stop, other.stop) - max(one.start, other.start)
    return common > 0 and common >= _SHARE * (len(one) + len(other) - common)
