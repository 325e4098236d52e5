"""What the network proposes beside the rules' candidates, with its wording in the nominative."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from newsnlp.morph import Morph
from newsnlp.recognise.event_spans import event_words
from newsnlp.recognise.events import event_name
from newsnlp.recognise.organisations import body_name, without_endings
from newsnlp.recognise.persons import name_at
from newsnlp.recognise.positions import CHAIR
from newsnlp.recognise.title_forms import of_body, wording
from newsnlp.recognise.titles import heading_verb
from newsnlp.schema import Analysis, Form, Kind, Mention, Scores, Sentence, Span, Token

__all__ = ["TOLD", "Begins", "chance", "find_told", "given", "trim_places", "what"]

TOLD = "model"  # the evidence of what the network alone proposes

_LEAST = 0.3  # chance of a span that is worth a mention; what becomes of it is decided later
_ASKED = (Kind.PERSON, Kind.ORGANISATION, Kind.POSITION, Kind.EVENT)
_SCORE = 0.5  # is not used: the network's chance is

Marked = tuple[Span, Kind, bool]  # where a mention stands, its kind, whether it is a name


def find_told(analysis: Analysis, morph: Morph, known: Sequence[Mention]) -> list[Mention]:
    """The mentions that the network alone proposes.

    Args:
        analysis: with the network's scores.
        morph: for the nominative.
        known: the rules' candidates, whose wording goes first.
    """
    taken = {(m.span, m.kind, m.form is Form.NAME) for m in known}
    covered = _covered((m.span, m.kind, m.form is Form.NAME) for m in known)
    found: list[Mention] = []
    proposals = sorted(_proposals(analysis.scores), key=lambda item: (item[0], item[1], item[2]))
    place = 0
    for sentence in analysis.sentences:
        while place < len(proposals) and proposals[place][0].start < sentence.span.stop:
            span, kind, named = proposals[place]
            place += 1
            if (span, kind, named) not in taken and sentence.span.covers(span):
                found += _mention(sentence, span, kind, named, covered, morph)
    bodies = [m for m in found if m.kind is Kind.ORGANISATION]
    others = [m for m in found if m.kind is not Kind.ORGANISATION]
    return [*others, *without_endings(bodies, [*known, *bodies])]


def given(
    analysis: Analysis, morph: Morph, marked: Iterable[Marked], ruled: Sequence[Mention]
) -> list[Mention]:
    """Mentions that are known beforehand, in the order of the text, in the rules' wording.

    Args:
        analysis: without the network's scores.
        morph: for the nominative.
        marked: where each stands, its kind, and whether it is a name.
        ruled: the rules' candidates.
    """
    wanted = sorted(set(marked), key=lambda m: (m[0].start, -m[0].stop, m[1], m[2]))
    known = {(m.span, m.kind, m.form is Form.NAME): m for m in reversed(ruled)}
    covered = _covered(wanted)
    found = []
    for span, kind, named in wanted:
        inside = (s for s in analysis.sentences if s.span.start < span.stop and s.touched(span)[1])
        sentence = next(inside, None)
        if (span, kind, named) in known:
            found.append(known[span, kind, named])
        elif sentence is not None:
            found.append(_worded(sentence, span, kind, named, covered, morph))
    return found


def _covered(marked: Iterable[Marked]) -> set[int]:
    """The places within names of persons and bodies."""
    bodies = (Kind.PERSON, Kind.ORGANISATION)
    return set[int]().union(
        *(range(*span) for span, kind, name in marked if name and kind in bodies)
    )


def trim_places(known: Sequence[Mention], told: Sequence[Mention]) -> list[Mention]:
    """`known` with places that end before a person: «Республики Саха | Айсен Николаев».

    natasha's NER now and then takes in the name that follows a place.
    """
    persons = [m for m in told if m.kind is Kind.PERSON and m.form is Form.NAME]
    return [_trimmed(mention, persons) for mention in known]


def _trimmed(mention: Mention, persons: Sequence[Mention]) -> Mention:
    if mention.kind is not Kind.PLACE:
        return mention
    for person in persons:
        if mention.span.start < person.span.start and mention.span.stop == person.span.stop:
            words = mention.normal.split(" ")
            kept = " ".join(words[: -len(person.normal.split(" "))])
            span = Span(mention.span.start, person.span.start - 1)
            return replace(mention, span=span, normal=kept) if kept else mention
    return mention


def _proposals(scores: Scores) -> Iterator[tuple[Span, Kind, bool]]:
    for (span, label), odds in scores.spans.items():
        group, _, kind = label.partition(":")
        if odds >= _LEAST and kind in _ASKED and not (group == "standin" and kind == "position"):
            yield span, Kind(kind), group == "press"


def _mention(  # noqa: PLR0913 a proposal has three parts
    sentence: Sentence, span: Span, kind: Kind, named: bool, covered: set[int], morph: Morph
) -> Iterator[Mention]:
    start, stop = sentence.touched(span)
    tokens = sentence.tokens[start:stop]
    if kind is Kind.POSITION and len(tokens) == 1 and heading_verb(tokens[0]):
        return  # the rules have the title that the verb implies
    if kind is Kind.ORGANISATION and named and _is_venue(tokens):
        return
    if kind is Kind.EVENT and _befalls(tokens):
        return
    yield _worded(sentence, span, kind, named, covered, morph)


def _worded(  # noqa: PLR0913 a proposal has three parts
    sentence: Sentence, span: Span, kind: Kind, named: bool, covered: set[int], morph: Morph
) -> Mention:
    """The mention with its wording in the nominative."""
    start, stop = sentence.touched(span)
    tokens = sentence.tokens[start:stop]
    form = _form(tokens, named=named)
    if form is Form.PRONOUN:
        normal = tokens[0].lemma
    elif kind is Kind.PERSON and named:
        normal = name_at(sentence, start, stop, morph)
    elif kind is Kind.EVENT:
        normal = event_name(tokens, morph, named=named, opens=start == 0)
    elif kind is Kind.ORGANISATION:
        normal = body_name(tokens, morph) if named else tokens[0].lemma
    else:
        normal = wording([t for t in tokens if not of_body(t, tokens, covered)], morph)
    return Mention(span, kind, form, normal, TOLD, _SCORE)


def _is_venue(tokens: Sequence[Token]) -> bool:
    """Whether the first noun is of a room or square: «Ломоносовский зал университета»."""
    noun = next((token.lemma for token in tokens if token.pos == "NOUN"), "")
    return len(tokens) > 1 and noun in event_words("venue")


def _befalls(tokens: Sequence[Token]) -> bool:
    """Whether the first noun is of what befalls people and nobody holds: «взрыв на складе»."""
    nouns = (token.lemma for token in tokens if token.pos in ("NOUN", "PROPN"))
    return next(nouns, "").lower() in event_words("befalls")


def _form(tokens: Sequence[Token], *, named: bool) -> Form:
    """«она» is a pronoun, «форум» a noun that stands in."""
    if named:
        return Form.NAME
    pronoun = len(tokens) == 1 and (
        tokens[0].pos in ("PRON", "DET") or tokens[0].lemma in ("я", "он", "она", "оно", "они")
    )
    return Form.PRONOUN if pronoun else Form.NOMINAL


def what(mention: Mention) -> str:
    """The name of its kind among the weights of beliefs: «person», «person*» for a stand-in.

    "" for kinds of which the network is not asked, and for «под председательством», which the
    releases do not mark.
    """
    if mention.kind not in _ASKED or mention.evidence == CHAIR:
        return ""
    if mention.kind is Kind.POSITION and mention.form is not Form.NAME:
        return ""
    return mention.kind.value + ("" if mention.form is Form.NAME else "*")


def chance(scores: Scores, mention: Mention) -> float:
    """What the network gives a mention."""
    group = "press" if mention.form is Form.NAME else "standin"
    return scores.spans.get((mention.span, f"{group}:{mention.kind.value}"), 0.0)


class Begins:
    """What the network gives spans by where they begin: «форум «Заря» | в Томске».

    Where an event's name ends is often open: another end speaks for this beginning.
    """

    def __init__(self, scores: Scores) -> None:
        """Sort its chances."""
        self._chances: dict[tuple[int, str], list[tuple[float, Span]]] = defaultdict(list)
        for (span, label), odds in scores.spans.items():
            self._chances[span.start, label].append((odds, span))

    def other(self, mention: Mention) -> float:
        """The greatest chance of another span that begins where an event does; else 0."""
        if mention.kind is not Kind.EVENT:
            return 0.0
        group = "press" if mention.form is Form.NAME else "standin"
        found = self._chances.get((mention.span.start, f"{group}:{mention.kind.value}"), ())
        return max((odds for odds, span in found if span != mention.span), default=0.0)
