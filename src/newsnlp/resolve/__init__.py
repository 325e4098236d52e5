"""Mentions → entities: one person, body, position or forum each, under its fullest name."""

from typing import TYPE_CHECKING

from newsnlp.later import later

if TYPE_CHECKING:
    from newsnlp.resolve.entities import first_groups, resolve

__all__ = ["first_groups", "resolve"]

if not TYPE_CHECKING:
    __getattr__ = later(__name__, {"first_groups": "entities", "resolve": "entities"})
