"""Measure all tasks on the development data; fail below floors.json.

    quality.py [--data ../shared/data] [--bench ../shared/bench] [--only press,nerel]
               [--readme README.md]

press is scored by newsnlp.score; the other tasks by the scorers in --bench, each in a process of
its own. What is not there is skipped with a word. floors.json holds for each task its floors and
the digest of the data that they were measured on. --readme writes the figures of a full run into
the table that stands in the file between the marks `<!-- figures -->` and `<!-- /figures -->`.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from newsnlp.score import parse_marked, read_gold, score

__all__ = ["CHECKS", "digest_of", "main"]

HERE = Path(__file__).parent
OWN = HERE.parent / "data" / "gold"


@dataclass(frozen=True, slots=True)
class Check:
    """A task: its data, its scorer, and where in the scorer's JSON the figures stand."""

    folder: str
    pattern: str  # of the files that the digest covers
    scorer: str | None
    figures: Mapping[str, tuple[str, ...]]  # name of a figure → keys that lead to it
    options: tuple[str, ...] = ()
    about: str = ""  # the data and the measure, as the README names them
    own: bool = False  # whether the data are the project's, in data/gold


CHECKS: Mapping[str, Check] = {
    "press": Check(
        "press/dev", "*.json", None, {}, about="press dev, 36 releases of the project: F1"
    ),
    "unseen": Check(
        "press/train",
        "*[05].txt",
        None,
        {},
        about="unseen: 80 releases of press train, kept out of training: F1",
        own=True,
    ),
    "standins": Check(
        "press/train",
        "*[05].txt",
        None,
        {},
        about="whom stand-ins mean, in the same 80 releases, mentions given: share right",
        own=True,
    ),
    "nerel": Check(
        "nerel/dev",
        "*.*",
        "score_nerel.py",
        {
            "strict_f1": ("entities", "strict", "micro", "f1"),
            "relations_f1": ("relations", "strict", "micro", "f1"),
        },
        (
            "--types",
            "PERSON,ORGANIZATION,PROFESSION,EVENT",
            "--relations",
            "WORKS_AS,WORKPLACE,PARTICIPANT_IN",
        ),
        "NEREL dev, persons, bodies, professions and events, and three relations end to end",
    ),
    "nerel-all": Check(
        "nerel/dev",
        "*.*",
        "score_nerel.py",
        {
            "strict_f1": ("entities", "strict", "micro", "f1"),
            "relations_f1": ("relations", "strict", "micro", "f1"),
        },
        ("--types", "all", "--relations", "all"),
        "NEREL dev, all 29 types, all relations",
    ),
    "factrueval": Check(
        "factrueval/devset",
        "*.*",
        "score_occupations.py",
        {"occupation_f1": ("occupations", "f1")},
        about="factRuEval devset, who holds which position where",
    ),
    "runormas": Check(
        "runormas",
        "**/*.*",
        "score_runormas.py",
        {"accuracy": ("figures", "all", "accuracy")},
        about="RuNormAS, names in the nominative",
    ),
    "slavicner": Check(
        "slavicner",
        "**/*.*",
        "score_slavicner.py",
        {"b3_f1": ("micro", "types", "all", "f1"), "lemma": ("micro", "types", "all", "lemma")},
        about="SlavicNER, five topics, one name across documents",
    ),
}


PREDICTED = {"unseen": "press", "nerel-all": "nerel"}  # tasks of predict.py that have other names


def digest_of(folder: Path, pattern: str) -> str:
    """The sha256 of names and bytes of the files that fit `pattern`, in the order of the names."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob(pattern)):
        if path.is_file():
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def main() -> int:
    """Print a line for each figure; 1 if one is below its floor or the data are others."""
    arguments = _arguments()
    floors = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    failed = False
    measured: dict[str, dict[str, float]] = {}
    for task in arguments.only.split(","):
        check = CHECKS[task]
        folder = (OWN if check.own else arguments.data) / check.folder
        scorer = arguments.bench / check.scorer if check.scorer else None
        if reason := _missing(folder, scorer):
            print(f"{task}: skipped, {reason}")
            continue
        floor = floors.get(task, {})
        digest = digest_of(folder, check.pattern)
        if floor.get("sha256", digest) != digest:
            print(f"{task}: other data than the floors were measured on ({digest})")
            failed = True
        measured[task] = _figures(task, check, folder, scorer)
        for name, value in measured[task].items():
            least = floor.get("f1", {}).get(name)
            below = least is not None and value < least
            print(
                f"{task:12}{name:24}{value:7.3f}{f'  BELOW {least}' if below else ''}", flush=True
            )
            failed |= below
    if arguments.readme:
        _write_readme(arguments.readme, measured)
    return int(failed)


def _write_readme(path: Path, measured: Mapping[str, Mapping[str, float]]) -> None:
    """Put the figures between the marks of the file; a run that left a task out is no source."""
    text = path.read_text(encoding="utf-8")
    before, start, rest = text.partition("<!-- figures -->\n")
    _, stop, after = rest.partition("<!-- /figures -->")
    if measured.keys() != CHECKS.keys() or not start or not stop:
        raise SystemExit(f"quality: {path} stays as it is: a task was left out, or its marks are")
    lines = ["| data | figures |", "|---|---|"]
    for task, figures in measured.items():
        cells = ", ".join(f"{name} {value:.3f}" for name, value in figures.items())
        lines.append(f"| {CHECKS[task].about} | {cells} |")
    table = "".join(f"{line}\n" for line in lines)
    path.write_text(before + start + table + stop + after, encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="labelled data")
    parser.add_argument("--bench", type=Path, default=Path("../shared/bench"), help="scorers")
    parser.add_argument("--only", default=",".join(CHECKS), help="tasks, separated by commas")
    parser.add_argument("--readme", type=Path, help="file whose table of figures is rewritten")
    return parser.parse_args()


def _missing(folder: Path, scorer: Path | None) -> str | None:
    return next(
        (f"{path} is not there" for path in (folder, scorer) if path and not path.exists()), None
    )


def _figures(task: str, check: Check, folder: Path, scorer: Path | None) -> dict[str, float]:
    if task == "standins":
        return dict(json.loads(_run(HERE / "stand_ins.py", folder, "--kept-out", "--json")))
    with tempfile.TemporaryDirectory() as scratch:
        source = folder
        if task == "slavicner":
            source = _with_spans(folder, scorer, Path(scratch))
        elif check.own:
            source = _as_json(folder, check.pattern, Path(scratch) / "gold")
        output = Path(scratch) / "predicted"
        _run(HERE / "predict.py", PREDICTED.get(task, task), source, output)
        if scorer is None:
            records = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
            return {name: figure.f1 for name, figure in score(read_gold(source), records).items()}
        report = json.loads(
            _run(scorer, "--gold", folder, "--pred", output, "--json", *check.options)
        )
    return {name: _at(report, keys) for name, keys in check.figures.items()}


def _as_json(folder: Path, pattern: str, scratch: Path) -> Path:
    """A folder of marked-up releases as predict.py wants it."""
    scratch.mkdir()
    for path in sorted(folder.glob(pattern)):
        record = parse_marked(path.read_text("utf-8"))
        (scratch / f"{path.stem}.json").write_text(json.dumps(record), encoding="utf-8")
    return scratch


def _at(report: object, keys: tuple[str, ...]) -> float:
    for key in keys:
        report = report[key] if isinstance(report, dict) else None
    if not isinstance(report, int | float):
        raise SystemExit(f"quality: the scorer's report has no figure at {'.'.join(keys)}")
    return float(report)


def _with_spans(folder: Path, scorer: Path | None, scratch: Path) -> Path:
    """A folder of topics as predict.py wants it: the raw texts, and the spans that are given."""
    for topic in sorted(path.parent for path in folder.glob("*/raw")):
        target = scratch / "topics" / topic.name
        target.mkdir(parents=True)
        (target / "raw").symlink_to((topic / "raw").resolve())
        spans = _run(scorer or Path(), "--gold", topic, "--spans")
        (target / "spans.tsv").write_text(spans, encoding="utf-8")
    return scratch / "topics"


def _run(script: Path, *arguments: str | Path) -> str:
    command = [sys.executable, str(script), *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"quality: {script.name} failed with status {done.returncode}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
