"""Texts that nobody writes: none takes time by its square, or much memory."""

import json
import subprocess
import sys
import time
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import pytest

from newsnlp.pipeline import Pipeline
from newsnlp.schema import Document
from newsnlp.tables import make_tables

HOSTILE = {
    "one million letters": "а" * 1_000_000,
    "a sentence of 4,200 tokens": "ректор ТУСУРа Виктор Рулевский открыл форум, " * 600,
    "a list of 2,500 names": "Виктор Рулевский, " * 2_500,
    "names without a space": "Рулевский." * 2_000,
    "titles": "ректор " * 2_500,
    "brackets": "(" * 100_000,
    "initials": "А." * 50_000,
    "initials apart": "А. " * 5_000,
    "opening quotes": "«Мы " * 4_000,
    "short lines": "– Да\n" * 2_000,
    "zero-width spaces": "\u200b" * 100_000,
    "pictures": "😀" * 30_000,
}


Used = dict[str, tuple[float, int]]


def measure() -> Used:
    """Name → CPU seconds, and the process's greatest memory so far in kilobytes."""
    pipeline = Pipeline.load()
    used = {}
    for name, text in HOSTILE.items():
        start = time.process_time()
        make_tables([pipeline(Document("d1", text))], tokens=True)
        used[name] = time.process_time() - start, peak()
    return used


def peak() -> int:
    """In kilobytes. Linux counts in `ru_maxrss` what the parent held when it started this one."""
    status = Path("/proc/self/status")
    if not status.exists():
        return getrusage(RUSAGE_SELF).ru_maxrss
    return int(status.read_text("ascii").partition("VmHWM:")[2].split()[0])


@pytest.fixture(scope="module")
def used() -> Used:
    """In a process of its own: what other tests hold in memory does not count."""
    command = [sys.executable, __file__]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {name: tuple(both) for name, both in json.loads(done.stdout).items()}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_takes_seconds_and_little_memory(used: Used, name: str) -> None:
    """The limit of time is several times what is needed."""
    seconds, kilobytes = used[name]
    assert seconds < 8
    assert kilobytes < 700 * 1024


if __name__ == "__main__":
    print(json.dumps(measure()))
