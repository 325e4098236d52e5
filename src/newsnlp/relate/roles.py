"""Who holds which position in which body.

Titles before a name («ректор ТУСУРа Виктор Рулевский»), after it («Андрей Поздняков, президент
группы компаний «Элекард»»), several for one name, one for several names. A title reaches its name
over bodies, places and further titles, never over a verb or another name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsnlp.morph import Morph
from newsnlp.recognise.organisations import names_body
from newsnlp.recognise.phrases import token_range
from newsnlp.recognise.positions import is_academic, is_free
from newsnlp.schema import Analysis, Form, Kind, Mention, Role, Sentence, Status, Token
from newsnlp.words import feature

__all__ = ["find_roles"]

_ACTING = ("и. о.", "и.о.", "врио", "исполняющий обязанности", "исполняющая обязанности")
_FORMER = ("экс-", "бывший", "бывшая", "бывшего", "бывшей", "бывшим")
_BETWEEN = frozenset(',«»"()')
_NOMINAL = frozenset({"NOUN", "ADJ", "PROPN", "NUM", "ADP", "CCONJ"})
_AFTER = frozenset({",", "–", "—", "-", "("})
_STATES = frozenset({"министр", "губернатор", "мэр", "глава", "президент", "премьер-министр"})


@dataclass(frozen=True, slots=True)
class _Place:
    """A mention with its token range in the sentence."""

    mention: Mention
    start: int
    stop: int


def find_roles(analysis: Analysis, mentions: Sequence[Mention], morph: Morph) -> list[Role]:
    """The roles in the order of the text; `organisation` None where the text names no body."""
    del morph
    found: list[Role] = []
    main = _main_body(mentions)
    for sentence in analysis.sentences:
        placed = [
            _Place(m, *token_range(sentence, m.span))
            for m in mentions
            if sentence.span.covers(m.span)
        ]
        found += _in_sentence(analysis, sentence, placed, main)
    return found


def _in_sentence(
    analysis: Analysis, sentence: Sentence, placed: Sequence[_Place], main: Mention | None
) -> Iterator[Role]:
    """The roles of one sentence."""
    persons = [p for p in placed if p.mention.kind is Kind.PERSON and p.mention.form is Form.NAME]
    titles = [p for p in placed if p.mention.kind is Kind.POSITION]
    for title in titles:
        holders = _holders(sentence, title, persons, placed)
        for person, evidence in holders:
            body = _body(sentence, title, placed)
            if body is None and main is not None and _wants_body(title):
                body, evidence = main, f"{evidence}+document_body"
            status = _status(analysis, sentence, title)
            yield Role(person.mention, title.mention, body, status, evidence, 0.85)


def _holders(
    sentence: Sentence, title: _Place, persons: Sequence[_Place], placed: Sequence[_Place]
) -> list[tuple[_Place, str]]:
    """The persons who hold the title, with the rule that says so."""
    tokens = sentence.tokens
    following = [p for p in persons if p.start >= title.stop]
    preceding = [p for p in persons if p.stop <= title.start]
    end = _end_of_body(sentence, title, placed)
    if following and following[0].start == end:
        return [(p, "roles.title_before_name") for p in _joined(tokens, title, following)]
    forward = bool(following) and _reaches(tokens, title.stop, following[0].start, placed)
    titled = bool(preceding) and _titled(sentence, preceding[-1], placed)
    if (
        preceding
        and not (forward and titled)
        and _comma_title(tokens, preceding[-1], title, placed)
    ):
        return [(preceding[-1], "roles.name_comma_title")]
    if forward:
        return [(p, "roles.title_chain") for p in _joined(tokens, title, following)]
    if following and _is_dash(tokens, end, following[0].start):
        return [(following[0], "roles.title_dash_name")]
    return []


def _titled(sentence: Sentence, person: _Place, placed: Sequence[_Place]) -> bool:
    """Whether a title stands right before the name, its body between them."""
    titles = [p for p in placed if p.mention.kind is Kind.POSITION and p.stop <= person.start]
    return bool(titles) and _end_of_body(sentence, titles[-1], placed) == person.start


def _end_of_body(sentence: Sentence, title: _Place, placed: Sequence[_Place]) -> int:
    """One past the body that follows the title, closing marks and «(ТУСУР)» included."""
    tokens, end = sentence.tokens, title.stop
    bodies = [p for p in placed if p.mention.kind in (Kind.ORGANISATION, Kind.PLACE)]
    moved = True
    while moved and end < len(tokens):
        stops = [p.stop for p in bodies if p.start <= end < p.stop]
        marks = tokens[end].text in '«»"()' or tokens[end].pos in ("ADJ", "NOUN")
        moved = bool(stops) or (marks and _body_near(bodies, end))
        if not stops and tokens[end].text == "(" and end > title.stop:
            closing = [n for n in range(end, min(len(tokens), end + 9)) if tokens[n].text == ")"]
            stops, moved = [n + 1 for n in closing[:1]], bool(closing)
        end = max(stops) if stops else end + int(moved)
    return end


def _body_near(bodies: Sequence[_Place], end: int) -> bool:
    return any(end < p.start <= end + 3 or p.stop == end for p in bodies)


def _joined(tokens: Sequence[Token], title: _Place, following: Sequence[_Place]) -> list[_Place]:
    """The first person, and for a title in the plural those coordinated with it."""
    plural = any(
        feature(t.feats, "Number") == "Plur" for t in tokens[title.start : title.start + 2]
    )
    group = [following[0]]
    for person in following[1:]:
        between = tokens[group[-1].stop : person.start]
        if not plural or not all(t.text in (",", "и") for t in between):
            break
        group.append(person)
    return group


def _comma_title(
    tokens: Sequence[Token], person: _Place, title: _Place, placed: Sequence[_Place]
) -> bool:
    """«Андрей Поздняков, президент …», «Иван Орлов – ректор», and further titles of this name."""
    between = tokens[person.stop : title.start]
    if not between or between[0].text not in _AFTER:
        return False
    return _reaches(tokens, person.stop + 1, title.start, placed)


def _reaches(tokens: Sequence[Token], start: int, stop: int, placed: Sequence[_Place]) -> bool:
    """Whether only bodies, titles, places and small marks lie between; no name, no verb."""
    inside = {
        n for p in placed if p.mention.kind is not Kind.PERSON for n in range(p.start, p.stop)
    }
    loose = -3 if tokens[start].text == "в" and stop > start else 0  # «в сфере искусства»
    for n in range(start, stop):
        if n in inside or tokens[n].text in _BETWEEN or tokens[n].text == "и":
            continue
        loose += 1
        if tokens[n].pos not in _NOMINAL or loose > 3:
            return False
    return not any(
        p.mention.kind is Kind.PERSON and p.mention.form is Form.NAME and start <= p.start < stop
        for p in placed
    )


def _is_dash(tokens: Sequence[Token], end: int, start: int) -> bool:
    """«Художественный руководитель – Ольга Выгузова»."""
    return start == end + 1 and tokens[end].text in "–—-:"


def _body(sentence: Sentence, title: _Place, placed: Sequence[_Place]) -> Mention | None:
    """The widest body that begins within two tokens after the title or stands inside it."""
    tokens = sentence.tokens
    bodies = [
        p
        for p in placed
        if p.mention.kind in (Kind.ORGANISATION, Kind.PLACE)
        and title.start <= p.start
        and _adjacent(tokens, title, p)
    ]
    bodies.sort(key=lambda p: (p.start, p.mention.form is not Form.NAME, -p.stop))
    return bodies[0].mention if bodies and not _free_only(title, bodies[0]) else None


def _adjacent(tokens: Sequence[Token], title: _Place, body: _Place) -> bool:
    between = tokens[title.stop : body.start]
    return len(between) <= 3 and all(
        t.text in '«"„' or names_body(t) or (t.pos in ("ADJ", "NOUN") and t.text[:1].islower())
        for t in between
    )


def _free_only(title: _Place, body: _Place) -> bool:
    """«художник Томска» names no employer: a place is one for offices of government only."""
    place = body.mention.kind is Kind.PLACE
    words = set(title.mention.normal.split())
    return place and is_free(title.mention.normal) and not words & _STATES


def _wants_body(title: _Place) -> bool:
    """Titles of a university that make no sense without one."""
    return is_academic(title.mention.normal)


def _main_body(mentions: Sequence[Mention]) -> Mention | None:
    """The only university of the document, or none."""
    bodies = [
        m
        for m in mentions
        if m.kind is Kind.ORGANISATION
        and m.form is Form.NAME
        and any(word in m.normal.lower() for word in ("университет", "академия"))
    ]
    return bodies[0] if len({m.normal for m in bodies}) == 1 else None


def _status(analysis: Analysis, sentence: Sentence, title: _Place) -> Status:
    """Acting or former by the words before the title; «экс-» may be glued to it."""
    start = title.mention.span.start
    before = analysis.document.text[max(sentence.span.start, start - 30) : start].lower().rstrip()
    if before.endswith(_ACTING):
        return Status.ACTING
    if before.endswith(_FORMER) or title.mention.normal.startswith("экс-"):
        return Status.FORMER
    return Status.CURRENT
