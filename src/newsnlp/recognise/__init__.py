"""Analysis → mentions of persons, bodies, positions, events and places."""

from typing import TYPE_CHECKING

from newsnlp.later import later

if TYPE_CHECKING:
    from newsnlp.recognise.mentions import candidates, recognise

__all__ = ["candidates", "recognise"]

if not TYPE_CHECKING:
    __getattr__ = later(__name__, {"candidates": "mentions", "recognise": "mentions"})
