"""A phrase in six cases: «проректор по науке» → «проректору по науке», «ТУСУР» → «ТУСУРу».

In come tokens, the head among them and its case; out go the forms of each token. The head and what
agrees with it change; complements, quoted text, Latin script and digits stay. Number stays, too.
"""

import re
from collections.abc import Mapping, Sequence

from newsnlp.declension import WORD
from newsnlp.lexicon import load_lexicon
from newsnlp.morph import Group, Morph
from newsnlp.name_forms import CASES
from newsnlp.schema import Token
from newsnlp.surnames import surname_forms
from newsnlp.words import Reading, Words, feature, reshape

__all__ = ["phrase_forms"]

_GRAMMEMES = {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt"}
_GRAMMEMES |= {"Loc": "loct", "Masc": "masc", "Fem": "femn", "Neut": "neut"}
_GRAMMEMES |= {"Sing": "sing", "Plur": "plur"}
_ABBREVIATED = frozenset({"Abbr", "Orgn"})
# «в МИДе», «ТУСУРом», «АвтоВАЗа»: read as a word, and ends in a vowel and a consonant.
_SOUNDS = re.compile(r"[А-ЯЁа-яё]*[АЕЁИОУЫЭЮЯ][БВГДЖЗКЛМНПРСТФХЦЧШЩ]$")
_SPELT = re.compile(r"[БВГДЖЗКЛМНПРСТФХЦЧШЩ]{3}|[АЕЁИОУЫЭЮЯ]{2}")
_CAPITALS = re.compile(r"[А-ЯЁ][а-яё]*[А-ЯЁ]")
_PREFIXES = frozenset(
    "арт бизнес веб вице генерал джаз интернет камер капитан контр медиа онлайн поп пресс премьер "
    "рок спорт топ унтер фан флигель шеф штаб экс".split()
)
_GENITIVE = re.compile("Мин[а-яё]+(?:ния|тия)$")  # «Минпросвещения»
_LATIN_LEFT = re.compile(r"[A-Za-z0-9]+$")

Table = Mapping[str, str]  # case → form


def phrase_forms(
    tokens: Sequence[Token], group: Group, morph: Morph, *, animate: bool, named: bool = False
) -> dict[int, Table]:
    """Index of a token → case → form, for the head of `group` and what agrees with it.

    Args:
        tokens: the words of the phrase, in any case.
        group: its head, its modifiers and their case, as `Morph.groups` finds them.
        morph: the dictionary.
        animate: whether the head is for a human being, whose accusative is the genitive.
        named: whether a name in quotation marks follows the head («ФГУП «Маяк»»).
    """
    normal = morph.group_forms(tokens, group)
    number = group.slot[1] or "Sing"
    head = tokens[group.head]
    noun = normal[group.head]
    gender = group.slot[2] or feature(head.feats, "Gender")
    tables: dict[int, Table] = {}
    if _CAPITALS.match(noun) and not _plain_word(noun, morph.words):
        tables[group.head] = _acronym(noun, morph.words, named=named)
    else:
        tables[group.head] = _noun(noun, number, gender, morph.words, animate=animate)
    for index in group.modifiers:
        tables[index] = _adjective(normal[index], number, gender, morph.words, animate=animate)
    return tables


# ---------------------------------------------------------------------------- single words


def _noun(text: str, number: str, gender: str, words: Words, *, animate: bool) -> dict[str, str]:
    """A head noun, or the adjective that stands for one («заведующая»), from its nominative."""
    left, dash, right = text.rpartition("-")
    whole = _dictionary(text.lower(), number, gender, words, animate=animate)
    if dash and (_LATIN_LEFT.match(left) or not whole or not whole[1]):
        tail = _noun(right, number, gender, words, animate=animate)
        front = dict.fromkeys(CASES, left)
        common = left.lower() not in _PREFIXES and not right[:1].isupper()  # «Урал-Траста»
        if common and all(_declines(part, number, words) for part in left.split("-")):
            front = _noun(left, number, "", words, animate=animate)
        return {case: f"{front[case]}-{tail[case]}" for case in CASES}
    if not WORD.match(text) or (text.isupper() and len(text) < 3) or _GENITIVE.match(text):
        return dict.fromkeys(CASES, text)
    if whole and (whole[1] or not text[:1].isupper()):
        return {case: reshape(form, text) for case, form in whole[0].items()}
    # Predictions for unknown names are wild («Ростех», of «ростёха»); endings are not.
    forms = surname_forms(text, "Fem" if text[-1] in "ая" else "Masc", noun=True)
    if text[-1] not in "ая":
        forms["Acc"] = forms["Gen"] if animate else forms["Nom"]
    return {case: reshape(form, text) for case, form in forms.items()}


def _declines(word: str, number: str, words: Words) -> bool:
    """Whether the first part of a compound is a noun of its own: «врач-хирург», «город-герой»."""
    return any(
        r.known and r.pos == "NOUN" and (r.case, r.number) == ("Nom", number)
        for r in words.readings(word.lower())
    )


def _dictionary(
    lower: str, number: str, gender: str, words: Words, *, animate: bool
) -> tuple[dict[str, str], bool] | None:
    """The forms of the best reading as a nominative, and whether the dictionary knows the word."""
    readings = [
        r
        for r in words.readings(lower)
        if (r.case, r.number or number) == ("Nom", number) and (r.pos == "NOUN" or r.adjectival)
    ]
    if not readings:
        return None

    def worth(reading: Reading) -> float:
        fit = 2 * (animate == ("anim" in reading.marks)) + (reading.gender == gender)
        return 4 * reading.known + 2 * (reading.pos == "NOUN") + fit + reading.score

    best = max(readings, key=worth)
    if "Fixd" in best.marks:
        return dict.fromkeys(CASES, lower), best.known
    if best.adjectival and best.pos != "NOUN":
        return _adjectival(best, lower, number, words, animate=animate), best.known
    return _declined(best, lower, number, words, animate=animate), best.known


def _declined(
    reading: Reading, lower: str, number: str, words: Words, *, animate: bool
) -> dict[str, str]:
    forms = {case: _form(reading, words, case, number) or lower for case in CASES[1:]}
    if number == "Plur" or (reading.gender in ("Masc", "") and lower[-1] not in "ая"):
        forms["Acc"] = forms["Gen"] if animate or "anim" in reading.marks else lower
    return {"Nom": lower, **forms}


def _adjective(
    text: str, number: str, gender: str, words: Words, *, animate: bool
) -> dict[str, str]:
    """A modifier in the nominative; of a gender of its own («избранный глава»)."""
    lower = text.lower()
    readings = [
        r
        for r in words.readings(lower)
        if r.adjectival and (r.case, r.number or number) == ("Nom", number)
    ]
    left, dash, right = text.rpartition("-")
    if dash and (not readings or not readings[0].known):
        forms = _adjective(right, number, gender, words, animate=animate)
        return {case: f"{left}-{form}" for case, form in forms.items()}
    if not readings:
        return dict.fromkeys(CASES, text)
    best = max(readings, key=lambda r: (r.known, r.gender == gender, r.score))
    forms = _adjectival(best, lower, number, words, animate=animate)
    return {case: reshape(form, text) for case, form in forms.items()}


def _adjectival(
    reading: Reading, lower: str, number: str, words: Words, *, animate: bool
) -> dict[str, str]:
    gender = reading.gender if number != "Plur" else ""
    forms = {case: _form(reading, words, case, number, gender) or lower for case in CASES[1:]}
    if gender != "Fem":
        forms["Acc"] = forms["Gen"] if animate and gender != "Neut" else lower
    return {"Nom": lower, **forms}


def _form(reading: Reading, words: Words, *wanted: str) -> str:
    return words.form(reading, frozenset(_GRAMMEMES[value] for value in wanted if value))


# ---------------------------------------------------------------------------- acronyms


def _plain_word(text: str, words: Words) -> bool:
    """«МИНИСТЕРСТВО»: a word in capitals, no acronym."""
    known = [r for r in words.readings(text.lower()) if r.known]
    return len(text) > 5 and text.isupper() and any(not r.marks & _ABBREVIATED for r in known)


def _acronym(text: str, words: Words, *, named: bool) -> dict[str, str]:
    """«ТУСУР» → «ТУСУРа»; «РАН», «МГУ» and a legal form before a name («ФГУП «Маяк»») stay."""
    if named or not _acronym_declines(text, words):
        return dict.fromkeys(CASES, text)
    instrumental = "ем" if text[-1] in "ЖЧШЩЦ" else "ом"
    endings = ("", "а", "у", "", instrumental, "е")
    return {case: text + ending for case, ending in zip(CASES, endings, strict=True)}


def _acronym_declines(text: str, words: Words) -> bool:
    row = load_lexicon("acronym_declension").get(text, {})
    if row:
        return row["flags"] == "declined"
    known = [r for r in words.readings(text.lower()) if r.known and r.marks & _ABBREVIATED]
    if known:
        return all("Fixd" not in r.marks for r in known) and known[0].gender == "Masc"
    if not text[-1].isupper():  # «ГрадСофт»
        return text[-1] in "бвгджзклмнпрстфхцчшщ"
    return len(text) > 2 and bool(_SOUNDS.match(text)) and not _SPELT.search(text)
