"""What README and the pages of docs show is what comes out; what they name is there."""

import ast
import csv
import importlib
import io
import json
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from command_page import commands_section, tree
from newsnlp import cli
from newsnlp.export import WRITERS
from newsnlp.pipeline import Pipeline
from pages import PAGES, ROOT, Block, blocks_of, code_of, prose_of

COMMANDS = tree()
OPTIONS = {option for command in COMMANDS.values() for p in command.params for option in p.opts}
SCRIPTS = [*ROOT.glob("benchmarks/*.py"), *ROOT.glob("training/*.py"), ROOT / "tests/conftest.py"]
SCRIPTED = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
FOREIGN = {"--help", "-h"}  # of every command
NEWS = (
    "Ректор ТУСУРа Виктор Рулевский открыл форум «Цифровая Сибирь» в Томске.",
    "«Мы ждали этого дня», – сказала директор завода «Полюс» Анна Серова.",
)


def parts(command: str) -> list[str]:
    """The words of a command line without its comment."""
    return shlex.split(command, comments=True)


def main(arguments: list[str]) -> int:
    """The command line as it is called; its exit status."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", arguments)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(NEWS[0].encode())))
        with pytest.raises(SystemExit) as exit_:
            cli.main()
    return int(exit_.value.code or 0)


@pytest.fixture(scope="session")
def furnished(
    tmp_path_factory: pytest.TempPathFactory, pipeline: Pipeline, rules: Pipeline
) -> Path:
    """What the pages take for granted: news, a registry, gold releases, tables of a run."""
    root = tmp_path_factory.mktemp("docs")
    for path in (root / "news.txt", root / "news" / "1.txt", root / "data" / "raw" / "1.txt"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(NEWS), "utf-8")
    (root / "data" / "raw" / "2.txt").write_text("\n".join(reversed(NEWS)), "utf-8")
    (root / "news.csv").write_text(f"body\n{NEWS[0]}\n", "utf-8")
    (root / "registry").mkdir()
    (root / "registry" / "people.csv").write_text("ФИО;Должность\nАнна Серова;директор\n", "utf-8")
    gold = root / "data" / "gold" / "press" / "dev"
    gold.mkdir(parents=True)
    for path in sorted((ROOT / "data" / "gold" / "press" / "dev").glob("*.json"))[:2]:
        shutil.copy(path, gold)
    with pytest.MonkeyPatch.context() as patch:
        open_once(patch, pipeline, rules)
        patch.chdir(root)
        assert main(["newsnlp", "extract", "data/raw", "--to", ",".join(WRITERS)]) == 0
    return root


def open_once(patch: pytest.MonkeyPatch, pipeline: Pipeline, rules: Pipeline) -> None:
    """All commands have the same models."""
    patch.setattr(Pipeline, "load", lambda *, rules_only=False: (pipeline, rules)[rules_only])


@pytest.fixture
def folder(
    furnished: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    pipeline: Pipeline,
    rules: Pipeline,
) -> Path:
    """A copy of it to work in."""
    open_once(monkeypatch, pipeline, rules)
    monkeypatch.chdir(shutil.copytree(furnished, tmp_path / "here"))
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path / "here"


@pytest.mark.parametrize("page", PAGES)
def test_every_block_is_run_or_marked_as_seen_only(page: str) -> None:
    unknown = [f"{page}:{b.line}: {b.kind} {b.name}" for b in blocks_of(PAGES[page]) if not b.known]
    assert not unknown, "tests/pages.py lists what may stand behind a fence"


@pytest.mark.parametrize("page", [page for page in PAGES if blocks_of(PAGES[page])])
def test_every_block_does_what_it_says(
    page: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = blocks_of(PAGES[page])
    for block in blocks:
        if block.is_file:
            path = folder / block.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, "utf-8")
    names: dict[str, object] = {}
    for block in blocks:
        if block.kind == "json":
            json.loads(block.text)
        elif block.kind in DOING:
            try:
                DOING[block.kind](block, names, capsys)
            except Exception as error:
                raise AssertionError(f"{page}:{block.line}: {error!r}") from error


def run_commands(block: Block, _: dict[str, object], capsys: pytest.CaptureFixture[str]) -> None:
    """Each line by itself; all go well and print something."""
    for line in filter(str.strip, block.text.splitlines()):
        command = parts(line)
        if "--scheduler" in command:  # test_cluster has one; here this machine must do
            place = command.index("--scheduler")
            del command[place : place + 2]
        if command[0] == "dask":
            importlib.import_module(f"distributed.cli.dask_{command[1]}").main.make_context(
                command[1], command[2:]
            )
        elif command[0] == "newsnlp":
            if command[1:3] == ["registry", "init"]:  # as if it were the first time
                shutil.rmtree(command[3], ignore_errors=True)
            status = main(command)
            out, err = capsys.readouterr()
            assert status == 0 or (status == 1 and command[1] == "check"), err
            assert out, line
        elif command[0] == "make":
            make_knows(command)
        else:
            assert command[0] == "python", line
            script = (ROOT / command[1]) if not command[1].startswith("..") else None
            if script:
                code = script.read_text(encoding="utf-8")
                assert all(word in code for word in command if word.startswith("--")), line


def run_python(block: Block, names: dict[str, object], capsys: pytest.CaptureFixture[str]) -> None:
    """In one session a page; what an expression is said to give, it gives."""
    lines = block.text.splitlines()
    for node in ast.parse(block.text).body:
        code = ast.unparse(node)
        said = re.search(r"  # → (.*)$", lines[(node.end_lineno or 1) - 1])
        if said and isinstance(node, ast.Expr):
            assert str(eval(code, names)) == said[1], lines[node.lineno - 1]
        else:
            exec(code, names)
    assert not capsys.readouterr().err


def run_query(block: Block, _: dict[str, object], __: pytest.CaptureFixture[str]) -> None:
    """It finds something."""
    with sqlite3.connect(block.name) as database:
        assert database.execute(block.text).fetchall()
    database.close()


def compare_output(block: Block, _: dict[str, object], capsys: pytest.CaptureFixture[str]) -> None:
    """The same to the letter."""
    assert main(parts(block.name)) in (0, 1)
    assert capsys.readouterr().out == block.text


def compare_table(block: Block, _: dict[str, object], __: pytest.CaptureFixture[str]) -> None:
    """All rows of the file, of its columns those that are shown; the last may hold a «;»."""
    lines = block.text.splitlines()
    width = lines[0].count(";")
    shown = [line.split(";", width) for line in lines]
    rows = list(csv.reader(Path(block.name).read_text("utf-8-sig").splitlines(), delimiter=";"))
    columns = [rows[0].index(title) for title in shown[0]]
    assert [[row[n] for n in columns] for row in rows] == shown


DOING = {
    "sh": run_commands,
    "python": run_python,
    "sql": run_query,
    "output": compare_output,
    "table": compare_table,
}


def make_knows(command: list[str]) -> None:
    done = subprocess.run(
        ["make", "--dry-run", *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.parametrize("page", PAGES)
def test_what_is_named_in_passing_exists(page: str) -> None:
    """Commands, options, targets of make, files and folders between single backticks."""
    for code in code_of(PAGES[page]):
        words = code.removeprefix(".venv/bin/").split()
        if words[0] == "newsnlp" and len(words) > 1:
            known = command_of(words)
            given = {word.split("=")[0] for word in words if word.startswith("-") and word != "-"}
            assert given <= {option for p in known.params for option in p.opts} | FOREIGN, code
        elif words[0] == "make" and len(words) > 1:
            make_knows(words)
        elif words[0].startswith("--"):
            option = words[0].split("=")[0]
            assert option in OPTIONS | FOREIGN or f'"{option}"' in SCRIPTED, code
        elif re.match(r"(data|docs|src|benchmarks|tests|training|notebooks)/[\w./-]*$", code):
            assert (ROOT / code).exists() or "processed/" in code, code


def command_of(words: list[str]) -> typer.core.TyperCommand:
    """The command that the words call."""
    inner = " ".join(words[1:3])
    name = inner if inner in COMMANDS else words[1]
    if words[1].startswith("-"):
        return COMMANDS["newsnlp"]
    assert name in COMMANDS or words[1] == "COMMAND", words
    return COMMANDS.get(name, COMMANDS["newsnlp"])


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose_of(PAGES[page])):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (ROOT / page).parent / path if path else ROOT / page
        assert file.exists(), target
        if anchor and file.suffix == ".md":
            assert anchor in anchors(file.read_text(encoding="utf-8")), target


def anchors(page: str) -> set[str]:
    """The anchors of the headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.*)$", prose_of(page), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()).strip() for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("page", PAGES)
def test_no_heading_twice(page: str) -> None:
    headings = re.findall(r"^#+ .*$", prose_of(PAGES[page]), re.MULTILINE)
    assert len(headings) == len(set(headings))


def test_every_page_is_in_the_index() -> None:
    index = PAGES["docs/index.md"]
    for page in PAGES:
        name = page.removeprefix("docs/")
        if page.startswith("docs/") and name != "index.md":
            assert f"]({name})" in index, name


def test_the_page_of_commands_is_what_help_says(request: pytest.FixtureRequest) -> None:
    """Refreshed by --update-golden."""
    path = ROOT / "docs" / "commands.md"
    page = PAGES["docs/commands.md"]
    start, stop = "<!-- commands -->\n", "<!-- /commands -->\n"
    head, _, rest = page.partition(start)
    tail = rest.partition(stop)[2]
    new = f"{head}{start}\n{commands_section()}\n{stop}{tail}"
    if request.config.getoption("--update-golden"):
        path.write_text(new, encoding="utf-8")
    else:
        assert page == new
