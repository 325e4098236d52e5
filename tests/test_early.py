"""Processes that start while the command is being opened."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsnlp.batch.early import READER, WORKER, Early

ROOT = Path(__file__).resolve().parents[1]


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
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
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
