"""What the steps of resolution share: mentions taken together, and names in quotation marks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from newsnlp.names import PersonName
from newsnlp.schema import Form, Kind, Mention
from newsnlp.text import fold

__all__ = ["QUOTED", "Group", "by_form"]

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
