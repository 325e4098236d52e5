"""Surnames and other names that no dictionary has, put into the nominative by their endings.

In comes a form, its case and gender as the sentence shows them; out goes the nominative. Fleeting
vowels are restored only where Russian surnames do so regularly («Кравца» → «Кравец»).
"""

import re

__all__ = ["surname_gender", "surname_nominative"]

Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(*pairs: tuple[str, str]) -> Rules:
    return tuple((re.compile(f"(?:{pattern})$"), repl) for pattern, repl in pairs)


# Right whatever case the tagger believes in: no nominative ends like this.
_CERTAIN_MASC = _rules(
    (r"([сц]к)(ого|ому|ом)", r"\1ий"),
    (r"([сц]к)им", r"\1ий"),
    (r"(..[еёо]в|..[иы]н)ым", r"\1"),
)
_CERTAIN_FEM = _rules(
    (r"([сц]к)(ой|ую)", r"\1ая"),
    (r"(.[еёо]в|..[иы]н)ой", r"\1а"),
)
_MASC = _rules(
    (r"ого|ому|ым", "ый"),
    (r"его|ему|им", "ий"),
    (r"(.[еёо]в|..[иы]н)(а|у|е)", r"\1"),
    (r"([жчшщгкх])и", r"\1а"),
    (r"ии|ию|ией", "ия"),
    (r"ы", "а"),
    (r"([бвгджзклмнпрстфхчшщ])ц(а|у|ем|е)", r"\1ец"),
    (r"([аеёиоуыэюя])(я|ю|ем|е)", r"\1й"),
    (r"([бвгджзклмнпрстфхцчшщ])(а|у|ом|е)", r"\1"),
    (r"([жцчшщ])ем", r"\1"),
    (r"([бвгджзклмнпрстфх])(я|ю|ем)", r"\1ь"),
)
_FEM = _rules(
    (r"ую", "ая"),
    (r"([гкхжчшщ])и", r"\1а"),
    (r"ии|ию|ией", "ия"),
    (r"ой|у|ы", "а"),
)
_PLURAL = _rules(
    (r"([сц]к)(их|им|ими)", r"\1ие"),
    (r"([еёо]в|[иы]н)(ых|ым|ыми)", r"\1ы"),
)


def surname_gender(word: str) -> str:
    """The gender that the ending of a surname in the nominative shows: "Masc", "Fem" or ""."""
    lower = word.lower()
    if re.search(r"(..[еёо]ва|..[иы]на|[сц]кая)$", lower):
        return "Fem"
    return "Masc" if re.search(r"(..[еёо]в|..[иы]н|[сц]кий)$", lower) else ""


def _apply(word: str, rules: Rules) -> str:
    for pattern, repl in rules:
        if pattern.search(word):
            return pattern.sub(repl, word)
    return word


def surname_nominative(word: str, *, case: str, gender: str, plural: bool = False) -> str:
    """The nominative of a surname («Ковальчуку», Dat, Masc → «Ковальчук»), in lower case.

    A woman's surname that ends in a consonant or «-ко» does not change, nor does one in «-ых».
    """
    lower = word.lower()
    if plural:
        return lower if case == "Nom" else _apply(lower, _PLURAL)
    if lower.endswith(("ых", "их", "ко", "швили", "дзе")) or len(lower) < 3:
        return lower
    certain = _apply(lower, _CERTAIN_FEM if gender == "Fem" else _CERTAIN_MASC)
    if certain != lower or case == "Nom":
        return certain
    return _apply(lower, _FEM if gender == "Fem" else _MASC)
