"""The first processes of a run, started while the command that asks for it is still being opened.

To open what writes tables takes as long as to open the models: both at once is half of it.
"""

import queue
from typing import Self

from newsnlp.batch.child import Child

__all__ = ["READER", "WORKER", "Early"]

READER = "newsnlp.batch.reader"
WORKER = "newsnlp.batch.worker"


class Early:
    """A reader and a worker that are up, or nearly, and have been told nothing yet."""

    def __init__(self) -> None:
        """Start both; returns at once."""
        self._children = {name: Child(name, queue.Queue()) for name in (WORKER, READER)}

    def take(self, module: str) -> Child | None:
        """The process of the module, once."""
        return self._children.pop(module, None)

    def __enter__(self) -> Self:
        """They are up."""
        return self

    def __exit__(self, *_: object) -> None:
        """End those that nobody took."""
        for child in self._children.values():
            child.kill()
            child.close()
