"""Links and mentions weighed by network and rules; scores made up, so no weights are needed."""

import pytest

from newsnlp.belief import Weights, believe, enough
from newsnlp.recognise.reconcile import reconcile
from newsnlp.relate.reader import ANSWERS, Read
from newsnlp.relate.weighed import weigh, weigh_parts
from newsnlp.relate.witnesses import Heard, Ruled, Witnesses
from newsnlp.schema import (
    Form,
    Kind,
    Mention,
    Part,
    Participation,
    Role,
    Scores,
    Span,
    Status,
)


def mention(start: int, stop: int, kind: Kind, evidence: str = "rule") -> Mention:
    """A name at start…stop."""
    return Mention(Span(start, stop), kind, Form.NAME, "слово", evidence, 0.85)


PERSON, TITLE = mention(20, 30, Kind.PERSON), mention(0, 6, Kind.POSITION)
BODY, OTHER = mention(7, 13, Kind.ORGANISATION), mention(40, 46, Kind.ORGANISATION)
FORUM = mention(50, 60, Kind.EVENT)
ALL = [TITLE, BODY, PERSON, OTHER, FORUM]


@pytest.fixture(autouse=True)
def _made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both witnesses count alike."""
    kinds = ("person", "organisation", "position", "event", "holds", "at", "part", "body", "in")
    table = dict.fromkeys(kinds, Weights(0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.5))
    table["as"] = Weights(0.0, 1.0, 2.0, 1.0, 0.0, 1.0, 0.0)
    for module in ("belief", "relate.offices", "relate.witnesses"):
        monkeypatch.setattr(f"newsnlp.{module}.weights", lambda: table)


def test_two_witnesses_are_believed_more_than_one() -> None:
    assert believe("at", 0.6, 0.9) > believe("at", 0.6, None)
    assert believe("at", 0.9, None) > believe("at", 0.1, None)


def test_a_noun_for_a_body_and_its_name_are_one_place() -> None:
    noun = Mention(Span(7, 13), Kind.ORGANISATION, Form.NOMINAL, "институт", "rule", 0.85)
    links = {
        (PERSON.span, TITLE.span, "press:holds"): 0.99,
        (TITLE.span, noun.span, "press:at"): 0.9,
    }
    scores = Scores(links=links, asked=True)
    ruled = Ruled(places={(TITLE, OTHER): 0.4}, things=[[noun, OTHER]])
    assert list(Witnesses(scores, ruled).of("at")) == [
        (TITLE.span, OTHER.span, Heard(0.9, 0.4, 0.0))
    ]
    (role,) = weigh(scores, [TITLE, noun, PERSON, OTHER], ruled).roles
    assert role.organisation == noun  # of the two mentions the nearer one


def test_a_rule_s_role_takes_the_body_that_both_find_likeliest() -> None:
    links = {
        (PERSON.span, TITLE.span, "press:holds"): 0.999,
        (TITLE.span, BODY.span, "press:at"): 0.99,
        (TITLE.span, OTHER.span, "press:at"): 0.05,
    }
    ruled = Role(PERSON, TITLE, None, Status.FORMER, "roles.before", 0.9, since="2019")
    places = {(TITLE, OTHER): 0.8, (TITLE, BODY): 0.2}
    (role,) = weigh(Scores(links=links, asked=True), ALL, Ruled((ruled,), places)).roles
    assert (role.person, role.position, role.organisation) == (PERSON, TITLE, BODY)
    assert (role.evidence, role.status, role.since) == ("roles.before", Status.FORMER, "2019")
    assert role.said == "rules 0.90, network 1.00"


def test_a_doubted_link_is_rejected_with_a_reason() -> None:
    links = {(PERSON.span, FORUM.span, "press:part"): 0.45}
    found, (lost,) = weigh_parts(Scores(links=links, asked=True), ALL, Ruled())
    assert found == []
    assert lost.what.startswith("participation")
    assert lost.score < enough("part")
    assert "rules silent, network 0.45" in lost.reason


def test_the_part_is_the_network_s_unless_it_is_close() -> None:
    pair = (PERSON.span, FORUM.span)
    ruled = Participation(PERSON, FORUM, Part.GUEST, "participations.guest_of_honour", 0.9)
    near = {(*pair, "press:part"): 0.99, (*pair, "press:спикер"): 0.5, (*pair, "press:гость"): 0.4}
    far = near | {(*pair, "press:спикер"): 0.95, (*pair, "press:гость"): 0.05}
    for links, part in ((near, Part.GUEST), (far, Part.SPEAKER)):
        scores = Scores(links=links, asked=True)
        ((found,), _) = weigh_parts(scores, ALL, Ruled(participations=(ruled,)))
        assert found.part is part


def read(share: float, **chances: float) -> Read:
    """What the reader says of a pair."""
    return Read(tuple(chances.get(answer or "none", 0.0) for answer in ANSWERS), share)


def test_the_reader_tells_who_takes_part_and_as_what() -> None:
    pair = (PERSON.span, FORUM.span)
    for chances, part in (
        ({"none": 0.1, "гость": 0.8, "спикер": 0.1}, Part.GUEST),
        ({"none": 0.1, "гость": 0.1, "спикер": 0.8}, Part.SPEAKER),
    ):
        ruled = Ruled(things=[[PERSON], [FORUM]], read={pair: read(1.0, **chances)})
        ((found,), _) = weigh_parts(Scores(asked=True), ALL, ruled)
        assert found.part is part
        assert found.said == "rules silent, network 0.00, reader 0.90"
    nobody = Ruled(things=[[PERSON], [FORUM]], read={pair: read(1.0, none=0.9, гость=0.1)})
    assert weigh_parts(Scores(asked=True), ALL, nobody)[0] == []


def test_of_the_mentions_of_one_person_the_telling_one_is_linked() -> None:
    again = mention(70, 76, Kind.PERSON)
    for shares, telling in (((0.9, 0.1), PERSON), ((0.1, 0.9), again)):
        said = {
            (who.span, FORUM.span): read(share, none=0.1, гость=0.9)
            for who, share in zip((PERSON, again), shares, strict=True)
        }
        ruled = Ruled(things=[[PERSON, again], [FORUM]], read=said)
        ((found,), _) = weigh_parts(Scores(asked=True), [*ALL, again], ruled)
        assert found.who == telling


def test_mentions_stand_by_both_witnesses() -> None:
    told = mention(7, 13, Kind.ORGANISATION, "model")
    sure = Scores(spans={(told.span, "press:organisation"): 0.95}, asked=True)
    assert [m.span for m in reconcile([told], sure)[0]] == [told.span]
    kept, lost = reconcile([told], Scores(asked=True))
    assert kept == ()
    assert "network 0.00" in lost[0].reason
    assert reconcile([told])[0] == (told,)  # without a network nothing is weighed
