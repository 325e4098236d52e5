"""Marked-up Russian for tests: `[POS ректор] [ORG ТУСУРа] [PER Виктор Рулевский]`.

`parse` gives the plain text and its mentions; `extraction` a whole hand-made `Extraction`. A kind
may carry a number, «[PER1 Виктор Рулевский] … [per1 он]»: the same kind and number are one entity,
and small letters mark a stand-in. `=` gives the nominative: «[ORG ТУСУРа=ТУСУР]».
"""

import re
from collections.abc import Sequence

from newsnlp.schema import (
    Document,
    Entity,
    Event,
    Extraction,
    Form,
    Kind,
    Links,
    Mention,
    Sentence,
    Span,
    Token,
)

KINDS = {
    "PER": Kind.PERSON,
    "ORG": Kind.ORGANISATION,
    "POS": Kind.POSITION,
    "EVT": Kind.EVENT,
    "LOC": Kind.PLACE,
    "DAT": Kind.DATE,
}
PIECE = re.compile(r"\[([A-Za-z]{3})(\d*) |(?:=([^\]\[]*))?\]")


def parse(marked: str) -> tuple[str, list[tuple[str, Mention]]]:
    """The plain text and (label, mention) for each mark, in the order of their ends."""
    text, found, opened, last = "", [], [], 0
    for match in PIECE.finditer(marked):
        text += marked[last : match.start()]
        last = match.end()
        if match[1]:
            opened.append((match[1], match[2], len(text)))
            continue
        label, number, start = opened.pop()
        form = Form.NAME if label.isupper() else Form.NOMINAL
        kind = KINDS[label.upper()]
        normal = match[3] or text[start:]
        mention = Mention(Span(start, len(text)), kind, form, normal, "test.rule", 0.9)
        found.append((label.upper() + number, mention))
    return text + marked[last:], found


def extraction(marked: str, links: Links | None = None, doc_id: str = "d1") -> Extraction:
    """An `Extraction` with one sentence a line; `with_links` gives it links by label."""
    text, found = parse(marked)
    grouped: dict[str, list[Mention]] = {}
    for number, (label, mention) in enumerate(found):
        key = label if label[-1].isdigit() else f"{label}/{mention.normal or number}"
        grouped.setdefault(key, []).append(mention)
    return Extraction(
        Document(doc_id, text, title="Проба", source=f"{doc_id}.txt"),
        tuple(_sentences(text)),
        tuple(mention for _, mention in found),
        tuple(_entity(mentions) for mentions in grouped.values()),
        links or Links(),
    )


def _entity(mentions: Sequence[Mention]) -> Entity:
    named = [mention for mention in mentions if mention.form is Form.NAME] or list(mentions)
    names = list(dict.fromkeys(mention.normal for mention in named))
    name = max(names, key=len)
    also = tuple(other for other in names if other != name)
    kind = named[0].kind
    made = Event if kind is Kind.EVENT else Entity
    return made(f"{kind}:{name}", kind, name, also, tuple(mentions))


def _sentences(text: str) -> list[Sentence]:
    sentences = []
    for number, match in enumerate(re.finditer(r"[^\n]+", text)):
        tokens = tuple(
            Token(
                Span(match.start() + word.start(), match.start() + word.end()),
                word[0],
                word[0].lower(),
                "NOUN",
                frozenset(),
                -1,
                "root",
            )
            for word in re.finditer(r"\w+|[^\w\s]", match[0])
        )
        sentences.append(Sentence(Span(*match.span()), tokens, number))
    return sentences
