"""Links and entities joined: every fact once."""

from dataclasses import replace

import pytest

from markup import extraction
from newsnlp.facts import facts_of, rejected_of
from newsnlp.schema import (
    Kind,
    Links,
    Part,
    Participation,
    Role,
    Status,
)
from test_tables import linked


@pytest.mark.parametrize(
    ("parts", "kept"),
    [
        ((Part.LAUREATE, Part.MODERATOR), Part.LAUREATE),
        ((Part.SPEAKER, Part.CHAIR), Part.CHAIR),
        ((Part.GUEST, Part.EXPERT), Part.EXPERT),
        ((Part.PARTICIPANT, Part.GUEST), Part.GUEST),
    ],
)
def test_order_of_parts(parts: tuple[Part, Part], kept: Part) -> None:
    bare = extraction("[PER Анна Серова] была на [EVT форуме].")
    links = Links(
        participations=tuple(Participation(*bare.mentions, part, "test", 0.5) for part in parts)
    )
    assert facts_of(replace(bare, links=links)).participations[0][0].part is kept


def test_an_employing_place_is_listed_among_the_bodies() -> None:
    bare = extraction("[POS мэр] [LOC Томска=Томск] [PER Анна Серова] и [LOC Омск].")
    title, town, person, _ = bare.mentions
    role = Role(person, title, town, Status.CURRENT, "test", 0.9)
    facts = facts_of(replace(bare, links=Links(roles=(role,))))
    assert [entity.name for entity in facts.listed(Kind.ORGANISATION)] == ["Томск"]


def test_a_nameless_holder_is_said_to_be_one() -> None:
    bare = extraction("[POS ректор] и [per1 он].")
    title, he = bare.mentions
    role = Role(he, title, None, Status.CURRENT, "roles.before", 0.9)
    facts = facts_of(replace(bare, links=Links(roles=(role,))))
    assert facts.roles == ()
    (lost,) = rejected_of(facts)
    assert (lost.what, lost.reason, lost.spans) == (
        "role",
        "the holder has no name in this text",
        (title.span, he.span),
    )
    assert rejected_of(facts_of(linked())) == ()


def test_the_better_of_two_equal_roles_is_kept() -> None:
    item = linked()
    (role,) = item.links.roles
    roles = (replace(role, score=0.2, evidence="roles.far"), role)
    (fact,) = facts_of(replace(item, links=Links(roles=roles))).roles
    assert fact.link.evidence == "roles.before"


def test_a_title_told_in_full_stands_for_its_beginning() -> None:
    bare = extraction(
        "[POS проректор] и [POS проректор по науке] [ORG ТУСУРа=ТУСУР] [PER Анна Серова]"
    )
    short, full, body, person = bare.mentions
    for where in (None, body):
        roles = tuple(
            Role(person, title, at, Status.CURRENT, "test", 0.9)
            for title, at in ((short, where), (full, body))
        )
        (fact,) = facts_of(replace(bare, links=Links(roles=roles))).roles
        assert fact.position == "проректор по науке"


@pytest.mark.parametrize(("named", "rows"), [(True, ["глава"]), (False, ["губернатор"])])
def test_a_title_that_means_its_holder_again_is_no_second_office(
    named: bool, rows: list[str]
) -> None:
    bare = extraction(
        "[POS глава] [LOC области] [PER1 Анна Серова]\n[per1 [POS1 губернатор]] молчит"
    )
    head, place, person, governor, echo = bare.mentions
    roles = [Role(echo, governor, None, Status.CURRENT, "model", 0.8)]
    if named:
        roles.append(Role(person, head, place, Status.CURRENT, "roles.after", 0.9))
    facts = facts_of(replace(bare, links=Links(roles=tuple(roles))))
    assert [fact.position for fact in facts.roles] == rows
