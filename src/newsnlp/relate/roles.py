"""Who holds which position in which body.

An analysis and its mentions enter; roles leave. For each title the persons that `holders` lists and
the bodies that `employers` lists are judged by the weights of their facts; `training/roles.py`
learns these weights, they stand in `resources/lexicons/role_weights.tsv`. `evidence` names the fact
that spoke most for the person. A title in the plural may have several holders.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat

from newsnlp.lexicon import load_weights
from newsnlp.relate.employers import chaired, list_bodies, survey
from newsnlp.relate.holders import Candidate, Placed, View, list_holders, views_of
from newsnlp.relate.terms import Term, find_term
from newsnlp.relate.things import Things
from newsnlp.schema import Analysis, Mention, Role
from newsnlp.words import feature

__all__ = [
    "CARRIED",
    "THRESHOLD",
    "TitleCase",
    "choose_body",
    "choose_holders",
    "consider",
    "find_roles",
    "list_cases",
]

THRESHOLD = 0.46  # of the odds that a person holds a title
POSSIBLE = 0.05  # of the odds that are worth a word where a network has one, too
CARRIED = 0.5  # the same for a person whom an earlier sentence names

Weights = Mapping[str, float]
Groups = Sequence[Sequence[Mention]]  # the mentions of one person, body, place or event each


@dataclass(frozen=True, slots=True)
class TitleCase:
    """A title with all who may hold it and all bodies where it may be held."""

    title: Mention
    plural: bool
    holders: tuple[Candidate, ...]
    bodies: tuple[Candidate, ...]
    term: Term
    chaired: Mention | None = None  # the body before «под председательством»


@cache
def _weights() -> tuple[Weights, Weights]:
    """Fact → weight, for persons and for bodies."""
    weights = load_weights("role_weights")
    return weights["person"], weights["body"]


def find_roles(analysis: Analysis, mentions: Sequence[Mention], groups: Groups = ()) -> list[Role]:
    """The roles in the order of the text; `organisation` None where the text names no body."""
    persons, bodies = _weights()
    found: list[Role] = []
    for case in list_cases(analysis, mentions, groups):
        chosen = choose_holders(case, persons)
        if not chosen:
            continue
        body, held = (case.chaired, 1.0) if case.chaired else choose_body(case, bodies)
        for person, odds, fact in chosen:
            evidence = f"roles.{fact}"
            term, score = case.term, round(odds, 2)
            found.append(
                Role(
                    person,
                    case.title,
                    body,
                    term.status,
                    evidence,
                    score,
                    term.since,
                    term.until,
                    at=round(held, 2),
                )
            )
    return found


def consider(
    analysis: Analysis, mentions: Sequence[Mention], groups: Groups = ()
) -> tuple[list[Role], dict[tuple[Mention, Mention], float]]:
    """All that may be: who may hold each title, and where each may be held, with probabilities.

    Returns:
        Roles without a body, as likely as `POSSIBLE` at least; of (title, body) the chance that the
        title is held there, if it is held at all.
    """
    persons, bodies = _weights()
    found: list[Role] = []
    places: dict[tuple[Mention, Mention], float] = {}
    for case in list_cases(analysis, mentions, groups):
        chosen = choose_holders(case, persons, POSSIBLE)
        for person, odds, fact in chosen:
            evidence, term = f"roles.{fact}", case.term
            found.append(
                Role(person, case.title, None, term.status, evidence, odds, term.since, term.until)
            )
        if case.chaired:
            places[case.title, case.chaired] = 1.0
        else:
            for body, chance in _chances(case, bodies):
                if body is not None:
                    places[case.title, body] = chance
    return found, places


def list_cases(
    analysis: Analysis, mentions: Sequence[Mention], groups: Groups = ()
) -> Iterator[TitleCase]:
    """The titles of the document in the order of the text."""
    views = views_of(analysis, mentions)
    bodies, things = survey(views), Things(views, mentions, groups)
    for at, view in enumerate(views):
        for title in view.titles:
            holders = tuple(list_holders(views, title, at))
            if holders:
                found = things.merge(list_bodies(views, title, at, bodies), title, at)
                term = find_term(analysis, view, title)
                plural, body = _plural(view, title), chaired(view, title)
                yield TitleCase(title.mention, plural, holders, found, term, body)


def choose_holders(
    case: TitleCase, weights: Weights, possible: float | None = None
) -> list[tuple[Mention, float, str]]:
    """The persons who hold the title, with the odds and the fact that spoke most for it.

    Args:
        case: the title.
        weights: of the facts.
        possible: take all who hold it with this probability, likelier ones or not.
    """
    if case.chaired:
        return _chairs(case)
    judged = []
    for candidate in case.holders:
        odds = 1 / (1 + math.exp(-_sum(candidate, weights)))
        least = CARRIED if "carry" in candidate.facts else THRESHOLD
        least = possible or least
        if candidate.mention is not None and odds >= least:
            fact = max(candidate.facts, key=lambda f: weights.get(f, 0.0))
            judged.append((candidate.mention, odds, fact))
    judged.sort(key=lambda item: (-item[1], item[0].span))
    return judged if case.plural or possible else judged[:1]


def _chairs(case: TitleCase) -> list[tuple[Mention, float, str]]:
    """The first person after «под председательством», if no verb stands between."""
    for candidate in case.holders:
        if {"after", "after&rank=0"} <= set(candidate.facts) and candidate.mention:
            reached = "after&has=V" not in candidate.facts
            return [(candidate.mention, 0.8, "under_chair")] if reached else []
    return []


def choose_body(case: TitleCase, weights: Weights) -> tuple[Mention | None, float]:
    """The likeliest body, None for none, and its chance."""
    return max(_chances(case, weights), key=lambda item: item[1])


def _chances(case: TitleCase, weights: Weights) -> list[tuple[Mention | None, float]]:
    """Each body where a title may be held, None for none, with the chance that it is."""
    sums = [_sum(candidate, weights) for candidate in case.bodies]
    total = sum(math.exp(x - max(sums)) for x in sums)
    return [
        (candidate.mention, math.exp(x - max(sums)) / total)
        for candidate, x in zip(case.bodies, sums, strict=True)
    ]


def _sum(candidate: Candidate, weights: Weights) -> float:
    return weights.get("-", 0.0) + sum(map(weights.get, candidate.facts, repeat(0.0)))


def _plural(view: View, title: Placed) -> bool:
    """Whether one of the first words of the title stands in the plural."""
    tokens = view.sentence.tokens[title.start : title.start + 2]
    return any(feature(token.feats, "Number") == "Plur" for token in tokens)
