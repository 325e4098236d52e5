"""The persons of a document, found by where they stand, and stand-ins for those not yet mentioned.

Tokens, persons and positions enter; who speaks is the business of `speakers`.
"""

import re
from collections.abc import Sequence
from functools import cache

from newsnlp.kept import of_last
from newsnlp.lexicon import load_lexicon
from newsnlp.relate.speech import TokenIndex
from newsnlp.schema import Analysis, Form, Kind, Mention, Sentence, Span, Token
from newsnlp.text import fold

__all__ = [
    "POSSESSIVES",
    "UNNAMED",
    "People",
    "finite",
    "index_of",
    "make",
    "person_noun",
    "speech_words",
    "verbal",
]

UNNAMED = frozenset({"источник", "собеседник", "очевидец"})  # who is quoted and not named
INFINITIVE = ("ть", "ти", "чь", "ться", "тись")
PERSONAL = re.compile(r"(?:л|ла|ло|ет|ёт|ит)(?:ся|сь)?$")  # endings of a verb with one subject
POSSESSIVES = {"его": "он", "её": "она", "ее": "она"}


@cache
def speech_words(kind: str) -> frozenset[str]:
    """The words of speech of one kind, lemmas: «verb», «report», «cite», «source», «title»."""
    return load_lexicon("speech_verbs").where("kind", kind)


@cache
def person_nouns() -> frozenset[str]:
    """The nouns that stand for persons, whatever the tagger thinks of their animacy."""
    return frozenset(load_lexicon("stand_ins"))


def person_noun(token: Token) -> bool:
    """Whether a token is such a noun: «профлидер»."""
    return token.lemma in person_nouns()


def finite(token: Token) -> bool:
    """Whether a token is a finite verb or a short adjective («уверена»)."""
    return "VerbForm=Fin" in token.feats or (
        token.pos == "ADJ" and bool(token.feats & {"Variant=Short"})
    )


def verbal(token: Token) -> bool:
    """Whether a token is a finite verb, or a rare one that the tagger takes for another word.

    «взмолился», «зовёт», «смутилась» may come as nouns, adverbs and adjectives; the lemma tells.
    """
    if finite(token):
        return True
    odd = token.lemma.endswith(INFINITIVE) and token.lemma != token.text.lower()
    return odd and PERSONAL.search(token.text.lower()) is not None


def make(span: Span, form: Form, normal: str) -> Mention:
    """A stand-in for a speaker at `span`."""
    return Mention(span, Kind.PERSON, form, normal, "quotes.speaker", 0.8)


@of_last
def index_of(sentences: Sequence[Sentence]) -> TokenIndex:
    """The tokens of a document in the order of the text."""
    tokens = [token for sentence in sentences for token in sentence.tokens]
    return TokenIndex(sorted(tokens, key=lambda token: token.span))


class People:
    """The tokens of one document with the persons and positions that begin at each."""

    def __init__(self, analysis: Analysis, mentions: Sequence[Mention]) -> None:
        """Index the tokens of `analysis` and the persons and positions among `mentions`."""
        self.text = analysis.document.text
        self.index = index_of(analysis.sentences)
        self.persons = sorted(
            (mention for mention in mentions if mention.kind is Kind.PERSON),
            key=lambda mention: (mention.span.start, -mention.span.stop),
        )
        self.person_at = self.starts_of(self.persons)
        self.position_at = self.starts_of(
            [mention for mention in mentions if mention.kind is Kind.POSITION]
        )
        self.sentences = [sentence.span for sentence in analysis.sentences]

    def starts_of(self, mentions: Sequence[Mention]) -> dict[int, Mention]:
        """Start of each token of the mentions → the widest mention that covers it."""
        found: dict[int, Mention] = {}
        for mention in sorted(mentions, key=lambda one: -len(one.span)):
            for token in self.index.within(mention.span):
                found.setdefault(token.span.start, mention)
        return found

    def people(self, tokens: Sequence[Token]) -> list[Mention]:
        """The persons mentioned among `tokens`, each once."""
        found = [self.person_at.get(token.span.start) for token in tokens]
        return list(dict.fromkeys(person for person in found if person is not None))

    def named_at(self, start: int) -> Mention | None:
        """The person whose name begins at the character `start`."""
        person = self.person_at.get(start)
        known = person is not None and person.span.start == start and person.form is Form.NAME
        return person if known else None

    def has_case(self, mention: Mention, *cases: str) -> bool:
        """Whether a token of the mention has one of the cases."""
        return any(token.feats & set(cases) for token in self.index.within(mention.span))

    def in_nominative(self, name: Mention) -> bool:
        """Whether a name stands in the nominative, be it that the tagger says another case."""
        if fold(self.text[name.span.start : name.span.stop]).lower() == fold(name.normal).lower():
            return True
        tokens = self.index.within(name.span)
        return bool(tokens) and all("Case=Nom" in token.feats for token in tokens[:2])

    def owner(self, tokens: Sequence[Token]) -> tuple[Mention | None, int]:
        """The person whom the phrase in the genitive that begins `tokens` is of, and its end.

        «(слова) [ректора ТУСУРа Ивана Петрова], …»: the name, else a noun for a person.
        """
        noun: Mention | None = None
        for number, token in enumerate(tokens):
            if finite(token) or (token.pos == "PUNCT" and not in_phrase(tokens, number)):
                return noun, number
            person = self.person_at.get(token.span.start)
            if person is not None and person.form is Form.NAME:
                return person, number + len(self.index.within(person.span))
            if noun is None and "Number=Sing" in token.feats:
                known = person if person is not None and person.form is Form.NOMINAL else None
                noun = known or self.oblique_noun(token)
        return noun, len(tokens)

    def oblique_noun(self, token: Token) -> Mention | None:
        """A stand-in of a noun for a person in the genitive or accusative: «слова [учёного]»."""
        known = token.span.start in self.position_at or person_noun(token)
        if (
            known
            and token.lemma not in UNNAMED
            and token.feats & {"Case=Gen", "Case=Acc"}
            and token.pos in ("NOUN", "ADJ")
        ):
            return make(token.span, Form.NOMINAL, token.lemma)
        return None

    def possessor(self, token: Token) -> Mention | None:
        """The person whom «его», «её» mean, a new mention if there is none."""
        normal = POSSESSIVES.get(token.text.lower())
        if normal is None:
            return None
        return self.person_at.get(token.span.start) or make(token.span, Form.PRONOUN, normal)


def in_phrase(tokens: Sequence[Token], number: int) -> bool:
    """Whether a mark belongs to a phrase: quotation marks, hyphens, a comma between genitives."""
    text = tokens[number].text
    if text == ",":
        after = tokens[number + 1] if number + 1 < len(tokens) else None
        return after is not None and after.pos in ("NOUN", "ADJ") and "Case=Gen" in after.feats
    return text in '«»"„“-.'
