"""Mentions of a text as a tree: what stands within what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsnlp.schema import Document, Mention, Span

__all__ = ["Node", "nested"]


@dataclass(frozen=True, slots=True)
class Node:
    """A mention with the pieces that its words are made of: bare text and nested mentions."""

    mention: Mention
    pieces: tuple["str | Node", ...]

    @property
    def height(self) -> int:
        """How many levels of mentions stand within it."""
        return max(
            (1 + piece.height for piece in self.pieces if isinstance(piece, Node)), default=0
        )


def nested(document: Document, mentions: Iterable[Mention], stop: int) -> tuple[str | Node, ...]:
    """The first `stop` code points of the text, cut at the mentions; joined they are that text.

    Of two mentions that begin together the longer holds the other; of two on the same words the
    one whose kind comes first in the alphabet. A mention that crosses another, repeats one or runs
    beyond `stop` is left out.
    """
    once = {(mention.span, mention.kind): mention for mention in mentions}
    ordered = sorted(once.values(), key=lambda m: (m.span.start, -m.span.stop, m.kind))
    return _within(document, Span(0, stop), [m for m in ordered if m.span.stop <= stop])


def _within(document: Document, span: Span, mentions: Sequence[Mention]) -> tuple[str | Node, ...]:
    """The pieces of `span`; `mentions` lie in it, in the order of their starts, longest first."""
    pieces: list[str | Node] = []
    last, number = span.start, 0
    while number < len(mentions):
        outer, number = mentions[number], number + 1
        first = number
        while number < len(mentions) and mentions[number].span.start < outer.span.stop:
            number += 1
        inner = [m for m in mentions[first:number] if outer.span.covers(m.span)]
        pieces.append(document.at(Span(last, outer.span.start)))
        pieces.append(Node(outer, _within(document, outer.span, inner)))
        last = outer.span.stop
    pieces.append(document.at(Span(last, span.stop)))
    return tuple(piece for piece in pieces if piece)
