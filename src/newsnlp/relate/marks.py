"""What a text's marks tell of speech: where clauses and sentences end, what stands at the edges.

Works on characters, because a sentence boundary may well fall inside a quotation.
"""

import re

from newsnlp.schema import Span

__all__ = ["BLANK", "CLOSES", "DASHES", "clause", "sentence_start", "trim"]

CLOSES = {"«": "»", "„": "“", "“": "”"}
DASHES = "-–—―"
FULL_STOP = re.compile(r"[.!?…]+[»“”\"]?(?=[ \t\xa0]+[«„\"“А-ЯЁA-Z0-9–—-]|[ \t\xa0]*$)")
COLON = re.compile(r":[ \t\xa0]*[-–—]?[ \t\xa0]*[«\"„“]")
BLANK = " \t\xa0"
ABBREVIATIONS = frozenset(
    ("г", "ул", "им", "о", "и", "д", "м", "н", "к", "ст", "т", "проф", "акад", "доц", "зам", "зав")
)


def clause(text: str, span: Span) -> Span:
    """From the beginning of `span` to the full stop of the sentence or the next direct speech."""
    limit = min(span.stop, span.start + 400)
    stop = limit
    for match in FULL_STOP.finditer(text, span.start, limit):
        if not abbreviated(text, span.start, match):
            stop = match.start()
            break
    colon = COLON.search(text, span.start, stop)
    return Span(span.start, colon.start() if colon else stop)


def sentence_start(text: str, span: Span) -> int:
    """Where the last sentence within `span` begins."""
    low = max(span.start, span.stop - 400)
    start = span.start
    for match in FULL_STOP.finditer(text, low, span.stop):
        if match.end() < span.stop and not abbreviated(text, span.start, match):
            start = match.end()
    return start


def abbreviated(text: str, floor: int, match: re.Match[str]) -> bool:
    """Whether the full stop belongs to an initial or an abbreviation: «И. С.», «и. о.»."""
    if match.group() != ".":
        return False
    at = match.start()
    begin = at
    while begin > floor and text[begin - 1].isalpha() and at - begin < 6:
        begin -= 1
    word = text[begin:at]
    return (len(word) == 1 and word.isupper()) or word in ABBREVIATIONS


def trim(text: str, span: Span) -> Span:
    """`span` without blanks, dashes, the comma and the full stop at its edges, or outer marks."""
    start, stop = span.start, span.stop
    while start < stop and text[start] in BLANK + DASHES:
        start += 1
    while stop > start and (
        text[stop - 1] in BLANK + DASHES + "," or (text[stop - 1] == "." and text[stop - 2] != ".")
    ):
        stop -= 1
    first = text[start : start + 1]
    last = text[stop - 1 : stop]
    if first and first in '«"„' and text.count(first, start, stop) != balance(text, start, stop):
        start += 1
    elif last and last in '»"“' and text.count("«", start, stop) < text.count("»", start, stop):
        stop -= 1
    elif text[stop : stop + 1] == "»" and text.count("«", start, stop) > text.count(
        "»", start, stop
    ):
        stop += 1
    return Span(start, stop)


def balance(text: str, start: int, stop: int) -> int:
    """How many marks would balance the one at `start`: its closings, itself if it is straight."""
    mark = text[start]
    count = text.count(CLOSES.get(mark, mark), start, stop)
    return count if mark != '"' else count - count % 2
