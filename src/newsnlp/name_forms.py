"""A personal name in six cases: «Ольга Ивановна Гурко» → «Ольге Ивановне Гурко», «О. И. Гурко».

In come the tokens of a name in any case and order; out go the forms of each token and the name with
initials. Each word is declined as what it is: given name, patronymic or surname.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from newsnlp.declension import INITIAL, PARTICLES, WORD, Hint
from newsnlp.lexicon import load_lexicon
from newsnlp.morph import Morph
from newsnlp.names import PersonName, eastern, weighed_names
from newsnlp.schema import Token
from newsnlp.surnames import given_forms, surname_forms
from newsnlp.text import fold_yo
from newsnlp.words import Reading, Words, reshape

__all__ = ["CASES", "NameForms", "name_forms"]

CASES = ("Nom", "Gen", "Dat", "Acc", "Ins", "Loc")
_GRAMMEMES = {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt"}
_GRAMMEMES |= {"Loc": "loct"}
_TAILS = frozenset({"оглы", "оглу", "кызы", "гызы", "улы", "уулу", "угли", "кизи"})
_ADJECTIVE = re.compile(r"...(?:[ая]я|ый|[гкхжчшщ]ий|[иы]х)$")
_DECLINES = re.compile(r"(?:[бвгджзклмнпрстфцчшщйь]|[^иы]х)$")  # a man's «Мак», whatever is said
_FEMALE_NOUN = re.compile(r"[^аеёиоуыэюя]+[еёо]ва$")  # «Сова»: no vowel before, no surname in «-ов»

Forms = Mapping[str, str]  # case → form
Decline = Callable[[str, str, Words], Forms]


@dataclass(frozen=True, slots=True)
class NameForms:
    """A name in six cases; `short` is empty for a name without given name or surname."""

    words: Mapping[str, tuple[str, ...]]  # case → the form of each token
    short: Forms


def name_forms(tokens: Sequence[Token], morph: Morph, hint: Hint | None = None) -> NameForms:
    """The name that `tokens` write in six cases; a name that may be a nominative is one.

    Args:
        tokens: one name, with initials on either side or none.
        morph: the dictionary.
        hint: what the phrase says of case and gender.
    """
    kept = [n for n, token in enumerate(tokens) if token.text not in (".", ",")]
    words = [tokens[n] for n in kept]
    reading = morph.names.read(words, hint)[0]
    name = _understood(weighed_names(tokens, morph, hint)[0][0], reading.gender, morph.words)
    surnames = name.surname.lower().split()
    fixed = _fixed(reading.forms, morph)
    tables: dict[int, Forms] = {}
    for n, form in enumerate(reading.forms):
        if n in fixed or INITIAL.match(form) or not WORD.match(form):
            tables[kept[n]] = dict.fromkeys(CASES, form)
        else:
            last = form.lower() in surnames or _like_surname(form, morph)
            own = _surname if last else _given
            tables[kept[n]] = _parts(form, reading.gender, morph.words, own)
    forms = {
        case: tuple(
            tables[n][case] if n in tables else token.text for n, token in enumerate(tokens)
        )
        for case in CASES
    }
    spelt = {table["Nom"].lower(): table for table in tables.values()}
    whole = reading.forms if eastern(reading.forms, morph) else ()
    return NameForms(forms, _short(name, spelt, whole))


def _like_surname(word: str, morph: Morph) -> bool:
    """«Рулевская» in «Рулевская Айсель», whose order is not known."""
    known = morph.names.given(word) or word.lower().endswith(("вич", "вна"))
    return not known and (morph.names.surname(word) or bool(_ADJECTIVE.search(word.lower())))


def _understood(name: PersonName, gender: str, words: Words) -> PersonName:
    """«Светлана Алексиевич», «Иван Станкевич»: a surname that looks like a patronymic."""
    last = name.patronymic
    if name.surname or not last.lower().endswith("ич"):
        return name
    known = any("Patr" in r.marks and r.known for r in words.readings(last.lower()))
    return name if known and gender == "Masc" else replace(name, patronymic="", surname=last)


def _fixed(forms: Sequence[str], morph: Morph) -> set[int]:
    """The words that never change: particles, «Рза» in «Рза оглы», «Ким Ир» in «Ким Ир Сен»."""
    found = {n for n, form in enumerate(forms) if form.lower() in PARTICLES}
    found |= {n - 1 for n, form in enumerate(forms) if n and form.lower() in _TAILS}
    return found | set(range(len(forms) - 1)) if eastern(forms, morph) else found


def _parts(form: str, gender: str, words: Words, own: Decline) -> Forms:
    """One word of a name; each part of a double one by itself, a man's «Жан-Жак» by its last."""
    parts = form.lower().split("-")
    tables = [own(part, gender, words) for part in parts]
    for n, part in enumerate(parts[:-1]):
        first = load_lexicon("surnames").get(part, {}).get("flags") == "first"  # «Бонч-Бруевич»
        if (
            first
            or part in PARTICLES
            or parts[-1] in PARTICLES
            or (own is _given and gender == "Masc")
        ):
            tables[n] = dict.fromkeys(CASES, part)
    return {case: reshape("-".join(table[case] for table in tables), form) for case in CASES}


def _given(word: str, gender: str, words: Words) -> Forms:
    """A given name or patronymic."""
    for reading in words.readings(word):
        if not _is_nominative(reading, word, gender, frozenset({"Name", "Patr"})):
            continue
        if "Fixd" not in reading.marks and (forms := _dictionary(reading, word, words)):
            return forms
    return dict(given_forms(word, gender))


def _surname(word: str, gender: str, words: Words) -> Forms:
    """A surname: by the dictionary, else by its ending, else as the common noun that it is."""
    readings = words.readings(word)
    for reading in readings:
        if _is_nominative(reading, word, gender, frozenset({"Surn"})):
            fixed = "Fixd" in reading.marks
            if fixed and not (gender == "Masc" and _DECLINES.search(word)):
                return dict.fromkeys(CASES, word)
            if not fixed and (forms := _dictionary(reading, word, words)):
                return forms
    nouns = (r for r in readings if r.pos == "NOUN" and "Fixd" not in r.marks)
    common = [r for r in nouns if _is_nominative(r, word, gender)]
    noun = bool(common) and bool(_FEMALE_NOUN.match(word))
    forms = surname_forms(word, gender, noun=noun)
    regular = forms["Ins"].endswith(("ым", "им")) or len(set(forms.values())) == 1
    if gender == "Masc" and common and word[-1] not in "ая" and not regular:
        return _dictionary(common[0], word, words) or forms
    return forms


def _is_nominative(
    reading: Reading, word: str, gender: str, marks: frozenset[str] = frozenset()
) -> bool:
    """Whether it is a nominative singular of `gender`, known, with one of `marks`."""
    same = reading.known and (reading.case, reading.number) == ("Nom", "Sing")
    same = same and reading.gender in (gender, "") and fold_yo(reading.parse.word) == fold_yo(word)
    return same and (not marks or bool(marks & reading.marks))


def _dictionary(reading: Reading, word: str, words: Words) -> dict[str, str]:
    """The forms that the dictionary gives; a man has his genitive for accusative."""
    forms = {"Nom": word}
    for case in CASES[1:]:
        form = words.form(reading, frozenset({_GRAMMEMES[case], "sing"}))
        forms[case] = re.sub("иёй$", "ией", form)  # «Алией»
    if reading.gender == "Masc" and word[-1] not in "ая":
        forms["Acc"] = forms["Gen"]
    return forms if all(forms.values()) else {}


def _short(name: PersonName, spelt: Mapping[str, Forms], whole: Sequence[str]) -> Forms:
    """«О. И. Гурко» in six cases; the words of a name that stays `whole`; empty if it cannot be."""
    if not (name.given and name.surname) or name.given in PARTICLES:
        return {}
    if whole:
        return {case: " ".join(spelt[w.lower()][case] for w in whole) for case in CASES}
    front = " ".join(_initials(part) for part in (name.given, name.patronymic) if part)
    surname = name.surname.split()
    return {
        case: " ".join([front, *(spelt.get(w.lower(), {}).get(case, w) for w in surname)])
        for case in CASES
    }


def _initials(part: str) -> str:
    """«Ольга» → «О.», «Анна-Мария» → «А.-М.», «Джон» → «Дж.», «Рза оглы» → «Р.»."""
    letters = (piece[:2] if piece.startswith("Дж") else piece[:1] for piece in part.split("-"))
    return ".-".join(letters) + "."
