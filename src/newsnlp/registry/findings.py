"""What in a document contradicts the registry: for a person to judge, nothing is altered.

People are looked at here, bodies and events in `other_findings`.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from newsnlp.facts import Facts, RoleFact, is_named
from newsnlp.registry.bodies import match_body
from newsnlp.registry.entries import Entry, PersonEntry, Post
from newsnlp.registry.finding import Contradiction, Finding
from newsnlp.registry.index import Index
from newsnlp.registry.matching import Matches
from newsnlp.registry.near import near_misses, slips_of_surname
from newsnlp.registry.other_findings import body_findings, event_findings
from newsnlp.registry.titles import is_office, not_yet, other_body, other_term, over, tells
from newsnlp.schema import Document, Entity, Form, Kind, Span, Status

__all__ = ["Finding", "findings_of"]

_ANY_HEAD = frozenset({"глава", "руководитель", "начальник"})  # may stand for «ректор»


def findings_of(facts: Facts, matches: Matches, index: Index) -> tuple[Finding, ...]:
    """All contradictions of a document, in the order of the text, each once."""
    found = [*_people(facts, matches, index)]
    found += body_findings(facts, matches, index)
    found += event_findings(facts, matches, index)
    once = {(f.what, f.code, f.registry, _words(facts, f)): f for f in reversed(found)}
    return tuple(sorted(once.values(), key=lambda f: (f.spans[0], f.what)))


def _words(facts: Facts, finding: Finding) -> tuple[str, ...]:
    return tuple(facts.extraction.document.at(span) for span in finding.spans)


def _people(facts: Facts, matches: Matches, index: Index) -> Iterator[Finding]:
    roles: dict[str, list[RoleFact]] = {}
    for role in facts.roles:
        roles.setdefault(role.person.id, []).append(role)
    document, entities = facts.extraction.document, facts.extraction.entities
    persons = (e for e in entities if e.kind is Kind.PERSON and is_named(e))
    known = [entry for entry in matches.pins.values() if isinstance(entry, PersonEntry)]
    day = document.published
    for entity in persons:
        own, entry = roles.get(entity.id, []), matches.pins.get(entity.id)
        if isinstance(entry, PersonEntry):
            for role in own:
                yield from _title(role, entry, day, index)
            yield from _slips(entity, [entry], document)
        elif several := matches.unclear.get(entity.id):
            yield _unclear(entity, several)
        else:
            for what, near in near_misses(entity, own, index):
                yield _name(what, entity, near)
            if " " not in entity.name:
                yield from _slips(entity, known, document)


# ---------------------------------------------------------------------------- titles


def _title(role: RoleFact, entry: PersonEntry, day: date | None, index: Index) -> Iterator[Finding]:
    """What is odd in a title of the text beside the posts of its holder."""
    if not entry.posts or not is_office(role.position):
        return
    alike = [post for post in entry.posts if tells(role.position, post.title)]
    here = [post for post in alike if not other_body(role, post, index)]
    now = [post for post in entry.posts if not over(post, day) and not not_yet(post, day)]
    valid = [post for post in here if post in now]
    if here and all(other_term(role.link, post) for post in here):
        yield _role(Contradiction.TERM, role, entry, here, _body(role, index))
    if role.link.status is Status.FORMER:
        if valid:
            yield _role(Contradiction.FORMER, role, entry, valid, _body(role, index))
    elif valid:
        acting = role.link.status is Status.ACTING
        if all(post.acting is not acting for post in valid):
            yield _role(Contradiction.ACTING, role, entry, valid, _body(role, index))
    elif any(over(post, day) for post in here):
        yield _role(Contradiction.ENDED, role, entry, [*here, *now], _body(role, index))
    elif here:
        yield _role(Contradiction.EARLY, role, entry, here, _body(role, index))
    elif alike:
        yield _role(Contradiction.BODY, role, entry, alike, _body(role, index))
    elif not (role.position in _ANY_HEAD and any(not other_body(role, p, index) for p in now)):
        yield _role(Contradiction.TITLE, role, entry, now or entry.posts, _body(role, index))


def _role(
    what: Contradiction, role: RoleFact, entry: PersonEntry, posts: Sequence[Post], body: str
) -> Finding:
    link = role.link
    spans = [link.position.span, link.person.span]
    spans += [link.organisation.span] if link.organisation else []
    known = "; ".join(dict.fromkeys(map(str, posts)))
    term = (f"с {link.since}" if link.since else "", f"по {link.until}" if link.until else "")
    dated = term if what is Contradiction.TERM else ()
    said = "; ".join(part for part in (role.position, body, *dated) if part)
    return Finding(what, entry.id, entry.name, tuple(spans), known, said)


def _body(role: RoleFact, index: Index) -> str:
    """The name of the body of a role, the registry's if it has one."""
    entry = match_body(role.body, index) if role.body else None
    return entry.name if entry else role.body.name if role.body else ""


# ---------------------------------------------------------------------------- names


def _unclear(entity: Entity, several: Sequence[PersonEntry]) -> Finding:
    """A name that several entries fit, or an entry that two persons of the text fit."""
    return Finding(
        Contradiction.UNCLEAR,
        "; ".join(entry.id for entry in several),
        "; ".join(entry.name for entry in several),
        (_span(entity),),
        "; ".join(_described(entry) for entry in several),
        entity.name,
    )


def _described(entry: PersonEntry) -> str:
    post = f" ({entry.posts[0]})" if entry.posts else ""
    return f"{entry.name}{post}"


def _slips(entity: Entity, entries: Sequence[PersonEntry], document: Document) -> Iterator[Finding]:
    """«Рудевский отметил» where the text names «Виктор Рудневский»."""
    for entry in dict.fromkeys(entries):
        for mention in slips_of_surname(entity, entry, document):
            yield Finding(
                Contradiction.SPELLING,
                entry.id,
                entry.name,
                (mention.span,),
                entry.name,
                mention.normal,
            )


def _name(what: Contradiction, entity: Entity, entry: Entry) -> Finding:
    return Finding(what, entry.id, entry.name, (_span(entity),), entry.name, entity.name)


def _span(entity: Entity) -> Span:
    """The fullest of its names in the text, the first of equals."""
    named = [m for m in entity.mentions if m.form is Form.NAME]
    return max(named, key=lambda m: (len(m.normal.split()), len(m.span))).span
