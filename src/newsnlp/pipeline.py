"""Wires the steps; owns the models that are opened once.

A document goes in, an `Extraction` comes out. Rules and lexicons work first, on natasha's analysis;
a network, where one is given, hears what they found, and the stages decide anew by what it says.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from traceback import extract_tb
from typing import Self

from newsnlp.analyse import Analyser
from newsnlp.blocks import blocks_of, joined
from newsnlp.errors import DocumentError, NewsNLPError
from newsnlp.morph import Morph
from newsnlp.network import Network
from newsnlp.network.features import Hidden
from newsnlp.network.hints import gather
from newsnlp.recognise import recognise
from newsnlp.relate import relate
from newsnlp.relate.quotes import speaker_mentions
from newsnlp.relate.stand_ins import pronoun_mentions
from newsnlp.resolve import resolve
from newsnlp.schema import Analysis, Document, Extraction, Segment
from newsnlp.segment import segment

__all__ = ["Pipeline"]


class Pipeline:
    """Raw text to an `Extraction`: segment → analyse → recognise → relate → resolve."""

    def __init__(self, analyser: Analyser, morph: Morph, network: Network | None = None) -> None:
        """Keep the opened models; `load` opens them."""
        self._analyser = analyser
        self._morph = morph
        self._network = network

    @classmethod
    def load(cls, *, rules_only: bool = False) -> Self:
        """A pipeline with its models open; takes about 0.2 s.

        Args:
            rules_only: leave the network out. No weights are committed yet, so for now both values
                give the same pipeline.

        Raises:
            WeightsError: natasha's weights are missing or damaged.
        """
        del rules_only
        morph = Morph.load()
        pipeline = cls(Analyser.load(morph), morph)
        # What is loaded by now stays to the end: looking it over for garbage took 6 % of the time.
        gc.freeze()
        return pipeline

    def __call__(self, document: Document) -> Extraction:
        """All that is known of one document; an empty text gives an empty extraction.

        Raises:
            DocumentError: a stage broke down on this text; it says which and how.
        """
        with _stage("segment", document):
            segments = segment(document)
        blocks = blocks_of(document, segments)
        if len(blocks) == 1:
            return self._block(document, segments)
        return joined(document, ((self._block(text, own), start) for text, own, start in blocks))

    def by_rules(
        self, document: Document, segments: Sequence[Segment]
    ) -> tuple[Extraction, Analysis, Hidden]:
        """What rules alone find in a text of some pages, and what the network is told of it."""
        with _stage("analyse", document):
            analysis, hidden = self._analyser.with_hidden(document, segments)
        return self._decide(analysis), analysis, hidden

    def _block(self, document: Document, segments: tuple[Segment, ...]) -> Extraction:
        """The stages after segmentation, for a document or a block of a very long one.

        Rules alone come first; the network hears what they found, and the stages decide anew.
        """
        found, analysis, hidden = self.by_rules(document, segments)
        if self._network is None:
            return found
        with _stage("network", document):
            hints = gather(analysis.names, found.mentions, found.links, found.entities)
            scores = self._network(analysis.sentences, hidden, hints)
        return self._decide(replace(analysis, scores=scores))

    def _decide(self, analysis: Analysis) -> Extraction:
        """The stages after analysis; its scores, if there are any, decide."""
        document = analysis.document
        with _stage("recognise", document):
            mentions, lost = recognise(analysis, self._morph)
        with _stage("relate", document):
            mentions = (*mentions, *speaker_mentions(analysis, mentions))
            mentions = (*mentions, *pronoun_mentions(analysis, mentions))
            links, details = relate(analysis, mentions, self._morph)
        with _stage("resolve", document):
            entities = resolve(analysis, mentions, links, details, self._morph)
        rejected = tuple(sorted((*lost, *links.rejected), key=lambda item: item.spans))
        return Extraction(document, analysis.sentences, mentions, entities, links, rejected)

    def pipe(
        self,
        documents: Iterable[Document],
        *,
        on_error: Callable[[DocumentError], None] | None = None,
    ) -> Iterator[Extraction]:
        """The extractions of many documents, one by one, in the order of the input.

        Args:
            documents: is read as the extractions are asked for, never ahead.
            on_error: is told of a document that a stage broke down on, and the rest goes on.
                Without it the error is raised.
        """
        for document in documents:
            try:
                extraction = self(document)
            except DocumentError as error:
                if on_error is None:
                    raise
                on_error(error)
            else:
                yield extraction


@contextmanager
def _stage(name: str, document: Document) -> Iterator[None]:
    """Turn whatever goes wrong inside into a DocumentError: one bad text must not end a run."""
    try:
        yield
    except NewsNLPError:
        raise  # a broken lexicon or missing weights concern every document
    except Exception as error:
        frame = extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        reason = (
            f"{what} (in {Path(frame.filename).name}, line {frame.lineno}); "
            "the program is at fault, not the text: please report it with the text"
        )
        raise DocumentError(document.id, document.source, name, reason) from error
