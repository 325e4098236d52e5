"""The raw news are those that their README lists, and every file of them is read."""

import hashlib
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from newsnlp.export import WRITERS
from newsnlp.read import ReadFailure, read
from newsnlp.read.decode import russian_share
from newsnlp.schema import Document

ROOT = Path(__file__).resolve().parents[1]
RAW = ROOT / "data" / "raw"
LISTED = dict(
    re.findall(
        r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$",
        (RAW / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
)


def test_readme_lists_every_file() -> None:
    files = {path.name for path in RAW.iterdir() if not path.name.startswith(".")}
    assert files - {"README.md"} == set(LISTED)


@pytest.mark.parametrize("name", sorted(LISTED))
def test_file_is_as_received(name: str) -> None:
    assert hashlib.sha256((RAW / name).read_bytes()).hexdigest() == LISTED[name]


def test_all_are_read() -> None:
    found = list(read([RAW]))
    assert not [entry for entry in found if isinstance(entry, ReadFailure)]
    documents = [entry for entry in found if isinstance(entry, Document)]
    assert {document.source for document in documents} == set(LISTED)
    assert all(russian_share(document.text) > 0.6 for document in documents)
    published = {document.id: document.published for document in documents}
    assert published == {
        "2025-10-14-polytech-forum": date(2025, 10, 14),
        "bank-1": date(2025, 7, 3),
        "bank-2": date(2025, 8, 21),
        "city-31": date(2025, 9, 18),
        "city-32": date(2025, 9, 22),
        "city-33": None,
        "company-news": None,
        "hospital-utf16": None,
        "ministry-cp866": date(2025, 3, 12),
        "museum-cp1251": date(2025, 6, 3),
        "science-7": date(2024, 12, 2),
        "sport-101": date(2025, 2, 11),
        "sport-102": date(2025, 5, 26),
        "theatre-koi8r": date(2024, 4, 7),
        "tusur-news": None,
    }


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the order of the input and the hashing of strings."""
    files = [str(RAW / name) for name in sorted(LISTED)]
    code = "from newsnlp.cli import main; main()"
    for folder, seed, given in (("one", "1", files), ("two", "2", files[::-1])):
        arguments = ["extract", *given, "-o", str(tmp_path / folder), "--to", ",".join(WRITERS)]
        path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
        subprocess.run(
            [sys.executable, "-W", "error", "-c", code, *arguments, "--tokens"],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
            check=True,
        )
    one, two = tmp_path / "one", tmp_path / "two"
    made = {name for format_ in WRITERS.values() for name in format_.files}
    made -= {f"check.{ending}" for ending in ("csv", "jsonl", "parquet")}  # only with a registry
    assert {path.name for path in one.iterdir()} == made | {"errors.csv", "manifest.json"}
    for path in one.iterdir():
        assert path.read_bytes() == (two / path.name).read_bytes(), path.name
