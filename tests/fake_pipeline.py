"""Pipelines that answer at once; run as a module, the worker of `newsnlp extract` with one of them.

The environment names it: `FAKE_PIPELINE`.
"""

import gc
import os
from dataclasses import replace
from pathlib import Path
from typing import Self

from newsnlp.batch import worker
from newsnlp.errors import DocumentError
from newsnlp.pipeline import Pipeline
from newsnlp.schema import Document, Extraction
from test_tables import linked, reported


class FakePipeline(Pipeline):
    """Answers every document with the hand-made release, at once; breaks down on «сломан»."""

    def __init__(self) -> None:
        """Open nothing."""

    @classmethod
    def load(cls, *, rules_only: bool = False) -> Self:
        """Open nothing."""
        del rules_only
        return cls()

    def __call__(self, document: Document) -> Extraction:
        """The release under the document's id."""
        if "сломан" in document.text:
            raise DocumentError(document.id, document.source, "relate", "IndexError: 7")
        return linked(doc_id=document.id)


class ReportingPipeline(FakePipeline):
    """Answers with a person who is quoted indirectly alone."""

    def __call__(self, document: Document) -> Extraction:
        """The same for every document."""
        return replace(reported(), document=replace(reported().document, id=document.id))


class WatchedPipeline(FakePipeline):
    """Writes down how many extractions are in memory when the next document comes."""

    def __call__(self, document: Document) -> Extraction:
        """As ever, with a line in the file that the environment names."""
        kept = sum(isinstance(item, Extraction) for item in gc.get_objects())
        with Path(os.environ["WATCHED"]).open("a") as file:
            file.write(f"{kept}\n")
        return super().__call__(document)


if __name__ == "__main__":
    worker.Pipeline = globals()[os.environ["FAKE_PIPELINE"]]
    worker.main()
