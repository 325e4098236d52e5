"""The data model: what each stage hands to the next. Frozen, complete when born, no behaviour.

All offsets are half-open and count code points of `Document.text`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple, TypeVar

__all__ = [
    "Analysis",
    "Document",
    "Entity",
    "Event",
    "EventDetail",
    "Extraction",
    "Form",
    "Kind",
    "Links",
    "Mention",
    "NameSpan",
    "Part",
    "Participation",
    "Quote",
    "Role",
    "Scores",
    "Segment",
    "Sentence",
    "Span",
    "Status",
    "Token",
]

_START, _STOP = attrgetter("span.start"), attrgetter("span.stop")
_Marked = TypeVar("_Marked", "NameSpan", "Mention")


class Kind(StrEnum):
    """What a mention refers to."""

    PERSON = "person"
    ORGANISATION = "organisation"
    POSITION = "position"
    EVENT = "event"
    PLACE = "place"
    DATE = "date"


class Form(StrEnum):
    """How a mention refers: by a name, by a noun phrase («ректор», «вуз») or by a pronoun."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


class Status(StrEnum):
    """Whether a position is held now, for the time being («и. о.», «врио») or no longer."""

    CURRENT = "current"
    ACTING = "acting"
    FORMER = "former"


class Part(StrEnum):
    """As what somebody takes part in an event; the guidelines define the eight."""

    MODERATOR = "модератор"
    CHAIR = "председатель"
    ORGANISER = "организатор"
    SPEAKER = "спикер"
    EXPERT = "эксперт"
    LAUREATE = "лауреат"
    GUEST = "гость"
    PARTICIPANT = "участник"


class Span(NamedTuple):
    """A half-open stretch of `Document.text`, in code points.

    A tuple, as tokens are, since thousands are made, hashed and compared in a text.
    """

    start: int
    stop: int

    def __len__(self) -> int:
        """Its length in code points."""
        return self.stop - self.start

    def covers(self, other: "Span") -> bool:
        """Whether `other` lies within this span (equal spans cover each other)."""
        return self.start <= other.start and other.stop <= self.stop

    def meets(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.stop and other.start < self.stop


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """One input text, final once it is read."""

    id: str
    text: str
    published: date | None = None
    title: str = ""
    source: str = ""  # the file it came from, for the documents table

    def at(self, span: Span) -> str:
        """The words at `span`; the only way in which the program cuts a text."""
        return self.text[span.start : span.stop]

    def __repr__(self) -> str:
        """One short line: the text may be of any length."""
        title = self.title if len(self.title) <= 60 else f"{self.title[:59]}…"
        told = [repr(self.id), f"{self.published or ''}", f"«{title}»" if title else ""]
        return f"Document({', '.join(filter(None, told))}, {len(self.text)} characters)"


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence before analysis: where it and its tokens stand."""

    span: Span
    tokens: tuple[Span, ...]
    paragraph: int  # 0 for the first paragraph; a paragraph never runs on into the next


class Token(NamedTuple):
    """A token with its analysis, in the names of Universal Dependencies."""

    span: Span
    text: str  # as analysed: without soft hyphens, stresses and zero-width characters
    lemma: str  # lower case, ё where the dictionary or the text has it
    pos: str  # UPOS: NOUN, PROPN, ADJ, VERB, …
    feats: frozenset[str]  # {"Case=Gen", "Number=Sing", …}
    head: int  # index of the head token in the sentence; -1 for the root
    rel: str  # nsubj, appos, nmod, …


@dataclass(frozen=True, slots=True)
class Sentence:
    """An analysed sentence; its tokens in order."""

    span: Span
    tokens: tuple[Token, ...]
    paragraph: int

    def touched(self, span: Span) -> tuple[int, int]:
        """The half-open range of the tokens that meet `span`; (0, 0) if none does."""
        start = bisect_right(self.tokens, span.start, key=_STOP)
        stop = bisect_left(self.tokens, span.stop, start, key=_START)
        return (start, stop) if start < stop else (0, 0)

    def among(self, items: Sequence[_Marked]) -> list[_Marked]:
        """Those of `items` that lie in it; they come in the order of their starts."""
        start = bisect_left(items, self.span.start, key=_START)
        stop = bisect_left(items, self.span.stop, start, key=_START)
        return [item for item in items[start:stop] if item.span.stop <= self.span.stop]


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name as natasha's NER marks it: flat, of type PER, ORG or LOC."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class Scores:
    """What the network thinks of spans and of pairs of spans; empty under `--rules-only`."""

    spans: Mapping[tuple[Span, str], float] = field(default_factory=dict)
    links: Mapping[tuple[Span, Span, str], float] = field(default_factory=dict)
    silent: frozenset[Span] = frozenset()  # candidates that it cannot judge: too long, within words
    asked: bool = False  # whether the network was asked at all


@dataclass(frozen=True, slots=True)
class Analysis:
    """A document with its sentences, natasha's names and the network's scores as layers."""

    document: Document
    sentences: tuple[Sentence, ...]
    names: tuple[NameSpan, ...]
    scores: Scores = field(default_factory=Scores)


@dataclass(frozen=True, slots=True)
class Mention:
    """One stretch of text that names, describes or stands for something."""

    span: Span
    kind: Kind
    form: Form
    normal: str  # nominative, as a table prints it
    evidence: str  # what proposed it: "persons.given_and_surname", "natasha", "model"
    score: float  # 0…1; a rule states its precision on the development data
    said: str = ""  # what rules and network gave it, if both were heard


@dataclass(frozen=True, slots=True)
class Role:
    """A person holds a position in a body or place; None where the text names none."""

    person: Mention
    position: Mention
    organisation: Mention | None
    status: Status
    evidence: str
    score: float
    since: str = ""  # ISO, as exact as the text: 2019, 2019-03, 2019-03-01
    until: str = ""
    said: str = ""  # what rules and network gave it, if both were heard
    at: float = 1.0  # belief that it is held in this body; without one, in none


@dataclass(frozen=True, slots=True)
class Participation:
    """A person or a body takes part in an event."""

    who: Mention
    event: Mention
    part: Part
    evidence: str
    score: float  # belief that it takes part, as whatever
    said: str = ""  # what rules and network gave it, if both were heard
    as_part: float = 1.0  # chance of the part among all parts, not calibrated


@dataclass(frozen=True, slots=True)
class Quote:
    """Speech; the pieces are spans, so the words are verbatim by construction."""

    speaker: Mention
    pieces: tuple[Span, ...]
    cue: str  # the word of speech: «отметить»; "" where there is none
    evidence: str
    score: float


@dataclass(frozen=True, slots=True)
class EventDetail:
    """When and where the text says that an event is held, and within which other event."""

    event: Mention
    start: date | None
    end: date | None  # None for an event of one day
    place: str | None  # the settlement or else the venue, nominative
    part_of: Mention | None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A candidate that the deciding function did not take, for `newsnlp explain`."""

    what: str  # «organisation», «participation (спикер)», «role», «quote»
    spans: tuple[Span, ...]  # the words of the candidate, or of each argument of the link
    evidence: str  # what proposed it
    score: float
    reason: str  # why it was not taken, in English


@dataclass(frozen=True, slots=True)
class Links:
    """All links of a document, each in the order of the text."""

    roles: tuple[Role, ...] = ()
    participations: tuple[Participation, ...] = ()
    quotes: tuple[Quote, ...] = ()  # direct speech
    details: tuple[EventDetail, ...] = ()
    rejected: tuple[Rejected, ...] = ()  # candidates that came near
    reports: tuple[Quote, ...] = ()  # indirect speech: «сообщил, что …»


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, body, position or place: all its mentions under one name."""

    id: str  # from kind and name, so that another run yields the same
    kind: Kind
    name: str  # the fullest form in the text, nominative
    also: tuple[str, ...]  # further nominative forms
    mentions: tuple[Mention, ...]
    parent: str | None = None  # id of the body that this body is a unit of


@dataclass(frozen=True, slots=True)
class Event(Entity):
    """A forum in the widest sense, with what the text says of it."""

    head: str = ""  # its kind: «круглый стол»
    start: date | None = None
    end: date | None = None
    place: str | None = None
    part_of: str | None = None  # id of the event that it is held within


@dataclass(frozen=True, slots=True, repr=False)
class Extraction:
    """All that is known of one document."""

    document: Document
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]  # persons, bodies, positions, events (as Event), places
    links: Links
    rejected: tuple[Rejected, ...] = ()  # what was proposed and not taken

    def __repr__(self) -> str:
        """One short line: how much of what was found."""
        links = self.links
        counts = {
            "sentences": self.sentences,
            "mentions": self.mentions,
            "entities": self.entities,
            "roles": links.roles,
            "participations": links.participations,
            "quotes": (*links.quotes, *links.reports),
        }
        told = ", ".join(f"{name}: {len(items)}" for name, items in counts.items())
        return f"Extraction({self.document.id!r}, {told})"
