"""What the tables say of hand-made extractions."""

from dataclasses import replace

import pytest

from markup import extraction
from newsnlp.columns import COLUMNS
from newsnlp.errors import NewsNLPError
from newsnlp.registry import Registry
from newsnlp.schema import (
    Extraction,
    Links,
    Mention,
    Part,
    Participation,
    Quote,
    Role,
    Span,
    Status,
)
from newsnlp.tables import make_tables, name_parts

RELEASE = (
    "[POS1 Ректор=ректор] [ORG1 ТУСУРа=ТУСУР] [PER1 Виктора Рулевского=Виктор Рулевский] "
    "встретили на [EVT1 форуме «Заря»=форум «Заря»].\n«Работы много», – сказал [per1 он]."
)


def linked(marked: str = RELEASE, doc_id: str = "d1", *, body: bool = True) -> Extraction:
    """The release with a role, two parts in one forum and a quote by «он»."""
    bare = extraction(marked, doc_id=doc_id)
    title, organisation, person, forum, he = bare.mentions
    start = bare.document.text.index("Работы")
    role = Role(person, title, organisation if body else None, Status.CURRENT, "roles.before", 0.9)
    return replace(
        bare,
        links=Links(
            (role,),
            (
                Participation(person, forum, Part.PARTICIPANT, "parts.at", 0.9),
                Participation(he, forum, Part.SPEAKER, "parts.spoke", 0.8),
            ),
            (Quote(he, (Span(start, start + 12),), "сказать", "quotes.cue", 0.7),),
        ),
    )


def test_roles_are_looked_up_through_mentions() -> None:
    row = make_tables([linked()])["roles"].iloc[0]
    assert (row["person"], row["position"], row["organisation"], row["status"]) == (
        "Виктор Рулевский",
        "ректор",
        "ТУСУР",
        "current",
    )
    assert (row["sentence"], row["start"], row["evidence"]) == (0, 0, "roles.before")


def test_of_two_parts_in_one_forum_the_more_specific_stays() -> None:
    assert list(make_tables([linked()])["participations"]["role"]) == ["спикер"]


def test_quotes_of_a_pronoun_go_to_the_named_person() -> None:
    row = make_tables([linked()])["quotes"].iloc[0]
    assert (row["person"], row["text"], row["sentence"]) == ("Виктор Рулевский", "Работы много", 1)


def reported() -> Extraction:
    """A person who has a post and is quoted indirectly alone."""
    bare = extraction("[POS1 Ректор] [PER1 Виктор Рулевский] сообщил, что мест хватит.")
    title, person = bare.mentions
    start = bare.document.text.index("мест")
    report = Quote(person, (Span(start, start + 10),), "сообщить", "indirect.that", 0.9)
    role = Role(person, title, None, Status.CURRENT, "roles.before", 0.9)
    return replace(bare, links=Links((role,), reports=(report,)))


def test_indirect_speech_is_a_quote_of_its_own_kind() -> None:
    rows = make_tables([linked(), reported()])["quotes"]
    assert list(rows["kind"]) == ["direct", "indirect"]
    assert list(rows["text"]) == ["Работы много", "мест хвати"]


def test_the_press_sheet_has_indirect_speech_on_request() -> None:
    assert make_tables([reported()])["press"]["quote"].isna().all()
    assert list(make_tables([reported()], indirect=True)["press"]["quote"]) == ["мест хвати"]
    assert list(make_tables([linked()], indirect=True)["press"]["quote"]) == ["Работы много"]


def test_rows_of_a_low_score_are_left_out_and_what_they_name_stays() -> None:
    whole = make_tables([linked()])
    scores = {name: whole[name]["score"].iloc[0] for name in ("roles", "participations", "quotes")}
    assert all(0 < score < 1 for score in scores.values())
    for name, score in scores.items():
        kept = make_tables([linked()], min_score=score)
        assert list(kept[name]["score"]) == [score]
        cut = make_tables([linked()], min_score=score + 0.001)
        assert cut[name].empty
    nothing = make_tables([linked()], min_score=1)
    assert nothing["press"].empty
    assert list(nothing["positions"]["persons"]) == [0]
    for name in ("persons", "organisations", "events", "positions", "mentions"):
        assert len(nothing[name]) == len(whole[name])


def test_a_forum_without_a_name_stays_where_its_row_is_left_out() -> None:
    bare = extraction("[PER1 Виктор Рулевский] открыл [evt1 форум].")
    part = Participation(*bare.mentions, Part.GUEST, "test", 0.5)
    item = replace(bare, links=Links(participations=(part,)))
    for score, rows in ((0, 1), (1, 0)):
        tables = make_tables([item], min_score=score)
        assert (len(tables["participations"]), len(tables["events"])) == (rows, 1)


def test_the_press_sheet_says_what_to_check() -> None:
    tables = make_tables([linked()], check_below=1)
    scores = [tables[name]["score"].iloc[0] for name in ("roles", "participations", "quotes")]
    row = tables["press"].iloc[0]
    assert row["score"] == min(scores)
    assert row["check"] in (
        "должность; участие; цитата",
        "должность; роль на мероприятии; цитата",
    )
    least = make_tables([linked()], check_below=min(scores) + 0.001)["press"].iloc[0]["check"]
    assert len(least.split("; ")) == 1
    assert make_tables([linked()], check_below=0)["press"]["check"].isna().all()


def test_of_a_participation_the_weaker_side_is_to_be_checked() -> None:
    words = {"role": "роль на мероприятии", "who": "участие"}
    item = linked()
    role, (_, spoke) = item.links.roles[0], item.links.participations
    for weak, changes in (
        ("role", {"score": 0.99, "as_part": 0.2}),
        ("who", {"score": 0.4, "as_part": 0.999}),
    ):
        link = replace(spoke, who=role.person, said="rules", **changes)
        one = replace(item, links=replace(item.links, participations=(link,), quotes=()))
        assert words[weak] in make_tables([one], check_below=1)["press"].iloc[0]["check"]


@pytest.mark.parametrize("score", [-0.1, 1.1, float("nan")])
def test_a_score_that_none_can_be_is_refused(score: float) -> None:
    for option in ("min_score", "check_below"):
        with pytest.raises(NewsNLPError, match=f"{option} .*from 0 to 1"):
            make_tables([], **{option: score})


def test_a_stand_in_without_a_name_gives_no_row() -> None:
    bare = extraction("[per1 Ректор] открыл [EVT1 форум].")
    part = Participation(*bare.mentions, Part.GUEST, "test", 0.5)
    tables = make_tables([replace(bare, links=Links(participations=(part,)))])
    assert len(tables["persons"]) == len(tables["participations"]) == 0


def test_a_role_with_its_body_replaces_the_one_without() -> None:
    with_body, without = linked(), linked(body=False)
    roles = (*without.links.roles, *with_body.links.roles)
    both = replace(with_body, links=replace(with_body.links, roles=roles))
    assert list(make_tables([both])["roles"]["organisation"]) == ["ТУСУР"]


def test_one_person_in_two_documents_is_one_row() -> None:
    row = make_tables([linked(doc_id="d1"), linked(doc_id="d2")])["persons"].iloc[0]
    assert (row["name"], row["mentions"], row["documents"]) == ("Виктор Рулевский", 4, 2)


def test_order_of_the_input_does_not_show() -> None:
    items = [linked(doc_id=name) for name in ("d2", "d1", "d3")]
    options = {"tokens": True, "registry": Registry([])}
    first, second = make_tables(items, **options), make_tables(reversed(items), **options)
    assert all(first[name].equals(second[name]) for name in COLUMNS)


def test_a_parent_that_is_no_row_is_not_referred_to() -> None:
    """«вуз» that nobody names is not listed, so the id of no row stands beside its institute."""
    bare = extraction("[org1 вуз] и [ORG2 Институт физики] и [ORG3 Лаборатория Института физики].")
    first, second, third = bare.entities
    entities = (first, replace(second, parent=first.id), replace(third, parent=second.id))
    frame = make_tables([replace(bare, entities=entities)])["organisations"]
    assert list(frame["parent_id"].fillna("")) == ["", second.id]
    assert list(frame["parent"].fillna("")) == ["", "Институт физики"]


def test_columns_are_those_declared() -> None:
    tables = make_tables([], tokens=True, registry=Registry([]))
    assert list(tables) == list(COLUMNS)
    for name, columns in COLUMNS.items():
        assert list(tables[name].columns) == [column.key for column in columns]


def test_press_sheet_has_person_position_body_forum_part() -> None:
    row = make_tables([linked()])["press"].iloc[0]
    assert list(row[["person", "organisation", "event", "role", "quote"]]) == [
        "Виктор Рулевский",
        "ТУСУР",
        "форум «Заря»",
        "спикер",
        "Работы много",
    ]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Гузель Амирхановна Шайхутдинова", ("Гузель", "Амирхановна", "Шайхутдинова")),
        ("Виктор Рулевский", ("Виктор", "", "Рулевский")),
        ("В. А. Садовничий", ("В.", "А.", "Садовничий")),
        ("Виктор Михайлович", ("Виктор", "Михайлович", "")),
        ("Серова", ("", "", "Серова")),
    ],
)
def test_parts_of_names(name: str, parts: tuple[str, str, str]) -> None:
    assert name_parts(name) == parts


def test_mentions_keep_their_words() -> None:
    frame = make_tables([linked()])["mentions"]
    assert list(frame["text"])[-1] == "он"
    assert isinstance(linked().mentions[0], Mention)
