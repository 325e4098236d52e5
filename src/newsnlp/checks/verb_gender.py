"""A verb in the past whose gender is not that of the name beside it: «Анна Бойко рассказал».

Used by `agreement`: a page, a sentence and a name go in, a remark or None comes out.
"""

from collections.abc import Sequence

from newsnlp.checks.beside import title_before, words_of
from newsnlp.checks.finding import Check, Remark
from newsnlp.checks.name_slots import is_patronymic, is_regular, is_sure, name_slots, title_cases
from newsnlp.checks.page import Page
from newsnlp.names import name_parts
from newsnlp.recognise.titles import title_head
from newsnlp.schema import Mention, Sentence, Span, Token

__all__ = ["verb_beside_name"]


def verb_beside_name(
    page: Page, sentence: Sentence, name: Mention, titles: Sequence[Mention]
) -> Remark | None:
    """«Анна Бойко рассказал», «отметил профессор Анна Бойко»."""
    tokens = words_of(sentence, name.span)
    slots = name_slots(page.morph, tokens)
    genders = {gender for case, gender in slots if case == "Nom"}
    if len(genders) != 1 or {case for case, _ in slots} != {"Nom"}:
        title = title_before(page, sentence, name.span, titles)
        adjacent = title is not None and title.span.stop + 2 > name.span.start
        if not adjacent or title is None or "Nom" not in _nominative(page, sentence, title):
            return None
        if len(genders) != 1 or len(tokens) != 1 or not is_regular(page.morph, tokens[0]):
            return None
    gender = next(iter(genders))
    verb = _verb_beside(page, sentence, name.span, titles)
    if verb is None or not _told_gender(page, tokens) or _gender(verb) in ("", gender):
        return None
    said, own = ("мужском", "женское") if gender == "Fem" else ("женском", "мужское")
    reason = f"Глагол «{verb.text}» стоит в {said} роде, а имя «{_said(page, name)}» {own}"
    return Remark(Check.AGREEMENT, (verb.span, name.span), reason, "Согласовать глагол с именем")


def _told_gender(page: Page, tokens: Sequence[Token]) -> bool:
    """Whether a usual given name, a patronymic or a lone Russian surname tells the gender.

    Two given names tell nothing: of «Ясмин Фуад» either may be the surname.
    """
    words = [token for token in tokens if len(token.text) > 1]
    if any(is_patronymic(token.text) for token in words):
        return True
    given = [t for t in words if page.morph.names.given(t.text)]
    return len(given) < 2 and is_sure(page.morph, words)


def _gender(verb: Token) -> str:
    """The gender of a verb in the past by its ending and its tag; "" if they do not agree."""
    ends = verb.text.lower().removesuffix("ся").removesuffix("сь")
    gender = "Fem" if ends.endswith("ла") else "Masc" if ends.endswith("л") else ""
    return gender if f"Gender={gender}" in verb.feats else ""


def _nominative(page: Page, sentence: Sentence, title: Mention) -> frozenset[str]:
    """The cases of a title of one word that may be nothing but a nominative."""
    heads = [t for t in words_of(sentence, title.span) if title_head(t)]
    cases = title_cases(page.morph, heads[0]) if len(heads) == 1 else frozenset()
    return cases if cases == {"Nom"} else frozenset()


def _said(page: Page, name: Mention) -> str:
    return name.normal if name_parts(name.normal)[0] else page.document.at(name.span)


def _verb_beside(
    page: Page, sentence: Sentence, name: Span, titles: Sequence[Mention]
) -> Token | None:
    """The verb in the past right after a name, or right before it or its title."""
    start, stop = sentence.touched(name)
    after = sentence.tokens[stop : stop + 1]
    if after and _past(after[0]):
        return after[0]
    title = title_before(page, sentence, name, titles)
    first = sentence.touched(title.span)[0] if title is not None else start
    before = sentence.tokens[first - 1 : first] if first else ()
    return before[0] if before and _past(before[0]) else None


def _past(token: Token) -> bool:
    return token.pos == "VERB" and {"Tense=Past", "Number=Sing", "VerbForm=Fin"} <= token.feats
