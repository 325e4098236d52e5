"""How likely a row is right: the `score` of roles, participations and quotes.

A link carries how far the link alone is believed. Its row is right only if the person, the title,
the body or event are right, too: `resources/lexicons/score_weights.tsv` weighs all that is known
when a row is made. Its weights are learnt by `training/scores.py`, so that of a hundred rows with a
score near 0.9 about ninety are right; those of rules without a network have models of their own.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from newsnlp.belief import odds_of
from newsnlp.facts import Facts, RoleFact, facts_of, is_named
from newsnlp.lexicon import load_lexicon
from newsnlp.schema import (
    Entity,
    Extraction,
    Form,
    Kind,
    Mention,
    Participation,
    Quote,
    Rejected,
)

__all__ = [
    "ALONE",
    "FEATURES",
    "GROWING",
    "MODELS",
    "chance_of",
    "facts_told",
    "likely",
    "participation_features",
    "participation_score",
    "quote_features",
    "quote_score",
    "role_features",
    "role_score",
    "score_weights",
]

Features = Mapping[str, float]
Weights = Mapping[str, Mapping[str, float]]

MODELS: Mapping[str, tuple[str, ...]] = {
    "role": ("bias", "link", "who", "title", "body", "held", "bare", "bodiless"),
    "participation": ("bias", "link", "who", "event", "named", "words", "ruled", "organisation"),
    "part": ("bias", "part", "sure", "ruled", "organisation"),
    "quote": ("bias", "link", "who", "pronoun"),
}
FEATURES: Mapping[str, str] = {
    "bias": "1",
    "link": "log-odds of the belief in the link, see `newsnlp.belief`",
    "who": "log-odds of the belief in the mention of the person, or of the body that takes part",
    "title": "log-odds of the belief in the mention of the title",
    "body": "log-odds of the belief in the surest name of the employer; 0 without one",
    "held": "log-odds of the belief that the title is held there; 0 without an employer",
    "bare": "log-odds of the belief that no body of the text is the employer; 0 with one",
    "bodiless": "whether the row has no employer",
    "event": "log-odds of the belief in the mention of the event",
    "named": "whether the event has a name of its own",
    "words": "logarithm of the number of words of the event's name",
    "ruled": "whether a rule found it",
    "organisation": "whether it is a body that takes part",
    "part": "log-odds of the chance of the part among all parts",
    "sure": "by how much these are over 3",
    "pronoun": "whether the speaker is a pronoun",
}
GROWING = frozenset({"link", "who", "title", "body", "held", "bare", "event", "part", "sure"})
FLOOR = 0.001  # chances of parts are kept within this and 1 less this
LEAST = 0.3  # chance of a participation that makes a row; the best F1 on the 80 releases
SURE = 3.0  # log-odds of a part from which they weigh more
ALONE = " alone"  # of the models of rules without a network


def facts_told(extraction: Extraction) -> Facts:
    """The facts of a document that make rows, see `facts_of`.

    Who takes part in what is a row only if that is as likely as `LEAST`; the others stand among
    what was rejected. The rest of what was found is decided link by link.
    """
    facts = facts_of(extraction)
    told, doubted = [], []
    for link, who, event in facts.participations:
        takes, _ = participation_score(link, event)
        if takes >= LEAST or not link.said:
            told.append((link, who, event))
        else:
            doubted.append(_doubted(link, takes))
    if not doubted:
        return facts
    rejected = (*extraction.rejected, *doubted)
    return replace(
        facts,
        extraction=replace(extraction, rejected=rejected),
        participations=tuple(told),
    )


def _doubted(link: Participation, takes: float) -> Rejected:
    spans = (link.who.span, link.event.span)
    reason = f"likely by {takes:.2f} only, all in all: {link.said}"
    return Rejected(f"participation ({link.part})", spans, link.evidence, takes, reason)


def likely(facts: Facts, least: float) -> Facts:
    """The facts without the roles, participations and quotes that score less than `least`."""
    if least <= 0:
        return facts
    return replace(
        facts,
        roles=tuple(role for role in facts.roles if role_score(role) >= least),
        participations=tuple(
            (link, who, event)
            for link, who, event in facts.participations
            if participation_score(link, event)[1] >= least
        ),
        quotes=_likely_quotes(facts.quotes, least),
        reports=_likely_quotes(facts.reports, least),
    )


def _likely_quotes(
    quotes: Iterable[tuple[Quote, Entity]], least: float
) -> tuple[tuple[Quote, Entity], ...]:
    return tuple(
        (quote, speaker) for quote, speaker in quotes if quote_score(quote, speaker) >= least
    )


def role_score(role: RoleFact) -> float:
    """The chance that person, title and body of a role are right, 0…1, to three digits."""
    return round(chance_of(_model("role", role.link.said), role_features(role)), 3)


def participation_score(link: Participation, event: Entity) -> tuple[float, float]:
    """The chances of a participation, 0…1, to three digits.

    Returns:
        That who takes part in which event is right, and that the part is right, too.
    """
    features = participation_features(link, event)
    takes = chance_of(_model("participation", link.said), features)
    return round(takes, 3), round(takes * chance_of(_model("part", link.said), features), 3)


def quote_score(quote: Quote, speaker: Entity) -> float:
    """The chance that words and speaker are right, 0…1, to three digits."""
    heard = "".join(mention.said for mention in speaker.mentions)
    return round(chance_of(_model("quote", heard), quote_features(quote)), 3)


def role_features(role: RoleFact) -> Features:
    """What `MODELS` weigh of a role."""
    link, body = role.link, role.body
    return {
        "bias": 1.0,
        "link": odds_of(link.score),
        "who": odds_of(link.person.score),
        "title": odds_of(link.position.score),
        "body": odds_of(_surest(body).score) if body else 0.0,
        "held": odds_of(link.at) if body else 0.0,
        "bare": 0.0 if body else odds_of(link.at),
        "bodiless": float(body is None),
    }


def participation_features(link: Participation, event: Entity) -> Features:
    """What `MODELS` weigh of a participation and of its part."""
    chance = min(max(link.as_part, FLOOR), 1 - FLOOR)
    part = math.log(chance / (1 - chance))
    return {
        "bias": 1.0,
        "link": odds_of(link.score),
        "who": odds_of(link.who.score),
        "event": odds_of(link.event.score),
        "named": float(is_named(event)),
        "words": math.log(1 + event.name.count(" ")),
        "ruled": float(link.evidence != "model"),
        "organisation": float(link.who.kind is Kind.ORGANISATION),
        "part": part,
        "sure": max(0.0, part - SURE),
    }


def quote_features(quote: Quote) -> Features:
    """What `MODELS` weigh of a quote."""
    return {
        "bias": 1.0,
        "link": odds_of(quote.score),
        "who": odds_of(quote.speaker.score),
        "pronoun": float(quote.speaker.form is Form.PRONOUN),
    }


def chance_of(what: str, features: Features) -> float:
    """The chance that a row with these features is right.

    Args:
        what: one of `MODELS`; with « alone», what rules say without a network.
        features: of the row.

    Raises:
        KeyError: the weights do not have `what`.
    """
    own = score_weights()[what]
    total = sum(own[feature] * features[feature] for feature in MODELS[what.removesuffix(ALONE)])
    return 1 / (1 + math.exp(-total))


def _model(what: str, said: str) -> str:
    return what if said else what + ALONE


def _surest(entity: Entity) -> Mention:
    """The mention that is believed most, a name if there is one."""
    return max(entity.mentions, key=lambda mention: (mention.form is Form.NAME, mention.score))


@cache
def score_weights() -> Weights:
    """The weights by model and feature."""
    return {
        what: {feature: float(row[feature]) for feature in FEATURES}
        for what, row in load_lexicon("score_weights").items()
    }
