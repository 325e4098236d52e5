"""The head of a phrase in the nominative, alone: a noun, an acronym, a name of a place.

In come a token with its slot, or no slot for all that it may be; agreement is not looked at.
"""

import re
from collections.abc import Iterator

from newsnlp.declension import WORD
from newsnlp.schema import Token
from newsnlp.surnames import ending_slots, neuter_slots, surname_nominative
from newsnlp.words import Reading, Words, feature, reshape

__all__ = ["LATIN_LEFT", "NounHeads", "Slot"]

LATIN_LEFT = re.compile(r"[A-Za-z0-9]+-[А-ЯЁа-яё]+$")
_MIXED = re.compile(r"[А-ЯЁ][а-яё]*[А-ЯЁ]+[А-ЯЁа-яё]*$")  # «ЮУрГУ»: an acronym, not inflected

Slot = tuple[str, str, str]  # case, number, gender


class NounHeads:
    """Inflects heads by the dictionary `words`."""

    def __init__(self, words: Words) -> None:
        """Work with the dictionary `words`."""
        self.words = words

    def choices(
        self, token: Token, *, singular: bool
    ) -> Iterator[tuple[Slot, str, Reading | None, float]]:
        """What a head may be: its slot, its nominative, the reading that says so, its points.

        A word that the dictionary lacks is also read by its ending, as a name or as a neuter place
        («Марьине»: «Марьино»); no reading says so.
        """
        text, lower = token.text, token.text.lower()
        readings = [r for r in self.words.readings(lower) if r.case]
        nouns = [r for r in readings if r.pos == "NOUN"] or readings
        for reading in nouns:
            number = reading.number or "Sing"
            gender = reading.gender or feature(token.feats, "Gender")
            as_is = reading.case == "Nom" and not (singular and number == "Plur")
            form = text
            if not as_is:
                form = self._reading_form(reading, "Sing" if singular else number, gender) or lower
            yield (reading.case, number, gender), reshape(form, text), reading, reading.score
        if text[:1].isupper() and not any(r.known for r in nouns):
            front, dash, last = lower.rpartition("-")
            for case, gender, number, points, form in ending_slots(last):
                if number == "Sing":
                    yield (case, number, gender), reshape(front + dash + form, text), None, points
            for case, form in neuter_slots(lower):
                yield (case, "Sing", "Neut"), reshape(form, text), None, 0.0

    def unchanging(self, text: str) -> bool:
        """Whether the form of a head is beyond doubt: an acronym, a number, Latin letters."""
        short = text.isupper() and len(text) < 6
        return bool(self.words.acronym(text)) or short or not WORD.search(text) or _mixed(text)

    def form(self, token: Token, slot: Slot, number: str) -> str:
        """The nominative of the head in `slot`, in `number`."""
        text = token.text
        if acronym := self.words.acronym(text):
            return acronym
        left, dash, right = text.rpartition("-")
        if dash and right and LATIN_LEFT.match(text):
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


def _mixed(text: str) -> bool:
    return bool(_MIXED.match(text)) and not text.isupper()
