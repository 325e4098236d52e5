"""The dates of a document, sentence by sentence, and the day that a passage speaks of.

An analysis enters; dates leave. Which event they are of is the business of `details`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from newsnlp.dates import DateSpan, find_dates
from newsnlp.schema import Analysis, Sentence, Span

__all__ = ["Days", "read_days"]

LEAD = 2  # paragraphs whose first day is that of the story


@dataclass(frozen=True, slots=True)
class Days:
    """All dates of a document."""

    of: Mapping[Span, tuple[DateSpan, ...]]  # of each sentence
    single: tuple[tuple[int, int, date], ...]  # paragraph, offset and day of each that is one day
    dated: tuple[tuple[int, int], ...]  # paragraph and offset of each

    def spoken_of(self, sentence: Sentence, place: int, *, apart: bool) -> date | None:
        """The day that the text before `place` speaks of; None where it does not say.

        The last one of the paragraph, else of the paragraph before unless it must stay `apart`
        from it (a part of a larger event), else the first one of the lead.
        """
        own = [at for paragraph, at in self.dated if paragraph == sentence.paragraph and at < place]
        here = [day for n, at, day in self.single if n == sentence.paragraph and at < place]
        if own or here:
            return here[-1] if here else None
        before = [day for n, _, day in self.single if n == sentence.paragraph - 1]
        if before:
            return None if apart else before[-1]
        return next((day for n, _, day in self.single if n < LEAD), None)


def read_days(analysis: Analysis) -> Days:
    """The dates of each sentence, relative ones counted from the publication."""
    published = analysis.document.published
    of = {sentence.span: find_dates(sentence, published) for sentence in analysis.sentences}
    found = [(s.paragraph, day) for s in analysis.sentences for day in of[s.span]]
    single = tuple((n, d.span.start, d.start) for n, d in found if d.start and not d.end)
    return Days(of, single, tuple((n, d.span.start) for n, d in found))
