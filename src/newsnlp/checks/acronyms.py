"""Acronyms that the text never spells out.

A page goes in, a remark on the first place of each such acronym comes out. Known to everybody are
those of the lexicons `known_acronyms` and `other_acronyms`; one before a name in quotation marks or
before «имени» says what kind of body it is, the name tells the body.
"""

import re
from collections.abc import Iterator
from functools import cache

from newsnlp.checks.expansions import Explanations
from newsnlp.checks.finding import Check, Remark
from newsnlp.checks.page import Page
from newsnlp.lexicon import load_lexicon
from newsnlp.resolve.acronyms import is_acronym
from newsnlp.schema import Span

__all__ = ["acronyms_of", "unexplained_acronyms"]

_WORD = re.compile(r"(?<![\w@#/.-])[А-ЯЁ][А-ЯЁа-яё]*[А-ЯЁ][А-ЯЁа-яё]*(?![\w@/]|-\w|\.\w)")
_LEAST = 3  # capitals; «РФ», «ИТ» need no words
_NAMED = re.compile(
    r"(?<![\w-])([А-ЯЁ][А-ЯЁа-яё]*[А-ЯЁ][а-яё]*)\s+(?:[«„\"“]"
    r"|(?:[а-яё]+\s+){0,4}(?:им\.|имени)(?!\w))"
)
_AFTER_NOUN = re.compile(r"([А-ЯЁа-яё][а-яё]+)\s+([А-ЯЁ][А-ЯЁа-яё]*[А-ЯЁ][а-яё]*)(?![\w-])")
_LONGEST_TITLE = 60  # characters of a name in quotation marks; longer ones are speech


def unexplained_acronyms(page: Page) -> Iterator[Remark]:
    """«ТУСУР» in a text that nowhere says «Томский университет …»."""
    known, explained = _known(), Explanations(page)
    seen = {page.morph.words.acronym(m[1]) or m[1] for m in _NAMED.finditer(page.text)}
    seen |= _branded(page)
    for acronym, span in acronyms_of(page):
        if acronym in seen:
            continue
        seen.add(acronym)
        if acronym not in known and not explained(acronym):
            yield Remark(
                Check.ACRONYM,
                (span,),
                f"Сокращение «{acronym}» нигде в тексте не раскрыто",
                f"Раскрыть при первом упоминании: полное название ({acronym})",
            )


def acronyms_of(page: Page) -> Iterator[tuple[str, Span]]:
    """Each acronym without its ending and where it stands, in the order of the text."""
    for match in _WORD.finditer(page.text):
        word = match[0]
        acronym = page.morph.words.acronym(word) or word
        capitals = sum(sign.isupper() for sign in acronym)
        if capitals < _LEAST or capitals * 2 <= len(acronym) or not is_acronym(acronym):
            continue
        span = Span(*match.span())
        if page.capitals(span) or page.in_name(span):
            continue
        if _named_so(page, span):
            continue
        if not _word(page, acronym):
            yield acronym, span


def _named_so(page: Page, span: Span) -> bool:
    """Whether it is (of) a name in quotation marks: «ЛУКОЙЛ», «Буран-ТУ»."""
    quotation = page.quotation_of(span)
    return quotation is not None and len(quotation.span) < _LONGEST_TITLE


def _branded(page: Page) -> set[str]:
    """The acronyms before which a noun for companies stands: trade names, «банк ВТБ»."""
    nouns = load_lexicon("organisation_heads").where("flags", "company")
    found: set[str] = set()
    for match in _AFTER_NOUN.finditer(page.text):
        lemmas = {r.lemma for r in page.morph.words.readings(match[1].lower())}
        if lemmas & nouns or any(lemma.endswith("компания") for lemma in lemmas):
            found.add(page.morph.words.acronym(match[2]) or match[2])
    return found


def _word(page: Page, acronym: str) -> bool:
    """Whether it is a word in capitals: «ВНИМАНИЕ»."""
    if len(acronym) < 5 or not acronym.isupper():
        return False
    readings = page.morph.words.readings(acronym.lower())
    return any(r.known and "Abbr" not in r.marks for r in readings)


@cache
def _known() -> frozenset[str]:
    return frozenset(load_lexicon("known_acronyms")) | frozenset(load_lexicon("other_acronyms"))
