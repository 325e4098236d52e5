"""Names of a package that are imported from their modules when somebody asks for them.

Whoever needs one light module of a package (tables need what makes two names one, no more) would
else open all of it, with the network and the dictionary.
"""

from collections.abc import Callable, Mapping
from importlib import import_module

__all__ = ["later"]


def later(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """The `__getattr__` of a package.

    Args:
        package: its full name.
        homes: each public name, and the module of the package that has it.
    """

    def find(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return find
