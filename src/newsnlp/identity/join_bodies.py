"""Bodies of many documents: which names mean one body, by what all documents say together.

Equal cores are one body; then acronyms and shortened names go to the full name that they stand
beside or are made from, names without a place to the place that most documents tell, and names
without their owner to the fuller one. Where the documents leave a choice, nothing is joined.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence

from newsnlp.identity.bodies import BodyName, body_name
from newsnlp.identity.records import Key, Record
from newsnlp.identity.spelling import soft, stem
from newsnlp.resolve.acronyms import contracts, letters_of, spells
from newsnlp.resolve.body_names import is_mere_kind

__all__ = ["join_bodies"]

SHARE = 0.75  # of the documents that must agree before a shorter name goes to one fuller name
_SAID = 0.05  # documents that tell the place for each that does not, at least
_LINKS = frozenset("и в на по при с для о об из".split())
_ROOT = 5  # letters that a party and its members share
_ALONE = 3  # letters of an acronym that no document explains

Node = tuple[str, tuple[str, ...]]  # core, places


def join_bodies(records: Sequence[Record]) -> dict[Key, str]:
    """The key of each record of a body → the cluster that it belongs to."""
    names = Counter(record.name for record in records)
    parsed = {name: body_name(name) for name in names}
    counts: Counter[Node] = Counter()
    for name, count in names.items():
        counts[parsed[name].core, parsed[name].places] += count
    fuller = _fuller(records, parsed, names)
    fuller |= {core: node for core, node in _members(parsed).items() if core not in fuller}
    settled: Counter[Node] = Counter()
    for node, count in counts.items():
        settled[_followed(node, fuller)] += count
    placed = _placed(settled)
    known = {record.name for record in records if record.proper and not is_mere_kind(record.name)}
    owners = {_stems(name.words) for name in parsed.values()}
    longer = _longer([parsed[name] for name in sorted(known)], owners, fuller)
    extended = _extended(longer, placed, settled)
    nodes: dict[Key, Node] = {}
    for document in _documents(records):
        nodes |= _of_document(document, parsed, fuller, {**placed, **extended})
    proper = {nodes[record.key] for record in records if record.proper}
    return {record.key: _label(record, nodes[record.key], proper) for record in records}


def _label(record: Record, node: Node, proper: Container[Node]) -> str:
    """The cluster of a node; «правительство» alone is one with nothing beyond its document."""
    alone = not record.proper and (node not in proper or is_mere_kind(record.name))
    return "|".join((node[0], *node[1], *([record.document] if alone else [])))


def _documents(records: Iterable[Record]) -> Iterable[list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record.document, []).append(record)
    return found.values()


def _of_document(
    records: Sequence[Record],
    parsed: Mapping[str, BodyName],
    fuller: Mapping[str, Node],
    weak: Mapping[Node, Node],
) -> dict[Key, Node]:
    """Each record's node, a weak step only where the document does not tell several apart."""
    sure = {
        record.key: _followed((parsed[record.name].core, parsed[record.name].places), fuller)
        for record in records
    }
    proper = {record.key for record in records if record.proper}
    several = Counter(core for core, places in {*sure.values()} if places)
    found = {}
    for key, node in sure.items():
        stays = key not in proper or (not node[1] and several[node[0]] > 1)
        found[key] = node if stays else _last(node, weak)
    return found


def _last(node: Node, steps: Mapping[Node, Node]) -> Node:
    """The end of the chain of steps from `node`; steps lead to fuller names, so it has one."""
    seen = {node}
    while node in steps and steps[node] not in seen:
        node = steps[node]
        seen.add(node)
    return node


def _followed(node: Node, fuller: Mapping[str, Node]) -> Node:
    core, places = node
    seen = {core}
    while core in fuller and fuller[core][0] not in seen:
        core, more = fuller[core]
        seen.add(core)
        places = tuple(sorted({*places, *more}))
    return core, places


def _best(counts: Mapping[Node, int], share: float) -> Node | None:
    """The node of most documents, if it has the share of them all."""
    if not counts:
        return None
    best = max(counts, key=lambda node: (counts[node], node))
    return best if counts[best] >= share * sum(counts.values()) else None


# ------------------------------------------------------------------- acronyms and short words


def _fuller(
    records: Iterable[Record], parsed: Mapping[str, BodyName], names: Mapping[str, int]
) -> dict[str, Node]:
    """Core of an acronym or a shortened word → the full name that it stands for."""
    said: dict[str, Counter[Node]] = defaultdict(Counter)
    for record in records:
        name = parsed[record.name]
        if len(name.full) < 2:
            continue
        for form in {*record.forms, name.alias} - {"", record.name}:
            short = body_name(form)
            if len(short.full) > 1 or short.core == name.core:
                continue
            if form == name.alias or _lettered(short, name):
                said[short.core][name.core, ()] += 1
            else:
                said.setdefault(short.core, Counter())
    lone = {
        name.core: name
        for name in parsed.values()
        if len(name.full) == 1 and name.usual and not name.core.isdigit()
    }
    found: dict[str, Node] = {}
    made = _Made(parsed, names)
    for core, name in sorted(lone.items()):
        best = _best(said[core] if core in said else made.of(name), SHARE)
        if best is not None and best[0] != core:
            found[core] = best
    return found


def _lettered(short: BodyName, name: BodyName) -> bool:
    """Whether the letters of a word stand in the full name, so that it may be short for it.

    Else it is another body, which the document took for this one.
    """
    word = short.full[0]
    if stem(word) in map(stem, name.full):
        return False  # «департамент Минфина»: its owner
    letters = iter("".join(name.full))
    return all(letter in letters for letter in word)


_OF_MEMBER = frozenset(["", "ец", "ц", "к", "ор", "ск", "ическ", "н"])
_OF_PARTY = frozenset(["", "ск", "ическ", "ивн", "н"])


def _members(parsed: Mapping[str, BodyName]) -> dict[str, Node]:
    """«республиканцы», «консерватор» → the party whose adjective has the same root."""
    parties: dict[str, Node] = {}
    for _, name in sorted(parsed.items()):
        if len(name.words) == 2 and name.words[1] == "партия":
            parties.setdefault(stem(name.words[0]), (name.core, ()))
    found: dict[str, Node] = {}
    for _, name in sorted(parsed.items()):
        if len(name.words) == 1 or (len(name.words) == 2 and name.hyphen):
            word = stem(name.words[-1])
            of = [node for root, node in sorted(parties.items()) if _of_one_root(word, root)]
            if len(of) == 1:
                found[name.core] = of[0]
    return found


def _of_one_root(member: str, party: str) -> bool:
    size = next(
        (n for n, (a, b) in enumerate(zip(member, party, strict=False)) if a != b),
        min(len(member), len(party)),
    )
    return size >= _ROOT and member[size:] in _OF_MEMBER and party[size:] in _OF_PARTY


class _Made:
    """Full names by what acronyms and shortened words are made from."""

    def __init__(self, parsed: Mapping[str, BodyName], names: Mapping[str, int]) -> None:
        self._by_letters: dict[str, list[tuple[tuple[str, ...], Node, int]]] = defaultdict(list)
        self._by_start: dict[str, list[tuple[tuple[str, ...], Node, int]]] = defaultdict(list)
        for form, name in sorted(parsed.items()):
            if not 1 < len(name.full) < 12:
                continue
            kinds = {(name.words, (name.core, ())), (name.full, (name.core, name.places))}
            for words, node in sorted(kinds):
                content = [word for word in words if len(word) > 2]
                if len(content) > 1:
                    entry = (words, node, names[form])
                    self._by_letters[content[0][0]].append(entry)
                    if not node[1]:
                        self._by_start[content[0][:3]].append(entry)

    def of(self, name: BodyName) -> Counter[Node]:
        """The full names that the one word of `name` may be made from, with their documents."""
        found: Counter[Node] = Counter()
        word = name.full[0]
        if len(name.acronym) >= _ALONE:
            for words, node, count in self._by_letters.get(word[0], ()):
                letters = letters_of(name.acronym)
                plain = len(letters) == sum(word not in _LINKS for word in words)
                often = len(letters) > _ALONE or count > 1
                if plain and often and spells(letters, words) == len(words):
                    found[node] += count
        elif len(word) > 5:
            for words, node, count in self._by_start.get(word[:3], ()):
                if contracts(word, words) == len(words):
                    found[node] += count
        return found


# ------------------------------------------------------------------- places and owners


def _placed(counts: Mapping[Node, int]) -> dict[Node, Node]:
    """A core without a place → the same with the place that most documents tell with it."""
    placed: dict[str, Counter[Node]] = defaultdict(Counter)
    for (core, places), count in counts.items():
        if places:
            placed[core][core, places] += count
    found: dict[Node, Node] = {}
    for core, own in placed.items():
        best = _best(own, SHARE)
        if best is not None and own[best] >= _SAID * counts.get((core, ()), 0) > 0:
            found[core, ()] = best
    return found


def _longer(
    names: Iterable[BodyName], owners: Container[tuple[str, ...]], fuller: Mapping[str, Node]
) -> dict[str, str]:
    """Core of the only longer name that begins with a name and ends with an owner → its core."""
    stems: dict[tuple[str, ...], Node] = {}
    for name in names:
        stems.setdefault(_stems(name.words), (name.core, name.places))
    longer: dict[str, set[str]] = defaultdict(set)
    for key, (core, _) in stems.items():
        for size in range(2, len(key)):
            short = stems.get(key[:size])
            if short is not None and key[size:] in owners:
                own = _followed(short, fuller)[0]
                longer[own] |= {core} - {own}
    return {min(own): core for core, own in sorted(longer.items()) if len(own) == 1}


def _extended(
    longer: Mapping[str, str], placed: Mapping[Node, Node], counts: Mapping[Node, int]
) -> dict[Node, Node]:
    """«Палата представителей Конгресса» → «Палата представителей»: the owner is another body."""
    found: dict[Node, Node] = {}
    for node in counts:
        if node[0] in longer:
            short = longer[node[0]]
            target = _last((short, node[1]), placed)
            if target != node and (target in counts or (short, ()) in counts):
                found[node] = target
    return found


def _stems(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(soft(stem(word)) for word in words)
