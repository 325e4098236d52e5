"""What the text says of a pair (who, event): named facts that the weights of participations count.

An analysis and its mentions enter; pairs with their facts leave. A fact is a short text such as
«verb=гость» (the verb above the person's name is one of opening, greeting, handing over).
Only pairs worth a thought are listed: both in one sentence, or the event was spoken of before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from newsnlp.lexicon import load_lexicon
from newsnlp.relate.clauses import governing_verb, head_of, speech_mask, tokens_of
from newsnlp.schema import Analysis, Kind, Mention, Sentence
from newsnlp.text import fold_yo

__all__ = ["Pair", "list_pairs"]

WINDOW = 7  # tokens to the left of a name in which a noun like «модератор» is its own
CROWD = 12  # events in one sentence, from which only the nearest are thought of


@dataclass(frozen=True, slots=True)
class Pair:
    """A person or body, an event, and what the text says of the two together."""

    who: Mention
    event: Mention
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _View:
    """A sentence with its cues (token index, kind of cue) and placed mentions."""

    sentence: Sentence
    verbs: tuple[tuple[int, str], ...]
    nouns: tuple[tuple[int, str], ...]
    speech: tuple[str, ...]  # lemmas of the verbs of speech
    quoted: list[bool]
    actors: tuple[tuple[Mention, int, int], ...]
    events: tuple[tuple[Mention, int, int], ...]


@cache
def _parts(name: str) -> dict[str, str]:
    """Folded lemma → first part, for a lexicon of participations."""
    return {
        fold_yo(lemma): row["part"].split()[0]
        for lemma, row in load_lexicon(f"participation_{name}").items()
    }


@cache
def _speech() -> frozenset[str]:
    """The folded lemmas of verbs of speech."""
    return frozenset(fold_yo(lemma) for lemma in load_lexicon("speech_verbs"))


def list_pairs(analysis: Analysis, mentions: Sequence[Mention]) -> Iterator[Pair]:
    """The pairs of `analysis` in the order of the text, each with its facts."""
    views = [_view(sentence, mentions) for sentence in analysis.sentences]
    everything = [event for event in mentions if event.kind is Kind.EVENT]
    first = everything[0] if everything else None
    last: list[Mention] = []
    paragraph: list[Mention] = []
    for number, view in enumerate(views):
        before = views[number - 1] if number else None
        if before is None or before.sentence.paragraph != view.sentence.paragraph:
            paragraph = []
        carried = {
            "carry_paragraph": paragraph[-1] if paragraph else None,
            "carry_topic": paragraph[0] if paragraph else None,
            "carry_last": last[-1] if last and not paragraph else None,
            "carry_first": first,
        }
        for actor in view.actors:
            yield from _same_sentence(view, actor)
            taken: set[Mention] = {event for event, _, _ in view.events}
            for label, event in carried.items():
                if event is None or event in taken or event.span.start > actor[0].span.start:
                    continue
                taken.add(event)
                facts = [label, f"{label}&own={min(len(view.events), 2)}"]
                facts += _about_who(view, actor) + _about_event(analysis, event, first)
                yield Pair(actor[0], event, _finish(actor[0], label, facts))
        here = [event for event, _, _ in view.events]
        last, paragraph = last + here, paragraph + here


def _view(sentence: Sentence, mentions: Sequence[Mention]) -> _View:
    """The sentence with what is to be looked up in it."""
    lemmas = [fold_yo(token.lemma) for token in sentence.tokens]
    inside = [item for item in mentions if sentence.span.covers(item.span)]
    placed = [(item, *tokens_of(sentence, item.span)) for item in inside]
    verbs, nouns = _parts("verbs"), _parts("nouns")
    return _View(
        sentence,
        tuple((n, verbs[lemma]) for n, lemma in enumerate(lemmas) if lemma in verbs),
        tuple((n, nouns[lemma]) for n, lemma in enumerate(lemmas) if lemma in nouns),
        tuple(lemma for lemma in lemmas if lemma in _speech()),
        speech_mask(sentence.tokens),
        tuple(item for item in placed if item[0].kind in (Kind.PERSON, Kind.ORGANISATION)),
        tuple(item for item in placed if item[0].kind is Kind.EVENT),
    )


def _same_sentence(view: _View, actor: tuple[Mention, int, int]) -> Iterator[Pair]:
    """The pairs of the actor with the events of its sentence."""
    who, start, stop = actor
    about = _about_who(view, actor)
    nearest = min(view.events, key=lambda item: _gap(item, start, stop), default=None)
    near = view.events
    if len(near) > CROWD:
        near = tuple(sorted(near, key=lambda item: _gap(item, start, stop))[:CROWD])
    for event in near:
        facts = ["same", *about, *_about_event_here(view, event)]
        between = _gap(event, start, stop)
        order = "before" if event[1] < start else "after"
        low, high = min(stop, event[2]), max(start, event[1])
        middle = view.sentence.tokens[low:high]
        facts += [order, f"{order}&gap={min(between // 4, 5)}"]
        facts.append("nearest" if event is nearest else "further")
        if who.span.meets(event[0].span):
            facts.append("inside" if event[0].span.covers(who.span) else "outside")
        facts += [f"between={part}" for n, part in (*view.verbs, *view.nouns) if low <= n < high]
        if any(token.pos == "VERB" for token in middle):
            facts.append("verb_between")
        if any(item[0].kind is who.kind for item in view.actors if low <= item[1] < high):
            facts.append("other_between")
        if any(token.text in ";:«»—–" for token in middle):
            facts.append("mark_between")
        tokens = view.sentence.tokens
        above = [governing_verb(tokens, head_of(tokens, *x)) for x in ((start, stop), event[1:])]
        facts.append("same_verb" if above[0] == above[1] else "other_verb")
        yield Pair(who, event[0], _finish(who, "same", facts))


def _gap(event: tuple[Mention, int, int], start: int, stop: int) -> int:
    """How many tokens stand between the event and the range."""
    return max(event[1] - stop, start - event[2], 0)


def _about_who(view: _View, actor: tuple[Mention, int, int]) -> list[str]:
    """What the sentence says of the person or body."""
    who, start, stop = actor
    tokens = view.sentence.tokens
    head = head_of(tokens, start, stop)
    verb = governing_verb(tokens, head)
    facts = [f"form={who.form}", f"rel={tokens[head].rel}"] if stop else []
    cues = dict(view.verbs)
    if verb >= 0:
        lemma = fold_yo(tokens[verb].lemma)
        facts += [f"verb={cues.get(verb, 'other')}", f"verb_lemma={lemma}"]
        facts += [f"rel={tokens[head].rel}&verb={cues.get(verb, 'other')}"]
        if lemma in _speech():
            facts.append("said")
        if any(token.text == "не" and token.head == verb for token in tokens):
            facts.append("negated")
    facts += [f"left={part}" for n, part in view.nouns if start - WINDOW <= n < start]
    facts += [f"right={part}" for n, part in view.nouns if stop <= n < stop + WINDOW]
    facts += _about_cues(view, start, stop, head)
    near = sorted((abs(n - start), part) for n, part in (*view.verbs, *view.nouns))
    facts.append(f"near={near[0][1]}" if near else "near=none")
    facts += [f"any={part}" for part in {part for _, part in (*view.verbs, *view.nouns)}]
    facts += [f"speech={bool(view.speech)}"]
    if stop and view.quoted[start]:
        facts.append("who_in_speech")
    if start and tokens[start - 1].pos == "ADP":
        facts.append(f"prep={tokens[start - 1].text.lower()}")
    same = sum(item[0].kind is who.kind for item in view.actors)
    return [*facts, f"many={min(same, 5)}"]


def _about_cues(view: _View, start: int, stop: int, head: int) -> list[str]:
    """The words around the person or body that may say as what it takes part."""
    tokens = view.sentence.tokens
    left = [n for n, _ in (*view.verbs, *view.nouns) if n < start]
    right = [n for n, _ in (*view.verbs, *view.nouns) if n >= stop]
    facts = [f"left_lemma={fold_yo(tokens[n].lemma)}" for n in left if n >= start - WINDOW]
    facts += [f"right_lemma={fold_yo(tokens[n].lemma)}" for n in right if n < stop + WINDOW]
    if left:
        facts.append(f"last_cue={fold_yo(tokens[max(left)].lemma)}")
    if right:
        facts.append(f"next_cue={fold_yo(tokens[min(right)].lemma)}")
    cues = dict(view.nouns)
    up = tokens[head].head
    for n, part in cues.items():
        if n == up or tokens[n].head == head or (up >= 0 and tokens[n].head == up):
            facts.append(f"tied={part}")
    return facts


def _about_event_here(view: _View, event: tuple[Mention, int, int]) -> list[str]:
    """What the sentence says of the event."""
    mention, start, stop = event
    tokens = view.sentence.tokens
    facts = [f"event_form={mention.form}", f"kind={_kind(mention)}"]
    if start and tokens[start - 1].pos == "ADP":
        facts.append(f"event_prep={tokens[start - 1].text.lower()}")
    if view.quoted[start]:
        facts.append("event_in_speech")
    verb = governing_verb(tokens, head_of(tokens, start, stop))
    if verb >= 0:
        facts.append(f"event_verb={dict(view.verbs).get(verb, 'other')}")
    if any(other[0].span.covers(mention.span) for other in view.events if other is not event):
        facts.append("nested")
    return [*facts, f"events={min(len(view.events), 4)}"]


def _about_event(analysis: Analysis, event: Mention, first: Mention | None) -> list[str]:
    """What is known of an event that another sentence names."""
    facts = [f"event_form={event.form}", f"kind={_kind(event)}"]
    return [*facts, "is_first"] if event is first else facts


def _kind(event: Mention) -> str:
    """The first word of the event in lower case without its ending: «семин», «кругл»."""
    words = [word for word in event.normal.lower().split() if word[0].isalpha()]
    return fold_yo(words[0])[:5] if words else ""


def _finish(who: Mention, label: str, facts: Sequence[str]) -> tuple[str, ...]:
    """The facts, each also under the pair's label, all under the kind of who takes part."""
    kind = "p" if who.kind is Kind.PERSON else "o"
    scope = "same" if label == "same" else "carry"
    plain = [f"{kind}:{fact}" for fact in facts]
    return tuple(dict.fromkeys([*plain, *(f"{kind}:{scope}&{fact}" for fact in facts)]))
