"""Whom the words of an attribution name as the speaker: «отметил ректор Иван Петров»."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from newsnlp.lexicon import Lexicon, load_lexicon
from newsnlp.relate.speech import TokenIndex
from newsnlp.schema import Analysis, Form, Kind, Mention, Span, Token

__all__ = ["Finder", "Speaker", "finite", "titles"]

PRONOUNS = frozenset({"он", "она", "тот", "та"})
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "DET"})
UNNAMED = frozenset({"источник", "собеседник", "очевидец"})
ANNOUNCED = frozenset({"говориться", "сказать", "отмечаться", "подчёркиваться", "указываться"})
LETTERS = frozenset(  # texts that one person signs
    "обращение письмо послание приветствие телеграмма пост поздравление выступление речь".split()
)
LETTER_REACH = 5  # tokens after such a noun in which its author may be named
INFINITIVE = ("ть", "ти", "чь", "ся", "сь", "ем", "им")


@cache
def words() -> Lexicon:
    """The words of speech."""
    return load_lexicon("speech_verbs")


@cache
def verbs() -> frozenset[str]:
    """The lemmas of the verbs that attribute speech."""
    return words().where("kind", "verb")


@cache
def person_nouns() -> frozenset[str]:
    """The nouns that stand for persons, whatever the tagger thinks of their animacy."""
    return frozenset(load_lexicon("stand_ins"))


def person_noun(token: Token) -> bool:
    """Whether a token is such a noun: «профлидер»."""
    return token.lemma in person_nouns()


@cache
def titles() -> frozenset[str]:
    """The lemmas of the nouns that announce a title: «доклад: «…»»."""
    return words().where("kind", "title")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom an attribution names, and the rule and the word by which it does."""

    mention: Mention
    cue: str
    evidence: str
    score: float


class Finder:
    """The tokens and mentions of one document, ready to answer who speaks at a span."""

    def __init__(self, analysis: Analysis, mentions: Sequence[Mention]) -> None:
        """Index the tokens of `analysis` and the persons and positions among `mentions`."""
        self.text = analysis.document.text
        tokens = [token for sentence in analysis.sentences for token in sentence.tokens]
        self.index = TokenIndex(sorted(tokens, key=lambda token: token.span))
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

    def attributes(self, span: Span) -> bool:
        """Whether the words at `span` attribute speech: «отметил ректор», «и добавила»."""
        tokens = self.index.within(span)
        if not tokens or len(tokens) > 60:
            return False
        if self.letter(tokens) is not None:
            return True
        cue = self.cue(tokens[:9])
        if cue is not None and not self.first_person(tokens[:9]):
            return True
        verb = next((n for n, token in enumerate(tokens[:5]) if finite(token)), None)
        if verb is None:
            return False
        # Any verb will do where the subject follows it: «пожал плечами награждённый».
        rest = tokens[verb + 1 : verb + 8]
        return any(self.subject_like(token) for token in rest)

    def letter(self, tokens: Sequence[Token]) -> Mention | None:
        """The person in «говорится в обращении [министра]», «сказано в письме [Олега Быкова]»."""
        if not tokens or tokens[0].lemma not in ANNOUNCED:
            return None
        noun = next((n for n, token in enumerate(tokens[:6]) if token.lemma in LETTERS), None)
        if noun is None:
            return None
        for number, token in enumerate(tokens[noun + 1 :], noun + 1):
            if person := self.person_at.get(token.span.start):
                return person
            if number > noun + LETTER_REACH or not token.feats & {"Case=Gen", "Case=Nom"}:
                break
        return None

    @staticmethod
    def cue(tokens: Sequence[Token]) -> Token | None:
        """The first finite word of speech among `tokens`."""
        for token in tokens:
            # The tagger may take «возразила» for a noun; its lemma gives it away.
            if token.lemma in verbs() and (finite(token) or token.pos != "VERB"):
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
        if self.person_at.get(token.span.start) or (token.pos == "NOUN" and person_noun(token)):
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
        if (person := self.letter(whole)) is not None:
            return Speaker(person, whole[0].lemma, "quotes.letter", 0.7)
        tokens = last_clause(whole) if last else first_clause(whole)
        return self.subject(tokens) or (self.subject(whole) if last else None)

    def subject(self, tokens: Sequence[Token]) -> Speaker | None:
        """The speaker whom the clause of `tokens` names."""
        cue = self.cue(tokens)
        lemma = cue.lemma if cue else ""
        inside = self.people(tokens)
        names = [person for person in inside if person.form is Form.NAME]
        named = self.agreeing([one for one in names if self.nominative(one, cue)], cue)
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
        """The speaker where none is in the nominative: «приводит слова директора»."""
        word = next((token for token in tokens if token.lemma == "слово"), None)
        if word is not None:
            after = [person for person in inside if person.span.start >= word.span.stop]
            return Speaker(after[0], "слово", "quotes.words_of", 0.8) if after else None
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

    def has_case(self, mention: Mention, *cases: str) -> bool:
        """Whether a token of the mention has one of the cases."""
        return any(token.feats & set(cases) for token in self.index.within(mention.span))

    def people(self, tokens: Sequence[Token]) -> list[Mention]:
        """The persons mentioned among `tokens`, each once."""
        found = [self.person_at.get(token.span.start) for token in tokens]
        return list(dict.fromkeys(person for person in found if person is not None))

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

    def nominative(self, mention: Mention, cue: Token | None) -> bool:
        """Whether a name is in the nominative, or stands right after the verb undeclined."""
        if self.has_case(mention, "Case=Nom"):
            return True
        return cue is not None and not self.has_case(mention, "Case=Gen", "Case=Dat", "Case=Ins")

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
                return make(self.text, token.span, Form.PRONOUN)
            position = self.position_at.get(token.span.start)
            if position is not None:
                return make(self.text, position.span, Form.NOMINAL)
            if token.pos == "NOUN" or (token.pos in {"ADJ", "VERB"} and is_last(tokens, number)):
                return make(self.text, phrase(tokens, number), Form.NOMINAL)
        return None


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


def finite(token: Token) -> bool:
    """Whether a token is a finite verb or a short adjective («уверена»)."""
    return "VerbForm=Fin" in token.feats or (
        token.pos == "ADJ" and bool(token.feats & {"Variant=Short"})
    )


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


def make(text: str, span: Span, form: Form) -> Mention:
    """A stand-in for the speaker at `span`, whose words are in the nominative already."""
    normal = text[span.start : span.stop].lower()
    return Mention(span, Kind.PERSON, form, normal, "quotes.speaker", 0.8)
