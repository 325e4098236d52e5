"""A run over many texts by fake workers, for tests that kill it: `fake_run.py FOLDER WORKERS`.

When it comes to its end it writes the hash of all entries to FOLDER/result.
"""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

from newsnlp.batch import crew
from newsnlp.batch.run import Settings, in_parts
from newsnlp.errors import Fault
from newsnlp.page import Wanted
from newsnlp.schema import Document


def items() -> Iterator[Document | Fault]:
    for number in range(1_500):
        if number % 97 == 0:
            yield Fault(f"{number}.txt", None, None, "read", "empty")
        yield Document(str(number), "break" if number % 41 == 0 else "wait" + " слово" * 100)


crew.WORKER = "fake_worker"
folder = Path(sys.argv[1])
settings = Settings(Wanted(), workers=int(sys.argv[2]))
with in_parts(items(), folder, settings) as run:
    keys = [tuple(page["key"]) for page in run.pages()]
    said = repr((keys, run.faults())).encode()
    (folder / "result").write_text(hashlib.sha256(said).hexdigest())
