"""New documents beside those of earlier runs: ids stay; documents are our own."""

from pathlib import Path

import pytest

from newsnlp.errors import NewsNLPError
from newsnlp.identity import Record
from newsnlp.identity.archive import Archive
from test_identity import NEWS, body, person

LATER = [
    person("x", "Пётр Лунин"),
    person("x", "Алексей Петрович Жерехов"),
    body("y", "Сейм"),
]


def test_other_ids_stay_when_documents_are_added() -> None:
    first, archive = Archive().extended(NEWS)
    found, archive = archive.extended(LATER)
    assert {key: archive.known[key] for key in first} == first
    assert found["x", "p-Алексей Петрович Жерехов"] == first["b", "p-А. Жерехов"]


def test_a_fuller_name_changes_the_name_and_not_the_id() -> None:
    first, archive = Archive().extended([person("a", "Алексей Жерехов")])
    found, archive = archive.extended([person("b", "Алексей Петрович Жерехов")])
    (old,), (new,) = first.values(), found.values()
    assert (new.id, new.name) == (old.id, "Алексей Петрович Жерехов")
    assert archive.known["a", "p-Алексей Жерехов"] == new


def test_two_that_become_one_keep_one_id_and_tell_of_the_other() -> None:
    records = [person("a", "Жерехов"), person("b", "А. Жерехов"), person("c", "А. Жерехов")]
    _, archive = Archive().extended(records)
    found, archive = archive.extended([person("d", "Алексей Жерехов")])
    (own,) = found.values()
    assert own.id == "p-А. Жерехов"
    assert archive.moved == {"p-Жерехов-a": "p-А. Жерехов"}
    assert len({known.id for known in archive.known.values()}) == 1


def test_one_that_becomes_two_leaves_the_id_to_the_larger_part() -> None:
    records = [
        person("a", "Алексей Петрович Жерехов"),
        person("b", "Алексей Петрович Жерехов"),
        person("c", "А. Жерехов"),
    ]
    _, archive = Archive().extended(records)
    archive = archive.extended([person("d", "Антон Жерехов"), person("e", "Антон Жерехов")])[1]
    ids = {key[0]: own.id for key, own in archive.known.items()}
    assert ids["a"] == ids["b"] == "p-Алексей Петрович Жерехов"
    assert ids["c"] not in (ids["a"], ids["d"])


def test_a_document_read_again_is_counted_once() -> None:
    _, archive = Archive().extended(NEWS)
    again = archive.extended([record for record in NEWS if record.document == "a"])[1]
    assert again.known == archive.known


def test_the_file_keeps_all(tmp_path: Path) -> None:
    archive = Archive().extended(NEWS)[1].extended(LATER)[1]
    for name in ("archive.jsonl", "archive.jsonl.gz"):
        archive.write(tmp_path / name)
        assert Archive.read(tmp_path / name) == archive
        before = (tmp_path / name).read_bytes()
        Archive.read(tmp_path / name).write(tmp_path / name)
        assert (tmp_path / name).read_bytes() == before


def test_no_file_is_an_empty_archive(tmp_path: Path) -> None:
    assert Archive.read(tmp_path / "none.jsonl") == Archive()


@pytest.mark.parametrize(
    "text",
    ["", "{}\n", '{"newsnlp": "archive", "version": 1}\n{"id": "p"}\n', "no json\n"],
)
def test_a_damaged_file_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "archive.jsonl"
    path.write_text(text, encoding="utf-8")
    if text:
        with pytest.raises(NewsNLPError, match=r"archive\.jsonl"):
            Archive.read(path)
    else:
        assert Archive.read(path) == Archive()


def test_records_of_one_day_in_any_order(tmp_path: Path) -> None:
    paths = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    days: list[list[Record]] = [NEWS, LATER]
    for path, turn in zip(paths, (1, -1), strict=True):
        archive = Archive()
        for day in days:
            archive = archive.extended(day[::turn])[1]
        archive.write(path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
