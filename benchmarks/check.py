"""All findings of `newsnlp check` on a folder: `check.py FOLDER [--only KIND] [--every N]`.

The folder holds gold JSON (only id, title, published and text are read), marked-up releases or what
`newsnlp check` itself reads. A table of kinds and releases comes last. Whether a finding is a false
alarm only a reader can say.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from newsnlp.checks import Check, Finding, findings_of, kinds_of
from newsnlp.cli_check import as_text
from newsnlp.errors import NewsNLPError
from newsnlp.morph import Morph
from newsnlp.pipeline import Pipeline
from newsnlp.read import read
from newsnlp.schema import Document
from newsnlp.score import read_gold

__all__ = ["documents_of", "main"]


def documents_of(folder: Path) -> Iterator[Document]:
    """The documents of a folder of gold, or else of news."""
    try:
        records = read_gold(folder)
    except NewsNLPError:
        yield from (item for item in read([folder]) if isinstance(item, Document))
        return
    for record in records:
        day = record.get("published")
        published = date.fromisoformat(day) if day else None
        yield Document(record["id"], record["text"], published, record.get("title") or "")


def table(found: Iterable[Finding], releases: int) -> str:
    """How many of each kind there are, and in how many releases."""
    counts: Counter[Check] = Counter()
    places: dict[Check, set[str]] = {}
    for finding in found:
        counts[finding.kind] += 1
        places.setdefault(finding.kind, set()).add(finding.document)
    lines = [f"{kind:12}{n:5} in {len(places[kind]):4}" for kind, n in sorted(counts.items())]
    everywhere = len(set().union(*places.values()))
    return "\n".join([*lines, f"{'all':12}{counts.total():5} in {everywhere:4} of {releases}"])


def main() -> int:
    """Print the findings and the table; 0."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", action="append", default=[], help="kinds; all by default")
    parser.add_argument("--every", type=int, default=1, help="every n-th document only")
    arguments = parser.parse_args()
    pipeline, morph, kinds = Pipeline.load(), Morph.load(), kinds_of(arguments.only)
    found: list[Finding] = []
    documents = list(documents_of(arguments.folder))[:: arguments.every]
    for extraction in pipeline.pipe(documents):
        new = findings_of(extraction, morph, kinds=kinds)
        found += new
        for finding in new:
            print(as_text(finding))
    print(table(found, len(documents)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
