"""Events: names of one forum, then what stands for it: «форум», «мероприятие», «на нём»."""

from bisect import insort
from collections.abc import Sequence

from newsnlp.recognise.events import event_head
from newsnlp.resolve.bearings import Bearings, Same
from newsnlp.resolve.event_clues import event_clues
from newsnlp.resolve.groups import QUOTED, Group, by_form
from newsnlp.resolve.weights import choose, weights_of
from newsnlp.schema import Analysis, Form, Kind, Mention
from newsnlp.text import fold

__all__ = ["group_event_names", "group_events", "stands_for_event"]


def group_events(analysis: Analysis, mentions: Sequence[Mention]) -> list[Group]:
    """The events of a document; a stand-in for none of them is an event without a name."""
    groups = group_event_names(mentions)
    left = [m for m in mentions if stands_for_event(m, groups)]
    if not left:
        return groups
    bearings, same = Bearings(analysis), Same(analysis.scores)
    own = {m: group for group in groups for m in group.mentions}
    for mention in left:
        letter, able, facts = event_clues(mention, groups, bearings, same)
        best = choose(facts, weights_of(letter))
        if best < len(able):
            if mention in own:
                own[mention].mentions.remove(mention)
            insort(groups[able[best]].mentions, mention, key=_start)
        elif mention.form is Form.NOMINAL:
            groups.append(Group(Kind.EVENT, [mention]))
    return [group for group in groups if group.mentions]


def _start(mention: Mention) -> int:
    return mention.span.start


def stands_for_event(mention: Mention, groups: Sequence[Group]) -> bool:
    """Whether a mention is no name, or a mere kind such as «Форум» beside longer names."""
    if mention.form is not Form.NAME:
        return True
    kind = mention.normal.lower()
    return kind == event_head(mention.normal) and any(
        kind == event_head(form) and form.lower() != kind for g in groups for form in g.forms
    )


def group_event_names(mentions: Sequence[Mention]) -> list[Group]:
    """One group for equal names and for a quoted name with the longer one that has it."""
    groups = by_form([m for m in mentions if m.form is Form.NAME])
    for group in sorted(groups, key=lambda g: len(g.forms[0])):
        larger = [g for g in groups if g is not group and _same_event(g, group)]
        if larger:
            target = min(larger, key=lambda g: abs(g.mentions[0].span.start))
            target.mentions = sorted([*target.mentions, *group.mentions], key=lambda m: m.span)
            groups.remove(group)
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
