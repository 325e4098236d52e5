"""What the steps of resolution share: mentions taken together, and names in quotation marks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from newsnlp.names import PersonName
from newsnlp.schema import Form, Kind, Mention, Scores
from newsnlp.text import fold

__all__ = ["QUOTED", "Group", "by_form", "told"]

SURE = 0.8  # chance of the network that settles what a stand-in means

QUOTED = re.compile(r"[«\"„“]([^«»\"„“”]+)[»\"”“]")


@dataclass
class Group:
    """Mentions taken for one thing so far, in the order of the text."""

    kind: Kind
    mentions: list[Mention] = field(default_factory=list)
    names: list[PersonName] = field(default_factory=list)

    @property
    def forms(self) -> list[str]:
        """The distinct normal forms of its names, in the order of the text."""
        named = [m.normal for m in self.mentions if m.form is Form.NAME]
        return list(dict.fromkeys(named or [m.normal for m in self.mentions]))


def by_form(mentions: Sequence[Mention]) -> list[Group]:
    """One group for each normal form, folded."""
    groups: dict[str, Group] = {}
    for mention in mentions:
        key = re.sub(r"[«»\"„“”]", "", fold(mention.normal.lower()))
        groups.setdefault(key, Group(mention.kind)).mentions.append(mention)
    return list(groups.values())


def told(
    mention: Mention, groups: Sequence[Group], scores: Scores, sure: float = SURE
) -> Group | None:
    """The group whose names the network thinks `mention` stands for; None if it is not `sure`."""
    best, most = None, sure
    for group in groups:
        spans = {m.span for m in group.mentions if m.form is Form.NAME}
        chances = (scores.links.get((mention.span, span, "press:same"), 0.0) for span in spans)
        chance = max(chances, default=0.0)
        if chance > most:
            best, most = group, chance
    return best
