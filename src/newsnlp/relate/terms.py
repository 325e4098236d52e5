"""How and when a title is held: acting or former, since and until when, as the sentence says it.

A sentence with its mentions in place and a title of it enter; a `Term` leaves. Dates are ISO
texts as exact as the text is: «с марта 2019 года» → 2019-03. Not attempted: «уже пять лет», ages,
dates that another sentence gives.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from newsnlp.dates import MONTHS, MONTHS_IN
from newsnlp.lexicon import load_lexicon
from newsnlp.recognise.positions import HEADING
from newsnlp.recognise.titles import head_lemma, verb_kinds
from newsnlp.relate.holders import Placed, View
from newsnlp.schema import Analysis, Status, Token
from newsnlp.text import fold_yo

__all__ = ["Term", "find_term"]

_REACH = 90  # characters between a date and the title that it dates
_YEAR = r"((?:19|20)\d\d)(?!\d)"
_MONTH = rf"(?:(\d{{1,2}})\s+)?(?:({'|'.join(MONTHS)})\s+)?"
_TAIL = r"(?:\s?(?:года|году|годах|годы|гг?\.?))?"
_INTERVAL = re.compile(
    rf"{_YEAR}\s?[–—-]\s?{_YEAR}{_TAIL}|(?<!\w)с\s+{_YEAR}{_TAIL}\s+(?:по|до)\s+{_YEAR}",
    re.IGNORECASE,
)
_SINCE = re.compile(rf"(?<!\w)с\s+{_MONTH}{_YEAR}{_TAIL}(?!\s+(?:по|до)\s)", re.IGNORECASE)
_UNTIL = re.compile(rf"(?<!\w)до\s+{_MONTH}{_YEAR}{_TAIL}", re.IGNORECASE)
_IN = re.compile(
    rf"(?<!\w)(?:в\s+(?:({'|'.join(MONTHS_IN)})\s+)?|(\d{{1,2}})\s+({'|'.join(MONTHS)})\s+){_YEAR}\s?"
    r"(?:году|года|г\.)",
    re.IGNORECASE,
)
_BEGINS = frozenset({"appoint", "become"})
_ACTING = re.compile(
    r"(?:и\.\s?о\.|врио|исполняющ\w+\s+обязанности|обязанности)\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Term:
    """How the title is held; "" for a day that the text does not say."""

    status: Status
    since: str = ""
    until: str = ""


def find_term(analysis: Analysis, view: View, title: Placed) -> Term:
    """The term of `title` in its sentence."""
    since, until = _dates(analysis, view, title)
    published = analysis.document.published
    over = bool(until) and (published is None or until[:4] <= str(published.year))
    status = _said(analysis, view, title)
    if status is Status.CURRENT and (over or _past(view.sentence.tokens, title)):
        status = Status.FORMER
    return Term(status, since, until)


def _said(analysis: Analysis, view: View, title: Placed) -> Status:
    """Acting or former by the words right before the title; «экс-» may be part of it or not."""
    start = title.mention.span.start
    text = analysis.document.text[max(view.sentence.span.start, start - 45) : start]
    if _ACTING.search(text) or text.rstrip().lower().endswith(("и.о.", "и. о.")):
        return Status.ACTING
    if f"{text[-4:]}{analysis.document.at(title.mention.span)}".lower().find("экс-") in (0, 4):
        return Status.FORMER
    for token in view.sentence.tokens[max(0, title.start - 3) : title.start]:
        if fold_yo(token.text.lower()).startswith(_former()):
            return Status.FORMER
    return Status.CURRENT


@cache
def _former() -> tuple[str, ...]:
    """Beginnings of words that put a title into the past: «бывш», «прежн»."""
    return tuple(fold_yo(stem) for stem in load_lexicon("former_words"))


def _past(tokens: tuple[Token, ...], title: Placed) -> bool:
    """«был директором», «возглавлял институт», «покинул пост ректора»: it is over."""
    head = next((n for n in range(title.start, title.stop) if head_lemma(tokens[n])), title.start)
    if title.mention.evidence == HEADING:
        return {"Tense=Past", "Aspect=Imp"} <= tokens[title.start].feats
    for n in _above(tokens, head):
        kinds = verb_kinds().get(fold_yo(tokens[n].lemma), frozenset())
        if "Tense=Past" not in tokens[n].feats:
            continue
        if "leave" in kinds or ("hold" in kinds and "Aspect=Imp" in tokens[n].feats):
            return True
    return False


def _above(tokens: tuple[Token, ...], head: int) -> Iterator[int]:
    """The verb that the title completes, its copula, and the verb of «занимал пост ректора»."""
    yield from (n for n, t in enumerate(tokens) if t.head == head and t.rel.startswith("cop"))
    above = tokens[head].head
    if above >= 0 and tokens[above].lemma in ("пост", "должность"):
        above = tokens[above].head
    elif "Case=Ins" not in tokens[head].feats:
        return
    if above >= 0:
        yield above


def _dates(analysis: Analysis, view: View, title: Placed) -> tuple[str, str]:
    """Since and until when: of the dates near the title the nearest, nothing else between."""
    offset = view.sentence.span.start
    text = analysis.document.at(view.sentence.span)
    found = []
    for since, until, start, stop in _spans(text, opens=_begins(view.sentence.tokens, title)):
        gap = _gap(view, title, (start + offset, stop + offset))
        if gap is not None:
            found.append((gap, start, since, until))
    return min(found)[2:] if found else ("", "")


def _begins(tokens: tuple[Token, ...], title: Placed) -> bool:
    """Whether the verb says that the title is taken up: «в 2004 году возглавил»."""
    if title.mention.evidence == HEADING:
        return {"Tense=Past", "Aspect=Perf"} <= tokens[title.start].feats
    head = next((n for n in range(title.start, title.stop) if head_lemma(tokens[n])), title.start)
    above = tokens[head].head
    return above >= 0 and bool(_BEGINS & verb_kinds().get(fold_yo(tokens[above].lemma), set()))


def _spans(text: str, *, opens: bool) -> Iterator[tuple[str, str, int, int]]:
    """Since, until and the place of each date in the text."""
    taken: list[range] = []
    for match in _INTERVAL.finditer(text):
        years = [year for year in match.groups() if year]
        taken.append(range(*match.span()))
        yield years[0], years[1], *match.span()
    for pattern in (_SINCE, _UNTIL, *([_IN] if opens else [])):
        for match in pattern.finditer(text):
            if any(match.start() in span for span in taken):
                continue
            day = _iso(*match.groups()[-3:])
            if pattern is _IN and (month := match[1]):
                day = _iso(None, MONTHS[MONTHS_IN.index(month.lower())], match[4])
            yield ("", day, *match.span()) if pattern is _UNTIL else (day, "", *match.span())


def _iso(day: str | None, month: str | None, year: str) -> str:
    """«1», «марта», «2019» → 2019-03-01; as much of it as there is."""
    if not month:
        return year
    number = MONTHS.index(month.lower()) + 1
    return f"{year}-{number:02}-{int(day):02}" if day else f"{year}-{number:02}"


def _gap(view: View, title: Placed, span: tuple[int, int]) -> int | None:
    """Characters between date and title; None if they do not belong together."""
    own = title.mention.span
    low, high = (span[1], own.start) if span[1] <= own.start else (own.stop, span[0])
    if high - low > _REACH:
        return None
    for other in view.titles:
        if other is not title and low <= other.mention.span.start < high:
            return None
    crossed = [t for t in view.sentence.tokens if low <= t.span.start < high and t.text in ";"]
    return None if crossed else high - low
