"""Where the time goes: CPU milliseconds a document, stage by stage, warm, one thread.

    stages.py [--data ../shared/data] [--bulk 500]

The texts are those of speed.py, each read once. A stage's time is without that of the stages that
it calls. Compare two versions only by runs in turn on one machine.
"""

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from newsnlp import network, pipeline, taggers
from newsnlp.analyse import Analyser
from newsnlp.network import Network
from newsnlp.network.features import Encoder
from newsnlp.network.shares import Shares
from newsnlp.schema import Document
from speed import WARM, text_sets

# The owner of a function, its name there, the stage that its time counts for.
STAGES: tuple[tuple[Any, str, str], ...] = (
    (pipeline, "segment", "segment"),
    (taggers.Taggers, "_tag", "analyse: taggers"),
    (Analyser, "with_hidden", "analyse: lemmas and tokens"),
    (pipeline, "candidates", "recognise: candidates"),
    (pipeline, "recognise", "recognise: decide"),
    (pipeline, "speaker_mentions", "recognise: speakers"),
    (Encoder, "read", "network: features"),
    (Shares, "__call__", "network: shares of words"),
    (network, "run", "network: onnxruntime"),
    (Network, "__call__", "network: spans"),
    (Network, "links", "network: links"),
    (pipeline, "first_groups", "resolve"),
    (pipeline, "relate", "relate: roles"),
    (pipeline, "take_part", "relate: participations and details"),
    (pipeline, "resolve", "resolve"),
)


class Clock:
    """The time that is spent in each stage, without that of stages within."""

    def __init__(self) -> None:
        """Start at nothing."""
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._inner: list[float] = []

    def watch(self, owner: object, name: str, stage: str) -> None:
        """Count the time of a function for `stage`; what a generator yields is made at once."""
        function: Callable[..., Any] = getattr(owner, name)

        def timed(*values: Any, **named: Any) -> Any:  # noqa: ANN401 any function's
            started = time.process_time()
            self._inner.append(0.0)
            result = function(*values, **named)
            if hasattr(result, "__next__"):
                result = iter(list(result))
            taken = time.process_time() - started
            self.spent[stage] += taken - self._inner.pop()
            if self._inner:
                self._inner[-1] += taken
            return result

        setattr(owner, name, timed)


def main() -> int:
    """Print a table for each set of texts; 2 where the data are not there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="labelled data")
    parser.add_argument("--bulk", type=int, default=500, help="items of bulk; 0 leaves it out")
    arguments = parser.parse_args()
    if not (arguments.data / "nerel/dev").is_dir():
        print(f"stages: {arguments.data}/nerel/dev is not there; give --data", file=sys.stderr)
        return 2
    sets = text_sets(arguments.data, arguments.bulk)
    run = pipeline.Pipeline.load()
    for text in sets.pop(WARM):
        run(Document("text", text))
    clock = Clock()
    clock.watch(pipeline.Pipeline, "__call__", "the rest")
    for owner, name, stage in STAGES:
        clock.watch(owner, name, stage)
    for name, texts in sets.items():
        clock.spent.clear()
        for text in texts:
            run(Document("text", text))
        whole = sum(clock.spent.values())
        print(f"{name}: {1000 * whole / len(texts):.1f} ms a document")
        for stage, seconds in sorted(clock.spent.items(), key=lambda item: -item[1]):
            print(f"  {stage:28}{1000 * seconds / len(texts):6.2f} ms {seconds / whole:6.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
