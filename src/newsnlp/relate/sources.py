"""Persons whom words are ascribed to in an oblique case: «по словам [ректора]», «в [его] письме».

The tokens of an attribution enter; the person and the word that ascribes leave.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from newsnlp.relate.people import POSSESSIVES, People, finite, speech_words
from newsnlp.schema import Form, Mention, Token

__all__ = ["Source", "announced", "cited", "signed", "source"]

ANNOUNCED = frozenset({"говориться", "сказать", "отмечаться", "подчёркиваться", "указываться"})
LETTERS = frozenset(  # texts that one person signs
    "обращение письмо послание приветствие телеграмма пост поздравление выступление речь".split()
)
OWN = LETTERS | {"решение", "заявление", "комментарий", "сообщение", "ответ", "книга", "статья"}
LETTER_REACH = 5  # tokens after such a noun in which its author may be named
SAID = frozenset("слово фраза реплика мнение комментарий ответ цитата высказывание отзыв".split())


@dataclass(frozen=True, slots=True)
class Source:
    """Whom words are ascribed to: the tokens `start` to `stop` of a clause say it."""

    person: Mention
    word: str  # the lemma that ascribes: «слово», «цитировать»
    start: int
    stop: int


def source(people: People, tokens: Sequence[Token]) -> Source | None:
    """The person of «по словам директора», «по его мнению», «со слов Петрова»."""
    for number, token in enumerate(tokens):
        if token.pos != "NOUN" or token.lemma not in speech_words("source"):
            continue
        low = max(0, number - 2)
        start = next((n for n in range(low, number) if tokens[n].lemma in ("по", "с")), -1)
        if start < 0 or (tokens[start].lemma == "с") != ("Case=Gen" in token.feats):
            continue
        between = tokens[start + 1 : number]
        for own in between:
            if (person := people.possessor(own)) is not None:
                return Source(person, token.lemma, start, number + 1)
        person, length = people.owner(tokens[number + 1 :])
        if person is not None and not any(t.text.lower() == "их" for t in between):
            return Source(person, token.lemma, start, number + 1 + length)
    return None


def cited(people: People, tokens: Sequence[Token]) -> Source | None:
    """The person of «цитирует её портал», «приводит слова учёного пресс-служба»."""
    for number, token in enumerate(tokens):
        if token.lemma in speech_words("cite") and token.pos == "VERB":
            return _object(people, tokens, number) or _words_of(people, tokens)
    return None


def _object(people: People, tokens: Sequence[Token], verb: int) -> Source | None:
    """«цитирует [Анну Орлову] портал», «цитирует [его] агентство»: the object of the verb."""
    if not tokens[verb].lemma.endswith("цитировать"):
        return None
    for number in range(verb + 1, len(tokens)):
        token = tokens[number]
        known = people.person_at.get(token.span.start)
        if known is not None and known.form is Form.NAME and "Case=Nom" in token.feats:
            return None
        person = known or people.possessor(token) or people.oblique_noun(token)
        if person is not None and "Case=Nom" not in token.feats:
            return Source(person, tokens[verb].lemma, verb, number + 1)
    return None


def announced(people: People, tokens: Sequence[Token]) -> Source | None:
    """The person of a noun before a colon, without a verb: «Реплика [председателя]: «…»»."""
    if any(finite(token) for token in tokens):
        return None
    return _words_of(people, tokens)


def _words_of(people: People, tokens: Sequence[Token]) -> Source | None:
    """«приводит [его] слова», «приводит слова [директора]»."""
    for number, token in enumerate(tokens):
        if token.lemma not in SAID or token.pos != "NOUN":
            continue
        for own in tokens[max(0, number - 2) : number]:
            if (person := people.possessor(own)) is not None:
                return Source(person, token.lemma, number, number + 1)
        person, length = people.owner(tokens[number + 1 :])
        if person is not None:
            return Source(person, token.lemma, number, number + 1 + length)
    return None


def signed(people: People, tokens: Sequence[Token]) -> Mention | None:
    """The person in «говорится в обращении [министра]», «сказано в [её] письме»."""
    if not tokens or tokens[0].lemma not in ANNOUNCED:
        return None
    noun = next((n for n, token in enumerate(tokens[:6]) if token.lemma in OWN), None)
    if noun is None:
        return None
    for own in tokens[1:noun]:
        if own.text.lower() in POSSESSIVES:
            return people.possessor(own)
    if tokens[noun].lemma not in LETTERS:
        return None
    for number, token in enumerate(tokens[noun + 1 :], noun + 1):
        if person := people.person_at.get(token.span.start):
            return person
        if number > noun + LETTER_REACH or not token.feats & {"Case=Gen", "Case=Nom"}:
            break
    return None
