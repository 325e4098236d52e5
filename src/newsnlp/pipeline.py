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
from newsnlp.network import Network, label_of
from newsnlp.network.features import Hidden
from newsnlp.network.hints import Hints, gather
from newsnlp.recognise import candidates, recognise
from newsnlp.recognise.told import given
from newsnlp.relate import relate, take_part
from newsnlp.relate.quotes import speaker_mentions
from newsnlp.relate.reader import Reader
from newsnlp.relate.stand_ins import pronoun_mentions
from newsnlp.resolve import first_groups, resolve
from newsnlp.schema import (
    Analysis,
    Document,
    Extraction,
    Kind,
    Mention,
    Rejected,
    Scores,
    Segment,
    Span,
)
from newsnlp.segment import segment

__all__ = ["Pipeline"]

# Texts leave next to no circles behind; at Python's own thresholds the looks cost a tenth of the
# time, and 2 % when these are set back after each text.
_RARELY = (100_000, 20, 50)


class Pipeline:
    """Raw text to an `Extraction`: segment → analyse → recognise → relate → resolve."""

    def __init__(
        self,
        analyser: Analyser,
        morph: Morph,
        network: Network | None = None,
        reader: Reader | None = None,
    ) -> None:
        """Keep the opened models; `load` opens them."""
        self._analyser = analyser
        self._morph = morph
        self._network = network
        self._reader = reader

    @classmethod
    def load(cls, *, rules_only: bool = False, model: Path | None = None) -> Self:
        """A pipeline with its models open; takes about 0.3 s.

        Garbage is looked for more rarely in this process from then on.

        Args:
            rules_only: leave the network out.
            model: folder of the network's weights, by default those of the package.

        Raises:
            WeightsError: natasha's weights or the network's are missing or damaged.
        """
        morph = Morph.load()
        analyser = Analyser.load(morph)
        network = reader = None
        if not rules_only:
            network = Network.load(morph.words, analyser.embedding, folder=model)
            reader = Reader.load(morph.words, analyser.embedding, folder=model)
        pipeline = cls(analyser, morph, network, reader)
        # What is loaded by now stays to the end: looking it over for garbage took 6 % of the time.
        gc.freeze()
        if 0 < gc.get_threshold()[0] < _RARELY[0]:
            gc.set_threshold(*_RARELY)
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

    def analyse(
        self, document: Document, segments: Sequence[Segment]
    ) -> tuple[Analysis, Hidden, list[Mention]]:
        """A text of some pages analysed, the taggers' states, and the rules' candidates."""
        with _stage("analyse", document):
            analysis, hidden = self._analyser.with_hidden(document, segments)
        with _stage("recognise", document):
            return analysis, hidden, candidates(analysis, self._morph)

    def hints(self, analysis: Analysis, ruled: Sequence[Mention]) -> Hints:
        """What the network is told of the rules' candidates: those that would stand alone."""
        return gather(analysis.names, self.mentions(analysis, ruled)[0])

    def mentions(
        self, analysis: Analysis, ruled: Sequence[Mention]
    ) -> tuple[tuple[Mention, ...], tuple[Rejected, ...]]:
        """The mentions that stand in the text, pronouns among them, and those that do not."""
        with _stage("recognise", analysis.document):
            mentions, lost = recognise(analysis, self._morph, ruled)
            mentions = (*mentions, *speaker_mentions(analysis, mentions))
            return (*mentions, *pronoun_mentions(analysis, mentions)), lost

    def given(self, document: Document, marked: Iterable[tuple[Span, Kind, bool]]) -> Extraction:
        """The extraction of a document of some pages whose mentions are known.

        Args:
            document: the text.
            marked: where each mention stands, its kind, and whether it is a name.
        """
        analysis, hidden, ruled = self.analyse(document, segment(document))
        with _stage("recognise", document):
            mentions = tuple(given(analysis, self._morph, marked, ruled))
        if self._network is not None:
            with _stage("network", document):
                reading = self._network(analysis.sentences, hidden, self.hints(analysis, ruled))
                links = self._network.links(reading, ((m.span, label_of(m)) for m in mentions))
            analysis = replace(analysis, scores=Scores(reading.spans, links, asked=True))
        return self._decide(analysis, mentions, ())

    def _block(self, document: Document, segments: tuple[Segment, ...]) -> Extraction:
        """The stages after segmentation, for a document or a block of a very long one.

        The rules propose; the network hears it and proposes, too; what stands is decided, and the
        network is asked of the links between that.
        """
        analysis, hidden, ruled = self.analyse(document, segments)
        if self._network is None:
            return self._decide(analysis, *self.mentions(analysis, ruled))
        with _stage("network", document):
            hints = self.hints(analysis, ruled)
            reading = self._network(analysis.sentences, hidden, hints)
        silent = reading.unable(mention.span for mention in ruled)
        analysis = replace(analysis, scores=Scores(reading.spans, {}, silent, asked=True))
        mentions, lost = self.mentions(analysis, ruled)
        with _stage("network", document):
            links = self._network.links(reading, ((m.span, label_of(m)) for m in mentions))
        analysis = replace(analysis, scores=replace(analysis.scores, links=links))
        return self._decide(analysis, mentions, lost)

    def _decide(
        self, analysis: Analysis, mentions: tuple[Mention, ...], lost: tuple[Rejected, ...]
    ) -> Extraction:
        """The stages after recognition; what the network thinks of links, if asked, has a say."""
        document = analysis.document
        with _stage("resolve", document):
            groups = first_groups(analysis, mentions, self._morph)
        with _stage("relate", document):
            things = [group.mentions for group in groups]
            links = relate(analysis, mentions, things)
        with _stage("resolve", document):
            entities = resolve(analysis, mentions, links, self._morph, groups)
        with _stage("relate", document):
            things = [list(entity.mentions) for entity in entities]
            parts, missed = take_part(analysis, mentions, things, self._reader)
        missed = sorted((*links.rejected, *missed), key=lambda item: item.spans)
        links = replace(links, participations=tuple(parts), rejected=tuple(missed))
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
