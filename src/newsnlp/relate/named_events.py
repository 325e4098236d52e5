"""Mentions of one event by their words alone, for what is done before events are resolved."""

import re
from collections.abc import Mapping, Sequence

from newsnlp.recognise.event_spans import kind_flags
from newsnlp.recognise.events import event_head, same_kind
from newsnlp.schema import Form, Mention, Span
from newsnlp.text import fold_yo

__all__ = ["group_events"]

QUOTED = re.compile(r"[«\"](.+)[»\"]")


def group_events(found: Sequence[Mention]) -> dict[Span, list[Mention]]:
    """Span → event: names by their words or quoted title, stand-ins by the kind before them."""
    by_name: dict[str, list[Mention]] = {}
    last: dict[str, list[Mention]] = {}
    owner: dict[Span, list[Mention]] = {}
    latest: list[Mention] | None = None
    for mention in found:
        kind = event_head(mention.normal)
        if mention.form is Form.NAME:
            event = by_name.setdefault(_key(mention.normal), [])
        else:
            event = _referred(kind, last) or latest or []
        event.append(mention)
        owner[mention.span] = event
        last[kind] = latest = event
    return owner


def _referred(kind: str, last: Mapping[str, list[Mention]]) -> list[Mention] | None:
    """The latest event that a bare `kind` can refer to."""
    alike = [event for other, event in last.items() if same_kind(kind, other)]
    return last.get(kind) or (alike[-1] if alike else None)


def _key(normal: str) -> str:
    quoted = QUOTED.search(normal)
    part = "part" in kind_flags().get(event_head(normal), frozenset())
    return fold_yo((quoted[1] if quoted and not part else normal).lower())
