"""The errors that newsnlp raises on purpose; each message says where, what and what to do."""

from dataclasses import dataclass

__all__ = [
    "DocumentError",
    "Fault",
    "LexiconError",
    "MissingExtraError",
    "NewsNLPError",
    "PhraseError",
    "ReadError",
    "RegistryError",
    "WeightsError",
]


class NewsNLPError(Exception):
    """Any error that newsnlp raises on purpose; its text is meant for the user."""


class ReadError(NewsNLPError):
    """A file or a row of it that is no readable Russian text: the batch goes on without it."""


class DocumentError(NewsNLPError):
    """A document that a stage of the pipeline broke down on: the batch goes on without it."""

    def __init__(self, document_id: str, source: str, stage: str, reason: str) -> None:
        """Say which document, at which stage («segment», «analyse», …) and what happened."""
        super().__init__(document_id, source, stage, reason)
        self.document_id = document_id
        self.source = source
        self.stage = stage
        self.reason = reason

    def __str__(self) -> str:
        """One line: document, stage, reason."""
        return f"{self.document_id}: {self.stage}: {self.reason}"


class PhraseError(NewsNLPError):
    """A phrase that cannot be declined: empty, without a Russian word, or without a name."""


class LexiconError(NewsNLPError):
    """A broken line in a lexicon; the message names file and line."""


class RegistryError(NewsNLPError):
    """Something wrong with a registry: one line a problem, with file, line, what and remedy."""


class MissingExtraError(NewsNLPError, ImportError):
    """A package that only part of the program needs, and that is not installed."""

    def __init__(self, what: str, package: str, extra: str) -> None:
        """Say what needs which package, and which extra of newsnlp brings it."""
        super().__init__(f"{what} needs {package}: pip install 'newsnlp[{extra}]'", name=package)


class WeightsError(NewsNLPError):
    """Weights of a network that are absent, damaged or not the ones that this version expects."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is in no table, and why."""

    source: str  # the file
    line: int | None  # of the file, or the row of a sheet
    document_id: str | None  # None where the document could not be read
    stage: str  # «read», or the stage of the pipeline that broke down
    reason: str
