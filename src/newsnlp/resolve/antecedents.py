"""Whom a stand-in means: the person for whom the most speaks, or nobody.

Each person is judged by the weights of the facts that `clues` lists. The weights are learnt by
`training/antecedents.py` and stand in `resources/lexicons/antecedent_weights.tsv`.
"""

import heapq
from collections.abc import Sequence

from newsnlp.morph import Morph
from newsnlp.resolve.bearings import Same
from newsnlp.resolve.clues import clues
from newsnlp.resolve.groups import Group
from newsnlp.resolve.portraits import portray
from newsnlp.resolve.stage import Stage
from newsnlp.resolve.weights import choose, weights_of
from newsnlp.schema import Analysis, Form, Kind, Links, Mention, Span

__all__ = ["KEPT", "attach", "settled"]

KEPT = 60  # persons that are judged for one stand-in; no release of ours names so many


def attach(
    analysis: Analysis,
    mentions: Sequence[Mention],
    links: Links,
    groups: list[Group],
    morph: Morph,
) -> None:
    """Give each stand-in for a person to its group; one for nobody known becomes a group.

    «ректор» beside «Виктор Рулевский» is his; «он», «учёный», «глава избиркома» are judged one by
    one in the order of the text, so that what is settled counts as a mention for the next.
    """
    same = Same(analysis.scores)
    stage = Stage(analysis, mentions, links.quotes)
    portraits = portray(links, groups, stage, morph)
    holders = settled(links, stage)
    of = {mention: group for group in groups for mention in group.mentions}
    persons = list(groups)
    own = [m for m in mentions if m.kind is Kind.PERSON and m.form is not Form.NAME]
    for mention in sorted(own, key=lambda m: m.span):
        group = of.get(holders[mention.span]) if mention.span in holders else None
        if group is None and persons:
            near = _near(mention, persons)
            judged = [persons[n] for n in near], stage, [portraits[n] for n in near]
            facts = clues(mention, *judged, same)
            best = choose(facts, weights_of("p" if mention.form is Form.PRONOUN else "n"))
            group = persons[near[best]] if best < len(near) else None
        if group is None:
            groups.append(Group(Kind.PERSON, [mention]))
        else:
            group.mentions.append(mention)
            group.mentions.sort(key=lambda m: m.span)


def _near(mention: Mention, persons: Sequence[Group]) -> Sequence[int]:
    """The indices of the persons to be judged: all, of a long list the KEPT nearest."""
    if len(persons) <= KEPT:
        return range(len(persons))
    start = mention.span.start
    nearest = heapq.nsmallest(
        KEPT,
        range(len(persons)),
        key=lambda n: min(abs(start - m.span.start) for m in persons[n].mentions),
    )
    return sorted(nearest)


def settled(links: Links, stage: Stage) -> dict[Span, Mention]:
    """Title → the name that it stands beside: «ректор [Иван Петров]»."""
    roles = (role for role in links.roles if stage.beside(role.position, role.person))
    return {role.position.span: role.person for role in roles}
