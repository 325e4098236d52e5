"""Finds stretches of direct speech: quotations and dash paragraphs, with their attributions.

Works on the text of each paragraph, because a sentence boundary may well fall inside a quotation.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from newsnlp.relate.marks import BLANK, CLOSES, DASHES, clause, sentence_start, trim
from newsnlp.schema import Span, Token

__all__ = ["Speech", "TokenIndex", "find_speech"]

MARK = re.compile('[«»„“”"]')
LEAD = re.compile(r"[ \t\xa0]*[-–—―](?:[ \t\xa0]+|(?=[А-ЯЁ]))")
# After a quotation: «…», – or «…» –; the comma may stand inside as well.
TAG = re.compile(r"[,.!?…]{0,3}[ \t\xa0]{0,2}[-–—―][ \t\xa0]*(?=\w)")
# Within speech: «слова, – », «слова! – », «„слова“ – ».
INNER = re.compile(r"[,.!?…»“”][ \t\xa0]{0,2}[-–—―][ \t\xa0]*(?=\w)")
RESUME = re.compile(r"[,.:!?…]{1,3}[ \t\xa0]{0,2}[-–—―][ \t\xa0]*(?=\W{0,2}\w)")
INLINE = re.compile(r"(?<=[.!?])[ \t\xa0]+[-–—―][ \t\xa0]+(?=[А-ЯЁ])")
TOLD = re.compile(r"[,.!?…»“”\"][ \t\xa0]*[-–—―][ \t\xa0]")  # speech has begun before
MARKS = ("«", "„", "“", '"')
REACH = 8  # lines, empty ones included, over which a quotation may run

Attributes = Callable[[Span], bool]


@dataclass(frozen=True, slots=True)
class Speech:
    """One utterance: its words, what attributes it, and where it stands.

    `before` is the span of the clause that a colon ends («Он сказал:»), None where there is none.
    """

    span: Span
    pieces: tuple[Span, ...]
    tags: tuple[Span, ...]
    before: Span | None
    paragraph: int
    dashed: bool


class TokenIndex:
    """The tokens of a document in the order of the text, found by offset in logarithmic time."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        """Index `tokens`, which stand in the order of the text."""
        self.tokens = tokens
        self._starts = [token.span.start for token in tokens]

    def within(self, span: Span) -> Sequence[Token]:
        """The tokens that begin in `span`."""
        low, high = bisect_left(self._starts, span.start), bisect_left(self._starts, span.stop)
        return self.tokens[low:high]


def find_speech(text: str, attributes: Attributes) -> list[Speech]:
    """All that may be direct speech in `text`, in its order.

    Args:
        text: the text of the document.
        attributes: whether the words at a span attribute speech («отметил ректор»).
    """
    found: list[Speech] = []
    paragraphs = list(lines_of(text))
    done = 0
    for number, whole in enumerate(paragraphs):
        if whole.stop <= max(done, whole.start):
            continue
        paragraph = Span(max(done, whole.start), whole.stop)
        own = list(spoken(text, paragraph, number, attributes))
        if own and left_open(text, own[-1], paragraph):
            own[-1], done = continued(text, paragraphs, own[-1], attributes)
        if own and not text[paragraph.start : own[0].span.start].strip(BLANK + DASHES):
            own[0] = announced(text, paragraphs, own[0])
        found.extend(own)
    return joined(text, found)


def lines_of(text: str) -> Iterator[Span]:
    """The paragraphs: stretches between line breaks, empty ones among them."""
    start = 0
    for line in text.split("\n"):
        yield Span(start, start + len(line))
        start += len(line) + 1


def spoken(text: str, paragraph: Span, number: int, attributes: Attributes) -> Iterator[Speech]:
    """The speech of one paragraph: all of it after a dash, else its quotations."""
    lead = LEAD.match(text, paragraph.start, paragraph.stop)
    if lead:
        body = Span(lead.end(), paragraph.stop)
        pieces, tags = cut(text, body, attributes)
        yield Speech(body, pieces, tags, None, number, dashed=True)
        return
    inline = INLINE.search(text, paragraph.start, paragraph.stop)
    if inline and not interrupted(text, Span(paragraph.start, inline.start())):
        body = Span(inline.end(), paragraph.stop)
        pieces, tags = cut(text, body, attributes)
        if tags:  # «Водила Орлова. – Смотрите под ноги, – учила она.»
            before = Span(paragraph.start, inline.start())
            yield from quoted(text, before, number, attributes)
            yield Speech(body, pieces, tags, None, number, dashed=False)
            return
    yield from quoted(text, paragraph, number, attributes)


def announced(text: str, paragraphs: Sequence[Span], speech: Speech) -> Speech:
    """`speech`, with the clause that ends the paragraph before it in a colon: «Он сказал:»."""
    above = next((p for p in reversed(paragraphs[: speech.paragraph]) if len(p)), None)
    if above is None or speech.before is not None or speech.tags:
        return speech
    stop = len(text[above.start : above.stop].rstrip(BLANK)) + above.start
    if text[stop - 1 : stop] != ":":
        return speech
    return replace(speech, before=Span(sentence_start(text, Span(above.start, stop - 1)), stop - 1))


def left_open(text: str, speech: Speech, paragraph: Span) -> bool:
    """Whether a quotation in «…» runs to its paragraph's end and is not closed there."""
    if speech.dashed or speech.span.stop < paragraph.stop or text[speech.span.start] != "«":
        return False
    inside = text[speech.span.start : paragraph.stop]
    return inside.count("«") > inside.count("»")


def continued(
    text: str, paragraphs: Sequence[Span], speech: Speech, attributes: Attributes
) -> tuple[Speech, int]:
    """An open quotation with the paragraphs up to the mark that closes it, and where that ends.

    «Мы начали. ⏎ Мы закончим», – сказал он. Paragraphs that open a mark anew are `joined`.
    """
    pieces = list(speech.pieces)
    last = min(speech.paragraph + REACH, len(paragraphs) - 1)
    for number in range(speech.paragraph + 1, last + 1):
        paragraph = paragraphs[number]
        if LEAD.match(text, *paragraph) or text[paragraph.start : paragraph.start + 1] in MARKS:
            break
        closed = closing(text, paragraph)
        pieces.append(trim(text, Span(paragraph.start, paragraph.stop if closed < 0 else closed)))
        if closed >= 0:
            pieces = [*stopped(text, pieces[:-1]), *filter(len, pieces[-1:])]
            tag, stop = tag_after(text, Span(closed + 1, paragraph.stop), attributes)
            tags = speech.tags + (() if tag is None else (tag,))
            span = Span(speech.span.start, stop)
            whole = replace(speech, span=span, pieces=tuple(pieces), tags=tags, paragraph=number)
            return whole, stop
    return speech, 0


def stopped(text: str, pieces: Sequence[Span]) -> Iterator[Span]:
    """`pieces` that are not empty, with the full stop where they end a paragraph."""
    for start, stop in pieces:
        more = text[stop : stop + 1] == "." and text[stop + 1 : stop + 2] == "\n"
        if start < stop:
            yield Span(start, stop + more)


def tag_after(text: str, span: Span, attributes: Attributes) -> tuple[Span | None, int]:
    """The attribution that begins `span`, right after a quotation, and where the speech ends."""
    tag = TAG.match(text, span.start, span.stop)
    if tag:
        found = clause(text, Span(tag.end(), span.stop))
        if attributes(found):
            return found, found.stop
    return None, span.start


def closing(text: str, span: Span) -> int:
    """Where the first «»» stands that nothing in `span` opens, -1 if none does."""
    depth = 0
    for found in MARK.finditer(text, span.start, span.stop):
        depth += (found.group() == "«") - (found.group() == "»")
        if depth < 0:
            return found.start()
    return -1


def joined(text: str, found: Sequence[Speech]) -> list[Speech]:
    """`found`, with a quotation left open at a paragraph's end joined to that of the next one."""
    result: list[Speech] = []
    for speech in found:
        last = result[-1] if result else None
        if last and unfinished(text, last) and speech.paragraph - last.paragraph <= 2:
            result[-1] = replace(
                speech,
                span=Span(last.span.start, speech.span.stop),
                pieces=(*stopped(text, last.pieces), *speech.pieces),
                before=last.before,
            )
        else:
            result.append(speech)
    return result


def unfinished(text: str, speech: Speech) -> bool:
    """Whether a quotation without attribution runs to its paragraph's end and is not closed."""
    stop = speech.span.stop
    open_end = text[stop : stop + 1] == "\n" and text[stop - 1] not in '»“”"'
    return open_end and not speech.dashed and not speech.tags


def interrupted(text: str, before: Span) -> bool:
    """Whether a dash after `before` goes on with something: speech, a quotation, a bracket.

    «Ждём «Ладью» (так зовут судно. – Ред.)».
    """
    opened = any(
        text.count(left, *before) > text.count(right, *before)
        for left, right in ("«»", "„“", "()", "[]")
    )
    return opened or TOLD.search(text, *before) is not None


def quoted(text: str, paragraph: Span, number: int, attributes: Attributes) -> Iterator[Speech]:
    """The quotations of a paragraph; one that only goes on after its attribution is joined."""
    last: Speech | None = None
    floor = paragraph.start
    for outer in quotations(text, paragraph, attributes):
        speech = around(text, paragraph, outer, number, attributes)
        bare = not speech.tags and speech.before is None
        if last and last.tags and bare and follows(text, last, speech):
            last = replace(
                last,
                span=Span(last.span.start, speech.span.stop),
                pieces=last.pieces + speech.pieces,
            )
            continue
        if last:
            yield last
        if speech.before and speech.before.start < floor:
            speech = replace(speech, before=Span(floor, max(floor, speech.before.stop)))
        last = speech
        if speech.tags or speech.before:
            floor = outer.stop  # a title is part of a clause: «на форуме «Юг» он сказал: …»
    if last:
        yield last


def follows(text: str, last: Speech, speech: Speech) -> bool:
    """Whether only a full stop and a dash stand between an attribution and the next quotation."""
    between = text[last.span.stop : speech.span.start]
    return (
        last.span.stop <= speech.span.start
        and len(between) <= 5
        and not between.strip(BLANK + "." + DASHES + '«"„“,')
    )


def around(text: str, paragraph: Span, outer: Span, number: int, attributes: Attributes) -> Speech:
    """The quotation at `outer` with the attribution within, after or before it."""
    inside = Span(outer.start + 1, outer.stop)
    if text[outer.stop - 1 : outer.stop] in '»“”"' and len(outer) > 1:
        inside = Span(outer.start + 1, outer.stop - 1)
    pieces, tags = cut(text, inside, attributes)
    tag, stop = tag_after(text, Span(outer.stop, paragraph.stop), attributes)
    if tag is not None:
        tags = (*tags, tag)
        rest = unmarked(text, Span(stop, paragraph.stop))
        if rest is not None:
            pieces, stop = (*pieces, trim(text, rest)), rest.stop
    head = text[max(paragraph.start, outer.start - 4) : outer.start].rstrip(BLANK + DASHES)
    before = None
    if head.endswith(":"):
        colon = text.rfind(":", paragraph.start, outer.start)
        before = Span(sentence_start(text, Span(paragraph.start, colon)), colon)
    return Speech(Span(outer.start, stop), pieces, tags, before, number, dashed=False)


def unmarked(text: str, span: Span) -> Span | None:
    """Speech that goes on to the paragraph's end without marks: «А», – сказал он. – Б."""
    resume = RESUME.match(text, span.start, span.stop)
    if resume is None or len(span) > 600:
        return None
    rest = Span(resume.end(), span.stop)
    free = not any(text.count(mark, rest.start, rest.stop) for mark in '«"„')
    return rest if free and text[rest.start].isupper() else None


def quotations(text: str, paragraph: Span, attributes: Attributes) -> Iterator[Span]:
    """The outermost quotations of a paragraph with their marks; an open one runs to its end."""
    stack: list[str] = []
    start = paragraph.start
    missing = text.count("«", paragraph.start, paragraph.stop) - text.count(
        "»", paragraph.start, paragraph.stop
    )
    for found in MARK.finditer(text, paragraph.start, paragraph.stop):
        at, mark = found.start(), found.group()
        if stack and mark == stack[-1] and not (mark == '"' and opens(text, at, paragraph)):
            stack.pop()
            if stack and missing > 0 and ends_speech(text, at, paragraph, attributes):
                missing -= len(stack)
                stack.clear()
            if not stack:
                yield Span(start, at + 1)
        elif mark in CLOSES or (mark == '"' and opens(text, at, paragraph)):
            start = start if stack else at
            stack.append(CLOSES.get(mark, mark))
    if stack:
        yield Span(start, paragraph.stop)


def ends_speech(text: str, at: int, paragraph: Span, attributes: Attributes) -> bool:
    """Whether an attribution follows the mark at `at`: «… форум «Технопром», – сказал ректор."""
    tag = TAG.match(text, at + 1, paragraph.stop)
    return tag is not None and attributes(clause(text, Span(tag.end(), paragraph.stop)))


def opens(text: str, at: int, paragraph: Span) -> bool:
    """Whether a straight mark opens: before it a blank or bracket, after it no blank."""
    left = text[at - 1] if at > paragraph.start else " "
    right = text[at + 1] if at + 1 < paragraph.stop else " "
    if right.isspace() or right in ",.;":
        return False
    return left.isspace() or left in '(«„":' + DASHES


def cut(text: str, span: Span, attributes: Attributes) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The words of the speech at `span`, and the attributions that interrupt or end it."""
    pieces: list[Span] = []
    tags: list[Span] = []
    start = at = span.start
    while match := INNER.search(text, at, span.stop):
        tag = interruption(text, Span(match.end(), span.stop))
        if not attributes(tag):
            at = match.end()
            continue
        pieces.append(trim(text, Span(start, match.start() + 1)))
        tags.append(tag)
        resume = RESUME.match(text, tag.stop, span.stop)
        start = at = resume.end() if resume else tag.stop
        if not resume:
            # «… – сказал он. Зал засмеялся.»: what follows without a dash is not speech.
            start = span.stop
            break
    pieces.append(trim(text, Span(start, span.stop)))
    return tuple(piece for piece in pieces if len(piece) > 0), tuple(tags)


def interruption(text: str, span: Span) -> Span:
    """The attribution at the beginning of `span`, up to a dash that resumes or a full stop."""
    limit = min(span.stop, span.start + 300)
    resume = RESUME.search(text, span.start, limit)
    whole = clause(text, Span(span.start, limit))
    return Span(span.start, min(whole.stop, resume.start() if resume else limit))
