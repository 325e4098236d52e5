"""One document as the checks look at it: its extraction, facts, tokens and quotations."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cached_property

from newsnlp.checks.quotations import Quotation, quotations
from newsnlp.confidence import facts_told
from newsnlp.facts import Facts, is_named
from newsnlp.morph import Morph
from newsnlp.schema import Entity, Extraction, Form, Kind, Mention, Sentence, Span

__all__ = ["Page", "meeting", "named"]

_NESTED = 20  # bodies within bodies, at most
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Page:
    """What is known of one document, and the dictionary."""

    def __init__(self, extraction: Extraction, morph: Morph) -> None:
        """Look at `extraction` with the words of `morph`."""
        self.extraction = extraction
        self.document = extraction.document
        self.text = extraction.document.text
        self.sentences = extraction.sentences
        self.morph = morph
        self._capitals: dict[Span, bool] = {}  # of the lines that were asked for

    @cached_property
    def facts(self) -> Facts:
        """The links of the document with their entities."""
        return facts_told(self.extraction)

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """The outermost quotations, in the order of the text."""
        return tuple(quotations(self.text))

    @cached_property
    def names(self) -> tuple[Mention, ...]:
        """The names of persons, in the order of the text."""
        return tuple(m for m in self.people if m.form is Form.NAME)

    @cached_property
    def titles(self) -> tuple[Mention, ...]:
        """The titles, in the order of the text."""
        found = (m for m in self.extraction.mentions if m.kind is Kind.POSITION)
        return tuple(sorted(found, key=lambda m: m.span))

    @cached_property
    def people(self) -> tuple[Mention, ...]:
        """All mentions of persons, in the order of the text."""
        found = (m for m in self.extraction.mentions if m.kind is Kind.PERSON)
        return tuple(sorted(found, key=lambda m: m.span))

    @cached_property
    def persons(self) -> tuple[Entity, ...]:
        """The persons whom the text names, in the order of their first names."""
        found = [e for e in self.extraction.entities if e.kind is Kind.PERSON and is_named(e)]
        return tuple(sorted(found, key=lambda e: named(e)[0].span))

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that the text writes out."""
        return frozenset(int(match[0]) for match in _YEAR.finditer(self.text))

    def looks_ahead(self, span: Span, day: date) -> bool:
        """Whether the line of a day names a later year, which may be that of the day, too."""
        years = _YEAR.finditer(self.document.at(self.line(span.start)))
        return any(int(match[0]) > day.year for match in years)

    def quotation_of(self, span: Span) -> Quotation | None:
        """The outermost quotation that holds a span."""
        at = bisect_right(self.quotations, span.start, key=lambda q: q.span.start) - 1
        found = self.quotations[at] if at >= 0 else None
        return found if found is not None and found.span.covers(span) else None

    def sentence_of(self, span: Span) -> Sentence | None:
        """The sentence that holds a span."""
        at = bisect_right(self.sentences, span.start, key=lambda s: s.span.start) - 1
        found = self.sentences[at] if at >= 0 else None
        return found if found is not None and found.span.covers(span) else None

    def in_name(self, span: Span) -> bool:
        """Whether a span meets a person's name."""
        return meeting(self.names, span) is not None

    def in_body(self, span: Span) -> bool:
        """Whether a span is within the name of a body or place."""
        at = bisect_right(self._bodies, span.start, key=lambda b: b.start)
        return any(body.covers(span) for body in self._bodies[max(0, at - _NESTED) : at])

    @cached_property
    def _bodies(self) -> tuple[Span, ...]:
        kinds = (Kind.ORGANISATION, Kind.PLACE)
        return tuple(sorted(m.span for m in self.extraction.mentions if m.kind in kinds))

    @cached_property
    def _lines(self) -> tuple[Span, ...]:
        starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        stops = [*(start - 1 for start in starts[1:]), len(self.text)]
        return tuple(map(Span, starts, stops))

    def line(self, place: int) -> Span:
        """The line that holds an offset, without its line feed."""
        return self._lines[bisect_right(self._lines, place, key=lambda line: line.start) - 1]

    def capitals(self, span: Span) -> bool:
        """Whether the line of a span is written in capitals, as headings are."""
        return self._in_capitals(self.line(span.start))

    def _in_capitals(self, line: Span) -> bool:
        if line not in self._capitals:
            letters = [sign for sign in self.document.at(line) if sign.isalpha()]
            small = sum(sign.islower() for sign in letters)
            self._capitals[line] = len(letters) > 5 and small < 0.2 * len(letters)
        return self._capitals[line]


def meeting(mentions: Sequence[Mention], span: Span) -> Mention | None:
    """The first of `mentions`, in the order of the text and none within another, that meets it."""
    at = bisect_right(mentions, span.start, key=lambda m: m.span.stop)
    found = mentions[at] if at < len(mentions) else None
    return found if found is not None and found.span.meets(span) else None


def named(entity: Entity) -> list[Mention]:
    """The mentions of an entity that are names, in the order of the text."""
    return sorted((m for m in entity.mentions if m.form is Form.NAME), key=lambda m: m.span)
