"""Whether a text says somewhere what an acronym stands for.

A page goes in once; acronyms are asked for. In brackets beside the full name, by words that begin
with its letters, or by another name of the same body.
"""

import re
from collections.abc import Iterator

from newsnlp.checks.page import Page
from newsnlp.resolve.acronyms import letters_of, spells
from newsnlp.schema import Form, Kind, Span
from newsnlp.text import fold_yo

__all__ = ["Explanations"]

_WORD = re.compile(r"(?<!\w)[А-ЯЁ][А-ЯЁа-яё]*[А-ЯЁ][а-яё]{0,3}(?!\w)")
_BEFORE = re.compile(r"\(\s*(?:далее|сокращ[её]нно|также|или)?\s*(?:[–—-]\s*)?$")
_AFTER = re.compile(r"\s*\(([^)\n]{8,200})\)")
_NEAR = 40  # characters between a bracket and an acronym in it
_LEAST = 3  # words that an acronym stands for
_LONGEST = 12

Words = tuple[str, ...]


class Explanations:
    """The acronyms that a page explains."""

    def __init__(self, page: Page) -> None:
        """Look through the page once."""
        self._bracketed = frozenset(_bracketed(page))
        self._named = frozenset(_named(page))
        self._words: dict[str, dict[Words, None]] = {}  # first letter → what begins there, once
        for sentence in page.sentences:
            words = [fold_yo(t.text.lower()) for t in sentence.tokens if t.text[0].isalpha()]
            parts = [part for word in words for part in word.split("-") if part]
            for n, part in enumerate(parts):
                self._words.setdefault(part[0], {})[tuple(parts[n : n + _LONGEST])] = None

    def __call__(self, acronym: str) -> bool:
        """Whether the text says what `acronym`, without its ending, stands for."""
        if acronym in self._bracketed or acronym in self._named:
            return True
        pieces = letters_of(fold_yo(acronym))
        following = self._words.get(pieces[0][0], ())
        return any(spells(pieces, words) >= _LEAST for words in following)


def _bracketed(page: Page) -> Iterator[str]:
    """«Томский политехнический университет (ТПУ)», «(далее – ТПУ)», «ТПУ (Томский …)»."""
    text = page.text
    for match in _WORD.finditer(text):
        acronym = page.morph.words.acronym(match[0]) or match[0]
        near = text[max(0, match.start() - _NEAR) : match.start()]
        before = _BEFORE.search(near)
        if before is not None and text[match.end() : match.end() + 1] in (")", ",", ";", " "):
            stop = match.start() - len(near) + len(near[: before.start()].rstrip())
            if not page.in_name(Span(stop - 1, stop)):  # «Илья Зазнобин (ИМХ РАН)»
                yield acronym
        after = _AFTER.match(text, match.end())
        words = after[1].split() if after else []
        if len(words) > 1 and words[0].isalpha():
            yield acronym


def _named(page: Page) -> Iterator[str]:
    """The acronyms of bodies that are also called by words."""
    for entity in page.extraction.entities:
        if entity.kind is Kind.ORGANISATION:
            names = {m.normal for m in entity.mentions if m.form is Form.NAME}
            short = {name for name in names if " " not in name}
            for name in short:
                if any(len(n.split()) > _LEAST - 1 and name not in n for n in names):
                    yield name
