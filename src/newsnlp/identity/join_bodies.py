"""Bodies of many documents: which names mean one body, by what all documents say together.

Equal cores are one body; then acronyms and shortened names go to the full name that they stand
beside or are made from, names without a place to the place that most documents tell, and names
without their owner to the fuller one. Where the documents leave a choice, nothing is joined.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from newsnlp.identity.bodies import BodyName, body_name
from newsnlp.identity.ledger import Ledger
from newsnlp.identity.made_names import Node, made_of
from newsnlp.identity.spelling import soft, stem
from newsnlp.resolve.body_names import is_mere_kind
from newsnlp.schema import Kind
from newsnlp.scratch import Scratch, packed, unpacked

__all__ = ["join_bodies"]

SHARE = 0.75  # of the documents that must agree before a shorter name goes to one fuller name
_SAID = 0.05  # documents that tell the place for each that does not, at least
_ROOT = 5  # letters that a party and its members share

Steps = Mapping[Node, Node]

# `body` has a row for each name, `node` for each core with its places, after acronyms are followed.
_TABLES = """
CREATE TABLE body (
  name TEXT PRIMARY KEY, documents INTEGER, first INTEGER, known INTEGER, core TEXT, places BLOB,
  words INTEGER, short INTEGER, member INTEGER, party INTEGER, stems TEXT);
CREATE INDEX body_stems ON body (stems);
CREATE TABLE said (short TEXT, core TEXT, documents INTEGER, PRIMARY KEY (short, core));
CREATE TABLE node (core TEXT, places BLOB, documents INTEGER, PRIMARY KEY (core, places));
CREATE TABLE proper (label INTEGER PRIMARY KEY);
"""
_NAMED = (
    "FROM record JOIN variant ON variant.number = variant "
    f"WHERE kind = '{Kind.ORGANISATION}' AND forms != x'5b5d'"
)


def join_bodies(ledger: Ledger) -> None:
    """Give each record of a body the label of the cluster that it belongs to."""
    base = ledger.base
    base.run(_TABLES)
    _enter(base)
    _count_said(base)
    fuller = _fuller(base)
    fuller |= {core: node for core, node in _members(base).items() if core not in fuller}
    _settle(base, fuller)
    placed = _placed(base)
    weak = {**placed, **_extended(base, _longer(base, fuller), placed)}
    _label_all(ledger, fuller, weak)


def _enter(base: Scratch) -> None:
    """Enter each name with its pieces."""
    rows = base.execute(
        f"SELECT name, count(*), min(record.number), max(proper) {_NAMED} GROUP BY name"
    )
    for name, documents, first, proper in rows:
        body = body_name(name)
        row = (
            name,
            documents,
            first,
            proper and not is_mere_kind(name),
            body.core,
            packed(body.places),
            len(body.full),
            len(body.full) == 1 and body.usual and not body.core.isdigit(),
            len(body.words) == 1 or (len(body.words) == 2 and body.hyphen),
            len(body.words) == 2 and body.words[1] == "партия",
            _key(_stems(body.words)),
        )
        base.execute("INSERT INTO body VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def _followed(node: Node, fuller: Mapping[str, Node]) -> Node:
    core, places = node
    seen = {core}
    while core in fuller and fuller[core][0] not in seen:
        core, more = fuller[core]
        seen.add(core)
        places = tuple(sorted({*places, *more}))
    return core, places


def _last(node: Node, steps: Steps) -> Node:
    """The end of the chain of steps from `node`; steps lead to fuller names, so it has one."""
    seen = {node}
    while node in steps and steps[node] not in seen:
        node = steps[node]
        seen.add(node)
    return node


def _best(counts: Mapping[Node, int], share: float) -> Node | None:
    """The node of most documents, if it has the share of them all."""
    if not counts:
        return None
    best = max(counts, key=lambda node: (counts[node], node))
    return best if counts[best] >= share * sum(counts.values()) else None


# ------------------------------------------------------------------- acronyms and short words


def _count_said(base: Scratch) -> None:
    """Count the full names beside which documents use a short one for the same body."""
    rows = base.execute(f"SELECT name, forms, count(*) {_NAMED} GROUP BY name, forms")
    for form, forms, count in rows:
        name = body_name(form)
        if len(name.full) < 2:
            continue
        for other in {*unpacked(forms), name.alias} - {"", form}:
            short = body_name(other)
            if len(short.full) > 1 or short.core == name.core:
                continue
            # One that is not made from the full name is known to be said, and of nobody.
            mine = other == name.alias or _lettered(short, name)
            base.execute(
                "INSERT INTO said VALUES (?, ?, ?) ON CONFLICT DO UPDATE "
                "SET documents = documents + excluded.documents",
                (short.core, name.core if mine else "", count if mine else 0),
            )


def _fuller(base: Scratch) -> dict[str, Node]:
    """Core of an acronym or a shortened word → the full name that it stands for."""
    found: dict[str, Node] = {}
    told = base.execute(
        "SELECT said.short, said.core, said.documents FROM said "
        "WHERE said.short IN (SELECT core FROM body WHERE short) ORDER BY said.short"
    )
    for short, rows in groupby(told, key=lambda row: str(row[0])):
        best = _best({(core, ()): count for _, core, count in rows if count}, SHARE)
        if best is not None and best[0] != short:
            found[short] = best
    lone = base.execute(
        "SELECT core, name, max(first) FROM body "
        "WHERE short AND core NOT IN (SELECT short FROM said) GROUP BY core"
    )
    for core, counts in made_of(base, ((core, name) for core, name, _ in lone)):
        best = _best(counts, SHARE)
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


def _members(base: Scratch) -> dict[str, Node]:
    """«республиканцы», «консерватор» → the party whose adjective has the same root."""
    parties: dict[str, Node] = {}
    for (name,) in base.execute("SELECT name FROM body WHERE party ORDER BY name"):
        body = body_name(name)
        parties.setdefault(stem(body.words[0]), (body.core, ()))
    alike: dict[str, list[str]] = defaultdict(list)
    for root in sorted(parties):
        alike[root[:_ROOT]].append(root)
    found: dict[str, Node] = {}
    for (name,) in base.execute("SELECT name FROM body WHERE member ORDER BY name"):
        body = body_name(name)
        word = stem(body.words[-1])
        of = [root for root in alike.get(word[:_ROOT], ()) if _of_one_root(word, root)]
        if len(of) == 1:
            found[body.core] = parties[of[0]]
    return found


def _of_one_root(member: str, party: str) -> bool:
    size = next(
        (n for n, (a, b) in enumerate(zip(member, party, strict=False)) if a != b),
        min(len(member), len(party)),
    )
    return size >= _ROOT and member[size:] in _OF_MEMBER and party[size:] in _OF_PARTY


# ------------------------------------------------------------------- places and owners


def _settle(base: Scratch, fuller: Mapping[str, Node]) -> None:
    """Count the documents of each core with its places, acronyms followed."""
    rows = base.execute("SELECT core, places, sum(documents) FROM body GROUP BY core, places")
    for core, places, count in rows:
        node = _followed((core, tuple(unpacked(places))), fuller)
        base.execute(
            "INSERT INTO node VALUES (?, ?, ?) ON CONFLICT DO UPDATE "
            "SET documents = documents + excluded.documents",
            (*_cells(node), count),
        )


def _placed(base: Scratch) -> dict[Node, Node]:
    """A core without a place → the same with the place that most documents tell with it."""
    found: dict[Node, Node] = {}
    rows = base.execute("SELECT core, places, documents FROM node ORDER BY core")
    for core, group in groupby(rows, key=lambda row: str(row[0])):
        counts = {(core, tuple(unpacked(places))): int(count) for _, places, count in group}
        bare = counts.pop((core, ()), 0)
        best = _best(counts, SHARE)
        if best is not None and counts[best] >= _SAID * bare > 0:
            found[core, ()] = best
    return found


def _longer(base: Scratch, fuller: Mapping[str, Node]) -> dict[str, str]:
    """Core of the only longer name that begins with a name and ends with an owner → its core."""
    longer: dict[str, set[str]] = defaultdict(set)
    names = "SELECT stems, core, min(name) FROM body WHERE known GROUP BY stems"
    short = "SELECT core, places FROM body WHERE known AND stems = ? ORDER BY name LIMIT 1"
    for stems, core, _ in base.execute(names):
        key = stems.split(_BETWEEN)
        for size in range(2, len(key)):
            found = base.execute(short, (_key(key[:size]),)).fetchone()
            if found is not None and base.one(_OWNER, _key(key[size:])):
                own = _followed((found[0], tuple(unpacked(found[1]))), fuller)[0]
                longer[own] |= {core} - {own}
    return {min(own): core for core, own in sorted(longer.items()) if len(own) == 1}


_OWNER = "SELECT 1 FROM body WHERE stems = ? LIMIT 1"


def _extended(base: Scratch, longer: Mapping[str, str], placed: Steps) -> dict[Node, Node]:
    """«Палата представителей Конгресса» → «Палата представителей»: the owner is another body."""
    found: dict[Node, Node] = {}
    there = "SELECT 1 FROM node WHERE core = ? AND places IN (?, ?)"
    for core, short in longer.items():
        for (cell,) in base.execute("SELECT places FROM node WHERE core = ?", (core,)).fetchall():
            node = (core, tuple(unpacked(cell)))
            target = _last((short, node[1]), placed)
            known = base.one(there, *_cells(target), packed(target[1])) or base.one(
                there, short, packed(()), packed(())
            )
            if target != node and known:
                found[node] = target
    return found


# ------------------------------------------------------------------- labels


def _label_all(ledger: Ledger, fuller: Mapping[str, Node], weak: Steps) -> None:
    """Label each record by its node; «правительство» alone is one with nothing beyond its document.

    `weak` are steps that are taken only where the document does not tell several bodies apart.
    """
    base = ledger.base
    rows = base.execute(
        "SELECT document, record.number, proper, core, places FROM record "
        "JOIN variant ON variant.number = variant JOIN body USING (name) "
        f"WHERE kind = '{Kind.ORGANISATION}' AND forms != x'5b5d' ORDER BY document, record.number"
    )
    for _, group in groupby(rows, key=lambda row: int(row[0])):
        own = [
            (number, proper, _followed((core, tuple(unpacked(places))), fuller))
            for _, number, proper, core, places in group
        ]
        several = Counter(core for core, places in {node for _, _, node in own} if places)
        for number, proper, node in own:
            stays = not proper or (not node[1] and several[node[0]] > 1)
            label = ledger.label(_label(node if stays else _last(node, weak)))
            base.execute("UPDATE record SET label = ? WHERE number = ?", (label, number))
            if proper:
                base.execute("INSERT OR IGNORE INTO proper VALUES (?)", (label,))
    rows = base.execute(
        f"SELECT record.number, document, name, record.label {_NAMED} AND NOT proper"
    )
    for number, document, name, label in rows:
        if is_mere_kind(name) or not base.one("SELECT 1 FROM proper WHERE label = ?", label):
            key = base.one("SELECT key FROM label WHERE number = ?", label)
            alone = ledger.label(f"{key}|#{document}")
            base.execute("UPDATE record SET label = ? WHERE number = ?", (alone, number))


def _label(node: Node) -> str:
    return "|".join((Kind.ORGANISATION, node[0], *node[1]))


def _cells(node: Node) -> tuple[str, bytes]:
    return node[0], packed(node[1])


_BETWEEN = "\x1f"


def _key(stems: Iterable[str]) -> str:
    return _BETWEEN.join(stems)


def _stems(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(soft(stem(word)) for word in words)
