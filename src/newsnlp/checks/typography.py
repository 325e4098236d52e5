"""One text, one kind of quotation mark and of dash.

A page goes in, at most one remark on each comes out: on the rarer kind, with all its places. Marks
within a quotation, hyphens within words and the signs that begin the items of a list are let be.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from newsnlp.checks.finding import Check, Remark
from newsnlp.checks.page import Page
from newsnlp.schema import Span

__all__ = ["mixed_dashes", "mixed_marks"]

_FAMILIES = {"«»": "«ёлочки»", "„“": "„лапки“", "„”": "„лапки”", "“”": "“английские”"}
_FAMILIES |= {'""': 'прямые "…"'}
_DASHES = {"—": "длинное тире «—»", "–": "среднее тире «–»", "-": "дефис вместо тире «-»"}
_BLANK = "[ \t\u00a0]"
# Not at the head of a line, where a dash opens an item or direct speech; not between numbers.
_DASH = re.compile(
    rf"(?<=[^\s])(?:(?<=\d){_BLANK}*(?P<range>[-–—]){_BLANK}*(?=\d)"
    rf"|(?:{_BLANK}+|(?<=[,.!?…»”\"]))(?P<dash>[-–—])(?={_BLANK}|\n|$))"
)
_RANGE = re.compile(
    r"(?<![\d.,:/–—-])(?:\d{4}(?P<years>[-–—])\d{4}|\d{1,2}(?P<days>[-–—])\d{1,2}"
    r"(?= (?:янв|фев|мар|апр|ма[яй]|июн|июл|авг|сен|окт|ноя|дек))"
    r"|\d\d?:\d\d(?P<times>[-–—])\d\d?:\d\d)(?![\d.,:/–—-]\d)"
)


def mixed_marks(page: Page) -> Iterator[Remark]:
    """«Полюс» here and "Полюс" there; a quotation that another kind of mark closes."""
    outer = page.quotations
    torn = [q for q in outer if q.marks not in _FAMILIES]
    for quotation in torn:
        opened, closed = quotation.marks[0], quotation.marks[1]
        yield Remark(
            Check.MARKS,
            (Span(quotation.span.stop - 1, quotation.span.stop), quotation.span),
            f"Кавычка открыта знаком {opened}, а закрыта знаком {closed}",
            "Закрыть кавычку тем же видом, каким она открыта",
        )
    kinds = [(q.marks, q.span) for q in outer if q.marks in _FAMILIES]
    yield from _mixed(kinds, _FAMILIES, Check.MARKS, "кавычки")


def mixed_dashes(page: Page) -> Iterator[Remark]:
    """« – » here and « — » or « - » there; «12–14 мая» and «12-14 мая»."""
    found = []
    for match in _DASH.finditer(page.text):
        if match["dash"]:
            at = match.start("dash")
            found.append((match["dash"], Span(at, at + 1)))
    yield from _mixed(found, _DASHES, Check.DASHES, "знаки тире")
    ranges = []
    for match in _RANGE.finditer(page.text):
        group = match.lastgroup or "days"
        ranges.append((match[group], Span(*match.span())))
    names = {sign: f"знак «{sign}» между числами" for sign in _DASHES}
    yield from _mixed(ranges, names, Check.DASHES, "знаки между числами")


def _mixed(
    found: Sequence[tuple[str, Span]], names: Mapping[str, str], kind: Check, what: str
) -> Iterator[Remark]:
    """A remark on all that is not of the most frequent kind; of equals the first one is right."""
    counts = Counter(sign for sign, _ in found)
    if len(counts) < 2:
        return
    usual = counts.most_common(1)[0][0]
    odd = tuple(span for sign, span in found if sign != usual)
    others = ", ".join(f"{names[s]} ({n})" for s, n in counts.most_common() if s != usual)
    reason = f"В тексте разные {what}: {names[usual]} ({counts[usual]}) и {others}"
    yield Remark(kind, odd, reason, f"Везде поставить {names[usual]}")
