"""Mentions → entities: one person, body, position or forum each, under its fullest name.

Within a document the mentions are partitioned. Across documents nothing more is needed: an id comes
from kind and name, so equal full names are one entity; what has no proper name keeps its document.
"""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from newsnlp.morph import Morph
from newsnlp.recognise.events import event_head
from newsnlp.resolve.antecedents import attach
from newsnlp.resolve.bodies import group_bodies
from newsnlp.resolve.body_names import bare_company, fullest
from newsnlp.resolve.events import group_events
from newsnlp.resolve.groups import QUOTED, Group, by_form
from newsnlp.resolve.persons import group_names
from newsnlp.resolve.places import group_places
from newsnlp.resolve.proper import tells
from newsnlp.schema import (
    Analysis,
    Entity,
    Event,
    EventDetail,
    Form,
    Kind,
    Links,
    Mention,
)
from newsnlp.text import fold

__all__ = ["first_groups", "resolve"]

_PREFIX = {
    Kind.PERSON: "p",
    Kind.ORGANISATION: "o",
    Kind.POSITION: "t",
    Kind.EVENT: "e",
    Kind.PLACE: "l",
    Kind.DATE: "d",
}


def resolve(
    analysis: Analysis,
    mentions: Sequence[Mention],
    links: Links,
    morph: Morph,
    known: Sequence[Group] | None = None,
) -> tuple[Entity, ...]:
    """The entities of one document: a partition of `mentions`, in the order of the text.

    Args:
        analysis: of the document.
        mentions: that stand in it.
        links: between them.
        morph: the dictionary.
        known: the groups of `first_groups`, where these are at hand.
    """
    known = first_groups(analysis, mentions, morph) if known is None else known
    groups = [group for group in known if group.kind is Kind.PERSON]
    attach(analysis, mentions, links, groups, morph)
    groups += [group for group in known if group.kind is not Kind.PERSON]
    for kind in (Kind.POSITION, Kind.DATE):
        groups += by_form([m for m in mentions if m.kind is kind])
    groups = [group for group in groups if group.mentions]
    groups.sort(key=lambda g: (g.mentions[0].span, g.kind))
    names = {id(group): _name(group) for group in groups}
    ids = {id(group): _identify(group, names[id(group)], analysis.document.id) for group in groups}
    owners = {m: ids[id(g)] for g in groups for m in g.mentions}
    found = {d.event: d for d in links.details}
    parents = _parents(groups, ids)
    made = (_entity(group, names, owners, parents, found) for group in groups)
    return tuple(_merge_equal(made))


def first_groups(analysis: Analysis, mentions: Sequence[Mention], morph: Morph) -> list[Group]:
    """Persons by name, bodies, places and events: what no link is needed for, a group each."""
    groups = group_names(analysis, mentions, morph)
    groups += group_bodies(analysis, [m for m in mentions if m.kind is Kind.ORGANISATION])
    groups += group_places(analysis, [m for m in mentions if m.kind is Kind.PLACE])
    return groups + group_events(analysis, [m for m in mentions if m.kind is Kind.EVENT])


def _merge_equal(entities: Iterable[Entity]) -> list[Entity]:
    """One entity an id: of two groups with one name the first stays and takes all mentions."""
    kept: dict[str, Entity] = {}
    for entity in entities:
        first = kept.get(entity.id)
        if first is None:
            kept[entity.id] = entity
            continue
        merged = tuple(sorted({*first.mentions, *entity.mentions}, key=lambda m: m.span))
        also = tuple(dict.fromkeys([*first.also, *entity.also]))
        kept[entity.id] = _replace(first, merged, also)
    return list(kept.values())


def _replace(entity: Entity, mentions: tuple[Mention, ...], also: tuple[str, ...]) -> Entity:
    if isinstance(entity, Event):
        return Event(
            entity.id, entity.kind, entity.name, also, mentions, entity.parent, entity.head,
            entity.start, entity.end, entity.place, entity.part_of,
        )  # fmt: skip
    return Entity(entity.id, entity.kind, entity.name, also, mentions, entity.parent)


# ---------------------------------------------------------------------------- entities


def _name(group: Group) -> str:
    """The fullest form: for a person given name and surname first, else the longest."""
    if group.kind is Kind.PERSON and group.names:
        best = max(group.names, key=lambda n: (bool(n.surname), n.full.count(" "), len(n.full)))
        return best.full  # «Олег Быков», not «Олег Иванович»
    if group.kind is Kind.ORGANISATION:
        longest = fullest(group.forms)
        return bare_company(longest) or longest
    if group.kind is Kind.PLACE:
        return max(group.forms, key=len)
    return max(group.forms, key=lambda f: (len(f), f)) if group.kind is Kind.EVENT else (
        group.forms[0]
    )  # fmt: skip


def _identify(group: Group, name: str, document_id: str) -> str:
    """Kind and name as an id; the document, too, where the name is not a full proper one."""
    proper = tells(group.kind, name) and (group.kind is not Kind.PERSON or bool(group.names))
    key = f"{group.kind}|{fold(name).lower()}" + ("" if proper else f"|{document_id}")
    if group.kind is Kind.PERSON and not group.names:
        key += f"|{group.mentions[0].span.start}"
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{_PREFIX[group.kind]}-{digest}"


def _also(group: Group, name: str) -> tuple[str, ...]:
    """The other forms in the text and, for a quoted name, the name alone."""
    forms = [*group.forms, *(n.full for n in group.names), *QUOTED.findall(name)]
    if group.kind is Kind.EVENT:
        forms += [event_head(name), re.sub(r"^[IVXLC]+ ", "", name)]
        forms += [m.normal for m in group.mentions if m.form is not Form.PRONOUN]
    return tuple(sorted(f for f in dict.fromkeys(forms) if f and f != name))


def _entity(
    group: Group,
    names: Mapping[int, str],
    owners: Mapping[Mention, str],
    parents: Mapping[int, str],
    details: Mapping[Mention, EventDetail],
) -> Entity:
    """The entity of a group; an event with what the details say of any of its mentions."""
    name, own = names[id(group)], owners[group.mentions[0]]
    mentions = tuple(group.mentions)
    if group.kind is not Kind.EVENT:
        parent = parents.get(id(group))
        return Entity(own, group.kind, name, _also(group, name), mentions, parent)
    said = [details[m] for m in mentions if m in details]
    wholes = [owners[d.part_of] for d in said if d.part_of and d.part_of in owners]
    return Event(
        own,
        group.kind,
        name,
        _also(group, name),
        mentions,
        head=event_head(name),
        start=next((d.start for d in said if d.start), None),
        end=next((d.end for d in said if d.end), None),
        place=next((d.place for d in said if d.place), None),
        part_of=next((whole for whole in wholes if whole != own), None),
    )


def _parents(groups: Sequence[Group], ids: Mapping[int, str]) -> dict[int, str]:
    """Of each body, by its group, the largest one whose mention lies within a mention of it."""
    bodies = [group for group in groups if group.kind is Kind.ORGANISATION]
    placed = sorted((m.span, n) for n, group in enumerate(bodies) for m in group.mentions)
    starts = [span.start for span, _ in placed]
    found: dict[int, str] = {}
    for n, group in enumerate(bodies):
        inner = [
            (len(span), ids[id(bodies[other])])
            for outer in [mention.span for mention in group.mentions]
            for span, other in placed[slice(*(bisect_left(starts, end) for end in outer))]
            if other != n and span.stop <= outer.stop and len(span) < len(outer)
        ]
        if inner:
            found[id(group)] = max(inner)[1]
    return found
