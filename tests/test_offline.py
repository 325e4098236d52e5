"""Nothing leaves the machine, and nothing is kept but what was asked for."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsnlp.export import WRITERS

ROOT = Path(__file__).resolve().parents[1]
CODE = """
import json, sys

def guard(event, arguments):
    if event.startswith("socket.") and event != "socket.__new__" or event == "urllib.Request":
        print("NETWORK", event, arguments, file=sys.stderr)
        raise RuntimeError(event)

sys.addaudithook(guard)

from newsnlp.cli import main

for command in json.loads(sys.argv[1]):
    sys.argv = ["newsnlp", *command]
    try:
        main()
    except SystemExit as done:
        if done.code and command[0] != "check":
            raise
"""


@pytest.mark.slow
def test_no_command_opens_a_connection_or_leaves_a_trace(tmp_path: Path) -> None:
    """Home and the folder of temporary files stay empty; all files lie where they were asked for.

    Only Python's sockets are guarded; a library that reports its use in C++ leaves files at home.
    """
    home, temporary, work = (tmp_path / name for name in ("home", "temporary", "work"))
    for folder in (home, temporary, work):
        folder.mkdir()
    (work / "news.txt").write_text("Ректор ТУСУРа Виктор Рулевский открыл форум «Полюс».", "utf-8")
    commands = [
        [*"extract news.txt -o tables --archive known.jsonl --to".split(), ",".join(WRITERS)],
        ["export", "tables", "--to", "csv"],
        ["report", "tables"],
        ["registry", "init", "registry"],
        ["registry", "suggest", "tables"],
        ["check", "news.txt", "--registry", "registry"],
        ["show", "news.txt"],
        ["explain", "news.txt"],
        ["decline", "ректор ТУСУРа Анна Бойко"],
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    environment |= {"HOME": str(home), "TMPDIR": str(temporary), "XDG_CACHE_HOME": str(home / "c")}
    done = subprocess.run(
        [sys.executable, "-c", CODE, json.dumps(commands)],
        cwd=work,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "NETWORK" not in done.stderr
    assert not list(home.iterdir())
    assert not list(temporary.iterdir())
    assert {path.name for path in work.iterdir()} == {
        "news.txt",
        "tables",
        "registry",
        "known.jsonl",
    }
