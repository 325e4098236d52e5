"""What a sentence says of one person or body: the verb it hangs on, nouns, lists, speech.

An analysed sentence and the token range of a name enter; facts leave, texts such as
«act=вручить&Dat» (the verb above it is of handing over, and it stands in the dative). The classes
of verbs and nouns stand in `resources/lexicons/participation_verbs.tsv` and `…_nouns.tsv`.
Which event the facts are about is the business of `pairs`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from newsnlp.lexicon import load_lexicon
from newsnlp.relate.clauses import head_of, speech_mask
from newsnlp.schema import Form, Sentence, Token
from newsnlp.text import fold_yo

__all__ = ["Cues", "about_name", "heading_of", "read_cues", "stand_of"]

SHORT = 6  # tokens of a line that may be one of a list without a mark
WINDOW = 8  # tokens around a name in which a noun like «модератор» may be its own
PHRASE = frozenset({"appos", "flat", "flat:name", "flat:foreign", "conj", "list", "parataxis"})
GROUPS = frozenset({"команда", "делегация"})  # «[команда] ТПУ победила»: so did the body
TEAMS = frozenset({"жюри", "делегация"})
BREAKS = frozenset(",;—–-:()|")
DASHES = frozenset("—–-")
ENDS = frozenset(";:—–")
ITEM = re.compile(r"[—–•*✅▪●·-]|\d{1,3}$|\|")  # what a line of a list begins with
CONTACT = frozenset({"@", "тел", "телефон", "контакт", "контакты", "аккредитация", "справка"})


@dataclass(frozen=True, slots=True)
class Cues:
    """A sentence with what is to be looked up in it; one class or "" for each token."""

    sentence: Sentence
    lemmas: tuple[str, ...]
    verbs: tuple[str, ...]
    nouns: tuple[str, ...]
    speech: frozenset[int]  # the verbs of speech
    quoted: tuple[bool, ...]
    header: tuple[str, ...]  # classes of the line with a colon that a list stands under
    plain: tuple[str, ...]  # what holds for each name of the sentence
    before: tuple[str, ...]  # «жюри», «делегация» in the sentence before, for «в него вошли»


@cache
def _classes(name: str) -> dict[str, str]:
    """Folded lemma → class, for a lexicon of participations."""
    rows = load_lexicon(f"participation_{name}").items()
    return {fold_yo(lemma): row["class"] for lemma, row in rows}


@cache
def _speech() -> frozenset[str]:
    """The folded lemmas of verbs of speech."""
    return frozenset(fold_yo(lemma) for lemma in load_lexicon("speech_verbs"))


def read_cues(sentences: Sequence[Sentence]) -> Iterator[Cues]:
    """The cues of each sentence, in the order of the text."""
    header: tuple[str, ...] = ()
    inline = False
    before: tuple[str, ...] = ()
    for number, sentence in enumerate(sentences):
        first = not number or sentences[number - 1].paragraph != sentence.paragraph
        tokens = sentence.tokens
        if first and not _listed(tokens):
            header = ()
        cues = _read(sentence, header, before)
        yield cues
        before = tuple(TEAMS.intersection(cues.nouns))
        stop = heading_of(sentence)
        if stop == len(tokens) or (stop and not header):
            found = [item for item in (*cues.nouns[:stop], *cues.verbs[:stop]) if item]
            header, inline = tuple(dict.fromkeys(found)) or ("none",), stop < len(tokens)
        elif inline and tokens and tokens[-1].text != ";":
            header, inline = (), False  # the list has come to its end


def heading_of(sentence: Sentence) -> int:
    """Of how many tokens the heading consists that a list stands under; 0 if there is none.

    A line with a colon at its end is one, and «Жюри: Иванов, актёр;», whose list goes on behind the
    semicolon, has one.
    """
    texts = [token.text for token in sentence.tokens]
    if texts and texts[-1] == ":":
        return len(texts)
    return texts.index(":") + 1 if texts and texts[-1] == ";" and ":" in texts else 0


def _listed(tokens: Sequence[Token]) -> bool:
    """Whether the line may be one of a list: it has a mark before it or a semicolon after it."""
    return bool(tokens) and (
        ITEM.match(tokens[0].text) is not None or tokens[-1].text == ";" or len(tokens) < SHORT
    )


def _read(sentence: Sentence, header: tuple[str, ...], before: tuple[str, ...]) -> Cues:
    tokens = sentence.tokens
    lemmas = tuple([fold_yo(token.lemma) for token in tokens])
    verbs, nouns, said = _classes("verbs"), _classes("nouns"), _speech()
    speech = frozenset(
        [n for n, lemma in enumerate(lemmas) if lemma in said and tokens[n].pos == "VERB"]
    )
    plain = ["contact"] if not CONTACT.isdisjoint(lemmas) else []
    if tokens and tokens[0].text in DASHES and speech:
        plain.append("dash_speech")
    elif tokens and ITEM.match(tokens[0].text):
        plain.append("item")
    return Cues(
        sentence,
        lemmas,
        tuple([verbs.get(lemma, "") for lemma in lemmas]),
        tuple([nouns.get(lemma, "") for lemma in lemmas]),
        speech,
        tuple(speech_mask(tokens)),
        header,
        tuple(plain),
        before,
    )


def about_name(cues: Cues, start: int, stop: int, form: Form) -> tuple[list[str], int]:
    """The facts about the name at tokens `start` to `stop`, and the index of its verb or -1."""
    tokens = cues.sentence.tokens
    if stop == 0:
        return [f"form={form}"], -1
    top, titles = _climb(cues, head_of(tokens, start, stop))
    verb = _verb_above(cues, top)
    case = _case(tokens, (top, *range(start, stop)))
    facts = [f"form={form}", f"case={case}", f"form={form}&case={case}", *cues.plain]
    facts += [f"title={item}" for item in titles]
    facts += _about_verb(cues, top, verb, case)
    facts += _around(cues, start, stop)
    facts += [f"header={item}" for item in cues.header]
    facts += [f"told={item}" for item in _told_apart(cues, stop)]
    if cues.quoted[start]:
        facts.append("in_speech")
    if start and tokens[start - 1].pos == "ADP":
        facts.append(f"prep={cues.lemmas[start - 1]}")
    if case == "Gen" and _chaired(cues, start):
        facts.append("chaired")
    if case == "Ins" and _led(cues, start):
        facts.append("led")
    if "войти" in cues.verbs and "жюри" not in cues.nouns:
        facts += [f"lead={item}" for item in cues.before]
    return facts, verb


def stand_of(cues: Cues, start: int, stop: int) -> tuple[int, int, int, int]:
    """Of the tokens `start` to `stop`: head, top of its phrase, verb above, verb told apart; or -1.

    «Иванов, который [выступит] с докладом» tells of a verb apart.
    """
    head = head_of(cues.sentence.tokens, start, stop)
    top, _ = _climb(cues, head)
    return head, top, _verb_above(cues, top), _verb_apart(cues, stop)


def _told_apart(cues: Cues, stop: int) -> list[str]:
    """The class of the verb that is told apart, see `_verb_apart`."""
    verb = _verb_apart(cues, stop)
    return [cues.verbs[verb]] if verb > 0 and cues.verbs[verb] else []


def _verb_apart(cues: Cues, stop: int) -> int:
    """The verb in «Иванов, президент «Кварца», который [выступит] с докладом»; -1 if none."""
    tokens = cues.sentence.tokens
    for n in range(stop, min(stop + 2 * WINDOW, len(tokens))):
        if tokens[n].lemma == "который":
            if "Case=Nom" not in tokens[n].feats or "Number=Sing" not in tokens[n].feats:
                return -1
            return next((k for k in range(n + 1, len(tokens)) if tokens[k].pos == "VERB"), -1)
        if (
            tokens[n].pos in ("VERB", "CCONJ")
            or tokens[n].text in ENDS
            or (n == stop and tokens[n].text != ",")
        ):
            return -1
    return -1


def _chaired(cues: Cues, start: int) -> bool:
    """«под [председательством] министра Иванова»: the noun with no break before the name."""
    for n in range(start - 1, max(-1, start - 2 * WINDOW), -1):
        if cues.sentence.tokens[n].text in BREAKS or cues.sentence.tokens[n].pos == "VERB":
            return False
        if cues.lemmas[n] in {"председательство", "руководство"}:
            return n > 0 and cues.lemmas[n - 1] == "под"
    return False


def _led(cues: Cues, start: int) -> bool:
    """«во главе с техническим директором Ивановым»."""
    for n in range(start - 1, max(1, start - 2 * WINDOW), -1):
        if cues.sentence.tokens[n].text in BREAKS or cues.sentence.tokens[n].pos == "VERB":
            return False
        if cues.lemmas[n] in {"с", "со"}:
            return cues.lemmas[n - 1] == "глава"
    return False


def _climb(cues: Cues, head: int) -> tuple[int, list[str]]:
    """The top of the noun phrase («ректор» of «ректор ТУСУРа Иванов») and the classes passed."""
    tokens, place, passed = cues.sentence.tokens, _title_above(cues, head), []
    for _ in range(12):
        up = tokens[place].head
        team = up >= 0 and tokens[place].rel == "nmod" and cues.nouns[up] in GROUPS
        phrase = tokens[place].rel in PHRASE and tokens[up].pos != "VERB"
        if up < 0 or up == place or not (team or phrase):
            break
        if cues.nouns[up] and tokens[place].rel != "conj":
            passed.append(cues.nouns[up])
        place = up
    return place, passed


def _title_above(cues: Cues, head: int) -> int:
    """The title in the nominative that a name in it stands beside, where the parse says another.

    «выступила [заведующая] кафедрой химии Анна Бойко»: the parse takes her for a chair's name.
    """
    tokens = cues.sentence.tokens
    place = tokens[head].head
    if place < 0 or tokens[head].rel != "appos" or _case(tokens, (head,)) != "Nom":
        return head
    for _ in range(6):
        if place < 0 or tokens[place].pos not in ("NOUN", "PROPN"):
            return head
        if _case(tokens, (place,)) == "Nom":
            return place
        place = tokens[place].head
    return head


def _verb_above(cues: Cues, start: int) -> int:
    """The index of the nearest verb above the token `start`, else of its clause; -1 if none."""
    tokens = cues.sentence.tokens
    place = tokens[start].head
    for _ in range(12):  # a parse may hold a circle
        if place < 0:
            break
        if tokens[place].pos == "VERB" or (cues.verbs[place] and tokens[place].pos != "NOUN"):
            return place
        place = tokens[place].head
    return _verb_of_clause(cues, start)


def _verb_of_clause(cues: Cues, start: int) -> int:
    """The nearest verb with a class between the semicolons, dashes and colons around the token."""
    tokens = cues.sentence.tokens
    low = next((n + 1 for n in range(start, -1, -1) if tokens[n].text in ENDS), 0)
    high = next((n for n in range(start, len(tokens)) if tokens[n].text in ENDS), len(tokens))
    known = [n for n in range(low, high) if cues.verbs[n] and tokens[n].pos != "NOUN"]
    return min(known, key=lambda n: abs(n - start), default=-1)


def _case(tokens: Sequence[Token], places: Sequence[int]) -> str:
    """The first case among the tokens at `places`: «Nom»."""
    for place in places:
        for item in tokens[place].feats:
            if item.startswith("Case="):
                return item[5:]
    return ""


def _about_verb(cues: Cues, top: int, verb: int, case: str) -> list[str]:
    """The verb above the name, its voice and mood, and the nouns that hang on it."""
    tokens = cues.sentence.tokens
    rel = tokens[top].rel
    if verb < 0:
        near = [cues.nouns[n] for n, token in enumerate(tokens) if token.head == top]
        near += [cues.nouns[tokens[top].head]] if tokens[top].head >= 0 else []
        return ["act=none", *(f"root={item}" for item in near if item), f"rel={rel}"]
    act = cues.verbs[verb] or ("said" if verb in cues.speech else "other")
    direct = tokens[top].head == verb
    facts = [f"act={act}", f"act={act}&{case}", f"rel={rel}"]
    facts.append(f"act={act}&{rel if direct else 'far'}")
    feats = tokens[verb].feats
    if "Voice=Pass" in feats:
        facts += ["passive", f"act={act}&passive"]
    if "Tense=Fut" in feats:
        facts.append("future")
    under = [n for n, token in enumerate(tokens) if token.head == verb]
    under += [n for n, token in enumerate(tokens) if token.head in under and token.rel == "nmod"]
    facts += [f"with={cues.nouns[n]}" for n in under if cues.nouns[n] and n != top]
    facts += [f"with={cues.nouns[n]}&act={act}" for n in under if cues.nouns[n] and n != top]
    if any(cues.lemmas[n] == "не" for n in under):
        facts.append("negated")
    above = tokens[verb].head
    inner = [n for n in under if tokens[n].pos == "VERB" and tokens[n].rel == "xcomp"]
    if act == "other" and above >= 0 and cues.verbs[above]:
        facts.append(f"act={cues.verbs[above]}&over")
    return [*facts, *(f"act={cues.verbs[n]}" for n in inner if cues.verbs[n])]


def _around(cues: Cues, start: int, stop: int) -> list[str]:
    """The nouns and verbs to the left and right, in the name's own stretch or apart from it."""
    tokens = cues.sentence.tokens
    facts: list[str] = []
    own, place = True, start - 1
    while place >= max(0, start - WINDOW):
        text = tokens[place].text
        if own and (text in BREAKS or tokens[place].pos == "VERB"):
            own = False
            if text in DASHES or text == ":":
                facts += [f"dash={item}" for item in _before(cues, place)]
        noun = cues.nouns[place]
        if noun:
            facts.append(f"{'own' if own else 'left'}={noun}")
        place -= 1
    facts += [f"right={cues.nouns[n]}" for n in range(stop, min(stop + WINDOW, len(tokens)))
              if cues.nouns[n]]  # fmt: skip
    if stop + 1 < len(tokens) and tokens[stop].text in {",", "(", "—", "–"}:
        facts += [f"apposed={cues.nouns[n]}" for n in (stop + 1, stop + 2)
                  if n < len(tokens) and cues.nouns[n]]  # fmt: skip
    marks = [(start - n, n) for n in range(start) if cues.nouns[n] or cues.verbs[n]]
    if marks:
        last = min(marks)[1]
        facts.append(f"last={cues.nouns[last] or cues.verbs[last]}")
    facts += [f"lead={item}" for item in _colon(cues, start)]
    after = next((n for n in range(stop, len(tokens)) if cues.nouns[n] or cues.verbs[n]), -1)
    facts.append(f"next={(cues.nouns[after] or cues.verbs[after]) if after >= 0 else 'none'}")
    return list(dict.fromkeys(facts))


def _before(cues: Cues, place: int) -> list[str]:
    """The classes of nouns between the dash at `place` and the break before it."""
    found = []
    for n in range(place - 1, max(-1, place - WINDOW), -1):
        if cues.sentence.tokens[n].text in ",;:()":
            break
        found += [item for item in (cues.nouns[n], cues.verbs[n]) if item]
    return found


def _colon(cues: Cues, start: int) -> list[str]:
    """The classes before the colon that the name stands under: «СЛУШАЛИ: …», «Жюри: …»."""
    texts = [token.text for token in cues.sentence.tokens[:start]]
    if ":" not in texts:
        return []
    stop = len(texts) - 1 - texts[::-1].index(":")
    if any(token.pos == "VERB" for token in cues.sentence.tokens[stop:start]):
        return []  # «экскурсию для гостей: провёл её Иванов»
    low = max(0, stop - WINDOW)
    return [item for n in range(low, stop) for item in (cues.nouns[n], cues.verbs[n]) if item]
