"""Marked-up releases → gold records, as MARKUP.md describes them."""

import re
from collections.abc import Mapping
from typing import Any

from newsnlp.errors import NewsNLPError

__all__ = ["Record", "ScoreError", "parse_marked"]

Record = dict[str, Any]  # a gold document as JSON: texts, nulls, lists of objects


class ScoreError(NewsNLPError):
    """A gold folder that holds no gold or a broken file."""


def parse_marked(content: str) -> Record:
    """The gold record of a marked-up release, as MARKUP.md describes it.

    Beside the tables it has `mentions`, each with its place in the text (`start`, `end`, end
    exclusive), its kind, entity and form, and `facts` about the entities.

    Raises:
        ScoreError: a line of facts is none, or refers to what has no name.
    """
    head, _, rest = content.replace("\r\n", "\n").partition("\n\n")
    body, _, lines = rest.partition("\n---\n")
    text, mentions = _unmarked(body.strip("\n"))
    pieces: dict[str, list[str]] = {}
    for mention in sorted(mentions, key=lambda m: (m["start"], -m["end"])):
        words = text[mention["start"] : mention["end"]]
        pieces.setdefault(mention["entity"], []).append(words)
    facts = [line.split(maxsplit=2) for line in lines.splitlines() if line and line[0] != "#"]
    record: Record = dict(line.partition(": ")[::2] for line in head.splitlines())
    try:
        tables = _marked_tables(facts, pieces)
        known = [_fact(fact) for fact in facts if fact[0] in _FACTS]
        return {**record, "text": text, **tables, "mentions": mentions, "facts": known}
    except (KeyError, IndexError, ValueError) as reason:
        raise ScoreError(f"the facts after --- are broken at {reason}; see MARKUP.md") from reason


_FACTS = frozenset({"role", "part", "body", "in", "said"})


def _fact(fact: list[str]) -> list[str | None]:
    """A line of facts as a list: ["role", "P1", "T1", "O1", "current"]."""
    verb, label, rest = fact
    words = rest.split()
    if verb != "role":
        return [verb, label, *words]
    body = None if words[1] == "-" else words[1]
    return [verb, label, words[0], body, words[2] if len(words) > 2 else "current"]


def _unmarked(body: str) -> tuple[str, list[Record]]:
    """The plain text, and its mentions in the order of their ends."""
    text, last = "", 0
    opened: list[tuple[str, int]] = []
    mentions: list[Record] = []
    for match in re.finditer(r"\[([A-Za-z]\d+) |\]", body):
        text += body[last : match.start()]
        last = match.end()
        if match[1]:
            opened.append((match[1], len(text)))
        elif opened:
            label, start = opened.pop()
            form = "name" if label[0].isupper() else "stand-in"
            entity = label.upper()
            mentions.append(
                {
                    "start": start,
                    "end": len(text),
                    "kind": entity[0],
                    "entity": entity,
                    "form": form,
                }
            )
    return text + body[last:], mentions


def _marked_tables(facts: list[list[str]], pieces: Mapping[str, list[str]]) -> Record:
    said: dict[str, list[list[str]]] = {}
    for verb, label, *rest in facts:
        said.setdefault(verb, []).append([label, *rest])
    names: dict[str, str] = dict(said.get("name", []))
    also = {
        label: [form.strip() for form in forms.split(";")] for label, forms in said.get("also", [])
    }
    roles = [(person, *rest.split()) for person, rest in said.get("role", [])]
    employers = {role[2] for role in roles if role[2][0] == "L"}

    def items(kinds: str) -> dict[str, Record]:
        return {
            label: {"name": name, "also": also.get(label, [])}
            for label, name in names.items()
            if label[0] in kinds and (label[0] != "L" or label in employers)
        }

    def parts(verb: str, key: str) -> list[Record]:
        rows = [(who, *rest.split()) for who, rest in said.get(verb, [])]
        return [{key: names[w], "event": names[event], "role": role} for w, event, role in rows]

    return {
        "persons": list(items("P").values()),
        "organisations": list(items("OL").values()),
        "events": list(items("E").values()),
        "roles": [
            {
                "person": names[role[0]],
                "position": names[role[1]],
                "also": also.get(role[1], []),
                "organisation": None if role[2] == "-" else names[role[2]],
            }
            for role in roles
        ],
        "participations": parts("part", "person"),
        "org_participations": parts("body", "organisation"),
        "quotes": [
            {"person": names[person], "text": " ".join(pieces[label])}
            for label, person in said.get("said", [])
        ],
    }
