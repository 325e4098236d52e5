"""Quotations by their marks: outermost ones only, each within one line."""

from collections.abc import Iterator
from dataclasses import dataclass

from newsnlp.schema import Span

__all__ = ["Quotation", "quotations"]

_CLOSES = {"«": "»", "„": "“”", "“": "”", '"': '"'}
_MARKS = frozenset('«»„“”"')


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with its marks."""

    span: Span  # the marks are within it
    marks: str  # the opening and the closing mark: «», "", „“; «" where they do not fit

    @property
    def inner(self) -> Span:
        """The words without the marks."""
        return Span(self.span.start + 1, self.span.stop - 1)


def quotations(text: str) -> Iterator[Quotation]:
    """The outermost quotations of `text`, those that their line does not close left out."""
    start = 0
    for line in text.split("\n"):
        yield from _of_line(text, Span(start, start + len(line)))
        start += len(line) + 1


def _of_line(text: str, line: Span) -> Iterator[Quotation]:
    stack: list[str] = []
    begin = line.start
    for at in range(line.start, line.stop):
        mark = text[at]
        if mark not in _MARKS or _inches(text, at):
            continue
        if stack and mark in _CLOSES[stack[-1]] and not (mark == '"' and _opens(text, at, line)):
            opened = stack.pop()
            if not stack:
                yield Quotation(Span(begin, at + 1), opened + mark)
        elif mark in "«„" or (mark in '"“' and _opens(text, at, line)):
            begin = begin if stack else at
            stack.append(mark)
        elif len(stack) == 1 and _alien(text, at, line, stack[-1]):
            yield Quotation(Span(begin, at + 1), stack.pop() + mark)
        # «форум «Технопром»: two open, one closes; what is left open at the line's end is let be.


def _alien(text: str, at: int, line: Span, opened: str) -> bool:
    """Whether the mark at `at` closes what another kind opened, and nothing else will."""
    closing = min(text.find(c, at, line.stop) % (line.stop + 1) for c in _CLOSES[opened])
    opening = text.find(opened, at, line.stop) % (line.stop + 1)
    return closing >= line.stop or (opened != '"' and opening < closing)


def _opens(text: str, at: int, line: Span) -> bool:
    """Whether a mark that may do both opens: a blank or bracket before it, none after it."""
    left = text[at - 1] if at > line.start else " "
    right = text[at + 1] if at + 1 < line.stop else " "
    return (left.isspace() or left in "(«„[-–—/") and not right.isspace() and right not in ",.;)"


def _inches(text: str, at: int) -> bool:
    """«экран 27"»."""
    return text[at] == '"' and text[at - 1 : at].isdigit() and text.count('"', 0, at) % 2 == 0
