"""Normal forms of the name spans of RuNormAS: reads texts_and_ann/, writes a folder of .norm."""

from collections.abc import Sequence
from pathlib import Path

from newsnlp.analyse import Analyser
from newsnlp.morph import Morph
from newsnlp.nominative import nominatives
from newsnlp.nominative.capitals import within_sentence
from newsnlp.schema import Analysis, Document, Span
from newsnlp.segment import segment

__all__ = ["predict_runormas"]


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
    """The nominative of each name; at the beginning of a sentence as it is written within one."""
    openings = {sentence.tokens[0].span.start: sentence for sentence in analysis.sentences}
    forms = nominatives(analysis, spans, morph)
    for n, pieces in enumerate(spans):
        sentence = openings.get(pieces[0].start)
        if sentence is not None:
            within = [t for t in sentence.tokens if any(t.span.meets(piece) for piece in pieces)]
            forms[n] = within_sentence(forms[n], within, morph)
    return forms
