"""What holds for the repository as a whole: one version, complete data, nothing of one machine."""

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import metadata, version
from importlib.resources import files
from pathlib import Path

import pytest

import newsnlp
from newsnlp.lexicon import load_lexicon
from test_architecture import MODULES, imports

ROOT = Path(__file__).resolve().parents[1]
PINS = ("constraints.txt", "constraints-dev.txt")  # for `make run`, and for all else
TOP = ("pyproject.toml", *PINS, "Makefile", ".ci/run", "README.md", "CONTRIBUTING.md")
PINNED = re.compile(r"^([a-z0-9-]+)==(\S+)( ;.*)? \\$", re.MULTILINE)


def test_version_stands_in_one_place() -> None:
    assert version("newsnlp") == newsnlp.__version__
    assert newsnlp.__version__ not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f"## {newsnlp.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_no_addresses_of_indexes_or_machines() -> None:
    for name in TOP:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"index-url|find-links|https?://[^/ ]*/simple", text), name
        assert not re.search(r"(?<!\S)/(home|root|work|tmp)/", text), name


def _pins(file: str) -> dict[str, set[str]]:
    """The pinned versions of each package: several where they differ from Python to Python."""
    pins: dict[str, set[str]] = {}
    for name, version_, _ in PINNED.findall((ROOT / file).read_text(encoding="utf-8")):
        pins.setdefault(name, set()).add(version_)
    return pins


@pytest.mark.parametrize("file", PINS)
def test_every_pinned_version_has_a_hash(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert len(_pins(file)) > 40
    for line in re.findall(r"^.*==.*\n.*", text, re.MULTILINE):
        assert "--hash=sha256:" in line, line


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    name = re.compile(r"[a-z0-9-]+")
    running, everything = (_pins(file) for file in PINS)
    assert {name.match(item)[0] for item in project["dependencies"]} <= set(running)  # type: ignore[index]
    assert {name.match(item)[0] for extra in extras.values() for item in extra} <= set(everything)  # type: ignore[index]


def test_whoever_runs_and_whoever_tests_have_the_same_versions() -> None:
    running, everything = (_pins(file) for file in PINS)
    assert {name: everything.get(name) for name in running} == running
    assert not running.keys() & {"pytest", "ruff", "sphinx", "ipykernel", "pyarrow"}


def test_every_lexicon_loads() -> None:
    names = [
        path.name.removesuffix(".tsv")
        for path in (files("newsnlp") / "resources" / "lexicons").iterdir()
        if path.name.endswith(".tsv")
    ]
    assert names
    assert all(len(load_lexicon(name)) for name in names)


def test_foreign_dictionary_path_is_no_matter() -> None:
    """A machine set up for pymorphy2 gets no warning, and pkg_resources is never needed."""
    code = (
        "import sys; from newsnlp.morph import Morph; print(Morph.load().lemma("
        "'ректора', 'NOUN', {'Case=Gen'})); print('pkg_resources' in sys.modules)"
    )
    environment = {**os.environ, "PYMORPHY2_DICT_PATH": "nonsense", "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.split() == ["ректор", "False"]


# Whose files are opened, whose code is not run; or which another package needs.
NOT_IMPORTED = {"natasha", "pymorphy3-dicts-ru", "lxml-html-clean", "cryptography"}
FURTHER = (
    "cluster",
    "formats",
    "parquet",
    "plot",
)  # extras whose packages the code imports where they are
MODULE_OF = {"python-docx": "docx"}


def test_every_dependency_is_imported_and_every_import_a_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for extra in FURTHER for line in project["optional-dependencies"][extra]]
    named = {re.split(r"[^a-z0-9-]", line)[0] for line in [*project["dependencies"], *extras]}
    wanted = {MODULE_OF.get(name, name) for name in named - NOT_IMPORTED}
    imported = {name.split(".")[0] for path in MODULES.values() for name in imports(path)}
    foreign = imported - set(sys.stdlib_module_names) - {"newsnlp"}
    assert {name.replace("_", "-") for name in foreign} == wanted


def test_notice_names_the_licence_of_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8").lower().splitlines()
    extras = [line for extra in FURTHER for line in project["optional-dependencies"][extra]]
    for wanted in [*project["dependencies"], *extras]:
        name = re.split(r"[^a-z0-9-]", wanted)[0]
        (line,) = [line for line in notice if re.match(rf"(.*, )?{name}[ ,]", line)]
        about = metadata(name)
        stated = [about.get("License-Expression"), about.get("License")]
        stated += about.get_all("Classifier") or []
        licence = next(known for known in ("MIT", "Apache", "BSD") if known.lower() in line)
        assert any(re.search(rf"\b{licence}\b", text) for text in stated if text), (name, line)
