"""A phrase in the nominative, as a table prints it: «проректора по науке» → «проректор по науке».

In come tokens with the tagger's opinion, which is checked against the dictionary and against
agreement within the phrase. The head and what agrees with it are inflected; what they govern,
quoted text, Latin script and digits stay as they are.
"""

import re
from collections.abc import Sequence, Set
from itertools import pairwise

from newsnlp.declension import INITIAL, PARTICLES, WORD, Hint, Names
from newsnlp.noun_phrases import Group, NounPhrases
from newsnlp.schema import Token
from newsnlp.words import Words

__all__ = ["Group", "Morph", "joined"]

_PATRONYMIC = re.compile(
    r"(вич|вн|ичн|инич)(а|у|ем|ом|е|ы|ой|и|ич|)$|(льич|кич|мич)(а|у|ом|ем|е|)$"
)
_NAME_MARKS = frozenset({"Name", "Patr", "Surn"})
_PROPER = frozenset({"Geox", "Name", "Surn", "Patr", "Orgn"})


class Morph:
    """Lemmas, inflection and phrases; holds the dictionary and its caches."""

    def __init__(self, words: Words) -> None:
        """Work with the dictionary `words`."""
        self.words = words
        self.names = Names(words)
        self.phrases = NounPhrases(words)

    @classmethod
    def load(cls) -> "Morph":
        """Open the dictionary (about 0.3 s)."""
        return cls(Words.load())

    def lemma(self, word: str, pos: str, feats: Set[str]) -> str:
        """The lemma that agrees best with the tag, lower case («науке», NOUN → «наука»)."""
        return self.words.lemma(word, pos, feats)

    def inflect(self, word: str, *, case: str, number: str = "", gender: str = "") -> str:
        """`word` in another case, number, gender (UD values); unchanged where that fails."""
        return self.words.inflect(word, case=case, number=number, gender=gender)

    def nominative(
        self,
        tokens: Sequence[Token],
        *,
        head: int | None = None,
        singular: bool = False,
        person: bool = True,
    ) -> str:
        """The phrase of consecutive `tokens` in the nominative, spaced as in the text.

        Args:
            tokens: the words of one phrase; gaps between them become one blank.
            head: index of its head within `tokens`; found if None.
            singular: whether to make «проректоры по науке» one «проректор по науке».
            person: whether it may be a human being's name; a place's is not.
        """
        if head is None and person and self.is_name(tokens):
            return joined(tokens, self.name_forms(tokens))
        return joined(tokens, self.phrases.forms(tokens, head, singular=singular))

    # ------------------------------------------------------------------ personal names

    def is_name(self, tokens: Sequence[Token]) -> bool:
        """Whether `tokens` look like a personal name: capitals, and the words of names."""
        if not 0 < len(tokens) <= 6 or (len(tokens) > 1 and self._thing(tokens[0])):
            return False
        marked = 0
        for token in tokens:
            text = token.text
            if text in "-." or INITIAL.match(text) or text.lower() in PARTICLES:
                continue
            if not (text[:1].isupper() and WORD.match(text)) or self.words.acronym(text):
                return False
            if text.isupper() and len(text) < 5:
                return False
            marked += self._name_word(token, alone=len(tokens) == 1)
        return marked > 0

    def _thing(self, token: Token) -> bool:
        """Whether a word is a common noun and no name: «Парка» in «Парка Горького»."""
        readings = [r for r in self.words.readings(token.text.lower()) if r.known]
        things = any("inan" in r.marks for r in readings if r.pos == "NOUN")
        named = any(r.marks & _PROPER for r in readings)
        return "Animacy=Anim" not in token.feats and things and not named

    def _name_word(self, token: Token, *, alone: bool) -> bool:
        lower = token.text.lower()
        if _PATRONYMIC.search(lower) and not alone:
            return True
        readings = self.words.readings(lower)
        known = [r for r in readings if r.known]
        person = any(r.marks & _NAME_MARKS for r in known)
        animate = "Animacy=Anim" in token.feats and token.pos in ("PROPN", "NOUN")
        if alone:
            common = any(not r.marks & _PROPER for r in known if r.case)
            place = any("Geox" in r.marks for r in known)
            if person:
                return animate or not (common or place)
            return animate and token.pos == "PROPN" and not (place or common)
        return person or (animate and token.pos == "PROPN" and not known)

    def name_forms(self, tokens: Sequence[Token], hint: Hint | None = None) -> list[str]:
        """The nominative of each token of a personal name, women's surnames kept feminine."""
        return list(self.names.read(tokens, hint)[0].forms)

    def groups(self, tokens: Sequence[Token], head: int | None = None) -> list[Group]:
        """What of a phrase is inflected: its head, found if None, and the heads joined to it."""
        return self.phrases.groups(tokens, head)

    def group_forms(self, tokens: Sequence[Token], group: Group) -> list[str]:
        """The text of each token; the nominative of the head of `group` and its modifiers."""
        return self.phrases.group_forms(tokens, group)


def joined(tokens: Sequence[Token], forms: Sequence[str]) -> str:
    """`forms` spaced as the tokens are in the text, any gap as one blank."""
    pieces = list(forms[:1])
    for (left, right), form in zip(pairwise(tokens), forms[1:], strict=True):
        pieces.append((" " if right.span.start > left.span.stop else "") + form)
    return "".join(pieces)
