"""Indirect speech of persons: «Петров сообщил, что …», «как сообщил Петров, …», «по его словам, …».

A `Finder` and the direct speech enter; quotes of the words that are reported leave. Who counts is
a person by name or by what stands for one («он», «ректор»); bodies, unnamed sources and several
persons at once do not. Questions («спросил, когда»), thoughts («считает, что»), what is denied,
wished or yet to be said («не сообщил, что», «сообщит, что») are no reported speech.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsnlp.kept import of_last
from newsnlp.relate.people import UNNAMED, finite, person_noun, speech_words, verbal
from newsnlp.relate.sources import source
from newsnlp.relate.speakers import Finder, phrase
from newsnlp.schema import Form, Mention, Quote, Sentence, Span, Token

__all__ = ["find_reports"]

REACH = 14  # tokens from the verb to the comma of its clause
LEAST = 2  # tokens of reported words
# Nouns for somebody whom agencies leave unnamed, unless a name stands beside.
ANONYMOUS = UNNAMED | {"представитель", "сотрудник", "свидетель", "житель", "военнослужащий"}
SUBJECTS = frozenset({"он", "она"})
OPENS = frozenset({"который", "где", "куда", "чтобы", "поскольку", "хотя", "но", "а", "что"})
ENDS = frozenset('.!?…;»"')


@dataclass(frozen=True, slots=True)
class Report:
    """Reported words as token ranges of a sentence, with the person and the word of speech."""

    speaker: Mention
    parts: tuple[tuple[int, int], ...]
    cue: str
    rule: str
    score: float


def find_reports(
    finder: Finder,
    sentences: Sequence[Sentence],
    direct: Sequence[Span],
    marked: Sequence[Span] = (),
) -> Iterator[Quote]:
    """The indirect speech of a document, in the order of the text.

    Args:
        finder: knows its persons.
        sentences: the analysed sentences.
        direct: the pieces of direct speech; no report shares words with them.
        marked: words in quotation marks; no report begins or is told in them, but it may cite some:
            «сообщил, что работы «почти закончены»».
    """
    for sentence, told in _may_report(sentences):
        tokens = sentence.tokens
        near = [span for span in direct if span.meets(sentence.span)]
        within = [span for span in marked if span.meets(sentence.span)]
        taken: list[tuple[int, int]] = []
        for report in _reports(finder, tokens, told):
            spans = [_span(tokens, part) for part in report.parts]
            begins = Span(spans[0].start, spans[0].start + 1)
            if any(one.meets(span) for one in near for span in (*spans, report.speaker.span)):
                continue
            if any(one.meets(span) for one in within for span in (begins, report.speaker.span)):
                continue
            if any(a < d and c < b for a, b in report.parts for c, d in taken):
                continue
            taken += report.parts
            yield Quote(
                report.speaker, tuple(spans), report.cue, f"indirect.{report.rule}", report.score
            )


@of_last
def _may_report(sentences: Sequence[Sentence]) -> list[tuple[Sentence, list[int]]]:
    """The sentences with a verb or noun of reporting, each with the verbs by which a person tells.

    Persons are found thrice in a document, each time by more witnesses; these words stay.
    """
    verbs, nouns = speech_words("report"), speech_words("source")
    found = []
    for sentence in sentences:
        tokens = sentence.tokens
        told = [n for n, token in enumerate(tokens) if token.lemma in verbs and _tells(tokens, n)]
        if told or any(t.pos == "NOUN" and t.lemma in nouns for t in tokens):
            found.append((sentence, told))
    return found


def _span(tokens: Sequence[Token], part: tuple[int, int]) -> Span:
    return Span(tokens[part[0]].span.start, tokens[part[1] - 1].span.stop)


def _reports(finder: Finder, tokens: Sequence[Token], told: Sequence[int]) -> Iterator[Report]:
    """All reports of a sentence, whose verbs of telling are `told`, the surer rules first."""
    yield from _clauses(finder, tokens, told)
    for verb in told:
        yield from _parenthesis(finder, tokens, verb)
    yield from _sourced(finder, tokens)


def _tells(tokens: Sequence[Token], n: int) -> bool:
    """Whether a word of reporting says that one person has said or says something."""
    token = tokens[n]
    if token.pos != "VERB":
        return False
    if not (finite(token) or ("VerbForm=Conv" in token.feats and token.head >= 0)):
        return False
    if token.feats & {"Number=Plur", "Person=1", "Person=2", "Mood=Imp", "Tense=Fut", "Voice=Pass"}:
        return False
    if any(other.head == n and other.lemma in ("чтобы", "если") for other in tokens):
        return False
    around = [t.text.lower() for t in tokens[max(0, n - 2) : n + 3]]
    before = [t.text.lower() for t in tokens[max(0, n - 1) : n]]
    return "бы" not in around and not {"не", "ни"} & set(before)


def _clauses(finder: Finder, tokens: Sequence[Token], told: Sequence[int]) -> Iterator[Report]:
    """«Петров сообщил журналистам, что [зал открыт], и добавил, что [вход свободный]»."""
    last: Mention | None = None
    heads = [(verb, comma) for verb in told if (comma := _that(tokens, verb)) > 0]
    for number, (verb, comma) in enumerate(heads):
        speaker = _subject(finder, tokens, verb, comma)
        if speaker is None and last is not None and _joined(tokens, verb, heads[number - 1][0]):
            speaker = last
        last = speaker
        if speaker is None:
            continue
        following = heads[number + 1][0] if number + 1 < len(heads) else -1
        stop = len(tokens)
        if following > 0 and tokens[following].head == verb and "conj" in tokens[following].rel:
            stop = _boundary(tokens, comma + 2, following)
        stop = _close(tokens, comma + 2, stop)
        start = comma + 2 + (tokens[comma + 2].text == ",")  # «что, поскольку стемнело, …»
        if stop - start >= LEAST:
            yield Report(speaker, ((start, stop),), tokens[verb].lemma, "that", 0.9)


def _that(tokens: Sequence[Token], verb: int) -> int:
    """The index of the comma before the «что» that the verb governs, -1 if there is none."""
    for n in range(verb + 1, min(verb + REACH, len(tokens) - 2)):
        if tokens[n].pos == "VERB" or finite(tokens[n]) or tokens[n].text in ":;":
            return -1  # «пообещал доказать, что», «рассказал, как узнал, что»
        if tokens[n].text == "," and tokens[n + 1].text.lower() == "что":
            correlate = tokens[n - 1].lemma == "то" and tokens[n - 2].text.lower() not in (
                "о",
                "про",
            )
            return n if tokens[n + 1].pos == "SCONJ" and not correlate else -1
    return -1


def _joined(tokens: Sequence[Token], verb: int, other: int) -> bool:
    """Whether a verb has its subject from another: «сообщил …, и добавил, что …»."""
    return tokens[verb].head == other and not any(
        token.head == verb and token.rel.startswith("nsubj") for token in tokens
    )


def _boundary(tokens: Sequence[Token], start: int, verb: int) -> int:
    """Where the clause of `verb` begins: its «и», «а» or comma."""
    for n in range(verb - 1, start, -1):
        if tokens[n].text.lower() in ("и", "а", "но", "однако"):
            return n - 1 if tokens[n - 1].text == "," else n
        if tokens[n].text in ",;":
            return n
    return verb


def _close(tokens: Sequence[Token], start: int, stop: int) -> int:
    """The end of reported words: no full stop, no «, передаёт ТАСС», no mark opened elsewhere."""
    for n in range(start + LEAST, stop - 1):
        agency = tokens[n + 1].lemma in speech_words("report") | {"передавать", "передать"}
        if tokens[n].text == "," and agency and verbal(tokens[n + 1]) and stop - n < REACH:
            stop = n
            break
        if tokens[n].text == ";":
            stop = n
            break
    while stop > start and tokens[stop - 1].text in ENDS | {",", "–", "—", "-", ":", ")"}:
        last = tokens[stop - 1].text
        if last in "»)" and _pairs(tokens[start:stop], last):
            break
        stop -= 1
    return stop


def _pairs(tokens: Sequence[Token], last: str) -> bool:
    opening = {"»": "«", ")": "("}[last]
    texts = [token.text for token in tokens]
    return texts.count(opening) >= texts.count(last)


def _subject(finder: Finder, tokens: Sequence[Token], verb: int, stop: int) -> Mention | None:
    """The person who is the subject of the verb in the clause that ends at `stop`."""
    if "VerbForm=Conv" in tokens[verb].feats:  # «выступил Петров, отметив, что …»
        verb = tokens[verb].head
        if not finite(tokens[verb]) or "Number=Plur" in tokens[verb].feats:
            return None
        stop = len(tokens)
    own = _subject_of(tokens, verb, stop)
    if own >= 0:
        return _person(finder, tokens, own, verb)
    if _subject_of(tokens, verb, len(tokens)) >= 0:
        return None
    for n in (verb + 1, verb - 1):
        if n < stop and (person := _named(finder, tokens, n)) is not None:
            return person
    return _inherited(finder, tokens, verb)


def _named(finder: Finder, tokens: Sequence[Token], n: int) -> Mention | None:
    """A name in the nominative at `n`: the parse may miss the subject beside the verb."""
    person = finder.person_at.get(tokens[n].span.start) if 0 <= n < len(tokens) else None
    named = person is not None and person.form is Form.NAME and finder.in_nominative(person)
    return person if named else None


def _subject_of(tokens: Sequence[Token], verb: int, stop: int) -> int:
    """The index of the subject before `stop` that hangs on the verb, -1 if there is none."""
    return next(
        (n for n, t in enumerate(tokens[:stop]) if t.head == verb and t.rel.startswith("nsubj")), -1
    )


def _inherited(finder: Finder, tokens: Sequence[Token], verb: int) -> Mention | None:
    """The subject of the verb that this one is joined to: «[Петров] приехал и сообщил, что …»."""
    place = verb
    for _ in range(3):
        head = tokens[place].head
        if "conj" not in tokens[place].rel or head < 0 or head > verb or not finite(tokens[head]):
            return None
        place = head
        own = _subject_of(tokens, place, verb)
        if own >= 0:
            agrees = _gender(tokens[verb]) == _gender(tokens[place])
            return _person(finder, tokens, own, place) if agrees else None
    return None


def _gender(token: Token) -> frozenset[str]:
    return frozenset(feat for feat in token.feats if feat.startswith(("Gender=", "Number=")))


def _person(finder: Finder, tokens: Sequence[Token], n: int, verb: int) -> Mention | None:
    """The person whom the subject at `n` names or stands for; None for bodies and several."""
    token = tokens[n]
    if token.lemma == "который" and 0 <= tokens[verb].head < n:
        n = tokens[verb].head  # «Петров, который сообщил, что …»
        token, verb = tokens[n], -1
    if "Number=Plur" in token.feats or _several(tokens, n):
        return None
    known = finder.person_at.get(token.span.start)
    if known is not None and known.form is Form.NAME:
        return known
    for m, other in enumerate(tokens):
        name = finder.person_at.get(other.span.start)
        named = name is not None and name.form is Form.NAME and finder.in_nominative(name)
        if named and _under(tokens, m, n, verb):
            return name
    if token.lemma in ANONYMOUS:
        return None
    if known is not None:
        return known
    if token.text.lower() in SUBJECTS:
        return finder.stand_in_at(token.span, Form.PRONOUN)
    position = finder.position_at.get(token.span.start)
    if position is not None:
        return finder.stand_in_at(position.span, Form.NOMINAL)
    if person_noun(token) or (token.pos == "NOUN" and "Animacy=Anim" in token.feats):
        return finder.stand_in_at(phrase(tokens, n), Form.NOMINAL)
    return None


def _several(tokens: Sequence[Token], n: int) -> bool:
    """«Петров и Орлова сообщили»: whether another subject is joined to that at `n`."""
    return any(t.head == n and t.rel == "conj" and "Case=Nom" in t.feats for t in tokens)


def _under(tokens: Sequence[Token], m: int, top: int, verb: int) -> bool:
    """Whether the token `m` hangs on `top` with no verb between: «директор … [Иван] Петров»."""
    for _ in range(6):
        m = tokens[m].head
        if m == top:
            return True
        if m < 0 or m == verb or tokens[m].pos == "VERB":
            return False
    return False


def _parenthesis(finder: Finder, tokens: Sequence[Token], verb: int) -> Iterator[Report]:
    """«Как сообщил Петров, [зал открыт]»; «[Зал открыт], сообщил ТАСС Петров»."""
    if not finite(tokens[verb]):
        return
    lead = next((n for n in range(verb - 1, max(-1, verb - 4), -1) if tokens[n].text == ","), -1)
    how = next((n for n in range(verb - 1, max(-1, verb - 4), -1) if tokens[n].lemma == "как"), -1)
    cue = tokens[verb].lemma
    if how >= 0 and (how == 0 or tokens[how - 1].text == ","):
        speaker, stop = _teller(finder, tokens, verb)
        if speaker is not None:
            parts = _without(tokens, how, stop)
            if parts:
                yield Report(speaker, parts, cue, "as", 0.9)
        return
    if lead != verb - 1 or lead < LEAST or tokens[0].text in "–—-":
        return
    if not any(finite(token) for token in tokens[:lead]) or tokens[lead - 1].text in '»"”':
        return
    speaker, stop = _teller(finder, tokens, verb)
    rest = tokens[stop:]
    if speaker is not None and not any(finite(token) for token in rest) and _that(tokens, verb) < 0:
        start = 0 if tokens[0].text not in '«"„' else 1
        yield Report(speaker, ((start, _close(tokens, start, lead)),), cue, "after", 0.85)


def _teller(finder: Finder, tokens: Sequence[Token], verb: int) -> tuple[Mention | None, int]:
    """The subject that follows the verb, and where its clause ends."""
    stop = next((n for n in range(verb + 1, len(tokens)) if tokens[n].text == ","), len(tokens))
    subjects = [
        n
        for n in range(verb + 1, min(verb + REACH, len(tokens)))
        if tokens[n].head == verb and tokens[n].rel.startswith("nsubj")
    ]
    if subjects:
        speaker = _person(finder, tokens, subjects[0], verb)
    else:
        speaker = _named(finder, tokens, verb + 1)
    if speaker is None:
        return None, stop
    end = next((n for n, t in enumerate(tokens) if t.span.start >= speaker.span.stop), len(tokens))
    stop = next(
        (n for n in range(max(verb, end), len(tokens)) if tokens[n].text == ","), len(tokens)
    )
    return speaker, stop


def _sourced(finder: Finder, tokens: Sequence[Token]) -> Iterator[Report]:
    """«По словам Петрова, [зал открыт]»; «[Зал], по его словам, [открыт]»."""
    found = source(finder, tokens)
    if found is None or (found.person.form is Form.NOMINAL and found.person.normal in ANONYMOUS):
        return
    if found.start > 0 and tokens[found.start - 1].pos not in ("PUNCT", "CCONJ", "SCONJ"):
        after = tokens[found.stop].text if found.stop < len(tokens) else "."
        if after not in ",.":
            return  # «верим ему по его словам и делам»
    stop = next((n for n in range(found.stop, len(tokens)) if tokens[n].text == ","), len(tokens))
    if any(finite(token) for token in tokens[found.stop : stop]):
        stop = found.stop  # no comma after it: «По мнению мэра город растёт»
    parts = _without(tokens, found.start, stop)
    if parts:
        yield Report(found.person, parts, found.word, "source", 0.85)


def _without(tokens: Sequence[Token], start: int, stop: int) -> tuple[tuple[int, int], ...]:
    """The clause around the parenthesis from `start` to the comma at `stop`, as token ranges."""
    left = start - 1 if start > 0 and tokens[start - 1].text == "," else start
    begin = 0
    for n in range(left - 1, 0, -1):
        mark = tokens[n - 1].text
        if mark in ";:.!?…" or (mark == "," and tokens[n].lemma in OPENS):
            begin = n + (tokens[n].lemma in OPENS - {"который"})
            break
    while begin < left and tokens[begin].text in "–—-•*":
        begin += 1
    after = stop + 1 if stop < len(tokens) and tokens[stop].text == "," else stop
    end = next(
        (
            n
            for n in range(after, len(tokens) - 1)
            if tokens[n].text in ":;" or (tokens[n].text == "–" and tokens[n - 1].text in '»"')
        ),
        len(tokens),
    )
    parts = [(begin, left), (after, _close(tokens, after, end))]
    parts = [part for part in parts if part[1] > part[0]]
    return tuple(parts) if sum(b - a for a, b in parts) >= LEAST else ()
