"""The editor's eye before a release goes out: what contradicts itself, the calendar, the registry.

An extraction goes in, findings come out: each kind is a function of a `Page`, listed in `CHECKS`.
Nothing is mended, and each finding says where, why, and what to do. Not attempted: spelling and
punctuation in general, facts that only the world could tell.
"""

from typing import TYPE_CHECKING

from newsnlp.later import later

if TYPE_CHECKING:
    from newsnlp.checks.document import CHECKS, findings_of
    from newsnlp.checks.finding import TITLES, Check, Finding, Place, kinds_of

__all__ = ["CHECKS", "TITLES", "Check", "Finding", "Place", "findings_of", "kinds_of"]

if not TYPE_CHECKING:
    _DOCUMENT = dict.fromkeys(("CHECKS", "findings_of"), "document")
    _FINDING = dict.fromkeys(("TITLES", "Check", "Finding", "Place", "kinds_of"), "finding")
    __getattr__ = later(__name__, _DOCUMENT | _FINDING)
