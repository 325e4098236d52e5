"""Documents per CPU second against natasha's full pipeline, in turn, warm, one thread each.

    speed.py [--data ../shared/data] [--bulk 500] [--rounds 5]

Each system runs in a process of its own, so that cold start (import, load, first text) and peak
memory are its own. Two sets of texts: NEREL dev and the first items of bulk/rbc.jsonl.gz. Each is
dealt out into rounds, which both systems read in turn, whoever began the last round coming second;
no text is read twice, so that no cache of words is warmer than in an archive of news. The median
of the rounds counts. The last line, `ratio N.NN`, is ours over natasha's on the set where it is the
smaller. Progress goes to standard error.
"""

import argparse
import gzip
import itertools
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
SYSTEMS = ("newsnlp", "natasha")
WARM = "warm"  # the set of texts that are read before the clock starts
WARM_TEXTS = 20
FOLDERS = {WARM: "nerel/train", "nerel dev": "nerel/dev"}

Run = Callable[[str], object]
Sets = Mapping[str, list[str]]


def main() -> int:
    """Print the figures, the ratio last; 2 where the data are not there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="labelled data")
    parser.add_argument("--bulk", type=int, default=500, help="items of bulk; 0 leaves it out")
    parser.add_argument("--rounds", type=int, default=5, help="portions; their median counts")
    parser.add_argument("--worker", choices=SYSTEMS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if not (arguments.data / "nerel/dev").is_dir():
        print(f"speed: {arguments.data}/nerel/dev is not there; give --data", file=sys.stderr)
        return 2
    sets = text_sets(arguments.data, arguments.bulk)
    if arguments.worker:
        _work(arguments.worker, sets)
    else:
        _compare(sets, max(1, arguments.rounds))
    return 0


def text_sets(data: Path, count: int) -> Sets:
    """The texts by the name of their set; the bulk only where it is there."""
    sets = {name: _texts(data / folder) for name, folder in FOLDERS.items()}
    bulk = data / "bulk/rbc.jsonl.gz"
    if count and bulk.exists():
        with gzip.open(bulk, "rt", encoding="utf-8") as lines:
            sets["bulk"] = [json.loads(line)["text"] for line in itertools.islice(lines, count)]
    sets[WARM] = sets[WARM][:WARM_TEXTS] or sets["nerel dev"][:WARM_TEXTS]
    return sets


def _texts(folder: Path) -> list[str]:
    return [path.read_bytes().decode("utf-8") for path in sorted(folder.glob("*.txt"))]


def _compare(sets: Sets, rounds: int) -> None:
    workers = {system: _start(system) for system in SYSTEMS}
    ratios = [
        _compare_on(name, len(texts), rounds, workers)
        for name, texts in sets.items()
        if name != WARM
    ]
    for system, worker in workers.items():
        print(f"{system}: peak memory {_ask(worker, 'memory')['mb']:.0f} MB")
        worker.communicate()
    print(f"ratio {min(ratios):.2f}")


def _start(system: str) -> "subprocess.Popen[str]":
    """A worker that has read the texts to warm up; one after the other, or they would compete."""
    environment = {**os.environ, **dict.fromkeys(THREADS, "1")}
    worker = subprocess.Popen(
        [sys.executable, *sys.argv, "--worker", system],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    cold = _ask(worker)
    print(f"{system}: cold start {cold['wall']:.2f} s, {cold['cpu']:.2f} s CPU", flush=True)
    _ask(worker, f"{WARM}/0/1")
    return worker


def _compare_on(
    name: str, count: int, rounds: int, workers: Mapping[str, "subprocess.Popen[str]"]
) -> float:
    """Print the figures of one set; ours over natasha's documents per second."""
    rounds = min(rounds, count)
    spent: dict[str, list[float]] = {system: [] for system in SYSTEMS}
    for number in range(rounds):
        for system in SYSTEMS if number % 2 else SYSTEMS[::-1]:
            spent[system].append(_ask(workers[system], f"{name}/{number}/{rounds}")["cpu"])
        times = ", ".join(f"{system} {spent[system][-1]:.2f} s" for system in SYSTEMS)
        print(f"{name}, round {number + 1} of {rounds}: {times}", file=sys.stderr, flush=True)
    for system, seconds in spent.items():
        print(f"{name}: {system} {count / sum(seconds):.1f} documents per CPU second")
    ratios = [theirs / ours for ours, theirs in zip(*spent.values(), strict=True)]
    ratio = statistics.median(ratios)
    print(f"{name}: {ratio:.2f} ({min(ratios):.2f} to {max(ratios):.2f})", flush=True)
    return ratio


def _ask(worker: "subprocess.Popen[str]", question: str | None = None) -> dict[str, float]:
    assert worker.stdin is not None
    assert worker.stdout is not None
    if question is not None:
        worker.stdin.write(f"{question}\n")
        worker.stdin.flush()
    answer = worker.stdout.readline()
    if not answer:
        raise SystemExit("speed: a worker ended early; its message stands above")
    return dict(json.loads(answer))


def _work(system: str, sets: Sets) -> None:
    """Answer each line of standard input by a line of JSON; the cold start comes unasked."""
    first = sets[WARM][0]
    started = time.perf_counter(), time.process_time()
    run = _newsnlp() if system == "newsnlp" else _natasha()
    run(first)
    _answer(wall=time.perf_counter() - started[0], cpu=time.process_time() - started[1])
    for line in sys.stdin:
        if line.strip() == "memory":
            _answer(mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
            continue
        name, number, rounds = line.strip().rsplit("/", 2)
        texts = sets[name][int(number) :: int(rounds)]
        before = time.process_time()
        for text in texts:
            run(text)
        _answer(cpu=time.process_time() - before)


def _answer(**figures: float) -> None:
    print(json.dumps(figures), flush=True)


def _newsnlp() -> Run:
    from newsnlp.pipeline import Pipeline
    from newsnlp.schema import Document

    pipeline = Pipeline.load()
    return lambda text: pipeline(Document("text", text))


def _natasha() -> Run:
    """Natasha's whole chain: segments, names, morphology, syntax, lemmas, normal forms."""
    _revive_pymorphy2()
    from natasha import (
        Doc,
        MorphVocab,
        NewsEmbedding,
        NewsMorphTagger,
        NewsNERTagger,
        NewsSyntaxParser,
        Segmenter,
    )

    vocab, segmenter, embedding = MorphVocab(), Segmenter(), NewsEmbedding()
    morph, syntax = NewsMorphTagger(embedding), NewsSyntaxParser(embedding)
    names = NewsNERTagger(embedding)

    def run(text: str) -> object:
        doc = Doc(text)
        doc.segment(segmenter)
        doc.tag_ner(names)
        doc.tag_morph(morph)
        doc.parse_syntax(syntax)
        for token in doc.tokens:
            token.lemmatize(vocab)
        for span in doc.spans:
            span.normalize(vocab)
        return doc

    return run


def _revive_pymorphy2() -> None:
    """What pymorphy2 asks of Python and setuptools, which newer ones have dropped."""
    import inspect
    import types
    from importlib import metadata

    if not hasattr(inspect, "getargspec"):
        inspect.getargspec = lambda f: inspect.getfullargspec(f)[:4]  # type: ignore[attr-defined]
    try:
        import pkg_resources  # noqa: F401
    except ImportError:
        stub = types.ModuleType("pkg_resources")
        stub.iter_entry_points = lambda group: metadata.entry_points(group=group)  # type: ignore[attr-defined]
        stub.WorkingSet = lambda: stub  # type: ignore[attr-defined]
        sys.modules["pkg_resources"] = stub


if __name__ == "__main__":
    sys.exit(main())
