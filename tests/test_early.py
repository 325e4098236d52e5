"""Processes that start while the command is being opened."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsnlp.batch.early import READER, WORKER, Early

ROOT = Path(__file__).resolve().parents[1]
ENV = {**os.environ, "PYTHONPATH": str(ROOT / "src")}

# What takes a tenth of a second or so to open.
MODELS = {"natasha", "navec", "numpy", "onnxruntime", "pymorphy3", "razdel", "slovnet"}
TABLES = {"pandas", "pyarrow"}
FILES = {"jinja2", "openpyxl", "xlsxwriter"}
MAIL = {"charset_normalizer", "email", "socket"}  # rich opens it, too, where pydantic is installed
ASKED = {"rich", "typer"}
RUN = """
import atexit, sys
atexit.register(lambda: print("MODULES", *sys.modules))
sys.argv[0] = "newsnlp"
from newsnlp.__main__ import main
main()
"""
READ = """
import sys
from newsnlp.batch.reader import documents_of, sources
from newsnlp.read import ReadOptions
assert [list(documents_of(source, ReadOptions())) for source in sources(["news.txt"], None)]
print("MODULES", *sys.modules)
"""


def test_who_is_not_taken_is_ended() -> None:
    with Early() as early:
        taken = early.take(WORKER)
        assert taken is not None
        assert early.take(WORKER) is None
    assert early.take(READER) is not None  # but it has ended
    assert early.take(READER) is None
    taken.kill()
    taken.close()


@pytest.mark.parametrize(
    ("arguments", "status", "word"),
    [
        (["extract", "news.txt"], 0, ""),
        (["extract", "none.txt"], 1, "none.txt: missing"),
        (["extract", "news.txt", "--to", "doc"], 2, "no format doc"),
        (["extract"], 2, "Missing argument"),
        (["extract", "--help"], 0, ""),
    ],
)
def test_the_program_ends_whatever_it_is_asked(
    tmp_path: Path, arguments: list[str], status: int, word: str
) -> None:
    (tmp_path / "news.txt").write_text("Ректор Анна Серова открыла форум.", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "newsnlp", *arguments],
        cwd=tmp_path,
        env=ENV,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == status
    assert word in done.stderr
    assert done.stderr.count("\n") == (1 if word else 0)
    written = status < 2 and "--help" not in arguments
    assert (tmp_path / "data" / "processed" / "roles.csv").exists() == written


@pytest.mark.parametrize(
    ("program", "arguments", "needless"),
    [
        ("import newsnlp.batch.early", [], MODELS | TABLES | FILES | MAIL | ASKED),
        (READ, [], MODELS | TABLES | FILES | MAIL | ASKED),
        (READ, [], {"subprocess", "tempfile", "zipfile"}),
        ("import newsnlp.batch.worker", [], TABLES | FILES | MAIL | ASKED),
        ("import newsnlp.batch.worker", [], {"newsnlp.read", "newsnlp.registry"}),
        (RUN, ["--help"], MODELS | TABLES | FILES),
        (RUN, ["extract", "--help"], MODELS | TABLES | FILES),
        (RUN, ["extract", "news.txt"], MODELS | TABLES | FILES),
        (RUN, ["extract", "news.txt"], {"newsnlp.pipeline", "newsnlp.relate", "newsnlp.registry"}),
    ],
)
def test_nothing_is_opened_in_vain(
    tmp_path: Path, program: str, arguments: list[str], needless: set[str]
) -> None:
    (tmp_path / "news.txt").write_text("Ректор Анна Серова открыла форум.", "utf-8")
    told = "" if "MODULES" in program else "\nimport sys\nprint('MODULES', *sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program + told, *arguments],
        cwd=tmp_path,
        env=ENV,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    opened = set(done.stdout.rpartition("MODULES")[2].split())
    assert "sys" in opened
    assert sorted(opened & needless) == []
