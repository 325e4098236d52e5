"""The command line with a registry: templates, pinned tables, broken files."""

from pathlib import Path

import pytest

from test_cli import Run, news, run

__all__ = ["news", "run"]  # fixtures


def test_init_writes_templates_once(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "registry"
    assert run("registry", "init", folder) == 0
    assert capsys.readouterr().out.split() == [
        str(folder / name) for name in ("people.csv", "organisations.csv", "events.csv")
    ]
    assert run("registry", "init", folder) == 2
    assert "exists already" in capsys.readouterr().err
    assert run("registry", "init", folder, "--force") == 0


def test_extract_names_what_the_registry_knows(run: Run, news: Path, tmp_path: Path) -> None:
    people, bodies = tmp_path / "people.csv", tmp_path / "bodies.csv"
    people.write_text(
        "Код;ФИО;Должность;Организация\nr;Рулевский Виктор Михайлович;проректор;ТУСУР\n", "utf-8"
    )
    bodies.write_text(
        "Код;Название;Сокращение\nt;Томский университет систем управления;ТУСУР\n", "cp1251"
    )
    out = tmp_path / "out"
    assert run("extract", news, "-o", out, "--registry", people, "--registry", bodies) == 0
    roles = (out / "roles.csv").read_text("utf-8-sig").splitlines()
    assert roles[1].startswith(
        "r;Виктор Михайлович Рулевский;ректор;t;Томский университет систем управления;"
    )
    check = (out / "check.csv").read_text("utf-8-sig").splitlines()
    assert check[0].startswith("Что не сходится;В новости;В реестре;Что сделать;")
    assert check[1].startswith("другая должность;Ректор ТУСУРа Виктора Рулевского;проректор, ТУСУР")


def test_a_broken_registry_stops_before_anything_is_written(
    run: Run, news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("ФИО;Должность;С\nСерова Анна;ректор;3\nБелов Пётр;декан;4\n", "utf-8")
    assert run("extract", news, "-o", tmp_path / "out", "--registry", path) == 2
    assert not (tmp_path / "out").exists()
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[1] for line in lines] == [f"{path}:2", f"{path}:3"]
    assert all(line.startswith("newsnlp: ") for line in lines)


def test_show_says_how_a_registry_is_understood(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "people.csv").write_text(
        "Код;ФИО;Другие формы;Должность;Организация;С\n"
        "7;серова анна львовна;Белова Анна;и. о. ректора;СТИ;01.09.2022\n",
        "utf-8",
    )
    (tmp_path / "organisations.csv").write_text(
        "Код;Название;Сокращение;Головная организация;Город\ns;Северский институт;СИ;СТИ;Северск\n",
        "utf-8",
    )
    (tmp_path / "events.csv").write_text(
        "Код;Название;Начало;Окончание\nz;форум «Заря»;15.10.2025;17.10.2025\n", "utf-8"
    )
    assert run("registry", "show", tmp_path) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Люди: 1",
        "  7: Анна Львовна Серова (также: Белова Анна) – и. о. ректора, СТИ, с 2022-09-01",
        "Организации: 1",
        "  s: Северский институт – СИ; в составе: СТИ; Северск",
        "Мероприятия: 1",
        "  z: форум «Заря» – 2025-10-15 … 2025-10-17",
    ]
    (tmp_path / "people.csv").write_text("ФИО;Почта\nСерова Анна;a@b\n", "utf-8")
    assert run("registry", "show", tmp_path) == 2
    assert "people.csv:1: unknown column «Почта»" in capsys.readouterr().err


def test_suggest_writes_rows_to_be_pasted(
    run: Run, news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (news / "b.txt").write_text("Ректор закрыл форум.", encoding="utf-8")
    out = tmp_path / "out"
    assert run("extract", news, "-o", out) == 0
    capsys.readouterr()
    assert run("registry", "suggest", out) == 0
    people = out / "suggested" / "people.csv"
    assert capsys.readouterr().out.splitlines()[0] == f"{people}: 1 new, 0 further names"
    rows = people.read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("Код человека;Имя полностью;Другие формы;Должность;Организация;")
    assert ";Виктор Рулевский;;ректор;ТУСУР;;;" in rows[1]
    assert run("registry", "suggest", out, "--registry", people, "-o", tmp_path / "more") == 0
    assert "0 new" in capsys.readouterr().out.splitlines()[0]
    assert run("registry", "suggest", tmp_path / "none") == 2
    assert "no such folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [("registry",), ("registry", "init"), ("registry", "show"), ("registry", "suggest")],
    ids=" ".join,
)
def test_help(run: Run, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]) -> None:
    assert run(*command, "--help") == 0
    assert f"Usage: {' '.join(('newsnlp', *command))} " in capsys.readouterr().out
