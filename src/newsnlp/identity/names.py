"""The canonical name of what many documents name: the fullest, then the most frequent."""

import re
from collections.abc import Mapping

from newsnlp.identity.bodies import body_name
from newsnlp.identity.person_names import parts_of
from newsnlp.schema import Kind

__all__ = ["best_name"]

_ODD = 0.005  # share of the documents below which a name is a slip
_BROKEN = re.compile(r"[][()/]")


def best_name(counts: Mapping[str, int], kind: Kind) -> str:
    """The one name for a thing of many names; ties go to the alphabet.

    Of persons the one with most parts told in full; of bodies one that is no single word and tells
    its place; of the others one that is no acronym; of equal ones the most frequent.

    Args:
        counts: the names, with how many documents call it so; not empty.
        kind: of the thing.
    """
    total = sum(counts.values())
    usual = [name for name in counts if counts[name] >= _ODD * total and not _BROKEN.search(name)]
    return min(usual or counts, key=lambda name: (_rank(name, kind, counts[name]), name))


def _rank(name: str, kind: Kind, count: int) -> tuple[int, ...]:
    """Smaller is better; of equal names the shorter, which is no oblique case."""
    return (*(-told for told in _fullness(name, kind)), -count, len(name))


def _fullness(name: str, kind: Kind) -> tuple[int, ...]:
    """How much of a person's name is told: 2 for a part in full, 1 for an initial; of a body's."""
    if kind is Kind.PERSON:
        parts = parts_of(name)
        told = (parts.surname, parts.given, parts.patronymic)
        return tuple(0 if not part else 1 if part.endswith(".") else 2 for part in told)
    if kind is Kind.ORGANISATION:
        body = body_name(name)
        full = len(body.words) > 1 and not body.hyphen and body.usual
        return int(full), int(bool(body.places))
    return (int(not name.isupper()),)
