"""Cross-document identity on SlavicNER: `predict_slavicner`, called by predict.py."""

import csv
import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from newsnlp.analyse import Analyser
from newsnlp.morph import Morph
from newsnlp.names import PersonName, compatible, parse_name
from newsnlp.nominative import nominatives
from newsnlp.recognise.phrases import token_range
from newsnlp.schema import Analysis, Document, Span, Token
from newsnlp.segment import segment
from newsnlp.text import fold

__all__ = ["predict_slavicner"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One mention: its line in the file, its lemma, and its name if it is a person's."""

    line: tuple[str, str, str]  # document, start, stop
    kind: str
    lemma: str
    name: PersonName | None


def predict_slavicner(source: Path, target: Path) -> None:
    """Write `<topic>.tsv` with a cluster and a lemma for each span of `<topic>/spans.tsv`.

    Mentions of one type and one nominative form are one entity; persons are told apart by their
    given names and initials, a lone surname goes to its namesake of the document or the topic.
    """
    morph = Morph.load()
    analyser = Analyser.load(morph)
    target.mkdir(parents=True, exist_ok=True)
    for topic in sorted(path.parent for path in source.glob("*/spans.tsv")):
        answers = _read(topic, analyser, morph)
        full = _full_names(answers)
        rows = [(*a.line, _cluster(a, full), a.lemma) for a in answers]
        text = "".join("\t".join(row) + "\n" for row in rows)
        (target / f"{topic.name}.tsv").write_text(text, encoding="utf-8")


def _read(topic: Path, analyser: Analyser, morph: Morph) -> list[Answer]:
    """The mentions of the topic; those of one document are put into the nominative together."""
    with (topic / "spans.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quotechar=None))
    answers = []
    for name, group in groupby(rows, key=lambda row: row[0]):
        path = topic / "raw" / (name if name.endswith(".txt") else f"{name}.txt")
        document = Document(name, path.read_bytes().decode("utf-8"))
        analysis = analyser(document, segment(document))
        own = list(group)
        spans = [Span(int(start), int(stop)) for _, start, stop, _ in own]
        kinds = [kind for *_, kind in own]
        lemmas = nominatives(analysis, [[span] for span in spans], morph, kinds)
        for span, row, lemma in zip(spans, own, lemmas, strict=True):
            tokens = _tokens(analysis, span)
            answers.append(_answer(tokens, (row[0], row[1], row[2]), row[3], lemma, morph))
    return answers


def _answer(
    tokens: Sequence[Token], line: tuple[str, str, str], kind: str, lemma: str, morph: Morph
) -> Answer:
    name = None
    if tokens and kind == "PER" and tokens[0].text[:1].isupper():
        name = parse_name(tokens, morph)
    alone = tokens[0] if len(tokens) == 1 else None
    if alone is not None and alone.pos == "ADJ" and alone.text[:1].islower():
        lemma = alone.lemma  # as the corpus mostly has it
    return Answer(line, kind, lemma or "-", name)


def _full_names(answers: Sequence[Answer]) -> Mapping[tuple[str, str], Counter[PersonName]]:
    """Document ("" for the topic) and surname → the names with a given name or initial."""
    found: dict[tuple[str, str], Counter[PersonName]] = defaultdict(Counter)
    for answer in answers:
        name = answer.name
        if name is not None and name.given and name.surname:
            for document in ("", answer.line[0]):
                found[document, fold(name.surname).lower()][name] += 1
    return found


def _cluster(answer: Answer, full: Mapping[tuple[str, str], Counter[PersonName]]) -> str:
    """The name of the cluster: type and form, for a person given name and surname."""
    key = answer.lemma
    if answer.name is not None:
        name = answer.name if answer.name.surname else PersonName(surname=answer.name.given)
        surname = fold(name.surname or name.given).lower()
        # «Джо» and «Джозеф», «Азия» and «Асия» are one person: the first letter counts.
        key = f"{_given(name, answer.line[0], surname, full)[:1]} {surname}"
    return hashlib.sha256(f"{answer.kind}|{fold(key).lower()}".encode()).hexdigest()[:12]


def _given(
    name: PersonName,
    document: str,
    surname: str,
    full: Mapping[tuple[str, str], Counter[PersonName]],
) -> str:
    """The most frequent given name that fits, of the document or else of the topic."""
    if len(name.given) > 2:
        return name.given
    for place in (document, ""):
        fitting: Counter[str] = Counter()
        for other, count in full.get((place, surname), Counter()).items():
            if len(other.given) > 2 and (not name.given or compatible(name, other)):
                fitting[other.given[:1]] += count
        if fitting:
            return max(fitting, key=lambda given: (fitting[given], given))
    return name.given


def _tokens(analysis: Analysis, span: Span) -> tuple[Token, ...]:
    """The tokens of the sentence that the span lies in."""
    for sentence in analysis.sentences:
        if sentence.span.meets(span):
            start, stop = token_range(sentence, span)
            return sentence.tokens[start:stop]
    return ()
