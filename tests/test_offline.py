"""Nothing leaves the machine, and nothing is kept but what was asked for."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsnlp.export import WRITERS

ROOT = Path(__file__).resolve().parents[1]
GUARD = """
import os, sys

# To bind a socket is no connection: urllib3 does so when it is imported, to see if there is IPv6.
CALLS = {"connect", "getaddrinfo", "gethostbyaddr", "gethostbyname", "sendmsg", "sendto"}

def guard(event, arguments):
    if event in {f"socket.{call}" for call in CALLS} or event == "urllib.Request":
        with open(os.environ["CALLED"], "a") as file:
            file.write(f"{event} {arguments}\\n")
        raise RuntimeError(event)

sys.addaudithook(guard)
"""
CODE = """
import json, sys
from newsnlp.cli import main

for command in json.loads(sys.argv[1]):
    sys.argv = ["newsnlp", *command]
    try:
        main()
    except SystemExit as done:
        if done.code and command[0] != "check":
            raise
"""
PAGE = """<!doctype html><html><head><link rel="canonical" href="https://news.example/1">
<title>Форум открыт</title></head><body><article><h1>Форум открыт</h1>
<img src="https://news.example/1.png"><p>Ректор ТУСУРа Виктор Рулевский открыл форум «Полюс» в
Томске.</p></article></body></html>"""
MESSAGE = """From: press@news.example
Subject: =?utf-8?B?0KTQvtGA0YPQvA==?=
Date: Thu, 14 May 2026 10:00:00 +0700
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Директор завода «Полюс» Анна Серова открыла форум.
"""


@pytest.mark.slow
def test_no_command_opens_a_connection_or_leaves_a_trace(tmp_path: Path) -> None:
    """Home and the folder of temporary files stay empty; all files lie where they were asked for.

    Only Python's sockets are guarded; a library that reports its use in C++ leaves files at home.
    """
    home, temporary, work, guard = (tmp_path / name for name in ("home", "tmp", "work", "guard"))
    for folder in (home, temporary, work, guard):
        folder.mkdir()
    (guard / "sitecustomize.py").write_text(GUARD, "utf-8")  # of every Python process, workers too
    (work / "news.txt").write_text("Ректор ТУСУРа Виктор Рулевский открыл форум «Полюс».", "utf-8")
    (work / "news.html").write_text(PAGE, "utf-8")
    (work / "news.eml").write_text(MESSAGE, "utf-8")
    commands = [
        [
            *"extract news.txt news.html news.eml -o tables --archive known.jsonl --to".split(),
            ",".join(WRITERS),
        ],
        ["export", "tables", "--to", "csv"],
        ["report", "tables"],
        ["registry", "init", "registry"],
        ["registry", "suggest", "tables"],
        ["check", "news.txt", "--registry", "registry"],
        ["show", "news.txt"],
        ["explain", "news.txt"],
        ["decline", "ректор ТУСУРа Анна Бойко"],
    ]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "CALLED": str(tmp_path / "called")}
    environment |= {"PYTHONPATH": f"{guard}{os.pathsep}{ROOT / 'src'}"}
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
    assert not (tmp_path / "called").exists(), (tmp_path / "called").read_text("utf-8")
    assert not list(home.iterdir())
    assert not list(temporary.iterdir())
    given = {"news.txt", "news.html", "news.eml"}
    written = {path.name for path in work.iterdir()}
    assert written == given | {"tables", "registry", "known.jsonl"}
