"""Persons of many documents: full names first, then initials and lone surnames to these.

A short name goes to a full one if nothing contradicts it and nobody else is meant as likely: the
only bearer of a rare surname, the one whom titles, employers or company tell, or the one whom
nearly all documents with that surname mean. Else it stays what it is.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from newsnlp.identity.evidence import Circles, held
from newsnlp.identity.person_names import Parts, clash, parts_of
from newsnlp.identity.records import Key, Record
from newsnlp.identity.spelling import skeleton, soft, sound
from newsnlp.lexicon import load_lexicon

__all__ = ["join_persons"]

SHARE = 0.9  # of the documents with a surname that must mean one person, for a lone surname
ODD = 0.2  # a form is a slip of another's if it has this share of its documents at most
_FAME = 5  # documents with somebody who may be meant by the given name alone
_ENOUGH = 3  # documents that make a spelling usual
_CASES = ("а", "у", "ом", "ым", "е", "ои", "ы", "и", "я", "ю", "ем", "еи", "ого", "ому")

Full = tuple[str, str]  # keys of surname and given name


def join_persons(records: Sequence[Record], circles: Circles) -> dict[Key, str]:
    """The key of each record of a person → the cluster that it belongs to."""
    found: dict[Key, str] = {}
    full = [record for record in records if parts_of(record.name).full]
    righted = _righted(full)
    patronymics = _patronymics(full, righted)
    bearers: dict[str, dict[str, Parts]] = defaultdict(dict)
    counts: Counter[str] = Counter()
    taken: dict[str, set[str]] = defaultdict(set)
    for record in full:
        label, parts = _label(record, righted, patronymics)
        found[record.key] = label
        circles.add(label, record)
        counts[label] += 1
        taken[record.document].add(label)
        known = bearers[parts.surname].get(label)
        bearers[parts.surname][label] = max(known, parts, key=_told) if known else parts
    short = _Short(bearers, counts, taken, circles)
    titles = Counter((soft(record.name), title) for record in records for title in held(record))
    for record in records:
        if record.key not in found:
            found[record.key] = short.label(record) or _alone(record, titles)
    return found


def _told(parts: Parts) -> tuple[int, str, str]:
    return len(parts.patronymic), parts.patronymic, parts.gender


def _alone(record: Record, titles: Mapping[tuple[str, str], int]) -> str:
    """The cluster of a name that goes to no full one: its own, or its document's."""
    name = soft(record.name)
    if record.proper:
        return f"short|{name}"
    told = max(held(record), key=lambda title: (titles[name, title], title), default="")
    return f"short|{name}|{told or record.document}"


# ------------------------------------------------------------------- full names


def _righted(records: Iterable[Record]) -> dict[Full, Full]:
    """Slips of a surname's form («Джо Байдена») and Latin spellings → the usual spelling."""
    counts = Counter(
        (parts.surname, parts.given) for parts in (parts_of(record.name) for record in records)
    )
    near: dict[tuple[str, str], list[Full]] = defaultdict(list)
    heard: dict[tuple[str, str], list[Full]] = defaultdict(list)
    latin: dict[tuple[str, str], list[Full]] = defaultdict(list)
    for full in sorted(counts, key=lambda full: (-counts[full], full)):
        near[full[1], full[0][:3]].append(full)
        heard[sound(full[0]), sound(full[1])].append(full)
        latin[skeleton(full[0]), skeleton(full[1])].append(full)
    found: dict[Full, Full] = {}
    for groups, same in ((near, _slip), (heard, _misheard)):
        for group in groups.values():
            for place, odd in enumerate(group):
                usual = next((other for other in group[:place] if same(odd, other, counts)), None)
                if usual is not None:
                    found.setdefault(odd, found.get(usual, usual))
    for key, group in latin.items():
        russian = [full for full in group if not full[0].isascii()]
        if all(key) and len(russian) == 1:
            found |= {full: russian[0] for full in group if full[0].isascii()}
    return found


def _slip(odd: Full, usual: Full, counts: Mapping[Full, int]) -> bool:
    """Whether a surname is another's in an oblique case, with too few documents to be a name."""
    if counts[odd] > max(1, ODD * counts[usual]) or len(usual[0]) < 3:
        return False
    if usual[1].endswith(("а", "я")) and _woman(odd[0]) != _woman(usual[0]):
        return False  # «Саша Иванов» and «Саша Иванова»
    base = usual[0][:-1] if usual[0][-1] in "аяиоье" else usual[0]
    return any(odd[0] == base + ending for ending in _CASES)


def _misheard(odd: Full, usual: Full, counts: Mapping[Full, int]) -> bool:
    """Whether one part is the same and the other another spelling of what sounds alike."""
    few = counts[usual] >= _ENOUGH and counts[odd] <= ODD * counts[usual]
    return few and (odd[0] == usual[0] or odd[1] == usual[1])


def _woman(surname: str) -> bool:
    return surname.endswith(("ова", "ева", "ина", "ая"))


def _patronymics(
    records: Iterable[Record], righted: Mapping[Full, Full]
) -> dict[Full, Counter[str]]:
    """Surname and given name → the full patronymics with how many documents tell each."""
    found: dict[Full, Counter[str]] = defaultdict(Counter)
    for record in records:
        parts = parts_of(record.name)
        patronymic = _patronymic(record)
        full = (parts.surname, parts.given)
        if len(patronymic) > 2:
            found[righted.get(full, full)][patronymic] += 1
    return found


def _patronymic(record: Record) -> str:
    """The fullest patronymic that the document tells with the surname."""
    forms = map(parts_of, (record.name, *record.forms))
    told = {parts.patronymic for parts in forms if parts.surname}
    return max(told, key=lambda word: (len(word), word))


def _label(
    record: Record,
    righted: Mapping[Full, Full],
    patronymics: Mapping[Full, Mapping[str, int]],
) -> tuple[str, Parts]:
    """The cluster of a full name and the parts of the name that are certain.

    Where documents tell different patronymics, each is a person; who has none told is one more,
    unless nearly all mean the same.
    """
    parts, patronymic = parts_of(record.name), _patronymic(record)
    full = righted.get((parts.surname, parts.given), (parts.surname, parts.given))
    known = patronymics.get(full, {})
    if len(known) == 1 and not patronymic:
        (patronymic,) = known
    elif len(known) > 1 and len(patronymic) < 3:
        fitting = {
            word: count
            for word, count in known.items()
            if not patronymic or word.startswith(patronymic[0])
        }
        best = max(fitting, key=lambda word: (fitting[word], word), default="")
        if best and fitting[best] >= SHARE * sum(fitting.values()):
            patronymic = best
    elif len(known) == 1 and len(patronymic) < 3:
        (only,) = known
        patronymic = only if only.startswith(patronymic[0]) else patronymic
    parts = Parts(full[1], patronymic, full[0], parts.gender)
    return f"full|{full[0]}|{full[1]}|{patronymic if known else ''}", parts


# ------------------------------------------------------------------- short names


class _Short:
    """Whom a name means that is not told in full."""

    def __init__(
        self,
        bearers: Mapping[str, Mapping[str, Parts]],
        counts: Mapping[str, int],
        taken: Mapping[str, set[str]],
        circles: Circles,
    ) -> None:
        self._bearers = bearers
        self._counts = counts
        self._taken = taken
        self._circles = circles
        self._given: dict[str, dict[str, Parts]] = defaultdict(dict)
        for own in bearers.values():
            for label, parts in own.items():
                self._given[parts.given][label] = parts

    def label(self, record: Record) -> str:
        """The cluster of the one full name that is meant, "" if that is not sure."""
        parts = parts_of(record.name)
        fitting = self._fitting(record, parts)
        if not fitting:
            return ""
        told = [label for label in fitting if self._circles.speak(label, record)]
        best = max(fitting, key=lambda label: (self._counts[label], label))
        if parts.surname not in self._bearers and not self._inflected(parts.surname):
            return self._first_name(best, told, fitting)
        if len(told) == 1:
            return told[0]
        if len(fitting) == 1:
            sure = parts.surname and (_rare(parts.surname) or len(parts.patronymic) == 2)
            return best if sure else ""
        total = sum(self._counts[label] for label in fitting)
        return best if self._counts[best] >= SHARE * total else ""

    def _first_name(self, best: str, told: Sequence[str], fitting: Sequence[str]) -> str:
        """Who is called by the given name alone: the one bearer of fame whom company tells, too."""
        total = sum(self._counts[label] for label in fitting)
        famous = self._counts[best] >= max(_FAME, SHARE * total)
        return best if famous and best in told else ""

    def _fitting(self, record: Record, parts: Parts) -> list[str]:
        """Those whom the name may mean and whom the document does not name beside it."""
        if parts.surname:
            known = self._bearers.get(parts.surname) or self._inflected(parts.surname)
            if not known and parts.lone:
                known = self._given.get(parts_of(f"{record.name} Б.").given, {})
        else:  # «Олег Иванович»; but «Роман Абрамович» may have his surname there
            known = {
                label: other
                for label, other in self._given.get(parts.given, {}).items()
                if other.patronymic == parts.patronymic
            }
        taken = self._taken.get(record.document, set())
        return sorted(
            label
            for label, other in known.items()
            if label not in taken and not clash(parts, other)
        )

    def _inflected(self, surname: str) -> Mapping[str, Parts]:
        """The bearers of a surname of which `surname` is an oblique case."""
        for ending in _CASES:
            if surname.endswith(ending) and len(surname) - len(ending) > 3:
                known = self._bearers.get(surname.removesuffix(ending))
                if known:
                    return known
        return {}


def _rare(surname: str) -> bool:
    return surname not in _common()


@cache
def _common() -> frozenset[str]:
    """Keys of the frequent surnames, of men and of women."""
    men = [soft(name) for name in load_lexicon("common_surnames")]
    return frozenset(
        [
            *men,
            *(name + "а" for name in men),
            *(name[:-2] + "ая" for name in men if name.endswith("ии")),
        ]
    )
