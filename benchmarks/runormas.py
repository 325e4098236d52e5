"""Normal forms of the name spans of RuNormAS: reads texts_and_ann/, writes a folder of .norm."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from newsnlp.analyse import Analyser
from newsnlp.morph import Morph
from newsnlp.schema import Analysis, Document, Span, Token
from newsnlp.segment import segment

__all__ = ["predict_runormas"]

_NAMED = re.compile(r"[«\"A-Za-z]")


def predict_runormas(source: Path, output: Path) -> None:
    """Write `<id>.norm` into `output` for each `texts_and_ann/<id>.ann` of `source`."""
    analyser, morph = Analyser.load(), Morph.load()
    output.mkdir(parents=True, exist_ok=True)
    for annotation in sorted((source / "texts_and_ann").glob("*.ann")):
        text = annotation.with_suffix(".txt").read_bytes().decode("utf-8")
        document = Document(annotation.stem, text)
        analysis = analyser(document, segment(document))
        spans = [_pieces(line) for line in annotation.read_text("utf-8").splitlines()]
        forms = _normalise(spans, analysis, morph)
        (output / f"{annotation.stem}.norm").write_text("\n".join(forms) + "\n", "utf-8")


def _pieces(line: str) -> list[Span]:
    numbers = [int(number) for number in line.split()]
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return [Span(*pair) for pair in sorted(set(pairs))]


def _normalise(spans: Sequence[Sequence[Span]], analysis: Analysis, morph: Morph) -> list[str]:
    tokens = [token for sentence in analysis.sentences for token in sentence.tokens]
    first = {sentence.tokens[0].span.start for sentence in analysis.sentences if sentence.tokens}
    starts = Counter(pieces[0].start for pieces in spans)
    forms = []
    for pieces in spans:
        within = [token for token in tokens if any(token.span.meets(piece) for piece in pieces)]
        # «станциях «Курская» и «Маяковская»»: each of them is one station.
        shared = len(pieces) > 1 or starts[pieces[0].start] > 1
        form = morph.nominative(within, singular=shared) if within else ""
        if within and within[0].span.start in first:
            form = _lower_common(form, within)
        surface = " ".join(analysis.document.at(piece) for piece in pieces)
        forms.append(form or " ".join(surface.split()))
    return forms


def _lower_common(form: str, tokens: Sequence[Token]) -> str:
    """A common noun that only the beginning of a sentence made a capital: «студия «Панорама»»."""
    named = len(tokens) > 1 and _NAMED.match(tokens[1].text)
    return form[:1].lower() + form[1:] if named and tokens[0].pos == "NOUN" else form
