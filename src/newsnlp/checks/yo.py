"""ё and е: either everywhere or nowhere.

A page goes in; out come one remark on the words that are written against the custom of the text,
and one on each name that is written both ways. Words that the other letter makes another word
(«все», «берет») say nothing, nor do names: ё may be kept for these.
"""

import re
from collections.abc import Iterator

from newsnlp.checks.finding import Check, Remark
from newsnlp.checks.page import Page, named
from newsnlp.morph import Morph
from newsnlp.schema import Span
from newsnlp.text import fold_yo

__all__ = ["mixed_yo"]

_WORD = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*")
_PROPER = frozenset({"Geox", "Name", "Surn", "Patr", "Orgn"})
_SHOWN = 5  # words that the reason tells
_ENDING = 3  # letters by which two cases of one name differ


def mixed_yo(page: Page) -> Iterator[Remark]:
    """«ещё» here and «пройдет» there; «Фёдор» here and «Федор» there."""
    yield from _common(page)
    yield from _names(page)


def _common(page: Page) -> Iterator[Remark]:
    with_yo: list[Span] = []
    without: list[Span] = []
    tags = {token.span.start: token.pos for s in page.sentences for token in s.tokens}
    for match in _WORD.finditer(page.text):
        word, tag = match[0], tags.get(match.start(), "")
        if word[1:].lower() != word[1:] or not _sure(fold_yo(word.lower()), tag, page.morph):
            continue
        if word[0].isupper() and not _begins(page.text, match.start()):
            continue
        (with_yo if "ё" in word.lower() else without).append(Span(*match.span()))
    if not with_yo or not without:
        return
    odd, usual = (without, with_yo) if len(without) <= len(with_yo) else (with_yo, without)
    words = _listed(page, odd)
    if odd is without:
        reason = f"В тексте пишется ё ({_listed(page, usual)}), а здесь е: {words}"
        yield Remark(Check.YO, tuple(odd), reason, "Написать с ё, как в остальном тексте")
    else:
        reason = f"В тексте вместо ё пишется е ({_listed(page, usual)}), а здесь ё: {words}"
        yield Remark(Check.YO, tuple(odd), reason, "Писать ё либо везде, либо нигде")


def _listed(page: Page, spans: list[Span]) -> str:
    words = list(dict.fromkeys(page.document.at(span).lower() for span in spans))
    return ", ".join(f"«{word}»" for word in words[:_SHOWN]) + ("…" if words[_SHOWN:] else "")


def _sure(folded: str, tag: str, morph: Morph) -> bool:
    """Whether a word has ё in all that the dictionary knows of it, and is no name.

    Of a noun its readings as a noun count («подъем» is «съедим», too), of a verb those as a verb.
    """
    if "е" not in folded:
        return False
    known = [r for r in morph.words.readings(folded) if r.known]
    if tag in ("NOUN", "VERB"):
        known = [r for r in known if r.pos == tag] or known
    return bool(known) and all("ё" in r.parse.word and not r.marks & _PROPER for r in known)


def _begins(text: str, at: int) -> bool:
    """Whether a sentence or a line begins at `at`."""
    before = text[:at].rstrip(' \t\u00a0«"„“(–—-')[-1:]
    return before in ("", "\n", ".", "!", "?", "…", ":")


def _names(page: Page) -> Iterator[Remark]:
    """One remark on each word of a person's name that stands with ё and without."""
    seen: set[tuple[str, str]] = set()
    for person in page.persons:
        words: list[tuple[str, Span]] = []
        for mention in named(person):
            for match in _WORD.finditer(page.document.at(mention.span)):
                start = mention.span.start + match.start()
                words.append((match[0], Span(start, start + len(match[0]))))
        for word, span in words:
            for other, twin in words:
                if span != twin and _twins(word, other) and (word, other) not in seen:
                    seen.add((word, other))
                    yield _name_remark(word, span, other, twin)
                    break


def _twins(plain: str, dotted: str) -> bool:
    """«Федоровичу» and «Фёдорович»: one name but for ё and the case."""
    place = dotted.lower().find("ё")
    if place < 0 or "ё" in plain.lower() or abs(len(plain) - len(dotted)) > _ENDING:
        return False
    shared = 0
    left, right = fold_yo(plain.lower()), fold_yo(dotted.lower())
    while shared < min(len(left), len(right)) and left[shared] == right[shared]:
        shared += 1
    return place < shared and shared >= max(len(left), len(right)) - _ENDING and shared > 2


def _name_remark(plain: str, span: Span, dotted: str, twin: Span) -> Remark:
    reason = f"Имя написано и через е, и через ё: «{plain}» и «{dotted}»"
    return Remark(Check.YO, (span, twin), reason, "Писать имя одинаково, как в документах человека")
