"""What speaks for one event of a text as that within which another is held.

The events of a document enter; for each of them and each other event, and for none, facts leave:
short texts such as «nests», which weights count.
"""

import re
from collections.abc import Iterator, Sequence

from newsnlp.relate.scene import Gathering, Scene, group_of, step
from newsnlp.schema import Mention

__all__ = ["whole_clues"]

WITHIN = re.compile(
    r"(?:\bна|\bв\s+(?:рамках|ходе|программе|дни|день)|\bво\s+время|\bв\s+составе)\s+[«\"]?$", re.I
)
NEAR = 30  # code points before an event in which «в рамках» is looked for
LEAD = 2  # paragraphs of the lead
_PROGRAMME = re.compile(r"\s*(?:[-–—•■*|]|\d{1,2}[.)]\s|\d{1,2}[:.]\d\d)")


def whole_clues(
    scene: Scene, event: Gathering, others: Sequence[Gathering]
) -> tuple[tuple[str, ...], ...]:
    """The facts of each of `others` as the whole of `event`, and last those of none."""
    earlier = [o for o in others if o.name.span.start < event.name.span.start]
    large = [o for o in earlier if o.large]
    found = []
    for other in others:
        own = list(_pair(scene, event, other))
        if other in earlier:
            rank = len(earlier) - 1 - earlier.index(other)
            own += ["earlier", f"earlier&rank={min(rank, 3)}"]
            if other in large:
                own.append(f"large_rank={min(len(large) - 1 - large.index(other), 2)}")
                own += [f"{fact}&latest_large={other is large[-1]}" for fact in event.facts]
        else:
            own.append("later")
        if other is scene.events[0]:
            own.append("main")
            own += [f"main&{fact}" for fact in event.facts]
        found.append(tuple(dict.fromkeys(own)))
    return (*found, tuple(_none(scene, event, others, large)))


def _pair(scene: Scene, event: Gathering, other: Gathering) -> Iterator[str]:
    """How two events stand to each other."""
    pairs = [(m, o.span) for m in event.mentions for o in other.mentions]
    mention, span = min(pairs, key=lambda pair: scene.distance(*pair))
    link = list(scene.link(mention, span))
    here = "here" in link
    yield from link
    yield from _together(scene, event, other)
    for fact in event.facts:
        yield f"{fact}>{other.facts[0]}"
        yield f"{fact}>{other.facts[1]}"
        yield f"{fact}&here={here}"
    yield f"{event.facts[0]}>{other.facts[0]}&here={here}"
    yield f"{event.facts[1]}>{other.facts[1]}&here={here}"
    yield f"whole_{other.facts[-1]}" if other.facts[-1] in {"ahead", "behind"} else "whole_now"
    yield f"alike={event.kind == other.kind}"
    yield f"whole_form={other.name.form}"
    yield f"whole_mentions={step(len(other.mentions), 1, 2, 4)}"
    yield f"whole_lead={scene.seat(other.name.span).paragraph < LEAD}"
    yield f"tense={scene.tense(event.name.span)}>{scene.tense(other.name.span)}"
    for fact in scene.words(event.name):
        yield f"{fact}&here={here}"


def _together(scene: Scene, event: Gathering, other: Gathering) -> Iterator[str]:
    """How the mentions of two events stand within one sentence; of sentences apart «на форуме»."""
    held_in = [m for m in other.mentions if _within(scene, m)]
    pairs = [
        (one, two)
        for one in event.mentions
        for two in other.mentions
        if scene.seat(one.span).sentence == scene.seat(two.span).sentence
    ]
    for one, two in pairs:
        if one.span.covers(two.span) and one.span != two.span:
            yield "nests"
            yield f"nests&{event.facts[0]}"
            yield f"nests&{event.facts[1]}"
        elif two.span.covers(one.span):
            yield "nested"
        elif two in held_in and not _within(scene, one):
            yield "within"
        elif _within(scene, one) and two not in held_in:
            yield "holds"
    if held_in and not pairs:
        own, spoken = scene.seat(event.name.span), scene.seat(held_in[0].span)
        yield f"spoken_in&paragraph={own.paragraph == spoken.paragraph}"


def _within(scene: Scene, mention: Mention) -> bool:
    """Whether «на», «в рамках» or the like stands before a mention."""
    text = scene.analysis.document.text
    start = scene.sentence(mention.span).span.start
    return bool(WITHIN.search(text[max(start, mention.span.start - NEAR) : mention.span.start]))


def _none(
    scene: Scene, event: Gathering, others: Sequence[Gathering], large: Sequence[Gathering]
) -> Iterator[str]:
    yield "none"
    for fact in event.facts:
        yield f"none&{fact}"
        yield f"none&{fact}&large={step(len(large), 0, 1, 2)}"
    yield f"none&events={step(len(others), 1, 2, 4, 8)}"
    yield f"none&main={event is scene.events[0]}"
    yield f"none&form={event.name.form}"
    yield f"none&bare={event.name.normal.lower() == event.kind}"
    yield f"none&quoted={'«' in event.name.normal}"
    yield f"none&within={_within(scene, event.name)}"
    for fact in scene.words(event.name):
        yield f"none&{fact}"
    sentence = scene.sentence(event.name.span)
    text = scene.analysis.document.at(sentence.span)
    yield f"none&programme={bool(_PROGRAMME.match(text))}"
    yield f"none&group={group_of(event.kind)}&lead={scene.seat(event.name.span).paragraph < LEAD}"
