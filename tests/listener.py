"""What hears of a run, for the tests of runs here and there."""

from newsnlp.batch.progress import Heard, State
from newsnlp.errors import Fault

__all__ = ["Listener"]


class Listener(Heard):
    """Keeps what it hears."""

    def __init__(self) -> None:
        """Nothing so far."""
        self.now = State()
        self.faults: list[Fault] = []

    def state(self, state: State) -> None:
        """Keep the last."""
        self.now = state

    def fault(self, fault: Fault) -> None:
        """Keep them all."""
        self.faults.append(fault)
