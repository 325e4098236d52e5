"""Places: names of one («Югра», «ХМАО»), then what stands for it: «город», «область», «страна».

Which noun may stand for which name is told by the name's own noun («Томская область»), the list of
cities and that of regions and countries; of several that fit as well the last one named is meant.
"""

from bisect import insort
from collections.abc import Sequence
from functools import cache

from newsnlp.lexicon import load_lexicon
from newsnlp.relate.employers import sort_of_place
from newsnlp.resolve.acronyms import words_of_name
from newsnlp.resolve.bearings import Bearings, last_before
from newsnlp.resolve.body_names import stem
from newsnlp.resolve.groups import Group, by_form
from newsnlp.schema import Analysis, Form, Kind, Mention
from newsnlp.text import fold, fold_yo

__all__ = ["group_places"]

_SETTLEMENTS = frozenset(
    "город поселок село деревня станица аул хутор столица мегаполис райцентр поселение".split()
)
_COUNTRIES = frozenset({"страна", "государство", "республика", "королевство", "федерация"})
_GENERAL = frozenset({"регион", "субъект"})
_AMBIGUOUS = frozenset({"республика алтай", "республика корея", "республика конго"})
_REGIONS = frozenset({"регион", "республика", "область", "край", "округ", "субъект"})


def group_places(analysis: Analysis, mentions: Sequence[Mention]) -> list[Group]:
    """The places of a document; a stand-in for none of them is a place without a name."""
    groups = _joined(by_form([m for m in mentions if m.form is Form.NAME]))
    left = [m for m in mentions if m.form is not Form.NAME]
    bearings = Bearings(analysis)
    named = list(groups)
    for mention in left:
        found = _antecedent(mention, named, bearings)
        if found is None:
            groups.append(Group(Kind.PLACE, [mention]))
        else:
            insort(found.mentions, mention, key=lambda m: m.span.start)
    return groups


def _joined(groups: Sequence[Group]) -> list[Group]:
    """One group for all names of a place."""
    joined: dict[str, Group] = {}
    for group in groups:
        first = joined.setdefault(_usual(group.forms[0]), group)
        if first is not group:
            first.mentions = sorted([*first.mentions, *group.mentions], key=lambda m: m.span)
    return list(joined.values())


def _usual(name: str) -> str:
    """The name by which a place goes in the list of names, else its own, folded."""
    own = _folded(name)
    bare = own if own in _AMBIGUOUS else own.removeprefix("республика ")
    return _names().get(own) or _names().get(bare) or bare


def _folded(name: str) -> str:
    return " ".join(fold(name).lower().replace("-", " ").split())


@cache
def _names() -> dict[str, str]:
    """Each name of a country or region → its usual one: «НАО» → «ненецкий автономный округ»."""
    return {
        _folded(form): _folded(usual)
        for usual, row in load_lexicon("place_names").items()
        for form in (usual, *row.get("also", "").split(","))
        if form
    }


def _antecedent(mention: Mention, groups: Sequence[Group], bearings: Bearings) -> Group | None:
    """The place that fits best, the last before the stand-in of several, else the first."""
    noun = _noun(mention, bearings)
    ranked = []
    for group in groups:
        last = last_before(mention, group)
        ranked.append((_fit(noun, group.forms[0]), -1 if last is None else last.span.start))
    best = max(ranked, default=(0, 0))
    return groups[ranked.index(best)] if best[0] > 0 else None


def _noun(mention: Mention, bearings: Bearings) -> str:
    """The head noun, folded; "" for a pronoun, "-" in the plural."""
    if mention.form is Form.PRONOUN:
        return ""
    sentence = bearings.sentence(mention)
    start, stop = sentence.touched(mention.span) if sentence else (0, 0)
    tokens = sentence.tokens[start:stop] if sentence else ()
    nouns = [token for token in tokens if token.pos == "NOUN"]
    if nouns and "Number=Plur" in nouns[0].feats:
        return "-"  # «регионов» are several
    return fold_yo(nouns[0].lemma if nouns else mention.normal.lower())


def _fit(noun: str, name: str) -> int:
    """4 for a word of the name, 3 where lists know it, 2 to 1 where nothing speaks against it."""
    if not noun:
        return 1
    words = [fold_yo(word.lower()) for word in words_of_name(name)]
    if stem(noun) in map(stem, words):
        return 4
    territory = any(stem(word) in _stems() for word in words)
    far = " ".join(words) in _far()
    if noun in _SETTLEMENTS:
        return 0 if far or territory else 3 if " ".join(words) in _cities() else 2
    if territory:  # «край» is no «Томская область»
        return 2 if noun in _GENERAL else 0
    if noun not in _COUNTRIES | _REGIONS or not far:
        return 0
    sort = sort_of_place(name)
    if noun not in {"country": _COUNTRIES, "region": _REGIONS}.get(sort, {noun}):
        return 0  # «край» is no Russia, «страна» no Tatarstan
    return 3 if noun in _COUNTRIES and sort else 2


@cache
def _stems() -> frozenset[str]:
    return frozenset(stem(fold_yo(word)) for word in load_lexicon("territories"))


@cache
def _far() -> frozenset[str]:
    """Countries and regions."""
    return frozenset(fold_yo(word) for word in load_lexicon("regions"))


@cache
def _cities() -> frozenset[str]:
    return frozenset(fold_yo(word) for word in load_lexicon("cities"))
