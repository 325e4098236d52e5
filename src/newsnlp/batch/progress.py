"""How far a run is, and who hears of it."""

from dataclasses import dataclass

from newsnlp.errors import Fault

__all__ = ["Heard", "Progress", "State"]


@dataclass(slots=True)
class State:
    """How far a run is."""

    read: int = 0  # documents
    done: int = 0  # documents, those included that were there already
    found: int = 0  # of these, in parts of an earlier run
    faults: int = 0
    ended: bool = False  # whether all of the input has been read


class Heard:
    """What hears of a run; this one does nothing about it."""

    def state(self, state: State) -> None:
        """How far the run is, whenever something is done."""

    def fault(self, fault: Fault) -> None:
        """Something has no page."""


class Progress:
    """Counts what is read and done, and tells of it."""

    def __init__(self, heard: Heard | None = None) -> None:
        """Nothing so far; `heard` is told of all that comes."""
        self._state = State()
        self._heard = heard or Heard()

    def read(self, documents: int) -> None:
        """So many more have been read."""
        self._state.read += documents

    def ended(self) -> None:
        """All of the input has been read."""
        self._state.ended = True
        self._heard.state(self._state)

    def found(self, documents: int) -> None:
        """So many more are in a part of an earlier run."""
        self._state.found += documents
        self.done(documents)

    def done(self, documents: int = 1) -> None:
        """So many more have a page, or will never have one."""
        self._state.done += documents
        self._heard.state(self._state)

    def fault(self, fault: Fault) -> None:
        """Something has no page."""
        self._state.faults += 1
        self._heard.fault(fault)
