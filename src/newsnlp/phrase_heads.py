"""The head of a title or a body within a phrase: where it stands, its case, whose it is.

Tokens of one part of a phrase enter; the head among them leaves, tagged with the case that
dictionary, adjectives and the person's name allow, which is the nominative wherever it may be one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from newsnlp.declension import WORD
from newsnlp.morph import Group, Morph
from newsnlp.recognise.organisations import names_body
from newsnlp.recognise.phrases import is_capital
from newsnlp.recognise.titles import title_head
from newsnlp.schema import Token
from newsnlp.words import Reading, feature

__all__ = ["Heads"]

_GOVERNING = ("заведующ", "управляющ", "командующ")  # «кафедрой», not «управляющий директор»
_FEMALE = re.compile("(?:ая|яя|ой|ей|ую|юю)$")

Slot = tuple[str, str]  # case, number


class Heads:
    """Finds heads by the dictionary `morph`."""

    def __init__(self, morph: Morph) -> None:
        """Work with the dictionary `morph`."""
        self._morph = morph

    def find(self, tokens: Sequence[Token]) -> int | None:
        """The first noun, if only adjectives precede it; else what the dictionary suggests."""
        for n, token in enumerate(tokens):
            known = title_head(token) or names_body(token)
            opens = known or (n == 0 and self._opens(token))
            if self._governs(tokens, n) or (opens and not self._adjectival(token)):
                return n
            if known or not self._adjectival(token):  # «учёный секретарь»
                break
        groups = self._morph.groups(tokens)
        return groups[0].head if groups else None

    def _opens(self, token: Token) -> bool:
        """Whether a first word is a noun in the nominative, or unknown: «Минцифры»."""
        if not WORD.match(token.text):
            return False
        known = [r for r in self._morph.words.readings(token.text.lower()) if r.known]
        nominative = any(r.pos == "NOUN" and r.case == "Nom" for r in known)
        return (nominative and token.pos in ("NOUN", "PROPN")) or (not known and is_capital(token))

    def _governs(self, tokens: Sequence[Token], n: int) -> bool:
        """«заведующей» before «кафедрой»: a noun, not an adjective."""
        after = tokens[n + 1] if n + 1 < len(tokens) else None
        if after is None or title_head(after) or "Case=Ins" not in after.feats:
            return False
        return tokens[n].text.lower().startswith(_GOVERNING)

    def _adjectival(self, token: Token) -> bool:
        return any(r.adjectival for r in self._morph.words.readings(token.text.lower()))

    def retagged(
        self, tokens: Sequence[Token], head: int, suits: Mapping[str, float], wanted: Slot
    ) -> Token:
        """The head in the case of the phrase.

        Args:
            tokens: the part of the phrase.
            head: its head.
            suits: case → points of the person's name beside it; empty if there is none.
            wanted: the case and number that it has if it may have them.
        """
        token = tokens[head]
        options = self._options(tokens, head)
        said = (feature(token.feats, "Case") or "Nom", feature(token.feats, "Number") or "Sing")
        if wanted in options:
            slot = wanted
        elif suits and (singular := sorted(o for o in options if o[1] == "Sing")):
            slot = max(singular, key=lambda o: suits.get(o[0], -9.0) + (o == said))
        elif said in options or not options:
            slot = said
        else:
            slot = ("Nom", "Plur") if ("Nom", "Plur") in options else sorted(options)[0]
        kept = {feat for feat in token.feats if not feat.startswith(("Case=", "Number="))}
        kept |= {f"Case={slot[0]}", f"Number={slot[1]}"}
        if self._fixed(token.text) and head and slot[0] != "Nom":  # «Кубанского ГАУ»
            kept = {feat for feat in kept if not feat.startswith("Gender=")}
            kept.add("Gender=Fem" if _FEMALE.search(tokens[head - 1].text) else "Gender=Masc")
        return token._replace(feats=frozenset(kept))

    def _fixed(self, text: str) -> bool:
        return text.isupper() and not self._morph.words.acronym(text)

    def _options(self, tokens: Sequence[Token], head: int) -> set[Slot]:
        """Case and number that the head allows, and the adjectives right before it."""
        words = self._morph.words
        text = tokens[head].text
        if words.acronym(text):  # «ТУСУРа», «ТУСУРу»: whichever, the acronym is the same
            return {("Gen", "Sing")}
        readings = words.readings(text.lower())
        if "-" in text and not readings[0].known:
            readings = words.readings(text.lower().rpartition("-")[2])  # «HR-директора»
        unknown = not any(r.known for r in readings)
        found = _slots(readings, nouns=True)
        if self._fixed(text) or (unknown and is_capital(tokens[head])):
            found = {("Nom", "Sing")}
        for token in reversed(tokens[:head]):
            if not self._adjectival(token):
                break
            own = _slots(words.readings(token.text.lower()), nouns=False)
            found = own if self._fixed(text) else found & own or found
        return found

    def following(self, tokens: Sequence[Token], group: Group) -> Iterator[int]:
        """Adjectives behind a head in the nominative: «митрополит Томский и Асиновский»."""
        n = group.head + 1
        while n < len(tokens) and group.slot[:2] == ("Nom", "Sing"):
            n += tokens[n].text == "и" and n > group.head + 1
            readings = self._morph.words.readings(tokens[n].text.lower()) if n < len(tokens) else ()
            own = {(r.case, r.number, r.gender) for r in readings if r.adjectival and r.known}
            # «возрастной» in «институт возрастной физиологии» may be a genitive.
            if ("Nom", "Sing", "Masc") not in own or ("Gen", "Sing", "Fem") in own:
                return
            yield n
            n += 1

    def human(self, token: Token) -> bool:
        """Whether a head is a human being's title: «ректор», «исполняющий», «глава»."""
        readings = [r for r in self._morph.words.readings(token.text.lower()) if r.case]
        if title_head(token) or any("anim" in r.marks for r in readings if r.known):
            return not names_body(token) or title_head(token)
        return all(r.adjectival for r in readings) and bool(readings) and not names_body(token)

    def gender(self, tokens: Sequence[Token], group: Group) -> str:
        """Whether the title is a woman's: "Fem", else ""; a masculine one is for both."""
        readings = self._morph.words.readings(tokens[group.head].text.lower())
        if group.slot[2] == "Fem" and not any("ms-f" in r.marks for r in readings):
            return "Fem"
        nominative = group.slot[0] == "Nom"
        adjectives = any(re.search("(?:ая|яя)$", tokens[n].text) for n in group.modifiers)
        return "Fem" if nominative and adjectives else ""


def _slots(readings: Sequence[Reading], *, nouns: bool) -> set[Slot]:
    """The cases and numbers of the nouns, or else the adjectives, among `readings`."""
    kept = [r for r in readings if r.case and r.pos == "NOUN"] if nouns else []
    kept = kept or [r for r in readings if r.case and r.adjectival]
    known = [r for r in kept if r.known] or kept
    return {(r.case, r.number or "Sing") for r in known}
