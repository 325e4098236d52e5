"""Whether a name keeps the capital that the beginning of a sentence gave it.

«Полиция Казани» there is «полиция Казани», «Верховный суд» stays. What a name's first word is, and
its head, decide; heads that are written with a capital stand in a lexicon.
"""

from collections.abc import Sequence
from functools import cache

from newsnlp.lexicon import Lexicon, load_lexicon
from newsnlp.morph import Morph
from newsnlp.schema import Token

__all__ = ["within_sentence"]

_PROPER = frozenset({"Geox", "Name", "Surn", "Patr"})


def within_sentence(form: str, tokens: Sequence[Token], morph: Morph) -> str:
    """The name `form`, written `tokens` at the beginning of a sentence, as it is within one."""
    first = tokens[0].text
    if len(tokens) < 2 or not (first[:1].isupper() and first[1:].replace("-", "").islower()):
        return form
    at = morph.phrases.find_head(tokens)
    if at is None or any(not token.text[:1].isalpha() for token in tokens[:at]):
        return form
    readings = morph.words.readings(tokens[at].text.lower())
    nouns = [r for r in readings if r.known and r.pos == "NOUN"]
    if not nouns or any(r.marks & _PROPER for r in nouns):
        return form
    order = "adj" if at else "noun"
    if any(order in _heads()[r.lemma]["first"] for r in nouns if r.lemma in _heads()):
        return form
    return form[:1].lower() + form[1:]


@cache
def _heads() -> Lexicon:
    return load_lexicon("capital_heads")
