"""A text too long for one piece of news, in blocks that are worked on one by one.

Time and memory of the stages grow with the square of a text's mentions; a file of hundreds of
kilobytes is a pile of news or no news at all. Blocks end at paragraphs where they can. What they
yield is put together again: offsets of the whole text, entities of one id made one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast

from newsnlp.schema import Document, Entity, Event, Extraction, Links, Segment, Span, Token

__all__ = ["BLOCK", "blocks_of", "joined"]

BLOCK = 3000  # tokens; the longest of the project's own releases has 964

T = TypeVar("T")
Part = tuple[Document, tuple[Segment, ...], int]  # a block, its sentences, where it begins


def blocks_of(document: Document, segments: Sequence[Segment]) -> list[Part]:
    """The blocks of `document`, each a document of its own with spans of its own.

    A document of at most BLOCK tokens is its only block. A block ends with the paragraph in whose
    course it is full, but for one that alone fills half a block: this is cut between sentences.
    """
    cuts = list(_cuts(segments))
    if len(cuts) <= 1:
        return [(document, tuple(segments), 0)]
    starts = [0, *(segments[cut].span.start for cut in cuts[1:]), len(document.text)]
    parts: list[Part] = []
    for number, (first, last) in enumerate(zip(cuts, [*cuts[1:], len(segments)], strict=True)):
        start = starts[number]
        text = document.at(Span(start, starts[number + 1]))
        own = tuple(moved(segment, -start) for segment in segments[first:last])
        # Ids of nameless things hold the document's: «встреча» of one block is not the other's.
        parts.append((replace(document, id=f"{document.id}#{number}", text=text), own, start))
    return parts


def _cuts(segments: Sequence[Segment]) -> Iterator[int]:
    """The numbers of the sentences that blocks begin with."""
    size, paragraph = BLOCK, -1
    for number, segment in enumerate(segments):
        new = segment.paragraph != paragraph
        full = size + len(segment.tokens) > BLOCK
        if full and (new or size >= BLOCK or size + len(segment.tokens) > 1.5 * BLOCK):
            yield number
            size = 0
        paragraph = segment.paragraph
        size += len(segment.tokens)


def moved(value: T, by: int) -> T:
    """`value` with every span in it moved by `by` code points."""
    if isinstance(value, Span):
        return cast("T", Span(value.start + by, value.stop + by))
    if isinstance(value, Token):
        return cast("T", value._replace(span=moved(value.span, by)))
    if isinstance(value, tuple):
        return cast("T", tuple(moved(item, by) for item in value))
    if is_dataclass(value) and not isinstance(value, type):
        changes = {field.name: moved(getattr(value, field.name), by) for field in fields(value)}
        return replace(value, **changes)
    return value


def joined(document: Document, parts: Iterable[tuple[Extraction, int]]) -> Extraction:
    """The extraction of the whole document from those of its blocks and where they begin."""
    whole = [
        moved(replace(extraction, document=document), start) if start else extraction
        for extraction, start in parts
    ]
    links = [extraction.links for extraction in whole]
    return Extraction(
        document,
        tuple(item for extraction in whole for item in extraction.sentences),
        tuple(item for extraction in whole for item in extraction.mentions),
        tuple(_merged(item for extraction in whole for item in extraction.entities)),
        Links(
            *(
                tuple(item for link in links for item in getattr(link, field.name))
                for field in fields(Links)
            )
        ),
        tuple(item for extraction in whole for item in extraction.rejected),
    )


def _merged(entities: Iterable[Entity]) -> Iterator[Entity]:
    """One entity an id: what the first does not say, a later one may."""
    found: dict[str, list[Entity]] = {}
    for entity in entities:
        found.setdefault(entity.id, []).append(entity)
    for same in found.values():
        first = same[0]
        mentions = tuple(mention for entity in same for mention in entity.mentions)
        also = tuple(dict.fromkeys(form for entity in same for form in entity.also))
        parent = next((entity.parent for entity in same if entity.parent), None)
        if isinstance(first, Event):
            first = _event([entity for entity in same if isinstance(entity, Event)])
        yield replace(first, mentions=mentions, also=also, parent=parent)


def _event(same: list[Event]) -> Event:
    dated = next((event for event in same if event.start), same[0])
    place = next((event.place for event in same if event.place), None)
    part_of = next((event.part_of for event in same if event.part_of), None)
    return replace(same[0], start=dated.start, end=dated.end, place=place, part_of=part_of)
