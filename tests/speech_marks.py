"""Sentences with speech marked in them, for the tests of quotes.

{…} is a piece of reported words, [P …] a person's name, <…> a noun or pronoun that the program
itself must find. The first name or stand-in marked with * is the speaker.
"""

import re

from newsnlp.schema import Form, Kind, Mention, Span

__all__ = ["parse"]

MARK = re.compile(r"\{|\}|\[P |\]|<|>\*|>|\*")


def parse(marked: str) -> tuple[str, list[Mention], list[Span], list[str]]:
    """The text without marks, its names, the spans of the speakers, the pieces."""
    text, opened = "", []
    names: list[Mention] = []
    speakers: list[Span] = []
    pieces: list[str] = []
    last: Span | None = None
    position = 0
    for mark in MARK.finditer(marked):
        text += marked[position : mark.start()]
        position = mark.end()
        if mark.group() in {"{", "[P ", "<"}:
            opened.append(len(text))
            continue
        if mark.group() != "*":
            last = Span(opened.pop(), len(text))
        assert last is not None
        words = text[last.start : last.stop]
        if mark.group() == "}":
            pieces.append(words)
        elif mark.group() == "]":
            names.append(Mention(last, Kind.PERSON, Form.NAME, words, "test", 1.0))
        if mark.group().endswith("*"):
            speakers.append(last)
    return text + marked[position:], names, speakers, pieces
