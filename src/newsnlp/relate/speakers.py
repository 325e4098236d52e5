"""Whom the words of an attribution name as the speaker: «отметил ректор Иван Петров»."""

from collections.abc import Sequence
from dataclasses import dataclass

from newsnlp.relate.people import UNNAMED, People, finite, make, person_noun, speech_words, verbal
from newsnlp.relate.sources import announced, cited, signed, source
from newsnlp.schema import Form, Mention, Span, Token

__all__ = ["Finder", "Speaker", "phrase"]

PRONOUNS = frozenset({"он", "она", "тот", "та"})
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "DET"})
INFINITIVE = ("ть", "ти", "чь", "ся", "сь", "ем", "им")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom an attribution names, and the rule and the word by which it does."""

    mention: Mention
    cue: str
    evidence: str
    score: float


class Finder(People):
    """Answers who speaks at a span."""

    def attributes(self, span: Span) -> bool:
        """Whether the words at `span` attribute speech: «отметил ректор», «и добавила»."""
        tokens = self.index.within(span)
        if not tokens or len(tokens) > 60:
            return False
        if signed(self, tokens) is not None:
            return True
        cue = self.cue(tokens[:9])
        if cue is not None and not self.first_person(tokens[:9]):
            return True
        if self.follows_title(span):
            return False
        verb = next((n for n, token in enumerate(tokens[:5]) if verbal(token)), None)
        if verb is None:
            return False
        # Any verb will do where the subject follows it: «пожал плечами награждённый».
        rest = tokens[verb + 1 : verb + 8]
        return any(self.subject_like(token) for token in rest)

    @staticmethod
    def cue(tokens: Sequence[Token]) -> Token | None:
        """The first finite word of speech among `tokens`."""
        for token in tokens:
            # The tagger may take «возразила» for a noun; its lemma gives it away.
            if token.lemma in speech_words("verb") and (finite(token) or token.pos != "VERB"):
                return token
        return None

    @staticmethod
    def first_person(tokens: Sequence[Token]) -> bool:
        """Whether the first finite verb is in the first or second person, so within speech."""
        first = next((token for token in tokens if finite(token)), None)
        return first is not None and bool(first.feats & {"Person=1", "Person=2"})

    def subject_like(self, token: Token) -> bool:
        """Whether a token may be the subject of an attribution: a person in the nominative."""
        if token.lemma in PRONOUNS and token.pos in {"PRON", "DET"}:
            return "Case=Nom" in token.feats
        if token.pos == "VERB" and token.lemma == token.text:
            # A rare noun that the tagger takes for a verb: «пошутил юбиляр».
            return not token.lemma.endswith(INFINITIVE)
        person = self.person_at.get(token.span.start)
        if person is not None and person.form is Form.NAME:
            return "Case=Nom" in token.feats or self.in_nominative(person)
        if person is not None or (token.pos == "NOUN" and person_noun(token)):
            return "Case=Nom" in token.feats
        return (
            token.pos in {"NOUN", "PROPN", "ADJ", "VERB"}
            and {"Case=Nom", "Animacy=Anim"} <= token.feats
        ) or (self.position_at.get(token.span.start) is not None and "Case=Nom" in token.feats)

    def speaker(self, span: Span, *, last: bool = False) -> Speaker | None:
        """The person to whom the attribution at `span` gives the speech, None if it names none.

        A name in the nominative comes first, then a noun or pronoun in the nominative.

        Args:
            span: the attribution.
            last: whether it stands before a colon, so that its last clause counts.
        """
        whole = self.index.within(span)
        if (person := signed(self, whole)) is not None:
            return Speaker(person, whole[0].lemma, "quotes.letter", 0.7)
        if (found := cited(self, whole)) is not None:
            return Speaker(found.person, found.word, "quotes.cited", 0.8)
        if not last:
            return self.subject(first_clause(whole))
        tokens = last_clause(whole)
        named = self.subject(tokens) if self.cue(tokens) else None
        return named or self.source(whole) or self.subject(tokens) or self.subject(whole)

    def subject_of(self, tokens: Sequence[Token], cue: Token) -> Mention | None:
        """The last person in the nominative among `tokens` whose gender is that of the verb."""
        gender = {feat for feat in cue.feats if feat.startswith("Gender=")}
        for person in reversed(self.people(tokens)):
            own = self.index.within(person.span)
            if person.form is Form.NAME and not self.in_nominative(person):
                continue
            if all("Case=Nom" in t.feats for t in own[:1]) and gender <= own[0].feats:
                return person
        return None

    def source(self, tokens: Sequence[Token]) -> Speaker | None:
        """The person of «по словам директора», «реплика председателя» among `tokens`."""
        found = source(self, tokens) or announced(self, tokens)
        return Speaker(found.person, found.word, "quotes.source", 0.8) if found else None

    def follows_title(self, span: Span) -> bool:
        """Whether what stands before `span` is a name in marks: «Мой край» – читала Орлова.

        Before an attribution stands a comma, or a mark within or after the quotation.
        """
        left = self.text[max(0, span.start - 8) : span.start].rstrip(" \t\xa0-–—―")
        return left[-1:] in ("»", "“", "”", '"') and left[-2:-1] not in (*",.!?…", "")

    def subject(self, tokens: Sequence[Token]) -> Speaker | None:
        """The speaker whom the clause of `tokens` names."""
        cue = self.cue(tokens)
        lemma = cue.lemma if cue else ""
        inside = self.people(tokens)
        names = [person for person in inside if person.form is Form.NAME]
        named = self.agreeing([one for one in names if self.in_nominative(one)], cue)
        stand_in = self.stand_in(tokens, cue)
        if named is None and stand_in is not None:
            named = next((person for person in names if self.beside(stand_in, person)), None)
        if named and not (stand_in and self.nearer(stand_in, named, cue)):
            return Speaker(named, lemma, "quotes.name", 0.95)
        if stand_in:
            return Speaker(stand_in, lemma, f"quotes.{stand_in.form}", 0.85)
        return self.oblique(tokens, inside, cue)

    def oblique(
        self, tokens: Sequence[Token], inside: Sequence[Mention], cue: Token | None
    ) -> Speaker | None:
        """The speaker where none is in the nominative: «сообщили со слов директора»."""
        if any(token.lemma in UNNAMED for token in tokens):
            return None
        known = [person for person in inside if person.form is not Form.PRONOUN]
        return Speaker(known[0], cue.lemma, "quotes.any_case", 0.7) if known and cue else None

    def agreeing(self, names: Sequence[Mention], cue: Token | None) -> Mention | None:
        """The first name of the verb's gender, else the first: «похвалил Лебедева Иван Петров»."""
        genders = {feat for feat in cue.feats if feat.startswith("Gender=")} if cue else set()
        exact = [name for name in names if self.has_case(name, "Case=Nom")]
        for name in exact or names:
            if all(genders <= token.feats for token in self.index.within(name.span)[:1]):
                return name
        return next(iter(exact or names), None)

    def beside(self, title: Mention, name: Mention) -> bool:
        """Whether a name stands right after a title: «управляющая Жылдыз Осмонова»."""
        if title.form is not Form.NOMINAL or title.span.start not in self.position_at:
            return False
        return not self.text[title.span.stop : name.span.start].strip()

    def nearer(self, stand_in: Mention, name: Mention, cue: Token | None) -> bool:
        """Whether a pronoun is the subject beside the verb: «сказала она, – …», no name there."""
        if stand_in.form is not Form.PRONOUN or cue is None:
            return False
        return abs(stand_in.span.start - cue.span.start) < abs(name.span.start - cue.span.start)

    def stand_in(self, tokens: Sequence[Token], cue: Token | None) -> Mention | None:
        """The mention of the subject that is no name; made if there is none at that place."""
        for number, token in enumerate(tokens):
            if token is cue or not (self.subject_like(token) or alone(tokens, number)):
                continue
            if token.lemma in UNNAMED:
                return None
            known = self.person_at.get(token.span.start)
            if known is not None:
                if known.form is Form.NAME:
                    continue
                return known
            if token.pos in {"PRON", "DET"}:
                return self.stand_in_at(token.span, Form.PRONOUN)
            position = self.position_at.get(token.span.start)
            if position is not None:
                return self.stand_in_at(position.span, Form.NOMINAL)
            if token.pos == "NOUN" or (token.pos in {"ADJ", "VERB"} and is_last(tokens, number)):
                return self.stand_in_at(phrase(tokens, number), Form.NOMINAL)
        return None

    def stand_in_at(self, span: Span, form: Form) -> Mention:
        """A stand-in whose words are in the nominative already."""
        return make(span, form, self.text[span.start : span.stop].lower())


def first_clause(tokens: Sequence[Token]) -> Sequence[Token]:
    """Up to a second clause: «сказала она, а Иванов, подумав, добавил» → «сказала она»."""
    seen = False
    for number, token in enumerate(tokens[:-1]):
        follower = tokens[number + 1].lemma
        if seen and token.text == "," and follower in {"а", "но", "и", "который"}:
            return tokens[:number]
        seen = seen or finite(token)
    return tokens


def last_clause(tokens: Sequence[Token]) -> Sequence[Token]:
    """From the conjunction or comma after the last finite verb but one."""
    verbs_at = [number for number, token in enumerate(tokens) if finite(token)]
    if len(verbs_at) < 2:
        return tokens
    for number in range(verbs_at[-2] + 1, verbs_at[-1]):
        if tokens[number].text in {",", ";", "и", "а", "но"}:
            return tokens[number + 1 :]
    return tokens


def alone(tokens: Sequence[Token], number: int) -> bool:
    """Whether an adjective in the nominative is the subject by itself: «смеётся учёный»."""
    token = tokens[number]
    return (
        token.pos == "ADJ"
        and {"Case=Nom", "Number=Sing"} <= token.feats
        and token.text.islower()
        and number > 0
        and finite(tokens[number - 1])
        and is_last(tokens, number)
    )


def is_last(tokens: Sequence[Token], number: int) -> bool:
    """Whether no noun follows, so that an adjective is a noun: «сказал награждённый»."""
    return number + 1 >= len(tokens) or tokens[number + 1].pos not in NOMINAL


def phrase(tokens: Sequence[Token], number: int) -> Span:
    """The noun at `number` with the adjectives in the nominative right before it."""
    start = number
    while start > 0 and tokens[start - 1].pos == "ADJ" and "Case=Nom" in tokens[start - 1].feats:
        start -= 1
    return Span(tokens[start].span.start, tokens[number].span.stop)
