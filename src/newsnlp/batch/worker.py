"""The process that extracts: documents in, a line for each out, its page or why there is none.

Run as `python -m newsnlp.batch.worker` by the supervisor alone.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsnlp.batch.limits import limit_memory
from newsnlp.batch.talk import answer, serve
from newsnlp.batch.wire import document_from
from newsnlp.errors import DocumentError, NewsNLPError
from newsnlp.page import Wanted
from newsnlp.pages import line_of
from newsnlp.pipeline import Pipeline
from newsnlp.rows import page_of

if TYPE_CHECKING:
    from newsnlp.registry import Registry

__all__ = ["main"]


def main() -> None:
    """Answer until standard input ends."""
    questions, answers = serve()
    try:
        init = json.loads(questions.readline() or b"null")
        if init is None:
            return  # the parent has gone
        limit_memory(init["memory"])
        registry = _registry(init["registry"]) if init["registry"] else None
        wanted = Wanted(**init["wanted"])
        pipeline = Pipeline.load(rules_only=init["rules_only"])
    except NewsNLPError as error:
        answer(answers, {"fatal": str(error)})
        return
    answer(answers, {"ready": True})
    for question in questions:
        answer(answers, _answer(json.loads(question), pipeline, wanted, registry))


def _registry(paths: Iterable[str]) -> "Registry":
    # Here: few runs have one, and what reads it would make the start of all of them longer.
    from newsnlp.registry import Registry

    return Registry.load(list(map(Path, paths)))


def _answer(
    row: Mapping[str, Any], pipeline: Pipeline, wanted: Wanted, registry: "Registry | None"
) -> Mapping[str, Any] | bytes:
    document = document_from(row)
    try:
        page = page_of(pipeline(document), wanted, registry=registry)
        return line_of(page).encode("ascii")
    except DocumentError as error:
        return {"stage": error.stage, "reason": error.reason}
    except NewsNLPError as error:
        return {"fatal": str(error)}
    except Exception as error:  # in what follows the pipeline: the rest of the batch must go on
        reason = f"{type(error).__name__}: {error}; the program is at fault: please report it"
        return {"stage": "tables", "reason": reason}


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        sys.exit(0)  # the parent has gone
