"""From when and until when a title is held, as its sentence dates it.

A sentence with its mentions in place and a title of it enter; ISO texts as exact as the text leave:
«с марта 2019 года» → 2019-03. Of several dates the nearest to the title counts. Not attempted:
«уже пять лет», «три года назад», ages, dates that another sentence gives.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from newsnlp.dates import MONTHS, MONTHS_IN, find_dates
from newsnlp.recognise.positions import HEADING
from newsnlp.recognise.titles import head_lemma, verb_kinds
from newsnlp.relate.clauses import governing_verb
from newsnlp.relate.holders import Placed, View
from newsnlp.schema import Span, Token
from newsnlp.text import fold_yo

__all__ = ["Tenure", "find_tenure", "joined", "orderly"]

_REACH = 90  # characters between a date and the title that it dates
_POSTS = frozenset({"пост", "должность", "кресло", "обязанность", "полномочие"})
_BEGINS = frozenset({"appoint", "become"})
_OUSTS = frozenset({"уволить", "освободить", "отправить", "снять"})

_YEAR = r"((?:19|20)\d\d)(?!\d)"
_WORDS = r"(?:прошл|минувш|эт|нынешн|текущ|позапрошл)\w+"
_NAMES = "|".join((*MONTHS, *(re.sub("я$", "ь", m) for m in MONTHS), "март", "май", "август"))
_MONTH = rf"(?:(\d{{1,2}})\s+)?(?:({_NAMES})\s+)?"
_TAIL = r"(?:\s?(?:года|году|годах|годы|год|гг?\.?))?(?!\w)"
_INTERVAL = re.compile(
    rf"{_YEAR}\s?[–—-]\s?{_YEAR}{_TAIL}|(?<!\w)с\s+{_YEAR}{_TAIL}\s+(?:по|до)\s+{_YEAR}{_TAIL}"
    rf"|(?<!\w)с\s+{_MONTH}{_YEAR}{_TAIL}\s+(?:по|до)\s+{_MONTH}{_YEAR}{_TAIL}",
    re.IGNORECASE,
)
_SINCE = re.compile(
    rf"(?<!\w)(?:с|начиная\s+с)\s+(?:{_MONTH}{_YEAR}{_TAIL}|({_WORDS})\s+года)(?!\s+(?:по|до)\s)",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    rf"(?<!\w)(?:вплоть\s+)?до\s+(?:{_MONTH}{_YEAR}{_TAIL}|({_WORDS})\s+года)", re.IGNORECASE
)
_IN = re.compile(
    rf"(?<!\w)во?\s+(?:({'|'.join(MONTHS_IN)})\s+)?(?:{_YEAR}\s?(?:году|года|г\.)|({_WORDS})\s+год[ау])"
    rf"|(?<!\w)во?\s+({'|'.join(MONTHS_IN)})(?!\w)(?!\s+(?:\d{{4}}|того|следующ|тысяча))",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"(?<![\w.])(\d{{1,2}})\s+({'|'.join(MONTHS)})(?:\s+{_YEAR}(?:\s?(?:года|г\.))?)?",
    re.IGNORECASE,
)
# What each of these needs: a search of its own costs less than all five.
_DATED = re.compile(rf"\d|год|{'|'.join(MONTHS_IN)}", re.IGNORECASE)
_TURNS = frozenset("; ранее прежде рано затем потом это позже поздно когда который".split())
_AGO = {"эт": 0, "нынешн": 0, "текущ": 0, "прошл": 1, "минувш": 1, "позапрошл": 2}


@dataclass(frozen=True, slots=True)
class Tenure:
    """ISO texts as exact as the text is, "" for a day that it does not say."""

    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date with its place in the sentence; a bare one dates what the verb says."""

    start: int
    stop: int
    since: str = ""
    until: str = ""
    bare: str = ""


def find_tenure(text: str, view: View, title: Placed, published: date | None) -> Tenure:
    """The tenure of a title; none where it would end before it begins.

    Args:
        text: of the sentence.
        view: the sentence with its mentions.
        title: one of them.
        published: the day that «в прошлом году» is counted from.
    """
    tokens, offset = view.sentence.tokens, view.sentence.span.start
    verb, kinds = _verb(tokens, title)
    found = []
    for item in _dates(text, view, published):
        if item.bare and not (kinds & _BEGINS or "leave" in kinds):
            continue
        span = (item.start + offset, item.stop + offset)
        gap = _gap(view, title, span)
        if gap is not None and _another_title(view, title, span):
            continue
        if verb < 0 and _apart(view, title, span):
            continue
        if item.bare and _participle(tokens, verb, span):
            continue
        anchor = tokens[verb].span if item.bare else title.mention.span
        if gap is None or _other_clause(tokens, verb, anchor, span):
            continue
        if _life(view, text, item):
            continue
        since, until = item.since, item.until
        if item.bare and "leave" in kinds:
            until = item.bare
        elif item.bare:
            since = item.bare
        found.append((gap, item.start, since, until))
    if not found:
        return Tenure()
    return orderly(_together(sorted(found)))


def _together(found: Sequence[tuple[int, int, str, str]]) -> Tenure:
    """The nearest date, and the nearest that gives the other end."""
    since = next((item[2] for item in found if item[2]), "")
    until = next((item[3] for item in found if item[3]), "")
    first = found[0]
    if first[2] and first[3]:
        return Tenure(first[2], first[3])
    if since and until and since > until:
        return Tenure(first[2], first[3])
    return Tenure(since, until)


def orderly(tenure: Tenure) -> Tenure:
    """The tenure, empty where it would end before it begins."""
    size = min(len(tenure.since), len(tenure.until))
    return Tenure() if tenure.since[:size] > tenure.until[:size] else tenure


def joined(one: Tenure, other: Tenure) -> Tenure:
    """What two places say of one role: the more exact of agreeing dates, of others the first."""
    since, until = _finer(one.since, other.since), _finer(one.until, other.until)
    both = orderly(Tenure(since, until))
    return both if both.since or both.until else one


def _finer(one: str, other: str) -> str:
    return other if other.startswith(one) else one


def _verb(tokens: Sequence[Token], title: Placed) -> tuple[int, frozenset[str]]:
    """The verb that the title completes, also by «на пост …», and its kinds; -1 if none."""
    head = next((n for n in range(title.start, title.stop) if head_lemma(tokens[n])), title.start)
    if title.mention.evidence == HEADING:
        taken = {"Tense=Past", "Aspect=Perf"} <= tokens[title.start].feats
        return title.start, frozenset({"become"} if taken else ())
    above = tokens[head].head
    told = above >= 0 and tokens[above].lemma in _POSTS
    if told:
        above = tokens[above].head
    if above < 0 or tokens[above].pos not in {"VERB", "ADJ"}:
        return -1, frozenset()
    kinds = verb_kinds().get(fold_yo(tokens[above].lemma), frozenset())
    if told or "Case=Ins" in tokens[head].feats:
        return above, kinds
    ousted = tokens[head].rel in {"obj", "nsubj:pass"} and tokens[above].lemma in _OUSTS
    return (above, kinds) if ousted else (-1, frozenset())


def _other_clause(tokens: Sequence[Token], verb: int, anchor: Span, span: tuple[int, int]) -> bool:
    """Whether a finite verb other than that of the title stands between a date and `anchor`."""
    low, high = min(anchor.start, span[0]), max(anchor.start, span[1])
    return any(
        n != verb and low <= t.span.start < high and _tells(t)
        for n, t in enumerate(tokens)
        if not anchor.covers(t.span)
    )


def _tells(token: Token) -> bool:
    """Whether a clause of its own hangs on the token: «открыл», «приняты», «будучи»; no «был»."""
    if "VerbForm=Conv" in token.feats:
        return True
    short = {"VerbForm=Part", "Variant=Short"} <= token.feats
    return token.lemma != "быть" and ("VerbForm=Fin" in token.feats or short)


def _participle(tokens: Sequence[Token], verb: int, span: tuple[int, int]) -> bool:
    """«завершивший в июне карьеру Белов назначен»: the date hangs on a participle of its own."""
    inside = [n for n, t in enumerate(tokens) if span[0] <= t.span.start < span[1]]
    above = {governing_verb(tokens, n) for n in inside} - {-1, verb}
    return any({"VerbForm=Part", "VerbForm=Conv"} & tokens[n].feats for n in above)


def _life(view: View, text: str, item: _Dated) -> bool:
    """«Олег Белов (1961–2020)», «родился в 1961 году»: years of a life, not of a post."""
    if item.since and item.until and text[: item.start].rstrip().endswith("("):
        place = view.sentence.span.start + len(text[: item.start].rstrip()) - 1
        if any(0 <= place - p.mention.span.stop <= 1 for p in view.persons):
            return True
    return False


def _dates(text: str, view: View, published: date | None) -> Iterator[_Dated]:
    """The dates of a sentence, none within another."""
    taken: list[tuple[int, int]] = []
    offset = view.sentence.span.start
    written = (_intervals(text), _bounds(text, published), _bare(text, published))
    days = find_dates(view.sentence, published)  # «вчера», «в понедельник»
    told = [
        _Dated(d.span.start - offset, d.span.stop - offset, bare=d.start.isoformat())
        for d in days
        if d.start and not d.end and (published is None or d.start <= published)
    ]
    for found in (*(written if _DATED.search(text) else ()), told):
        for item in found:
            if not any(start < item.stop and item.start < stop for start, stop in taken):
                taken.append((item.start, item.stop))
                yield item


def _intervals(text: str) -> Iterator[_Dated]:
    """«2012–2019», «с марта 2019 года по май 2021 года»."""
    for match in _INTERVAL.finditer(text):
        a, b, c, d, day, month, year, day2, month2, year2 = match.groups()
        since = a or c or _iso(day, month, year)
        yield _Dated(*match.span(), since, b or d or _iso(day2, month2, year2))


def _bounds(text: str, published: date | None) -> Iterator[_Dated]:
    """«с марта 2019 года», «до прошлого года»."""
    for pattern in (_SINCE, _UNTIL):
        for match in pattern.finditer(text):
            day, month, year, word = match.groups()
            value = _iso(day, month, year) if year else _ago(word, published)
            if value:
                ends = (value, "") if pattern is _SINCE else ("", value)
                yield _Dated(*match.span(), *ends)


def _bare(text: str, published: date | None) -> Iterator[_Dated]:
    """«в марте 2019 года», «в прошлом году», «в марте», «12 мая»."""
    for match in _IN.finditer(text):
        month, year, word, alone = match.groups()
        value = _latest(alone, published) if alone else year or _ago(word, published)
        if month and value:
            value = f"{value}-{MONTHS_IN.index(month.lower()) + 1:02}"
        if value:
            yield _Dated(*match.span(), bare=value)
    for match in _DAY.finditer(text):
        day, month, year = match.groups()
        value = _iso(day, month, year) if year else _past_day(day, month, published)
        if value:
            yield _Dated(*match.span(), bare=value)


def _iso(day: str | None, month: str | None, year: str) -> str:
    """«1», «марта», «2019» → 2019-03-01; as much of it as there is."""
    if not month:
        return year
    number = next(
        n for n, name in enumerate(MONTHS, 1) if name[:-1] == month.lower()[: len(name) - 1]
    )
    return f"{year}-{number:02}-{int(day):02}" if day else f"{year}-{number:02}"


def _ago(word: str | None, published: date | None) -> str:
    """«прошлого» → the year before that of publication."""
    if not word or published is None:
        return ""
    back = next((n for stem, n in _AGO.items() if word.lower().startswith(stem)), None)
    return "" if back is None else str(published.year - back)


def _latest(month: str, published: date | None) -> str:
    """«в марте»: the last one before publication."""
    if published is None:
        return ""
    number = MONTHS_IN.index(month.lower()) + 1
    return f"{published.year - (number > published.month)}-{number:02}"


def _past_day(day: str, month: str, published: date | None) -> str:
    """«12 мая»: the last one before publication."""
    if published is None:
        return ""
    number = MONTHS.index(month.lower()) + 1
    later = (number, int(day)) > (published.month, published.day)
    return f"{published.year - later}-{number:02}-{int(day):02}"


def _apart(view: View, title: Placed, span: tuple[int, int]) -> bool:
    """Whether more than names stands between a date and a title that completes no verb.

    «с мая действует по решению [президента]» is no «с мая Белов – [президент]».
    """
    own = title.mention.span
    low, high = (span[1], own.start) if span[1] <= own.start else (own.stop, span[0])
    named = [p.mention.span for p in (*view.persons, *view.bodies)]
    return any(
        token.pos in {"ADP", "NOUN", "VERB"}
        and low <= token.span.start < high
        and not any(name.covers(token.span) for name in named)
        for token in view.sentence.tokens
    )


def _another_title(view: View, title: Placed, span: tuple[int, int]) -> bool:
    """Whether a date is of a title after it: «был деканом, а с 2006 года [проректором]»."""
    own = title.mention.span
    marks = [token.span.start for token in view.sentence.tokens if token.text == ","]
    if own.start >= span[1]:  # «занимал пост [министра] в 2005–2006 годах и [посла] …»
        ends = [p.mention.span.stop for p in view.titles if p.mention.span.stop <= span[0]]
        between = [t.lemma for t in view.sentence.tokens if span[1] <= t.span.start < own.start]
        return bool(ends) and span[0] - max(ends) <= 4 and bool({"и", ","} & set(between))
    if own.stop > span[0] or not any(own.stop <= at < span[0] for at in marks):
        return False
    after = [other.mention.span for other in view.titles if other.mention.span.start >= span[1]]
    return any(not any(span[1] <= at < other.start for at in marks) for other in after)


def _gap(view: View, title: Placed, span: tuple[int, int]) -> int | None:
    """Characters between date and title; None if they do not belong together."""
    own = title.mention.span
    low, high = (span[1], own.start) if span[1] <= own.start else (own.stop, span[0])
    if high - low > _REACH:
        return None
    for other in view.titles:
        if other is not title and low <= other.mention.span.start < high:
            return None
    between = [t.lemma for t in view.sentence.tokens if low <= t.span.start < high]
    return None if _TURNS.intersection(between) else high - low
