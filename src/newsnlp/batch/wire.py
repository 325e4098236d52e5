"""What parent and children say to each other, as plain values for JSON."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from newsnlp.errors import Fault
from newsnlp.schema import Document

__all__ = ["document_from", "document_row", "fault_from", "fault_row"]


def document_row(document: Document) -> dict[str, Any]:
    """The document, its day in ISO."""
    day = document.published
    return {**asdict(document), "published": day.isoformat() if day else None}


def document_from(row: Mapping[str, Any]) -> Document:
    """What `document_row` was given."""
    day = row["published"]
    return Document(**{**row, "published": date.fromisoformat(day) if day else None})


def fault_row(fault: Fault) -> dict[str, Any]:
    """The fault."""
    return asdict(fault)


def fault_from(row: Mapping[str, Any]) -> Fault:
    """What `fault_row` was given."""
    return Fault(**row)
