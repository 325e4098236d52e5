"""Kill runs at random moments and see that they come to the same end.

    torture.py [--data ../shared/data] [--documents 200] [--trials 50] [--seed 1]

A run over the first items of bulk/rbc.jsonl.gz, or over data/raw where these are not there, is made
once undisturbed. Each trial starts it anew in an empty folder with one to three workers, kills it
with signal 9 at a random moment (every other trial towards its end, every third twice; every fifth
has met a full disk before), and starts it again until it ends. The tables must be the same to the
byte. Prints a line a trial, and how many came out right; exit status 1 if not all did.
"""

import argparse
import gzip
import hashlib
import itertools
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_SMALL = 20_000  # bytes that a file may have on a disk that is full
_PATIENCE = 600  # seconds that a run may take


def main() -> int:
    """Print the trials."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="labelled data")
    parser.add_argument("--documents", type=int, default=200, help="items of bulk")
    parser.add_argument("--trials", type=int, default=50, help="runs that are killed")
    parser.add_argument("--seed", type=int, default=1, help="of the moments")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as scratch:
        news = _news(options.data, options.documents, Path(scratch))
        begun = time.monotonic()
        _finish(news, Path(scratch) / "calm", 1)
        length = time.monotonic() - begun
        wanted = _hashes(Path(scratch) / "calm")
        print(f"undisturbed: {length:.1f} s, {len(wanted)} files")
        right = 0
        for trial in range(1, options.trials + 1):
            folder = Path(scratch) / f"trial-{trial}"
            told = []
            if trial % 5 == 0:
                status = _start(news, folder, 1, full=True).wait(_PATIENCE)
                told.append(f"full disk: exit status {status}")
            for _ in range(2 if trial % 3 == 0 else 1):
                late = trial % 2 * 0.6  # where tables are written, in every other trial
                moment = chance.uniform(late * length, length)
                told.append(_killed(news, folder, chance.randint(1, 3), moment))
            _finish(news, folder, chance.randint(1, 3))
            same = _hashes(folder) == wanted
            right += same
            print(f"{trial:3} {'same' if same else 'OTHER'}  {'; '.join(told)}", flush=True)
    print(f"{right} of {options.trials} the same")
    return 0 if right == options.trials else 1


def _news(data: Path, documents: int, scratch: Path) -> Path:
    bulk = data / "bulk" / "rbc.jsonl.gz"
    if not bulk.exists():
        return ROOT / "data" / "raw"
    news = scratch / "news.jsonl"
    with gzip.open(bulk, "rt", encoding="utf-8") as lines:
        news.write_text("".join(itertools.islice(lines, documents)), encoding="utf-8")
    return news


def _start(
    news: Path, folder: Path, workers: int, *, full: bool = False
) -> subprocess.Popen[bytes]:
    """The run, in a session of its own; on a disk that is full no file grows beyond a little."""
    command = [sys.executable, "-m", "newsnlp", "extract", str(news), "-o", str(folder)]
    options = ["--workers", str(workers), "--to", "csv,jsonl,sqlite"]
    limited = ["bash", "-c", f'ulimit -f {_SMALL // 1024}; trap "" XFSZ; exec "$@"', "bash"]
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        [*(limited if full else []), *command, *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    )


def _killed(news: Path, folder: Path, workers: int, moment: float) -> str:
    process = _start(news, folder, workers)
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        parts = len(list(folder.glob(".newsnlp-run/parts/part-*")))
        return f"killed after {moment:.1f} s with {workers} workers, {parts} parts there"
    return f"had ended before {moment:.1f} s"


def _finish(news: Path, folder: Path, workers: int) -> None:
    status = _start(news, folder, workers).wait(_PATIENCE)
    if status:
        raise SystemExit(f"{folder}: the run ended with exit status {status}")


def _hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


if __name__ == "__main__":
    sys.exit(main())
