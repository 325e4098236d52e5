"""The program's entry: `newsnlp` and `python -m newsnlp`."""

import sys
from importlib import import_module

from newsnlp.batch.early import Early

__all__ = ["main"]

_HELP = frozenset(("-h", "--help"))


def main() -> None:
    """Run the command line; where it is to extract, what does so starts before all else is open."""
    arguments = sys.argv[1:]
    if arguments[:1] != ["extract"] or len(arguments) == 1 or _HELP & set(arguments):
        import_module("newsnlp.cli").main()
        return
    with Early() as early:
        import_module("newsnlp.cli").main(early)


if __name__ == "__main__":
    main()
