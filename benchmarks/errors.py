"""What the errors on press/dev come from: `errors.py LISTING [--read FILE]`.

LISTING is what the scorer prints with `--errors`; FILE says of each error that somebody has read
from which mistake it comes and what caused that (`errors.tsv` beside this script). Two tables in
Markdown come out, mistakes by cause and parts taken for others, then the errors not yet read. A
mistake is counted once, in the table of its first line in FILE that is still printed.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

__all__ = ["CAUSES", "Error", "main", "parse_listing", "read_causes"]

READ = Path(__file__).parent / "errors.tsv"
TABLES = {
    "persons": "persons",
    "organisations": "bodies",
    "events": "events",
    "event_details": "details",
    "roles": "roles",
    "participations": "takes part",
    "participations_role": "as what",
    "org_participations": "bodies take part",
    "quotes": "quotes",
}
CAUSES = {
    "open": "ambiguous: two careful readers could differ",
    "gold": "the gold is wrong or breaks the guidelines",
    "missed": "name not found",
    "name": "name's form or extent",
    "twice": "one thing counted twice",
    "none": "taken for a name or title, is none",
    "event_missed": "event not found",
    "split": "event split, or a part that is none of its own",
    "date": "date",
    "place": "place",
    "title_missed": "title not found",
    "title_extent": "title's extent or form",
    "holder": "holder",
    "body": "body implied, or which of several",
    "stand_in": "stand-in resolved wrongly",
    "part_missed": "takes part, not seen",
    "no_part": "takes no part",
    "which_event": "wrong of several events",
    "part": "part confused",
    "speaker": "speaker",
}
_LINE = re.compile(r"(\S+)  (\S) (\w+): (.*)")


class Error(NamedTuple):
    """One line of the listing: `sign` is «-» for missed, «+» for spurious, «≠» for differing."""

    document: str
    table: str
    sign: str
    item: str


class Cause(NamedTuple):
    """Which mistake of its document an error comes from, and of what kind it is."""

    mistake: int
    kind: str


def parse_listing(lines: Iterable[str]) -> list[Error]:
    """The errors of a listing; a row without its part that errs with its part, too, is one."""
    found = [
        Error(match[1], match[3], match[2], match[4])
        for line in lines
        if (match := _LINE.fullmatch(line.rstrip("\n")))
    ]
    whole = {error for error in found if error.table == "participations"}
    return [
        error
        for error in found
        if error.table != "participations_role"
        or error._replace(table="participations") not in whole
    ]


def read_causes(path: Path) -> dict[Error, Cause]:
    """The cause of each error that was read, in the order of the file."""
    found: dict[Error, Cause] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        document, mistake, kind, table, sign, item = line.split("\t")
        if kind not in CAUSES or table not in TABLES:
            raise ValueError(f"{path}: unknown cause or table in «{line}»")
        found[Error(document, table, sign, item)] = Cause(int(mistake), kind)
    return found


def by_cause(errors: Sequence[Error], causes: dict[Error, Cause]) -> Iterator[str]:
    """The table of causes: mistakes in each table, mistakes and lines in all."""
    printed = set(errors)
    first: dict[tuple[str, int], Error] = {}
    lines: Counter[str] = Counter()
    for error, cause in causes.items():
        if error in printed:
            first.setdefault((error.document, cause.mistake), error)
            lines[cause.kind] += 1
    cells = Counter((causes[error].kind, error.table) for error in first.values())
    yield "| cause | " + " | ".join(TABLES.values()) + " | mistakes | lines |"
    yield "|---|" + "---:|" * (len(TABLES) + 2)
    for kind, label in CAUSES.items():
        row = [cells[kind, table] for table in TABLES]
        if any(row):
            yield _row(label, [*row, sum(row), lines[kind]])
    totals = [sum(cells[kind, table] for kind in CAUSES) for table in TABLES]
    yield _row("mistakes", [*totals, sum(totals), 0])
    own = Counter(error.table for error in printed if error in causes)
    yield _row("lines", [*(own[table] for table in TABLES), 0, own.total()])


def _row(label: str, numbers: Iterable[int]) -> str:
    return f"| {label} | " + " | ".join(str(number or "") for number in numbers) + " |"


def confused(errors: Sequence[Error], causes: dict[Error, Cause]) -> Iterator[str]:
    """Which part was taken for which, in rows: «гость → спикер»."""
    sides: dict[tuple[str, int, str, str], str] = {}
    for error in errors:
        cause = causes.get(error)
        if cause and cause.kind == "part":
            person, _, rest = error.item.partition(" | ")
            key = (error.document, cause.mistake, error.sign, person.split()[-1].replace("ё", "е"))
            sides[key] = rest.rpartition(" | ")[2]
    pairs = Counter(
        f"{part} → {sides.get((document, mistake, '+', person), '?')}"
        for (document, mistake, sign, person), part in sides.items()
        if sign == "-"
    )
    yield "| gold → program | rows |"
    yield "|---|---:|"
    yield from (_row(pair, [number]) for pair, number in pairs.most_common())


def main() -> int:
    """Print the tables and what is unread; 1 if an error is unread, 2 for a bad file, else 0."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("listing", type=Path, help="what the scorer prints with --errors")
    parser.add_argument("--read", type=Path, default=READ, help="the causes of the errors read")
    arguments = parser.parse_args()
    try:
        errors = parse_listing(arguments.listing.read_text(encoding="utf-8").splitlines())
        causes = read_causes(arguments.read)
    except (OSError, ValueError) as reason:
        print(f"errors: {reason}", file=sys.stderr)
        return 2
    print("\n".join([*by_cause(errors, causes), "", *confused(errors, causes)]))
    unread = [error for error in errors if error not in causes]
    print(f"\n{len(unread)} of {len(errors)} lines not read")
    for error in unread:
        print("\t".join([error.document, "?", "?", *error[1:]]))
    return 1 if unread else 0


if __name__ == "__main__":
    sys.exit(main())
