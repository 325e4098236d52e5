"""Documents per CPU second against natasha's full pipeline, in turn, warm, one thread each.

`speed.py [--data ../shared/data] [--rounds 3]`. Each system runs in a process of its own, so that
cold start (import, load, first text) and peak memory are its own. Two sets of texts: NEREL dev and
500 items of bulk/rbc.jsonl.gz. The last line, `ratio N.NN`, is ours over natasha's on the set
where it is the smaller.
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
from collections.abc import Callable
from pathlib import Path

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
SYSTEMS = ("newsnlp", "natasha")
BULK = 500
WARM = 5  # untimed texts

Run = Callable[[str], object]


def main() -> int:
    """Print the figures, the ratio last; 2 where the data are not there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="labelled data")
    parser.add_argument("--rounds", type=int, default=3, help="rounds; the median counts")
    parser.add_argument("--worker", choices=SYSTEMS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if not (arguments.data / "nerel/dev").is_dir():
        print(f"speed: {arguments.data}/nerel/dev is not there; give --data", file=sys.stderr)
        return 2
    if arguments.worker:
        _work(arguments.worker, _sets(arguments.data))
        return 0
    _compare(arguments.data, arguments.rounds)
    return 0


def _sets(data: Path) -> dict[str, list[str]]:
    """The texts by the name of their set; the bulk only where it is there."""
    paths = sorted((data / "nerel/dev").glob("*.txt"))
    sets = {"nerel dev": [path.read_bytes().decode("utf-8") for path in paths]}
    bulk = data / "bulk/rbc.jsonl.gz"
    if bulk.exists():
        with gzip.open(bulk, "rt", encoding="utf-8") as lines:
            sets["bulk"] = [json.loads(line)["text"] for line in itertools.islice(lines, BULK)]
    return sets


def _compare(data: Path, rounds: int) -> None:
    environment = {**os.environ, **dict.fromkeys(THREADS, "1")}
    workers = {}
    for system in SYSTEMS:  # one after the other: cold starts must not compete
        command = [sys.executable, __file__, "--data", str(data), "--worker", system]
        workers[system] = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        cold = _ask(workers[system])
        print(f"{system}: cold start {cold['wall']:.2f} s, {cold['cpu']:.2f} s CPU")
    ratios = []
    for name, texts in _sets(data).items():
        spent: dict[str, list[float]] = {system: [] for system in SYSTEMS}
        for _ in range(rounds):
            for system, worker in workers.items():
                spent[system].append(_ask(worker, name)["cpu"])
        speed = {key: len(texts) / statistics.median(values) for key, values in spent.items()}
        ratios.append(speed["newsnlp"] / speed["natasha"])
        for system in SYSTEMS:
            print(f"{name}: {system} {speed[system]:.1f} documents per CPU second")
        print(f"{name}: {ratios[-1]:.2f}")
    for system, worker in workers.items():
        print(f"{system}: peak memory {_ask(worker, 'memory')['mb']:.0f} MB")
        worker.communicate()
    print(f"ratio {min(ratios):.2f}")


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


def _work(system: str, sets: dict[str, list[str]]) -> None:
    """Answer each line of standard input by a line of JSON; the cold start comes unasked."""
    texts = next(iter(sets.values()))
    started = time.perf_counter(), time.process_time()
    run = _newsnlp() if system == "newsnlp" else _natasha()
    run(texts[0])
    _answer(wall=time.perf_counter() - started[0], cpu=time.process_time() - started[1])
    for text in texts[:WARM]:
        run(text)
    for line in sys.stdin:
        if line.strip() == "memory":
            _answer(mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
            continue
        before = time.process_time()
        for text in sets[line.strip()]:
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
        sys.modules["pkg_resources"] = stub


if __name__ == "__main__":
    sys.exit(main())
