"""Raw Russian news in; who is what, who took part in what and who said what out.

>>> import newsnlp
>>> tables = newsnlp.extract("Ректор ТУСУРа Виктор Рулевский открыл форум.")
>>> list(tables["roles"]["position"])
['ректор']
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsnlp import plot as plot
    from newsnlp.library import (
        Document,
        Finding,
        Pipeline,
        Registry,
        Tables,
        check,
        decline,
        extract,
        load,
    )

__all__ = [
    "Document",
    "Finding",
    "Pipeline",
    "Registry",
    "Tables",
    "__version__",
    "check",
    "decline",
    "extract",
    "load",
]

__version__ = "0.1.0"

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """A public name, imported at its first use: a worker needs no tables, hence no pandas."""
        if name == "plot":
            return import_module("newsnlp.plot")  # not in __all__: it needs an extra
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module("newsnlp.library"), name)
        return found
