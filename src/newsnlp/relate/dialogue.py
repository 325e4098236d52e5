"""Talk without attributions: interviews in dash paragraphs and in paragraphs with a name before.

A `Finder` and the speech found enter; speakers leave. Questions and answers alternate within a run
of dash paragraphs; the person interviewed is told by the questions («Вера Лукинична, правда ли…?»)
or by the paragraphs before the talk. Questions have a speaker only where these name who asks.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from newsnlp.relate.people import finite, verbal
from newsnlp.relate.speakers import Finder
from newsnlp.relate.speech import Speech
from newsnlp.schema import Form, Mention, Span
from newsnlp.text import fold

__all__ = ["interview", "labelled"]

_LABEL = re.compile(
    r"^[ \t]*(?P<who>[А-ЯЁ][^\n:«»\"?!]{2,60}):[ \t]+(?:[-–—][ \t]*)?(?P<words>[А-ЯЁ][^\n]{15,})$",
    re.MULTILINE,
)
_LEAST = 2  # labelled paragraphs, or questions with answers; a single one may be of a programme
_APART = 2  # lines from one paragraph of a run to the next, an empty one between
_LEAD = 3  # paragraphs before the talk that may name the person interviewed
_ASKS = frozenset(
    "беседовать побеседовать расспрашивать расспросить разговаривать интервьюировать записать "
    "говорить поговорить".split()
)
_REPORTERS = frozenset("корреспондент журналист журналистка репортёр обозреватель ведущий".split())


def interview(finder: Finder, found: Sequence[Speech]) -> Mapping[int, Mention | None]:
    """The speaker of each turn of an interview, None where he is not named; empty if there is none.

    Args:
        finder: knows the persons.
        found: all speech of the document.

    Returns:
        Index in `found` → speaker. Turns with an attribution of their own that names somebody are
        left out.
    """
    runs = [
        dict(_turns(finder, found, run)) for run in _runs(found) if not _listed(finder, found, run)
    ]
    asked = [n for run in runs for n in run if run[n] and _question(finder, found[n])]
    if not asked:
        return {}
    first = found[asked[0]].span.start
    lead = _paragraphs_before(finder, first)
    person = _addressed(finder, [found[n] for n in asked]) or _told(finder, lead)
    if person is None:
        return {}
    runs = [run for run in runs if _consistent(finder, found, run, person)]
    asks = {n: asking for run in runs for n, asking in run.items()}
    answered = [n for n in asked if n in asks and asks.get(n + 1) is False]
    if not answered or (len(answered) < _LEAST and not _near(finder, person, first)):
        return {}
    host = _host(finder, lead)
    if host is not None and _alike(host, person):
        host = None
    turns = {n: host if asking else person for n, asking in asks.items()}
    return {n: who for n, who in turns.items() if not _told_apart(finder, found[n])}


def _runs(found: Sequence[Speech]) -> Iterator[list[int]]:
    """The indices of dash paragraphs that follow one another."""
    run: list[int] = []
    for n, speech in enumerate(found):
        if speech.dashed and speech.before is None:
            if run and speech.paragraph - found[run[-1]].paragraph > _APART:
                yield run
                run = []
            run.append(n)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _listed(finder: Finder, found: Sequence[Speech], run: Sequence[int]) -> bool:
    """Whether the paragraphs are items of a list: most end in no mark of a sentence."""
    ends = [finder.text[: found[n].span.stop].rstrip()[-1:] in (*".!?…»",) for n in run]
    return sum(ends) * 2 < len(ends)


def _turns(
    finder: Finder, found: Sequence[Speech], run: Sequence[int]
) -> Iterator[tuple[int, bool]]:
    """Each index of a run with whether the turn asks: turns alternate, and questions tell which."""
    marks = [_question(finder, found[n]) for n in run]
    fits = [
        sum(
            (1 if mark else -0.25) * (1 if (i + start) % 2 == 0 else -1)
            for i, mark in enumerate(marks)
        )
        for start in (0, 1)
    ]
    start = int(fits[1] > fits[0])
    for i, n in enumerate(run):
        yield n, (i + start) % 2 == 0


def _question(finder: Finder, speech: Speech) -> bool:
    return finder.text[speech.span.start : speech.span.stop].rstrip().endswith("?")


def _consistent(
    finder: Finder, found: Sequence[Speech], asks: Mapping[int, bool], person: Mention
) -> bool:
    """Whether no attribution gives a question to the person interviewed, or others' answers."""
    for n, asking in asks.items():
        for tag in found[n].tags:
            speaker = finder.speaker(tag)
            named = speaker is not None and speaker.mention.form is Form.NAME
            if named and speaker and _alike(speaker.mention, person) is asking:
                return False
    return True


def _told_apart(finder: Finder, speech: Speech) -> bool:
    """Whether an attribution tells the speaker by name or pronoun: «– Да, – сказала она»."""
    speakers = [finder.speaker(tag) for tag in speech.tags]
    return any(s is not None and s.mention.form is not Form.NOMINAL for s in speakers)


def _paragraphs_before(finder: Finder, start: int) -> list[Span]:
    """The paragraphs before a talk, the nearest first."""
    found: list[Span] = []
    stop = start
    while len(found) < _LEAD:
        stop = len(finder.text[:stop].rstrip(" \t\n\xa0-–—―"))
        if stop == 0:
            break
        begin = finder.text.rfind("\n", 0, stop) + 1
        found.append(Span(begin, stop))
        stop = begin
    return found


def _addressed(finder: Finder, questions: Sequence[Speech]) -> Mention | None:
    """The person whom questions call by name: «Вера Лукинична, правда ли…?»."""
    called: Counter[Mention] = Counter()
    for speech in questions:
        for person in finder.persons:
            if person.form is Form.NAME and speech.span.covers(person.span):
                before = finder.text[speech.span.start : person.span.start].rstrip()
                after = finder.text[person.span.stop : speech.span.stop].lstrip()
                if (not before and after[:1] == ",") or (
                    before[-1:] == "," and after[:1] in ",.?!"
                ):
                    called[_fullest(finder, person)] += 1
    return max(called, key=lambda m: (called[m], -m.span.start)) if called else None


def _fullest(finder: Finder, person: Mention) -> Mention:
    """The first mention of the document whose name has all words of this one, and more."""
    words = set(fold(person.normal).lower().split())
    for other in finder.persons:
        if other.form is Form.NAME and words < set(fold(other.normal).lower().split()):
            return other
    return person


def _told(finder: Finder, lead: Sequence[Span]) -> Mention | None:
    """The only person whom the nearest paragraph with names gives, but for who asks."""
    for paragraph in lead:
        named = [p for p in finder.persons if p.form is Form.NAME and paragraph.covers(p.span)]
        named = [p for p in named if not _reports(finder, p)]
        if named:
            return named[0] if all(_alike(named[0], p) for p in named) else None
    return None


def _alike(one: Mention, other: Mention) -> bool:
    """Whether two names share a word: «Вера Лукинична», «Вера Хуттунен»."""
    return bool(set(fold(one.normal).lower().split()) & set(fold(other.normal).lower().split()))


def _near(finder: Finder, person: Mention, start: int) -> bool:
    """Whether a person is named in the paragraph right before the talk."""
    return any(span.covers(person.span) for span in _paragraphs_before(finder, start)[:1])


def _host(finder: Finder, lead: Sequence[Span]) -> Mention | None:
    """Who asks, named before the talk: «Беседовала Рената Гринёва»."""
    for paragraph in lead:
        for person in finder.persons:
            named = person.form is Form.NAME and paragraph.covers(person.span)
            if named and finder.has_case(person, "Case=Nom") and _reports(finder, person):
                return person
    return None


def _reports(finder: Finder, person: Mention) -> bool:
    """Whether a person is told to ask: «расспрашивал Яков Перминов», «корреспондент Лев Обухов»."""
    sentence = next((s for s in finder.sentences if s.covers(person.span)), person.span)
    tokens = finder.index.within(Span(sentence.start, person.span.start))
    if any(token.lemma in _REPORTERS for token in tokens[-4:]):
        return True
    asks = any(token.lemma in _ASKS and verbal(token) for token in tokens[-5:])
    return asks and finder.in_nominative(person)


def labelled(finder: Finder) -> list[tuple[Mention, Span]]:
    """The words of paragraphs that begin with their speaker: «Олег Быков: Залов двенадцать.»."""
    found = list(_labels(finder))
    spoken = any(finite(t) for _, words in found for t in finder.index.within(words))
    return found if spoken and len(found) >= _LEAST else []


def _labels(finder: Finder) -> Iterator[tuple[Mention, Span]]:
    names = {p.span: p for p in finder.persons if p.form is Form.NAME}
    for match in _LABEL.finditer(finder.text):
        speaker = names.get(Span(match.start("who"), match.end("who")))
        start, stop = match.span("words")
        while stop > start and finder.text[stop - 1] in ". \t\xa0":
            stop -= 1
        words = Span(start, stop)
        if speaker is not None and len(finder.index.within(words)) > 3:
            yield speaker, words
