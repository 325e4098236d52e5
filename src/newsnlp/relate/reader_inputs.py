"""The arrays that `reader` is given of a document; training and serving share this module."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsnlp.network.features import Encoder
from newsnlp.relate.clauses import tokens_of
from newsnlp.relate.cues import Cues, heading_of, stand_of
from newsnlp.relate.pairs import Pair
from newsnlp.schema import Kind, Mention, Sentence

__all__ = ["TOLD", "Inputs", "Vocabulary", "read_inputs"]

TOLD = 2 * len(Kind) + 1  # numbers told of a token beside its tags
_MOST = 60  # tokens of a sentence that are read around a name
_BEFORE = 16  # of the line that a list stands under, or of the sentence before

_KINDS = {kind: column for column, kind in enumerate(Kind)}

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Stand = tuple[int, int, int, int, int, int]


class Vocabulary(NamedTuple):
    """The rows of the network's tables; of nouns and verbs row 0 is for what has no class."""

    facts: Mapping[str, int]
    nouns: Mapping[str, int]
    verbs: Mapping[str, int]

    @classmethod
    def of(cls, *names: Iterable[str]) -> "Vocabulary":
        """The rows of facts, nouns and verbs, each list in the order of its rows."""
        tables = zip((0, 1, 1), names, strict=True)
        return cls(*({name: n for n, name in enumerate(own, first)} for first, own in tables))

    def listed(self) -> dict[str, list[str]]:
        """The names in the order of their rows."""
        return {field: list(rows) for field, rows in self._asdict().items()}


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the network reads of a document of n tokens and p pairs.

    Attributes:
        lemmas: (words) rows of navec; no word comes twice, the last is `<pad>`.
        tokens: for each token, int64: `lemma` and `above` (its head's), into `lemmas`; `rel`,
            `noun`, `verb`; `head`, the token that it hangs on, its own for a root.
        told: (n, 69) float32 the tags, whether quoted, the kinds of the mentions that a token lies
            in, and those that begin there.
        pairs: for each pair, int64: `who` and `event`, (p, 6) each: first token, the one behind
            the last, head, top of the phrase, verb and verb apart (-1 if none); `around`, (p, 4):
            the sentence around the name and the line before, half-open.
        facts: the rows of the facts of all pairs, one pair after the other; `bounds`, (p + 1),
            where those of each begin.
        thing: (p) the number of the answer that a pair adds to.
    """

    lemmas: Ints
    tokens: dict[str, Ints]
    told: Floats
    pairs: dict[str, Ints]
    facts: Ints
    bounds: Ints
    thing: Ints


def read_inputs(  # noqa: PLR0913 what stands in a text, and three tables to look it up in
    sentences: Sequence[Sentence],
    cues: Sequence[Cues],
    mentions: Sequence[Mention],
    pairs: Sequence[Pair],
    thing_of: Callable[[Mention], object],
    *,
    vocabulary: Vocabulary,
    encoder: Encoder,
    row: Callable[[str], int],
) -> Inputs:
    """The inputs of a document.

    Args:
        sentences: analysed.
        cues: of each sentence.
        mentions: that stand in them.
        pairs: of some of these; each lies in a sentence.
        thing_of: what a mention is one of; pairs of the same two have one answer.
        vocabulary: the rows of facts, nouns and verbs.
        encoder: of the tags.
        row: navec's row of a word in lower case.
    """
    begins = np.cumsum([0, *(len(sentence.tokens) for sentence in sentences)]).tolist()
    places = _places(sentences, cues, mentions, begins)
    around = _lines_before(sentences, cues, begins)
    numbers: dict[tuple[object, object], int] = {}
    who, event, lines, facts, bounds, thing = [], [], [], [], [0], []
    for pair in pairs:
        index, one = places[pair.who]
        who.append(one)
        event.append(places[pair.event][1])
        start = max(begins[index], one[2] - _MOST // 2)
        lines.append((start, min(begins[index + 1], start + _MOST), *around[index]))
        facts += [vocabulary.facts[fact] for fact in pair.facts if fact in vocabulary.facts]
        bounds.append(len(facts))
        key = thing_of(pair.who), thing_of(pair.event)
        thing.append(numbers.setdefault(key, len(numbers)))
    lemmas, tokens = _tokens(sentences, cues, vocabulary, row)
    marks, rel = encoder.tags([(t.pos, t.feats, t.rel) for s in sentences for t in s.tokens])
    told = np.concatenate([marks, _told(cues, places, begins[-1])], axis=1)
    return Inputs(
        lemmas,
        tokens | {"rel": rel.astype(np.int64)},
        told.astype(np.float32),
        {
            "who": np.array(who, np.int64),
            "event": np.array(event, np.int64),
            "around": np.array(lines, np.int64),
        },
        np.array(facts, np.int64),
        np.array(bounds, np.int64),
        np.array(thing, np.int64),
    )


def _places(
    sentences: Sequence[Sentence],
    cues: Sequence[Cues],
    mentions: Sequence[Mention],
    begins: Sequence[int],
) -> dict[Mention, tuple[int, Stand]]:
    """Of each mention within a sentence: the sentence; its tokens, head, top and verbs."""
    found: dict[Mention, tuple[int, Stand]] = {}
    kept = sorted(mentions, key=lambda mention: mention.span.start)
    at = 0
    for index, sentence in enumerate(sentences):
        base = begins[index]
        while at < len(kept) and kept[at].span.start < sentence.span.stop:
            mention = kept[at]
            at += 1
            start, stop = tokens_of(sentence, mention.span)
            if stop and mention.span.stop <= sentence.span.stop:
                places = (start, stop, *stand_of(cues[index], start, stop))
                first, last, head, top, verb, apart = (base + n if n >= 0 else -1 for n in places)
                found[mention] = index, (first, last, head, top, verb, apart)
    return found


def _lines_before(
    sentences: Sequence[Sentence], cues: Sequence[Cues], begins: Sequence[int]
) -> list[tuple[int, int]]:
    """Of each sentence the tokens that come before it: of its list's heading, of its paragraph."""
    found, heading = [], (0, 0)
    for index, sentence in enumerate(sentences):
        stop = begins[index]
        line = max(stop - _BEFORE, begins[index - 1] if index else 0), stop
        if not index or sentences[index - 1].paragraph != sentence.paragraph:
            line = 0, 0
        found.append(heading if cues[index].header and heading[1] else line)
        end = heading_of(sentence)
        if end == len(sentence.tokens) or (end and not cues[index].header):
            heading = begins[index] + max(0, end - _BEFORE), begins[index] + end
    return found


def _tokens(
    sentences: Sequence[Sentence],
    cues: Sequence[Cues],
    vocabulary: Vocabulary,
    row: Callable[[str], int],
) -> tuple[Ints, dict[str, Ints]]:
    """The lemmas of the document, and of each token what `Inputs.tokens` says."""
    numbers: dict[str, int] = {}
    lemma: list[int] = []
    head: list[int] = []
    noun: list[int] = []
    verb: list[int] = []
    for sentence, cue in zip(sentences, cues, strict=True):
        base = len(lemma)
        for place, (word, token) in enumerate(zip(cue.lemmas, sentence.tokens, strict=True)):
            lemma.append(numbers.setdefault(word, len(numbers)))
            head.append(base + (token.head if token.head >= 0 else place))
        noun += [vocabulary.nouns.get(name, 0) for name in cue.nouns]
        verb += [vocabulary.verbs.get(name, 0) for name in cue.verbs]
    words = np.array([*map(row, numbers), row("<pad>")], np.int64)
    own, heads = np.array(lemma, np.int64), np.array(head, np.int64)
    above = np.where(heads == np.arange(len(heads)), len(numbers), own[heads])
    tokens = {"lemma": own, "above": above, "head": heads}
    return words, tokens | {"noun": np.array(noun, np.int64), "verb": np.array(verb, np.int64)}


def _told(cues: Sequence[Cues], places: Mapping[Mention, tuple[int, Stand]], count: int) -> Floats:
    """(tokens, 13) whether quoted; the kinds of mentions that a token lies in, that begin there."""
    table = np.zeros((count, TOLD), np.float32)
    table[:, 0] = [quoted for cue in cues for quoted in cue.quoted]
    for mention, (_, (start, stop, *_rest)) in places.items():
        column = 1 + _KINDS[mention.kind]
        table[start:stop, column] = 1
        table[start, column + len(_KINDS)] = 1
    return table
