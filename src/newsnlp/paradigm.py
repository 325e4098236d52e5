"""A phrase in the six cases: title, body and name together, each inflected as what it is.

In comes one phrase («проректор по науке Ольга Ивановна Гурко»), in the nominative or, where its
words tell, in another case; out comes a `Paradigm`. The number of the phrase stays as it is. Words
are taken for what they are alone: nothing is known of the person or the body.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from newsnlp.analyse import Analyser
from newsnlp.declension import Hint
from newsnlp.errors import PhraseError
from newsnlp.morph import Group, Morph, joined
from newsnlp.name_forms import NameForms, name_forms
from newsnlp.phrase_forms import phrase_forms
from newsnlp.phrase_heads import Heads
from newsnlp.phrase_parts import Part, abbreviated, never_changes, outside_quotes, parts_of
from newsnlp.read.decode import clean
from newsnlp.recognise.organisations import names_body
from newsnlp.recognise.persons import find_persons
from newsnlp.recognise.phrases import OPENING, is_capital
from newsnlp.recognise.titles import title_head
from newsnlp.schema import Analysis, Document, Span, Token
from newsnlp.segment import segment
from newsnlp.words import feature

__all__ = ["CASES", "Decliner", "Paradigm"]

CASES = {
    "Nom": "именительный",
    "Gen": "родительный",
    "Dat": "дательный",
    "Acc": "винительный",
    "Ins": "творительный",
    "Loc": "предложный",
}

_WORD = re.compile(r"[А-ЯЁа-яё]{2}")
_APOSTROPHE = re.compile("[А-ЯЁа-яё]['’][А-ЯЁа-яё]*$")
_FIRM = re.compile("...(?:строй|маш|прибор|проект|пром|сервис)$")  # not all are in quotation marks
_TOWNS = frozenset({"город", "река"})  # «города Томска», but «республики Алтай»
_STREETS = frozenset("ул пр просп пл пер наб им б-р".split())  # «ул. Ленина»
_APPOSED = 1.1  # points by which another case may suit a name better
_UNSURE = 0.6  # points by which another case may suit a single word better
_EQUAL = 0.1  # the same, where it is as good as none
_SURE = 3.0  # points of the case that the title has, of the gender that it shows


@dataclass(frozen=True, slots=True)
class Paradigm:
    """A phrase in six cases: "Nom", "Gen", "Dat", "Acc", "Ins", "Loc".

    `short` has the person's name alone, with initials («О. И. Гурко»); it is empty where the phrase
    names nobody by given name and surname.
    """

    full: Mapping[str, str]
    short: Mapping[str, str]

    def __str__(self) -> str:
        """A heading and a line for each case: its Russian name, the phrase, the name alone."""
        rows = [("Падеж", "Полностью", "Кратко" if self.short else "")]
        rows += [
            (title, self.full[case], self.short.get(case, "")) for case, title in CASES.items()
        ]
        widths = [max(len(row[n]) for row in rows) for n in (0, 1)]
        return "\n".join(f"{a:{widths[0]}}  {b:{widths[1]}}  {c}".rstrip() for a, b, c in rows)


@dataclass(frozen=True, slots=True)
class _Lead:
    """What the first title or body says of the rest."""

    case: str = ""  # "" where nothing is told
    number: str = "Sing"
    gender: str = ""
    human: bool = True


class Decliner:
    """Declines phrases; opens the models once."""

    def __init__(self, analyser: Analyser, morph: Morph) -> None:
        """Keep the opened models; `load` opens them."""
        self._analyser = analyser
        self._morph = morph
        self._heads = Heads(morph)

    @classmethod
    def load(cls) -> Self:
        """A decliner with its models open; takes about 0.2 s.

        Raises:
            WeightsError: natasha's weights are missing or damaged.
        """
        morph = Morph.load()
        return cls(Analyser.load(morph), morph)

    def __call__(self, phrase: str) -> Paradigm:
        """The phrase in the six cases, blanks made one.

        Raises:
            PhraseError: the phrase is empty or has no Russian word.
        """
        document = Document("1", _checked(phrase))
        analysis = self._analyser(document, segment(document))
        tokens = _mended([token for part in analysis.sentences for token in part.tokens])
        tables, name = self._tables(tokens, self._names(analysis, tokens))
        forms = {
            case: joined(
                tokens,
                [
                    _as_given(tables[n][case] if n in tables else token.text, token, document)
                    for n, token in enumerate(tokens)
                ],
            )
            for case in CASES
        }
        return Paradigm(forms, name.short if name else {})

    # ------------------------------------------------------------------ names

    def _names(self, analysis: Analysis, tokens: Sequence[Token]) -> list[tuple[int, int]]:
        """Where persons are named; the whole phrase if it looks like a name."""
        if len(tokens) == 1 and _FIRM.search(tokens[0].text):
            return []
        others = [name.span for name in analysis.names if name.label != "PER"]
        if self._is_person(tokens, named=any(name.label == "PER" for name in analysis.names)):
            return [(0, len(tokens))]
        spans = [mention.span for mention in find_persons(analysis, self._morph)]
        spans = [_widened(span, analysis) for span in spans]
        found = [
            [n for n, token in enumerate(tokens) if span.covers(token.span)]
            for span in dict.fromkeys(spans)
        ]
        ranges = [(inside[0], inside[-1] + 1) for inside in found if inside]
        return ranges or self._last_words(tokens, others)

    def _is_person(self, tokens: Sequence[Token], *, named: bool) -> bool:
        """Whether the whole phrase is a name: «Гросс Иван», «Салават Юлаев»; not «Якутдорстрой».

        `named` says whether natasha sees a person in it.
        """
        if not self._morph.is_name(tokens) or any(title_head(t) or names_body(t) for t in tokens):
            return False
        names = self._morph.names
        known = any(names.given_form(token.text) for token in tokens if len(tokens) > 1)
        return known or named or any(names.surname(token.text) for token in tokens)

    def _last_words(self, tokens: Sequence[Token], others: Sequence[Span]) -> list[tuple[int, int]]:
        """«доцент Гросс», «Л. Н. Безносюк»: the capitals that a phrase ends with."""
        start = len(tokens)
        while start and (tokens[start - 1].text == "." or is_capital(tokens[start - 1])):
            start -= 1
        while start < len(tokens) and (title_head(tokens[start]) or tokens[start].text == "."):
            start += 1
        rest = tokens[start:]
        body = any(token.span.meets(span) for token in rest for span in others)
        titled = not body and any(title_head(token) for token in tokens[:start])
        initials = any(token.text == "." for token in rest) and any(len(t.text) > 2 for t in rest)
        named = initials or (titled and self._morph.is_name(rest))
        return [(start, len(tokens))] if named else []

    def _suits(self, tokens: Sequence[Token], bonus: float = 0.0) -> dict[str, float]:
        """Case → points of a name's best reading in it, with a bonus for the nominative."""
        words = [token for token in tokens if token.text != "."]
        points: dict[str, float] = {}
        for reading in self._morph.names.read(words, Hint({"Nom": bonus})):
            points[reading.case] = max(points.get(reading.case, reading.points), reading.points)
        return points

    def _nominative(self, tokens: Sequence[Token]) -> float:
        """Points for the nominative: many for «Е. Глотова», none for «О. Рулевскому»."""
        behind = 0.0
        for token in tokens:
            if len(token.text) > 1 and is_capital(token):
                slots = self._morph.names.slots(token.text.lower())
                own = max((p for slot, (p, _) in slots.items() if slot[0] == "Nom"), default=-9.0)
                behind = max(behind, max((p for p, _ in slots.values()), default=own) - own)
        if behind > _UNSURE:
            return -1.5
        return 1.0 if behind > _EQUAL else 2.0

    # ------------------------------------------------------------------ the phrase

    def _tables(
        self, tokens: Sequence[Token], names: Sequence[tuple[int, int]]
    ) -> tuple[dict[int, Mapping[str, str]], NameForms | None]:
        """Index of each token that changes → its forms; and the person's name."""
        parts = list(parts_of(tokens, names))
        suits = next((self._suits(tokens[p.start : p.stop], 1.0) for p in parts if p.named), {})
        lead: _Lead | None = None
        tables: dict[int, Mapping[str, str]] = {}
        chosen: NameForms | None = None
        for part in parts:
            if part.named:
                continue
            own = self._title(tokens, part, suits, lead)
            if own is not None:
                tables |= own[1]
            if lead is None and own is not None:
                lead = own[0]
            elif lead is None and part is parts[0]:
                street = tokens[part.start].text.lower() in _STREETS
                lead = _Lead(human=not street)  # «и. о. ректора», or no head at all
        for part in parts:
            if part.named and (forms := self._name(tokens, part, lead, alone=len(parts) == 1)):
                inside = zip(range(part.start, part.stop), range(part.stop), strict=False)
                tables |= {n: {c: forms.words[c][k] for c in CASES} for n, k in inside}
                chosen = chosen if chosen and chosen.short else forms
        return tables, chosen

    def _name(
        self, tokens: Sequence[Token], part: Part, lead: _Lead | None, *, alone: bool
    ) -> NameForms | None:
        """The forms of a name; None for a complement («фильм Андрея Тарковского»)."""
        words = tokens[part.start : part.stop]
        lead = lead or _Lead()
        if not lead.human:
            return None
        cases = {"Nom": self._nominative(words)}
        if lead.case and not alone:
            suits = self._suits(words)
            twins = ("Gen", "Acc") if lead.case in ("Gen", "Acc") else (lead.case,)
            margin = _APPOSED if lead.case == "Nom" else 2 * _APPOSED
            if max(suits[case] for case in twins) < max(suits.values()) - margin:
                return None
            cases = dict.fromkeys(twins, _SURE)
            if lead.case in ("Gen", "Acc"):  # «Глеба Сороки» is no accusative left undeclined
                cases["Acc"] -= 1.0
        return name_forms(words, self._morph, Hint(cases, {lead.gender: _SURE}))

    def _title(
        self,
        tokens: Sequence[Token],
        part: Part,
        suits: Mapping[str, float],
        lead: _Lead | None,
    ) -> tuple[_Lead, dict[int, Mapping[str, str]]] | None:
        """What a title or a body is, and its forms; None if nothing of it changes."""
        places = list(outside_quotes(tokens, part))
        skipped = abbreviated([tokens[n] for n in places])
        places = places[skipped:]
        own = [tokens[n] for n in places]
        head = self._heads.find(own)
        street = skipped and tokens[part.start].text.lower() in _STREETS
        if head is None or street or never_changes(own[head]):
            return None
        wanted = (lead.case, lead.number) if lead is not None and lead.case else ("Nom", "Sing")
        own[head] = self._heads.retagged(own, head, suits if lead is None else {}, wanted)
        group = self._morph.groups(own, head)[0]
        human = self._heads.human(own[head])
        if human:
            more = self._heads.following(own, group)
            group = replace(group, modifiers=(*group.modifiers, *more))
        case, number, _ = group.slot
        if skipped and (case, number) != ("Nom", "Sing"):
            return None
        if lead is not None and not self._continues(own, group, lead, human=human):
            return None
        named = places[head] + 1 < len(tokens) and tokens[places[head] + 1].text in OPENING
        found = phrase_forms(own, group, self._morph, animate=human, named=named)
        tables = {places[n]: table for n, table in found.items()}
        if own[head].lemma in _TOWNS and head + 1 < len(own) and is_capital(own[head + 1]):
            town = Group(head + 1, (), (case, number, feature(own[head + 1].feats, "Gender")))
            tables[places[head + 1]] = phrase_forms(own, town, self._morph, animate=False)[head + 1]
        return _Lead(case, number, self._heads.gender(own, group), human), tables

    def _continues(
        self, tokens: Sequence[Token], group: Group, lead: _Lead, *, human: bool
    ) -> bool:
        """Whether a later part is inflected with the first: «ректор и председатель совета»."""
        head = tokens[group.head]
        case, number, _ = group.slot
        genitive = any(
            r.case == "Gen" and r.number == "Sing"
            for r in self._morph.words.readings(head.text.lower())
        )
        same = case == (lead.case or "Nom") and (number == lead.number or not genitive)
        if lead.human:
            return same and human and title_head(head)
        return same and lead.case == "Nom" and names_body(head) and not genitive


def _checked(phrase: str) -> str:
    """The phrase with its blanks made one."""
    text = " ".join(clean(phrase).split())
    if not text:
        raise PhraseError("an empty phrase; give a title, a name or a body: «ректор Анна Бойко»")
    if not _WORD.search(text):
        raise PhraseError(f"{text[:60]}: no Russian word; only Russian phrases can be declined")
    return text


def _mended(tokens: Sequence[Token]) -> list[Token]:
    """«О'Нил», «д’Артаньян»: one word, though cut at the apostrophe."""
    whole: list[Token] = []
    for token in tokens:
        last = whole[-1] if whole else None
        if (
            last is not None
            and last.span.stop == token.span.start
            and _APOSTROPHE.search(last.text + token.text)
        ):
            text = last.text + token.text
            whole[-1] = token._replace(span=Span(last.span.start, token.span.stop), text=text)
        else:
            whole.append(token)
    return whole


def _as_given(form: str, token: Token, document: Document) -> str:
    """The form in capitals, if the word was given so and read as a common one."""
    given = document.at(token.span)
    shouted = given.isupper() and len(given) > 1 and not token.text.isupper()
    return form.upper() if shouted else form


def _widened(span: Span, analysis: Analysis) -> Span:
    """The span with what natasha takes for a part of the name: «Гросс» in «Гросс Иван»."""
    for name in analysis.names:
        beside = Span(max(0, name.span.start - 2), name.span.stop + 2)
        if name.label == "PER" and beside.meets(span):
            span = Span(min(span.start, name.span.start), max(span.stop, name.span.stop))
    return span
