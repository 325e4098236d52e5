"""Files → documents, read by a process of its own that may die or fall silent.

A file that kills the reader, or keeps it longer than allowed, is listed with the reason; what it
gave before that stays, and the reader goes on with the file after it.
"""

import base64
import json
import queue
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from typing import Any

from newsnlp.batch.child import Child
from newsnlp.batch.early import READER, Early
from newsnlp.batch.reader import options_row
from newsnlp.batch.wire import document_from, fault_from
from newsnlp.errors import Fault, NewsNLPError
from newsnlp.read import Naming, ReadOptions
from newsnlp.schema import Document

__all__ = ["read_apart"]

_AHEAD = 64  # things that are read before they are asked for


def read_apart(  # noqa: PLR0913 — what is asked of the reading, each by its name
    inputs: Sequence[str],
    options: ReadOptions,
    *,
    stdin: bytes | None = None,
    timeout: float = 120.0,
    memory: int | None = None,
    early: Early | None = None,
) -> Iterator[Document | Fault]:
    """What `newsnlp.read.read` gives, and a fault for each file that ended the process.

    Args:
        inputs: files, folders, globs; «-» for what is in `stdin`.
        options: of reading.
        stdin: what came on standard input.
        timeout: seconds that pass between two documents at most.
        memory: megabytes of address space that the process may take; None for no limit.

        early: processes that are up already.

    Raises:
        NewsNLPError: the process cannot be started.
    """
    named = Naming()
    init: dict[str, Any] = {
        "inputs": list(inputs),
        "options": options_row(options),
        "stdin": None if stdin is None else base64.b64encode(stdin).decode("ascii"),
        "memory": memory,
    }
    start: int | None = 0
    while start is not None:
        taken = early.take(READER) if early else None
        with closing(taken or Child(READER, queue.Queue())) as child:
            child.tell({**init, "start": start})
            start = yield from _answers(child, timeout, named)


def _answers(
    child: Child, timeout: float, named: Naming
) -> Generator[Document | Fault, None, int | None]:
    """What one process reads, and then the number of the file to go on with; None at the end."""
    number, name = -1, ""
    for _ in range(_AHEAD):
        child.tell({})
    while True:
        try:
            _, line = child.inbox.get(timeout=timeout)
        except queue.Empty:
            child.kill()
            if number < 0:
                raise NewsNLPError(
                    f"the folders took longer than {timeout:.0f} s to list; name smaller ones, or "
                    "give a higher --timeout"
                ) from None
            reason = f"took longer than {timeout:.0f} s to read and was stopped"
            yield Fault(name, None, None, "read", f"{reason}; split it, or save it anew")
            return number + 1
        if line is None:
            why = child.why()
            if number < 0:
                raise NewsNLPError(f"the news cannot be read ({why}); please report it")
            reason = f"killed the process that read it ({why}); save it anew, as text if need be"
            yield Fault(name, None, None, "read", reason)
            return number + 1
        message = json.loads(line)
        if "end" in message:
            child.kill()
            return None
        if "source" in message:
            number, name = message["source"], message["name"]
            continue
        child.tell({})
        if "fault" in message:
            yield fault_from(message["fault"])
        else:
            yield named(document_from(message["document"]))
