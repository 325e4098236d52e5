"""A phrase in the nominative, as a table prints it: «проректора по науке» → «проректор по науке».

In come tokens with the tagger's opinion, which is checked against the dictionary and against
agreement within the phrase. The head and what agrees with it are inflected; what they govern,
quoted text, Latin script and digits stay as they are.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from newsnlp.declension import INITIAL, PARTICLES, WORD, Hint, Names
from newsnlp.schema import Token
from newsnlp.surnames import surname_nominative
from newsnlp.words import Reading, Words, feature, reshape

__all__ = ["Group", "Morph", "joined"]

_PATRONYMIC = re.compile(
    r"(вич|вн|ичн|инич)(а|у|ем|ом|е|ы|ой|и|ич|)$|(льич|кич|мич)(а|у|ом|ем|е|)$"
)
_NAME_MARKS = frozenset({"Name", "Patr", "Surn"})
_PROPER = frozenset({"Geox", "Name", "Surn", "Patr", "Orgn"})
_OPENING = frozenset('«"„“(')
_MIXED = re.compile(r"[А-ЯЁ][а-яё]*[А-ЯЁ]+[А-ЯЁа-яё]*$")  # «ЮУрГУ»: an acronym, not inflected
_LATIN_LEFT = re.compile(r"[A-Za-z0-9]+-[А-ЯЁа-яё]+$")
_GOVERNS_INSTRUMENTAL = frozenset({"заведующий", "управляющий", "командующий", "заведовать"})
_GOVERNS_INSTRUMENTAL |= {"управлять", "командовать"}

Slot = tuple[str, str, str]  # case, number, gender


@dataclass(frozen=True, slots=True)
class Group:
    """A noun that a phrase inflects and what agrees with it, as indices of tokens."""

    head: int
    modifiers: tuple[int, ...]
    slot: Slot


class Morph:
    """Lemmas, inflection and phrases; holds the dictionary and its caches."""

    def __init__(self, words: Words) -> None:
        """Work with the dictionary `words`."""
        self.words = words
        self.names = Names(words)

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
        return joined(tokens, self._phrase_forms(tokens, head, singular))

    # ------------------------------------------------------------------ personal names

    def is_name(self, tokens: Sequence[Token]) -> bool:
        """Whether `tokens` look like a personal name: capitals, and the words of names."""
        if not 0 < len(tokens) <= 6:
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

    # ------------------------------------------------------------------ other phrases

    def _phrase_forms(self, tokens: Sequence[Token], head: int | None, singular: bool) -> list[str]:
        forms = [token.text for token in tokens]
        for group in self.groups(tokens, head):
            self._inflect_group(tokens, group, singular, forms)
        return forms

    def group_forms(self, tokens: Sequence[Token], group: Group) -> list[str]:
        """The text of each token; the nominative of the head of `group` and its modifiers."""
        forms = [token.text for token in tokens]
        if group.slot[0] != "Nom":
            self._inflect_group(tokens, group, False, forms)
        return forms

    def groups(self, tokens: Sequence[Token], head: int | None = None) -> list[Group]:
        """What of a phrase is inflected: its head, found if None, and the heads joined to it."""
        at = self._find_head(tokens) if head is None else head
        if at is None:
            return []
        slot = self._slot(tokens, at)
        others = self._further_heads(tokens, at, slot)
        slots = [(at, slot), *((other, self._slot(tokens, other)) for other in others)]
        return [Group(n, tuple(self._modifiers(tokens, n)), own) for n, own in slots]

    def _inflect_group(
        self, tokens: Sequence[Token], group: Group, singular: bool, forms: list[str]
    ) -> None:
        """Write the nominatives of the head and its modifiers into `forms`."""
        at, slot = group.head, group.slot
        number = "Sing" if singular else slot[1]
        forms[at] = self._head_form(tokens[at], slot, number)
        gender = slot[2] or feature(tokens[at].feats, "Gender")
        for index in group.modifiers:
            text = tokens[index].text
            form = self._adjective(text, slot[0], number, gender)
            forms[index] = reshape(form, text)

    def _adjective(self, text: str, case: str, number: str, gender: str) -> str:
        lower = text.lower()
        left, dash, right = lower.rpartition("-")
        form = self.words.inflected(lower, "ADJ", ("Nom", number, gender), case)
        if dash and (not self.words.readings(lower)[0].known or dash not in form):
            return left + dash + self._adjective(right, case, number, gender)
        return form

    def _find_head(self, tokens: Sequence[Token]) -> int | None:
        """The first noun that is not governed; else the adjective that stands for a noun."""
        waiting: int | None = None  # the last adjective that has not met its noun
        for index, token in enumerate(tokens):
            if _LATIN_LEFT.match(token.text):
                return index
            if not WORD.match(token.text) or token.pos in ("ADV", "PART", "CCONJ", "NUM"):
                continue
            if token.pos == "ADP" or (index and tokens[index - 1].text in _OPENING and index > 1):
                break
            follows = tokens[index + 1] if index + 1 < len(tokens) else None
            if self._adjectival(token) or (follows and self._attributive(token, follows)):
                if waiting is not None and not self._agree(tokens[waiting], token):
                    return waiting
                waiting = index
            elif self._nominal(token) or self.words.acronym(token.text):
                if waiting is not None and self._governs(tokens[waiting], token):
                    return waiting
                return index
        return waiting

    def _governs(self, adjective: Token, noun: Token) -> bool:
        """Whether the adjective is a noun itself and the noun its complement («заведующей ЦКП»)."""
        if not self._agree(adjective, noun):
            return True
        lemmas = {r.lemma for r in self.words.readings(adjective.text.lower()) if r.adjectival}
        return bool(lemmas & _GOVERNS_INSTRUMENTAL) and "Case=Ins" in noun.feats

    def _adjectival(self, token: Token) -> bool:
        readings = self.words.readings(token.text.lower())
        if token.pos in ("NOUN", "PROPN") and any(r.pos == "NOUN" and r.known for r in readings):
            return False
        if token.pos in ("NOUN", "PROPN") and not readings[0].known:
            return readings[0].adjectival
        return any(r.adjectival for r in readings)

    def _attributive(self, token: Token, noun: Token) -> bool:
        """Whether a word taken for a noun is an attribute: «учёный секретарь»."""
        if not (WORD.match(noun.text) and self._nominal(noun)) or noun.text.isupper():
            return False
        readings = self.words.readings(token.text.lower())
        if not any(r.adjectival and r.known for r in readings):
            return False
        return self.words.readings(noun.text.lower())[0].known and self._agree(token, noun)

    def _nominal(self, token: Token) -> bool:
        if token.pos in ("NOUN", "PROPN", "X"):
            return True
        return any(r.pos == "NOUN" for r in self.words.readings(token.text.lower()))

    def _agree(self, adjective: Token, noun: Token) -> bool:
        readings = self.words.readings(noun.text.lower())
        if self.words.acronym(noun.text) or noun.text.isupper() or not readings[0].known:
            return True
        return any(
            _agree(a, n)
            for a in self.words.readings(adjective.text.lower())
            if a.adjectival
            for n in readings
            if n.case
        )

    def _modifiers(self, tokens: Sequence[Token], at: int) -> list[int]:
        """The adjectives to the left of the head that agree with it."""
        found = []
        for index in range(at - 1, -1, -1):
            token = tokens[index]
            readings = self.words.readings(token.text.lower())
            declines = WORD.match(token.text) and any(r.adjectival for r in readings)
            if declines and self._agree(token, tokens[at]):
                found.append(index)
        return found

    def _slot(self, tokens: Sequence[Token], at: int) -> Slot:
        """Case, number and gender of the head: the tag, if dictionary and modifiers allow it."""
        token = tokens[at]
        tag = tuple(feature(token.feats, name) for name in ("Case", "Number", "Gender"))
        readings = [r for r in self.words.readings(token.text.lower()) if r.case]
        nouns = [r for r in readings if r.pos == "NOUN"] or readings
        modifiers = [
            [r for r in self.words.readings(tokens[i].text.lower()) if r.adjectival]
            for i in self._modifiers(tokens, at)
        ]
        proper = token.pos == "PROPN" and token.text[:1].isupper()
        unseen = tag[0] == "Nom" and all(r.case != "Nom" for r in nouns)
        if not nouns or self.words.acronym(token.text) or (proper and unseen):
            return tag[0], tag[1] or "Sing", tag[2] or "Masc"

        def points(reading: Reading) -> float:
            agreeing = sum(any(_agree(a, reading) for a in group) for group in modifiers)
            named = token.text[:1].isupper() and bool(reading.marks & _PROPER) and at == 0
            slot = (reading.case, reading.number, reading.gender)
            fit = sum(w * (a == b) for w, a, b in zip((2, 1.5, 1), slot, tag, strict=True) if b)
            return 3 * agreeing + fit + 0.5 * named + reading.score

        best = max(nouns, key=points)
        gender = best.gender
        if not gender and best.number != "Plur":
            gender = tag[2]
        return best.case, best.number or "Sing", gender

    def _head_form(self, token: Token, slot: Slot, number: str) -> str:
        text = token.text
        if acronym := self.words.acronym(text):
            return acronym
        left, dash, right = text.rpartition("-")
        if dash and right and _LATIN_LEFT.match(text):
            return left + dash + self._noun(right, slot, number)
        if (text.isupper() and len(text) < 6) or not WORD.search(text) or _mixed(text):
            return text
        if dash and not WORD.match(left):
            return left + dash + self._noun(right, slot, number)
        if dash and not self.words.readings(text.lower())[0].known and left[:1].isupper():
            return left + dash + self._noun(right, slot, number)
        return self._noun(text, slot, number)

    def _noun(self, text: str, slot: Slot, number: str) -> str:
        case, _, gender = slot
        if case == "Nom" and number == slot[1]:
            return text
        readings = self.words.readings(text.lower())
        unknown = not any(r.known for r in readings) and text[:1].isupper() and "-" not in text
        if unknown and gender == "Masc" and number == "Sing":
            # Predictions for unknown names are wild («Совфеде» → «Совфедь»); endings are not.
            return reshape(surname_nominative(text, case=case, gender=gender), text)
        for reading in readings:
            same = (reading.case, reading.number) == slot[:2] and reading.gender in (gender, "")
            if same and (form := self._reading_form(reading, number, gender)):
                return reshape(form, text)
        return reshape(
            self.words.inflected(text.lower(), "NOUN", ("Nom", number, gender), case), text
        )

    def _reading_form(self, reading: Reading, number: str, gender: str) -> str:
        wanted = {"nomn", "plur" if number == "Plur" else "sing"}
        if reading.adjectival and number != "Plur" and gender:
            wanted.add({"Masc": "masc", "Fem": "femn", "Neut": "neut"}[gender])
        return self.words.form(reading, frozenset(wanted))

    def _further_heads(self, tokens: Sequence[Token], at: int, slot: Slot) -> list[int]:
        """Heads joined to the first («директор и владелец») and its apposition («городе Омске»)."""
        found: list[int] = []
        index = at + 1
        while index < len(tokens):
            joint = tokens[index].text in ("и", ",") and index + 1 < len(tokens)
            start = index + joint
            while start < len(tokens) and joint and self._adjectival(tokens[start]):
                start += 1
            if start >= len(tokens) or not self._continues(tokens[start], slot, joint=joint):
                break
            found.append(start)
            index = start + 1
        return found

    def _continues(self, token: Token, slot: Slot, *, joint: bool) -> bool:
        if not WORD.match(token.text) or token.pos not in ("NOUN", "PROPN"):
            return False
        same = slot[0] == feature(token.feats, "Case")
        if joint:
            return same and token.rel == "conj"
        apposed = token.rel in ("appos", "flat:name", "flat")
        return same and apposed and token.text[:1].isupper()


def _mixed(text: str) -> bool:
    return bool(_MIXED.match(text)) and not text.isupper()


def _agree(one: Reading, other: Reading) -> bool:
    if one.case != other.case or (one.number != other.number):
        return False
    return one.number == "Plur" or one.gender == other.gender or "" in (one.gender, other.gender)


def joined(tokens: Sequence[Token], forms: Sequence[str]) -> str:
    """`forms` spaced as the tokens are in the text, any gap as one blank."""
    pieces = list(forms[:1])
    for (left, right), form in zip(pairwise(tokens), forms[1:], strict=True):
        pieces.append((" " if right.span.start > left.span.stop else "") + form)
    return "".join(pieces)
