"""The command `check`: what it prints, its exit status, its JSON."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newsnlp import cli
from newsnlp.checks import Check
from newsnlp.errors import DocumentError
from newsnlp.pipeline import Pipeline
from newsnlp.schema import Document, Extraction
from planted_texts import PLANTED

Run = Callable[..., int]

RELEASES = {
    "2026-05-04-forum": [
        (3, "weekday", "среду, 12 мая"),
        (5, "date", "16 мая"),
        (10, "participant", "Марк Левин"),
        (12, "acronym", "ЦКДЗ"),
        (14, "title", "проректор"),
    ],
    "2026-03-02-museum": [
        (3, "marks", '"Истоки"'),
        (5, "agreement", "Ивана Петровича Сухова"),
        (5, "yo", "волонтеры"),
        (5, "spelling", "Ольга Вишнивская"),
        (7, "speaker", "«Мы впервые показали грамоты без стекла и не пожалели об этом»"),
        (9, "date", "31 апреля"),
        (9, "dashes", "-"),
    ],
    "2025-10-20-plant": [
        (3, "registry", "Степан Лугавой"),
        (3, "agreement", "рассказал"),
        (5, "title", "Замминистра промышленности"),
        (7, "dashes", "2016-2020"),
        (7, "date", "15 октября"),
        (9, "registry", "Екатерина Воронцова"),
        (9, "weekday", "понедельник, 28 октября"),
    ],
}
WRONG = "Лекция пройдёт 31 июня."
HONEST = "Лекция пройдёт 30 июня."


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, pipeline: Pipeline) -> Run:
    def run_with(*arguments: str | Path) -> int:
        monkeypatch.setattr(Pipeline, "load", lambda **_: pipeline)
        monkeypatch.setattr(sys, "argv", ["newsnlp", "check", *map(str, arguments)])
        with pytest.raises(SystemExit) as exit_:
            cli.main()
        return int(exit_.value.code or 0)

    return run_with


@pytest.fixture
def news(tmp_path: Path) -> Path:
    (tmp_path / "wrong.txt").write_text(WRONG, "utf-8")
    (tmp_path / "honest.txt").write_text(HONEST, "utf-8")
    return tmp_path


def test_each_planted_mistake_of_three_releases_and_no_more(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = PLANTED / "releases"
    assert run(folder, "--registry", PLANTED / "registry", "--format", "json") == 1
    found: dict[str, list[tuple[int, str, str]]] = {}
    for item in json.loads(capsys.readouterr().out)["findings"]:
        found.setdefault(item["document"], []).append((item["line"], item["kind"], item["text"]))
    assert found == RELEASES


@pytest.mark.parametrize(
    ("names", "status"),
    [
        (["honest.txt"], 0),
        (["wrong.txt"], 1),
        (["honest.txt", "wrong.txt"], 1),
        (["."], 1),
        (["none.txt"], 2),
        (["none.txt", "honest.txt"], 2),
        (["wrong.txt", "--skip", "date"], 0),
        (["wrong.txt", "--only", "yo,marks", "--only", "date"], 1),
        (["wrong.txt", "--only", "yo,marks"], 0),
        (["wrong.txt", "--only", "дата"], 2),
        (["wrong.txt", "--only", "registry"], 2),
        (["wrong.txt", "--registry", "none.csv"], 2),
        (["wrong.txt", "--format", "xml"], 2),
        (["wrong.txt", "--published", "вчера"], 2),
        ([], 2),
    ],
)
def test_exit_status(
    names: list[str], status: int, run: Run, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(news)
    assert run(*names) == status


def test_the_rest_goes_on_where_a_file_is_unreadable(
    run: Run, news: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (news / "broken.docx").write_bytes(b"PK")
    assert run(news / "none.txt", news / "broken.docx", news / "wrong.txt") == 2
    out, err = capsys.readouterr()
    assert out.startswith("wrong.txt:1:16: дата не сходится [date]\n")
    assert out.endswith("Замечаний: 1; документов с замечаниями: 1 из 1\n")
    assert "none.txt: missing: there is no such file" in err
    assert "broken.docx: not a readable DOCX: its end is missing" in err


def test_json_has_the_same_keys_whatever_is_found(
    run: Run, news: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(news / "honest.txt", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == {"documents": 1, "findings": [], "unread": []}
    assert run(news / "none.txt", news / "wrong.txt", "--format", "json") == 2
    record = json.loads(capsys.readouterr().out)
    assert list(record) == ["documents", "findings", "unread"]
    assert record["findings"] == [
        {
            "document": "wrong",
            "source": "wrong.txt",
            "kind": "date",
            "title": "дата не сходится",
            "line": 1,
            "column": 16,
            "paragraph": 1,
            "start": 15,
            "stop": 22,
            "text": "31 июня",
            "sentence": WRONG,
            "offset": 15,
            "reason": "Такого дня нет: последний день – 30 июня",
            "proposal": "Проверить число и месяц",
            "others": [],
        }
    ]
    (unread,) = record["unread"]
    assert list(unread) == ["source", "line", "document", "reason"]


def test_standard_input(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(WRONG.encode()), "utf-8")
    monkeypatch.setattr(sys, "stdin", stdin)
    assert run("-") == 1
    assert capsys.readouterr().out.startswith("stdin:1:16: дата не сходится [date]\n")


def test_two_runs_print_the_same(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    paths = sorted((PLANTED / "releases").iterdir())
    run(*paths)
    first = capsys.readouterr().out
    run(*reversed(paths))
    assert capsys.readouterr().out == first


def test_the_day_of_publication_may_be_given(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text("Фестиваль откроется в среду, 12 мая.", "utf-8")
    assert run(path) == 0
    assert run(path, "--published", "2026-05-04") == 1


def test_rows_of_a_table_are_told_apart(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "news.csv").write_text(f"id;text\nа-1;{HONEST}\nа-2;{WRONG}\n", "utf-8")
    assert run(tmp_path / "news.csv") == 1
    assert capsys.readouterr().out.startswith("news.csv:1:16: а-2 дата не сходится [date]\n")


def test_a_document_that_breaks_the_program_is_told_of(
    run: Run, news: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = Pipeline.__call__

    def breaking(self: Pipeline, document: Document) -> Extraction:
        if document.id == "honest":
            raise DocumentError(document.id, document.source, "relate", "IndexError: 7")
        return whole(self, document)

    monkeypatch.setattr(Pipeline, "__call__", breaking)
    assert run(news) == 2
    out, err = capsys.readouterr()
    assert "wrong.txt:1:16" in out
    assert "honest.txt: honest, stage relate: IndexError: 7" in err


def test_help_lists_every_kind(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    out = capsys.readouterr().out
    for kind in Check:
        assert f" {kind} " in out
