"""How a child hears and answers: lines, as JSON."""

import json
import os
import sys
from collections.abc import Mapping
from typing import IO, Any

__all__ = ["answer", "serve"]


def answer(answers: IO[bytes], message: Mapping[str, Any] | bytes) -> None:
    """Send a line, as JSON where it is not bytes yet."""
    line = message if isinstance(message, bytes) else json.dumps(message).encode("ascii")
    answers.write(line + b"\n")
    answers.flush()


def serve() -> tuple[IO[bytes], IO[bytes]]:
    """Where questions come from and answers go to.

    Whatever else prints to standard output prints to standard error from then on.
    """
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return sys.stdin.buffer, answers
