"""Direct speech that nobody speaks.

A page goes in, remarks come out. A quotation is speech if it is a sentence of its own or stands
after a colon; names and titles in quotation marks are none. Who is told as the speaker by name,
title, pronoun or as a body is no matter, if only somebody is.
"""

import re
from collections.abc import Iterator

from newsnlp.checks.finding import Check, Remark
from newsnlp.checks.page import Page, meeting
from newsnlp.relate.people import finite, speech_words
from newsnlp.relate.quotes import is_sentence
from newsnlp.relate.speakers import Finder
from newsnlp.relate.speech import Speech, find_speech
from newsnlp.schema import Analysis, Span

__all__ = ["nobody_speaks"]

_WORDS = 4  # of a quotation that is a sentence
_INTERRUPTED = re.compile(r"[,.!?…]\s[–—-]\s[а-яё]")  # «Не спрашивайте, – махнул рукой мастер»
_HEAD = 400  # characters before a quotation in which its speaker may be named
_TAIL = 160  # characters after a quotation in which its speaker may be named


def nobody_speaks(page: Page) -> Iterator[Remark]:
    """«Мы рады гостям и ждём их снова». and nothing that says who."""
    analysis = Analysis(page.document, page.sentences, ())
    finder = Finder(analysis, page.extraction.mentions)
    given = {piece.start for quote in page.extraction.links.quotes for piece in quote.pieces}
    last: Speech | None = None
    for speech in find_speech(page.text, finder.attributes):
        if speech.dashed:
            continue
        spoken = any(piece.start in given for piece in speech.pieces)
        if spoken or _told(page, finder, speech):
            last = speech
        elif _sentence(page, finder, speech) and not _goes_on(speech, last):
            yield Remark(
                Check.SPEAKER,
                (speech.span,),
                "Не сказано, чьи это слова",
                "Назвать автора: «…», – отметил такой-то",
            )


def _sentence(page: Page, finder: Finder, speech: Speech) -> bool:
    """Whether a quotation is direct speech by its looks."""
    said = [t for piece in speech.pieces for t in finder.index.within(piece)]
    words = [token for token in said if token.text[:1].isalpha()]
    if len(words) < _WORDS or not any(finite(token) for token in words):
        return False
    closed = page.text[speech.span.stop - 1 : speech.span.stop] in '»“”"'
    if (
        speech.before is not None
        or not closed
        or _INTERRUPTED.search(page.document.at(speech.span))
    ):
        return False
    return is_sentence(page.text, speech)


def _told(page: Page, finder: Finder, speech: Speech) -> bool:
    """Whether the words around a quotation attribute it."""
    if speech.tags or speech.before is not None:
        return True
    line = page.line(speech.span.start)
    tail = Span(speech.span.stop, min(line.stop, speech.span.stop + _TAIL))
    after = page.document.at(tail).lstrip(" \t\u00a0,.!?…")
    if after.startswith(("-", "–", "—")):
        return True
    head = Span(line.start, speech.span.start)
    if not page.document.at(head).strip():  # a paragraph of its own: what the one before says
        before = page.text[: line.start].rstrip()
        head = page.line(len(before))
        if before.endswith(":"):
            return True
    return _speaks(page, finder, _last_sentence(page, head))


def _last_sentence(page: Page, head: Span) -> Span:
    """What stands on the line before a quotation, from the last full stop but one."""
    head = Span(max(head.start, head.stop - _HEAD), head.stop)
    text = page.document.at(head).rstrip()
    cut = max(text[:-1].rfind(sign) for sign in ".!?")
    return Span(head.start + cut + 1, head.start + len(text))


def _speaks(page: Page, finder: Finder, span: Span) -> bool:
    """Whether a verb of speech or a person stands in `span`."""
    tokens = finder.index.within(span)
    if any(token.lemma in speech_words("verb") or token.lemma == "слово" for token in tokens):
        return True
    return page.text[span.stop - 1 : span.stop] == ":" and meeting(page.people, span) is not None


def _goes_on(speech: Speech, last: Speech | None) -> bool:
    """Whether it stands right after attributed speech: in its paragraph or the next one."""
    return last is not None and speech.paragraph - last.paragraph <= 2
