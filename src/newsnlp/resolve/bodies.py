"""Bodies: names of one body, then what stands for it: «вуз», «компания», «его», a mere «Палата»."""

from bisect import insort
from collections.abc import Sequence

from newsnlp.resolve.bearings import Bearings, Same
from newsnlp.resolve.body_clues import Body, body_clues, describe_body
from newsnlp.resolve.body_names import group_body_names, is_mere_kind
from newsnlp.resolve.groups import Group
from newsnlp.resolve.weights import choose, weights_of
from newsnlp.schema import Analysis, Form, Kind, Mention

__all__ = ["describe_bodies", "group_bodies", "stands_for_body"]


def group_bodies(analysis: Analysis, mentions: Sequence[Mention]) -> list[Group]:
    """The bodies of a document; a stand-in for none of them is a body without a name."""
    names = [m for m in mentions if m.form is Form.NAME]
    groups = group_body_names(analysis.document.text, names)
    left = [m for m in mentions if stands_for_body(m)]
    if left:
        _attach(analysis, left, groups)
    return groups


def stands_for_body(mention: Mention) -> bool:
    """Whether a mention is no name, or a mere kind: «Палата»."""
    return mention.form is not Form.NAME or is_mere_kind(mention.normal)


def describe_bodies(groups: Sequence[Group], bearings: Bearings) -> list[Body]:
    """What is known of each body."""
    starts = frozenset(m.span.start for group in groups for m in group.mentions)
    return [describe_body(group, bearings, starts) for group in groups]


def _attach(analysis: Analysis, left: Sequence[Mention], groups: list[Group]) -> None:
    """Give each stand-in to the body that it means, in the order of the text."""
    bearings, same = Bearings(analysis), Same(analysis.scores)
    named = list(groups)
    known = describe_bodies(named, bearings)
    own = {m: g for g in named if is_mere_kind(g.forms[0]) for m in g.mentions}
    for mention in left:
        letter, able, facts = body_clues(mention, named, known, bearings, same)
        best = choose(facts, weights_of(letter))
        if best < len(able):
            if mention in own:
                own[mention].mentions.remove(mention)
            insort(named[able[best]].mentions, mention, key=_start)
        elif mention not in own:
            groups.append(Group(Kind.ORGANISATION, [mention]))
    groups[:] = [group for group in groups if group.mentions]


def _start(mention: Mention) -> int:
    return mention.span.start
