"""Which words of a phrase are inflected, and their nominative: head, modifiers, appositions.

In come tokens with the tagger's opinion, which is checked against the dictionary and against
agreement within the phrase; out go groups of a head with what agrees with it, and their forms.
"""

import re
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cache

from newsnlp.declension import WORD
from newsnlp.lexicon import Lexicon, load_lexicon
from newsnlp.noun_heads import LATIN_LEFT, NounHeads, Slot
from newsnlp.schema import Token
from newsnlp.words import Reading, Words, feature, reshape

__all__ = ["Group", "NounPhrases"]

_PROPER = frozenset({"Geox", "Name", "Surn", "Patr", "Orgn"})
_OPENING = frozenset('«"„“(')
_GOVERNS_INSTRUMENTAL = frozenset({"заведующий", "управляющий", "командующий", "заведовать"})
_GOVERNS_INSTRUMENTAL |= {"управлять", "командовать"}
_ORDINAL = re.compile(r"\d+-(?:[йяеюмх]|[гм][оу]|ей?|ой|[оеы]?го|[оеыи]?му?|[иы]х|[ыи]?ми?)$")
_ORDINAL_ENDINGS = {"Masc": "й", "Fem": "я", "Neut": "е", "Plur": "е"}
_NUMBERED = re.compile(r"[А-ЯЁ]{2,}-\d+$")  # «ГЭС-2»
_KEPT = 3_000  # phrases, 1 KB each


@dataclass(frozen=True, slots=True)
class Group:
    """A noun that a phrase inflects and what agrees with it, as indices of tokens."""

    head: int
    modifiers: tuple[int, ...]
    slot: Slot
    shared: bool = False  # «Томской» in «Томской и Омской областей»: one of several, hence singular


class NounPhrases:
    """Finds and inflects the groups of a phrase by the dictionary `words`."""

    def __init__(self, words: Words) -> None:
        """Work with the dictionary `words`."""
        self.words = words
        self.heads = NounHeads(words)
        self._kept: OrderedDict[Hashable, tuple[str, ...]] = OrderedDict()

    def forms(self, tokens: Sequence[Token], head: int | None, *, singular: bool) -> list[str]:
        """The nominative of each token; all in the singular if `singular`."""
        # All that is asked of a token here or further down; a third of phrases come again.
        key = (
            *[(token.text, token.pos, token.feats, token.rel) for token in tokens],
            head,
            singular,
        )
        known = self._kept.get(key)
        if known is not None:
            return list(known)
        forms = [token.text for token in tokens]
        for group in self.groups(tokens, head):
            self._inflect_group(tokens, group, singular, forms)
        if len(self._kept) >= _KEPT:
            self._kept.popitem(last=False)
        self._kept[key] = tuple(forms)
        return forms

    def group_forms(self, tokens: Sequence[Token], group: Group) -> list[str]:
        """The text of each token; the nominative of the head of `group` and its modifiers."""
        forms = [token.text for token in tokens]
        if group.slot[0] != "Nom":
            self._inflect_group(tokens, group, False, forms)
        return forms

    def groups(
        self, tokens: Sequence[Token], head: int | None = None, slot: Slot | None = None
    ) -> list[Group]:
        """What of a phrase is inflected: its head, found if None, and the heads joined to it.

        Args:
            tokens: the words of the phrase.
            head: index of its head; found if None.
            slot: case, number and gender of the head; found if None.
        """
        at = self.find_head(tokens) if head is None else head
        if at is None:
            return []
        slot = slot or self._slot(tokens, at)
        modifiers = self._modifiers(tokens, at)
        following = self._following(tokens, at, slot)
        shared = self._shared(tokens, at, modifiers)
        if shared:
            slot = (slot[0], "Plur", slot[2])
        first = Group(at, (*modifiers, *following), slot, shared)
        groups = [first]
        for other in self._further_heads(tokens, at + len(following), first):
            own = self._modifiers(tokens, other, after=at)
            groups.append(Group(other, tuple(own), self._slot(tokens, other, case=slot[0])))
        return groups

    def forms_as(
        self, tokens: Sequence[Token], groups: Sequence[Group], head: str, *, singular: bool
    ) -> list[str]:
        """The nominative of each token where `head` is that of the first group's head."""
        forms = [token.text for token in tokens]
        for group in groups:
            self._inflect_group(tokens, group, singular, forms)
        forms[groups[0].head] = head
        return forms

    def agreeing(self, tokens: Sequence[Token], group: Group) -> int:
        """How many modifiers of the group may have its case, number and gender."""
        return sum(
            bool(_ORDINAL.match(tokens[n].text))
            or any(
                r.adjectival and _fits(r, group.slot)
                for r in self.words.readings(tokens[n].text.lower())
            )
            for n in group.modifiers
        )

    def _inflect_group(
        self, tokens: Sequence[Token], group: Group, singular: bool, forms: list[str]
    ) -> None:
        """Write the nominatives of the head and its modifiers into `forms`."""
        at, slot = group.head, group.slot
        number = "Sing" if singular or group.shared else slot[1]
        forms[at] = self.heads.form(tokens[at], slot, number)
        gender = slot[2] or feature(tokens[at].feats, "Gender")
        for index in group.modifiers:
            text = tokens[index].text
            form = self._adjective(text, slot[0], number, gender)
            forms[index] = reshape(form, text)

    def _adjective(self, text: str, case: str, number: str, gender: str) -> str:
        if _ORDINAL.match(text):
            ending = _ORDINAL_ENDINGS["Plur" if number == "Plur" else gender or "Masc"]
            return f"{text.partition('-')[0]}-{ending}"
        lower = text.lower()
        left, dash, right = lower.rpartition("-")
        form = self.words.inflected(lower, "ADJ", ("Nom", number, gender), case)
        if dash and (not self.words.readings(lower)[0].known or dash not in form):
            return left + dash + self._adjective(right, case, number, gender)
        return form

    def find_head(self, tokens: Sequence[Token]) -> int | None:
        """The first noun that is not governed; else the adjective that stands for a noun."""
        waiting: int | None = None  # the last adjective that has not met its noun
        for index, token in enumerate(tokens):
            if _ORDINAL.match(token.text):
                continue
            if LATIN_LEFT.match(token.text) or _NUMBERED.match(token.text):
                return index
            if not WORD.match(token.text) or token.pos in ("ADV", "PART", "CCONJ", "NUM"):
                continue
            if token.pos == "ADP" or (index and tokens[index - 1].text in _OPENING and index > 1):
                break
            follows = tokens[index + 1] if index + 1 < len(tokens) else None
            if self._adjectival(token) or (follows and self._attributive(token, follows)):
                if waiting is not None and not self._compatible(tokens[waiting], token):
                    return waiting
                waiting = index
            elif self._nominal(token) or self.words.acronym(token.text):
                if waiting is not None and self._governs(tokens[waiting], token):
                    return waiting
                return index
        return waiting

    def _governs(self, adjective: Token, noun: Token) -> bool:
        """Whether the adjective is a noun itself and the noun its complement («заведующей ЦКП»)."""
        if not self._agree(adjective, noun) and not self._shares(adjective, noun):
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

    def _compatible(self, one: Token, other: Token) -> bool:
        """Whether two adjectives may stand before one noun."""
        return self._agree(one, other) or self._shares(one, other, adjective=True)

    def _shares(self, one: Token, other: Token, *, adjective: bool = False) -> bool:
        """«Томской» before «областей», which other regions share: one case, singular and plural."""
        return any(
            _share(a, n)
            for a in self.words.readings(one.text.lower())
            if a.adjectival
            for n in self.words.readings(other.text.lower())
            if (n.adjectival if adjective else n.pos == "NOUN" and n.known)
        )

    def _shared(self, tokens: Sequence[Token], at: int, modifiers: Sequence[int]) -> bool:
        """Whether the head is the plural of several, one of which the phrase names."""
        return any(
            not _ORDINAL.match(tokens[n].text) and not self._agree(tokens[n], tokens[at])
            for n in modifiers
        )

    def _modifiers(self, tokens: Sequence[Token], at: int, *, after: int = -1) -> list[int]:
        """The adjectives to the left of the head that agree with it, ordinals among them."""
        found = []
        for index in range(at - 1, after, -1):
            token = tokens[index]
            readings = self.words.readings(token.text.lower())
            declines = WORD.match(token.text) and any(r.adjectival for r in readings)
            agrees = self._agree(token, tokens[at])
            shares = token.text[:1].isupper() and self._shares(token, tokens[at])
            if _ORDINAL.match(token.text) or (declines and (agrees or shares)):
                found.append(index)
        return found

    def _following(self, tokens: Sequence[Token], at: int, slot: Slot) -> list[int]:
        """The adjective that names a place behind its head: «улице Красной», «реки Амбарной»."""
        if at + 1 >= len(tokens) or not self._place(tokens[at]):
            return []
        token = tokens[at + 1]
        readings = self.words.readings(token.text.lower())
        after = tokens[at + 2] if at + 2 < len(tokens) else None
        if not token.text[:1].isupper() or any("Surn" in r.marks for r in readings):
            return []
        if after is not None and WORD.match(after.text) and self._agree(token, after):
            return []  # «города Нижнего Новгорода»
        fits = any(
            r.adjectival and r.case == slot[0] and r.number == "Sing" and r.gender == slot[2]
            for r in readings
        )
        return [at + 1] if fits else []

    def _place(self, head: Token, kind: str = "") -> bool:
        """Whether the head is a word for a place that its name follows."""
        rows = _place_heads()
        lemmas = {r.lemma for r in self.words.readings(head.text.lower()) if r.pos == "NOUN"}
        return any(lemma in rows and kind in rows[lemma]["names"] for lemma in lemmas)

    def _slot(self, tokens: Sequence[Token], at: int, *, case: str = "") -> Slot:
        """Case, number and gender of the head: the tag, if dictionary and modifiers allow it.

        An apposition has the `case` of the head before it.
        """
        token = tokens[at]
        tag = tuple(feature(token.feats, name) for name in ("Case", "Number", "Gender"))
        tag = (case, *tag[1:]) if case else tag
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
            agreeing = sum(
                max(
                    3.0 * any(_agree(a, reading) for a in group),
                    2.0 * any(_share(a, reading) for a in group),
                )
                for group in modifiers
            )
            named = token.text[:1].isupper() and bool(reading.marks & _PROPER) and at == 0
            fit = 2.0 * (bool(tag[0]) and reading.case == tag[0])
            fit += 1.5 * (bool(tag[1]) and reading.number == tag[1])
            fit += bool(tag[2]) and reading.gender == tag[2]
            return agreeing + fit + 0.5 * named + reading.score

        best = max(nouns, key=points)
        gender = best.gender
        if not gender and best.number != "Plur":
            gender = tag[2]
        return best.case, best.number or "Sing", gender

    def _further_heads(self, tokens: Sequence[Token], at: int, first: Group) -> list[int]:
        """Heads joined to the first («директор и владелец») and its apposition («городе Омске»)."""
        found: list[int] = []
        index = at + 1
        while index < len(tokens):
            joint = tokens[index].text in ("и", ",") and index + 1 < len(tokens)
            start = index + joint
            town = (
                not joint and tokens[index].text[:1].isupper() and self._place(tokens[first.head])
            )
            while start < len(tokens) and (joint or town) and self._adjectival(tokens[start]):
                start += 1
            if start >= len(tokens) or not self._continues(tokens, start, first, joint=joint):
                break
            found.append(start)
            index = start + 1
        return found

    def _continues(self, tokens: Sequence[Token], n: int, first: Group, *, joint: bool) -> bool:
        """Whether token `n` is inflected with the head of `first`."""
        token, head, slot = tokens[n], tokens[first.head], first.slot
        if not WORD.match(token.text) or token.pos not in ("NOUN", "PROPN"):
            return False
        same = slot[0] == feature(token.feats, "Case")
        if joint:
            return same and token.rel == "conj"
        if not token.text[:1].isupper():
            return False
        if self._place(head, "noun") and slot[0] != "Nom":
            return self._allows(token, slot[0])
        apposed = token.rel in ("appos", "flat:name", "flat")
        if slot[0] != "Nom" and slot[1] == "Sing" and self._human(head):
            return self._allows(token, slot[0]) and (apposed or token.rel == "nmod")
        return same and apposed and slot[0] != "Gen"  # «института Гамалеи»: a complement

    def _allows(self, token: Token, case: str) -> bool:
        """Whether a capitalised word may be in `case` and in another form than its nominative."""
        readings = self.words.readings(token.text.lower())
        known = [r for r in readings if r.known]
        if any(r.case == "Nom" and "Geox" in r.marks for r in known):
            return False
        if not known and token.text[-1] in "ыи" and "Case=Nom" in token.feats:
            return False
        return any(r.case == case and r.number == "Sing" and r.pos == "NOUN" for r in readings)

    def _human(self, head: Token) -> bool:
        known = [r for r in self.words.readings(head.text.lower()) if r.known]
        return any("anim" in r.marks for r in known) and not any(r.marks & _PROPER for r in known)


def _fits(adjective: Reading, slot: Slot) -> bool:
    case, number, gender = slot
    same = (adjective.case, adjective.number) == (case, number)
    return same and (number == "Plur" or not gender or adjective.gender in (gender, ""))


def _share(adjective: Reading, noun: Reading) -> bool:
    """«Томской» and «областей»: the plural of several, one of them with the adjective."""
    numbers = (adjective.number, noun.number) == ("Sing", "Plur")
    return adjective.case == noun.case and numbers and _same_gender(adjective, noun)


def _same_gender(one: Reading, other: Reading) -> bool:
    return one.gender == other.gender or "" in (one.gender, other.gender)


def _agree(one: Reading, other: Reading) -> bool:
    if one.case != other.case or (one.number != other.number):
        return False
    return one.number == "Plur" or _same_gender(one, other)


@cache
def _place_heads() -> Lexicon:
    return load_lexicon("place_heads")
