"""Tokens of a phrase in a stated case, tagged as the dictionary allows."""

from newsnlp.morph import Morph
from newsnlp.schema import Span, Token

_UPOS = {"ADJF": "ADJ", "PRTF": "ADJ", "NOUN": "NOUN", "PREP": "ADP", "CONJ": "CCONJ"}


def tokens_of(text: str, case: str, morph: Morph, gender: str = "") -> list[Token]:
    """The words of `text`, each tagged with `case`, quotes apart."""
    tokens, at = [], 0
    spaced = text.replace("«", "« ").replace("»", " »")
    for word in spaced.split():
        start = text.index(word, at)
        at = start + len(word)
        readings = morph.words.readings(word.lower())
        reading = next((r for r in readings if r.case == case), readings[0])
        pos = _UPOS.get(reading.pos, "PUNCT" if not word[0].isalnum() else "X")
        if pos == "NOUN" and word[0].isupper():
            pos = "PROPN"
        feats = {f"Case={case}", f"Number={reading.number or 'Sing'}"}
        gender_here = gender or reading.gender
        feats |= {f"Gender={gender_here}"} if gender_here else set()
        feats |= {"Animacy=Anim"} if "anim" in reading.marks else set()
        tokens.append(Token(Span(start, at), word, word.lower(), pos, frozenset(feats), -1, "dep"))
    return tokens
