"""Cross-document identity on SlavicNER: `predict_slavicner`, called by predict.py."""

import csv
import hashlib
from pathlib import Path

from newsnlp.analyse import Analyser
from newsnlp.morph import Morph
from newsnlp.names import parse_name
from newsnlp.recognise.phrases import token_range
from newsnlp.schema import Analysis, Document, Span, Token
from newsnlp.segment import segment
from newsnlp.text import fold

__all__ = ["predict_slavicner"]


def predict_slavicner(source: Path, target: Path) -> None:
    """Write `<topic>.tsv` with a cluster and a lemma for each span of `<topic>/spans.tsv`.

    Mentions of one type and one nominative form are one entity; a person is known by the surname.
    """
    morph = Morph.load()
    analyser = Analyser.load(morph)
    target.mkdir(parents=True, exist_ok=True)
    for topic in sorted(path.parent for path in source.glob("*/spans.tsv")):
        rows = []
        analyses: dict[str, Analysis] = {}
        with (topic / "spans.tsv").open(encoding="utf-8", newline="") as lines:
            for name, start, stop, kind in csv.reader(lines, delimiter="\t", quotechar=None):
                if name not in analyses:
                    path = topic / "raw" / (name if name.endswith(".txt") else f"{name}.txt")
                    document = Document(name, path.read_bytes().decode("utf-8"))
                    analyses[name] = analyser(document, segment(document))
                span = Span(int(start), int(stop))
                rows.append((name, start, stop, *_answer(analyses[name], span, kind, morph)))
        text = "".join("\t".join(row) + "\n" for row in rows)
        (target / f"{topic.name}.tsv").write_text(text, encoding="utf-8")


def _answer(analysis: Analysis, span: Span, kind: str, morph: Morph) -> tuple[str, str]:
    """Cluster and lemma of one mention."""
    lemma = " ".join(analysis.document.at(span).split())
    key = lemma
    tokens = _tokens(analysis, span)
    if tokens:
        lemma = morph.nominative(tokens)
        name = parse_name(tokens, morph) if kind == "PER" else None
        key = name.surname or name.full if name else lemma
    digest = hashlib.sha256(f"{kind}|{fold(key).lower()}".encode()).hexdigest()[:12]
    return digest, lemma or "-"


def _tokens(analysis: Analysis, span: Span) -> tuple[Token, ...]:
    """The tokens of the sentence that the span lies in."""
    for sentence in analysis.sentences:
        if sentence.span.meets(span):
            start, stop = token_range(sentence, span)
            return sentence.tokens[start:stop]
    return ()
