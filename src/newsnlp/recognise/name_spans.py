"""Where names of persons stand: natasha's names, mended at both ends, and patterns it misses."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from newsnlp.lexicon import load_lexicon
from newsnlp.morph import Morph
from newsnlp.recognise.phrases import capitals, is_capital, names_by_sentence, token_range
from newsnlp.schema import Analysis, Sentence, Span, Token
from newsnlp.words import KNOWN

__all__ = ["is_common", "like_body", "name_ranges", "named_after", "title_lemma"]

Range = tuple[int, int, str]  # first token, one past the last, evidence

_PATRONYMIC = re.compile(r"...(?:[оеё]вич|ьич)(?:а|у|ем|е)?$|...(?:[оеё]вн|ичн)(?:а|ы|е|у|ой)$")
_CALLED = frozenset({"им", "имени"})
_NAMED_AFTER = frozenset(
    "улица ул проспект пр площадь пл переулок бульвар шоссе набережная мост премия орден медаль "
    "стипендия чтения ледник пик теплоход ледокол роль аудитория".split()
)
_HOLY = frozenset({"святой", "преподобный", "святитель", "князь", "академик", "ак", "акад", "проф"})
_TAILS = frozenset({"оглы", "кызы", "улы", "уулу", "гызы", "оглу", "угли", "кизи"})
_ONE_LETTER = frozenset("УЮИОЭЕА")  # Chinese and Korean family names, if no full stop follows
_NAMES = frozenset({"Surn", "Name", "Patr"})  # grammemes
_QUOTES = frozenset('«»"„“”()')


def name_ranges(analysis: Analysis, sentence: Sentence, morph: Morph) -> list[Range]:
    """Token ranges of names, the longer first where they overlap."""
    tokens = sentence.tokens
    marked = names_by_sentence(analysis)[sentence.span]
    bodies = [name.span for name in marked if name.label != "PER"]
    found = [*_by_natasha(analysis, sentence, morph), *_by_pattern(tokens, bodies, morph)]
    widened = {
        (*_widen(tokens, start, stop, bodies, morph), evidence) for start, stop, evidence in found
    }
    kept: list[Range] = []
    for start, stop, evidence in sorted(widened, key=lambda r: (r[0] - r[1], r)):
        if stop > start and not any(start < b and a < stop for a, b, _ in kept):
            kept.append((start, stop, evidence))
    return sorted(kept)


# ---------------------------------------------------------------------------- candidates


def _by_natasha(analysis: Analysis, sentence: Sentence, morph: Morph) -> Iterator[Range]:
    tokens = sentence.tokens
    for name in names_by_sentence(analysis)[sentence.span]:
        if name.label == "PER":
            start, stop = token_range(sentence, name.span)
            for first, last in _pieces(tokens, start, stop):
                first, last = _trim(tokens, first, last, morph)
                if first < last:
                    yield first, last, "natasha"


def _pieces(tokens: Sequence[Token], start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The name up to a bracket, and after small words: «Оппонировали профессора А. В. Кимм (…»."""
    for n in range(start, stop):
        if n > start and tokens[n].text in _QUOTES:
            stop = n
            break
    small = [n for n in range(start, stop) if tokens[n].text[:1].islower() and _plain(tokens[n])]
    yield (small[-1] + 1 if small and small[-1] + 1 < stop else start), stop


def _plain(token: Token) -> bool:
    return token.pos in ("NOUN", "VERB", "ADJ", "ADP", "CCONJ") and token.text.lower() not in _TAILS


def _by_pattern(tokens: Sequence[Token], bodies: Sequence[Span], morph: Morph) -> Iterator[Range]:
    """Given name and surname side by side; initials before or after a surname."""
    for n in capitals(tokens):
        token = tokens[n]
        if any(token.span.meets(body) for body in bodies):
            continue
        if n + 1 < len(tokens) and _pair(token, tokens[n + 1], bodies, morph):
            yield n, n + 2, "persons.given_and_surname"
        initials = _initials(tokens, n)
        if initials and n + initials < len(tokens):
            after = tokens[n + initials]
            if _surname_shaped(after) and not is_common(after, morph) and initials > 1:
                yield n, n + initials + 1, "persons.initials_and_surname"
        if _surname_shaped(token) and not is_common(token, morph):
            initials = _initials(tokens, n + 1)
            if initials > 3 or (initials > 1 and token.text.isupper() and len(token.text) > 3):
                yield n, n + 1 + initials, "persons.surname_and_initials"


def _pair(token: Token, after: Token, bodies: Sequence[Span], morph: Morph) -> bool:
    """«Фёдору Птице», «КИРИЛЛ ЗИМА»: a given name, then what may be a surname in its case."""
    if not (_surname_shaped(after) and _given(token, morph)):
        return False
    if any(after.span.meets(body) for body in bodies) or is_common(token, morph):
        return False
    if token.text.isupper() != after.text.isupper() and not after.text.isupper():
        return False
    if _marked(after, {"Surn"}, morph):
        return True
    return after.pos in ("PROPN", "NOUN", "ADJ", "X") and _usual(token, morph)


def _initials(tokens: Sequence[Token], n: int) -> int:
    """The number of tokens that «А. В.» takes from `n`; 0 if there are none."""
    stop = n
    while stop + 1 < len(tokens) and stop - n < 4 and _initial(tokens[stop]):
        if tokens[stop + 1].text != ".":
            break
        stop += 2
    return stop - n


def _initial(token: Token) -> bool:
    return len(token.text) < 3 and token.text.isalpha() and token.text[:1].isupper() and (
        len(token.text) == 1 or token.text in ("Дж", "Ю", "Ш", "Дз")
    )  # fmt: skip


def _surname_shaped(token: Token) -> bool:
    letters = token.text.replace("-", "").replace("’", "").replace("'", "")
    return len(letters) > 1 and is_capital(token) and letters.isalpha()


# ---------------------------------------------------------------------------- both ends


def _trim(tokens: Sequence[Token], start: int, stop: int, morph: Morph) -> tuple[int, int]:
    """Leave out what is no part of a name at either end: small words, titles, places."""
    while start < stop and not _may_open(tokens, start, stop, morph):
        start += 1
    while start < stop and not (is_capital(tokens[stop - 1]) or tokens[stop - 1].text == "."):
        if tokens[stop - 1].text in _TAILS:
            break
        stop -= 1
    if stop - start > 1 and tokens[stop - 1].text == "." and len(tokens[stop - 2].text) > 1:
        stop -= 1
    return start, stop


def _may_open(tokens: Sequence[Token], start: int, stop: int, morph: Morph) -> bool:
    """Whether a name may begin here: no title, place or acronym («РАН Андрей»)."""
    token = tokens[start]
    if not is_capital(token):
        return False
    if start + 1 >= stop:
        return True
    after = tokens[start + 1]
    word = token.text
    if len(word) == 1 and after.text != ".":
        prepositional = start == 0 and word in "ОУ" and "Case=Nom" not in after.feats
        return word in _ONE_LETTER and not (prepositional and stop - start == 2)
    if len(word) > 2 and word.isupper() and after.text[1:].islower() and len(after.text) > 1:
        return not _acronym_like(word, tokens, start)
    words = sum(len(t.text) > 1 for t in tokens[start:stop])
    initial = len(after.text) == 1
    if title_lemma(token.lemma) and (words > 2 or is_common(token, morph)):
        return False
    if token.pos == "VERB" and not _given(token, morph) and not _marked(token, {"Surn"}, morph):
        return False
    named = _given(after, morph) or (initial and words > 1)
    if not named or _marked(token, {"Name", "Surn", "Patr"}, morph):
        return True
    if start == 0 and is_common(token, morph):
        return False  # «Шестиклассница Аглая Пчела»
    return not (words > 2 or initial) or not _foreign_body(tokens, start, morph)


def _foreign_body(tokens: Sequence[Token], start: int, morph: Morph) -> bool:
    """A place or a body in the genitive before the name: «начальник Мценска В. П. Коротеева»."""
    token, after = tokens[start], tokens[start + 1]
    if _marked(token, {"Geox"}, morph) or "-на-" in token.text:
        return True
    noun = start > 0 and tokens[start - 1].pos in ("NOUN", "ADJ")
    genitive = "Case=Gen" in token.feats and "Case=Gen" not in after.feats
    return noun and (genitive or token.rel == "nmod")


def _acronym_like(word: str, tokens: Sequence[Token], start: int) -> bool:
    """«директор ТПУ Иванов»: capitals after a small noun are a body, at the start a surname."""
    if len(word) < 4 or not any(letter in "АЕЁИОУЫЭЮЯ" for letter in word):
        return True
    return start > 0 and tokens[start - 1].pos in ("NOUN", "ADJ") and not _loud(tokens, start)


def _loud(tokens: Sequence[Token], start: int) -> bool:
    return tokens[start - 1].text.isupper()


def _widen(
    tokens: Sequence[Token], start: int, stop: int, bodies: Sequence[Span], morph: Morph
) -> tuple[int, int]:
    """Take in initials, a patronymic, the other name, «оглы» beside the name."""
    named = stop - start > 1 and _given(tokens[start], morph)
    while (
        not named and start >= 2 and tokens[start - 1].text == "." and _initial(tokens[start - 2])
    ):
        start -= 2
    while stop + 1 < len(tokens) and _initial(tokens[stop]) and tokens[stop + 1].text == ".":
        stop += 2
    while stop < len(tokens) and is_capital(tokens[stop]) and _patronymic(tokens[stop], morph):
        stop += 1
        if stop < len(tokens) and _further(tokens[stop], bodies, morph):
            stop += 1
    if stop < len(tokens) and tokens[stop].text.lower() in _TAILS:
        stop += 1
    if stop < len(tokens) and _loud_surname(tokens, start, stop, morph):
        stop += 1
    if start and _lacks_before(tokens, start, stop, bodies, morph):
        start -= 1
        if start and _patronymic(tokens[start], morph) and _given(tokens[start - 1], morph):
            start -= 1
    return start, stop


def _further(token: Token, bodies: Sequence[Span], morph: Morph) -> bool:
    """A surname after a patronymic."""
    if not _surname_shaped(token) or any(token.span.meets(body) for body in bodies):
        return False
    return _marked(token, {"Surn"}, morph) or token.pos == "PROPN"


def _loud_surname(tokens: Sequence[Token], start: int, stop: int, morph: Morph) -> bool:
    """«Жанна КОРЫТО», «КИРИЛЛ ЭДУАРДОВИЧ ЗИМА»: a surname in capitals after given names."""
    token = tokens[stop]
    if not (token.text.isupper() and len(token.text) > 3 and token.text.replace("-", "").isalpha()):
        return False
    named = all(_given(t, morph) or _patronymic(t, morph) for t in tokens[start:stop])
    return named and stop - start < 3


def _lacks_before(
    tokens: Sequence[Token], start: int, stop: int, bodies: Sequence[Span], morph: Morph
) -> bool:
    """Whether the word before belongs to the name: «КОВАЛЬ Ирина Сергеевна», «Нато Гвелесиани»."""
    before, first, last = tokens[start - 1], tokens[start], tokens[stop - 1]
    if not _surname_shaped(before) or before.text.lower() in _CALLED or _no_noun(before, morph):
        return False
    if _title_form(before, morph):
        return False
    if _patronymic(first, morph) and not _given(first, morph):  # «Рувим Наумович Иоффе»
        return _given(before, morph) or (stop - start > 1 and not is_common(before, morph))
    if stop - start == 1 and _given(before, morph) and not _given(first, morph):
        return not is_common(before, morph) and not is_common(first, morph)
    if not _given(first, morph):
        return False
    loud = before.text.isupper() and len(before.text) > 3
    if loud and _acronym_like(before.text, tokens, start - 1):
        return False
    opens = start == 1 or tokens[start - 2].pos == "PUNCT"
    body = any(before.span.meets(body) for body in bodies)
    if stop - start == 2 and (_patronymic(last, morph) or last.text.lower() in _TAILS):
        place = _marked(before, {"Geox"}, morph) and not _marked(before, {"Surn"}, morph)
        return opens or not (body or place or is_common(before, morph))
    return stop - start == 1 and loud and opens and _usual(first, morph)


def _no_noun(token: Token, morph: Morph) -> bool:
    """«Скончался Григорий …», «Затем Тамара …»: the dictionary knows the word, but as no noun."""
    known = [r for r in morph.words.readings(token.text.lower()) if r.known]
    return bool(known) and not any(r.case for r in known)


# ---------------------------------------------------------------------------- words


def is_common(token: Token, morph: Morph) -> bool:
    """A common noun that opens a sentence («Модератором выступил …») is nobody's surname."""
    if title_lemma(token.lemma):
        return True
    marks = morph.words.marks(token.text.lower().rpartition("-")[2])
    return KNOWN in marks and _NAMES.isdisjoint(marks)


def like_body(tokens: Sequence[Token], morph: Morph) -> bool:
    """«Минцифры Татарстана», «Елабужская ЦРБ», «Арт-банк»: bodies that natasha takes for men."""
    if any(_given(token, morph) or len(token.text) == 1 for token in tokens):
        return False
    first = tokens[0].text
    ministry = first.startswith("Мин") and len(first) > 5 and not _marked(
        tokens[0], {"Surn", "Name", "Geox"}, morph
    )  # fmt: skip
    acronym = any(len(t.text) < 6 and t.text.isupper() for t in tokens)
    acronym = acronym and not all(t.text.isupper() for t in tokens)
    parts = tokens[-1].text.lower().rpartition("-")
    body = bool(parts[1]) and parts[2] in _entries("organisation_heads")
    return ministry or acronym or body


def title_lemma(lemma: str) -> bool:
    """Whether the lemma is the head of a title or of a standing at an event."""
    return lemma in _entries("positions") or lemma in _entries("participation_nouns")


def _title_form(token: Token, morph: Morph) -> bool:
    """A title in the nominative: «Учитель Иван Петрович …»; «Советников» is none."""
    readings = morph.words.readings(token.text.lower())
    return any(r.case == "Nom" and title_lemma(r.lemma) for r in readings)


@cache
def _entries(name: str) -> frozenset[str]:
    return frozenset(load_lexicon(name))


def _marked(token: Token, marks: set[str], morph: Morph) -> bool:
    """Whether a reading of the token has one of the OpenCorpora grammemes `marks`."""
    return not marks.isdisjoint(morph.words.marks(token.text.lower()))


def _given(token: Token, morph: Morph) -> bool:
    """Whether the token is a form of a given name."""
    return len(token.text) > 1 and morph.names.given_form(token.text)


def _usual(token: Token, morph: Morph) -> bool:
    return morph.names.given_form(token.text, usual=True)


def _patronymic(token: Token, morph: Morph) -> bool:
    return _marked(token, {"Patr"}, morph) or bool(_PATRONYMIC.search(token.text.lower()))


def named_after(tokens: Sequence[Token], start: int) -> bool:
    """«имени Баумана», «им. ак. Н. Н. Бурденко», «ул. Ленина», «орден Сергия»: nobody is meant."""
    before = [t for t in tokens[max(0, start - 4) : start] if t.text != "."]
    while before and (before[-1].lemma in _HOLY or before[-1].text.lower() in _HOLY):
        before.pop()
    if not before:
        return False
    return before[-1].text.lower() in _CALLED or before[-1].lemma in _NAMED_AFTER
