"""Surnames and other names that no dictionary has: what case and gender their endings allow.

In comes a form, out go slots (case, gender, number) with points and the nominative; the other way,
a nominative and its oblique cases. Fleeting vowels are restored and dropped only where Russian
surnames have them regularly («Кравца» ↔ «Кравец»).
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from newsnlp.lexicon import load_lexicon

__all__ = [
    "ending_slots",
    "given_forms",
    "neuter_slots",
    "surname_forms",
    "surname_gender",
    "surname_nominative",
]

_C = "бвгджзклмнпрстфхцчшщ"  # consonants
_HUSH = "гкхжчшщ"  # before «и» for «ы»
_ANY = "Nom Gen Dat Acc Ins Loc"
_OV, _SK = "(.[еёо]в|..[иы]н)", "(.[сц]к)"
_FOREIGN = "(..ян|.чук|.юк|.ич)"  # Armenian, Ukrainian, Serbian: «Кеосаяна», «Ковальчука»

# Ending, cases, what the nominative has in its place, points. The first that fits a case counts.
_MASC = (
    (_OV + "ой", "Nom", None, -1.0),
    (_SK + "ой", "Nom", None, 0.3),
    ("ой", "Nom", "ой", 0.9),
    (_FOREIGN + "а", "Gen Acc", r"\1", 1.2),
    (_FOREIGN + "а", "Nom", None, 0.0),
    (_FOREIGN + "у", "Dat", r"\1", 1.2),
    (_FOREIGN + "[ое]м", "Ins", r"\1", 1.2),
    (_FOREIGN + "е", "Loc", r"\1", 1.2),
    (_OV, "Nom", r"\1", 1.5),
    (_OV + "а", "Gen Acc", r"\1", 1.3),
    (_OV + "у", "Dat", r"\1", 1.3),
    (_OV + "ым", "Ins", r"\1", 1.5),
    (_OV + "е", "Loc", r"\1", 1.3),
    (_SK + "ий", "Nom", r"\1ий", 1.5),
    (_SK + "ого", "Gen Acc", r"\1ий", 1.5),
    (_SK + "ому", "Dat", r"\1ий", 1.5),
    (_SK + "им", "Ins", r"\1ий", 1.5),
    (_SK + "ом", "Loc", r"\1ий", 1.0),
    ("(швили|дзе|[иы]х|ко)", _ANY, r"\1", 0.9),
    (".*([еёо]ва|[сц]кая)", "Nom", None, -1.5),
    (".*ина", "Nom", None, 0.2),
    (f"([{_C}йь])", "Nom", r"\1", 0.8),
    ("([бвгдкмнпстч])ца", "Gen Acc", r"\1ец", 0.65),
    ("([бвгдкмнпстч])цу", "Dat", r"\1ец", 0.65),
    ("([бвгдкмнпстч])ц[ое]м", "Ins", r"\1ец", 0.65),
    ("([бвгдкмнпстч])це", "Loc", r"\1ец", 0.65),
    ("([бвгдзкмпрстфхчшщ])ня", "Gen Acc", r"\1ень", 0.65),
    ("([бвгдзкмпрстфхчшщ])ню", "Dat", r"\1ень", 0.65),
    ("([бвгдзкмпрстфхчшщ])нем", "Ins", r"\1ень", 0.65),
    (f"([{_C}])а", "Gen Acc", r"\1", 0.6),
    (f"([{_C}])у", "Dat", r"\1", 0.6),
    (f"([{_C}])ом", "Ins", r"\1", 0.7),
    ("([жцчшщ])ем", "Ins", r"\1", 0.7),
    (f"([{_C}])е", "Loc", r"\1", 0.5),
    ("ого|ому|ым", "Gen Acc Dat Ins", "ый", 0.4),
    ("его|ему|им", "Gen Acc Dat Ins", "ий", 0.4),
    ("([аеёиоуыэюя])я", "Gen Acc", r"\1й", 0.6),
    ("([аеёиоуыэюя])ю", "Dat", r"\1й", 0.6),
    ("([аеёиоуыэюя])ем", "Ins", r"\1й", 0.7),
    ("([аеёоуыэюя])е", "Loc", r"\1й", 0.4),
    (f"([{_C}])я", "Gen Acc", r"\1ь", 0.6),
    (f"([{_C}])ю", "Dat", r"\1ь", 0.6),
    (f"([{_C}])ем", "Ins", r"\1ь", 0.6),
    (f"([{_C}])е", "Loc", r"\1ь", 0.3),
)
_FEM = (
    (_OV, _ANY, None, -1.0),
    (_OV + "а", "Nom", r"\1а", 1.5),
    (_OV + "ой", "Gen Dat Ins Loc", r"\1а", 1.5),
    (_OV + "у", "Acc", r"\1а", 1.4),
    (_SK + "ий", _ANY, None, -1.0),
    (_SK + "ая", "Nom", r"\1ая", 1.5),
    (_SK + "ой", "Gen Dat Ins Loc", r"\1ая", 1.5),
    (f"({_OV}|{_SK})ой", "Nom Acc", None, -1.0),
    (_SK + "ую", "Acc", r"\1ая", 1.5),
    ("ая", "Nom", "ая", 1.0),
    ("ую", "Acc", "ая", 0.8),
    (f"(.[{_C}])ой", "Ins", r"\1а", 0.6),
    (f"(..[{_C}])ой", "Gen Dat Loc", r"\1ая", 0.45),
    ("(.нич|.[яую]щ|.яч)ей", "Gen Dat Ins Loc", r"\1ая", 0.75),
    (f"([{_C}йьо]|[иы]х)", _ANY, r"\1", 0.7),
)
_BOTH = (
    ("([ая])", "Nom", r"\1", 0.6),
    ("ии", "Gen Dat Loc", "ия", 0.55),
    ("ию", "Acc", "ия", 0.55),
    ("ией", "Ins", "ия", 0.55),
    ("([гкх])и", "Gen", r"\1а", 0.5),
    ("ы", "Gen", "а", 0.5),
    ("ьи", "Gen", "ья", 0.55),
    (f"([{_C}])е", "Dat Loc", r"\1а", 0.5),
    (f"([{_C}])у", "Acc", r"\1а", 0.55),
    (f"(.[{_C}])ой", "Ins", r"\1а", 0.6),
    (f"([{_C}ь])ю", "Acc", r"\1я", 0.5),
    ("([жчшщц])ей", "Ins", r"\1а", 0.6),
    (f"([{_C}ь])ей", "Ins", r"\1я", 0.5),
    (f"([{_C}]е)", _ANY, r"\1", 0.3),
    ("([еёиоуыэю]|[иу]а)", _ANY, r"\1", 0.52),
)
_PLURAL = (
    (_OV + "ы", "Nom", r"\1ы", 1.0),
    (_OV + "ых", "Gen Acc Loc", r"\1ы", 1.0),
    (_OV + "ым", "Dat", r"\1ы", 0.6),
    (_OV + "ыми", "Ins", r"\1ы", 1.0),
    (_SK + "ие", "Nom", r"\1ие", 1.0),
    (_SK + "их", "Gen Acc Loc", r"\1ие", 1.0),
    (_SK + "ими", "Ins", r"\1ие", 1.0),
)


@cache
def _last_letters(ending: str) -> str:
    """The last letters of words that an ending fits: «([ая])» → «ая», «ого|им» → «ом»."""
    depth, found, alternative = 0, "", ""
    for sign in f"{ending}|":
        depth += (sign == "(") - (sign == ")")
        if sign != "|" or depth:
            alternative += sign
            continue
        last = alternative[-1]
        if last == ")":  # a group, which is never within another at the end
            found += _last_letters(alternative[alternative.rindex("(") + 1 : -1])
        else:
            found += alternative[alternative.rindex("[") + 1 : -1] if last == "]" else last
        alternative = ""
    return found


Rule = tuple[re.Pattern[str], tuple[str, ...], str | None, float]
Rows = tuple[tuple[str, str, str | None, float], ...]


def _compiled(*rows: tuple[str, str, str | None, float]) -> tuple[Rule, ...]:
    return tuple(
        (re.compile(f"(?:{ending})$"), tuple(cases.split()), instead, points)
        for ending, cases, instead, points in rows
    )


_TABLES: tuple[tuple[str, str, Rows], ...] = (
    ("Masc", "Sing", (*_MASC, *_BOTH)),
    ("Fem", "Sing", (*_FEM, *_BOTH)),
    ("Masc", "Plur", _PLURAL),
)


@lru_cache(maxsize=1024)
def _rules(table: int, letter: str) -> tuple[Rule, ...]:
    """The rules of a table that may fit a word with that last letter, in their order."""
    # Compiled when the first such word comes: all of them take a hundredth of a second.
    return _compiled(
        *(row for row in _TABLES[table][2] if letter and letter in _last_letters(row[0]))
    )


def surname_gender(word: str) -> str:
    """The gender that the ending of a surname in the nominative shows: "Masc", "Fem" or ""."""
    lower = word.lower()
    if re.search(r"(..[еёо]ва|..[иы]на|[сц]кая)$", lower):
        return "Fem"
    return "Masc" if re.search(r"(..[еёо]в|..[иы]н|[сц]кий)$", lower) else ""


def ending_slots(lower: str) -> Iterator[tuple[str, str, str, float, str]]:
    """Case, gender, number, points and nominative that the ending of the name `lower` allows.

    Of several rules for one slot the first counts; a word of two letters does not change.
    """
    for table, (gender, number, _) in enumerate(_TABLES):
        seen: set[str] = set()
        for pattern, cases, instead, points in _rules(table, lower[-1:]):
            new = [case for case in cases if case not in seen]
            if not new or not pattern.search(lower):
                continue
            seen.update(new)
            form = lower if instead is None else pattern.sub(instead, lower)
            if len(lower) < 3:
                form = lower
            for case in new:
                yield case, gender, number, points, form


_NEUTER = (
    (re.compile(r"(.+(?:[еёо]в|[иы]н))(?:а|у|ом|ым|е)$"), "о"),  # «Марьине», «Внуковом»
    (re.compile(r"(..+)(?:ья|ью|ьем|ье)$"), "ье"),  # «Приамурья»
    (re.compile(r"(.+(?:[сц]к|н))(?:ого|ому|им|ым|ом)$"), "ое"),  # «Отрадного»
)
_NEUTER_CASES = {"а": "Gen", "у": "Dat", "ом": "Ins", "ым": "Ins", "е": "Loc", "ья": "Gen"}
_NEUTER_CASES |= {"ью": "Dat", "ьем": "Ins", "ье": "Loc", "ого": "Gen", "ому": "Dat", "им": "Ins"}


def neuter_slots(lower: str) -> Iterator[tuple[str, str]]:
    """Case and nominative of a place of neuter gender that the word `lower` may name."""
    for pattern, ending in _NEUTER:
        if found := pattern.match(lower):
            tail = lower[len(found[1]) :]
            case = "Loc" if (ending, tail) == ("ое", "ом") else _NEUTER_CASES[tail]
            yield case, found[1] + ending


@cache
def _declension(ending: str) -> tuple[tuple[str, str], ...]:
    """Case and ending of the oblique cases of names that end in `ending`."""
    rows = {
        "й": "Gen я|Acc я|Dat ю|Ins ем|Loc е",
        "ий": "Gen ия|Acc ия|Dat ию|Ins ием|Loc ии",
        "ь": "Gen я|Acc я|Dat ю|Ins ем|Loc е",
        "ия": "Gen ии|Dat ии|Acc ию|Ins ией|Loc ии",
        "я": "Gen и|Dat е|Acc ю|Ins ей|Loc е",
        "а": "Gen ы|Dat е|Acc у|Ins ой|Loc е",
        "ха": "Gen и|Dat е|Acc у|Ins ой|Loc е",
        "ша": "Gen и|Dat е|Acc у|Ins ей|Loc е",
        "ь-": "Gen и|Acc ь|Dat и|Ins ью|Loc и",
        "": "Gen а|Acc а|Dat у|Ins ом|Loc е",
        "ш": "Gen а|Acc а|Dat у|Ins ем|Loc е",
    }
    return tuple((row.split()[0], row.split()[1]) for row in rows[ending].split("|"))


def given_forms(name: str, gender: str) -> Iterator[tuple[str, str]]:
    """Case and form of a given name: «юлдуз», a woman's, has one form; «дилором», a man's, six."""
    yield "Nom", name
    if len(name) == 1:  # a small initial
        yield from ((case, name) for case in _ANY.split()[1:])
        return
    last = name[-1]
    if last in "ая":
        soft = "ия" if name.endswith("ия") else last
        kind = _after_hush(name) if last == "а" else soft
        stem = name[: -len(soft)]
    elif gender == "Masc" and last in _C + "йь":
        kind, stem = ("", name) if last in _C else (last, name[:-1])
        kind = "ш" if last in "жчшщц" else kind
        kind, stem = ("ий", name[:-2]) if name.endswith("ий") else (kind, stem)
    elif name.endswith(("ль", "вь")):
        kind, stem = "ь-", name[:-1]  # «Гузель», «Нинель»
    else:
        for case in _ANY.split()[1:]:
            yield case, name
        return
    for case, ending in _declension(kind):
        yield case, stem + ending


def _after_hush(name: str) -> str:
    """The declension of a name in «-а»: «Айша», «Зулейха», «Нина»."""
    if name[-2] in "жчшщ":
        return "ша"
    return "ха" if name[-2] in _HUSH else "а"


Endings = tuple[tuple[str, int, str], ...]

# Ending of the nominative, how many letters go, and what Gen, Dat, Acc, Ins, Loc have instead.
_NOUN_FORMS: Endings = (
    ("[жчшщ]а", 1, "и е у ей е"),
    ("ца", 1, "ы е у ей е"),
    ("[гкх]а", 1, "и е у ой е"),
    ("а", 1, "ы е у ой е"),
    ("ия", 1, "и и ю ей и"),
    ("я", 1, "и е ю ей е"),
)
_MASC_NOUNS: Endings = (
    ("ий", 1, "я ю я ем и"),
    ("й", 1, "я ю я ем е"),
    (".*[аеёиоуыэюя].*[бвгдкмнпстч]ец", 2, "ца цу ца цом це"),
    (".[бвгдзкмпрстфхчшщ]ень", 3, "ня ню ня нем не"),
    ("[её]нок", 2, "ка ку ка ком ке"),
    ("ь", 1, "я ю я ем е"),
    ("[жчшщц]", 0, "а у а ем е"),
    (f"[{_C}]", 0, "а у а ом е"),
)
_MASC_FORMS: Endings = (
    (_OV, 0, "а у а ым е"),
    ("[гкх]ий", 2, "ого ому ого им ом"),
    ("[жчшщн]ий", 2, "его ему его им ем"),
    (".ый", 2, "ого ому ого ым ом"),
    (".*[аеёиоуыэюя].*[гкхжчшщ]ой", 2, "ого ому ого им ом"),
    (".*[аеёиоуыэюя].*ой", 2, "ого ому ого ым ом"),
    *_MASC_NOUNS,
)
_FEM_FORMS: Endings = (
    (f"{_OV}а", 1, "ой ой у ой ой"),
    ("[жчшщ]ая", 2, "ей ей ую ей ей"),
    ("ая", 2, "ой ой ую ой ой"),
    ("яя", 2, "ей ей юю ей ей"),
)
_UNCHANGED = re.compile(r"([иы]х|[еёиоуыэю]|[аеёиоуыэю]а)$")  # «Седых», «Живаго», «Бенуа»


def surname_forms(word: str, gender: str, *, noun: bool = False) -> dict[str, str]:
    """Case → form of a surname in the nominative singular, lower case.

    «Гросс», Masc → Gen «гросса»; Fem → «гросс» in all cases. `noun` declines as a common noun
    what would else be taken for an adjective («Сова», a woman's: «совы»).
    """
    lower = word.lower()
    flags = load_lexicon("surnames").get(lower, {}).get("flags", "")
    cases = _ANY.split()
    if flags == "fixed" or _UNCHANGED.search(lower):
        return dict.fromkeys(cases, lower)
    own = _MASC_FORMS if gender == "Masc" else _FEM_FORMS
    if noun or flags in ("foreign", "noun"):  # «Дарвином», «Топчия»
        own = _MASC_NOUNS if gender == "Masc" else ()
    for ending, cut, endings in (*own, *_NOUN_FORMS):
        if re.search(f"(?:{ending})$", lower):
            stem = lower[: len(lower) - cut]
            forms = [lower, *(stem + ending for ending in endings.split())]
            return dict(zip(cases, forms, strict=True))
    return dict.fromkeys(cases, lower)


def surname_nominative(word: str, *, case: str, gender: str, plural: bool = False) -> str:
    """The nominative of a surname («Ковальчуку», Dat, Masc → «Ковальчук»), in lower case.

    A woman's surname that ends in a consonant or «-ко» does not change, nor does one in «-ых».
    """
    lower = word.lower()
    wanted = (case, gender or "Masc", "Plur" if plural else "Sing")
    for *slot, points, form in ending_slots(lower):
        if tuple(slot) == wanted and points > 0:
            return form
    return lower
