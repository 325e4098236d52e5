"""Events of a text: forums in the widest sense, named or referred to.

An analysis and the persons and bodies found in it enter; mentions of kind EVENT leave: NAME where
the words say which event it is («XII Международный форум «Технопром-2025»», a first «заседание»
that somebody chairs), NOMINAL for a later «форум», «мероприятие». Which mentions are one event is
`resolve`'s business. Not attempted: events told by a verb alone, pronouns.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from newsnlp.morph import Morph
from newsnlp.recognise.event_spans import (
    Phrase,
    event_words,
    find_phrases,
    kind_flags,
    kind_in,
    kind_names,
)
from newsnlp.schema import Analysis, Form, Kind, Mention, Sentence, Span, Token

__all__ = ["event_head", "event_name", "find_events", "same_kind", "without_events"]

NAMED_KINDS = ("день ", "ночь ", "урок ")
SCORES = {"proper": 0.85, "modified": 0.6, "bare": 0.5, "nominal": 0.7, "again": 0.8}
ENDING = re.compile("(?:ами|ями|ого|ому|ом|ем|ах|ях|ов|ей|ой|[аеиоуыэюяйь]{1,2})$")
WORD = re.compile(r"[\w-]+")


def find_events(analysis: Analysis, morph: Morph, names: Sequence[Mention]) -> list[Mention]:
    """The mentions of events in the order of the text; `names` are its persons and bodies.

    «модератором круглого стола «Россия — Беларусь» на форуме» → a NAME with the normal form
    «круглый стол «Россия — Беларусь»» and, if a forum was named before, the NOMINAL «форум».
    """
    seen: set[str] = set()
    found: list[Mention] = []
    placed = sorted(names, key=lambda name: name.span.start)
    titles: dict[str, str] = {}
    for sentence in analysis.sentences:
        inside = sentence.among(placed)
        for phrase in find_phrases(sentence.tokens, inside):
            mention = _mention(sentence, phrase, morph, inside, seen)
            if mention is None:
                continue
            found.append(mention)
            if mention.form is Form.NAME:
                seen.add(phrase.kind)
                if phrase.quoted:
                    titles.update(_title(analysis, sentence.tokens[slice(*phrase.quoted)]))
    found += _titles_alone(analysis, titles, [*found, *names])
    return sorted(found, key=lambda item: (item.span.start, -item.span.stop))


def without_events(analysis: Analysis, names: Sequence[Mention]) -> list[Mention]:
    """The names without the bodies that are forums by their own words.

    «общее собрание кластера», «демодень «Разбег»» are held; «Законодательное собрание», «школа
    № 5», «Ассамблея народов» are bodies, for their kinds are both.
    """
    bodies = [name for name in names if name.kind is Kind.ORGANISATION]
    starts = [sentence.span.start for sentence in analysis.sentences]
    homes = [analysis.sentences[bisect_right(starts, name.span.start) - 1] for name in bodies]
    forums = {name for name, home in zip(bodies, homes, strict=True) if _held(home, name)}
    return [name for name in names if name not in forums]


def _held(sentence: Sentence, name: Mention) -> bool:
    """Whether the first noun of the name is a kind of event that no body is called."""
    words = sentence.tokens[slice(*sentence.touched(name.span))]
    for phrase in find_phrases(words, []):
        before = words[: phrase.first]
        if any(token.pos not in {"ADJ", "NUM"} for token in before):
            return False
        flags = kind_flags().get(phrase.kind, frozenset())
        known = " " in phrase.kind or phrase.kind not in event_words("body")
        return known and "generic" not in flags and "standin" not in flags
    return False


def event_name(tokens: Sequence[Token], morph: Morph, *, named: bool, opens: bool) -> str:
    """What the words are called in the nominative; an event that stands in by its kind alone.

    Args:
        tokens: of the mention.
        morph: for the forms.
        named: whether it is a name.
        opens: whether it opens its sentence: the capital may not be its own.
    """
    head, kind = kind_in(tokens)
    normal = morph.nominative(tokens, head=head if head >= 0 else None)
    if opens:
        normal = _uncapitalised(normal, tokens[0])
    return _quoted(normal) if named else kind or normal


@lru_cache(maxsize=2048)
def event_head(normal: str) -> str:
    """The kind of an event from its name in the nominative, "" if it has none.

    >>> event_head("XII Международный форум «Технопром-2025»")
    'форум'
    >>> event_head("круглый стол «Россия — Беларусь»")
    'круглый стол'
    """
    words: list[str] = [
        word.lower().replace("ё", "е") for word in WORD.findall(re.split('[«"]', normal)[0])
    ]
    printed = _printed()
    for index in range(len(words)):
        for size in (3, 2, 1):
            key = " ".join(words[index : index + size])
            if len(words[index : index + size]) == size and key in printed:
                return printed[key]
        if words[index].endswith(("форум", "фестиваль", "конференция", "выставка", "концерт")):
            return words[index]
    return ""


def same_kind(bare: str, kind: str) -> bool:
    """Whether the word `bare` may refer back to an event of `kind`.

    >>> same_kind("заседание", "пленарное заседание"), same_kind("форум", "лекция")
    (True, False)
    """
    return kind.endswith(bare) or kind.startswith(f"{bare} ")


@cache
def _printed() -> Mapping[str, str]:
    """A kind without ё → with it."""
    return {kind.replace("ё", "е"): kind for kind in kind_names().values()}


def _title(analysis: Analysis, words: Sequence[Token]) -> dict[str, str]:
    if not words:
        return {}
    title = analysis.document.at(Span(words[0].span.start, words[-1].span.stop))
    return {title: title}


def _mention(
    sentence: Sentence,
    phrase: Phrase,
    morph: Morph,
    names: Sequence[Mention],
    seen: set[str],
) -> Mention | None:
    """The phrase as a mention, or None where it is no event."""
    verdict = _verdict(sentence, phrase, names, seen)
    if verdict == "":
        return None
    words = sentence.tokens[phrase.start : phrase.stop]
    if verdict == "nominal":
        words = sentence.tokens[phrase.first : phrase.last + 1]
        span = Span(words[0].span.start, words[-1].span.stop)
        return Mention(
            span, Kind.EVENT, Form.NOMINAL, phrase.kind, "events.nominal", SCORES["nominal"]
        )
    normal = morph.nominative(words, head=phrase.head - phrase.start)
    if phrase.start == 0:
        normal = _uncapitalised(normal, words[0])
    span = Span(words[0].span.start, words[-1].span.stop)
    return Mention(
        span, Kind.EVENT, Form.NAME, _quoted(normal), f"events.{verdict}", SCORES[verdict]
    )


def _verdict(sentence: Sentence, phrase: Phrase, names: Sequence[Mention], seen: set[str]) -> str:
    """Why the phrase is an event: proper, modified, bare, nominal; "" if it is none."""
    flags = kind_flags().get(phrase.kind, frozenset())
    head = sentence.tokens[phrase.head]
    if "standin" in flags:
        return "nominal" if seen and phrase.start == phrase.first else ""
    if _excluded(sentence.tokens, phrase, flags):
        return ""
    if phrase.bare and phrase.kind in seen:
        return "nominal"
    if _spoken(sentence.tokens, phrase):
        return ""
    if phrase.proper or phrase.kind.startswith(NAMED_KINDS):
        return "proper"
    if "Number=Plur" in head.feats and "plural" not in flags and phrase.kind[-1] not in "ыи":
        return ""
    if "Number=Sing" in head.feats and "plural" in flags and phrase.kind not in head.text.lower():
        return ""  # «сбор подписей» is none of the «сборы»
    if phrase.bare and any(same_kind(phrase.kind, kind) for kind in seen):
        return "nominal"
    if phrase.aimed and any(same_kind(phrase.kind, kind) for kind in seen):
        return "nominal"  # «Конкурс для авторов до 25 лет» after «конкурс «Стрелка»»
    attended = _attended(sentence, phrase, names)
    if phrase.modified:
        return "modified" if attended or "generic" not in flags else ""
    if "generic" in flags:
        return "bare" if attended and _takes_place(sentence, phrase, seen) else ""
    return "bare" if attended else ""


def _spoken(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """«выступил с [лекцией] о хирургии»: what is said, at another event."""
    before = tokens[phrase.start - 1].lemma if phrase.start else ""
    if before not in {"с", "со"} or "Case=Ins" not in tokens[phrase.head].feats:
        return False
    return phrase.kind in event_words("spoken") and not phrase.quoted


def _excluded(tokens: Sequence[Token], phrase: Phrase, flags: frozenset[str]) -> bool:
    """«Законодательное собрание» is a body; «школа», «день» are events under a name alone."""
    if phrase.kind == "защита" and not phrase.bare:
        said = {token.lemma for token in tokens[phrase.start : phrase.stop]}
        return event_words("thesis").isdisjoint(said)  # «защита населения» is none
    before = {token.lemma for token in tokens[phrase.start : phrase.first]}
    if before & {"законодательный", "федеральный", "передовой"} and phrase.kind != "конкурс":
        return not phrase.quoted
    capital = phrase.start > 0 and tokens[phrase.start].text[:1].isupper()
    return "named" in flags and not (phrase.proper or (capital and phrase.modified))


def _takes_place(sentence: Sentence, phrase: Phrase, seen: set[str]) -> bool:
    """«[Встреча] прошла», «на [открытии] выступили …»; «после встречи» tells of no event."""
    head = sentence.tokens[phrase.head]
    verb = sentence.tokens[head.head] if head.head >= 0 else head
    if head.rel.startswith("nsubj") and verb.lemma in event_words("held"):
        return True
    if head.rel == "obj" and verb.lemma in event_words("leads"):
        return True
    before = sentence.tokens[phrase.first - 1].lemma if phrase.first else ""
    return before == "на" and "Case=Loc" in head.feats and phrase.kind in event_words("moment")


def _attended(sentence: Sentence, phrase: Phrase, names: Sequence[Mention]) -> bool:
    """Whether the sentence says that it is held or that somebody is there."""
    if any(name.kind is Kind.PERSON for name in names):
        return True
    held = event_words("held")
    return any(token.lemma in held for token in sentence.tokens)


def _uncapitalised(normal: str, first: Token) -> str:
    """The name without the capital that the sentence gave it."""
    if first.text[:2].isupper() or first.pos == "PROPN" or not normal[:1].isalpha():
        return normal
    return normal[0].lower() + normal[1:]


def _quoted(normal: str) -> str:
    """The name with «…» for straight quotation marks."""
    return re.sub(r'"([^"]*)"', r"«\1»", normal)


def _stem(word: str) -> str:
    """A word without its ending: «Технопроме» → «технопром»."""
    word = word.lower().replace("ё", "е")
    return ENDING.sub("", word) if len(word) > 3 else word


def _titles_alone(
    analysis: Analysis, titles: dict[str, str], taken: Sequence[Mention]
) -> list[Mention]:
    """Later and earlier mentions by the quoted name alone: «на «Технопроме»»."""
    wanted = {}
    for title in titles:
        stems = tuple(_stem(word) for word in WORD.findall(title))
        if stems and len(title) > 3:
            wanted[stems] = title
    if not wanted:
        return []
    firsts = {stems[0] for stems in wanted}
    busy = [item.span for item in taken]
    found: list[Mention] = []
    for sentence in analysis.sentences:
        words = [token for token in sentence.tokens if WORD.fullmatch(token.text)]
        for index, word in enumerate(words):
            if not word.text[0].isupper() or _stem(word.text) not in firsts:
                continue
            for stems, title in wanted.items():
                group = words[index : index + len(stems)]
                if tuple(_stem(item.text) for item in group) != stems:
                    continue
                span = Span(group[0].span.start, group[-1].span.stop)
                if not any(other.meets(span) for other in busy):
                    found.append(
                        Mention(span, Kind.EVENT, Form.NAME, title, "events.again", SCORES["again"])
                    )
                    busy.append(span)
    return found
