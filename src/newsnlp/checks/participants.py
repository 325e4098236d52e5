"""Participants of a list of whom the text says nothing, though it tells of the others.

A page goes in, remarks come out. A list stands after a colon and a word that announces it
(«Участники:», «В заседании приняли участие:»), in the same line or in items. If most of those
listed are in the prose, the one that is not may have been forgotten; else the list speaks for
itself.
"""

import re
from collections.abc import Iterator, Sequence

from newsnlp.checks.finding import Check, Remark
from newsnlp.checks.page import Page, named
from newsnlp.schema import Entity, Span
from newsnlp.text import fold_yo

__all__ = ["forgotten_participants"]

_HEAD = re.compile(
    r"^(?!.*(?:примут|будут|выступят))[^:.\n]*(?:участник|участниц|участвуют|участвовал|участие|"
    r"спикер|эксперт|докладчик|состав|присутству|присутствовал|гост[ия]|приглаш[её]н|делегаци)"
    r"[^:.\n]*:[ \t]*",
    re.I | re.M,
)
_ITEM = re.compile(r"[ \t]*(?:[-–—•*·●▪]|\d{1,2}[.)])[ \t]*\S")
_LEAST = 2  # of the list who must be in the prose
_SHARE = 5  # one in so many may be missing


def forgotten_participants(page: Page) -> Iterator[Remark]:
    """Who is in the list alone."""
    for area in _areas(page):
        listed = [p for p in page.persons if any(area.covers(m.span) for m in named(p))]
        missing = [p for p in listed if not _told(page, p, area)]
        there = len(listed) - len(missing)
        if there < _LEAST or len(missing) > max(1, len(listed) // _SHARE):
            continue
        for person in missing:
            span = next(m.span for m in named(person) if area.covers(m.span))
            yield Remark(
                Check.PARTICIPANT,
                (span,),
                f"{person.name}: есть в списке, а в тексте, где названы другие ({there} из "
                f"{len(listed)}), нет",
                "Дописать, что сделал участник, или проверить список",
            )


def _areas(page: Page) -> Iterator[Span]:
    """Where the lists of participants stand."""
    for match in _HEAD.finditer(page.text):
        line = page.line(match.start())
        if page.document.at(Span(match.end(), line.stop)).strip():
            yield Span(match.end(), line.stop)
            continue
        area = _items(page, line.stop + 1)
        if area is not None:
            yield area


def _items(page: Page, start: int) -> Span | None:
    """The items of a list that begins at `start`, blank lines before it passed over."""
    stop = at = start
    while at < len(page.text):
        line = page.line(at)
        text = page.document.at(line)
        item = _ITEM.match(text) or text.rstrip().endswith(";")
        if not item and (text.strip() or stop > start):
            last = stop > start and text.strip() and page.text[stop - 1 : stop] == ";"
            stop = line.stop if last else stop
            break
        if item:
            stop = line.stop
        at = line.stop + 1
    return Span(start, stop) if stop > start else None


def _told(page: Page, person: Entity, area: Span) -> bool:
    """Whether the text outside the list speaks of the person, by whatever word."""
    if any(not area.covers(m.span) for m in person.mentions):
        return True
    words: Sequence[str] = fold_yo(person.name.lower()).split()
    surname = words[-1].partition("-")[0]
    stem = surname[: max(4, len(surname) - 2)]
    outside = fold_yo((page.text[: area.start] + "\n" + page.text[area.stop :]).lower())
    return bool(re.search(rf"(?<!\w){re.escape(stem)}", outside))
