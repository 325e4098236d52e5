"""How likely a row is right: the scores of roles, participations and quotes."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import newsnlp
from newsnlp.confidence import (
    ALONE,
    FEATURES,
    GROWING,
    MODELS,
    facts_told,
    likely,
    participation_score,
    quote_score,
    role_score,
    score_weights,
)
from newsnlp.facts import Facts, facts_of, rejected_of
from newsnlp.pipeline import Pipeline
from newsnlp.schema import Document, Kind, Mention
from newsnlp.score import gold_record, read_gold, right_rows
from test_tables import linked

DEV = Path(__file__).resolve().parents[1] / "data" / "gold" / "press" / "dev"
STEPS = (0.01, 0.3, 0.6, 0.9, 0.99)


def told(*, heard: bool) -> Facts:
    """The hand-made facts, as rules alone say them or beside a network."""
    item = linked()
    links = replace(
        item.links,
        roles=tuple(replace(role, said="rules" * heard) for role in item.links.roles),
        participations=tuple(
            replace(part, said="rules" * heard) for part in item.links.participations
        ),
    )
    return facts_of(replace(item, links=links))


def sure(mention: Mention | None, score: float) -> Mention:
    assert mention is not None
    return replace(mention, score=score)


def test_who_hardly_takes_part_gives_no_row_but_a_reason() -> None:
    item = linked()
    for score, rows in ((0.99, 1), (0.02, 0)):
        parts = tuple(replace(p, score=score, said="rules") for p in item.links.participations[:1])
        found = facts_told(replace(item, links=replace(item.links, participations=parts)))
        assert len(found.participations) == rows
        assert any("all in all" in lost.reason for lost in rejected_of(found)) is (rows == 0)


def test_each_model_has_weights_and_belief_speaks_for_a_row() -> None:
    table = score_weights()
    assert set(table) == {model + ending for model in MODELS for ending in ("", ALONE)}
    for model, weights in table.items():
        used = MODELS[model.removesuffix(ALONE)]
        assert set(used) <= set(FEATURES)
        assert all(weights[name] >= 0 for name in GROWING)
        assert all(weights[name] == 0 for name in FEATURES if name not in used)
        assert any(weights[name] > 0 for name in GROWING)


@pytest.mark.parametrize("heard", [True, False])
@pytest.mark.parametrize("what", ["link", "at", "person", "title"])
def test_a_role_scores_more_the_more_its_parts_are_believed(what: str, *, heard: bool) -> None:
    role = told(heard=heard).roles[0]
    scores = []
    for step in STEPS:
        changes = {
            "link": {"score": step},
            "at": {"at": step},
            "person": {"person": sure(role.link.person, step)},
            "title": {"position": sure(role.link.position, step)},
        }[what]
        scores.append(role_score(replace(role, link=replace(role.link, **changes))))
    assert scores == sorted(scores)
    assert all(0 <= score <= 1 for score in scores)
    assert what == "title" or scores[0] < scores[-1]


@pytest.mark.parametrize("heard", [True, False])
@pytest.mark.parametrize("what", ["link", "part", "who", "event"])
def test_a_participation_scores_more_the_more_is_believed(what: str, *, heard: bool) -> None:
    link, _, event = told(heard=heard).participations[0]
    scores = []
    for step in STEPS:
        changes = {
            "link": {"score": step},
            "part": {"as_part": step},
            "who": {"who": sure(link.who, step)},
            "event": {"event": sure(link.event, step)},
        }[what]
        takes_part, score = participation_score(replace(link, **changes), event)
        assert 0 <= score <= takes_part <= 1
        scores.append((takes_part, score))
    assert scores == sorted(scores)
    assert scores[0][1] < scores[-1][1]
    assert (scores[0][0] == scores[-1][0]) == (what == "part")


def test_rules_alone_have_weights_of_their_own() -> None:
    heard, alone = told(heard=True), told(heard=False)
    assert role_score(heard.roles[0]) != role_score(alone.roles[0])
    link, _, event = heard.participations[0]
    other, _, _ = alone.participations[0]
    assert participation_score(link, event) != participation_score(other, event)


def test_a_quote_scores_more_the_more_is_believed() -> None:
    (quote, speaker) = told(heard=False).quotes[0]
    scores = [quote_score(replace(quote, score=step), speaker) for step in STEPS]
    assert scores == sorted(scores)
    assert 0 <= scores[0] < scores[-1] <= 1


def test_the_library_leaves_rows_out_on_request() -> None:
    text = "Ректор ТУСУРа Виктор Рулевский открыл форум «Заря»."
    assert len(newsnlp.extract(text)["roles"]) == 1
    sure_ones = newsnlp.extract(text, min_score=1, check_below=0)
    assert sure_ones["roles"].empty
    assert sure_ones["participations"].empty
    assert list(sure_ones["persons"]["name"]) == ["Виктор Рулевский"]


def test_unlikely_facts_can_be_left_out() -> None:
    facts = told(heard=True)
    assert likely(facts, 0) is facts
    none = likely(facts, 1)
    assert (none.roles, none.participations, none.quotes) == ((), (), ())
    link, who, event = facts.participations[0]
    unsure = replace(facts, participations=((replace(link, as_part=0.3), who, event),))
    takes_part, whole = participation_score(*unsure.participations[0][::2])
    assert whole < takes_part
    assert likely(unsure, takes_part).participations == ()
    assert likely(unsure, whole).participations == unsure.participations
    score = role_score(facts.roles[0])
    assert likely(facts, score).roles == facts.roles
    assert likely(facts, score + 0.001).roles == ()


def test_of_rows_that_score_nine_tenths_nine_in_ten_are_right(pipeline: Pipeline) -> None:
    """On the development releases, in all and in each table that has enough of such rows."""
    sure_rows: dict[str, list[bool]] = {"roles": [], "parts": [], "quotes": []}
    count = 0
    for gold in read_gold(DEV):
        day = date.fromisoformat(gold["published"]) if gold["published"] else None
        extraction = pipeline(Document(gold["id"], gold["text"], day, gold["title"]))
        facts, right = facts_told(extraction), right_rows(gold, gold_record(extraction))
        persons = iter(right["participations_role"])
        bodies = iter(right["org_participations_role"])
        answers = [("roles", role_score(role)) for role in facts.roles]
        truth = list(right["roles"])
        for link, who, event in facts.participations:
            answers.append(("parts", participation_score(link, event)[1]))
            truth.append(next(persons if who.kind is Kind.PERSON else bodies))
        answers += [("quotes", quote_score(quote, person)) for quote, person in facts.quotes]
        truth += right["quotes"]
        count += len(answers)
        for (table, score), good in zip(answers, truth, strict=True):
            if score >= 0.9:
                sure_rows[table].append(good)
    every = [good for answers in sure_rows.values() for good in answers]
    assert sum(every) / len(every) > 0.93
    assert all(sum(own) / len(own) >= 0.9 for own in sure_rows.values() if len(own) > 50)
    assert len(every) / count > 0.3
