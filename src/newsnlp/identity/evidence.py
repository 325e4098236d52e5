"""What speaks for one person beside the name: titles, employers, and whom else documents name."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from newsnlp.identity.ledger import Ledger
from newsnlp.identity.person_names import Parts
from newsnlp.scratch import packed

__all__ = ["Bearer", "Speaking", "gather_evidence"]

RARE = 0.01  # share of the documents up to which one name in common says something
_FEW = 5  # documents with a name that is rare in any collection
COMPANY = 3  # frequent names in common that say as much as a rare one
_KEPT = 400  # names around one person that are remembered


@dataclass(frozen=True, slots=True)
class Bearer:
    """Somebody known by a full name, and what all documents say of him."""

    label: str
    number: int  # of the label
    parts: Parts
    documents: int
    held: frozenset[str]  # titles and employers
    around: frozenset[int]  # names beside which documents name him, as tokens


def gather_evidence(ledger: Ledger) -> None:
    """Write down for each bearer of a full name the titles, employers and names around."""
    rows = ledger.base.execute(
        "SELECT record.label, document, held FROM record JOIN person USING (variant) "
        "WHERE full ORDER BY record.label, record.number"
    )
    for label, said in groupby(rows, key=lambda row: int(row[0])):
        held: set[str] = set()
        around: set[int] = set()
        seen: set[int] = set()
        for _, document, number in said:
            if number not in seen:
                seen.add(number)
                held |= ledger.held_by(number)
            if len(around) < _KEPT:
                around |= ledger.names_in(document)
        ledger.base.execute(
            "UPDATE bearer SET held = ?, around = ? WHERE label = ?",
            (packed(sorted(held)), array("I", sorted(around)).tobytes(), label),
        )


class Speaking:
    """Whom the rest of a document makes of a short name in it."""

    def __init__(self, ledger: Ledger) -> None:
        """Find out which names are rare."""
        self._ledger = ledger
        self._most = max(_FEW, RARE * ledger.documents)

    def for_one(
        self,
        bearers: Iterable[Bearer],
        held: frozenset[str],
        names: frozenset[int],
    ) -> list[Bearer]:
        """Those for whom titles, employers or company speak.

        Args:
            bearers: who may be meant.
            held: titles and employers that the document gives the one it means.
            names: whom else it names.
        """
        return [bearer for bearer in bearers if self._speak(bearer, held, names)]

    def _speak(self, bearer: Bearer, held: frozenset[str], names: frozenset[int]) -> bool:
        if not held.isdisjoint(bearer.held):
            return True
        shared = bearer.around & names
        return len(shared) >= COMPANY or any(
            self._ledger.documents_with(token) <= self._most for token in shared
        )
