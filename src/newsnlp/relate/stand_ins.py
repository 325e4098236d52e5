"""Pronouns that stand for a person as the subject of a clause: «[Она] провела мастер-класс».

Speakers have their stand-ins from `quotes.speaker_mentions`; these are the others, outside direct
speech. Whom they mean is the business of `resolve`; a pronoun before any name is left out.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from newsnlp.relate.clauses import speech_mask
from newsnlp.schema import Analysis, Form, Kind, Mention

__all__ = ["pronoun_mentions"]

# «его», «ей» are forums and bodies as often as persons
_SUBJECTS = frozenset(
    "".join(w) for s in ("он", "она") for w in product(*zip(s, s.upper(), strict=True))
)


def pronoun_mentions(analysis: Analysis, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The pronouns of `analysis` that `mentions` lacks, in the order of the text."""
    names = [m.span.start for m in mentions if m.kind is Kind.PERSON and m.form is Form.NAME]
    taken = {m.span for m in mentions}
    first = min(names, default=None)
    if first is None:
        return
    for sentence in analysis.sentences:
        if sentence.span.stop <= first:
            continue
        if _SUBJECTS.isdisjoint([token.text for token in sentence.tokens]):
            continue
        spoken = speech_mask(sentence.tokens)
        for n, token in enumerate(sentence.tokens):
            if token.text in _SUBJECTS and token.span.start > first and not spoken[n]:
                rule, form = "stand_ins.subject_pronoun", Form.PRONOUN
                made = Mention(token.span, Kind.PERSON, form, token.text.lower(), rule, 0.8)
                if made.span not in taken:
                    yield made
