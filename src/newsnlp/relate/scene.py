"""Where events stand in a text, and how far a date, a place or another event is from each.

An analysis and the mentions of each event enter; facts leave: short texts such as «gap=1», which
weights count.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from newsnlp.lexicon import load_lexicon
from newsnlp.recognise.event_spans import event_words, kind_flags
from newsnlp.recognise.events import event_head
from newsnlp.relate.clauses import governing_verb, head_of
from newsnlp.schema import Analysis, Form, Mention, Sentence, Span, Token

__all__ = ["Gathering", "Scene", "Seat", "group_of", "step"]

FAR = 1_000_000
AHEAD = ("следующ", "очередн", "ближайш", "будущ", "предстоящ")
BEHIND = ("прошл", "предыдущ", "прошедш")


@dataclass(frozen=True, slots=True)
class Seat:
    """The place of some words: the number of their sentence, and indices of its tokens."""

    sentence: int
    paragraph: int
    start: int
    stop: int
    head: int
    verb: int  # the verb above the head, -1 if none


@dataclass(frozen=True, slots=True)
class Gathering:
    """One event of a document with all its mentions in the order of the text."""

    mentions: tuple[Mention, ...]
    name: Mention  # the first name, else the first mention
    kind: str
    flags: frozenset[str]
    facts: tuple[str, ...]  # what its kind and words say, whatever date or place is judged

    @property
    def large(self) -> bool:
        """Whether it is of a kind that lasts or holds others: «форум», «выставка»."""
        return "umbrella" in self.flags


@cache
def _groups() -> dict[str, str]:
    rows = load_lexicon("event_kinds").values()
    return {row["kind"]: row.get("group", "") for row in rows}


def group_of(kind: str) -> str:
    """The group of like kinds that the lexicon puts `kind` into: «meeting», «show»."""
    return _groups().get(kind, "")


def step(number: int, *bounds: int) -> int:
    """The greatest of `bounds` that `number` reaches, so that numbers come in few steps."""
    return max((bound for bound in bounds if number >= bound), default=bounds[0])


class Scene:
    """The sentences of a document with its events placed in them."""

    def __init__(self, analysis: Analysis, events: Sequence[Sequence[Mention]]) -> None:
        """Place the mentions of `events`, each a sequence of the mentions of one event."""
        self.analysis = analysis
        self.sentences = analysis.sentences
        self._starts = [sentence.span.start for sentence in self.sentences]
        self.events = tuple(sorted(map(_gathering, events), key=lambda e: e.name.span))
        self.owner = {m: n for n, e in enumerate(self.events) for m in e.mentions}
        self._seats: dict[Span, Seat] = {}
        self._words: dict[Span, tuple[str, ...]] = {}
        self._rivals: dict[Span, list[tuple[int, int]]] = {}
        every = sorted(self.owner, key=lambda m: (m.span.start, -m.span.stop))
        outer: list[Mention] = []
        for mention in every:
            if not outer or not outer[-1].span.covers(mention.span):
                outer.append(mention)
        self.outer = outer
        self._outer_starts = [m.span.start for m in outer]

    def seat(self, span: Span) -> Seat:
        """Where the words at `span` stand."""
        known = self._seats.get(span)
        if known is None:
            known = self._seats[span] = self._place(span)
        return known

    def _place(self, span: Span) -> Seat:
        number = max(0, bisect_right(self._starts, span.start) - 1)
        sentence = self.sentences[number]
        start, stop = sentence.touched(span)
        if start == stop:
            return Seat(number, sentence.paragraph, 0, 0, 0, -1)
        head = head_of(sentence.tokens, start, stop)
        return Seat(
            number, sentence.paragraph, start, stop, head, governing_verb(sentence.tokens, head)
        )

    def sentence(self, span: Span) -> Sentence:
        """The sentence in which `span` begins."""
        return self.sentences[self.seat(span).sentence]

    def before(self, span: Span) -> Token | None:
        """The token right before `span` in its sentence, quotation marks passed over."""
        seat = self.seat(span)
        tokens = self.sentence(span).tokens
        at = seat.start - 1
        while at >= 0 and tokens[at].text in '«"„“(':
            at -= 1
        return tokens[at] if at >= 0 else None

    def distance(self, mention: Mention, span: Span) -> int:
        """Code points between the two, more where they stand in two sentences or paragraphs."""
        one, other = self.seat(mention.span), self.seat(span)
        apart = max(span.start - mention.span.stop, mention.span.start - span.stop, 0)
        return (
            apart
            + 1_000 * abs(one.sentence - other.sentence)
            + 2_000 * abs(one.paragraph - other.paragraph)
        )

    def nearest(self, event: Gathering, span: Span) -> Mention:
        """The mention of an event that is nearest to `span`, the earlier of equals."""
        mentions = event.mentions
        at = bisect_left(mentions, span.start, key=lambda m: m.span.start)
        # Farther ones on either side are no nearer, except for one that holds `span`.
        return min(
            mentions[max(0, at - 2) : at + 1] or mentions[-1:],
            key=lambda m: self.distance(m, span),
        )

    def rival(self, event: Gathering, span: Span) -> int:
        """How far the nearest of the other events is from `span`; `FAR` if there is none."""
        known = self._rivals.get(span)
        if known is None:
            apart = [
                (self.distance(self.nearest(e, span), span), n) for n, e in enumerate(self.events)
            ]
            known = self._rivals[span] = sorted(apart)[:2]
        return next((d for d, n in known if self.events[n] is not event), FAR)

    def between(self, low: int, high: int) -> int:
        """How many outer mentions of events begin between two offsets."""
        first, last = sorted((low, high))
        return bisect_left(self._outer_starts, last) - bisect_left(self._outer_starts, first)

    def together(self, number: int) -> str:
        """Where an event is named beside the one before: "sentence", "paragraph" or "far"."""
        if not number:
            return ""
        one, other = (self.seat(self.events[n].name.span) for n in (number - 1, number))
        if one.sentence == other.sentence:
            return "sentence"
        return "paragraph" if one.paragraph == other.paragraph else "far"

    def verb(self, span: Span) -> str:
        """The lemma of the verb above the words at `span`, "" if there is none."""
        seat = self.seat(span)
        return self.sentence(span).tokens[seat.verb].lemma if seat.verb >= 0 else ""

    def tense(self, span: Span) -> str:
        """Past, fut, pres or none: of the verb above `span`."""
        seat = self.seat(span)
        if seat.verb < 0:
            return "none"
        feats = self.sentence(span).tokens[seat.verb].feats
        for name in ("Past", "Fut", "Pres"):
            if f"Tense={name}" in feats:
                done = name == "Pres" and "Aspect=Perf" in feats
                return "fut" if done else name.lower()
        return "none"

    def link(self, mention: Mention, span: Span) -> Iterator[str]:
        """How `span` stands towards a mention of an event."""
        one, other = self.seat(mention.span), self.seat(span)
        side = "after" if span.start > mention.span.start else "before"
        yield f"said={mention.form}"
        if one.sentence != other.sentence:
            gap = abs(one.sentence - other.sentence)
            yield f"gap={side}{step(gap, 1, 2, 3, 5, 9)}"
            apart = abs(one.paragraph - other.paragraph)
            yield f"paragraphs={side}{step(apart, 0, 1, 2, 4)}"
            return
        yield "here"
        if mention.span.covers(span):
            yield "inside"
            return
        yield f"here&{side}"
        low, high = sorted(((one.start, one.stop), (other.start, other.stop)))
        tokens = self.sentences[one.sentence].tokens[low[1] : high[0]]
        yield f"here&tokens={side}{step(len(tokens), 0, 1, 2, 4, 7, 11, 16)}"
        verb = "none" if one.verb < 0 or other.verb < 0 else str(one.verb == other.verb)
        yield f"here&verb={verb}"
        crossed = sum(token.text in ",;:()–—" for token in tokens)
        yield f"here&marks={step(crossed, 0, 1, 2, 3)}"
        if any(token.text == ";" for token in tokens):
            yield "here&semicolon"
        ends = (
            (mention.span.stop, span.start) if side == "after" else (span.stop, mention.span.start)
        )
        yield f"here&events={side}{step(self.between(*ends), 0, 1, 2)}"

    def words(self, mention: Mention) -> tuple[str, ...]:
        """How a mention of an event stands in its sentence: preposition, case, what it hangs on."""
        known = self._words.get(mention.span)
        if known is None:
            known = self._words[mention.span] = tuple(self._read_words(mention))
        return known

    def _read_words(self, mention: Mention) -> Iterator[str]:
        seat, tokens = self.seat(mention.span), self.sentence(mention.span).tokens
        if not tokens:
            return
        before = tokens[seat.start - 1].lemma if seat.start else "-"
        if before in {"на", "в", "к", "о", "по", "после", "перед", "до", "рамка", "поле", "для"}:
            yield f"prep={before}"
        head = tokens[seat.head]
        case = next((f[5:] for f in head.feats if f.startswith("Case=")), "none")
        yield f"case={case}"
        yield f"rel={head.rel.partition(':')[0]}"
        up = tokens[head.head] if head.head >= 0 else None
        yield f"up={up.pos if up else 'root'}"
        if up and up.lemma in event_words("about"):
            yield "about"
        if seat.verb >= 0:
            lemma = tokens[seat.verb].lemma
            for use in ("held", "closing", "leads", "life"):
                if lemma in event_words(use):
                    yield f"verb={use}"


def _gathering(mentions: Sequence[Mention]) -> Gathering:
    ordered = tuple(sorted(mentions, key=lambda m: (m.span.start, -m.span.stop)))
    name = next((m for m in ordered if m.form is Form.NAME), ordered[0])
    kind = event_head(name.normal)
    flags = kind_flags().get(kind, frozenset())
    own = name.normal.lower()
    edition = "ahead" if own.startswith(AHEAD) else "behind" if own.startswith(BEHIND) else ""
    facts = (
        f"kind={group_of(kind) or 'other'}",
        "large" if "umbrella" in flags else "part" if "part" in flags else "small",
        *([edition] if edition else []),
    )
    return Gathering(ordered, name, kind, flags, facts)
