"""Names as a press office writes them, in any case and order → parts and forms."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from newsnlp.declension import PARTICLES, Hint
from newsnlp.morph import Morph
from newsnlp.name_forms import CASES, name_forms
from newsnlp.names import PersonName, parse_name
from newsnlp.recognise.titles import body_classes
from newsnlp.resolve.groups import QUOTED
from newsnlp.schema import Span, Token
from newsnlp.text import fold, visible

__all__ = [
    "OTHER",
    "SURNAME",
    "as_alias",
    "declined",
    "key_of",
    "odd_in_name",
    "own_quoted",
    "read_name",
]

SURNAME, OTHER = "surname", "other"

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\.")
_ODD = re.compile(r"[^\w\s.'’-]|[\d_]")
_VOWEL = re.compile("[аеёиоуыэюяaeiouy]", re.IGNORECASE)
_SMALL = PARTICLES | {"оглы", "оглу", "кызы", "гызы", "улы", "уулу", "угли", "кизи"}
_QUOTES = re.compile("[«»\"„“”']")
_OPENING = re.compile('[«"„“]')
# Adjectives, one noun, abbreviations: «детский центр», «ФГБУ», «Международный форум», «XII форум».
_ONE_NOUN = re.compile(
    r"""(?:[A-ZА-ЯЁ]{2,}\s)* (?:[IVXLC]+\s)?
    (?:[\w-]+(?:ый|ий|ой|ая|яя|ое|ее|ые|ие)\s)* [\w-]* (?:\s[A-ZА-ЯЁ]{2,})*""",
    re.VERBOSE,
)
_UNITS = frozenset({"филиал", "цех", "представительство"})
_COMPOUND = frozenset({"группа компаний", "торговый дом", "центр развития ребёнка"})
_HINT = Hint({"Nom": 0.5})  # a registry's names are mostly in the nominative


def key_of(name: str) -> str:
    """`name` for comparison: without case, quotation marks, ё and odd blanks.

    >>> key_of("Форум  «Чёрное море»")
    'форум черное море'
    """
    return " ".join(_QUOTES.sub("", fold(visible(name))).casefold().split())


def own_quoted(name: str) -> str:
    """What `name` has in quotation marks as its own: «Полюс» of «завод «Полюс»», «ООО «Полюс»».

    "" where the name is another's: «цех завода «Полюс»» has two nouns before it, «филиал АО
    «Полюс»» is a unit.
    """
    quoted = QUOTED.findall(name)
    before = _OPENING.split(name, maxsplit=1)[0].strip()
    own = len(quoted) == 1 and name.rstrip().endswith(("»", '"', "“", "”"))
    plain = _ONE_NOUN.fullmatch(before) or before.casefold() in _COMPOUND
    if any(w in _UNITS or "unit" in body_classes(w) for w in before.lower().split()):
        return ""
    return str(quoted[0]) if own and plain else ""


def read_name(text: str, morph: Morph) -> PersonName | None:
    """The parts of a name in the nominative; None where there is no word.

    «рулевскому в. м.» → given «В.», patronymic «М.», surname «Рулевский»; a lone word stays.
    """
    tokens = _tokens(text)
    if len(tokens) == 1:
        return PersonName(surname=tokens[0].text)
    return parse_name(tokens, morph, _HINT)


def as_alias(alias: PersonName, name: PersonName) -> PersonName:
    """A further name of somebody: a bare surname goes with the given name of `name`."""
    if alias.given or alias.patronymic:
        return alias
    return replace(alias, given=name.given, patronymic=name.patronymic)


def odd_in_name(text: str) -> str:
    """The first character of `text` that no name has, "" for none: a bracket, a comma, a figure."""
    found = _ODD.search(visible(text))
    return found.group() if found else ""


def declined(name: PersonName, morph: Morph) -> tuple[Mapping[str, str], ...]:
    """For each of the six cases: folded form of a word → whether it is the surname's."""
    tokens = _tokens(name.full)
    if parse_name(tokens, morph) is None:
        return ()
    forms = name_forms(tokens, morph, Hint({"Nom": 3.0}, {name.gender: 3.0})).words
    surname = {word.casefold() for word in name.surname.split()}
    parts = [SURNAME if token.text.casefold() in surname else OTHER for token in tokens]
    return tuple(_words(forms[case], parts) for case in CASES)


def _words(forms: Sequence[str], parts: Sequence[str]) -> dict[str, str]:
    pairs = zip(forms, parts, strict=True)
    return {fold(form).casefold(): part for form, part in pairs if len(form) > 1}


def _tokens(text: str) -> list[Token]:
    """The words and full stops of a name, each word with its usual capital.

    «ЛИ АННА» and «ли анна» are words; of two capitals without a vowel («ВМ») initials are made.
    """
    shown = visible(text)
    plain = shown in (shown.lower(), shown.upper())
    tokens = []
    for found in _WORD.finditer(shown):
        word = found.group()
        initials = len(word) == 2 and word.isupper() and not _VOWEL.search(word)
        if len(word) == 1:
            word = word.upper()
        elif plain and not initials and word.lower() not in _SMALL:
            word = "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
        tokens.append(Token(Span(*found.span()), word, word.lower(), "PROPN", frozenset(), -1, ""))
    return tokens
