"""Persons of many documents: full names first, then initials and lone surnames to these.

A short name goes to a full one if nothing contradicts it and nobody else is meant as likely: the
only bearer of a rare surname, the one whom titles, employers or company tell, or the one whom
nearly all documents with that surname mean. Else it stays what it is.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby

from newsnlp.identity.evidence import Bearer, Speaking, gather_evidence
from newsnlp.identity.ledger import Ledger
from newsnlp.identity.person_names import Parts, clash, parts_of
from newsnlp.identity.spelling import skeleton, soft, sound
from newsnlp.lexicon import load_lexicon
from newsnlp.schema import Kind
from newsnlp.scratch import Scratch, unpacked

__all__ = ["join_persons"]

SHARE = 0.9  # of the documents with a surname that must mean one person, for a lone surname
ODD = 0.2  # a form is a slip of another's if it has this share of its documents at most
_FAME = 5  # documents with somebody who may be meant by the given name alone
_ENOUGH = 3  # documents that make a spelling usual
_CASES = ("а", "у", "ом", "ым", "е", "ои", "ы", "и", "я", "ю", "ем", "еи", "ого", "ому")

_TABLES = """
CREATE TABLE person (
  variant INTEGER PRIMARY KEY, name TEXT, surname TEXT, given TEXT, patronymic TEXT, gender TEXT,
  told TEXT, full INTEGER, soft TEXT, label INTEGER);
CREATE INDEX person_soft ON person (soft);
CREATE TABLE patronymic (
  surname TEXT, given TEXT, word TEXT, documents INTEGER, PRIMARY KEY (surname, given, word)
) WITHOUT ROWID;
CREATE TABLE bearer (
  label INTEGER PRIMARY KEY, surname TEXT, given TEXT, patronymic TEXT, gender TEXT,
  documents INTEGER, held BLOB, around BLOB);
CREATE INDEX bearer_surname ON bearer (surname);
CREATE INDEX bearer_given ON bearer (given);
"""

Full = tuple[str, str]  # keys of surname and given name


def join_persons(ledger: Ledger) -> None:
    """Give each record of a person the label of the cluster that it belongs to."""
    base = ledger.base
    base.run(_TABLES)
    base.executemany(
        "INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        (_person(*variant) for variant in ledger.variants(Kind.PERSON)),
    )
    righted = _righted(base)
    _count_patronymics(base, righted)
    _label_full(ledger, righted)
    gather_evidence(ledger)
    _Short(ledger).label_all()


def _person(variant: int, name: str, forms: Sequence[str]) -> tuple[object, ...]:
    """The row of a name: the keys of its parts, the fullest patronymic beside the surname."""
    parts = parts_of(name)
    told = {own.patronymic for own in map(parts_of, (name, *forms)) if own.surname}
    fullest = max(told, key=lambda word: (len(word), word), default="")
    return (
        variant, name, parts.surname, parts.given, parts.patronymic, parts.gender, fullest,
        parts.full, soft(name),
    )  # fmt: skip


# ------------------------------------------------------------------- full names

Counted = tuple[str, str, int]  # surname, given name, documents


def _righted(base: Scratch) -> dict[Full, Full]:
    """Slips of a surname's form («Джо Байдена») and Latin spellings → the usual spelling."""
    base.create_function("sound", 1, sound, deterministic=True)
    base.create_function("skeleton", 1, skeleton, deterministic=True)
    base.execute(
        "CREATE TABLE full_name AS SELECT surname, given, count(*) AS documents "
        "FROM record JOIN person USING (variant) WHERE full GROUP BY surname, given"
    )
    found: dict[Full, Full] = {}
    for keys, same in (
        ("given, substr(surname, 1, 3)", _slip),
        ("sound(surname), sound(given)", _misheard),
    ):
        for group, counts in _groups(base, keys):
            for place, odd in enumerate(group):
                usual = next((other for other in group[:place] if same(odd, other, counts)), None)
                if usual is not None:
                    found.setdefault(odd, found.get(usual, usual))
    for group, _ in _groups(base, "skeleton(surname), skeleton(given)"):
        russian = [full for full in group if not full[0].isascii()]
        if all(map(skeleton, group[0])) and len(russian) == 1:
            found |= {full: russian[0] for full in group if full[0].isascii()}
    return found


def _groups(base: Scratch, keys: str) -> Iterator[tuple[list[Full], dict[Full, int]]]:
    """Full names of the same two keys, the most frequent first, where there are several."""
    rows = base.execute(
        f"SELECT surname, given, documents, {keys} FROM full_name "
        f"ORDER BY {keys}, documents DESC, surname, given"
    )
    for _, group in groupby(rows, key=lambda row: row[3:]):
        counts = {(surname, given): int(count) for surname, given, count, *_ in group}
        if len(counts) > 1:
            yield list(counts), counts


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


def _count_patronymics(base: Scratch, righted: Mapping[Full, Full]) -> None:
    """Surname and given name → the full patronymics with how many documents tell each."""
    rows = base.execute(
        "SELECT surname, given, told, count(*) FROM record JOIN person USING (variant) "
        "WHERE full AND length(told) > 2 GROUP BY surname, given, told"
    )
    for surname, given, told, count in rows:
        full = righted.get((surname, given), (surname, given))
        base.execute(
            "INSERT INTO patronymic VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE "
            "SET documents = documents + excluded.documents",
            (*full, told, count),
        )


def _label_full(ledger: Ledger, righted: Mapping[Full, Full]) -> None:
    """Label the full names, and note who bears them."""
    base = ledger.base
    rows = base.execute(
        "SELECT variant, surname, given, told, gender, count(*) "
        "FROM record JOIN person USING (variant) WHERE full GROUP BY variant"
    )
    for variant, surname, given, told, gender, count in rows:
        full = righted.get((surname, given), (surname, given))
        query = "SELECT word, documents FROM patronymic WHERE surname = ? AND given = ?"
        label, parts = _label(full, told, gender, dict(base.execute(query, full)))
        number = ledger.label(f"person|{label}")
        base.execute("UPDATE person SET label = ? WHERE variant = ?", (number, variant))
        _note(base, number, parts, count)
    base.execute(
        "UPDATE record SET label = person.label FROM person "
        "WHERE person.variant = record.variant AND full"
    )


def _label(full: Full, patronymic: str, gender: str, known: Mapping[str, int]) -> tuple[str, Parts]:
    """The cluster of a full name and the parts of the name that are certain.

    Where documents tell different patronymics, each is a person; who has none told is one more,
    unless nearly all mean the same.

    Args:
        full: surname and given name, righted.
        patronymic: told with it.
        gender: that the name tells.
        known: full patronymics of that name, with the documents that tell them.
    """
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
    parts = Parts(full[1], patronymic, full[0], gender)
    return f"full|{full[0]}|{full[1]}|{patronymic if known else ''}", parts


def _note(base: Scratch, label: int, parts: Parts, documents: int) -> None:
    """Enter a bearer; of several names of one the fullest stays."""
    query = "SELECT patronymic, gender FROM bearer WHERE label = ?"
    known = base.execute(query, (label,)).fetchone()
    if known is None:
        row = (label, parts.surname, parts.given, parts.patronymic, parts.gender, documents)
        base.execute("INSERT INTO bearer VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)", row)
        return
    patronymic, gender = max(known, (parts.patronymic, parts.gender), key=_told)
    base.execute(
        "UPDATE bearer SET documents = documents + ?, patronymic = ?, gender = ? WHERE label = ?",
        (documents, patronymic, gender, label),
    )


def _told(parts: tuple[str, str]) -> tuple[int, str, str]:
    patronymic, gender = parts
    return len(patronymic), patronymic, gender


# ------------------------------------------------------------------- short names


class _Short:
    """Whom a name means that is not told in full."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._base = ledger.base
        self._speaking = Speaking(ledger)
        # Names come sorted by surname: the same people are asked for again and again.
        self._bearers = lru_cache(8)(self._bearers_by)
        self._taken = lru_cache(1_000)(self._named_in_full)

    def label_all(self) -> None:
        """Label all records of persons without one."""
        rows = self._base.execute(
            "SELECT record.number, document, held, variant.forms, proper, person.name "
            "FROM record JOIN person USING (variant) JOIN variant ON variant.number = variant "
            "WHERE NOT full ORDER BY surname, given, person.name, record.number"
        )
        for name, group in groupby(rows, key=lambda row: str(row[5])):
            known = _Known(self, name)
            for number, document, held, forms, proper, _ in group:
                keys = self._ledger.held_by(held)
                label = self._meant(known, document, keys, unpacked(forms))
                if not label:
                    label = self._ledger.label(
                        f"person|{self._alone(name, proper, keys, document)}"
                    )
                self._base.execute("UPDATE record SET label = ? WHERE number = ?", (label, number))

    def _meant(
        self, known: "_Known", document: int, held: frozenset[str], forms: Sequence[str]
    ) -> int:
        """The label of the one full name that is meant, 0 if that is not sure."""
        taken = self._taken(document) if known.fitting else frozenset()
        fitting = [bearer for bearer in known.fitting if bearer.number not in taken]
        if not fitting:
            return 0
        names = self._ledger.names_in(document) - self._ledger.tokens_of(Kind.PERSON, forms)
        told = self._speaking.for_one(fitting, held, names)
        best = max(fitting, key=lambda bearer: (bearer.documents, bearer.label))
        total = sum(bearer.documents for bearer in fitting)
        if not known.by_surname:  # the given name alone: the one bearer of fame
            famous = best.documents >= max(_FAME, SHARE * total)
            return best.number if famous and best in told else 0
        if len(told) == 1:
            return told[0].number
        if len(fitting) == 1:
            parts = known.parts
            sure = parts.surname and (_rare(parts.surname) or len(parts.patronymic) == 2)
            return best.number if sure else 0
        return best.number if best.documents >= SHARE * total else 0

    def _alone(self, name: str, proper: bool, held: frozenset[str], document: int) -> str:
        """The cluster of a name that goes to no full one: its own, or its document's."""
        key = soft(name)
        if proper:
            return f"person|short|{key}"
        told = ""
        if held:
            titles = self._titles(key)
            told = max(held, key=lambda title: (titles[title], title))
        return f"person|short|{key}|{told or f'#{document}'}"

    def _titles(self, key: str) -> Counter[str]:
        """Titles and employers of those who are called so, with the documents that tell them."""
        rows = self._base.execute(
            "SELECT held, count(*) FROM record JOIN person USING (variant) WHERE soft = ? "
            "GROUP BY held",
            (key,),
        )
        found: Counter[str] = Counter()
        for held, count in rows:
            found.update(dict.fromkeys(self._ledger.held_by(held), count))
        return found

    def _named_in_full(self, document: int) -> frozenset[int]:
        """The labels of those whom a document names in full."""
        rows = self._base.execute(
            "SELECT record.label FROM record JOIN person USING (variant) "
            "WHERE document = ? AND full",
            (document,),
        )
        return frozenset(label for (label,) in rows)

    def by_surname(self, surname: str) -> Sequence[Bearer]:
        """The bearers of a surname, or of the one of which it is an oblique case."""
        known = self._bearers("surname", surname)
        if known:
            return known
        for ending in _CASES:
            if surname.endswith(ending) and len(surname) - len(ending) > 3:
                known = self._bearers("surname", surname.removesuffix(ending))
                if known:
                    return known
        return ()

    def by_given(self, given: str) -> Sequence[Bearer]:
        """The bearers of a given name."""
        return self._bearers("given", given)

    def _bearers_by(self, column: str, value: str) -> tuple[Bearer, ...]:
        rows = self._base.execute(
            "SELECT key, label, given, patronymic, surname, gender, documents, held, around "
            f"FROM bearer JOIN label ON number = label WHERE {column} = ? ORDER BY key",
            (value,),
        )
        return tuple(
            Bearer(
                key,
                label,
                Parts(given, patronymic, surname, gender),
                documents,
                frozenset(unpacked(held)),
                frozenset(array("I", around)),
            )
            for key, label, given, patronymic, surname, gender, documents, held, around in rows
        )


class _Known:
    """Those whom a short name may mean, in any document."""

    def __init__(self, short: _Short, name: str) -> None:
        self.parts = parts = parts_of(name)
        known: Iterable[Bearer] = short.by_surname(parts.surname) if parts.surname else ()
        self.by_surname = bool(known)
        if parts.surname:
            if not known and parts.lone:
                known = short.by_given(parts_of(f"{name} Б.").given)
        else:  # «Олег Иванович»; but «Роман Абрамович» may have his surname there
            known = (
                bearer
                for bearer in short.by_given(parts.given)
                if bearer.parts.patronymic == parts.patronymic
            )
        self.fitting = [bearer for bearer in known if not clash(parts, bearer.parts)]


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
