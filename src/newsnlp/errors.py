"""The errors that newsnlp raises on purpose; each message says where, what and what to do."""

__all__ = ["LexiconError", "NewsNLPError", "ReadError", "WeightsError"]


class NewsNLPError(Exception):
    """Any error that newsnlp raises on purpose; its text is meant for the user."""


class ReadError(NewsNLPError):
    """A file or a row of it that is no readable Russian text: the batch goes on without it."""


class LexiconError(NewsNLPError):
    """A broken line in a lexicon; the message names file and line."""


class WeightsError(NewsNLPError):
    """Weights of a network that are absent, damaged or not the ones that this version expects."""
