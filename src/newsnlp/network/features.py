"""Analysed sentences → the arrays that the network reads; training and serving share this module.

What a piece is told by: vectors of its word, its lemma and its head's lemma (navec's rows), its
letters, the dictionary's grammemes, the tagger's tag, its dependency label, the hidden states of
natasha's three models, and the names that natasha sees here and elsewhere in the document.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from newsnlp.network.hints import HINTS, Hints
from newsnlp.network.pieces import Pieces, cut
from newsnlp.schema import Sentence, Span, Token
from newsnlp.words import Words

__all__ = [
    "CHARACTERS",
    "LETTERS",
    "MARKS",
    "STATES",
    "Encoder",
    "Features",
    "Hidden",
    "Tag",
    "sizes",
    "tokens_of",
]

CHARACTERS = 18  # of a word: the first nine and the last nine
STATES = 1344  # three models × (256 + 128 + 64): names, morphology, syntax
MARKS = 8  # logits of natasha's NER: six BIO tags, O and padding

LETTERS = (
    "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
    "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁ"
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    "-–—.,:;!?\"'«»„“”()[]/%$€№&+*@#_"
)
_LETTER = {letter: index for index, letter in enumerate(LETTERS, 2)}  # 0 padding, 1 unknown

# Grammemes of OpenCorpora, in the order of the columns.
_GRAMMEMES = (
    "NOUN ADJF ADJS COMP VERB INFN PRTF PRTS GRND NUMR ADVB NPRO PRED PREP CONJ PRCL INTJ "
    "anim inan masc femn neut sing plur nomn gent datv accs ablt loct Name Surn Patr Geox Orgn "
    "Trad Abbr Fixd Sgtm Pltm past pres futr perf impf LATN PNCT NUMB ROMN UNKN 1per 2per 3per "
    "Anph Apro Anum Init Subx Infr Dist"
).split()
# Tags of Universal Dependencies, in the order of the columns.
_TAGS = (
    "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X "
    "Animacy=Anim Animacy=Inan Aspect=Imp Aspect=Perf Case=Acc Case=Dat Case=Gen Case=Ins "
    "Case=Loc Case=Nom Case=Par Case=Voc Degree=Cmp Degree=Pos Degree=Sup Foreign=Yes Gender=Fem "
    "Gender=Masc Gender=Neut Mood=Cnd Mood=Imp Mood=Ind Number=Plur Number=Sing Person=1 Person=2 "
    "Person=3 Polarity=Neg Tense=Fut Tense=Past Tense=Pres Variant=Short VerbForm=Conv "
    "VerbForm=Fin VerbForm=Inf VerbForm=Part Voice=Act Voice=Mid Voice=Pass"
).split()
_RELS = (
    "acl acl:relcl advcl advmod amod appos aux aux:pass case cc ccomp compound conj cop csubj "
    "csubj:pass dep det discourse expl fixed flat flat:foreign flat:name iobj list mark nmod "
    "nsubj nsubj:pass nummod nummod:entity nummod:gov obj obl orphan parataxis punct root vocative "
    "xcomp"
).split()
_GRAMMEME = {name: index for index, name in enumerate(_GRAMMEMES)}
_TAG = {name: index for index, name in enumerate(_TAGS)}
_REL = {name: index for index, name in enumerate(_RELS, 1)}  # 0 for one that is not listed

Array = NDArray[np.float32]
Tag = tuple[str, frozenset[str], str]  # part of speech, features, relation
_Key = TypeVar("_Key")
_KEPT = 100_000  # words whose rows are kept


def sizes() -> dict[str, int]:
    """The widths of the inputs, as `card.json` records them."""
    return {
        "letters": len(LETTERS) + 2,
        "characters": CHARACTERS,
        "grammemes": len(_GRAMMEMES) + 1,
        "tags": len(_TAGS),
        "rels": len(_RELS) + 1,
        "states": STATES,
        "ner": MARKS,
        "hints": len(HINTS),
    }


@dataclass(frozen=True, slots=True)
class Hidden:
    """What natasha's models think, token by token of a document.

    Attributes:
        states: (tokens, 1344) float32, the layers for names, morphology, syntax side by side.
        ner: (tokens, 8) float32, probabilities of NER's tags.
    """

    states: Array
    ner: Array


@dataclass(frozen=True, slots=True)
class Features:
    """The inputs of one document of n pieces.

    Serving looks words and tags up by themselves (`Encoder.read`): word, letters, grammemes, tags
    and rel have no rows then.

    Attributes:
        pieces: where the pieces stand.
        word, lemma: (n) int64 rows of navec.
        letters: (n, 18) uint8.
        grammemes: (n, 61) float16, the share of each among the dictionary's readings; known.
        tags: (n, 57) float16, 0 or 1.
        rel: (n) int8.
        head: (n) int32, the piece that heads it; -1 for a root.
        states: (n, 1344) float32, float16 where they are kept for training; ner: (n, 8) float16;
            see `Hidden`.
        votes: (n, 9) float16, the mean of `ner` over the capitalised words of the document with
            the same lemma, and the logarithm of their number.
        lemmas: (n) the lemmas themselves, ё written е.
        hinted: (hints, 2) first and last piece of the spans that the rules propose.
        hints: (hints, 15) float16, what they take each for.
    """

    pieces: Pieces
    word: NDArray[np.intp]
    lemma: NDArray[np.intp]
    letters: NDArray[np.uint8]
    grammemes: NDArray[np.float16]
    tags: NDArray[np.float16]
    rel: NDArray[np.int8]
    head: NDArray[np.int32]
    states: NDArray[np.floating[Any]]
    ner: NDArray[np.float16]
    votes: NDArray[np.float16]
    lemmas: tuple[str, ...]
    hinted: NDArray[np.int32]
    hints: NDArray[np.float16]


class Encoder:
    """Turns analysed sentences into `Features`; keeps what it has looked up."""

    def __init__(self, words: Words, row: Callable[[str], int]) -> None:
        """Work with the dictionary `words` and navec's rows, `row` of a word in lower case."""
        self._words = words
        self._unknown = row("<unk>")
        self._find_row = row
        self._row = lru_cache(maxsize=15_000)(self._look_up)
        self._words_met = _Met(
            self._word, np.zeros(1, np.intp), np.zeros(CHARACTERS, np.uint8), _no_grammemes()
        )
        self._marks_met = _Met(_marks, np.zeros(len(_GRAMMEMES) + 1, np.float32))
        self._tags_met = _Met(self._tags, np.zeros(len(_TAGS), np.float16))

    def __call__(
        self, sentences: Sequence[Sentence], hidden: Hidden, hints: Hints | None = None
    ) -> Features:
        """The features of a document.

        Args:
            sentences: analysed.
            hidden: a row for each token of `sentences`.
            hints: what the rules say; those that begin or end within a piece, or cross a sentence,
                are left out.
        """
        features = self.read(sentences, hidden, hints)
        row, letters, grammemes = self._words_met(features.pieces.words)
        tokens = tokens_of(sentences, features.pieces)
        (tags,) = self._tags_met([(token.pos, token.feats) for token in tokens])
        rel = np.array([_REL.get(token.rel, 0) for token in tokens], np.int8)
        return replace(
            features,
            word=row[:, 0],
            letters=letters,
            grammemes=grammemes,
            tags=tags,
            rel=rel,
        )

    def read(
        self, sentences: Sequence[Sentence], hidden: Hidden, hints: Hints | None = None
    ) -> Features:
        """The features but for what words and tags tell by themselves, which has no rows."""
        pieces = cut(sentences)
        tokens = tokens_of(sentences, pieces)
        lemmas = tuple(
            [
                self._lemma(word) if part else token.lemma.replace("ё", "е")
                for token, part, word in zip(
                    tokens, pieces.part.tolist(), pieces.words, strict=True
                )
            ]
        )
        whole = len(pieces) == len(hidden.ner)
        ner = hidden.ner if whole else hidden.ner[pieces.token]
        return Features(
            pieces,
            np.zeros(0, np.intp),
            np.array(list(map(self._row, lemmas)), np.intp),
            np.zeros((0, CHARACTERS), np.uint8),
            _no_grammemes()[None][:0],
            np.zeros((0, len(_TAGS)), np.float16),
            np.zeros(0, np.int8),
            _heads(sentences, pieces),
            hidden.states if whole else hidden.states[pieces.token],
            ner.astype(np.float16),
            _votes(pieces.words, lemmas, ner),
            lemmas,
            *_hints(pieces, hints or {}),
        )

    def words(self, words: Sequence[str]) -> tuple[NDArray[Any], ...]:
        """Navec's rows (n), letters (n, 18) and grammemes (n, 61) of some words."""
        row = np.array([self._row(word.lower()) for word in words], np.intp)
        letters = np.array([_letters(word) for word in words], np.uint8)
        return row, letters, self._grammemes(words).astype(np.float16)

    def _grammemes(self, words: Sequence[str]) -> Array:
        """(n, 61) the share of each grammeme among a word's readings; whether it is known."""
        grammemes = np.zeros((len(words), len(_GRAMMEMES) + 1), np.float32)
        ranks: list[list[tuple[int, frozenset[str], float]]] = []  # of the first readings, …
        for place, word in enumerate(words):
            readings = self._words.readings(word.lower()) if len(word) < 60 else ()
            total = sum([reading.score for reading in readings]) or 1.0
            while len(ranks) < len(readings):
                ranks.append([])
            for rank, reading in zip(ranks, readings, strict=False):
                rank.append((place, reading.marks, reading.score / total))
            grammemes[place, -1] = bool(readings) and readings[0].known
        for rank in ranks:
            places, marks, shares = zip(*rank, strict=True)
            (told,) = self._marks_met(marks)
            told *= np.array(shares, np.float32)[:, None]
            grammemes[list(places)] += told
        return grammemes

    def tags(self, tags: Sequence[Tag]) -> tuple[NDArray[np.float16], NDArray[np.int8]]:
        """Tags (n, 57) and relations (n) of some tokens."""
        (marks,) = self._tags_met([(pos, feats) for pos, feats, _ in tags])
        return marks, np.array([_REL.get(rel, 0) for _, _, rel in tags], np.int8)

    def _look_up(self, word: str) -> int:
        row = self._find_row(word)
        folded = "ё" in word and row == self._unknown
        return self._find_row(word.replace("ё", "е")) if folded else row

    def _lemma(self, word: str) -> str:
        readings = self._words.readings(word.lower())
        return readings[0].lemma.replace("ё", "е") if readings else word.lower()

    def _word(self, word: str) -> tuple[NDArray[Any], ...]:
        """Navec's row, the letters and the grammemes of a word."""
        row, letters, grammemes = self.words([word])
        return row, letters[0], grammemes[0]

    def _tags(self, tag: tuple[str, frozenset[str]]) -> tuple[NDArray[Any], ...]:
        found = np.zeros(len(_TAGS), np.float16)
        for name in (tag[0], *tag[1]):
            if name in _TAG:
                found[_TAG[name]] = 1
        return (found,)


def tokens_of(sentences: Sequence[Sentence], pieces: Pieces) -> list[Token]:
    """The token of each piece."""
    tokens = [token for sentence in sentences for token in sentence.tokens]
    if len(tokens) == len(pieces):
        return tokens
    return [tokens[index] for index in pieces.token.tolist()]


class _Met(Generic[_Key]):
    """Rows of tables for what was met; the next time they are only picked out."""

    def __init__(
        self, make: Callable[[_Key], tuple[NDArray[Any], ...]], *rows: NDArray[Any]
    ) -> None:
        """`make` gives the rows of a key; `rows` are like them."""
        self._make = make
        self._number: dict[_Key, int] = {}
        self._tables = [np.zeros((256, len(row)), row.dtype) for row in rows]

    def __call__(self, keys: Sequence[_Key]) -> list[NDArray[Any]]:
        """For each table the rows of `keys`."""
        if len(self._number) > _KEPT:
            self._number.clear()
        numbers = [self._number.get(key, -1) for key in keys]
        for place, number in enumerate(numbers):
            if number < 0:
                numbers[place] = self._add(keys[place])
        return [table[numbers] for table in self._tables]

    def _add(self, key: _Key) -> int:
        if key in self._number:
            return self._number[key]
        number = self._number[key] = len(self._number)
        if number == len(self._tables[0]):
            self._tables = [np.concatenate([t, np.zeros_like(t)]) for t in self._tables]
        for table, row in zip(self._tables, self._make(key), strict=True):
            table[number] = row
        return number


def _no_grammemes() -> NDArray[np.float16]:
    return np.zeros(len(_GRAMMEMES) + 1, np.float16)


def _hints(pieces: Pieces, hints: Hints) -> tuple[NDArray[np.int32], NDArray[np.float16]]:
    """The columns `hinted` and `hints` of the features."""
    begins, ends = pieces.begins, pieces.ends
    places: dict[Span, tuple[int, int]] = {}
    for span in hints:
        a, b = begins.get(span.start, -1), ends.get(span.stop, -1)
        if 0 <= a <= b and pieces.sentence[a] == pieces.sentence[b]:
            places[span] = (a, b)
    table = np.zeros((len(places), len(HINTS)), np.float16)
    for row, span in enumerate(places):
        for column, score in hints[span].items():
            table[row, column] = score
    return np.array(list(places.values()), np.int32).reshape(-1, 2), table


def _letters(word: str) -> list[int]:
    half = CHARACTERS // 2
    short = word if len(word) <= CHARACTERS else word[:half] + word[-half:]
    codes = [_LETTER.get(letter, 1) for letter in short]
    return codes + [0] * (CHARACTERS - len(codes))


def _marks(marks: frozenset[str]) -> tuple[Array]:
    """(61) 1 for each of some grammemes."""
    row = np.zeros(len(_GRAMMEMES) + 1, np.float32)
    row[[_GRAMMEME[mark] for mark in marks if mark in _GRAMMEME]] = 1
    return (row,)


def _heads(sentences: Sequence[Sentence], pieces: Pieces) -> NDArray[np.int32]:
    """The first piece of each piece's head; -1 for a root."""
    first = np.searchsorted(pieces.token, np.arange(sum(len(s.tokens) for s in sentences)))
    heads, offset = [], 0
    for sentence in sentences:
        heads += [offset + t.head if t.head >= 0 else -1 for t in sentence.tokens]
        offset += len(sentence.tokens)
    of_token = np.array(heads, np.int64).reshape(-1)
    of_token = np.where(of_token < 0, -1, first[np.maximum(of_token, 0)] if len(first) else -1)
    return of_token[pieces.token].astype(np.int32)


def _votes(words: Sequence[str], lemmas: Sequence[str], ner: Array) -> NDArray[np.float16]:
    """What natasha's NER thinks of the same word all over the document."""
    group: dict[str, int] = {}
    member = np.full(len(words), -1)
    for index, (word, lemma) in enumerate(zip(words, lemmas, strict=True)):
        if word[:1].isupper():
            member[index] = group.setdefault(lemma, len(group))
    count = np.bincount(member[member >= 0], minlength=len(group)).astype(np.float32)
    total = np.zeros((len(group), MARKS), np.float32)
    np.add.at(total, member[member >= 0], ner[member >= 0])
    table = np.concatenate([total / count[:, None], np.log1p(count)[:, None] / 3], axis=1)
    mine = np.array([group.get(lemma, -1) for lemma in lemmas], np.int64)
    votes = np.zeros((len(words), MARKS + 1), np.float32)
    votes[mine >= 0] = table[mine[mine >= 0]]
    return votes.astype(np.float16)
