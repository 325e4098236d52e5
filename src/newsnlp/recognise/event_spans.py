"""How far the name of an event reaches around the word of its kind.

A sentence and the persons and bodies found in it enter; token ranges leave: «XII Международный
[форум] молодых учёных «Технопром»». Which of them are events is decided in `events`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from newsnlp.lexicon import load_lexicon
from newsnlp.schema import Kind, Mention, Token

__all__ = ["Phrase", "event_words", "find_phrases", "kind_flags", "kind_names"]

ROMAN = re.compile(r"[IVXLCХ]+(?:-?[а-я]{1,3})?|\d+-[а-я]{1,3}")
YEAR = re.compile(r"20\d\d")
LATIN = re.compile(r"[A-Z][A-Za-z0-9&.-]*")
OPENING = {"«": "»", "“": "”", "„": "“”", '"': '"'}
ENDINGS = ("форум", "фестиваль", "конференция", "выставка", "концерт", "семинар", "чемпионат")
NOMINAL_POS = frozenset({"ADJ", "NOUN", "PROPN"})
PAST = ("л", "ла", "ло", "ли", "лась", "лось", "лись", "лся")
QUOTE_LIMIT = 40  # tokens of the longest quoted name


@dataclass(frozen=True, slots=True)
class Phrase:
    """An event's words in a sentence, as indices of tokens; `stop` is exclusive."""

    start: int
    stop: int
    head: int  # the noun of the kind
    first: int  # where the kind's own words begin
    last: int  # and their last word
    kind: str  # «круглый стол»
    quoted: tuple[int, int] | None  # the words between the quotation marks
    proper: bool  # a quoted or Latin name, or an ordinal
    modified: bool  # an adjective before or a complement after
    aimed: bool  # by «для кого» alone

    @property
    def bare(self) -> bool:
        """Whether it is the word of the kind alone."""
        return not self.proper and not self.modified


@cache
def kind_names() -> Mapping[tuple[str, ...], str]:
    """Lemmas of a kind, without ё → the kind as a table prints it."""
    lexicon = load_lexicon("event_kinds")
    return {
        tuple(lemma.replace("ё", "е").split()): row["kind"] or lemma
        for lemma, row in lexicon.items()
    }


@cache
def event_words(use: str) -> frozenset[str]:
    """The lemmas of the lexicon of words around events that serve `use`."""
    return load_lexicon("event_words").where("use", use)


@cache
def _openings() -> frozenset[str]:
    """The first lemmas of the kinds."""
    return frozenset(key[0] for key in kind_names())


@cache
def kind_flags() -> Mapping[str, frozenset[str]]:
    """Kind → its flags in the lexicon."""
    return {
        row["kind"]: frozenset(row.get("flags", "").split())
        for row in load_lexicon("event_kinds").values()
    }


def find_phrases(tokens: Sequence[Token], names: Sequence[Mention]) -> list[Phrase]:
    """The phrases around the words of a kind, left to right; they may nest.

    `names` are the persons and bodies of the sentence: a complement takes them whole, and a word
    inside one is no event («Законодательное собрание»).
    """
    able = [n for n, token in enumerate(tokens) if token.pos == "ADJ" or _may_open(token.lemma)]
    if not able:
        return []
    starts = _starts(tokens, names)
    inside = [name.span for name in names if name.kind in {Kind.ORGANISATION, Kind.PERSON}]
    found: list[Phrase] = []
    done = 0
    for index in able:
        size, kind = _kind_at(tokens, index) if index >= done else (0, "")
        if size and not any(span.covers(tokens[index].span) for span in inside):
            done = index + size
            found.append(_phrase(tokens, (index, done), kind, starts))
    return [item for item in found if not any(_quotes(other, item) for other in found)]


@lru_cache(maxsize=10_000)
def _may_open(lemma: str) -> bool:
    """Whether a word with this lemma may be the first of a kind: a look that costs little."""
    return lemma.replace("ё", "е") in _openings() or lemma.endswith(ENDINGS)


def _quotes(other: Phrase, item: Phrase) -> bool:
    return bool(other.quoted and other.quoted[0] <= item.head < other.quoted[1])


def _starts(tokens: Sequence[Token], names: Sequence[Mention]) -> dict[int, tuple[int, Kind]]:
    """Index of a name's first token → index after its last one, and its kind; longest wins."""
    by_start = {token.span.start: index for index, token in enumerate(tokens)}
    by_stop = {token.span.stop: index for index, token in enumerate(tokens)}
    found: dict[int, tuple[int, Kind]] = {}
    for name in sorted(names, key=lambda item: len(item.span)):
        first, last = by_start.get(name.span.start), by_stop.get(name.span.stop)
        if first is not None and last is not None:
            found[first] = (last + 1, name.kind)
    return found


def kind_in(tokens: Sequence[Token]) -> tuple[int, str]:
    """The index of the noun of the first kind among `tokens`, and the kind; -1 and "" if none."""
    for index in range(len(tokens)):
        size, kind = _kind_at(tokens, index)
        if size:
            words = range(index, index + size)
            nouns = [n for n in words if tokens[n].pos in {"NOUN", "PROPN"}]
            return (nouns or words)[0], kind
    return -1, ""


def _kind_at(tokens: Sequence[Token], index: int) -> tuple[int, str]:
    """How many tokens at `index` are a kind, and which; 0 if none."""
    token = tokens[index]
    if token.pos not in NOMINAL_POS and token.pos != "VERB":
        return 0, ""
    sizes = (3, 2, 1) if token.lemma.replace("ё", "е") in _openings() else ()
    for size in sizes:
        words = tokens[index : index + size]
        key = tuple(token.lemma.replace("ё", "е") for token in words)
        nominal = any(t.pos in {"NOUN", "PROPN"} or fold(t.text) == t.lemma for t in words)
        if len(words) == size and nominal and key in kind_names():
            return size, kind_names()[key]
    if token.pos == "NOUN" and token.lemma.endswith(ENDINGS):
        return 1, token.lemma
    if not sizes and token.pos == "ADJ":  # «прошёл демодень», which the tagger takes for one
        return (1, kind_names()[key]) if (key := (fold(token.text),)) in kind_names() else (0, "")
    return 0, ""


def fold(text: str) -> str:
    """The word in lower case without ё, as the keys of kinds are."""
    return text.lower().replace("ё", "е")


def _phrase(
    tokens: Sequence[Token],
    core: tuple[int, int],
    kind: str,
    starts: Mapping[int, tuple[int, Kind]],
) -> Phrase:
    first, stop = core
    nouns = (i for i in range(first, stop) if tokens[i].pos in {"NOUN", "PROPN"})
    head = next(nouns, stop - 1)
    start, ordinal = _left(tokens, first, head)
    reach = _Reach(tokens, starts, kind, stop)
    reach.run()
    return Phrase(
        start,
        reach.at,
        head,
        first,
        stop - 1,
        kind,
        reach.quoted,
        ordinal or reach.proper,
        start < first or reach.at > stop,
        start == first and stop < len(tokens) and reach.at > stop and tokens[stop].lemma == "для",
    )


def _left(tokens: Sequence[Token], first: int, head: int) -> tuple[int, bool]:
    """Where the adjectives before the kind begin, and whether an ordinal is among them."""
    case = _case(tokens[head])
    start, ordinal = first, False
    while start > 0:
        token = tokens[start - 1]
        if ROMAN.fullmatch(token.text):
            ordinal = True
        elif not _agrees(token, case):
            break
        start -= 1
    return start, ordinal


def _agrees(token: Token, case: str) -> bool:
    """Whether it is an adjective of the event's name in the case of the event."""
    participle = token.pos == "VERB" and "VerbForm=Part" in token.feats
    participle = participle and "Variant=Short" not in token.feats
    if token.text.endswith(PAST):
        return False  # «открылась выставка», which the tagger may take for an adjective
    if token.lemma in event_words("outside") or not (token.pos == "ADJ" or participle):
        return False
    direct = {"Nom", "Acc"}  # alike for most events, and often mistaken for each other
    return not case or _case(token) == case or {_case(token), case} == direct


def _case(token: Token) -> str:
    return next((item[5:] for item in token.feats if item.startswith("Case=")), "")


class _Reach:
    """Walks right from the kind, piece by piece, while the pieces belong to the name."""

    def __init__(
        self,
        tokens: Sequence[Token],
        starts: Mapping[int, tuple[int, Kind]],
        kind: str,
        at: int,
    ) -> None:
        self.tokens, self.starts, self.kind, self.at = tokens, starts, kind, at
        self.quoted: tuple[int, int] | None = None
        self.proper = False
        self.with_whom = "with" in kind_flags().get(kind, ())

    def run(self) -> None:
        """Go as far as the name reaches."""
        for _ in range(6):
            if not (self.quote() or self.latin() or self.genitive() or self.topic()):
                break
        self.year()

    def year(self) -> None:
        """«День поля Тамбовской области [– 2024]»."""
        words = [token.text for token in self.tokens[self.at : self.at + 2]]
        if len(words) == 2 and words[0] in {"–", "—", "-"} and YEAR.fullmatch(words[1]):
            self.at, self.proper = self.at + 2, True

    def quote(self) -> bool:
        """«форум [«Технопром-2025»]»."""
        if self.quoted or self.at >= len(self.tokens):
            return False
        closing = OPENING.get(self.tokens[self.at].text)
        if closing is None:
            return False
        depth = 1
        for index in range(self.at + 1, min(self.at + QUOTE_LIMIT, len(self.tokens))):
            text = self.tokens[index].text
            depth += (text == "«") - (text in closing)
            if depth == 0:
                self.quoted, self.proper = (self.at + 1, index), True
                self.at = index + 1
                return True
        return False

    def latin(self) -> bool:
        """«выставка [WorldFood Siberia]», «форум [Технопром-2025]»."""
        start = self.at
        while self.at < len(self.tokens) and self.at not in self.starts:
            token = self.tokens[self.at]
            named = LATIN.fullmatch(token.text) or re.fullmatch(r"[А-Я]\w+-20\d\d", token.text)
            if not named or ROMAN.fullmatch(token.text):
                break
            self.at += 1
        self.proper = self.proper or self.at > start
        return self.at > start

    def genitive(self) -> bool:
        """«заседание [учёного совета ТПУ]», «чтения [памяти К. Э. Циолковского]»."""
        if self.quoted and not self.word_is("память"):
            return False
        if self.with_whom or self._named(self.at) is Kind.PERSON:
            return False
        start = self.at
        if not self._chain({"Gen"}):
            return False
        if self._named(self.at) is Kind.PERSON and _case(self.tokens[self.at]) == "Gen":
            self.at = start  # «лекция известного учёного Петрова»
        return self.at > start

    def topic(self) -> bool:
        """«[по физике]», «[на тему «…»]», «[с избирателями]», «[о заказе на кадры]»."""
        if self.at + 1 >= len(self.tokens) or self.quoted:
            return False
        word = self.tokens[self.at].lemma
        after = self.tokens[self.at + 1]
        cases = self._governs(word, after)
        if not cases or after.lemma in event_words("empty"):
            return False
        start, self.at = self.at, self.at + 1
        if self._chain(cases):
            return True
        self.at = start
        return False

    def _governs(self, word: str, after: Token) -> set[str]:
        if word in {"с", "со"}:
            return {"Ins"} if self.with_whom else set()
        if word == "на":
            return {"Acc"} if after.lemma in {"тема", "приз", "кубок"} else set()
        if word in {"для", "среди"}:
            return {"Gen"} if self.kind in event_words("aimed") or word == "среди" else set()
        return {"по": {"Dat"}, "о": {"Loc"}, "об": {"Loc"}, "про": {"Acc"}}.get(word, set())

    def word_is(self, lemma: str) -> bool:
        """Whether the next word has this lemma."""
        return self.at < len(self.tokens) and self.tokens[self.at].lemma == lemma

    def _named(self, index: int) -> Kind | None:
        return self.starts[index][1] if index in self.starts else None

    def _chain(self, cases: set[str]) -> bool:
        """Go over a noun phrase in one of `cases` with its genitives; whether there was a noun."""
        nouns, place = 0, self.at
        wanted = set(cases)
        while place < len(self.tokens):
            token = self.tokens[place]
            abbreviated = len(token.text) == 1 and self._text(place + 1) == "."  # «и. о. ректора»
            if self._person_apart(place, nouns) or (abbreviated and place not in self.starts):
                break
            if place in self.starts and (_case(token) in wanted or _case(token) == ""):
                place, nouns = self.starts[place][0], nouns + 1
            elif token.lemma == "и" and nouns and self._goes_on(place + 1, cases | {"Gen"}):
                place, wanted = place + 1, cases | {"Gen"}
                continue
            elif token.pos in NOMINAL_POS and _case(token) in wanted:
                nouns += token.pos != "ADJ"
                place += 1
            elif nouns and token.text == "№":
                place += 2
            else:
                break
            if nouns:
                wanted = {"Gen"}
                self.at = min(place, len(self.tokens))
        return nouns > 0

    def _person_apart(self, place: int, nouns: int) -> bool:
        """Whether a person begins here who is no part of the name («лекция физика Петрова»)."""
        if self._named(place) is not Kind.PERSON:
            return False
        before = self.tokens[place - 1].lemma if place else ""
        return not (before in {"память", "имя", "диссертация"} or self.with_whom) and nouns >= 0

    def _text(self, place: int) -> str:
        return self.tokens[place].text if place < len(self.tokens) else ""

    def _goes_on(self, place: int, cases: set[str]) -> bool:
        if place >= len(self.tokens):
            return False
        token = self.tokens[place]
        return token.pos in NOMINAL_POS and _case(token) in cases
