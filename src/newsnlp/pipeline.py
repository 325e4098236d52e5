"""Wires the steps; owns the models that are opened once.

A document goes in, an `Extraction` comes out. The network has no weights yet, so the pipeline works
by rules and lexicons on natasha's analysis, whatever `rules_only` says.
"""

from collections.abc import Iterable, Iterator
from typing import Self

from newsnlp.analyse import Analyser
from newsnlp.morph import Morph
from newsnlp.recognise import recognise
from newsnlp.relate import relate
from newsnlp.relate.quotes import speaker_mentions
from newsnlp.resolve import resolve
from newsnlp.schema import Document, Extraction
from newsnlp.segment import segment

__all__ = ["Pipeline"]


class Pipeline:
    """Raw text to an `Extraction`: segment → analyse → recognise → relate → resolve."""

    def __init__(self, analyser: Analyser, morph: Morph) -> None:
        """Keep the opened models; `load` opens them."""
        self._analyser = analyser
        self._morph = morph

    @classmethod
    def load(cls, *, rules_only: bool = False) -> Self:
        """A pipeline with its models open; takes about a second.

        Args:
            rules_only: leave the network out. No network is committed yet, so for now both values
                give the same pipeline.
        """
        del rules_only
        morph = Morph.load()
        return cls(Analyser.load(morph), morph)

    def __call__(self, document: Document) -> Extraction:
        """All that is known of one document; an empty text gives an empty extraction."""
        analysis = self._analyser(document, segment(document))
        mentions = recognise(analysis, self._morph)
        mentions = (*mentions, *speaker_mentions(analysis, mentions))
        links, details = relate(analysis, mentions, self._morph)
        entities = resolve(analysis, mentions, links, details, self._morph)
        return Extraction(document, analysis.sentences, mentions, entities, links)

    def pipe(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """The extractions of many documents, one by one, in the order of the input."""
        for document in documents:
            yield self(document)
