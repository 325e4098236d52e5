"""What the text says of a pair (who, event): named facts that the weights of participations count.

An analysis and its mentions enter; pairs with their facts leave. A fact is a short text such as
«act=открыть&Nom» (see `cues`) or «kind=meeting». Only pairs worth a thought are listed: of each
event the mention in the sentence of the name, else events spoken of before.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from newsnlp.lexicon import load_lexicon
from newsnlp.recognise.event_spans import event_words
from newsnlp.recognise.events import event_head
from newsnlp.relate.clauses import governing_verb, head_of, tokens_of
from newsnlp.relate.cues import Cues, about_name, read_cues
from newsnlp.relate.named_events import group_events
from newsnlp.relate.parts import ask, rule_of, rule_of_body
from newsnlp.schema import Analysis, Kind, Mention, Part

__all__ = ["Pair", "list_pairs"]

YEAR = re.compile(r"(?:19|20)\d\d")

CROWD = 12  # events in one sentence, from which only the nearest are thought of
TITLE = 200  # code points in which an event is early
TITLE_GAP = 6  # tokens between a name and the body of its title: «Иванов, первый проректор ТПУ»

Placed = tuple[Mention, int, int]  # with the half-open range of its tokens


@dataclass(frozen=True, slots=True)
class Pair:
    """A person or body, an event, and what the text says of the two together."""

    who: Mention
    event: Mention
    facts: tuple[str, ...]
    rule: tuple[Part, str] | None = None  # the part that a rule of `parts` gives, and its name


@dataclass(frozen=True, slots=True)
class _View:
    """A sentence with its cues and placed mentions."""

    cues: Cues
    actors: tuple[Placed, ...]
    events: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class _Events:
    """The events of the document: which mentions are one, and what is known of each."""

    group: Mapping[Mention, int]
    size: Counter[int]
    facts: Mapping[int, tuple[str, ...]]


@cache
def _groups() -> dict[str, str]:
    """Kind of event → the group of kinds alike in who attends them: «ceremony», «contest»."""
    return {row["kind"]: row.get("group", "") for row in load_lexicon("event_kinds").values()}


def list_pairs(
    analysis: Analysis, mentions: Sequence[Mention], cues: Iterable[Cues] | None = None
) -> Iterator[Pair]:
    """The pairs of `analysis` in the order of the text, each with its facts.

    Args:
        analysis: of the document.
        mentions: that stand in it.
        cues: of its sentences, if they are known.
    """
    views = _views(read_cues(analysis.sentences) if cues is None else cues, mentions)
    events = _events([event for view in views for event, _, _ in view.events])
    if not events.group:
        return
    first = next(event for view in views for event, _, _ in view.events)
    last: Mention | None = None
    before: Mention | None = None
    paragraph: list[Mention] = []
    number = -1
    for view in views:
        if view.cues.sentence.paragraph != number:
            number, before = view.cues.sentence.paragraph, last
            paragraph = []
        carried = {
            "carry_paragraph": paragraph[-1] if paragraph else None,
            "carry_topic": paragraph[0] if paragraph else None,
            "carry_last": before,
            "carry_first": first,
        }
        where = [f"paragraph={min(number, 2)}"]
        if number == views[-1].cues.sentence.paragraph:
            where.append("end")
        if any(YEAR.fullmatch(token.text) for token in view.cues.sentence.tokens):
            where.append("year")
        for actor in view.actors:
            yield from _of_actor(view, actor, events, (carried, where))
        here = [event for event, _, _ in view.events]
        paragraph += here
        last = here[-1] if here else last


def _of_actor(
    view: _View,
    actor: Placed,
    events: _Events,
    context: tuple[Mapping[str, Mention | None], Sequence[str]],
) -> Iterator[Pair]:
    """The pairs of one name: with the events of its sentence, then with those before."""
    who, start, stop = actor
    carried, where = context
    about, verb = about_name(view.cues, start, stop, who.form)
    about += where
    if who.kind is Kind.ORGANISATION and _is_source(view, actor, verb):
        return
    if "chaired" in about and _chairs_body(view, actor):
        about.remove("chaired")
    if who.kind is Kind.ORGANISATION:
        about += _about_body(view, actor)
    same = sum(item[0].kind is who.kind for item in view.actors)
    about += [f"many={min(same, 5)}", f"own={min(len(view.events), 3)}"]
    named = _Actor(who, about)
    taken: set[int] = set()
    for place, event in enumerate(_nearest(view, actor, events)):
        taken.add(events.group[event[0]])
        facts = [*_together(view, actor, event, verb), "further" if place else "nearest"]
        yield named.pair(event[0], "same", facts, _known(events, event[0]))
    for label, mention in carried.items():
        if mention is None or mention.span.start > who.span.start:
            continue
        if events.group[mention] in taken:
            continue
        taken.add(events.group[mention])
        facts = [label, f"{label}&own={min(len(view.events), 2)}"]
        yield named.pair(mention, "carry", facts, _known(events, mention))


def _views(every: Iterable[Cues], mentions: Sequence[Mention]) -> list[_View]:
    """Each sentence with its cues and the mentions in it."""
    wanted = {Kind.PERSON, Kind.ORGANISATION, Kind.EVENT}
    kept = sorted((m for m in mentions if m.kind in wanted), key=lambda m: m.span.start)
    views, at = [], 0
    for cues in every:
        sentence = cues.sentence
        inside: list[Placed] = []
        while at < len(kept) and kept[at].span.start < sentence.span.stop:
            if sentence.span.covers(kept[at].span):
                inside.append((kept[at], *tokens_of(sentence, kept[at].span)))
            at += 1
        views.append(
            _View(
                cues,
                tuple(item for item in inside if item[0].kind is not Kind.EVENT),
                tuple(item for item in inside if item[0].kind is Kind.EVENT),
            )
        )
    return views


def _events(found: Sequence[Mention]) -> _Events:
    """Which mentions are one event, and the facts of each event."""
    owner = group_events(found)
    numbers: dict[int, int] = {}
    group = {m: numbers.setdefault(id(owner[m.span]), len(numbers)) for m in found}
    size = Counter(group.values())
    names: dict[int, Mention] = {}
    for mention in found:
        names.setdefault(group[mention], mention)
    facts = {}
    for number, mention in names.items():
        kind = _kind(mention)
        known = [f"kind={kind}", f"size={min(size[number], 4)}", f"events={min(len(names), 5)}"]
        if number == 0:
            known.append("first")
        if mention.span.start < TITLE:
            known.append("early")
        if mention.normal.lower().startswith(("следующ", "очередн", "прошл")):
            known.append("other_edition")
        facts[number] = tuple(known)
    return _Events(group, size, facts)


def _known(events: _Events, mention: Mention) -> list[str]:
    return [*events.facts[events.group[mention]], f"event_form={mention.form}"]


def _kind(event: Mention) -> str:
    """The group of the event's kind, else the kind itself."""
    head = event_head(event.normal)
    return _groups().get(head) or head or "none"


def _nearest(view: _View, actor: Placed, events: _Events) -> list[Placed]:
    """Of each event in the sentence the mention nearest to the name."""
    best: dict[int, Placed] = {}
    for event in view.events:
        number = events.group[event[0]]
        if number not in best or _gap(event, actor) < _gap(best[number], actor):
            best[number] = event
    return sorted(best.values(), key=lambda event: _gap(event, actor))[:CROWD]


def _together(view: _View, actor: Placed, event: Placed, verb: int) -> list[str]:
    """What the sentence says of the name and the event together."""
    who, start, stop = actor
    tokens = view.cues.sentence.tokens
    order = "before" if event[1] < start else "after"
    gap = _gap(event, actor)
    low, high = min(stop, event[2]), max(start, event[1])
    facts = [order, f"{order}&gap={min(gap // 4, 5)}"]
    if who.span.meets(event[0].span):
        facts.append("inside" if event[0].span.covers(who.span) else "outside")
    cues = view.cues
    facts += [f"between={cues.nouns[n] or cues.verbs[n]}" for n in range(low, high)
              if cues.nouns[n] or cues.verbs[n]]  # fmt: skip
    if any(tokens[n].pos == "VERB" for n in range(low, high)):
        facts.append("verb_between")
    if any(item[0].kind is who.kind and low <= item[1] < high for item in view.actors):
        facts.append("other_between")
    if any(tokens[n].text in ";:«»—–" for n in range(low, high)):
        facts.append("mark_between")
    facts += _about_event(view, event, verb)
    return facts


def _about_event(view: _View, event: Placed, verb: int) -> list[str]:
    """Where the event stands: the word it hangs on, its verb and preposition."""
    mention, start, stop = event
    tokens, cues = view.cues.sentence.tokens, view.cues
    facts = []
    head = head_of(tokens, start, stop)
    above = governing_verb(tokens, head)
    facts.append("same_verb" if verb == above >= 0 else "other_verb")
    up = tokens[head].head
    if up >= 0:
        facts.append(f"of={cues.nouns[up] or cues.verbs[up] or tokens[up].pos}")
    if above >= 0 and verb != above:
        facts.append(f"event_act={cues.verbs[above] or 'other'}")
    if start and tokens[start - 1].pos == "ADP":
        facts.append(f"event_prep={cues.lemmas[start - 1]}")
    if cues.quoted[start]:
        facts.append("event_in_speech")
    if any(other[0].span.covers(mention.span) for other in view.events if other is not event):
        facts.append("nested")
    return facts


def _gap(event: Placed, actor: Placed) -> int:
    """How many tokens stand between the event and the name."""
    return max(event[1] - actor[2], actor[1] - event[2], 0)


class _Actor:
    """A name with its facts, and the rules of its part by the group of the event."""

    def __init__(self, who: Mention, about: Sequence[str]) -> None:
        self.who = who
        self.person = who.kind is Kind.PERSON
        self.mark = "p:" if self.person else "o:"
        self.about = about
        self.marked = [self.mark + fact for fact in about]
        self.asked = ask(about)
        self.rules: dict[str, tuple[Part, str] | None] = {}

    def pair(self, event: Mention, scope: str, facts: Sequence[str], known: Sequence[str]) -> Pair:
        """The pair: facts under the kind of who, those of a body also under the scope."""
        rule = self.rule(known[0].removeprefix("kind="))
        mark = self.mark
        every = [mark + scope, *self.marked]
        every += [mark + fact for fact in (*facts, *known, *_ruled(rule))]
        if not self.person:
            every += [f"{mark}{scope}&{fact}" for fact in (*self.about, *known)]
        return Pair(self.who, event, tuple(dict.fromkeys(every)), rule)

    def rule(self, group: str) -> tuple[Part, str] | None:
        """The rule that holds where the event is of this group."""
        if group not in self.rules:
            told = rule_of if self.person else rule_of_body
            self.rules[group] = told(self.asked, group)
        return self.rules[group]


def _ruled(rule: tuple[Part, str] | None) -> list[str]:
    return [f"rule={rule[0]}", f"rule={rule[1]}&{rule[0]}"] if rule else ["rule=none"]


def _is_source(view: _View, actor: Placed, verb: int) -> bool:
    """«передаёт [ТАСС]», «заявила агентству «[РИА Новости]»», «(цитата по [ТАСС])»."""
    lemmas = view.cues.lemmas
    if verb >= 0 and lemmas[verb] in event_words("source"):
        return True
    before = lemmas[max(0, actor[1] - 3) : actor[1]]
    return not event_words("source").isdisjoint(before)


def _chairs_body(view: _View, actor: Placed) -> bool:
    """«представил [Совету программы] под председательством министра»: no event is chaired."""
    lemmas = view.cues.lemmas
    at = max((n for n in range(actor[1]) if lemmas[n] == "под"), default=-1)
    return any(o.kind is Kind.ORGANISATION and 0 <= at - last <= 4 for o, _, last in view.actors)


def _about_body(view: _View, actor: Placed) -> list[str]:
    """Whether the body only says whose title somebody holds: «ректор [ТУСУРа] Иванов»."""
    who, start, stop = actor
    facts = []
    for other, first, last in view.actors:
        if other is who:
            continue
        if other.kind is Kind.PERSON and 0 <= first - stop <= 1:
            facts.append("before_person")
        elif other.kind is Kind.PERSON and 0 < start - last <= TITLE_GAP:
            facts.append("after_person")
        elif other.kind is who.kind and other.span.covers(who.span):
            facts.append("in_body")
    tokens = view.cues.sentence.tokens
    if start:
        facts.append(f"word_before={tokens[start - 1].pos}")
    return facts
