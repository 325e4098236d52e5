"""Cross-document identity on SlavicNER: `predict_slavicner`, called by predict.py."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsnlp.analyse import Analyser
from newsnlp.identity import Key, Record, identify
from newsnlp.identity.places import inhabited
from newsnlp.morph import Morph
from newsnlp.nominative import nominatives
from newsnlp.recognise.phrases import token_range
from newsnlp.resolve import resolve
from newsnlp.schema import (
    Analysis,
    Document,
    Entity,
    Form,
    Kind,
    Links,
    Mention,
    Segment,
    Span,
    Token,
)
from newsnlp.segment import segment

__all__ = ["predict_slavicner"]

KINDS = {
    "PER": Kind.PERSON,
    "ORG": Kind.ORGANISATION,
    "LOC": Kind.PLACE,
    "EVT": Kind.EVENT,
    "PRO": Kind.ORGANISATION,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One mention: its line in the file, its lemma, and the record that it belongs to."""

    line: tuple[str, str, str]  # document, start, stop
    lemma: str
    key: Key
    product: bool


def predict_slavicner(source: Path, target: Path) -> None:
    """Write `<topic>.tsv` with a cluster and a lemma for each span of `<topic>/spans.tsv`.

    The mentions of a document are resolved as the package does it, then identified across the
    documents of the topic. Products are told apart from what has the same name and is no product.
    """
    morph = Morph.load()
    analyser = Analyser.load(morph)
    target.mkdir(parents=True, exist_ok=True)
    for topic in sorted(path.parent for path in source.glob("*/spans.tsv")):
        answers, records = read_topic(topic, analyser, morph)
        text = "".join("\t".join(row) + "\n" for row in clustered(answers, records))
        (target / f"{topic.name}.tsv").write_text(text, encoding="utf-8")


def clustered(answers: Sequence[Answer], records: Iterable[Record]) -> Iterator[tuple[str, ...]]:
    """The lines of the answer."""
    products = {answer.key for answer in answers if answer.product}
    own = list(records)
    found = identify(record for record in own if record.key not in products)
    found |= identify(record for record in own if record.key in products)
    for answer in answers:
        kind = "product " if answer.product else ""
        yield *answer.line, kind + found[answer.key].id, answer.lemma


def read_topic(
    topic: Path, analyser: Callable[[Document, tuple[Segment, ...]], Analysis], morph: Morph
) -> tuple[list[Answer], list[Record]]:
    """The mentions of all documents of a topic, and a record for what each document names."""
    spans: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    with (topic / "spans.tsv").open(encoding="utf-8", newline="") as lines:
        for name, *span in csv.reader(lines, delimiter="\t", quotechar=None):
            spans[name].append((span[0], span[1], span[2]))
    answers: list[Answer] = []
    records: list[Record] = []
    for name, marked in spans.items():
        path = topic / "raw" / (name if name.endswith(".txt") else f"{name}.txt")
        document = Document(name, path.read_bytes().decode("utf-8"))
        analysis = analyser(document, segment(document))
        places = [[Span(int(start), int(stop))] for start, stop, _ in marked]
        lemmas = nominatives(analysis, places, morph, [label for *_, label in marked])
        mentions = [
            (_mention(analysis, span, lemma), span)
            for span, lemma in zip(marked, lemmas, strict=True)
        ]
        for products in (False, True):
            found = {mention: s for mention, s in mentions if (s[2] == "PRO") is products}
            entities = resolve(analysis, tuple(found), Links(), morph)
            told: set[Mention] = set()
            for entity in entities:
                local = f"{entity.id}{' product' if products else ''}"
                records.append(_record(name, local, entity))
                for mention in sorted({*entity.mentions} - told, key=lambda m: m.span):
                    told.add(mention)
                    line = (name, found[mention][0], found[mention][1])
                    answers.append(Answer(line, mention.normal, (name, local), products))
    return answers, records


def _record(document: str, local: str, entity: Entity) -> Record:
    """The corpus calls nothing a mention but what is one by itself: each name is proper."""
    forms = tuple(dict.fromkeys((entity.name, *(m.normal for m in entity.mentions))))
    return Record(document, local, entity.kind, entity.name, forms)


def _mention(analysis: Analysis, span: tuple[str, str, str], lemma: str) -> Mention:
    """The span as a mention; «россияне» and «демократы», PER, are mentions of what they are of."""
    start, stop, label = span
    place = Span(int(start), int(stop))
    tokens = _tokens(analysis, place)
    alone = tokens[0] if len(tokens) == 1 else None
    if alone is not None and alone.pos == "ADJ" and alone.text[:1].islower():
        lemma = alone.lemma  # as the corpus mostly has it
    kind = KINDS[label]
    if kind is Kind.PERSON and inhabited(lemma):
        kind = Kind.PLACE
    elif kind is Kind.PERSON and not any(map(str.isupper, lemma)):
        kind = Kind.ORGANISATION
    return Mention(place, kind, Form.NAME, lemma or "-", "given", 1.0)


def _tokens(analysis: Analysis, span: Span) -> tuple[Token, ...]:
    """The tokens of the sentence that the span lies in."""
    for sentence in analysis.sentences:
        if sentence.span.meets(span):
            start, stop = token_range(sentence, span)
            return sentence.tokens[start:stop]
    return ()
