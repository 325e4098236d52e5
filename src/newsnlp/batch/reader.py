"""The process that reads: files in, a line for each document or failure out.

Run as `python -m newsnlp.batch.reader` by `reading` alone. A parser that dies takes this process
with it, not the run.
"""

import base64
import io
import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import IO, Any

from newsnlp.batch.limits import limit_memory
from newsnlp.batch.talk import answer, serve
from newsnlp.batch.wire import document_row, fault_row
from newsnlp.errors import Fault
from newsnlp.read import ReadFailure, ReadOptions, documents_of, sources

__all__ = ["main", "options_from", "options_row"]


def main() -> None:
    """Answer each line with the next thing read; the last answer is the end."""
    questions, answers = serve()
    init = json.loads(questions.readline() or b"null")
    if init is None:
        return  # the parent has gone
    limit_memory(init["memory"])
    if init["stdin"] is not None:
        sys.stdin = io.TextIOWrapper(io.BytesIO(base64.b64decode(init["stdin"])))
    options = options_from(init["options"])
    teller = _Teller(questions, answers)
    for number, source in enumerate(sources(init["inputs"], options.output)):
        if number < init["start"]:
            continue
        name = source.source if isinstance(source, ReadFailure) else source.name
        teller.tell({"source": number, "name": name}, free=True)
        for item in [source] if isinstance(source, ReadFailure) else documents_of(source, options):
            if isinstance(item, ReadFailure):
                fault = Fault(item.source, item.line, None, "read", item.reason)
                teller.tell({"fault": fault_row(fault)})
            else:
                teller.tell({"document": document_row(item)})
    teller.tell({"end": True}, free=True)


class _Teller:
    """Tells one thing for each line that the parent sends, so that nothing piles up."""

    def __init__(self, questions: IO[bytes], answers: IO[bytes]) -> None:
        self._questions, self._answers = questions, answers

    def tell(self, message: Mapping[str, Any], *, free: bool = False) -> None:
        if not free and not self._questions.readline():
            sys.exit(0)  # the parent has gone
        answer(self._answers, message)


def options_row(options: ReadOptions) -> dict[str, Any]:
    """The options as plain values for JSON."""
    day, output = options.published, options.output
    return {
        "text_column": options.text_column,
        "id_column": options.id_column,
        "title_column": options.title_column,
        "date_column": options.date_column,
        "published": day.isoformat() if day else None,
        "output": str(output) if output else None,
        "separator": options.separator,
    }


def options_from(row: Mapping[str, Any]) -> ReadOptions:
    """What `options_row` was given."""
    day, output = row["published"], row["output"]
    return ReadOptions(
        **{
            **row,
            "published": date.fromisoformat(day) if day else None,
            "output": Path(output) if output else None,
        }
    )


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        sys.exit(0)  # the parent has gone
