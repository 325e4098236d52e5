"""What the text says of a title and the bodies where it may be held: named facts for the weights.

Views of the sentences enter; for each title the bodies and places beside it, those that the text
names elsewhere («ректор» and the only university), and nothing at all leave with their facts.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from newsnlp.lexicon import load_lexicon
from newsnlp.recognise.phrases import case_of
from newsnlp.recognise.place_adjectives import ADJECTIVE
from newsnlp.recognise.positions import CHAIR, HEADING
from newsnlp.recognise.titles import body_classes, names_territory, title_flags
from newsnlp.relate.clauses import head_of
from newsnlp.relate.holders import Candidate, Placed, View, between
from newsnlp.schema import Kind, Mention, Token
from newsnlp.text import fold_yo

__all__ = [
    "Bodies",
    "chaired",
    "kinds_of",
    "list_bodies",
    "may_govern",
    "sort_of_place",
    "stand_in_of",
    "survey",
]

_NEAR = 16  # tokens after the title in which its body may begin
_ASKED_LATELY = 1_000  # answers that are kept; some have twenty words
_KEPT = 5  # bodies of other sentences that are thought of
_ACRONYM = re.compile(r"[А-ЯЁA-Z][А-ЯЁA-Zа-яё]*[А-ЯЁA-Z][А-ЯЁA-Zа-яё-]*\d*$")
_UNIVERSITY = re.compile(r"[А-Я][А-Яа-я]*У[А-Я]{0,2}$")
_WALKS = {  # class of a title → classes of the bodies where it is usually held
    "medical": ("hospital",),
    "school": ("school", "college"),
    "pupil": ("school",),
    "academic": ("university",),
    "student": ("university", "college"),
    "church": ("church",),
    "media": ("media",),
    "military": ("military",),
    "worker": ("plant", "company"),
    "engineer": ("plant", "company", "science"),
    "law": ("law", "court"),
    "art": ("theatre", "museum"),
}
_NO_GOVERNMENT = frozenset({"bare", "acronym", "media"})
_SCHOOLS = frozenset({"вуз", "университет", "институт", "академия"})


@dataclass(frozen=True, slots=True)
class Bodies:
    """The named bodies and places of a document: name → its mentions with their sentences."""

    places: Mapping[str, tuple[tuple[int, Mention], ...]]
    first: str  # the body named first
    usual: str  # the body named most often
    single: frozenset[str]  # the only one of its class
    kinds: Mapping[str, frozenset[str]]  # name of a body → its classes

    def typed(self, flags: Sequence[str]) -> set[str]:
        """The bodies of the walk of life that the title's classes (c=medical) belong to."""
        wanted = {kind for flag in flags for kind in _WALKS.get(flag.removeprefix("c="), ())}
        return {name for name in self.kinds if self.kinds[name] & wanted}


def survey(views: Sequence[View]) -> Bodies:
    """The bodies of the document as a whole."""
    found: dict[str, list[tuple[int, Mention]]] = {}
    for view in views:
        for body in view.bodies:
            found.setdefault(body.mention.normal, []).append((view.number, body.mention))
    bodies = {k: tuple(v) for k, v in found.items() if v[0][1].kind is Kind.ORGANISATION}
    classes: dict[str, set[str]] = {}
    for name in bodies:
        for label in body_kinds(name):
            classes.setdefault(label, set()).add(name)
    return Bodies(
        {k: tuple(v) for k, v in found.items()},
        next(iter(bodies), ""),
        max(bodies, key=lambda name: len(bodies[name]), default=""),
        frozenset(next(iter(names)) for names in classes.values() if len(names) == 1),
        {name: body_kinds(name) for name in bodies},
    )


@lru_cache(maxsize=20_000)
def body_kinds(name: str) -> frozenset[str]:
    """The classes of a body by its name: «Канский колледж» → {"college"}."""
    outside = re.sub(r"[«\"„][^»\"“]*[»\"“]", "", name).lower()
    for word in outside.split():
        if found := body_classes(word.strip(",.()")):
            return found
    if _UNIVERSITY.match(name):
        return frozenset({"university"})
    if _ACRONYM.match(name):
        return frozenset({"acronym"})
    return frozenset({"bare"})


def list_bodies(views: Sequence[View], title: Placed, at: int, bodies: Bodies) -> list[Candidate]:
    """The bodies that may belong to the title in the sentence `at`, and nothing, with facts."""
    view = views[at]
    flags = _flags(title)
    stand_in = stand_in_of(view, title)
    near = [b for b in view.bodies if title.start <= b.start <= title.stop + _NEAR]
    early = [b for b in view.bodies if b.start < title.start]
    fitting = [b for b in early[:-3] if _fits(stand_in, b.mention)][-1:]
    early = [*fitting, *early[-3:]]
    adjacent = bool(near) and near[0].start <= title.stop + 1
    adjacent = adjacent or any(_by_adjective(b, title) for b in early)
    typed = bodies.typed(flags)
    shared = [f"adjacent={adjacent}", f"stand_in={bool(stand_in)}", f"typed={min(len(typed), 3)}"]
    found = [
        Candidate(b.mention, _here(view, title, b, (flags, near, shared, stand_in)))
        for b in (*near, *early)
    ]
    if "c=government" in flags and stand_in is None:
        beside = {b.mention for b in near}
        found = [c for c in found if c.mention in beside or (c.mention and may_govern(c.mention))]
    here = {b.mention.normal for b in (*near, *early)}
    found += _elsewhere(title, at, bodies, (flags, shared, stand_in, here))
    none = [f"none&{fact}" for fact in (*flags, *shared)]
    none += [f"none&{flags[0]}&{shared[0]}", f"none&bodies={min(len(bodies.places), 4)}"]
    none.append(f"none&left={view.signs[title.start - 1] if title.start else '^'}")
    none += [f"none&{shared[0]}&{shared[1]}&{flag}" for flag in flags]
    none.append(f"none&{shared[0]}&{shared[1]}&{shared[2]}")
    return [*found, Candidate(None, ("none", *dict.fromkeys(none)))]


def may_govern(mention: Mention) -> bool:
    """No agency that reports, no site is the body of an office that stands without one."""
    return mention.kind is Kind.PLACE or not body_kinds(mention.normal) & _NO_GOVERNMENT


def _flags(title: Placed) -> tuple[str, ...]:
    """The title's first word and classes."""
    heading = ("heading",) if title.mention.evidence == HEADING else ()
    return _words_of_title(title.mention.normal) + heading


@lru_cache(maxsize=_ASKED_LATELY)
def _words_of_title(normal: str) -> tuple[str, ...]:
    words = fold_yo(normal.lower()).split()
    two = [f"tt={words[0]} {words[1]}"] if len(words) > 1 else []
    return f"t={words[0]}", *(f"c={flag}" for flag in sorted(title_flags(normal))), *two


def stand_in_of(view: View, title: Placed) -> Token | None:
    """The noun right after the title that stands in for a body or territory: «колледжа»."""
    if title.mention.evidence == HEADING:
        return _governed(view, title)
    for n in range(title.stop, min(title.stop + 3, len(view.sentence.tokens))):
        token = view.sentence.tokens[n]
        if view.signs[n]:
            return None
        if body_classes(token.lemma) or names_territory(token):
            return token
        if token.pos not in ("ADJ", "DET", "PRON"):
            return None
    return None


def _governed(view: View, title: Placed) -> Token | None:
    """«музей» in «музей возглавлял»: the noun that a verb of heading governs."""
    for n, token in enumerate(view.sentence.tokens):
        object_of = token.head == title.start and case_of(token) in ("Acc", "Ins", "Nom")
        if object_of and not view.signs[n] and (
            body_classes(token.lemma) or names_territory(token)
        ):  # fmt: skip
            return token
    return None


def sort_of_place(name: str) -> str:
    """«country» or «region» for a name in the nominative that the lists know as one, else ""."""
    return _listed().get(name, "")


def kinds_of(mention: Mention) -> tuple[str, ...]:
    """The classes of a candidate as facts."""
    if mention.kind is Kind.PLACE:
        return _kinds_of_place(mention.normal)
    if mention.evidence == "organisations.company":
        return ("k=company", "k=quoted")
    return _kinds_of_body(mention.normal)


@lru_cache(maxsize=_ASKED_LATELY)
def _kinds_of_place(name: str) -> tuple[str, ...]:
    words = name.lower().split()
    sort = next((w for w in words if w in ("область", "край", "республика", "район")), "")
    return f"k=place {sort_of_place(name) or sort or 'town'}", "k=place"


@lru_cache(maxsize=_ASKED_LATELY)
def _kinds_of_body(name: str) -> tuple[str, ...]:
    return tuple(f"k={label}" for label in sorted(body_kinds(name)))


@cache
def _listed() -> Mapping[str, str]:
    """Each name of a country, or of a region without «область» and the like → which it is."""
    offices = load_lexicon("place_adjectives").values()
    countries = {row["place"] for row in offices if row["kind"] == "country"}
    found: dict[str, str] = {}
    for name, row in load_lexicon("place_names").items():
        forms = [name, *(form.strip() for form in row.get("also", "").split(","))]
        if not countries.isdisjoint(forms):
            found |= dict.fromkeys(forms, "country")
        else:
            found |= {form: "region" for form in forms if " " not in form}
    return found


@lru_cache(maxsize=_ASKED_LATELY)
def _crossed(flags: tuple[str, ...], kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Each class of the title beside each of the body."""
    return tuple([f"{flag}&{kind}" for flag in flags for kind in kinds])


@lru_cache(maxsize=_ASKED_LATELY)
def _crossed_elsewhere(flags: tuple[str, ...], kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The same for a body of another sentence."""
    crossed = _crossed(flags, kinds)
    return *[f"doc&{kind}" for kind in kinds], *crossed, *[f"doc&{fact}" for fact in crossed]


def _here(
    view: View,
    title: Placed,
    body: Placed,
    known: tuple[tuple[str, ...], Sequence[Placed], Sequence[str], Token | None],
) -> tuple[str, ...]:
    """The facts of a body or place in the title's sentence."""
    flags, near, shared, stand_in = known
    tokens = view.sentence.tokens
    kinds = kinds_of(body.mention)
    kind = kinds[-1]
    if _by_adjective(body, title):
        signs, order = [], "late"  # «томский губернатор» says what «губернатор области» does
    elif body.start < title.start:
        signs = between(view, min(body.stop, title.start), title.start)
        order = "early"
    else:
        signs = between(view, title.stop, max(body.start, title.stop))
        order = "inside" if body.start < title.stop else "late"
    facts = [order, f"{order}:{' '.join(signs[:6])}", f"{order}&{kind}:{' '.join(signs[:6])}"]
    facts += [f"{order}&has={sign}" for sign in set(signs)]
    far = 0 if _by_adjective(body, title) else abs(body.start - title.stop)
    facts.append(f"{order}&gap={min(far, 6)}")
    facts += [f"{order}&{k}" for k in kinds]
    facts += _crossed(flags, kinds)
    facts += [f"{order}&{fact}" for fact in (*flags, *shared)]
    facts.append(f"{order}&case={case_of(tokens[body.start])}")
    facts.append(f"{order}&parse={_tie(tokens, title, body)}")
    if stand_in is not None:
        facts.append(f"{order}&fits={_fits(stand_in, body.mention)}")
    inner = [b for b in view.bodies if b is not body and b.mention.span.covers(body.mention.span)]
    facts.append(f"{order}&nested={bool(inner)}")
    rank = next((n for n, b in enumerate(near) if b is body), -1)
    facts.append(f"{order}&rank={min(rank, 3)}")
    return tuple(dict.fromkeys(facts))


def _by_adjective(body: Placed, title: Placed) -> bool:
    """«томский» before «губернатор»."""
    return body.mention.evidence == ADJECTIVE and body.stop <= title.start <= body.stop + 2


def chaired(view: View, title: Placed) -> Mention | None:
    """The body before «под председательством», None for any other title."""
    if title.mention.evidence != CHAIR:
        return None
    before = [b for b in view.bodies if b.stop == title.start - 1]
    return before[0].mention if before else None


def _tie(tokens: Sequence[Token], title: Placed, body: Placed) -> str:
    """Whether the parse hangs the body on the title."""
    head = head_of(tokens, body.start, body.stop)
    above = tokens[head].head
    if title.start <= above < title.stop:
        return f"child {tokens[head].rel}"
    if above >= 0 and title.start <= tokens[above].head < title.stop:
        return "grandchild"
    return "apart"


def _elsewhere(
    title: Placed,
    at: int,
    bodies: Bodies,
    known: tuple[tuple[str, ...], Sequence[str], Token | None, set[str]],
) -> Iterator[Candidate]:
    """Bodies that other sentences name, the nearest mention before first."""
    flags, shared, stand_in, here = known
    ranked = []
    for name, mentions in bodies.places.items():
        place = mentions[0][1].kind is Kind.PLACE
        if name in here or (place and not {"c=government", "c=law"} & set(flags) and not stand_in):
            continue
        before = [
            (n, m) for n, m in mentions if n <= at and m.span.start < title.mention.span.start
        ]
        number, mention = before[-1] if before else mentions[0]
        ranked.append((at - number if before else 100 + number, name, mention, len(mentions)))
    ranked.sort(key=lambda item: (item[0], -item[2].span.start))
    fitting = [item for item in ranked if _fits(stand_in, item[2])]
    chosen = dict.fromkeys([*fitting[:2], *ranked[:_KEPT]])
    chosen |= dict.fromkeys(i for i in ranked if i[1] in (bodies.first, bodies.usual))
    typed = bodies.typed(flags) if chosen else set[str]()
    about = [f"doc&{fact}" for fact in (*flags, *shared)]
    for far, name, mention, count in chosen:
        facts = ["doc", f"doc&far={min(far, 5)}", f"doc&count={min(count, 4)}"]
        facts += ["doc&first"] * (name == bodies.first) + ["doc&usual"] * (name == bodies.usual)
        facts += ["doc&single"] * (name in bodies.single)
        if typed:
            label = "typed" if name in typed else "untyped"
            facts += [f"doc&{label}={min(len(typed), 3)}", f"doc&{label}&{shared[0]}&{shared[1]}"]
            facts += [f"doc&{label}={min(len(typed), 3)}&{shared[0]}&{shared[1]}"]
        facts += _crossed_elsewhere(flags, kinds_of(mention))
        facts += about
        if stand_in is not None:
            fit = _fits(stand_in, mention)
            only = fit and len(fitting) == 1
            facts += [
                f"doc&fits={fit}",
                f"doc&fits={fit}&nearest={fitting[:1] == [(far, name, mention, count)]}",
            ]
            facts += ["doc&only_fit"] * only
        elif name == bodies.first:
            facts += [f"doc&first&{flag}" for flag in flags]
        if stand_in is not None or "c=government" not in flags or may_govern(mention):
            yield Candidate(mention, tuple(dict.fromkeys(facts)))


def _fits(stand_in: Token | None, mention: Mention) -> bool:
    """Whether the noun may stand for the body: «колледжа» for «Канский колледж»."""
    if stand_in is None:
        return False
    noun = fold_yo(stand_in.lemma)
    words = fold_yo(mention.normal.lower()).split()
    if noun in words:
        return True
    if mention.kind is Kind.PLACE:
        city = noun in ("город", "столица", "мегаполис", "муниципалитет")
        region = noun in ("регион", "субъект")
        sort = {"область", "край", "республика", "округ", "район"} & set(words)
        return (city and not sort) or (region and (bool(sort) or words[-1].endswith("ия")))
    kinds = body_kinds(mention.normal)
    if mention.evidence == "organisations.company":
        return bool({"company", "plant", "bank"} & body_classes(noun))
    if noun in _SCHOOLS:
        return "university" in kinds
    return bool(body_classes(noun) & kinds) and noun in ("учреждение", "предприятие", "ведомство")
