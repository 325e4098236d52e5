"""Positions: a title without its body; verbs of heading; titles that stand in for a person."""

from collections.abc import Iterator, Sequence

from newsnlp.morph import Morph
from newsnlp.recognise.organisations import names_body
from newsnlp.recognise.phrases import agrees, case_of, is_capital, span_of, token_range
from newsnlp.recognise.place_adjectives import place_adjective
from newsnlp.recognise.title_forms import of_body, wording
from newsnlp.recognise.titles import (
    abbreviations,
    body_classes,
    head_lemma,
    heading_verb,
    led_at_events,
    may_abbreviate,
    names_territory,
    opens_body,
    passing,
    spelt_out,
    title_flags,
    title_head,
    words_of,
)
from newsnlp.schema import Analysis, Form, Kind, Mention, Sentence, Span, Token
from newsnlp.text import fold_yo
from newsnlp.words import feature

__all__ = ["CHAIR", "HEADING", "find_positions"]

HEADING = "positions.heading_verb"  # the evidence of a title that a verb implies
CHAIR = "positions.chairmanship"  # «совет под председательством …»
_LONGEST = 12  # tokens of a title
_PARTICIPLES = ("ведущ", "управляющ", "выпускающ", "играющ", "лечащ", "приглашенн", "заслуженн")
_HEADING_POS = frozenset({"NOUN", "PROPN", "ADJ", "X", "VERB"})
_VERBAL = frozenset({"VERB", "ADJ"})
_HONOURS = ("заслуженн", "народн")
_ORGANS = (("правление",), ("совет", "директор"), ("наблюдательный", "совет"))


def find_positions(analysis: Analysis, morph: Morph, names: Sequence[Mention]) -> list[Mention]:
    """Mentions of titles; one that stands alone is also a stand-in for its holder.

    «проректор по науке ТГУ Иван Орлов» → «проректор по науке»; «отметил ректор» → «ректор» as a
    position and as a person of form NOMINAL; «возглавил институт» → «руководитель».
    """
    found: list[Mention] = []
    covered = set[int]().union(*(range(*m.span) for m in names if m.form is Form.NAME))
    persons = {name.span.start for name in names if name.kind is Kind.PERSON}
    bodies = {name.span.stop for name in names if name.kind is Kind.ORGANISATION}
    for sentence in analysis.sentences:
        first = len(found)
        short = list(_abbreviated(analysis, sentence, covered))
        found += short
        done = set[int]().union(*(range(*m.span) for m in short))
        for start, stop in _ranges(sentence, covered | done if done else covered):
            tokens = sentence.tokens[start:stop]
            span = span_of(tokens)
            normal = wording([t for t in tokens if not of_body(t, tokens, covered)], morph)
            score = 0.9 if any(token.span.start in covered for token in tokens) else 0.85
            found.append(Mention(span, Kind.POSITION, Form.NAME, normal, "positions.title", score))
            if _stands_alone(sentence.tokens, (start, stop), covered, persons):
                found.append(
                    Mention(span, Kind.PERSON, Form.NOMINAL, normal, "positions.stand_in", 0.6)
                )
        done = done.union(*(range(*m.span) for m in found[first:]))
        for n, token in enumerate(sentence.tokens):
            if token.pos not in _VERBAL or not heading_verb(token):
                continue
            if token.span.start not in done and not _leads_event(sentence, n):
                found.append(
                    Mention(token.span, Kind.POSITION, Form.NAME, "руководитель", HEADING, 0.7)
                )
        found += _chairmanship(sentence, bodies)
    return found


def _leads_event(sentence: Sentence, verb: int) -> bool:
    """«возглавил жюри», «руководила секцией»: what the verb governs is led at an event."""
    return any(
        token.head == verb and case_of(token) in ("Acc", "Ins") and led_at_events(token)
        for token in sentence.tokens
    )


def _chairmanship(sentence: Sentence, bodies: set[int]) -> Iterator[Mention]:
    """«Совету программы под председательством …»: the title that a named body's chair holds."""
    tokens = sentence.tokens
    for n in [n for n, token in enumerate(tokens) if token.lemma == "председательство" and n > 1]:
        if tokens[n - 1].text.lower() == "под" and tokens[n - 2].span.stop in bodies:
            yield Mention(tokens[n].span, Kind.POSITION, Form.NAME, "председатель", CHAIR, 0.8)


def _abbreviated(analysis: Analysis, sentence: Sentence, covered: set[int]) -> Iterator[Mention]:
    """«к.т.н.», «зав. кафедрой»: titles written with full stops, with their complements."""
    text = analysis.document.at(sentence.span)
    if not may_abbreviate(text):
        return
    for match in abbreviations().finditer(text):
        span = Span(sentence.span.start + match.start(), sentence.span.start + match.end())
        if span.start in covered:
            continue
        normal = spelt_out(match.group())
        _, stop = token_range(sentence, span)
        first = title_flags(normal)
        if "head" in first:
            end = _right(sentence.tokens, stop, covered)
            rest = analysis.document.text[span.stop : sentence.tokens[end - 1].span.stop]
            span = Span(span.start, max(span.stop, sentence.tokens[end - 1].span.stop))
            normal = f"{normal}{rest}" if end > stop else normal
        yield Mention(span, Kind.POSITION, Form.NAME, normal, "positions.abbreviated", 0.95)


def _ranges(sentence: Sentence, covered: set[int]) -> Iterator[tuple[int, int]]:
    """Token ranges of titles, from left to right, none within another."""
    tokens = sentence.tokens
    done = 0
    for n, token in enumerate(tokens):
        if token.pos not in _HEADING_POS or n < done or token.span.start in covered:
            continue
        if not _heads_title(tokens, n):
            continue
        start = _left(tokens, n, done, covered)
        done = _right(tokens, n + 1, covered)
        yield start, done


def _heads_title(tokens: Sequence[Token], n: int) -> bool:
    """Whether a title has its head noun here, at a token of one of `_HEADING_POS`."""
    token = tokens[n]
    if not title_head(token):
        return False
    word = fold_yo(token.text.lower())
    if token.lemma in words_of("substantive") or word.startswith(_PARTICIPLES):
        beside = n + 1 < len(tokens) and title_head(tokens[n + 1])
        adjectival = token.lemma in words_of("substantive") or head_lemma(token) in words_of(
            "substantive"
        )
        return adjectival and not (beside and agrees(token, tokens[n + 1]))
    if token.pos == "VERB" or (token.pos == "ADJ" and head_lemma(token).endswith(("й", "я", "е"))):
        return False
    if _membersof_body(tokens, n) or ("Animacy=Inan" in token.feats and "-" in token.text):
        return False
    if token.lemma == "глава" and n and tokens[n - 1].text.lower() in ("во", "в"):
        return False
    name_like = token.pos == "PROPN" and n and is_capital(token) and "-" not in token.text
    return not name_like or bool(title_flags(head_lemma(token)) & {"government", "head", "honour"})


def _membersof_body(tokens: Sequence[Token], n: int) -> bool:
    """«собрания депутатов», «союз журналистов»: people who make up a body, no title."""
    before = tokens[n - 1] if n else None
    plural = {"Case=Gen", "Number=Plur"} <= tokens[n].feats
    return plural and before is not None and (names_body(before) or opens_body(before))


def _left(tokens: Sequence[Token], head: int, least: int, covered: set[int]) -> int:
    """The first of the adjectives that belong to the title: «генеральный директор»."""
    start = head
    while start > least and _modifies(tokens, start - 1, head, covered):
        start -= 1
    if (
        head - start == 1
        and start - 2 >= least
        and tokens[start - 1].text == "и"
        and _modifies(tokens, start - 2, head, covered)
    ):
        return start - 2
    return start


def _modifies(tokens: Sequence[Token], n: int, head: int, covered: set[int]) -> bool:
    """Whether the adjective at `n` is a part of the title that the noun at `head` heads."""
    token, noun = tokens[n], tokens[head]
    lemma = fold_yo(token.lemma)
    if token.span.start in covered or not agrees(token, noun):
        return False
    if fold_yo(token.text.lower()).startswith(_PARTICIPLES):
        return True
    if token.pos != "ADJ" or lemma.endswith(("ть", "ти", "ться", "-летний")):
        return False
    if lemma == "первый":
        return head_lemma(noun).removeprefix("вице-") in words_of("first") or "-" in noun.text
    proper = (
        is_capital(token) and n and noun.text[:1].islower() and lemma not in words_of("capital")
    )
    return lemma not in passing() and not proper and not place_adjective(token)


def _right(tokens: Sequence[Token], stop: int, covered: set[int]) -> int:
    """One past the complements: «по науке», «науки и высшего образования», «директора»."""
    first = stop
    head = tokens[first - 1]
    if head.lemma in words_of("degree"):
        ends = [n for n in range(first, min(len(tokens), first + 5)) if tokens[n].text == "наук"]
        if ends:
            return ends[0] + 1
    flags = title_flags(head_lemma(head))
    if head.lemma == "мастер" and (stop == len(tokens) or tokens[stop].lemma != "спорт"):
        flags -= {"honour"}
    honoured = first > 1 and fold_yo(tokens[first - 2].text.lower()).startswith(_HONOURS)
    if ("honour" in flags or honoured) and "government" not in flags:
        return _right_of_honour(tokens, stop)
    if "rank" in flags:
        return _right_of_rank(tokens, stop)
    if "church" in flags:
        return _see(tokens, stop)
    while stop < len(tokens) and stop - first < _LONGEST:
        step = _organ(tokens, stop) or _complement(tokens, stop, first, covered)
        if not step:
            break
        stop += step
    return stop + _split(tokens, stop, first, covered)


def _split(tokens: Sequence[Token], stop: int, first: int, covered: set[int]) -> int:
    """How many tokens of a body and of «по связям» behind it belong to the title before it."""
    if head_lemma(tokens[first - 1]) not in words_of("split"):
        return 0
    n = stop
    while n < len(tokens) and n < stop + 8 and (
        tokens[n].span.start in covered or (n == stop and _opens_body(tokens, n, covered))
        or (n > stop and tokens[n].text in '«»"')
    ):  # fmt: skip
        n += 1
    if n == stop or n + 1 >= len(tokens) or tokens[n].text != "по":
        return 0
    if tokens[n + 1].span.start in covered or case_of(tokens[n + 1]) != "Dat":
        return 0
    end = n
    while end < len(tokens) and (step := _complement(tokens, end, n, covered)):
        end += step
    return end - stop


def _right_of_rank(tokens: Sequence[Token], stop: int) -> int:
    """One past «внутренней службы», «юстиции», «дальнего плавания», «в отставке», «2-го класса»."""
    first = stop
    while stop < len(tokens) and stop - first < 5:
        token = tokens[stop]
        genitive = case_of(token) == "Gen" and token.pos in ("NOUN", "ADJ", "NUM")
        if not (genitive or token.text[:1].isdigit()) or is_capital(token):
            break
        stop += 1
    return stop


def _right_of_honour(tokens: Sequence[Token], stop: int) -> int:
    """One past genitives and «по самбо», capitals, too: «почётный гражданин Омска»."""
    first = stop
    while stop < len(tokens) and stop - first < 8:
        token = tokens[stop]
        genitive = case_of(token) == "Gen" and token.pos in ("NOUN", "ADJ", "PROPN")
        sport = token.text == "по" and stop + 1 < len(tokens) and case_of(tokens[stop + 1]) == "Dat"
        country = token.text in ("РФ", "СССР", "РСФСР", "РТ", "РБ", "РД")
        animate = "Animacy=Anim" in token.feats and token.pos == "PROPN"
        if animate or not (genitive or sport or country):
            break
        stop += 2 if sport else 1
    return stop


def _see(tokens: Sequence[Token], stop: int) -> int:
    """One past the bishop's see: «митрополит Томский и Асиновский»."""
    case = case_of(tokens[stop - 1])
    while (
        stop < len(tokens)
        and is_capital(tokens[stop])
        and tokens[stop].pos == "ADJ"
        and case_of(tokens[stop]) == case
    ):
        more = stop + 2 < len(tokens) and tokens[stop + 1].text == "и"
        stop += 2 if more and is_capital(tokens[stop + 2]) else 1
    return stop


def _organ(tokens: Sequence[Token], n: int) -> int:
    """How many tokens name a company's organ, which stays in the title: «совета директоров»."""
    for words in _ORGANS:
        lemmas = [token.lemma for token in tokens[n : n + len(words)]]
        if tuple(lemmas) == words and case_of(tokens[n]) == "Gen":
            return len(words)
    return 0


def _complement(tokens: Sequence[Token], n: int, first: int, covered: set[int]) -> int:
    """How many tokens at `n` continue the title; 0 if none do."""
    token, rest = tokens[n], len(tokens) - n
    if office := _office(tokens, n, covered):
        return office
    if _unitof_body(tokens, n, covered):
        return 1
    if token.span.start in covered or is_capital(token) or _opens_body(tokens, n, covered):
        return 0
    if token.text == "по" and rest > 1 and case_of(tokens[n + 1]) == "Dat":
        blocked = tokens[n + 1].span.start in covered or is_capital(tokens[n + 1])
        return 0 if blocked or names_territory(tokens[n + 1]) else 2
    if token.text in ("и", ",") and n > first and rest > 1:
        more = tokens[n + 1]
        same = case_of(more) and case_of(more) == case_of(tokens[n - 1])
        fit = same and more.pos in ("NOUN", "ADJ") and not title_head(more)
        fit = fit and not _opens_body(tokens, n + 1, covered)
        return 2 if fit and not is_capital(more) and more.span.start not in covered else 0
    if token.pos not in ("NOUN", "ADJ"):
        return 0
    if any(t.lemma in ("курс", "класс") for t in tokens[n : n + 2]):
        return 0
    if case_of(token) == "Gen":
        return 1
    if case_of(token) == "Ins" and tokens[first - 1].lemma in words_of("instrumental"):
        return 1
    return int(case_of(token) == "Dat" and case_of(tokens[n - 1]) == "Dat" and n > first)


def _unitof_body(tokens: Sequence[Token], n: int, covered: set[int]) -> bool:
    """«аппарата» in «руководитель аппарата Думы»: a unit without a name stays in the title."""
    if n + 1 == len(tokens) or tokens[n].span.start in covered or tokens[n].pos != "NOUN":
        return False
    unit = "unit" in body_classes(tokens[n].lemma) or tokens[n].lemma in words_of("unit")
    return unit and case_of(tokens[n]) == "Gen" and tokens[n + 1].span.start in covered


def _office(tokens: Sequence[Token], n: int, covered: set[int]) -> int:
    """How many tokens write another's office: «Президента», «Генерального секретаря»."""
    stop = n
    if tokens[n].pos == "ADJ" and tokens[n].lemma in words_of("capital") and n + 1 < len(tokens):
        stop += 1
    token = tokens[stop]
    genitive = {"Case=Gen", "Number=Sing"} <= token.feats and token.pos in ("NOUN", "PROPN")
    fit = genitive and title_head(token) and token.span.start not in covered
    return stop + 1 - n if fit else 0


def _opens_body(tokens: Sequence[Token], n: int, covered: set[int]) -> bool:
    """«галереи», «строительного факультета», «края», «хозяйства «Заря»»: no part of the title."""
    if tokens[n].pos == "ADJ" and "Case=Dat" in tokens[n].feats:
        return False  # «по учебной работе»
    first = n
    while n < len(tokens) - 1 and tokens[n].pos == "ADJ" and not names_body(tokens[n]):
        n += 1
    token = tokens[n]
    if n > first and token.span.start in covered:
        return True
    if title_head(token):
        return False
    if names_body(token) or names_territory(token) or opens_body(token):
        return True
    after = tokens[n + 1] if n + 1 < len(tokens) else token
    return after.text in ("«", '"', "„") and token.pos == "NOUN" and case_of(token) == "Gen"


def _stands_alone(
    tokens: Sequence[Token], title: tuple[int, int], covered: set[int], persons: set[int]
) -> bool:
    """Whether no name follows the title and its body, and one person is meant.

    «отметил ректор ТУСУРа» stands alone, «ректор ТУСУРа Виктор Рулевский» does not.
    """
    start, stop = title
    head = next((t for t in tokens[start:stop] if title_head(t)), tokens[start])
    if feature(head.feats, "Number") == "Plur":
        return False
    while stop < len(tokens) and tokens[stop].span.start not in persons:
        if tokens[stop].span.start not in covered and tokens[stop].text not in ("«", "»", '"'):
            break
        stop += 1
    named = stop < len(tokens) and tokens[stop].span.start in persons
    before = start > 0 and tokens[start - 1].span.start in covered
    return not named and not before
