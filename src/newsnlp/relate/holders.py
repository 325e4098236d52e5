"""What the text says of a title and the persons who may hold it: named facts that weights count.

An analysis and its mentions enter; for each title the persons of its sentence, and those whom the
text spoke of before, leave with their facts. A fact is a short text such as «after:,» (the name
follows a comma). Nothing is decided here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from newsnlp.lexicon import load_lexicon
from newsnlp.recognise.phrases import case_of
from newsnlp.recognise.positions import HEADING
from newsnlp.recognise.titles import head_lemma, led_at_events, title_flags, verb_kinds
from newsnlp.relate.clauses import governing_verb, head_of, speech_mask, tokens_of
from newsnlp.schema import Analysis, Form, Kind, Mention, Sentence, Token
from newsnlp.surnames import surname_gender
from newsnlp.text import fold_yo
from newsnlp.words import feature

__all__ = ["Candidate", "Placed", "View", "between", "list_holders", "views_of"]

_PHRASE = frozenset("BLEnaNq0")  # signs of what a title may govern
_SIDE = 3  # persons on either side of a title who are thought of
_SIGNS = {Kind.ORGANISATION: "B", Kind.PLACE: "L", Kind.POSITION: "T", Kind.PERSON: "P"}
_SIGNS |= {Kind.EVENT: "E"}


@cache
def _speech() -> frozenset[str]:
    """The folded verbs of speech: «отметил ректор» repeats a title, it gives none."""
    return frozenset(fold_yo(lemma) for lemma in load_lexicon("speech_verbs"))


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention with its token range in the sentence."""

    mention: Mention
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may fill a place of a role, None for nothing, and what speaks for and against it."""

    mention: Mention | None
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A sentence with its mentions in place."""

    number: int
    sentence: Sentence
    persons: tuple[Placed, ...]
    titles: tuple[Placed, ...]
    bodies: tuple[Placed, ...]  # named bodies and places
    signs: tuple[str, ...]  # for each token the mention it stands in, "" for none
    quoted: list[bool]


def views_of(analysis: Analysis, mentions: Sequence[Mention]) -> list[View]:
    """The sentences in their order."""
    found = []
    rest = sorted((m for m in mentions if m.kind in _SIGNS), key=lambda m: m.span.start)
    for number, sentence in enumerate(analysis.sentences):
        inside = sentence.among(rest)
        placed = [Placed(m, *tokens_of(sentence, m.span)) for m in inside]
        named = [p for p in placed if p.stop and _stands(p.mention)]
        signs = [""] * len(sentence.tokens)
        for place in named:  # outer before inner: the outer sign stays
            for n in range(place.start, place.stop):
                signs[n] = signs[n] or _SIGNS[place.mention.kind]
        found.append(
            View(
                number,
                sentence,
                tuple(p for p in named if p.mention.kind is Kind.PERSON),
                tuple(p for p in named if p.mention.kind is Kind.POSITION),
                tuple(p for p in named if p.mention.kind in (Kind.ORGANISATION, Kind.PLACE)),
                tuple(signs),
                speech_mask(sentence.tokens),
            )
        )
    return found


def _stands(mention: Mention) -> bool:
    """Whether the mention is a name, or an event by any name: «председатель жюри конкурса»."""
    return mention.form is Form.NAME or mention.kind is Kind.EVENT


def between(view: View, start: int, stop: int) -> list[str]:
    """The signs of what lies in the token range, runs of one mention or of one kind as one."""
    found: list[str] = []
    for n in range(start, stop):
        token = view.sentence.tokens[n]
        sign = view.signs[n] or _sign(token)
        if not (found and found[-1] == sign and sign in "BLTPEna"):
            found.append(sign)
    return found


def _outline(signs: Sequence[str]) -> str:
    """The signs with every run of words and bodies as one «b», at most eight: «b,Tb»."""
    found: list[str] = []
    for sign in signs:
        short = "b" if sign in "BLEnaNq0()" else sign
        if not (found and found[-1] == short == "b"):
            found.append(short)
    return "".join(found[:8])


def _sign(token: Token) -> str:
    """A mark or small word as it is, a verb as V, other words by their class."""
    if token.pos == "PUNCT" or not token.text[0].isalnum():
        return "-" if token.text in "–—-" else "q" if token.text in '«»"„“' else token.text
    if token.pos in ("VERB", "AUX"):
        return "g" if "VerbForm=Conv" in token.feats or "VerbForm=Part" in token.feats else "V"
    if token.pos in ("CCONJ", "ADP", "SCONJ", "PART"):
        return token.text.lower()
    return {"NOUN": "n", "ADJ": "a", "PROPN": "N", "PRON": "r", "NUM": "0"}.get(token.pos, "x")


def list_holders(views: Sequence[View], title: Placed, at: int) -> Iterator[Candidate]:
    """The persons who may hold the title in the sentence number `at`, each with its facts."""
    view = views[at]
    about = _about_title(view, title)
    before = [p for p in view.persons if p.stop <= title.start][-_SIDE:]
    after = [p for p in view.persons if p.start >= title.stop][:_SIDE]
    for rank, person in enumerate(reversed(before)):
        yield Candidate(person.mention, _here(view, title, person, about, rank))
    for rank, person in enumerate(after):
        yield Candidate(person.mention, _here(view, title, person, about, rank))
    if not before and _goes_on(view, title):
        yield from _carried(views, title, at, about)


def _about_title(view: View, title: Placed) -> list[str]:
    """What holds of the title whoever may hold it."""
    tokens = view.sentence.tokens
    head = _head(tokens, title)
    lemma = head_lemma(tokens[head]) or title.mention.normal.split(" ")[0]
    facts = [f"title={lemma}", *(f"class={flag}" for flag in title_flags(title.mention.normal))]
    facts.append(f"case={case_of(tokens[head])}")
    facts.append(f"number={feature(tokens[head].feats, 'Number')}")
    facts.append(f"words={min(title.stop - title.start, 4)}")
    if title.mention.evidence == HEADING:
        facts.append("heading")
    facts += _complements(view, title)
    if title.start == 0:
        facts.append("opens")
    if view.quoted[head]:
        facts.append("speech")
    verb = governing_verb(tokens, head)
    if verb >= 0:
        kinds = verb_kinds().get(fold_yo(tokens[verb].lemma), ())
        facts += [f"verb={kind}" for kind in kinds] or ["verb=other"]
        if fold_yo(tokens[verb].lemma) in _speech():
            facts.append("said")
        facts += [f"verb={kind}&case={case_of(tokens[head])}" for kind in kinds]
        if "Tense=Fut" in tokens[verb].feats:
            facts.append("future")
    facts.append(f"rel={tokens[head].rel}")
    facts.append(f"left={_sign(tokens[title.start - 1]) if title.start else '^'}")
    facts.append(f"closes={_closing(view, title)}")
    right = title.stop if title.stop < len(tokens) else -1
    facts.append(f"right={view.signs[right] or _sign(tokens[right])}" if right > 0 else "right=$")
    return facts


def _closing(view: View, title: Placed) -> str:
    """The sign of what ends the phrase of the title: «,» in «Иванов, президент «Элекарда», …»."""
    for n in range(title.stop, len(view.sentence.tokens)):
        sign = view.signs[n] or _sign(view.sentence.tokens[n])
        if sign not in _PHRASE:
            return sign
    return "$"


def _complements(view: View, title: Placed) -> list[str]:
    """The last word of the title and the noun after it: «капитан команды», «председатель жюри»."""
    tokens = view.sentence.tokens
    facts = []
    if title.stop - title.start > 1 and tokens[title.stop - 1].pos == "NOUN":
        facts.append(f"comp={fold_yo(tokens[title.stop - 1].lemma)}")
        facts += ["of_event"] * led_at_events(tokens[title.stop - 1])
    for n in range(title.stop, min(title.stop + 3, len(tokens))):
        if view.signs[n] == "E":
            facts.append("of_event")
            break
        if tokens[n].pos == "NOUN" and not view.signs[n]:
            facts.append(f"next={fold_yo(tokens[n].lemma)}")
            facts += ["of_event"] * led_at_events(tokens[n])
            break
        if tokens[n].pos not in ("ADJ", "ADP") or view.signs[n]:
            break
    return facts


def _head(tokens: Sequence[Token], title: Placed) -> int:
    """The index of the title's head noun."""
    for n in range(title.start, title.stop):
        if head_lemma(tokens[n]):
            return n
    return head_of(tokens, title.start, title.stop)


def _here(
    view: View, title: Placed, person: Placed, about: Sequence[str], rank: int
) -> tuple[str, ...]:
    """The facts of a person in the title's sentence."""
    tokens = view.sentence.tokens
    order = "after" if person.start >= title.stop else "before"
    low, high = min(title.stop, person.stop), max(title.start, person.start)
    signs = between(view, low, high)
    facts = [f"{order}", f"{order}&rank={rank}", f"gap={min((high - low) // 2, 8)}"]
    facts.append(f"{order}:{' '.join(signs[:7])}")
    facts += [f"{order}&has={sign}" for sign in set(signs)]
    if signs:
        facts += [f"{order}&first={signs[0]}", f"{order}&last={signs[-1]}"]
        facts.append(f"{order}&ends={signs[0]} {signs[-1]}")
    facts += [f"{order}~{fact}" for fact in (_outline(signs), *_agreement(tokens, title, person))]
    if signs in ([","], ["("], ["-"]):
        facts.append(f"{order}:{signs[0]}&closes={_closing(view, title)}")
    same = _agreement(tokens, title, person)[0]
    facts.append(f"{order}~{_outline(signs)}&{same}")
    number = feature(tokens[_head(tokens, title)].feats, "Number")
    facts.append(f"{order}~{_outline(signs)}&{number}")
    facts.append(f"{order}&{number}&verb_between={'V' in signs}")
    facts += _ties(tokens, title, person)
    others = [p for p in view.titles if p is not title]
    own = any(low <= p.start < high for p in others)
    facts.append(f"{order}&other_title={own}")
    beside = _beside(view, title, person, order)
    facts += [f"{order}&{fact}" for fact in beside]
    facts.append(f"speech={view.quoted[title.start] == view.quoted[person.start]}")
    facts += [f"{order}&{fact}" for fact in about]
    form = "full" if " " in person.mention.normal else "short"
    facts.append(f"name={form}")
    return tuple(dict.fromkeys(facts))


def _beside(view: View, title: Placed, person: Placed, order: str) -> list[str]:
    """Whether another title stands right beside the person, another person beside the title."""
    facts = []
    if order == "before":
        own = [t for t in view.titles if t.stop <= person.start]
        if own:
            signs = between(view, own[-1].stop, person.start)
            if all(sign in ("B", "L", "q", "n", "a") for sign in signs):
                facts.append("holds_before")
        after = [p for p in view.persons if p.start >= title.stop]
        if after:
            facts.append(f"next:{' '.join(between(view, title.stop, after[0].start)[:5])}")
        else:
            facts.append("none_after")
    else:
        before = [p for p in view.persons if p.stop <= title.start]
        if before:
            facts.append(f"prev:{' '.join(between(view, before[-1].stop, title.start)[-4:])}")
        else:
            facts.append("none_before")
        own = [t for t in view.titles if title.stop <= t.start and t.stop <= person.start]
        facts.append(f"titles_between={min(len(own), 3)}")
    return facts


def _agreement(tokens: Sequence[Token], title: Placed, person: Placed) -> list[str]:
    """Whether case and gender of the two agree."""
    one, other = tokens[_head(tokens, title)], tokens[person.start]
    cases = [case_of(token) for token in tokens[person.start : person.stop]]
    facts = [f"same_case={case_of(one) in cases}"]
    gender = feature(other.feats, "Gender")
    facts.append(f"same_gender={feature(one.feats, 'Gender') == gender}")
    return facts


def _ties(tokens: Sequence[Token], title: Placed, person: Placed) -> list[str]:
    """How the two hang together in the parse."""
    one, other = _head(tokens, title), head_of(tokens, person.start, person.stop)
    facts = [f"rels={tokens[one].rel} {tokens[other].rel}"]
    if tokens[other].head == one:
        facts.append(f"down={tokens[other].rel}")
    elif tokens[one].head == other:
        facts.append(f"up={tokens[one].rel}")
    elif tokens[one].head >= 0 and tokens[one].head == tokens[other].head:
        facts.append(f"siblings={tokens[one].rel} {tokens[other].rel}")
    elif 0 <= tokens[other].head < len(tokens) and tokens[tokens[other].head].head == one:
        facts.append("grandchild")
    else:
        facts.append("apart")
    verbs = governing_verb(tokens, one), governing_verb(tokens, other)
    facts.append("same_verb" if verbs[0] == verbs[1] else "other_verb")
    return facts


def _goes_on(view: View, title: Placed) -> bool:
    """Whether the sentence may tell of somebody named before: a verb of tenure, a bare fragment.

    «отметил ректор», «задержали продавца» do not: a title there gives no new role.
    """
    tokens = view.sentence.tokens
    head = _head(tokens, title)
    if view.quoted[head] or feature(tokens[head].feats, "Number") == "Plur":
        return False
    if title.mention.evidence == HEADING:
        return True
    above = tokens[head].head
    if above >= 0 and tokens[above].lemma in ("пост", "должность", "обязанность", "звание"):
        return True
    tied = above >= 0 and bool(verb_kinds().get(fold_yo(tokens[above].lemma)))
    if tied and case_of(tokens[head]) == "Ins":
        return True
    if any(t.head == head and t.rel.startswith("cop") for t in tokens):
        return True
    finite = any("VerbForm=Fin" in t.feats for t in tokens)
    return case_of(tokens[head]) == "Nom" and (not finite or _after_pronoun(tokens, title))


def _after_pronoun(tokens: Sequence[Token], title: Placed) -> bool:
    """«она – член совета директоров», «ныне он первокурсник»."""
    words = [t.text.lower() for t in tokens[max(0, title.start - 4) : title.start]]
    return "он" in words or "она" in words


def _carried(
    views: Sequence[View], title: Placed, at: int, about: Sequence[str]
) -> Iterator[Candidate]:
    """Persons named before whom the sentence may go on about: «В 2010 году стал деканом»."""
    view, seen = views[at], set()
    past = [(v.number, p) for v in views[max(0, at - 8) : at] for p in v.persons]
    if not past:
        return
    counts: dict[str, int] = {}
    for _, person in past:
        counts[person.mention.normal] = counts.get(person.mention.normal, 0) + 1
    topic = views[past[-1][0]].persons[0]
    labelled = (("last", past[-1][1]), ("topic", topic))
    for label, person in labelled:
        if person.mention.span in seen:
            continue
        seen.add(person.mention.span)
        number = max(n for n, p in past if p is person)
        far = at - number
        same = views[number].sentence.paragraph == view.sentence.paragraph
        facts = ["carry", f"carry={label}", f"far={min(far, 4)}", f"paragraph={same}"]
        facts.append(f"paragraph={same}&far={min(far, 4)}")
        facts.append("alone" if topic is past[-1][1] else "many")
        facts.append(f"named_here={bool(view.persons)}")
        gender = _gender(person.mention.normal)
        facts.append(f"gender={_told_gender(view, gender)}")
        facts += [f"carry&{fact}" for fact in (*about, *_subject(view, title))]
        facts += [f"carry&gender={_told_gender(view, gender)}&{f}" for f in _subject(view, title)]
        yield Candidate(person.mention, tuple(dict.fromkeys(facts)))


def _gender(name: str) -> str:
    """The gender that the last word of a name shows, "" if it shows none."""
    words = name.split()
    return next((g for g in map(surname_gender, reversed(words)) if g), "")


def _told_gender(view: View, gender: str) -> str:
    """Whether the first finite verb in the past has this gender."""
    for token in view.sentence.tokens:
        told = feature(token.feats, "Gender")
        if token.pos == "VERB" and told in ("Masc", "Fem"):
            return "?" if not gender else str(told == gender)
    return "-"


def _subject(view: View, title: Placed) -> list[str]:
    """Who or what the sentence is about, as far as it says before the title."""
    tokens = view.sentence.tokens[: title.start]
    facts = []
    subjects = [t for t in tokens if t.rel in ("nsubj", "nsubj:pass") and t.pos != "DET"]
    pronoun = any(t.text.lower() in ("он", "она", "его", "её", "ему", "ей") for t in tokens)
    if pronoun:
        facts.append("pronoun")
    elif subjects:
        facts.append(f"subject={subjects[0].pos}")
    else:
        facts.append("no_subject")
    if any(len(t.text) == 4 and t.text.isdigit() for t in view.sentence.tokens):
        facts.append("year")
    return facts
