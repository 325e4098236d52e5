"""Precision, recall and F1 on records made by hand."""

import copy
import json
from pathlib import Path

import pytest

from newsnlp.marked import parse_marked
from newsnlp.score import Record, ScoreError, gold_record, read_gold, right_rows, score
from test_tables import linked

GOLD: Record = {
    **gold_record(linked()),
    "text": "…",
    "organisations": [{"name": "ТУСУР", "also": ["Университет систем управления"]}],
}


def changed(table: str, **cells: object) -> Record:
    record = copy.deepcopy(GOLD)
    record[table][0].update(cells)
    return record


def test_gold_against_itself_is_perfect() -> None:
    assert all(figure.f1 == 1 for figure in score([GOLD], [GOLD]).values())


def test_nothing_predicted_is_all_missed() -> None:
    figure = score([GOLD], [])["rows"]
    assert (figure.right, figure.spurious, figure.missed, figure.recall) == (0, 0, 3, 0)


@pytest.mark.parametrize(
    ("predicted", "table", "f1"),
    [
        (changed("persons", name="Виктор  Рулевскии"), "roles", 0),  # the role's person is unknown
        (changed("organisations", name="университет систем управления"), "organisations", 1),
        (changed("participations", role="гость"), "participations", 1),
        (changed("participations", role="гость"), "participations_role", 0),
        (changed("roles", organisation=None), "roles", 0),
        (changed("roles", organisation=None), "roles_no_org", 1),
        (changed("quotes", text="Работы  много!"), "quotes", 1),
        (changed("quotes", text="Работы"), "quotes", 0),
        (changed("events", name="Форум \"Заря\""), "events", 1),
    ],
)  # fmt: skip
def test_what_counts_as_right(predicted: Record, table: str, f1: float) -> None:
    assert score([GOLD], [predicted])[table].f1 == f1


def test_tells_which_rows_are_right() -> None:
    wrong = changed("participations", role="гость")
    wrong["roles"].append({**wrong["roles"][0], "organisation": None})
    right = right_rows(GOLD, wrong)
    assert right["roles"] == [True, False]
    assert (right["participations"], right["participations_role"]) == ([True], [False])
    assert (right["org_participations_role"], right["quotes"]) == ([], [True])


def test_repeated_rows_are_spurious() -> None:
    twice = copy.deepcopy(GOLD)
    twice["quotes"] *= 2
    assert score([GOLD], [twice])["quotes"].spurious == 1


def test_reads_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(GOLD), encoding="utf-8")
    assert read_gold(tmp_path) == [GOLD]


@pytest.mark.parametrize("content", ["", "{", '{"id": "a"}'])
def test_broken_gold_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "bad.json").write_text(content, encoding="utf-8")
    with pytest.raises(ScoreError, match=r"bad\.json"):
        read_gold(tmp_path)


def test_a_folder_without_gold_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ScoreError, match="no gold documents"):
        read_gold(tmp_path)


PART = {"person": "Анна Серова", "event": "форум", "role": "гость"}


def test_reads_a_marked_up_release() -> None:
    record = parse_marked(
        "id: a\npublished: 2025-01-09\ntitle: Проба\n\n"
        "[T1 Ректор] [O1 ТУСУРа] [P1 Анна Серова] на [E1 форуме]: "
        "«[Q1 Ждём], – сказала [p1 она]. – "
        "[Q1 Работы много].»\n---\nname P1 Анна Серова\nname T1 ректор\nname O1 ТУСУР\n"
        "also O1 Томский университет; университет\nname E1 форум\n# примечание\n"
        "role P1 T1 O1\npart P1 E1 гость\nsaid Q1 P1\n"
    )
    assert record["text"].startswith("Ректор ТУСУРа Анна Серова на форуме: «Ждём, –")
    assert record["organisations"][0]["also"] == ["Томский университет", "университет"]
    assert record["roles"][0]["organisation"] == "ТУСУР"
    assert record["participations"] == [
        {"person": "Анна Серова", "event": "форум", "role": "гость"}
    ]
    assert record["quotes"] == [{"person": "Анна Серова", "text": "Ждём Работы много"}]
