"""Where a mention stands in its sentence: its tokens, the verb above it, direct speech around it.

An analysed sentence and a span enter, token indices leave. Nothing is decided here.
"""

from collections.abc import Sequence

from newsnlp.schema import Sentence, Span, Token

__all__ = ["governing_verb", "head_of", "speech_mask", "tokens_of"]


def tokens_of(sentence: Sentence, span: Span) -> tuple[int, int]:
    """The half-open range of indices of the tokens that meet `span`; (0, 0) if none does."""
    return sentence.touched(span)


def head_of(tokens: Sequence[Token], start: int, stop: int) -> int:
    """The index of the first token in the range whose head lies outside it."""
    for n in range(start, stop):
        if not start <= tokens[n].head < stop:
            return n
    return start


def governing_verb(tokens: Sequence[Token], start: int) -> int:
    """The index of the nearest verb above the token `start`, -1 if there is none."""
    place = tokens[start].head
    for _ in range(12):  # a parse may hold a circle
        if place < 0 or tokens[place].pos == "VERB":
            return place
        place = tokens[place].head
    return -1


def speech_mask(tokens: Sequence[Token]) -> list[bool]:
    """For each token whether it stands in «…» with five words or more, or in an open «…».

    A shorter quotation is a title: «Технопром», «Россия — Беларусь».
    """
    mask = [False] * len(tokens)
    texts = [token.text for token in tokens]
    if "«" not in texts:
        return mask
    opened = -1
    for n, text in enumerate(texts):
        if text == "«":
            opened = n
        elif text == "»" and opened >= 0:
            if n - opened > 8:
                mask[opened:n] = [True] * (n - opened)
            opened = -1
    if opened >= 0:
        mask[opened:] = [True] * (len(tokens) - opened)
    return mask
