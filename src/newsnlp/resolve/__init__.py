"""Mentions → entities: one person, body, position or forum each, under its fullest name.

Within a document the mentions are partitioned. Across documents nothing more is needed: an id comes
from kind and name, so equal full names are one entity; what has no proper name keeps its document.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from newsnlp.morph import Morph
from newsnlp.names import PersonName, compatible, gender_of, parse_name
from newsnlp.recognise.events import event_head, same_kind
from newsnlp.resolve.bodies import bare_company, group_bodies
from newsnlp.resolve.groups import QUOTED, Group, by_form
from newsnlp.schema import (
    Analysis,
    Entity,
    Event,
    EventDetail,
    Form,
    Kind,
    Links,
    Mention,
    Token,
)
from newsnlp.text import fold
from newsnlp.words import feature

__all__ = ["resolve"]

_PREFIX = {
    Kind.PERSON: "p",
    Kind.ORGANISATION: "o",
    Kind.POSITION: "t",
    Kind.EVENT: "e",
    Kind.PLACE: "l",
    Kind.DATE: "d",
}
_PRONOUN_GENDER = {"он": "Masc", "она": "Fem"}


def resolve(
    analysis: Analysis,
    mentions: Sequence[Mention],
    links: Links,
    details: Sequence[EventDetail],
    morph: Morph,
) -> tuple[Entity, ...]:
    """The entities of one document: a partition of `mentions`, in the order of the text."""
    tokens = {token.span.start: token for s in analysis.sentences for token in s.tokens}
    groups: list[Group] = []
    groups += _persons(mentions, tokens, links, morph)
    groups += group_bodies(analysis, [m for m in mentions if m.kind is Kind.ORGANISATION])
    groups += _events([m for m in mentions if m.kind is Kind.EVENT])
    for kind in (Kind.POSITION, Kind.PLACE, Kind.DATE):
        groups += by_form([m for m in mentions if m.kind is kind])
    groups = [group for group in groups if group.mentions]
    groups.sort(key=lambda g: (g.mentions[0].span, g.kind))
    ids = {id(group): _identify(group, analysis.document.id) for group in groups}
    event_ids = {m: ids[id(g)] for g in groups for m in g.mentions}
    found = {d.event: d for d in details}
    made = (_entity(g, groups, ids, event_ids, found) for g in groups)
    return tuple(_merge_equal(made))


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


# ---------------------------------------------------------------------------- persons


def _persons(
    mentions: Sequence[Mention], tokens: Mapping[int, Token], links: Links, morph: Morph
) -> list[Group]:
    """Persons: names by their parts, then stand-ins by title, gender and nearness."""
    own = [m for m in mentions if m.kind is Kind.PERSON]
    parsed: list[tuple[Mention, PersonName]] = []
    for mention in own:
        if mention.form is Form.NAME:
            name = parse_name(_tokens_of(mention, tokens), morph)
            parsed.append((mention, name or PersonName(surname=mention.normal)))
    groups: list[Group] = []
    for mention, name in sorted(parsed, key=lambda x: (-_parts(x[1]), x[0].span)):
        fitting = [g for g in groups if all(_one_person(name, other) for other in g.names)]
        group = max(fitting, key=lambda g: _nearness(g, mention), default=None)
        if group is None:
            group = next((g for g in groups if _inflected(name, g)), None)
            if group is not None:
                group.mentions.append(mention)
                continue
            group = Group(Kind.PERSON)
            groups.append(group)
        group.mentions.append(mention)
        group.names.append(name)
    for group in groups:
        group.mentions.sort(key=lambda m: m.span)
    holders = _holders(links, groups)
    for mention in own:
        if mention.form is not Form.NAME:
            group = _antecedent(mention, groups, holders, tokens)
            if group is None:
                groups.append(Group(Kind.PERSON, [mention]))
            else:
                group.mentions.append(mention)
    return groups


def _gender(group: Group) -> str:
    return next((g for g in map(gender_of, group.names) if g), "")


def _tokens_of(mention: Mention, tokens: Mapping[int, Token]) -> list[Token]:
    places = range(mention.span.start, mention.span.stop)
    return [tokens[place] for place in places if place in tokens]


def _parts(name: PersonName) -> int:
    return sum(min(len(part), 3) for part in (name.given, name.patronymic, name.surname))


def _one_person(one: PersonName, other: PersonName) -> bool:
    """Compatible, and a surname or a given name in common."""
    if not compatible(one, other):
        return False
    shared = one.surname and other.surname
    return bool(shared or (one.given and other.given))  # «Варвара» for «Варвара Лунина»


def _inflected(name: PersonName, group: Group) -> bool:
    """A lone surname is a form of a full name's even where its own gender was misjudged."""
    if name.given or name.patronymic or len(name.surname) < 4:
        return False
    own = fold(name.surname).lower()
    for other in (fold(full.surname).lower() for full in group.names):
        if own[: max(4, len(other) - 2)] == other[: max(4, len(other) - 2)] and (
            abs(len(own) - len(other)) < 3
        ):
            return True
    return False


def _nearness(group: Group, mention: Mention) -> tuple[bool, int]:
    """Named before is better than after, nearer better than farther."""
    distances = [mention.span.start - m.span.start for m in group.mentions]
    before = [d for d in distances if d >= 0]
    return bool(before), -min(before or [abs(d) for d in distances])


def _holders(links: Links, groups: Sequence[Group]) -> dict[str, list[Group]]:
    """Title and its first word → the persons who hold it."""
    of = {mention: group for group in groups for mention in group.mentions}
    found: dict[str, list[Group]] = {}
    for role in links.roles:
        group = of.get(role.person)
        if group is None:
            continue
        title = fold(role.position.normal.lower())
        first = title.split(" ")[0]
        for key in (title, first, *(first.split("-") if "-" in first else ())):
            if group not in found.setdefault(key, []):
                found[key].append(group)
    return found


def _antecedent(
    mention: Mention,
    groups: Sequence[Group],
    holders: Mapping[str, list[Group]],
    tokens: Mapping[int, Token],
) -> Group | None:
    """The person that a stand-in means, None if nobody fits."""
    words = _tokens_of(mention, tokens)
    known = holders.get(fold(mention.normal.lower()))
    if known is None and mention.form is Form.NOMINAL and len(words) == 1:
        known = holders.get(fold(words[0].lemma))
    if known is None and mention.evidence == "positions.stand_in":
        return None
    if mention.form is Form.NOMINAL and known and len(known) == 1:
        return known[0]  # its holder may be named only later
    gender = _PRONOUN_GENDER.get(words[0].text.lower(), "") if words else ""
    if words and not gender and mention.form is Form.PRONOUN:
        gender = feature(words[0].feats, "Gender")
    if len(words) == 1 and not known and "Gender=Fem" in words[0].feats:
        gender = "Fem"  # «гостья»; a masculine noun may stand for a woman
    candidates = [
        (m.span.start, group)
        for group in known or groups
        for m in group.mentions
        if m.span.start < mention.span.start and (not gender or _gender(group) in ("", gender))
    ]
    return max(candidates, key=lambda x: x[0])[1] if candidates else None


# ---------------------------------------------------------------------------- events


def _events(mentions: Sequence[Mention]) -> list[Group]:
    """Events: equal and quoted names, shorter names of the same kind, then bare kinds."""
    groups = by_form([m for m in mentions if m.form is Form.NAME])
    for group in sorted(groups, key=lambda g: len(g.forms[0])):
        larger = [g for g in groups if g is not group and _same_event(g, group)]
        if larger:
            target = min(larger, key=lambda g: abs(g.mentions[0].span.start))
            target.mentions = sorted([*target.mentions, *group.mentions], key=lambda m: m.span)
            groups.remove(group)
    for mention in mentions:
        if mention.form is Form.NAME:
            continue
        before = [
            (m.span.start, g)
            for g in groups
            for m in g.mentions
            if m.span.start < mention.span.start
            and same_kind(mention.normal, event_head(g.forms[0]))
        ]
        if before:
            max(before, key=lambda x: x[0])[1].mentions.append(mention)
            continue
        same = [g for g in groups if same_kind(mention.normal, event_head(g.forms[0]))]
        if len(same) == 1:
            same[0].mentions.append(mention)
            same[0].mentions.sort(key=lambda m: m.span)
        else:
            groups.append(Group(Kind.EVENT, [mention]))
    return groups


def _same_event(full: Group, short: Group) -> bool:
    """Whether the quoted name of one is all that the other says."""
    name = fold(short.forms[0]).lower().strip('"«»')
    for form in full.forms:
        quoted = {fold(q).lower() for q in QUOTED.findall(form)}
        own = {fold(q).lower() for q in QUOTED.findall(short.forms[0])}
        if name in quoted or (own and own <= quoted and len(form) > len(short.forms[0])):
            return True
    return False


# ---------------------------------------------------------------------------- entities


def _name(group: Group) -> str:
    """The fullest form: for a person given name and surname first, else the longest."""
    if group.kind is Kind.PERSON and group.names:
        return max((name.full for name in group.names), key=lambda n: (n.count(" "), len(n)))
    if group.kind is Kind.ORGANISATION:
        longest = max(group.forms, key=len)
        return bare_company(longest) or longest
    return max(group.forms, key=lambda f: (len(f), f)) if group.kind is Kind.EVENT else (
        group.forms[0]
    )  # fmt: skip


def _identify(group: Group, document_id: str) -> str:
    """Kind and name as an id; the document, too, where the name is not a full proper one."""
    name = _name(group)
    if group.kind is Kind.PERSON:
        proper = bool(group.names) and " " in name
    elif group.kind in (Kind.POSITION, Kind.PLACE):
        proper = True
    elif group.kind is Kind.EVENT:
        proper = bool(QUOTED.search(name) or re.search(r"\d|[IVX]{2}", name))
    else:
        proper = any(letter.isupper() for letter in name)
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
        forms += [m.normal for m in group.mentions]
    return tuple(sorted(f for f in dict.fromkeys(forms) if f and f != name))


def _entity(
    group: Group,
    groups: Sequence[Group],
    ids: Mapping[int, str],
    event_ids: Mapping[Mention, str],
    details: Mapping[Mention, EventDetail],
) -> Entity:
    """The entity of a group; an event with what the details say of any of its mentions."""
    name, own = _name(group), ids[id(group)]
    mentions = tuple(group.mentions)
    if group.kind is not Kind.EVENT:
        parent = _parent(group, name, groups, ids) if group.kind is Kind.ORGANISATION else None
        return Entity(own, group.kind, name, _also(group, name), mentions, parent)
    said = [details[m] for m in mentions if m in details]
    wholes = [event_ids[d.part_of] for d in said if d.part_of and d.part_of in event_ids]
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


def _parent(group: Group, name: str, groups: Sequence[Group], ids: Mapping[int, str]) -> str | None:
    """The largest body whose mention lies within a mention of this one."""
    inner = [
        (len(m.span), ids[id(other)])
        for other in groups
        if other is not group and other.kind is Kind.ORGANISATION
        for m in other.mentions
        for outer in group.mentions
        if outer.span.covers(m.span) and len(m.span) < len(outer.span)
    ]
    return max(inner)[1] if inner else None
