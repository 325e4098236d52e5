"""Talk without attributions: interviews in dash paragraphs and in paragraphs with a name before.

A `Finder` enters; speakers and labelled speech leave. Who asks is not told, so questions that no
name stands before are left out.
"""

import re
from collections.abc import Iterator

from newsnlp.relate.people import finite
from newsnlp.relate.speakers import Finder
from newsnlp.schema import Form, Mention, Span

__all__ = ["interviewee", "labelled"]

_LABEL = re.compile(
    r"^[ \t]*(?P<who>[А-ЯЁ][^\n:«»\"?!]{2,60}):[ \t]+(?P<words>[А-ЯЁ][^\n]{15,})$", re.MULTILINE
)
_LEAST = 2  # labelled paragraphs; a single one may be a line of a programme


def interviewee(finder: Finder, start: int) -> Mention | None:
    """The only person whom the paragraph before the talk at `start` names.

    «Интервью дал директор музея Олег Быков.» and then «– Сколько у вас залов?», «– Двенадцать.»
    """
    stop = len(finder.text[:start].rstrip(" \t\n\xa0-–—―"))
    begin = finder.text.rfind("\n", 0, stop) + 1
    lead = Span(begin, stop)
    named = [p for p in finder.persons if p.form is Form.NAME and lead.covers(p.span)]
    return named[0] if len({person.normal for person in named}) == 1 else None


def labelled(finder: Finder) -> list[tuple[Mention, Span]]:
    """The words of paragraphs that begin with their speaker: «Олег Быков: Залов двенадцать.»."""
    found = list(_labels(finder))
    spoken = any(finite(t) for _, words in found for t in finder.index.within(words))
    return found if spoken and len(found) >= _LEAST else []


def _labels(finder: Finder) -> Iterator[tuple[Mention, Span]]:
    names = {p.span: p for p in finder.persons if p.form is Form.NAME}
    for match in _LABEL.finditer(finder.text):
        speaker = names.get(Span(match.start("who"), match.end("who")))
        start, stop = match.span("words")
        while stop > start and finder.text[stop - 1] in ". \t\xa0":
            stop -= 1
        words = Span(start, stop)
        if speaker is not None and len(finder.index.within(words)) > 3:
            yield speaker, words
