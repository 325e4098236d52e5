"""Full names of bodies by what acronyms and shortened words are made from."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from newsnlp.identity.bodies import BodyName, body_name
from newsnlp.resolve.acronyms import contracts, letters_of, spells
from newsnlp.scratch import Scratch

__all__ = ["Node", "made_of"]

_LINKS = frozenset("и в на по при с для о об из".split())
_ALONE = 3  # letters of an acronym that no document explains
_LEAST = 6  # letters of a contraction
_MOST = 11  # words of a full name

Node = tuple[str, tuple[str, ...]]  # core, places
Entry = tuple[tuple[str, ...], Node, int]  # words of a full name, what it is, documents

# Full names by what they share with what is made from them: the first letter and the number of
# words with an acronym, the first three letters with a contraction.
_TABLES = """
CREATE TABLE whole (key TEXT, name TEXT, documents INTEGER, core INTEGER);
CREATE TABLE part (key TEXT, core TEXT, name TEXT);
"""


def made_of(base: Scratch, lone: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Counter[Node]]]:
    """The full names that words may be made from, with their documents.

    Args:
        base: with a row in `body` for each name.
        lone: core and name of each word.
    """
    base.run(_TABLES)
    base.executemany("INSERT INTO part VALUES (?, ?, ?)", _parts(lone))
    base.executemany("INSERT INTO whole VALUES (?, ?, ?, ?)", _wholes(base))
    base.execute("CREATE INDEX whole_key ON whole (key)")
    parts = base.execute("SELECT key, core, name FROM part ORDER BY key, core")
    for key, group in groupby(parts, key=lambda row: str(row[0])):
        entries = [
            _entry(name, documents, bare=bool(core))
            for name, documents, core in base.execute(
                "SELECT name, documents, core FROM whole WHERE key = ?", (key,)
            )
        ]
        for _, core, name in group:
            yield core, _counted(body_name(name), entries)


def _parts(lone: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    for core, name in lone:
        body = body_name(name)
        word = body.full[0]
        if len(body.acronym) >= _ALONE:
            yield f"{word[0]}{len(letters_of(body.acronym))}", core, name
        elif len(word) >= _LEAST:
            yield f"{word[:3]}-", core, name


def _wholes(base: Scratch) -> Iterator[tuple[str, str, int, bool]]:
    rows = base.execute("SELECT name, documents FROM body WHERE words BETWEEN 2 AND ?", (_MOST,))
    for name, documents in rows:
        body = body_name(name)
        bare, full = (body.words, (body.core, ())), (body.full, (body.core, body.places))
        for (words, node), of_core in ((bare, True), (full, False)):
            content = [word for word in words if len(word) > 2]
            if len(content) < 2 or (not of_core and full == bare):
                continue
            yield f"{content[0][0]}{_plain(words)}", name, documents, of_core
            if not node[1]:
                yield f"{content[0][:3]}-", name, documents, of_core


def _entry(name: str, documents: int, *, bare: bool) -> Entry:
    body = body_name(name)
    if bare:
        return body.words, (body.core, ()), documents
    return body.full, (body.core, body.places), documents


def _plain(words: Iterable[str]) -> int:
    return sum(word not in _LINKS for word in words)


def _counted(part: BodyName, entries: Iterable[Entry]) -> Counter[Node]:
    found: Counter[Node] = Counter()
    letters = letters_of(part.acronym)
    for words, node, documents in entries:
        if len(part.acronym) < _ALONE:
            fits = contracts(part.full[0], words) == len(words)
        else:
            often = len(letters) > _ALONE or documents > 1
            fits = often and spells(letters, words) == len(words)
        if fits:
            found[node] += documents
    return found
