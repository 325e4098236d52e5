"""Spans → Analysis: morphology, syntax and names by natasha's models, lemmas by pymorphy3.

The models run on our tokens and on one BLAS thread: on several, these small matrices are five to
twelve times slower.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any, Self, cast

import numpy as np
from threadpoolctl import threadpool_limits

from newsnlp.morph import Morph
from newsnlp.network.features import Hidden
from newsnlp.schema import Analysis, Document, NameSpan, Segment, Sentence, Span, Token
from newsnlp.taggers import Tagged, Taggers, Told
from newsnlp.taggers.embedding import Embedding
from newsnlp.text import has_invisible, visible

__all__ = ["Analyser"]

# As `Token(*row)`, but for a call in Python for each token.
_token = cast("Callable[[tuple[Any, ...]], Token]", partial(tuple.__new__, Token))
_LONGEST_WORD = 60  # code points; nothing longer is a Russian word


class Analyser:
    """natasha's morphology, syntax and NER with pymorphy3's lemmas; opened once by `load`."""

    def __init__(self, taggers: Taggers, morph: Morph) -> None:
        """Keep opened models; use `load`."""
        self._taggers = taggers
        self._morph = morph
        self._known = lru_cache(maxsize=20_000)(self._look_up)

    @classmethod
    def load(cls, morph: Morph | None = None) -> Self:
        """Open embedding and models.

        Raises:
            WeightsError: the natasha package or one of its files is not there.
        """
        threadpool_limits(limits=1, user_api="blas")
        return cls(Taggers.load(), morph or Morph.load())

    @property
    def embedding(self) -> Embedding:
        """Navec's, which the network shares."""
        return self._taggers.embedding

    def __call__(self, document: Document, segments: Sequence[Segment]) -> Analysis:
        """`document` with its sentences analysed and its names marked."""
        return self.with_hidden(document, segments)[0]

    def with_hidden(
        self, document: Document, segments: Sequence[Segment]
    ) -> tuple[Analysis, Hidden]:
        """The analysis, and what the network is told of each token."""
        words = [[document.at(span) for span in part.tokens] for part in segments]
        if has_invisible(document.text):
            words = [[visible(word) or word for word in line] for line in words]
        for line in words:
            self._lower_capitals(line)
        told = self._taggers(words)
        tagged = told.sentences
        sentences = tuple(map(self._sentence, segments, words, tagged))
        names = tuple(
            name
            for part, said in zip(segments, tagged, strict=True)
            for name in _names(part.tokens, said.marks)
        )
        return Analysis(document, sentences, names), _hidden(told)

    def _sentence(self, part: Segment, words: Sequence[str], said: Tagged) -> Sentence:
        """One sentence with its tokens."""
        heads = [head - 1 for head in said.heads]
        known = map(self._known, words, said.tags)
        rows = zip(part.tokens, words, known, heads, said.rels, strict=True)
        tokens = [_token((span, word, *facts, head, rel)) for span, word, facts, head, rel in rows]
        return Sentence(part.span, tuple(tokens), part.paragraph)

    def _look_up(self, word: str, tag: str) -> tuple[str, str, frozenset[str]]:
        """Lemma, part of speech and features of a word with its tag."""
        pos, feats = _read_tag(tag)
        lemma = self._morph.lemma(word, pos, feats) if len(word) <= _LONGEST_WORD else word.lower()
        return lemma, pos, feats

    def _lower_capitals(self, words: list[str]) -> None:
        """Give runs of capitals their usual case: «РЕКТОР ТУСУРА ВИКТОР РУЛЕВСКИЙ».

        Acronyms are words that the dictionary does not know; they stay. A single word in capitals
        within a sentence is left alone.
        """
        loud = [w.isupper() and len(w) > 2 and w.isalpha() for w in words]
        if True not in loud:
            return
        beside = zip([False, *loud], [*loud[1:], False], strict=False)
        for index, (left, right) in enumerate(beside):
            if loud[index] and (left or right):
                words[index] = self._morph.words.usual_case(words[index])


def _hidden(told: Told) -> Hidden:
    """The models' layers and the chances of the marks, token by token."""
    odds = np.exp(told.points - told.points.max(axis=1, keepdims=True, initial=-np.inf))
    chances = odds / odds.sum(axis=1, keepdims=True)
    return Hidden(told.states, chances.astype(np.float32, copy=False))


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
