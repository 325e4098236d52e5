"""Whether a name tells by itself who or what it is, or only within its document."""

import re

from newsnlp.resolve.body_names import is_mere_kind
from newsnlp.resolve.groups import QUOTED
from newsnlp.schema import Kind

__all__ = ["tells"]


def tells(kind: Kind, name: str) -> bool:
    """Whether a name alone tells who or what it is: «Анна Лунина», «МИД», «форум «Заря»».

    «Лунина», «правительство», «Полиция» and «форум» do so only within their document.
    """
    if kind is Kind.PERSON:
        return " " in name
    if kind is Kind.EVENT:
        return bool(QUOTED.search(name) or re.search(r"\d|[IVX]{2}", name))
    if kind is Kind.ORGANISATION:
        return any(letter.isupper() for letter in name) and not is_mere_kind(name)
    return True
