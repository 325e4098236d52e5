"""The program's entry: `newsnlp` and `python -m newsnlp`."""

import atexit
import gc
import os
import sys
from importlib import import_module

from newsnlp.batch.early import Early

__all__ = ["main"]

_HELP = frozenset(("-h", "--help"))


def main() -> None:
    """Run the command line; where it is to extract, what does so starts before all else is open."""
    # What is opened stays, and a text leaves next to no circles behind: look for them rarely, it is
    # a tenth of the time.
    gc.set_threshold(50_000, 20, 50)
    try:
        _run(sys.argv[1:])
    except SystemExit as end:
        if isinstance(end.code, int):
            _leave(end.code)
        raise


def _run(arguments: list[str]) -> None:
    if arguments[:1] != ["extract"] or len(arguments) == 1 or _HELP & set(arguments):
        import_module("newsnlp.cli").main()
        return
    with Early() as early:
        import_module("newsnlp.cli").main(early)


def _leave(status: int) -> None:
    """End the process; Python would take apart all that is open, for a tenth of a second."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # whoever read it has gone: Python says so as it ends
        return
    atexit._run_exitfuncs()
    os._exit(status)


if __name__ == "__main__":
    main()
