"""What a stand-in says itself of the person whom it means: gender, noun, complement, turn."""

from collections.abc import Sequence
from dataclasses import dataclass

from newsnlp.resolve.portraits import STATUSES
from newsnlp.resolve.stage import Stage
from newsnlp.schema import Form, Mention, Token
from newsnlp.text import fold_yo
from newsnlp.words import feature

__all__ = ["PRONOUNS", "StandIn", "read_stand_in"]

PRONOUNS = {
    "он": "Masc", "его": "Masc", "ему": "Masc", "им": "Masc", "нем": "Masc", "ним": "Masc",
    "него": "Masc", "нему": "Masc", "она": "Fem", "ее": "Fem", "ей": "Fem", "ею": "Fem",
    "ней": "Fem", "нее": "Fem", "тот": "Masc", "та": "Fem",
}  # fmt: skip
REPLIES = frozenset(
    "ответить отвечать возразить возражать парировать поддержать согласиться соглашаться "
    "разрешить отозваться отшутиться вторить дополнить подхватить".split()
)


@dataclass(frozen=True, slots=True)
class StandIn:
    """A stand-in with what it says itself."""

    mention: Mention
    letter: str  # "p" for a pronoun, "n" for a noun: the prefix of its facts
    lemma: str
    words: tuple[str, ...]
    complement: frozenset[str]
    status: str  # «acting», «former», «new» by the word before, or ""
    genders: tuple[str, str]  # its own and its verb's
    turn: int  # number of the quote that it speaks, -1 if none
    said: tuple[int, ...]  # where the pieces of that quote begin
    reply: bool
    possessive: bool
    possessed: bool


def read_stand_in(mention: Mention, stage: Stage) -> StandIn:
    """What `mention` says of the person whom it means, its turn to speak included."""
    seat, tokens = stage.seat(mention), stage.sentence(mention).tokens
    words = tokens[seat.start : seat.stop]
    head = stage.head(mention)
    pronoun = mention.form is Form.PRONOUN
    own = PRONOUNS.get(fold_yo(head.text.lower()), "") if pronoun else _noun_gender(words, head)
    verb = tokens[head.head] if head.head >= 0 else None
    past = verb is not None and seat.subject and "Number=Sing" in verb.feats
    turn = stage.turns.get(mention, -1)
    quote = stage.quotes[turn] if turn >= 0 else None
    return StandIn(
        mention,
        "p" if pronoun else "n",
        fold_yo(head.lemma),
        tuple(fold_yo(token.lemma) for token in words if token.pos in ("NOUN", "ADJ", "PROPN")),
        _complement(tokens, seat.stop),
        _status(tokens, seat.start, seat.head),
        (own, feature(verb.feats, "Gender") if verb and past else ""),
        turn,
        tuple(piece.start for piece in quote.pieces) if quote else (),
        quote is not None and quote.cue in REPLIES,
        pronoun and head.pos == "DET",
        seat.start > 0 and tokens[seat.start - 1].text.lower() in ("его", "её", "ее", "их"),
    )


def _noun_gender(words: Sequence[Token], head: Token) -> str:
    """Feminine by the noun or its adjective («новая зампред»); a masculine noun may be a woman."""
    if any("Gender=Fem" in word.feats and "Number=Sing" in word.feats for word in words):
        return "Fem" if "Gender=Fem" in head.feats or head.pos == "NOUN" else ""
    return ""


def _complement(tokens: Sequence[Token], stop: int) -> frozenset[str]:
    """«глава [избиркома]», «депутат из [Тувы]», «коллега по [мэрии]»: the words after the noun."""
    found = []
    if stop < len(tokens) and tokens[stop].text in ("из", "по", "от"):
        stop += 1
    for token in tokens[stop : stop + 6]:
        if token.text in '«»"':
            continue
        if not token.feats & {"Case=Gen", "Case=Dat"} and token.pos not in ("PROPN", "X"):
            break
        found.append(fold_yo(token.lemma))
    return frozenset(found)


def _status(tokens: Sequence[Token], start: int, head: int) -> str:
    """«врио [губернатора]», «экс-[директора]», «новый [директор]»."""
    said = [fold_yo(t.lemma) for t in tokens[max(0, start - 2) : head + 1]]
    text = "".join(t.text.lower() for t in tokens[max(0, start - 4) : start])
    for status, words in STATUSES.items():
        if any(word in words for word in said) or (status == "acting" and text.endswith("и.о.")):
            return status
    return "former" if said and said[-1].startswith("экс-") else ""
