"""Cross-document identity on SlavicNER: `predict_slavicner`, called by predict.py."""

import csv
import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsnlp.analyse import Analyser
from newsnlp.morph import Morph
from newsnlp.names import PersonName, compatible, parse_name
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
    answers = []
    analyses: dict[str, Analysis] = {}
    with (topic / "spans.tsv").open(encoding="utf-8", newline="") as lines:
        for name, start, stop, kind in csv.reader(lines, delimiter="\t", quotechar=None):
            if name not in analyses:
                path = topic / "raw" / (name if name.endswith(".txt") else f"{name}.txt")
                document = Document(name, path.read_bytes().decode("utf-8"))
                analyses[name] = analyser(document, segment(document))
            line, span = (name, start, stop), Span(int(start), int(stop))
            answers.append(_answer(analyses[name], span, line, kind, morph))
    return answers


def _answer(
    analysis: Analysis, span: Span, line: tuple[str, str, str], kind: str, morph: Morph
) -> Answer:
    tokens = _tokens(analysis, span)
    lemma = " ".join(analysis.document.at(span).split())
    name = None
    if tokens and kind == "PER" and tokens[0].text[:1].isupper():
        name = parse_name(tokens, morph)
    if tokens:
        lemma = _lemma(tokens, morph, person=kind == "PER")
    return Answer(line, kind, lemma or "-", name)


def _lemma(tokens: Sequence[Token], morph: Morph, *, person: bool) -> str:
    """The nominative; of an adjective alone the lemma, as the corpus has it."""
    alone = tokens[0] if len(tokens) == 1 else None
    if alone is not None and alone.pos == "ADJ" and alone.text[:1].islower():
        return alone.lemma
    return morph.nominative(tokens, person=person)


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
