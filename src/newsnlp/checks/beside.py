"""What stands right before a name: its title, with nothing but the title's body between them."""

from collections.abc import Sequence

from newsnlp.checks.page import Page
from newsnlp.schema import Mention, Sentence, Span, Token

__all__ = ["is_listed", "title_before", "words_of"]


def words_of(sentence: Sentence, span: Span) -> list[Token]:
    """The tokens that meet a span."""
    start, stop = sentence.touched(span)
    return list(sentence.tokens[start:stop])


def title_before(
    page: Page, sentence: Sentence, name: Span, titles: Sequence[Mention]
) -> Mention | None:
    """The title right before a name, with nothing but its body in the genitive between them."""
    before = [t for t in titles if t.span.stop <= name.start]
    if not before:
        return None
    title = max(before, key=lambda t: t.span.stop)
    wide = [t for t in before if t.span.stop == title.span.stop]
    title = min(wide, key=lambda t: t.span.start)
    if any(title.span.stop <= m.span.start < name.start for m in sentence.among(page.names)):
        return None
    start, stop = sentence.touched(Span(title.span.stop, name.start))
    for token in sentence.tokens[start:stop]:
        if token.span.start < title.span.stop:
            continue
        if token.pos in ("VERB", "ADP", "CCONJ", "SCONJ", "PUNCT", "PRON", "ADV", "PART"):
            if token.text in '«»"„“' or page.in_body(token.span):
                continue
            return None
        if token.pos in ("NOUN", "ADJ", "PROPN") and not (
            "Case=Gen" in token.feats or page.in_body(token.span)
        ):
            return None
    return title


def is_listed(sentence: Sentence, name: Span) -> bool:
    """Whether another name may follow: «Иванов и Петров», «Иванов, Петров»."""
    following = sentence.tokens[sentence.touched(name)[1] :][:1]
    return bool(following) and following[0].text in ("и", ",", "с", "(")
