"""Who said what: gives each stretch of direct speech to a person."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import category

from newsnlp.relate.dialogue import interview, labelled
from newsnlp.relate.indirect import find_reports
from newsnlp.relate.people import finite, speech_words
from newsnlp.relate.speakers import Finder, Speaker
from newsnlp.relate.speech import Speech, find_speech
from newsnlp.schema import Analysis, Mention, Quote, Rejected, Span, Token

__all__ = ["Heard", "find_quotes", "hear", "speaker_mentions"]

PREDICATIVES = frozenset("нельзя можно нужно надо пора жаль нет должный".split())
LEAST = 10  # tokens of a quotation with its marks that a part of a sentence may be
BRACKET = re.compile(r"[ \xa0]?\(")
LEADERS = 8  # how many speakers back an alternation may reach


@dataclass(frozen=True, slots=True)
class Heard:
    """What persons say in a document, each in the order of the text."""

    quotes: tuple[Quote, ...]  # direct speech
    reports: tuple[Quote, ...]  # indirect speech
    lost: tuple[Rejected, ...]  # quotations that are nobody's


def find_quotes(analysis: Analysis, mentions: Sequence[Mention]) -> list[Quote]:
    """Direct speech with its speakers, in the order of the text."""
    return list(hear(analysis, mentions).quotes)


def hear(analysis: Analysis, mentions: Sequence[Mention]) -> Heard:
    """Direct and indirect speech with its speakers, and quotations that are nobody's.

    Args:
        analysis: the analysed document.
        mentions: its mentions, `speaker_mentions` among them.
    """
    finder = Finder(analysis, mentions)
    found = find_speech(finder.text, finder.attributes)
    quotes, lost = judge(finder, found)
    spoken = [piece for quote in quotes for piece in quote.pieces]
    marked = [
        piece for speech in found if not speech.dashed or speech.tags for piece in speech.pieces
    ]
    reports = tuple(find_reports(finder, analysis.sentences, spoken, marked))
    return Heard(tuple(quotes), reports, tuple(lost))


def judge(finder: Finder, found: Sequence[Speech]) -> tuple[list[Quote], list[Rejected]]:
    """Direct speech with its speakers, in the order of the text, and quotations that are nobody's.

    «Начинаем с трёх проектов, – отметил ректор. – Приходите.» is one quote of two pieces by the
    person whom «ректор» stands for. Titles, single words, and words given for a body or an unnamed
    source («говорится в сообщении») are no quotes.
    """
    quotes: list[Quote] = []
    lost: list[Rejected] = []
    previous: Speech | None = None
    history: list[Mention] = []
    turns = interview(finder, found)
    for number, speech in enumerate(found):
        if not (is_clause(finder, speech) or (turns.get(number) and speech.pieces)):
            if speech.tags:
                lost.append(_lost(speech, "too short for direct speech"))
            continue
        if number in turns:
            speaker = in_turn(finder, speech, turns[number])
        else:
            speaker = attribute(finder, speech, previous, history)
        attributed = bool(speech.tags) or speech.before is not None
        if speaker is None:
            lost.append(_lost(speech, "no named person it could be given to"))
            previous = None if attributed else previous
            continue
        history.append(speaker.mention)
        previous = speech
        quotes.append(
            Quote(speaker.mention, speech.pieces, speaker.cue, speaker.evidence, speaker.score)
        )
    known = {piece for quote in quotes for piece in quote.pieces}
    for mention, words in labelled(finder):
        if not any(piece.meets(words) for piece in known):
            quotes.append(Quote(mention, (words,), "", "quotes.label", 0.7))
    return sorted(quotes, key=lambda quote: quote.pieces), lost


def in_turn(finder: Finder, speech: Speech, person: Mention | None) -> Speaker | None:
    """The speaker of a turn of an interview, with the verb of its attribution if it has one."""
    if person is None:
        return None
    tags = [finder.speaker(tag) for tag in speech.tags]
    cue = next((speaker.cue for speaker in tags if speaker), "")
    return Speaker(person, cue, "quotes.interview", 0.7)


def _lost(speech: Speech, reason: str) -> Rejected:
    return Rejected("quote", speech.pieces, "quotes.speech", 0.0, reason)


def attribute(
    finder: Finder, speech: Speech, previous: Speech | None, history: Sequence[Mention]
) -> Speaker | None:
    """The speaker by the attribution within or after, before a colon, or by what came before."""
    for tag in speech.tags:
        if speaker := finder.speaker(tag):
            return speaker
    if speech.before is not None:
        return before_colon(finder, speech, speech.before)
    if speech.tags:
        return None
    return carried(finder, speech, previous, history)


def before_colon(finder: Finder, speech: Speech, before: Span) -> Speaker | None:
    """«Он заметил: «…»»; without a word of speech the quotation must be a sentence."""
    tokens = finder.index.within(before)
    if not tokens or tokens[-1].lemma in speech_words("title"):
        return None
    cue = finder.cue(tokens)
    if cue is None and not (len(tokens) <= 4 or states(finder, speech)):
        return None
    if speech.dashed and not (states(finder, speech) and (cue or finder.source(tokens))):
        return None  # «Докладчики: ⏎ – директор школы Анна Орлова» is a list
    return finder.speaker(before, last=True) or elided(finder, before)


def elided(finder: Finder, before: Span) -> Speaker | None:
    """The subject of the sentence before, where a verb of speech has none of its own.

    «Зал открыла Анна Орлова. Сказала коротко: «…»», «На вопрос о сроках ответил: «…»».
    """
    tokens = finder.index.within(before)
    cue = finder.cue(tokens)
    if cue is None or not subjectless(finder, tokens, cue):
        return None
    at = bisect_left(finder.sentences, Span(before.start, before.start)) - 1
    for sentence in reversed(finder.sentences[max(0, at - 1) : at + 1]):
        if sentence.stop > before.start:
            continue
        speaker = finder.subject_of(finder.index.within(sentence), cue)
        if speaker is not None:
            return Speaker(speaker, cue.lemma, "quotes.elided", 0.6)
    return None


def subjectless(finder: Finder, tokens: Sequence[Token], cue: Token) -> bool:
    """Whether a verb in the singular has no subject: «На вопрос о сроках ответил»."""
    nominal = {"NOUN", "PROPN", "PRON", "DET", "NUM"}
    return "Number=Sing" in cue.feats and not any(
        (token.pos in nominal and "Case=Nom" in token.feats) or finder.subject_like(token)
        for token in tokens
        if token is not cue
    )


def states(finder: Finder, speech: Speech) -> bool:
    """Whether the words are a sentence rather than a title: a verb, «надо», «!», a full stop."""
    said = [token for piece in speech.pieces for token in finder.index.within(piece)]
    return any(predicate(token) or token.text in "!?….;" for token in said)


def predicate(token: Token) -> bool:
    """Whether a token makes a clause: a finite verb, «надо», «нельзя»."""
    return finite(token) or token.lemma in PREDICATIVES


def carried(
    finder: Finder, speech: Speech, previous: Speech | None, history: Sequence[Mention]
) -> Speaker | None:
    """The speaker of speech that has no attribution of its own.

    A dash paragraph beside another one is an answer, so the last speaker but one; a quotation in a
    paragraph of its own right after another goes on; else the sentence before names the speaker.
    """
    close = previous is not None and speech.paragraph - previous.paragraph <= 2
    if speech.dashed:
        if close and previous is not None and previous.dashed and len(set(history[-LEADERS:])) >= 2:
            other = next((one for one in reversed(history[-LEADERS:]) if one != history[-1]), None)
            return Speaker(other, "", "quotes.alternation", 0.5) if other else None
        return None
    if (speaker := beside(finder, speech)) is not None:
        return speaker
    if not is_sentence(finder.text, speech):
        return None
    sentence = sentence_before(finder, speech)
    if sentence is not None:
        tokens = finder.index.within(sentence)
        if finder.cue(tokens) is not None and (speaker := finder.speaker(sentence)):
            return Speaker(speaker.mention, speaker.cue, "quotes.sentence_before", 0.7)
    if close and history:
        return Speaker(history[-1], "", "quotes.same_speaker", 0.6)
    return None


def beside(finder: Finder, speech: Speech) -> Speaker | None:
    """The speaker by the sentence around a quotation, or in brackets after it.

    «По словам Петрова, «лёд выдержит и грузовик»»; ««Лёд выдержит и грузовик» (Иван Петров)».
    """
    if not states(finder, speech):
        return None
    start, stop = speech.span
    at = bisect_left(finder.sentences, Span(start + 1, start)) - 1
    head = finder.index.within(Span(finder.sentences[max(0, at)].start, start))
    long = len(finder.index.within(speech.span)) >= LEAST
    if long and (speaker := finder.source(head)) is not None:
        return speaker
    if long and head and head[-1].text.lower() == "что":  # «сказал, что «лёд слаб и не выдержит»»
        said = finder.speaker(Span(head[0].span.start, start), last=True)
        return said if said is not None and said.cue else None
    if finder.text[start - 1 : start] == "(" and finder.text[stop : stop + 1] == ")":
        said = finder.speaker(Span(finder.sentences[max(0, at)].start, start - 1))
        return said if said is not None and said.cue else None
    bracket = BRACKET.match(finder.text, stop)
    person = finder.named_at(bracket.end()) if bracket else None
    if person is not None and is_sentence(finder.text, speech, closed=True):
        return Speaker(person, "", "quotes.brackets", 0.7)
    return None


def sentence_before(finder: Finder, speech: Speech) -> Span | None:
    """The sentence that ends before the speech, None at the beginning of the text."""
    at = bisect_left(finder.sentences, Span(speech.span.start, speech.span.start))
    while at > 0 and finder.sentences[at - 1].stop > speech.span.start:
        at -= 1
    return finder.sentences[at - 1] if at else None


def is_sentence(text: str, speech: Speech, *, closed: bool = False) -> bool:
    """Whether a quotation is a sentence of its own, a full stop before it and at its end.

    Args:
        text: of the document.
        speech: the quotation.
        closed: whether its end is told otherwise.
    """
    start = speech.span.start
    left = text[max(0, start - 4) : start].rstrip(" \t\xa0")[-1:] or "\n"
    right = text[speech.span.stop : speech.span.stop + 1]
    inner = text[speech.span.stop - 2 : speech.span.stop - 1]
    first = text[speech.pieces[0].start]
    ends = closed or right in ".\n" or inner in ".!?…"
    begins = left in "\n.!?…»" or category(left) == "So"  # «💬 «Мы рады»»
    return begins and ends and first.isupper()


def is_clause(finder: Finder, speech: Speech) -> bool:
    """Whether the words are at least a clause: two words where attributed, else a finite verb."""
    said = [token for piece in speech.pieces for token in finder.index.within(piece)]
    spoken = [token for token in said if token.text[:1].isalnum()]
    if speech.tags:
        return len(spoken) >= 2 or any(token.text in "!?…" for token in said)
    return len(spoken) >= 3 and (
        speech.before is not None or any(predicate(token) for token in spoken)
    )


def speaker_mentions(analysis: Analysis, mentions: Sequence[Mention]) -> list[Mention]:
    """The stand-ins of speakers that `mentions` lacks: «добавил [он]», «говорит [гостья]».

    Returns:
        New mentions, each once, those of direct speech first; to be added before `hear` runs.
    """
    known = set(mentions)
    made: dict[Mention, None] = {}
    heard = hear(analysis, mentions)
    for quote in (*heard.quotes, *heard.reports):
        if quote.speaker not in known:
            made[quote.speaker] = None
    return list(made)
