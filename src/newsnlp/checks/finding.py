"""What a check finds: a `Remark` in a text, and the `Finding` with its place for the editor."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from newsnlp.errors import NewsNLPError
from newsnlp.schema import Document, Extraction, Sentence, Span

__all__ = ["TITLES", "Check", "Finding", "Place", "Places", "Remark", "kinds_of", "one_line"]

_AROUND = 200  # characters of a sentence that are shown on either side of the words
_SPACE = re.compile(r"\s+")


class Check(StrEnum):
    """The kinds of findings, by the names that `--only` and `--skip` take."""

    TITLE = "title"
    SPELLING = "spelling"
    REGISTRY = "registry"
    AGREEMENT = "agreement"
    ACRONYM = "acronym"
    WEEKDAY = "weekday"
    DATE = "date"
    YO = "yo"
    MARKS = "marks"
    DASHES = "dashes"
    SPEAKER = "speaker"
    PARTICIPANT = "participant"


TITLES = {
    Check.TITLE: "один человек под разными должностями",
    Check.SPELLING: "один человек в разном написании",
    Check.REGISTRY: "расхождение с реестром",
    Check.AGREEMENT: "падеж или род имени не согласован",
    Check.ACRONYM: "сокращение не раскрыто",
    Check.WEEKDAY: "день недели не совпадает с датой",
    Check.DATE: "дата не сходится",
    Check.YO: "ё и е вперемешку",
    Check.MARKS: "разные кавычки",
    Check.DASHES: "разные тире",
    Check.SPEAKER: "прямая речь без автора",
    Check.PARTICIPANT: "участник из списка не упомянут в тексте",
}


def kinds_of(only: Iterable[str] = (), skip: Iterable[str] = ()) -> tuple[Check, ...]:
    """The kinds that are asked for: those of `only`, or all, without those of `skip`.

    >>> kinds_of(["yo", "marks"], ["yo"])
    (<Check.MARKS: 'marks'>,)

    Raises:
        NewsNLPError: there is no kind of such a name.
    """
    wanted, unwanted = list(only), list(skip)
    for name in (*wanted, *unwanted):
        if name not in tuple(Check):
            raise NewsNLPError(f"{name}: no such kind of finding; give some of {', '.join(Check)}")
    return tuple(kind for kind in Check if kind not in unwanted and (kind in wanted or not wanted))


@dataclass(frozen=True, slots=True)
class Remark:
    """What one check says of a text."""

    kind: Check
    spans: tuple[Span, ...]  # the words at fault first, then those that they contradict
    reason: str  # in Russian
    proposal: str  # in Russian


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a document; offsets are half-open and count code points of its text."""

    line: int  # from 1
    column: int  # from 1, in code points
    paragraph: int  # from 1; lines of white space are not counted
    start: int
    stop: int
    text: str
    sentence: str  # the words in their sentence, in one line, a long one cut with «…»
    offset: int  # where the words begin in `sentence`


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake or doubt: where, what, why, and what to do."""

    document: str  # its id
    source: str  # the file
    kind: Check
    place: Place
    others: tuple[Place, ...]  # the further words that it is about
    reason: str
    proposal: str

    @property
    def title(self) -> str:
        """The kind in Russian."""
        return TITLES[self.kind]

    def record(self) -> dict[str, object]:
        """The finding as `--format json` writes it; the keys do not change their order."""
        return {
            "document": self.document,
            "source": self.source,
            "kind": str(self.kind),
            "title": self.title,
            **asdict(self.place),
            "reason": self.reason,
            "proposal": self.proposal,
            "others": [asdict(place) for place in self.others],
        }


class Places:
    """Turns the remarks on one document into findings."""

    def __init__(self, extraction: Extraction) -> None:
        """Index the lines and sentences of the document."""
        self._document: Document = extraction.document
        self._sentences: Sequence[Sentence] = extraction.sentences
        lines = self._document.text.split("\n")
        self._starts = [0]
        self._paragraphs: list[int] = []
        count = 0
        for line in lines:
            count += bool(line.strip())
            self._paragraphs.append(max(1, count))
            self._starts.append(self._starts[-1] + len(line) + 1)

    def finding(self, remark: Remark) -> Finding:
        """The remark with its places."""
        first, *others = map(self.place, remark.spans)
        document = self._document
        return Finding(
            document.id,
            document.source,
            remark.kind,
            first,
            tuple(others),
            remark.reason,
            remark.proposal,
        )

    def place(self, span: Span) -> Place:
        """Where a span stands."""
        line = bisect_right(self._starts, span.start) - 1
        text = self._document.at(span)
        column = span.start - self._starts[line] + 1
        paragraph = self._paragraphs[line]
        sentence, offset = self._around(span)
        return Place(line + 1, column, paragraph, span.start, span.stop, text, sentence, offset)

    def _around(self, span: Span) -> tuple[str, int]:
        """The sentence that holds a span, or its line where none does; where the words begin."""
        at = bisect_left(self._sentences, span.start + 1, key=lambda s: s.span.start) - 1
        line = bisect_right(self._starts, span.start) - 1
        whole = Span(self._starts[line], max(self._starts[line + 1] - 1, span.stop))
        if at >= 0 and self._sentences[at].span.covers(span):
            whole = self._sentences[at].span
        start, stop = max(whole.start, span.start - _AROUND), min(whole.stop, span.stop + _AROUND)
        before = one_line(self._document.at(Span(start, span.start))).lstrip()
        after = one_line(self._document.at(Span(span.stop, stop))).rstrip()
        before = ("…" if start > whole.start else "") + before
        after += "…" if stop < whole.stop else ""
        return before + one_line(self._document.at(span)) + after, len(before)


def one_line(text: str) -> str:
    """The text with any white space as one blank."""
    return _SPACE.sub(" ", text)
