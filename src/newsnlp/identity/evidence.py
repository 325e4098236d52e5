"""What speaks for one person beside the name: titles, employers, and whom else documents name."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from newsnlp.identity.bodies import body_name
from newsnlp.identity.records import Record
from newsnlp.identity.spelling import squashed
from newsnlp.schema import Kind

__all__ = ["Circles"]

RARE = 0.01  # share of the documents up to which one name in common says something
_FEW = 5  # documents with a name that is rare in any collection
COMPANY = 3  # frequent names in common that say as much as a rare one
_KEPT = 400  # names around one person that are remembered


class Circles:
    """Around each person, and around each document, the titles, employers and other names."""

    def __init__(self, records: Sequence[Record]) -> None:
        """Read what each document names; `records` are those of all kinds."""
        self._named: dict[str, set[str]] = defaultdict(set)
        for record in records:
            if record.forms and (record.kind is Kind.PERSON or record.proper):
                self._named[record.document].add(f"{record.kind}{squashed(record.name)}")
        counts = Counter(name for names in self._named.values() for name in names)
        most = max(_FEW, RARE * len(self._named))
        self._rare = {name for name, count in counts.items() if count <= most}
        self._around: dict[str, set[str]] = defaultdict(set)
        self._held: dict[str, set[str]] = defaultdict(set)

    def add(self, label: str, record: Record) -> None:
        """Count what a document says to what is known of the person `label`."""
        self._held[label] |= held(record)
        around = self._around[label]
        if len(around) < _KEPT:
            around |= self._named.get(record.document, set())

    def speak(self, label: str, record: Record) -> bool:
        """Whether titles, employers or company make `record` the person `label`."""
        if held(record) & self._held.get(label, set()):
            return True
        own = {f"{record.kind}{squashed(form)}" for form in record.forms}
        shared = self._around.get(label, set()) & (self._named.get(record.document, set()) - own)
        return len(shared) >= COMPANY or bool(shared & self._rare)


def held(record: Record) -> set[str]:
    """Keys of the titles and employers that a document gives a person."""
    return {*map(squashed, record.titles), *_cores(record.bodies)}


def _cores(names: Iterable[str]) -> set[str]:
    return {f"@{body_name(name).core}" for name in names}
