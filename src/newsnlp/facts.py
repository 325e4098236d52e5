"""Links and entities of one document joined: every fact once, as the guidelines want it.

An `Extraction` goes in, `Facts` come out. Tables, scores and benchmarks all read these, so that
they agree on what a row is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from newsnlp.relate.tenure import Tenure, joined
from newsnlp.relate.terms import is_over
from newsnlp.schema import (
    Entity,
    Extraction,
    Form,
    Kind,
    Links,
    Mention,
    Part,
    Participation,
    Quote,
    Rejected,
    Role,
    Span,
    Status,
)

__all__ = ["SPECIFIC", "Facts", "RoleFact", "facts_of", "is_named", "rejected_of"]

# Guideline 6: of two parts in one event the more specific is kept.
SPECIFIC = (
    Part.LAUREATE,
    Part.MODERATOR,
    Part.CHAIR,
    Part.ORGANISER,
    Part.SPEAKER,
    Part.EXPERT,
    Part.GUEST,
    Part.PARTICIPANT,
)


@dataclass(frozen=True, slots=True)
class RoleFact:
    """A role with its entities; `position` and `also` are the title in the nominative."""

    link: Role
    person: Entity
    position: str
    also: tuple[str, ...]
    body: Entity | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What one document says, each link with its entities, in the order of the text."""

    extraction: Extraction
    entity_of: Mapping[Mention, Entity]
    roles: tuple[RoleFact, ...]
    participations: tuple[tuple[Participation, Entity, Entity], ...]  # who, event
    quotes: tuple[tuple[Quote, Entity], ...]  # direct speech
    reports: tuple[tuple[Quote, Entity], ...]  # indirect speech

    def said(self) -> Iterator[tuple[str, Quote, Entity]]:
        """Each quote in the order of the text: «direct» or «indirect», itself, its speaker."""
        direct = [("direct", quote, speaker) for quote, speaker in self.quotes]
        indirect = [("indirect", quote, speaker) for quote, speaker in self.reports]
        yield from sorted([*direct, *indirect], key=lambda item: (item[1].pieces, item[0]))

    def words(self, quote: Quote) -> str:
        """The words of a quote: its pieces as they stand, joined by one space."""
        return " ".join(self.extraction.document.at(piece) for piece in quote.pieces)

    def listed(self, kind: Kind) -> tuple[Entity, ...]:
        """The entities of `kind` that a table lists, in the order of the text.

        Listed are the named ones; of events also those that somebody takes part in; of bodies
        also the places that are somebody's employer.
        """
        used = {event.id for _, _, event in self.participations}
        employers = {role.body.id for role in self.roles if role.body is not None}
        found = [
            entity
            for entity in self.extraction.entities
            if (entity.kind is kind and (is_named(entity) or entity.id in used))
            or (kind is Kind.ORGANISATION and entity.kind is Kind.PLACE and entity.id in employers)
        ]
        return tuple(sorted(found, key=_first))


def facts_of(extraction: Extraction) -> Facts:
    """The facts of one document: links looked up through their mentions, duplicates merged.

    A link whose person or event has no entity with a name of its own gives no fact; a role whose
    body has none is a role without a body.
    """
    entity_of = {mention: entity for entity in extraction.entities for mention in entity.mentions}
    return Facts(
        extraction,
        entity_of,
        _roles(extraction.links.roles, entity_of, extraction.document.published),
        _participations(extraction.links.participations, entity_of),
        _quotes(extraction.links.quotes, entity_of),
        _quotes(extraction.links.reports, entity_of),
    )


def rejected_of(facts: Facts) -> tuple[Rejected, ...]:
    """All that gave no fact, in the order of the text: rejected candidates, and nameless links."""
    links, entity_of = facts.extraction.links, facts.entity_of
    nameless = [
        Rejected(what, spans, link.evidence, link.score, f"{who} has no name in this text")
        for what, who, mention, spans, link in _arguments(links)
        if _named_entity(mention, entity_of) is None
    ]
    return tuple(sorted((*facts.extraction.rejected, *nameless), key=lambda item: item.spans))


def _arguments(
    links: Links,
) -> Iterator[tuple[str, str, Mention, tuple[Span, ...], Role | Participation | Quote]]:
    """Each link: what it is, as what its first argument, this, and the words that speak for it."""
    for role in links.roles:
        yield "role", "the holder", role.person, (role.position.span, role.person.span), role
    for part in links.participations:
        what, spans = f"participation ({part.part})", (part.who.span, part.event.span)
        yield what, "who takes part", part.who, spans, part
    for quote in (*links.quotes, *links.reports):
        yield "quote", "the speaker", quote.speaker, (*quote.pieces, quote.speaker.span), quote


def is_named(entity: Entity) -> bool:
    """Whether some mention of the entity is a name: «он» and «ректор» alone make no person."""
    return any(mention.form is Form.NAME for mention in entity.mentions)


def _first(entity: Entity) -> tuple[int, int, str]:
    span = min(mention.span for mention in entity.mentions)
    return span.start, span.stop, entity.id


def _named_entity(mention: Mention | None, entity_of: Mapping[Mention, Entity]) -> Entity | None:
    entity = None if mention is None else entity_of.get(mention)
    return entity if entity is not None and is_named(entity) else None


def _roles(
    links: Iterable[Role], entity_of: Mapping[Mention, Entity], published: date | None
) -> tuple[RoleFact, ...]:
    found: dict[tuple[str, str, str], RoleFact] = {}
    for link in links:
        person = _named_entity(link.person, entity_of)
        if person is None:
            continue
        body = _named_entity(link.organisation, entity_of)
        title = entity_of.get(link.position)
        fact = RoleFact(
            link,
            person,
            link.position.normal if title is None else title.name,
            () if title is None else title.also,
            body,
        )
        key = (person.id, fact.position, "" if body is None else body.id)
        known = found.get(key)
        if known is None:
            found[key] = fact
        elif known.link.score < link.score:
            found[key] = _dated(fact, known.link, published)
        else:
            found[key] = _dated(known, link, published)
    return tuple(_without_echoes(tuple(_told_in_full(found, published))))


def _without_echoes(facts: Sequence[RoleFact]) -> Iterator[RoleFact]:
    """The roles without the titles by which the text means again a person whose office it has told.

    «Глава региона Иванов … губернатор напомнил»: one office, one row; and the wrong one where the
    title means somebody else.
    """
    told = {fact.person.id for fact in facts if not _echoes(fact.link)}
    return (fact for fact in facts if fact.person.id not in told or not _echoes(fact.link))


def _echoes(link: Role) -> bool:
    """Whether nobody is named beside the title, but it stands in for a person itself."""
    return link.person.form is Form.NOMINAL and link.person.span.covers(link.position.span)


def _told_in_full(
    found: Mapping[tuple[str, str, str], RoleFact], published: date | None
) -> Iterator[RoleFact]:
    """The roles without those that another tells in full, which takes over their dates."""
    lesser = {key: [other for other in found if _says_more(other, key)] for key in found}
    for key, fact in found.items():
        if not lesser[key]:
            for other, fuller in lesser.items():
                if key in fuller:
                    fact = _dated(fact, found[other].link, published)
            yield fact


def _dated(fact: RoleFact, link: Role, published: date | None) -> RoleFact:
    """The role with what another mention of it says of its dates."""
    own = fact.link
    tenure = joined(Tenure(own.since, own.until), Tenure(link.since, link.until))
    over = own.status is Status.CURRENT and is_over(tenure.until, published)
    status = Status.FORMER if over else own.status
    return replace(fact, link=replace(own, since=tenure.since, until=tenure.until, status=status))


def _says_more(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    """Whether a role is that of the other, told in full.

    «ректор Иванов … ректор ТУСУРа Иванов»; «проректор ТУСУРа Иванов … проректор по науке Иванов».
    """
    if one[0] != other[0] or other[2] not in ("", one[2]):
        return False
    longer = one[1].startswith(other[1] + " ")
    return bool(one[2]) and (longer or (one[1] == other[1] and not other[2]))


def _participations(
    links: Iterable[Participation], entity_of: Mapping[Mention, Entity]
) -> tuple[tuple[Participation, Entity, Entity], ...]:
    found: dict[tuple[str, str], tuple[Participation, Entity, Entity]] = {}
    for link in links:
        who, event = _named_entity(link.who, entity_of), entity_of.get(link.event)
        if who is None or event is None:
            continue
        known = found.get((who.id, event.id))
        if known is None or _rank(link) < _rank(known[0]):
            found[who.id, event.id] = (link, who, event)
    return tuple(found.values())


def _rank(link: Participation) -> tuple[bool, float, int, float]:
    """What a rule says, the more specific first; then what is only likely, the likeliest first."""
    guessed = link.evidence == "model"
    return guessed, -link.score if guessed else 0.0, SPECIFIC.index(link.part), -link.score


def _quotes(
    links: Iterable[Quote], entity_of: Mapping[Mention, Entity]
) -> tuple[tuple[Quote, Entity], ...]:
    found: dict[tuple[str, tuple[Span, ...]], tuple[Quote, Entity]] = {}
    for link in links:
        speaker = _named_entity(link.speaker, entity_of)
        if speaker is not None:
            found.setdefault((speaker.id, link.pieces), (link, speaker))
    return tuple(found.values())
