"""One document's rows: every table's, but for those that several documents share.

Facts go in, a `Page` comes out, and the text with its tokens can be let go: a run over many
documents holds their pages alone.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from operator import attrgetter
from typing import TYPE_CHECKING

from newsnlp.columns import COLUMNS
from newsnlp.confidence import facts_told, likely, participation_score, quote_score, role_score
from newsnlp.facts import Facts, RoleFact
from newsnlp.identity.recorded import records_of
from newsnlp.page import Listed, Page, Ref, Row, Wanted
from newsnlp.schema import (
    Entity,
    Event,
    Extraction,
    Kind,
    Mention,
    Participation,
    Quote,
    Role,
    Span,
)

if TYPE_CHECKING:  # few runs have a registry
    from newsnlp.registry import Finding, Registry

__all__ = ["page_of"]

_KEYS = {name: tuple(column.key for column in columns) for name, columns in COLUMNS.items()}
_START = attrgetter("span.start")
_LISTED = (Kind.PERSON, Kind.ORGANISATION, Kind.POSITION, Kind.EVENT)


def page_of(
    extraction: Extraction, wanted: Wanted | None = None, *, registry: Registry | None = None
) -> Page:
    """The page of a document.

    Args:
        extraction: of the document.
        wanted: what is asked of its rows.
        registry: by whose ids and names entities go, and what `check` compares with.
    """
    wanted = wanted or Wanted()
    findings: tuple[Finding, ...] = ()
    if registry is not None:
        extraction, findings = registry.read(extraction)
    known = facts_told(extraction)
    facts = likely(known, wanted.min_score)
    rows: dict[str, Iterable[Row]] = {
        "documents": [_document_row(extraction)],
        "roles": _role_rows(facts),
        "participations": _participation_rows(facts),
        "quotes": _quote_rows(facts),
        "mentions": _mention_rows(facts),
        "sentences": _sentence_rows(extraction),
        "check": _check_rows(extraction, findings),
        "tokens": _token_rows(extraction) if wanted.tokens else (),
        "press": _press_rows(facts, wanted),
    }
    return Page(
        (extraction.document.id, extraction.document.source),
        {
            name: tuple([tuple(map(row.get, _KEYS[name])) for row in found])
            for name, found in rows.items()
        },
        {kind: tuple(map(_listed, known.listed(kind))) for kind in _LISTED},
        tuple(
            (role.position, role.person.id, role.body.id if role.body else None)
            for role in facts.roles
        ),
        records_of(known),
    )


def _listed(entity: Entity) -> Listed:
    common = (entity.id, entity.kind, entity.name, entity.also, len(entity.mentions))
    if not isinstance(entity, Event):
        return Listed(*common, entity.parent)
    start, end = (day.isoformat() if day else None for day in (entity.start, entity.end))
    return Listed(*common, entity.part_of, entity.head, start, end, entity.place)


def _document_row(extraction: Extraction) -> Row:
    document = extraction.document
    return {
        "document_id": document.id,
        "source": document.source,
        "title": document.title,
        "published": document.published.isoformat() if document.published else None,
        "characters": len(document.text),
        "sentences": len(extraction.sentences),
        "tokens": sum(len(sentence.tokens) for sentence in extraction.sentences),
        "sha256": hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "status": "ok",
    }


def _provenance(
    extraction: Extraction,
    spans: Sequence[Span],
    link: Mention | Role | Participation | Quote,
    score: float,
) -> Row:
    """Where the words stand: from the first to the last of `spans` in the sentence of the first.

    `spans[0]` decides on the sentence; arguments that stand elsewhere are not counted in. After
    the name of what proposed the link follows what rules and network said of it.
    """
    said = "" if isinstance(link, Quote) else link.said
    return {
        **_place(extraction, spans),
        "evidence": f"{link.evidence}; {said}" if said else link.evidence,
        "score": score,
    }


def _place(extraction: Extraction, spans: Sequence[Span]) -> Row:
    number, sentence = _sentence_at(extraction, spans[0])
    near = [spans[0], *(span for span in spans if sentence is not None and sentence.meets(span))]
    return {
        "document_id": extraction.document.id,
        "sentence": number,
        "start": min(span.start for span in near),
        "stop": max(span.stop for span in near),
    }


def _sentence_at(extraction: Extraction, span: Span) -> tuple[int | None, Span | None]:
    """Number (from 0) and span of the sentence in which `span` begins."""
    sentences = extraction.sentences
    number = bisect_right(sentences, span.start, key=_START) - 1
    return (number, sentences[number].span) if number >= 0 else (None, None)


def _person_cells(person: Entity) -> Row:
    return {"person_id": Ref(person.id), "person": Ref(person.id, named=True)}


def _role_rows(fact: Facts) -> Iterator[Row]:
    for role in fact.roles:
        link, body = role.link, role.body
        spans = [link.position.span, link.person.span]
        spans += [link.organisation.span] if link.organisation else []
        yield {
            **_person_cells(role.person),
            "position": role.position,
            "organisation_id": Ref(body.id) if body else None,
            "organisation": Ref(body.id, named=True) if body else None,
            "status": str(link.status),
            "since": link.since or None,
            "until": link.until or None,
            **_provenance(fact.extraction, spans, link, role_score(role)),
        }


def _participation_rows(fact: Facts) -> Iterator[Row]:
    for link, who, event in fact.participations:
        takes_part, score = participation_score(link, event)
        yield {
            "participant_kind": str(who.kind),
            "participant_id": Ref(who.id),
            "participant": Ref(who.id, named=True),
            "event_id": Ref(event.id),
            "event": Ref(event.id, named=True),
            "role": str(link.part),
            **_provenance(fact.extraction, [link.event.span, link.who.span], link, score),
            "takes_part": takes_part,
        }


def _quote_rows(fact: Facts) -> Iterator[Row]:
    for kind, link, speaker in fact.said():
        yield {
            **_person_cells(speaker),
            "kind": kind,
            "text": fact.words(link),
            "cue": link.cue,
            **_provenance(fact.extraction, link.pieces, link, quote_score(link, speaker)),
        }


def _mention_rows(fact: Facts) -> Iterator[Row]:
    extraction = fact.extraction
    for mention in sorted(extraction.mentions, key=lambda item: (item.span, item.kind)):
        entity = fact.entity_of.get(mention)
        yield {
            "kind": str(mention.kind),
            "form": str(mention.form),
            "text": extraction.document.at(mention.span),
            "normal": mention.normal,
            "entity_id": Ref(entity.id) if entity else None,
            **_provenance(extraction, [mention.span], mention, round(mention.score, 3)),
        }


def _sentence_rows(extraction: Extraction) -> Iterator[Row]:
    """The text itself, so that whoever has the tables can read every row in its place."""
    for number, sentence in enumerate(extraction.sentences):
        yield {
            "document_id": extraction.document.id,
            "sentence": number,
            "paragraph": sentence.paragraph,
            "start": sentence.span.start,
            "stop": sentence.span.stop,
            "text": extraction.document.at(sentence.span),
            "lemmas": " ".join(token.lemma for token in sentence.tokens if token.pos != "PUNCT"),
        }


def _check_rows(extraction: Extraction, findings: Iterable[Finding]) -> Iterator[Row]:
    document = extraction.document
    for finding in findings:
        _, sentence = _sentence_at(extraction, finding.spans[0])
        place = _place(extraction, finding.spans)
        words = Span(int(str(place["start"])), int(str(place["stop"])))
        if document.text[words.stop : words.stop + 1] == "»" and _open(document.at(words)):
            words = Span(words.start, words.stop + 1)
        yield {
            "finding": str(finding.what),
            "text": document.at(words),
            "registry": finding.registry,
            "proposal": finding.proposal,
            "registry_id": finding.code,
            "name": finding.name,
            "context": document.at(sentence) if sentence else None,
            **place,
            "stop": words.stop,
        }


def _open(words: str) -> bool:
    return words.count("«") > words.count("»")


def _token_rows(extraction: Extraction) -> Iterator[Row]:
    for number, sentence in enumerate(extraction.sentences):
        for index, token in enumerate(sentence.tokens):
            yield {
                "document_id": extraction.document.id,
                "sentence": number,
                "token": index,
                "start": token.span.start,
                "stop": token.span.stop,
                "text": token.text,
                "lemma": token.lemma,
                "pos": token.pos,
                "feats": "|".join(sorted(token.feats)),
                "head": token.head,
                "rel": token.rel,
            }


def _press_rows(fact: Facts, wanted: Wanted) -> Iterator[Row]:
    """Each person with each of their positions and forums, and their first quote."""
    said = [*fact.quotes, *(fact.reports if wanted.indirect else ())]
    nothing: list[None] = [None]
    for person in fact.listed(Kind.PERSON):
        roles = [role for role in fact.roles if role.person is person]
        parts = [(link, event) for link, who, event in fact.participations if who is person]
        quotes = [link for link, speaker in said if speaker is person]
        if not roles and not parts and not quotes:
            continue
        for role, part in product(roles or nothing, parts or nothing):
            yield {
                **_press_row(fact, person, role, part, quotes),
                **_sureness(person, role, part, quotes, wanted.check_below),
            }


def _press_row(
    fact: Facts,
    person: Entity,
    role: RoleFact | None,
    part: tuple[Participation, Entity] | None,
    quotes: Sequence[Quote],
) -> Row:
    event = part[1] if part else None
    start = event.start if isinstance(event, Event) else None
    anchor = part[0].who if part else role.link.person if role else quotes[0].speaker
    number, sentence = _sentence_at(fact.extraction, anchor.span)
    return {
        "person": Ref(person.id, named=True),
        "position": role.position if role else None,
        "organisation": Ref(role.body.id, named=True) if role and role.body else None,
        "event": Ref(event.id, named=True) if event else None,
        "role": str(part[0].part) if part else None,
        "start": start.isoformat() if start else None,
        "place": event.place if isinstance(event, Event) else None,
        "quote": fact.words(quotes[0]) if quotes else None,
        "document": fact.extraction.document.id,
        "sentence": fact.extraction.document.at(sentence) if sentence else None,
        "sentence_number": number,
    }


def _sureness(
    person: Entity,
    role: RoleFact | None,
    part: tuple[Participation, Entity] | None,
    quotes: Sequence[Quote],
    least: float,
) -> Row:
    """The least score of what a press row says, and the names of what scores below `least`."""
    scores = {"должность": role_score(role)} if role else {}
    if part:
        takes_part, score = participation_score(*part)
        # Of the two chances the score is the product: what is to be checked is the lesser one.
        scores["участие" if takes_part**2 < score else "роль на мероприятии"] = score
    if quotes:
        scores["цитата"] = quote_score(quotes[0], person)
    below = [name for name, score in scores.items() if score < least]
    return {"score": min(scores.values()), "check": "; ".join(below) or None}
