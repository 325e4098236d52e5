"""What the network proposes, by kind and form."""

from collections.abc import Collection

from newsnlp.schema import Analysis, Form, Kind, Mention, Scores, Sentence, Span

__all__ = ["TOLD", "chance", "proposed", "told_in", "what"]

TOLD = frozenset({"model", "model*"})  # evidence of what the network alone proposes

_LEAST = 0.3  # chance of a span that is worth a mention; what becomes of it is decided later
_ASKED = frozenset({Kind.PERSON, Kind.ORGANISATION, Kind.POSITION, Kind.EVENT})


def proposed(analysis: Analysis, kind: Kind, *, named: bool = True) -> list[Span]:
    """The spans that the network takes for names of `kind`, or for stand-ins, in text order."""
    label = f"{'press' if named else 'standin'}:{kind.value}"
    found = (s for (s, name), p in analysis.scores.spans.items() if name == label and p >= _LEAST)
    return sorted(found)


def told_in(
    analysis: Analysis, sentence: Sentence, known: Collection[tuple[Span, Kind]]
) -> list[Mention]:
    """The titles and the stand-ins for persons that the network proposes in a sentence.

    Nouns without their nominative; what is `known` is left out.
    """
    found = []
    for kind, named in ((Kind.POSITION, True), (Kind.PERSON, False)):
        for span in proposed(analysis, kind, named=named):
            if sentence.span.covers(span) and (span, kind) not in known:
                words = [token for token in sentence.tokens if span.covers(token.span)]
                pronoun = not named and len(words) == 1 and words[0].pos in ("PRON", "DET")
                form = Form.NAME if named else Form.PRONOUN if pronoun else Form.NOMINAL
                normal = words[0].lemma if pronoun else ""
                found.append(Mention(span, kind, form, normal, "model", 0.5))
    return found


def what(mention: Mention) -> str:
    """The name of its kind among the weights of beliefs: «person», «person*» for a stand-in.

    "" for kinds of which the network is not asked.
    """
    if mention.kind not in _ASKED or (
        mention.kind is Kind.POSITION and mention.form is not Form.NAME
    ):
        return ""
    return mention.kind.value + ("" if mention.form is Form.NAME else "*")


def chance(scores: Scores, mention: Mention) -> float:
    """What the network gives a mention."""
    group = "press" if mention.form is Form.NAME else "standin"
    return scores.spans.get((mention.span, f"{group}:{mention.kind.value}"), 0.0)
