"""Write predictions for one of the five tasks: `predict.py TASK INPUT OUTPUT`.

press      folder of gold JSON (only id, published, title and text are read) → JSONL, gold's keys
nerel      folder of .txt → JSONL: id, entities, relations
factrueval folder of .txt → JSONL: id, occupations, entities
runormas   folder with texts_and_ann/ → folder of .norm
slavicner  folder of <topic>/raw/*.txt and <topic>/spans.tsv → folder of <topic>.tsv

With --rules-only the network is left out.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))  # the files beside this one

from newsnlp.analyse import Analyser
from newsnlp.confidence import facts_told
from newsnlp.facts import Facts
from newsnlp.morph import Morph
from newsnlp.network import NEREL, Network
from newsnlp.pipeline import Pipeline
from newsnlp.recognise.positions import CHAIR, HEADING
from newsnlp.schema import Document, Extraction, Form, Kind, Mention, Span
from newsnlp.score import gold_record
from newsnlp.segment import segment
from runormas import predict_runormas
from slavicner import predict_slavicner

__all__ = ["TASKS", "main"]

Task = Callable[..., None]

_NEREL = {
    Kind.PERSON: "PERSON",
    Kind.ORGANISATION: "ORGANIZATION",
    Kind.POSITION: "PROFESSION",
    Kind.EVENT: "EVENT",
}
_LEAST, _LEAST_OF_LINKS = 0.5, 0.42  # chances in NEREL's types; .45–.6 and .35–.45 are as good
_OWNERS = frozenset(
    "акционер владелец владелица основатель основательница собственник собственница совладелец "
    "совладелица создатель создательница сооснователь соосновательница учредитель "
    "учредительница".split()
)  # to factRuEval theirs is another kind of fact
_FACTRUEVAL = {Kind.PERSON: "PER", Kind.ORGANISATION: "ORG", Kind.PLACE: "LOC"}


def predict_press(source: Path, target: Path, *, rules_only: bool = False) -> None:
    """The tables of each release under the gold's keys."""
    pipeline = Pipeline.load(rules_only=rules_only)
    _write(target, map(gold_record, pipeline.pipe(_press_documents(source))))


def predict_nerel(source: Path, target: Path, *, rules_only: bool = False) -> None:
    """Entities and relations in NEREL's types: the network's own, or those of the tables."""
    if rules_only:
        pipeline = Pipeline.load(rules_only=True)
        _write(target, map(_nerel_record, pipeline.pipe(_text_documents(source))))
    else:
        _write(target, map(_Nerel(), _text_documents(source)))


def predict_factrueval(source: Path, target: Path, *, rules_only: bool = False) -> None:
    """Occupations, and the flat names of track 1."""
    pipeline = Pipeline.load(rules_only=rules_only)
    _write(target, map(_factrueval_record, pipeline.pipe(_text_documents(source))))


class _Nerel:
    """What the network says in NEREL's types, which the tables do not use."""

    def __init__(self) -> None:
        morph = Morph.load()
        analyser = Analyser.load(morph)
        self._pipeline = Pipeline(analyser, morph)
        self._network = Network.load(morph.words, analyser.embedding, groups=NEREL)

    def __call__(self, document: Document) -> dict[str, Any]:
        """The gold's keys of one document."""
        analysis, hidden, ruled = self._pipeline.analyse(document, segment(document))
        hints = self._pipeline.hints(analysis, ruled)
        reading = self._network(analysis.sentences, hidden, hints)
        spans = [span for span, chance in reading.spans.items() if chance >= _LEAST]
        links = self._network.links(reading, spans)
        kept = [link for link, chance in links.items() if chance >= _LEAST_OF_LINKS]
        return {
            "id": document.id,
            "entities": [
                {"start": span.start, "end": span.stop, "type": kind.removeprefix("nerel:")}
                for span, kind in sorted(spans)
            ],
            "relations": [
                {
                    "type": label.removeprefix("nerel:"),
                    "head": [head.start, head.stop],
                    "tail": [tail.start, tail.stop],
                }
                for head, tail, label in sorted(kept)
            ],
        }


def _press_documents(folder: Path) -> Iterator[Document]:
    for path in sorted(folder.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        published = record.get("published")
        day = date.fromisoformat(published) if published else None
        yield Document(record["id"], record["text"], day, record.get("title") or "", path.name)


def _text_documents(folder: Path) -> Iterator[Document]:
    """The texts as they are: offsets count their code points, so nothing is normalised."""
    for path in sorted(folder.glob("*.txt")):
        yield Document(path.stem, path.read_bytes().decode("utf-8"), source=path.name)


def _nerel_record(extraction: Extraction) -> dict[str, Any]:
    facts = facts_told(extraction)
    spans = _nerel_spans(extraction, facts)
    entities = sorted({(span, _NEREL[mention.kind]) for mention, span in spans.items()})
    return {
        "id": extraction.document.id,
        "entities": [{"start": s.start, "end": s.stop, "type": kind} for s, kind in entities],
        "relations": list(_nerel_relations(facts, spans)),
    }


def _nerel_spans(extraction: Extraction, facts: Facts) -> dict[Mention, Span]:
    """The spans of names and titles; a profession of NEREL takes in the body that follows it."""
    spans = {
        mention: mention.span
        for mention in extraction.mentions
        if mention.kind in _NEREL and mention.form is Form.NAME
    }
    for role in facts.roles:
        title, body = role.link.position, role.link.organisation
        if body is not None and 0 < body.span.start - title.span.stop <= 1:
            spans[title] = Span(title.span.start, body.span.stop)
    return spans


def _nerel_relations(facts: Facts, spans: Mapping[Mention, Span]) -> Iterator[dict[str, Any]]:
    for role in facts.roles:
        link = role.link
        yield from _relation("WORKS_AS", link.person, link.position, spans)
        if link.organisation is not None:
            yield from _relation("WORKPLACE", link.person, link.organisation, spans)
    for participation, _, _ in facts.participations:
        yield from _relation("PARTICIPANT_IN", participation.who, participation.event, spans)


def _relation(
    kind: str, head: Mention, tail: Mention, spans: Mapping[Mention, Span]
) -> Iterator[dict[str, Any]]:
    if head in spans and tail in spans:
        pair = spans[head], spans[tail]
        yield {
            "type": kind,
            "head": [pair[0].start, pair[0].stop],
            "tail": [pair[1].start, pair[1].stop],
        }


def _factrueval_record(extraction: Extraction) -> dict[str, Any]:
    """The names, and the roles that have a body.

    An Occupation says where somebody works: all but one of the 211 of the devset name the body.
    What the project's tables have beside that («писатель», «чемпион мира») is no fact there, and
    who owns or has founded a body is another one, an Ownership. Titles are given as they stand.
    """
    names = sorted(
        {
            (mention.span, _FACTRUEVAL[mention.kind])
            for mention in extraction.mentions
            if mention.kind in _FACTRUEVAL and mention.form is Form.NAME
        }
    )
    return {
        "id": extraction.document.id,
        "entities": [{"start": s.start, "end": s.stop, "type": kind} for s, kind in names],
        "occupations": [
            {
                "who": role.person.name,
                "position": _printed(extraction.document, role.link.position),
                "where": role.body.name,
                "phase": None,
            }
            for role in facts_told(extraction).roles
            if role.body is not None and _OWNERS.isdisjoint(role.position.split())
        ],
    }


def _printed(document: Document, title: Mention) -> str:
    """The words of a title as they stand, «экс-премьера», «замглавы»; what a verb implies spelt."""
    implied = title.evidence in (HEADING, CHAIR)
    return title.normal if implied else document.at(title.span)


def _write(target: Path, records: Iterator[dict[str, Any]]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8") as lines:
        for record in records:
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")


TASKS: Mapping[str, Task] = {
    "press": predict_press,
    "nerel": predict_nerel,
    "factrueval": predict_factrueval,
    "runormas": predict_runormas,
    "slavicner": predict_slavicner,
}


_HEARS = frozenset({"press", "nerel", "factrueval"})  # tasks in which the network has a say


def main() -> int:
    """Run the task that the command line names; 0, or 2 where the input is not there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("input", type=Path, help="folder, see above")
    parser.add_argument("output", type=Path, help="file or folder, see above")
    parser.add_argument("--rules-only", action="store_true", help="leave the network out")
    arguments = parser.parse_args()
    if not arguments.input.is_dir():
        print(f"predict: {arguments.input}: no such folder", file=sys.stderr)
        return 2
    own = {"rules_only": True} if arguments.rules_only and arguments.task in _HEARS else {}
    TASKS[arguments.task](arguments.input, arguments.output, **own)
    return 0


if __name__ == "__main__":
    sys.exit(main())
