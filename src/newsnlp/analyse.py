"""Spans → Analysis: morphology, syntax and names by natasha's models, lemmas by pymorphy3.

The models are slovnet's, on navec's embedding, from the files that the natasha package ships; the
package itself is not imported (it would pull in pymorphy2 and yargy, which we do not use). They run
on our tokens, in batches of sentences of like length, on one BLAS thread: on several, these small
matrices are five to twelve times slower.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

import navec
import slovnet
from threadpoolctl import threadpool_limits

from newsnlp.errors import WeightsError
from newsnlp.morph import Morph
from newsnlp.schema import Analysis, Document, NameSpan, Segment, Sentence, Span, Token
from newsnlp.text import visible

__all__ = ["Analyser"]

_BATCH = 8  # sentences; larger batches cost more in padding than they save
_LONGEST_WORD = 60  # code points; nothing longer is a Russian word
_FILES = {
    "embedding": "emb/navec_news_v1_1B_250K_300d_100q.tar",
    "morph": "model/slovnet_morph_news_v1.tar",
    "syntax": "model/slovnet_syntax_news_v1.tar",
    "ner": "model/slovnet_ner_news_v1.tar",
}


class Analyser:
    """natasha's morphology, syntax and NER with pymorphy3's lemmas; opened once by `load`."""

    def __init__(self, models: dict[str, Any], morph: Morph) -> None:
        """Keep opened models; use `load`."""
        self._models = models
        self._morph = morph

    @classmethod
    def load(cls, morph: Morph | None = None) -> Self:
        """Open embedding and models.

        Raises:
            WeightsError: the natasha package or one of its files is not there.
        """
        threadpool_limits(limits=1, user_api="blas")
        paths = _find_files()
        embedding = navec.Navec.load(str(paths["embedding"]))
        loaders = {"morph": slovnet.Morph, "syntax": slovnet.Syntax, "ner": slovnet.NER}
        models = {
            name: loader.load(str(paths[name]), batch_size=_BATCH)
            for name, loader in loaders.items()
        }
        for model in models.values():
            model.navec(embedding)
        return cls(models, morph or Morph.load())

    def __call__(self, document: Document, segments: Sequence[Segment]) -> Analysis:
        """`document` with its sentences analysed and its names marked."""
        words = [[_clean(document.at(span)) for span in part.tokens] for part in segments]
        for line in words:
            self._lower_capitals(line)
        order = sorted(range(len(words)), key=lambda i: len(words[i]))
        batches = [[words[i] for i in order[k : k + _BATCH]] for k in range(0, len(order), _BATCH)]
        tags = dict(zip(order, self._run("morph", batches), strict=True))
        arcs = dict(zip(order, self._run("syntax", batches), strict=True))
        marks = dict(zip(order, self._run("ner", batches), strict=True))
        sentences = tuple(
            self._sentence(part, words[i], tags[i], arcs[i]) for i, part in enumerate(segments)
        )
        names = tuple(
            name for i, part in enumerate(segments) for name in _names(part.tokens, marks[i])
        )
        return Analysis(document, sentences, names)

    def _run(self, name: str, batches: Iterable[list[list[str]]]) -> Iterator[Any]:
        """The decoded predictions of one model, sentence by sentence."""
        infer = self._models[name].infer
        for batch in batches:
            yield from infer.decoder(infer.process(infer.encoder(batch)))

    def _sentence(self, part: Segment, words: list[str], tags: list[str], arcs: Any) -> Sentence:
        """One sentence with its tokens."""
        _, heads, rels = arcs
        tokens = []
        for index, (span, word) in enumerate(zip(part.tokens, words, strict=True)):
            pos, feats = _read_tag(tags[index])
            lemma = word.lower()
            if len(word) <= _LONGEST_WORD:
                lemma = self._morph.lemma(word, pos, feats)
            head = int(heads[index]) - 1
            tokens.append(Token(span, word, lemma, pos, feats, head, rels[index]))
        return Sentence(part.span, tuple(tokens), part.paragraph)

    def _lower_capitals(self, words: list[str]) -> None:
        """Give runs of capitals their usual case: «РЕКТОР ТУСУРА ВИКТОР РУЛЕВСКИЙ».

        Acronyms are words that the dictionary does not know; they stay. A single word in capitals
        within a sentence is left alone.
        """
        loud = [w.isupper() and len(w) > 2 and w.isalpha() for w in words]
        for index, word in enumerate(words):
            beside = loud[max(0, index - 1) : index] + loud[index + 1 : index + 2]
            if loud[index] and any(beside):
                words[index] = self._morph.words.usual_case(word)


def _find_files() -> dict[str, Path]:
    """Where the natasha package keeps its data.

    Raises:
        WeightsError: the package or a file is missing.
    """
    spec = find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise WeightsError("the package natasha is not installed; run «pip install natasha»")
    folder = Path(spec.submodule_search_locations[0]) / "data"
    paths = {name: folder / path for name, path in _FILES.items()}
    for path in paths.values():
        if not path.is_file():
            raise WeightsError(f"{path}: missing; install natasha anew (version 1.6)")
    return paths


def _clean(word: str) -> str:
    """The token without soft hyphens, stresses and zero-width characters; never empty."""
    return visible(word) or word


@lru_cache(maxsize=2048)
def _read_tag(tag: str) -> tuple[str, frozenset[str]]:
    """«NOUN|Case=Gen|Number=Sing» → NOUN and its features."""
    pos, _, feats = tag.partition("|")
    return pos, frozenset(feats.split("|")) if feats else frozenset()


def _names(tokens: Sequence[Span], marks: Sequence[str]) -> Iterator[NameSpan]:
    """Spans of the BIO `marks`."""
    start = -1
    for index, mark in enumerate([*marks, "O"]):
        if start >= 0 and not (mark.startswith("I-") and mark[2:] == marks[start][2:]):
            yield NameSpan(Span(tokens[start].start, tokens[index - 1].stop), marks[start][2:])
            start = -1
        if mark != "O" and start < 0:
            start = index
