"""A name that does not agree with its title or verb: «ректору Рулевского», «профессор Ивановой».

A page goes in, remarks come out: on the case of a name beside its title, on the case of the parts
of a name, and on the gender of a verb beside the name of its subject. Every case that the words may
be in counts for them; only where none is left is there a mistake.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from newsnlp.checks.beside import is_listed, title_before, words_of
from newsnlp.checks.finding import Check, Remark
from newsnlp.checks.name_slots import (
    CASES,
    Slot,
    all_slots,
    is_regular,
    is_sure,
    name_slots,
    title_cases,
    word_slots,
)
from newsnlp.checks.page import Page
from newsnlp.checks.verb_gender import verb_beside_name
from newsnlp.declension import WORD
from newsnlp.recognise.titles import title_head, verb_kinds
from newsnlp.schema import Mention, Sentence, Span, Token

__all__ = ["disagreements"]

_NAMES = ("именительный", "родительный", "дательный", "винительный", "творительный", "предложный")
_CASES = dict(zip(CASES, _NAMES, strict=True))
_ACTING = re.compile(r"(?:обязанност\w+|и\.\s?о\.?|врио|\bв)\s*$", re.I)  # «кандидат в мастера»
# Nouns that somebody is of somebody: «ученица Петра Фоменко», «адвокат Ивана Петрова» agree in no
# case. Source: compiled by the authors from general knowledge of Russian.
_OF_SOMEBODY = frozenset(
    "ученик ученица воспитанник воспитанница помощник помощница заместитель заместительница "
    "советник советница секретарь пресс-секретарь ассистент ассистентка представитель "
    "представительница адвокат защитник тренер наставник наставница водитель охранник биограф "
    "переводчик переводчица преемник преемница предшественник предшественница соперник соперница "
    "коллега соавтор соратник соратница партнёр менеджер агент продюсер научный руководитель "
    "консультант оппонент доверенное последователь последовательница поклонник исследователь "
    "художник режиссёр автор".split()
)
# Bodies and works that are called by a person's name: «директор театра Сергея Орлова». Source: as
# above.
_OF_MAKERS = frozenset(
    "музей театр фонд школа студия ансамбль клуб дом мастерская галерея группа команда семья "
    "оркестр хор цирк компания штаб".split()
)
_REACH = 40  # characters before a title in which «исполняющий обязанности» stands
_LONGEST = 3  # words of a name
_WITH = frozenset({"с", "со", "перед", "под", "над", "между", "за"})


def disagreements(page: Page) -> Iterator[Remark]:
    """All that does not agree in the names of a text, each name once."""
    for sentence in page.sentences:
        names = sentence.among(page.names)
        titles = sentence.among(page.titles)
        seen: list[Span] = []
        for name in names:
            if page.capitals(name.span):
                continue
            remark = _parts(page, sentence, name) or _beside(page, sentence, name, titles)
            remark = remark or verb_beside_name(page, sentence, name, titles)
            seen.append(name.span)
            if remark is not None:
                yield remark
        yield from _lone(page, sentence, titles, seen)


def _parts(page: Page, sentence: Sentence, name: Mention) -> Remark | None:
    """«Виктору Рулевского», «Анна Иванов»: the parts of a name at odds."""
    tokens = [t for t in words_of(sentence, name.span) if word_slots(page.morph, t)]
    if len(tokens) < 2 or not any(page.morph.names.given_form(t.text, usual=True) for t in tokens):
        return None
    slots = all_slots(page.morph, tokens)
    if frozenset.intersection(*slots) or not all(is_regular(page.morph, token) for token in tokens):
        return None
    cases = [frozenset(case for case, _ in found) for found in slots]
    what = "падеже" if not frozenset.intersection(*cases) else "роде"
    words = page.document.at(name.span)
    reason = f"Имя и фамилия стоят в разном {what}: «{words}»"
    return Remark(Check.AGREEMENT, (name.span,), reason, "Согласовать имя, отчество и фамилию")


def _beside(
    page: Page, sentence: Sentence, name: Mention, titles: Sequence[Mention]
) -> Remark | None:
    """«директору завода Сергея Кузнецова»: the title before a name is in another case."""
    title = title_before(page, sentence, name.span, titles)
    if title is None:
        return None
    words = words_of(sentence, name.span)
    if not is_sure(page.morph, words):
        return None
    return _odd(page, sentence, title, name.span, name_slots(page.morph, words))


def _odd(
    page: Page, sentence: Sentence, title: Mention, name: Span, slots: frozenset[Slot]
) -> Remark | None:
    """The remark on a name whose cases none of the heads of its title may be in."""
    start, stop = sentence.touched(Span(title.span.start, name.start))
    heads = [t for t in sentence.tokens[start:stop] if title_head(t)]
    heads += _person_before(sentence, start) if heads else []
    if any("Number=Plur" in head.feats for head in heads) and is_listed(sentence, name):
        return None  # «профессора Иванов и Петров»
    cases = [title_cases(page.morph, head) for head in heads]
    if not slots or not cases or not all(cases) or _elsewhere(page, sentence, title, name):
        return None
    own = frozenset(case for case, _ in slots)
    if own & frozenset.union(*cases):
        return None
    if "Gen" in own and (_has_complement(page, sentence, name) or _is_somebodys(heads)):
        return None
    said = "/".join(_CASES[case] for case in _CASES if case in own)
    wanted = "/".join(_CASES[case] for case in _CASES if case in cases[0])
    reason = f"Падеж имени ({said}) не согласован с должностью «{heads[0].text}» ({wanted})"
    return Remark(
        Check.AGREEMENT, (name, title.span), reason, "Поставить имя и должность в один падеж"
    )


def _is_somebodys(heads: Sequence[Token]) -> bool:
    """«ученица Петра Фоменко»."""
    return any(head.lemma in _OF_SOMEBODY for head in heads)


def _has_complement(page: Page, sentence: Sentence, name: Span) -> bool:
    """Whether the noun before a name takes it for a complement: «герой сказки Петра Орлова»."""
    start = sentence.touched(name)[0]
    token = sentence.tokens[start - 1] if start else None
    if token is None or token.pos != "NOUN" or title_head(token) or not token.text.islower():
        return False
    return token.lemma in _OF_MAKERS or not page.in_body(token.span)


def _person_before(sentence: Sentence, start: int) -> list[Token]:
    """The nouns for persons of which the title may be a complement, the nearest first.

    «вдова прославленного тренера», «начальник управления президента», «представитель при ректоре».
    """
    found: list[Token] = []
    for token in reversed(sentence.tokens[:start]):
        if token.pos not in ("NOUN", "ADJ", "PROPN", "NUM") and token.text != "при":
            break
        if token.pos == "NOUN" and ("Animacy=Anim" in token.feats or title_head(token)):
            found.append(token)
    return found


def _elsewhere(page: Page, sentence: Sentence, title: Mention, name: Span) -> bool:
    """Whether title and name need not agree.

    «и. о. ректора Иванов», «назначил директором Иванова», «вручил ректор Ивановой».
    """
    if _ACTING.search(page.text[max(0, title.span.start - _REACH) : title.span.start]):
        return True
    first, stop = sentence.touched(title.span)
    head = next((n for n in range(first, stop) if title_head(sentence.tokens[n])), first)
    before = sentence.tokens[first - 1] if first else None
    if "Case=Ins" in sentence.tokens[head].feats:
        passive = before is not None and bool({"Voice=Pass", "Variant=Short"} & before.feats)
        tied = before is not None and before.lemma in verb_kinds()  # «избранный сопредседателем»
        return (tied or not passive) and (before is None or before.text.lower() not in _WITH)
    if before is not None and before.pos == "ADP":
        return False
    start, stop = sentence.touched(name)
    if before is not None and "VerbForm=Fin" in before.feats and stop - start == 1:
        return title_cases(page.morph, sentence.tokens[head]) == {"Nom"}
    own = sentence.tokens[start]
    for token in sentence.tokens[start:stop]:
        own = token if token.head not in range(start, stop) else own
    verb = sentence.tokens[own.head] if own.head >= 0 else None
    of_verb = verb is not None and verb.pos == "VERB" and sentence.tokens[head].head == own.head
    return of_verb and sentence.tokens[head].rel != own.rel


def _lone(
    page: Page, sentence: Sentence, titles: Sequence[Mention], seen: Sequence[Span]
) -> Iterator[Remark]:
    """«ректору Рулевского»: a name that stands so oddly that it was taken for none."""
    for title in titles:
        stop = sentence.touched(title.span)[1]
        run = list(takewhile(_is_name, sentence.tokens[stop : stop + _LONGEST]))
        following = next(iter(sentence.tokens[stop + len(run) : stop + len(run) + 1]), None)
        if not run or (following is not None and following.pos in ("NOUN", "PROPN", "ADJ")):
            continue
        span = Span(run[0].span.start, run[-1].span.stop)
        if any(other.meets(span) for other in seen) or page.in_body(span):
            continue
        sure = all(is_regular(page.morph, token) and _person(page, token) for token in run)
        remark = _odd(page, sentence, title, span, name_slots(page.morph, run)) if sure else None
        if remark is not None:
            yield remark


def _is_name(token: Token) -> bool:
    """Whether a word is written like (a part of) a name."""
    return token.text.istitle() and bool(WORD.match(token.text))


def _person(page: Page, token: Token) -> bool:
    """Whether the dictionary does not know a word as a place or a common noun alone."""
    known = [r for r in page.morph.words.readings(token.text.lower()) if r.known]
    return not known or any(r.marks & {"Surn", "Name", "Patr"} for r in known)
