"""The modules stand in one line, and each heavy package has one door."""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "newsnlp"

# Each module may import only modules above it. A folder stands for all that is in it, except for
# what has a line of its own.
ORDER = (
    "later",
    "errors",
    "schema",
    "text",
    "scratch",
    "dates",
    "dictionary",
    "words",
    "lexicon",
    "surnames",
    "declension",
    "noun_heads",
    "noun_phrases",
    "morph",
    "names",
    "name_forms",
    "phrase_forms",
    "read",
    "segment",
    "kept",
    "sessions",
    "products",
    "taggers",
    "network",
    "analyse",
    "belief",
    "nominative",
    "recognise",
    "relate",
    "resolve",
    "phrase_parts",
    "phrase_heads",
    "paradigm",
    "blocks",
    "pipeline",
    "columns",
    "saved",
    "facts",
    "confidence",
    "identity",
    "registry",
    "checks",
    "page",
    "rows",
    "pages",
    "shared_rows",
    "spool",
    "tables",
    "marked",
    "score",
    "plot",
    "report",
    "export",
    "library",
    "batch",
    "cluster",
    "batch.run",
    "cli_faults",
    "cli_help",
    "cli_inputs",
    "cli_progress",
    "cli_export",
    "cli_extract",
    "cli_registry",
    "cli_check",
    "cli_show",
    "cli",
)

# Who may import a heavy package: the module (or folder) that answers for it, with its parts
# («cli_registry» is one of «cli»).
DOORS: dict[str, str | set[str]] = {
    "dask": "cluster",
    "distributed": "cluster",
    "docx": "read",
    "feedparser": "read",
    "fsspec": "cluster",
    "icalendar": "export",
    "jinja2": "report",
    "matplotlib": "plot",
    "natasha": "taggers",
    "navec": "taggers",
    "odfdo": "read",
    "networkx": {"export", "plot"},
    "onnxruntime": "sessions",
    "openpyxl": "read",
    "pymorphy3": "dictionary",
    "pypdf": "read",
    "razdel": "segment",
    "slovnet": "taggers",
    "striprtf": "read",
    "trafilatura": "read",
    "typer": "cli",
    "xlsxwriter": "export",
}

# Not to be imported by anything: they break under current setuptools.
BANNED = {"ipymarkup", "pkg_resources", "pymorphy2", "setuptools", "torch", "yargy"}

FACADE = "__init__"  # of the package: hands on the public names, so it stands below all but cli


def module_name(path: Path) -> str:
    """The dotted name within the package: «recognise.persons», «tables», «recognise»."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == FACADE and len(parts) > 1 else parts)


def imports(path: Path) -> set[str]:
    """The full names of all that the module imports, wherever in the file it does."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: write the import in full"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def place(name: str) -> int:
    """The line of a module in ORDER, by its own name or its folder's."""
    head = name.split(".")[0]
    return ORDER.index(name if name in ORDER else head)


def own_modules(path: Path) -> set[str]:
    """The first level of what is imported from the package itself: «read», «schema»."""
    names = {name.removeprefix("newsnlp.") for name in imports(path) if name.startswith("newsnlp.")}
    return {name.split(".")[0] for name in names if not name.startswith("_")}


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}
PARTS = sorted(name for name in MODULES if name not in {FACADE, "__main__"})


@pytest.mark.parametrize("name", PARTS)
def test_imports_only_modules_above(name: str) -> None:
    below = {
        other
        for other in own_modules(MODULES[name])
        if other in ORDER and place(other) > place(name)
    }
    assert not below, f"{name} may not import {sorted(below)}: they stand below it"


@pytest.mark.parametrize("name", PARTS)
def test_stands_in_the_line(name: str) -> None:
    assert name.split(".")[0] in ORDER, f"{name} has no place in ORDER; give it one"


@pytest.mark.parametrize("name", sorted(MODULES))
def test_heavy_packages_have_one_door(name: str) -> None:
    packages = {imported.split(".")[0] for imported in imports(MODULES[name])}
    assert not packages & BANNED
    for package in packages & DOORS.keys():
        door = DOORS[package]
        doors = {door} if isinstance(door, str) else door
        assert re.split(r"[._]", name)[0] in doors, f"{package} is for {door} only"


@pytest.mark.parametrize("name", sorted(MODULES))
def test_fits_on_a_few_screens(name: str) -> None:
    lines = MODULES[name].read_text(encoding="utf-8").count("\n")
    assert lines <= 400, f"{name} has {lines} lines; split it by sense"


def test_reading_the_code_finds_a_wrong_import(tmp_path: Path) -> None:
    path = tmp_path / "wrong.py"
    path.write_text("def f():\n    from newsnlp.cli import main\n    import pkg_resources\n")
    assert imports(path) == {"newsnlp.cli.main", "pkg_resources"}
    assert place("cli") > place("recognise.persons")
