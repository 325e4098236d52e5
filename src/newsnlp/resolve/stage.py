"""Where the mentions of a document stand, and what is said beside each.

An analysis and the quotes enter; seats and surroundings leave. Nothing is decided here.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from newsnlp.relate.clauses import governing_verb, head_of
from newsnlp.relate.people import person_noun
from newsnlp.schema import Analysis, Form, Kind, Mention, Quote, Sentence, Token
from newsnlp.text import fold_yo

__all__ = ["Seat", "Stage", "Surroundings"]

WINDOW = 10  # tokens on either side of a name that may describe its bearer
_DESCRIPTIVE = frozenset({"NOUN", "ADJ", "PROPN"})
_SOURCES = frozenset({"словам", "мнению", "данным", "оценке", "признанию", "убеждению"})
_COPULAS = frozenset(
    "стать быть являться назначить назначать избрать избирать утвердить признать оставаться "
    "остаться оказаться работать служить выступить выступать".split()
)
_APPOSED = frozenset({",", "–", "—", "-", "("})


@dataclass(frozen=True, slots=True)
class Seat:
    """The place of a mention: indices of tokens in its sentence, and its part there."""

    sentence: int
    start: int
    stop: int
    head: int
    paragraph: int
    verb: int  # index of the verb above it, -1 if none
    subject: bool
    spoken: bool  # within direct speech
    source: bool  # «по словам [ректора]»


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Folded lemmas: of the phrase that describes a name, of its verb, of its clause."""

    apposed: tuple[str, ...]  # from the name outwards
    predicate: frozenset[str]  # «[научным руководителем] стал Олег Быков»
    verb: str
    around: frozenset[str]


class Stage:
    """The sentences of a document with its mentions placed."""

    def __init__(
        self, analysis: Analysis, mentions: Sequence[Mention], quotes: Sequence[Quote]
    ) -> None:
        """Place `mentions`; the pieces of `quotes` count as direct speech."""
        self.sentences = analysis.sentences
        self.title = fold_yo(analysis.document.title.lower())
        self._starts = [sentence.span.start for sentence in analysis.sentences]
        self._pieces = [piece for quote in quotes for piece in quote.pieces]
        self._seats: dict[Mention, Seat] = {}
        self._around: dict[Mention, Surroundings] = {}
        self.names = {
            place
            for m in mentions
            if m.kind is Kind.PERSON and m.form is Form.NAME
            for place in range(m.span.start, m.span.stop)
        }
        self.turns = {quote.speaker: number for number, quote in enumerate(quotes)}
        self.quotes = quotes

    def seat(self, mention: Mention) -> Seat:
        """Where `mention` stands; one that crosses sentences stands in its first."""
        known = self._seats.get(mention)
        if known is None:
            known = self._seats[mention] = self._place(mention)
        return known

    def _place(self, mention: Mention) -> Seat:
        number = max(0, bisect_right(self._starts, mention.span.start) - 1)
        sentence = self.sentences[number]
        tokens = sentence.tokens
        start, stop = sentence.touched(mention.span)
        inside = start < stop
        stop = stop if inside else min(1, len(tokens))
        head = head_of(tokens, start, stop)
        subject = tokens[head].rel.startswith("nsubj") if inside else False
        spoken = any(piece.covers(mention.span) for piece in self._pieces)
        verb = governing_verb(tokens, head) if inside else -1
        source = any(token.text.lower() in _SOURCES for token in tokens[max(0, start - 4) : start])
        return Seat(number, start, stop, head, sentence.paragraph, verb, subject, spoken, source)

    def sentence(self, mention: Mention) -> Sentence:
        """The sentence of `mention`."""
        return self.sentences[self.seat(mention).sentence]

    def head(self, mention: Mention) -> Token:
        """The head token of `mention`."""
        return self.sentence(mention).tokens[self.seat(mention).head]

    def verb(self, mention: Mention) -> Token | None:
        """The verb above `mention`."""
        verb = self.seat(mention).verb
        return self.sentence(mention).tokens[verb] if verb >= 0 else None

    def beside(self, one: Mention, other: Mention) -> bool:
        """Whether both stand in one sentence with no finite verb between them."""
        first, second = sorted((self.seat(one), self.seat(other)), key=lambda seat: seat.start)
        if first.sentence != second.sentence:
            return False
        between = self.sentences[first.sentence].tokens[first.stop : second.start]
        return not any("VerbForm=Fin" in token.feats for token in between)

    def surroundings(self, mention: Mention) -> Surroundings:
        """What is said beside a mention: «[учитель] Макар Кошевой», «Юн, [директор музея],»."""
        known = self._around.get(mention)
        if known is None:
            known = self._around[mention] = self._look(mention)
        return known

    def _look(self, mention: Mention) -> Surroundings:
        seat, tokens = self.seat(mention), self.sentence(mention).tokens
        left = self._left(tokens, seat.start)
        right = self._right(tokens, seat.stop)
        verb = self.verb(mention)
        beside = [fold_yo(token.lemma) for token in _clause(tokens, seat.start, seat.stop)]
        lemma = fold_yo(verb.lemma) if verb else ""
        predicate = _predicate(tokens, seat.verb) | _predicate(tokens, self._verb_before(seat))
        around = frozenset([*beside, *left, *right])
        return Surroundings((*left, *right), predicate, lemma, around)

    def _verb_before(self, seat: Seat) -> int:
        """The finite verb before a name where no other name is between, -1 if none is."""
        tokens = self.sentences[seat.sentence].tokens
        for n in range(seat.start - 1, max(-1, seat.start - 2 * WINDOW), -1):
            if self._ends(tokens[n]):
                return n if tokens[n].pos == "VERB" else -1
        return -1

    def _left(self, tokens: Sequence[Token], start: int) -> list[str]:
        """The lemmas before a name, from the name outwards, up to a verb or another name."""
        found: list[str] = []
        low = max(0, start - WINDOW)
        n = start - 1
        while n >= low:
            if tokens[n].text == "»" and (n == start - 1 or tokens[n + 1].pos != "PUNCT"):
                n = _opening(tokens, n, low)  # «капитан судна «Вега» Олег Быков»
            elif self._ends(tokens[n]):
                break
            elif tokens[n].pos in _DESCRIPTIVE and not _qualifies(tokens[n]):
                found.append(fold_yo(tokens[n].lemma))
            n -= 1
        return found

    def _right(self, tokens: Sequence[Token], stop: int) -> list[str]:
        """The lemmas of an apposition after a name."""
        found: list[str] = []
        if stop >= len(tokens) or tokens[stop].text not in _APPOSED:
            return found
        for token in tokens[stop + 1 : stop + 1 + WINDOW]:
            if self._ends(token):
                break
            if token.pos in _DESCRIPTIVE and not _qualifies(token):
                found.append(fold_yo(token.lemma))
        return found

    def _ends(self, token: Token) -> bool:
        finite = token.pos == "VERB" and "VerbForm=Fin" in token.feats
        return finite or token.span.start in self.names or token.text in ";:»"


def _opening(tokens: Sequence[Token], closing: int, low: int) -> int:
    """The index of the mark that opens the name which `closing` closes, `low` - 1 if none does."""
    for n in range(closing - 1, low - 1, -1):
        if tokens[n].text in "«»":
            return n if tokens[n].text == "«" else low - 1
    return low - 1


def _qualifies(token: Token) -> bool:
    """Whether a noun for a person is but an adjective here: «[учёный] секретарь»."""
    return token.pos == "ADJ" and token.rel == "amod" and person_noun(token)


def _clause(tokens: Sequence[Token], start: int, stop: int) -> Sequence[Token]:
    """The tokens around a name up to a comma or the like, WINDOW on either side at most."""
    low, high = start, stop
    while low > max(0, start - WINDOW) and tokens[low - 1].pos != "PUNCT":
        low -= 1
    while high < min(len(tokens), stop + WINDOW) and tokens[high].pos != "PUNCT":
        high += 1
    return tokens[low:high]


def _predicate(tokens: Sequence[Token], verb: int) -> frozenset[str]:
    """The lemmas in the instrumental beside a verb of being or becoming."""
    if verb < 0 or fold_yo(tokens[verb].lemma) not in _COPULAS:
        return frozenset()
    return frozenset(
        fold_yo(token.lemma)
        for token in tokens[max(0, verb - WINDOW) : verb + WINDOW]
        if "Case=Ins" in token.feats and token.pos in _DESCRIPTIVE
    )
