"""Labelled corpora in one form: documents with mentions and links between them.

Each corpus keeps labels of its own: sharing NEREL's with the releases costs five points of F1 on
the releases, since the two mean different things by a profession or an event.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsnlp.schema import Analysis, Form, Kind, Mention, Span
from newsnlp.score import parse_marked

__all__ = [
    "CORPORA",
    "RELEASES",
    "Labelled",
    "kept_out",
    "marked_mentions",
    "read_corpus",
    "read_marked",
]

RELEASES = Path("data/gold/press/train")
FOLD = 5  # one release of so many is kept out

RELEASE_KINDS = {
    "P": "person",
    "O": "organisation",
    "T": "position",
    "E": "event",
    "L": "place",
    "D": "date",
}


@dataclass
class Labelled:
    """A document with its labels.

    Attributes:
        id: name of the document in its corpus.
        corpus: "nerel", "press", "rured" or "factrueval"; "" for a text without labels.
        text: the text; offsets are its code points.
        mentions: (start, stop, label) of each; labels are «corpus:type».
        links: (label, head, tail), indices of mentions.
        unsure: pairs of mentions (head, tail) that are neither examples nor counterexamples.
    """

    id: str
    corpus: str
    text: str
    mentions: list[tuple[int, int, str]] = field(default_factory=list)
    links: list[tuple[str, int, int]] = field(default_factory=list)
    unsure: set[tuple[str, int, int]] = field(default_factory=set)


def read_brat(folder: Path, corpus: str) -> Iterator[Labelled]:
    """Documents of a folder of .txt and .ann; discontinuous spans are left out."""
    for path in sorted(folder.glob("*.ann")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        spans: dict[str, tuple[int, int, str]] = {}
        links: list[tuple[str, str, str]] = []
        for line in path.read_text("utf-8").splitlines():
            key, _, rest = line.partition("\t")
            body = rest.split("\t")[0]
            if key.startswith("T") and ";" not in body:
                label, start, stop = body.split()
                spans[key] = (int(start), int(stop), f"{corpus}:{label}")
            elif key.startswith("R"):
                label, head, tail = body.split()[:3]
                links.append((f"{corpus}:{label}", head[5:], tail[5:]))
        mentions = sorted(set(spans.values()))
        place = {mention: index for index, mention in enumerate(mentions)}
        yield Labelled(
            path.stem,
            corpus,
            text,
            mentions,
            sorted(
                {(r, place[spans[h]], place[spans[t]]) for r, h, t in links if {h, t} <= set(spans)}
            ),
        )


def kept_out(name: str) -> bool:
    """Whether a release is kept from all that is learnt: one of five, by its number."""
    return int(name.rsplit("-", 1)[1]) % FOLD == 0


def read_marked(folder: Path, *, held: bool | None = None) -> Iterator[dict[str, Any]]:
    """The marked-up releases of a folder: tables, mentions and facts, see `parse_marked`.

    Args:
        folder: of .txt files.
        held: True for those that are kept out alone, False for the others, None for all.
    """
    for path in sorted(folder.glob("*.txt")):
        if held is None or kept_out(path.stem) is held:
            yield parse_marked(path.read_text("utf-8"))


def marked_mentions(analysis: Analysis, gold: Mapping[str, Any]) -> dict[Mention, str]:
    """The mentions of a marked-up release, each with its entity («P1»), in the order of the text.

    The normal form of a mention is its words' lemmas; quotes are left out.
    """
    tokens = {t.span.start: t for s in analysis.sentences for t in s.tokens}
    found: dict[Mention, str] = {}
    for item in gold["mentions"]:
        if item["kind"] in RELEASE_KINDS:
            span = Span(item["start"], item["end"])
            words = [tokens[n] for n in range(span.start, span.stop) if n in tokens]
            alone = len(words) == 1 and words[0].pos in ("PRON", "DET")
            form = Form.PRONOUN if alone else Form.NOMINAL
            form = Form.NAME if item["form"] == "name" else form
            kind = Kind(RELEASE_KINDS[item["kind"]])
            normal = " ".join(word.lemma for word in words)
            found[Mention(span, kind, form, normal, "gold", 1.0)] = item["entity"]
    order = sorted(found, key=lambda m: (m.span.start, -m.span.stop, m.kind))
    return {mention: found[mention] for mention in order}


def read_releases(folder: Path) -> Iterator[Labelled]:
    """Documents of a folder of marked-up releases."""
    return map(release, read_marked(folder))


def release(gold: dict[str, Any]) -> Labelled:
    """One marked-up release; facts about entities become links between their nearest mentions."""
    mentions: list[tuple[int, int, str]] = []
    entity: list[str] = []
    for item in gold["mentions"]:
        if item["kind"] == "Q":
            continue
        prefix = "standin" if item["form"] == "stand-in" else "press"
        mentions.append((item["start"], item["end"], f"{prefix}:{RELEASE_KINDS[item['kind']]}"))
        entity.append(item["entity"])
    order = sorted(range(len(mentions)), key=lambda i: mentions[i])
    mentions = [mentions[i] for i in order]
    where: dict[str, list[int]] = defaultdict(list)
    for index, old in enumerate(order):
        where[entity[old]].append(index)
    made = Labelled(gold["id"], "press", gold["text"], mentions)
    for label, head, tail in _facts(gold):
        _link(made, f"press:{label}", where[head], where[tail])
    for members in where.values():
        _corefer(made, members)
    return made


def _facts(gold: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(label, entity, entity) of each binary fact."""
    for fact in gold["facts"]:
        if fact[0] == "role":
            _, person, title, body, status = fact
            yield "holds", person, title
            if status != "current":
                yield status, person, title
            if body:
                yield "at", title, body
                yield "works", person, body
        elif fact[0] == "part":
            yield "part", fact[1], fact[2]
            yield fact[3], fact[1], fact[2]
        elif fact[0] == "body":
            yield "body", fact[1], fact[2]
            yield f"body {fact[3]}", fact[1], fact[2]
        elif fact[0] == "in":
            yield "in", fact[1], fact[2]


def _link(made: Labelled, label: str, heads: list[int], tails: list[int]) -> None:
    """Link each mention to the nearest of the other entity; the other pairs are unsure."""
    text = made.text

    def apart(pair: tuple[int, int]) -> tuple[int, int]:
        (a, b, _), (c, d, _) = made.mentions[pair[0]], made.mentions[pair[1]]
        left, right = min(b, d), max(a, c)
        between = text[left:right] if left < right else ""
        # A full stop or a new line lies farther than any words.
        return between.count("\n") + sum(between.count(s) for s in (". ", "! ", "? ")), right - left

    pairs = [(h, t) for h in heads for t in tails]
    if not pairs:
        return
    least = min(apart(pair)[0] for pair in pairs)
    near = set()
    for pair in pairs:
        rank = apart(pair)
        rivals = [apart((h, pair[1])) for h in heads] + [apart((pair[0], t)) for t in tails]
        if rank == min(rivals) and rank[0] <= max(least, 0):
            near.add(pair)
    for head, tail in pairs:
        if (head, tail) in near:
            made.links.append((label, head, tail))
        else:
            made.unsure.add((label, head, tail))


def _corefer(made: Labelled, members: list[int]) -> None:
    """Link a stand-in to every name of its entity; to other stand-ins it is unsure."""
    for one in members:
        if not made.mentions[one][2].startswith("standin:"):
            continue
        for other in members:
            if other != one:
                name = made.mentions[other][2].startswith("press:")
                if name:
                    made.links.append(("press:same", one, other))
                else:
                    made.unsure.add(("press:same", one, other))


def read_corpus(name: str, data: Path, releases: Path) -> list[Labelled]:
    """A corpus by its name: "nerel", "nerel-dev", "rured" or "press"."""
    return list(CORPORA[name](data, releases))


CORPORA = {
    "nerel": lambda data, _: read_brat(data / "nerel" / "train", "nerel"),
    "nerel-dev": lambda data, _: read_brat(data / "nerel" / "dev", "nerel"),
    "rured": lambda data, _: read_brat(data / "rured", "rured"),
    "press": lambda _, releases: read_releases(releases),
}
