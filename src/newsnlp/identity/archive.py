"""What earlier runs identified, so that new documents are told by the same ids.

An archive holds the records of all documents so far with the id and name of each, in one file of
JSON lines. New documents are compared with those records only that share a key of a name with
them, and with all that is one with these; nothing else is looked at, and its ids and names stay.
"""

import gzip
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from newsnlp.errors import NewsNLPError
from newsnlp.identity import Identity, identify
from newsnlp.identity.blocking import keys_of
from newsnlp.identity.records import Key, Pins, Record, record_of, row_of

__all__ = ["Archive", "Keeper"]

_HEAD = {"newsnlp": "archive", "version": 1}


@dataclass(frozen=True)
class Archive:
    """Records of many documents and what each was found to be."""

    records: Mapping[Key, Record] = field(default_factory=dict)
    known: Mapping[Key, Identity] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)  # id that is no more → id that has it

    def extended(
        self, records: Iterable[Record], pins: Pins | None = None
    ) -> tuple[dict[Key, Identity], Self]:
        """What each of `records` is, and the archive with them; a document known is replaced.

        What is touched keeps the id that most of its documents had; a part that is set apart from
        it gets an id of its own. So ids depend on what was added when, not on the order within one
        call.
        """
        new = {record.key: record for record in records}
        documents = {document for document, _ in new}
        old = {key: record for key, record in self.records.items() if key[0] not in documents}
        touched = self._touched(old, new.values())
        every = {**old, **new}
        found = identify(
            [*(old[key] for key in touched), *new.values()], pins, among=every.values()
        )
        before = {key: self.known[key].id for key in touched}
        taken = {self.known[key].id for key in old if key not in before}
        fixed = {pin.id for pin in (pins or {}).values()}
        kept = _kept(found, before, taken, fixed)
        moved = _moved(before, kept, self.moved)
        known = {**{key: self.known[key] for key in old}, **kept}
        return {key: kept[key] for key in new}, type(self)(every, known, moved)

    def _touched(self, old: Mapping[Key, Record], new: Iterable[Record]) -> list[Key]:
        """The known records that share a key with a new one, and all that are one with these."""
        wanted = {key for record in new for key in keys_of(record)}
        near = {
            self.known[key].id
            for key, record in old.items()
            if not wanted.isdisjoint(keys_of(record))
        }
        return [key for key in old if self.known[key].id in near]

    @classmethod
    def read(cls, path: Path) -> Self:
        """The archive in the file; an empty one if there is no file.

        Raises:
            NewsNLPError: the file is no archive, or one of its lines is damaged.
        """
        if not path.exists():
            return cls()
        records: dict[Key, Record] = {}
        known: dict[Key, Identity] = {}
        moved: dict[str, str] = {}
        number = 0
        try:
            for number, row in enumerate(_rows(path), 1):
                if number == 1:
                    if row != _HEAD:
                        raise ValueError("no archive of this version")
                elif "moved" in row:
                    moved[row["moved"]] = row["to"]
                else:
                    record, own = _record_of(row)
                    records[record.key], known[record.key] = record, own
        except (ValueError, KeyError, TypeError, AttributeError, OSError, EOFError) as reason:
            raise NewsNLPError(
                f"{path}:{number}: {reason}; name an archive that extract --archive wrote, "
                "or a file that does not exist yet"
            ) from reason
        return cls(records, known, moved)

    def write(self, path: Path) -> None:
        """Write the file, a record a line; the old one stays until the new one is whole."""
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = path.with_name(f"{path.name}.part")
        rows: list[dict[str, Any]] = [_HEAD]
        rows += [{"moved": old, "to": new} for old, new in sorted(self.moved.items())]
        rows += [_row_of(self.records[key], self.known[key]) for key in sorted(self.records)]
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        data = "".join(lines).encode("utf-8", "surrogatepass")
        # No time of day in the file: equal archives are equal bytes.
        scratch.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
        scratch.replace(path)


class Keeper:
    """`identify` among all that the archive in a file holds; `write` keeps what it found."""

    def __init__(self, path: Path) -> None:
        """Read the file, if there is one."""
        self._path = path
        self._archive = Archive.read(path)

    def __call__(self, records: Iterable[Record], pins: Pins | None = None) -> dict[Key, Identity]:
        """What each record is, as `Archive.extended` says."""
        found, self._archive = self._archive.extended(records, pins)
        return found

    def write(self) -> None:
        """Write the archive with all that was asked of it."""
        self._archive.write(self._path)


def _kept(
    found: Mapping[Key, Identity],
    before: Mapping[Key, str],
    taken: set[str],
    fixed: set[str],
) -> dict[Key, Identity]:
    """The identities with the ids that their records had; an id goes to those who had it most."""
    clusters: dict[str, list[Key]] = defaultdict(list)
    for key, own in found.items():
        clusters[own.id].append(key)
    claims = Counter(
        (before[key], made) for made, keys in clusters.items() for key in keys if key in before
    )
    ids: dict[str, str] = {made: made for made in clusters if made in fixed}
    used = {*taken, *ids.values()}
    for (old, made), _ in sorted(claims.items(), key=lambda claim: (-claim[1], claim[0])):
        if made not in ids and old not in used:
            ids[made] = old
            used.add(old)
    for made in sorted(clusters):
        if made not in ids:
            ids[made] = made if made not in used else _another(made, min(clusters[made]))
            used.add(ids[made])
    return {key: Identity(ids[own.id], own.name) for key, own in found.items()}


def _another(own: str, key: Key) -> str:
    """An id for what has a name that another thing's id was made from."""
    digest = hashlib.sha256("|".join((own, *key)).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{own[:2]}{digest[:12]}"


def _moved(
    before: Mapping[Key, str], now: Mapping[Key, Identity], moved: Mapping[str, str]
) -> dict[str, str]:
    """Ids that no record has any more → where most of their records are."""
    held = {own.id for own in now.values()}
    went: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, old in before.items():
        if old not in held:
            went[old][now[key].id] += 1
    new = {old: max(to, key=lambda own: (to[own], own)) for old, to in went.items()}
    return {**{old: new.get(to, to) for old, to in moved.items() if old not in held}, **new}


# ------------------------------------------------------------------- lines of the file


def _rows(path: Path) -> Iterator[Any]:
    data = path.read_bytes()
    plain = gzip.decompress(data) if path.suffix == ".gz" else data
    for line in plain.decode("utf-8", "surrogatepass").splitlines():
        yield json.loads(line)


def _row_of(record: Record, own: Identity) -> dict[str, Any]:
    return {"id": own.id, "as": own.name, **row_of(record)}


def _record_of(row: dict[str, Any]) -> tuple[Record, Identity]:
    own = Identity(row.pop("id"), row.pop("as"))
    return record_of(row), own
