"""How and when a title is held: acting or former, since and until when, as the sentence says it.

A sentence with its mentions in place and a title of it enter; a `Term` leaves. The dates are read
in `tenure`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from newsnlp.lexicon import load_lexicon
from newsnlp.recognise.positions import HEADING
from newsnlp.recognise.titles import head_lemma, verb_kinds
from newsnlp.relate.holders import Placed, View
from newsnlp.relate.tenure import find_tenure
from newsnlp.schema import Analysis, Status, Token
from newsnlp.text import fold_yo

__all__ = ["Term", "find_term", "is_over"]

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
    published = analysis.document.published
    tenure = find_tenure(analysis.document.at(view.sentence.span), view, title, published)
    status = _said(analysis, view, title)
    past = is_over(tenure.until, published) or _past(view.sentence.tokens, title)
    if status is Status.CURRENT and past:
        status = Status.FORMER
    return Term(status, tenure.since, tenure.until)


def is_over(until: str, published: date | None) -> bool:
    """Whether a title held until an ISO day is held no longer when a text is published."""
    return bool(until) and (published is None or until <= str(published)[: len(until)])


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
