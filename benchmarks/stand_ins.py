"""Whom stand-ins mean, the mentions being given: `stand_ins.py [FOLDER] [--json] [--wrong]`.

The marked mentions of the releases (spans, kinds, whether a name) go through relate and resolve
with the network's chances of links. A stand-in is right if most of the names that its entity holds
are names of what it means. One whose thing has no name in the text is not counted.

Figures are of the releases whose number five divides, which nothing is learnt from, and after
«learnt:» of the others.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from newsnlp.pipeline import Pipeline
from newsnlp.schema import Document, Entity, Extraction, Form, Kind, Span
from newsnlp.score import parse_marked

__all__ = ["Answer", "answers", "figures_of", "main"]

RELEASES = Path(__file__).parent.parent / "data" / "gold" / "press" / "train"
FOLD = 5  # one release of so many is kept from all that is learnt
_KINDS = {
    "P": Kind.PERSON,
    "O": Kind.ORGANISATION,
    "T": Kind.POSITION,
    "E": Kind.EVENT,
    "L": Kind.PLACE,
}
_ALL = dict.fromkeys(("persons", "organisations", "events"), ("all",))
_PRONOUNS = frozenset(
    "он его него ему нему им ним нем нём она ее её нее неё ей ней ею нею оно они их них ими ними "
    "тот та то те того той тому кто который которая которое которые которого которой".split()
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A stand-in: what it means and what it was taken for."""

    document: str
    span: Span
    words: str
    sort: str  # «person pronoun», «person title», «person noun», «organisation», «event», «place»
    means: str  # the marked entity
    found: str  # the marked entity that most names of its entity belong to, "" without names

    @property
    def right(self) -> bool:
        """Whether it was taken for what it means."""
        return self.means == self.found


def answers(gold: Mapping[str, Any], extraction: Extraction) -> Iterator[Answer]:
    """The stand-ins of a release whose things have names in it, in the order of the text."""
    marked = [item for item in gold["mentions"] if item["kind"] in _KINDS]
    names = {_key(item): item["entity"] for item in marked if item["form"] == "name"}
    titles = {(item["start"], item["end"]) for item in marked if item["kind"] == "T"}
    named = {item["entity"] for item in marked if item["form"] == "name"}
    entity_of = {
        (m.span, m.kind): entity
        for entity in extraction.entities
        for m in entity.mentions
        if m.form is not Form.NAME
    }
    for item in sorted(marked, key=lambda i: i["start"]):
        if item["form"] == "name" or item["entity"] not in named:
            continue
        span, kind = _key(item)
        words = extraction.document.at(span)
        sort = kind.value
        if kind is Kind.PERSON:
            title = any(span.start <= start < span.stop for start, _ in titles)
            noun = "title" if title else "noun"
            sort += f" {'pronoun' if words.lower() in _PRONOUNS else noun}"
        found = _meant(entity_of.get((span, kind)), names)
        yield Answer(gold["id"], span, words, sort, item["entity"], found)


def _key(item: Mapping[str, Any]) -> tuple[Span, Kind]:
    return Span(item["start"], item["end"]), _KINDS[item["kind"]]


def _meant(entity: Entity | None, names: Mapping[tuple[Span, Kind], str]) -> str:
    """The marked entity that most names of an entity belong to."""
    mentions = [m for m in entity.mentions if m.form is Form.NAME] if entity else []
    counts = Counter(names.get((m.span, m.kind), "") for m in mentions)
    return counts.most_common(1)[0][0] if counts else ""


def figures_of(found: Sequence[Answer]) -> dict[str, tuple[int, int]]:
    """For each sort, and for each kind as a whole, how many are right, of how many."""
    counts: dict[str, tuple[int, int]] = {}
    for answer in found:
        kind = f"{answer.sort.split()[0]}s"
        for sort in (kind, *([answer.sort] if " " in answer.sort else ()), *_ALL.get(kind, ())):
            right, number = counts.get(sort, (0, 0))
            counts[sort] = right + answer.right, number + 1
    return dict(sorted(counts.items()))


def main() -> int:
    """Print the figures; 0."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=RELEASES)
    parser.add_argument("--kept-out", action="store_true", help="those nothing was learnt from")
    parser.add_argument("--rules-only", action="store_true", help="leave the network out")
    parser.add_argument("--json", action="store_true", help="shares of those kept out")
    parser.add_argument("--wrong", action="store_true", help="print the wrong ones")
    arguments = parser.parse_args()
    pipeline = Pipeline.load(rules_only=arguments.rules_only)
    found: dict[bool, list[Answer]] = {True: [], False: []}
    for path in sorted(arguments.folder.glob("*.txt")):
        kept_out = int(path.stem.rsplit("-", 1)[1]) % FOLD == 0
        if kept_out or not arguments.kept_out:
            gold = parse_marked(path.read_text("utf-8"))
            found[kept_out] += answers(gold, _extract(pipeline, gold))
    if arguments.json:
        shares = {k: right / number for k, (right, number) in figures_of(found[True]).items()}
        print(json.dumps(shares))
        return 0
    for kept_out, title in ((True, ""), (False, "learnt: ")):
        for sort, (right, number) in figures_of(found[kept_out]).items():
            print(f"{title + sort:26}{right:5} of {number:5} {right / number:6.3f}")
    for answer in (*found[True], *found[False]) if arguments.wrong else ():
        if not answer.right:
            meant = f"{answer.means} taken for {answer.found or 'nothing named'}"
            print(f"{answer.document} {answer.span.start} {answer.sort}: {answer.words} {meant}")
    return 0


def _extract(pipeline: Pipeline, gold: Mapping[str, Any]) -> Extraction:
    published = gold.get("published")
    day = date.fromisoformat(published) if published else None
    document = Document(gold["id"], gold["text"], day, gold.get("title") or "")
    marked = [
        (*_key(item), item["form"] == "name") for item in gold["mentions"] if item["kind"] in _KINDS
    ]
    return pipeline.given(document, marked)


if __name__ == "__main__":
    sys.exit(main())
