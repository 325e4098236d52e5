"""Where a document is at home: the city of its story, and the bodies in whose house things are.

An analysis and its mentions enter; names of places leave, in the nominative. Which event is there
is the business of `details`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsnlp.recognise.event_spans import event_words
from newsnlp.relate.places import cities_in, city_at, city_in_title, hosts_in, settlement
from newsnlp.schema import Analysis, Form, Kind, Mention, Sentence, Span, Token

__all__ = ["Cities", "find_home", "is_named", "read_cities", "venue_of"]

LEAD = 2  # paragraphs whose city is that of the story


def venue_of(sentence: Sentence, mentions: Sequence[Mention]) -> str | None:
    """The body in whose house the sentence says something is: «в Музее», «на базе ТПУ»."""
    bodies = {m.span.start: m for m in mentions if m.kind is Kind.ORGANISATION}
    for n, token in enumerate(sentence.tokens):
        body = bodies.get(token.span.start)
        if body is None or body.form is not Form.NAME or not n:
            continue
        before = sentence.tokens[n - 1].lemma
        if before in {"в", "во"} and not {"Case=Acc"} & token.feats:
            return body.normal
        if before in event_words("venue") or _receives(sentence, token):
            return body.normal
    return None


def _receives(sentence: Sentence, token: Token) -> bool:
    """«[Музей] принял форум»."""
    verb = sentence.tokens[token.head] if token.head >= 0 else token
    return token.rel.startswith("nsubj") and verb.lemma in {"принять", "принимать"}


def is_named(span: Span, mentions: Sequence[Mention]) -> bool:
    """Whether the words are part of the name of a body, an event or a person."""
    return any(
        m.span.covers(span) and m.kind in {Kind.ORGANISATION, Kind.EVENT, Kind.PERSON}
        for m in mentions
    )


@dataclass(frozen=True, slots=True)
class Cities:
    """The cities in which the text says that something is."""

    of: Mapping[Span, tuple[tuple[Span, str], ...]]  # of each sentence
    all: tuple[tuple[int, int, str], ...]  # paragraph, offset and city of each

    def near(self, sentence: Sentence, place: int) -> str | None:
        """The last one in the paragraph before `place`."""
        own = [c for n, at, c in self.all if n == sentence.paragraph and at < place]
        return own[-1] if own else None


def read_cities(analysis: Analysis, mentions: Sequence[Mention]) -> Cities:
    """The cities of each sentence; «родился в Невьянске» tells of no event."""
    places = {m.span.start: m.normal for m in mentions if m.kind is Kind.PLACE}
    of, every = {}, []
    for sentence in analysis.sentences:
        life = not event_words("life").isdisjoint([token.lemma for token in sentence.tokens])
        found = [] if life else list(cities_in(sentence, places))
        own = [city for city in found if not is_named(city[0], mentions)]
        every += [(sentence.paragraph, span.start, city) for span, city in own]
        of[sentence.span] = (*own, *hosts_in(sentence, places))
    return Cities(of, tuple(every))


def find_home(analysis: Analysis, mentions: Sequence[Mention], cities: Cities) -> str | None:
    """The city of the dateline, of the title, or the one that the lead places something in."""
    if not analysis.sentences:
        return None
    first = analysis.sentences[0].tokens
    places = {m.span.start: m.normal for m in mentions if m.kind is Kind.PLACE}
    dateline = city_at(first[:3]) or (settlement(places, first[0]) if first else "")
    if dateline and any(token.text in {".", ",", "–", "—", "/"} for token in first[1:4]):
        return dateline
    lead = [city for paragraph, _, city in cities.all if paragraph < LEAD]
    named = city_in_title(analysis.document.title)
    if named or lead:
        return named or lead[0]
    counts = Counter(city for _, _, city in cities.all)
    if counts:
        return next((city for city, count in counts.most_common(1) if count > 1), None)
    others = set(_named_cities(analysis, mentions))
    return next(iter(others)) if len(others) == 1 else None


def _named_cities(analysis: Analysis, mentions: Sequence[Mention]) -> Iterator[str]:
    """Each city that the text names in any case, people's names («Артём», «Кирова») apart."""
    persons = [m.span for m in mentions if m.kind is Kind.PERSON]
    for sentence in analysis.sentences:
        for index, token in enumerate(sentence.tokens):
            if token.pos != "PROPN" or not token.text[:1].isupper():
                continue
            city = city_at(sentence.tokens[index : index + 3])
            if (
                city
                and city.lower() not in event_words("name")
                and not any(p.covers(token.span) for p in persons)
            ):
                yield city
