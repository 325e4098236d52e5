"""What could not be done, on standard error: a line for each of the first faults."""

from collections.abc import Sequence
from pathlib import Path

import typer

from newsnlp.errors import Fault

__all__ = ["complain", "complain_of", "line_of"]

_COMPLAINTS = 10  # lines on standard error; errors.csv has them all


def complain_of(faults: Sequence[Fault], path: Path, *, nothing: bool) -> None:
    """A line for each of the first faults and one that sums up; a single one if all failed."""
    if nothing:
        others = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
        complain(f"nothing could be read: {line_of(faults[0])}{others}; see {path}")
        return
    for fault in faults[:_COMPLAINTS]:
        complain(line_of(fault))
    complain(f"{len(faults)} left out: {path} says why")


def line_of(fault: Fault) -> str:
    """Where it was and why."""
    where = f"{fault.source}:{fault.line}" if fault.line else fault.source
    of = "" if fault.document_id is None else f" {fault.document_id}, stage {fault.stage}:"
    return f"{where}:{of} {fault.reason}"


def complain(message: str) -> None:
    """The message in one line."""
    typer.echo(f"newsnlp: {' '.join(message.split())}", err=True)
