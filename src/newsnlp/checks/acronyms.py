"""Acronyms that the text never spells out.

A page goes in, a remark on the first place of each such acronym comes out. Known to everybody are
those of the lexicons `known_acronyms` and `other_acronyms`; one before a name in quotation marks or
before «имени» says what kind of body it is, the name tells the body.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from newsnlp.checks.finding import Check, Remark
from newsnlp.checks.page import Page
from newsnlp.lexicon import load_lexicon
from newsnlp.resolve.acronyms import is_acronym, letters_of, spells
from newsnlp.schema import Form, Kind, Sentence, Span
from newsnlp.text import fold_yo

__all__ = ["acronyms_of", "unexplained_acronyms"]

_WORD = re.compile(r"(?<![\w@#/.-])[А-ЯЁ][А-ЯЁа-яё]*[А-ЯЁ][А-ЯЁа-яё]*(?![\w@/]|-\w|\.\w)")
_LEAST = 3  # capitals; «РФ», «ИТ» need no words
_NAMED = re.compile(
    r"(?<![\w-])([А-ЯЁ][А-ЯЁа-яё]*[А-ЯЁ][а-яё]*)\s+(?:[«„\"“]|(?:им\.|имени)(?!\w))"
)
_SAID = re.compile(r"\s*(?:далее|сокращ[её]нно|также|или)?\s*(?:[–—-]\s*)?")
_LONGEST = 12  # words of a name that an acronym stands for


def unexplained_acronyms(page: Page) -> Iterator[Remark]:
    """«ТУСУР» in a text that nowhere says «Томский университет …»."""
    known = _known()
    seen = {page.morph.words.acronym(m[1]) or m[1] for m in _NAMED.finditer(page.text)}
    for acronym, span in acronyms_of(page):
        if acronym in seen:
            continue
        seen.add(acronym)
        if acronym not in known and not _explained(page, acronym):
            yield Remark(
                Check.ACRONYM,
                (span,),
                f"Сокращение «{acronym}» нигде в тексте не раскрыто",
                f"Раскрыть при первом упоминании: полное название ({acronym})",
            )


def acronyms_of(page: Page) -> Iterator[tuple[str, Span]]:
    """Each acronym without its ending and where it stands, in the order of the text."""
    people = [m.span for m in page.names]
    for match in _WORD.finditer(page.text):
        word = match[0]
        acronym = page.morph.words.acronym(word) or word
        capitals = sum(sign.isupper() for sign in acronym)
        if capitals < _LEAST or capitals * 2 <= len(acronym) or not is_acronym(acronym):
            continue
        span = Span(*match.span())
        if page.capitals(span):
            continue
        if any(span.meets(name) for name in people) or _named_so(page, span):
            continue
        if not _word(page, acronym):
            yield acronym, span


def _named_so(page: Page, span: Span) -> bool:
    """Whether it is (of) a name in quotation marks: «ЛУКОЙЛ», «Буран-ТУ»."""
    return any(q.span.covers(span) and len(q.span) < 60 for q in page.quotations)


def _word(page: Page, acronym: str) -> bool:
    """Whether it is a word in capitals: «ВНИМАНИЕ»."""
    if len(acronym) < 5 or not acronym.isupper():
        return False
    readings = page.morph.words.readings(acronym.lower())
    return any(r.known and "Abbr" not in r.marks for r in readings)


@cache
def _known() -> frozenset[str]:
    return frozenset(load_lexicon("known_acronyms")) | frozenset(load_lexicon("other_acronyms"))


def _explained(page: Page, acronym: str) -> bool:
    """Whether the text says somewhere what the acronym stands for."""
    return (
        _bracketed(page, acronym)
        or any(_spelt(sentence, acronym) for sentence in page.sentences)
        or _another_name(page, acronym)
    )


def _bracketed(page: Page, acronym: str) -> bool:
    """«Томский политехнический университет (ТПУ)», «(далее – ТПУ)», «ТПУ (Томский …)»."""
    text, people = page.text, [m.span for m in page.names]
    for match in re.finditer(rf"(?<!\w){acronym}[а-яё]{{0,3}}(?!\w)", text):
        open_ = text.rfind("(", max(0, match.start() - 40), match.start())
        if open_ >= 0:
            before = _SAID.fullmatch(text, open_ + 1, match.start())
            close = text[match.end() : match.end() + 1]
            left = len(text[:open_].rstrip())
            person = any(name.start < left <= name.stop for name in people)
            if before and close in (")", ",", ";", " ") and not person:
                return True
        after = re.match(r"\s*\(([^)\n]{8,200})\)", text[match.end() :])
        if after and len(after[1].split()) > 1 and after[1].split()[0].isalpha():
            return True
    return False


def _spelt(sentence: Sentence, acronym: str) -> bool:
    """Whether words that follow one another begin with its letters."""
    words = [fold_yo(t.text.lower()) for t in sentence.tokens if t.text[0].isalpha()]
    parts: Sequence[str] = [part for word in words for part in word.split("-") if part]
    pieces = letters_of(fold_yo(acronym))
    return any(
        part[0] == pieces[0][0] and spells(pieces, parts[n : n + _LONGEST]) >= _LEAST
        for n, part in enumerate(parts)
    )


def _another_name(page: Page, acronym: str) -> bool:
    """Whether the body of this acronym is also called by words."""
    for entity in page.extraction.entities:
        if entity.kind is not Kind.ORGANISATION:
            continue
        names = {m.normal for m in entity.mentions if m.form is Form.NAME}
        if acronym in names and any(
            len(name.split()) > 2 and acronym not in name for name in names
        ):
            return True
    return False
