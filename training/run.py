"""Everything from the corpora to the committed weights, in one command.

    python training/run.py --data ../shared/data

Prepares the corpora, trains several teachers (two at a time), lets them label the releases, NEREL
and news items, trains the student on that, writes ONNX files and card, and learns how far rules and
network are believed. What a step has left in `--out` already is not made again. On two cores it
takes about an hour and a half.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

__all__ = ["main"]

HERE = Path(__file__).resolve().parent
MODEL = HERE.parent / "src" / "newsnlp" / "resources" / "model"
TEACHERS = (11, 12, 13, 14)  # seeds
BULK = 1800  # news items without labels
STUDENT = ("seed=1", "epochs=8")


def start(script: str, *arguments: object) -> subprocess.Popen[bytes]:
    """Start a script of this folder; its output goes where ours does."""
    path = [str(HERE.parent / "src"), str(HERE), os.environ.get("PYTHONPATH", "")]
    own = {"PYTHONPATH": os.pathsep.join(path), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    print(f"{time.strftime('%H:%M:%S')} {' '.join(command[1:])}", flush=True)
    return subprocess.Popen(command, env=os.environ | own, cwd=HERE.parent)


def wait(running: Sequence[subprocess.Popen[bytes]]) -> None:
    """Wait for all; end with the first that failed."""
    for process in running:
        if process.wait():
            sys.exit(process.returncode)


def main() -> None:
    """Read the options, run the steps."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("build/training"))
    parser.add_argument("--model", type=Path, default=MODEL, help="folder of the weights")
    options = parser.parse_args()
    out = options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    prepared, taught, student = out / "bulk.pickle", out / "taught.pickle", out / "student.pt"
    if not prepared.exists():
        corpora = ("nerel", "nerel-dev", "press")
        wait([start("prepare.py", "--data", options.data, "--out", out, "--bulk", BULK, *corpora)])
    teachers = [out / f"teacher-{seed}.pt" for seed in TEACHERS]
    missing = [
        (seed, path)
        for seed, path in zip(TEACHERS, teachers, strict=True)
        if not path.with_suffix(".json").exists()
    ]
    while missing:
        pair, missing = missing[:2], missing[2:]
        wait(
            [
                start("train.py", "--prepared", out, "--out", path, "--set", f"seed={seed}")
                for seed, path in pair
            ]
        )
    if not taught.exists():
        wait([start("teach.py", "--prepared", out, "--out", taught, "--bulk", BULK, *teachers)])
    if not student.with_suffix(".json").exists():
        wait(
            [
                start(
                    "train.py", "--prepared", out, "--out", student, "--taught", taught,
                    "--set", *STUDENT,
                )
            ]
        )  # fmt: skip
    about = out / "about.json"
    about.write_text(json.dumps(describe(options.data), ensure_ascii=False), encoding="utf-8")
    wait([start("export.py", "--checkpoint", student, "--out", options.model, "--about", about)])
    wait([start("belief.py", "--model", options.model)])


def describe(data: Path) -> dict[str, object]:
    """What the card says of the data: counts, sources and licences."""
    releases = len(list((HERE.parent / "data" / "gold" / "press" / "train").glob("*.txt")))
    return {
        "data": [
            {
                "name": "NEREL v1.1, train",
                "documents": len(list((data / "nerel" / "train").glob("*.ann"))),
                "source": "nerel-ds/NEREL on GitHub",
                "licence": "none stated; research use",
            },
            {
                "name": "marked-up releases of this project, four of five",
                "documents": releases - releases // 5,
                "source": "data/gold/press/train",
                "licence": "MIT",
            },
            {
                "name": "news items of a news agency, labelled by the teachers",
                "documents": BULK,
                "source": "denis-gordeev/rured2 on GitHub",
                "licence": "none stated; texts are not contained in the weights or here",
            },
        ],
        "teachers": list(TEACHERS),
    }


if __name__ == "__main__":
    main()
