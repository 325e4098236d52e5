"""Everything from the corpora to the committed weights, in one command.

    python training/run.py --data ../shared/data

Prepares the corpora, trains the network and the reader of parts, writes ONNX files and card, and
learns how far rules, network and reader are believed, and how likely rows are right. What a step
has left in `--out` already is not made again. On two cores it takes about forty-five minutes.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

__all__ = ["main"]

HERE = Path(__file__).resolve().parent
MODEL = HERE.parent / "src" / "newsnlp" / "resources" / "model"
CORPORA = ("nerel", "press")
PLAN = ("seed=11", "repeat=2")  # each release twice an epoch


def run(script: str, *arguments: object) -> None:
    """Run a script of this folder; its output goes where ours does. Ends with its failure."""
    path = [str(HERE.parent / "src"), str(HERE), os.environ.get("PYTHONPATH", "")]
    own = {"PYTHONPATH": os.pathsep.join(path), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    print(f"{time.strftime('%H:%M:%S')} {' '.join(command[1:])}", flush=True)
    done = subprocess.run(command, env=os.environ | own, cwd=HERE.parent, check=False)
    if done.returncode:
        sys.exit(done.returncode)


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
    checkpoint = out / "network.pt"
    missing = [c for c in (*CORPORA, "nerel-dev") if not (out / f"{c}.pickle").exists()]
    if missing:
        run("prepare.py", "--data", options.data, "--out", out, *missing)
    if not checkpoint.with_suffix(".json").exists():
        corpora = ("--corpora", ",".join(CORPORA))
        run("train.py", "--prepared", out, "--out", checkpoint, *corpora, "--set", *PLAN)
    about = out / "about.json"
    about.write_text(json.dumps(describe(options.data), ensure_ascii=False), encoding="utf-8")
    run("export.py", "--checkpoint", checkpoint, "--out", options.model, "--about", about)
    run("reader.py", "--out", options.model)
    run("belief.py", "--model", options.model)
    run("scores.py", "--model", options.model)


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
        ],
    }


if __name__ == "__main__":
    main()
