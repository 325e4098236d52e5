"""The process that reads, with formats of its own that kill it (.die) or keep it (.stall)."""

import os
import signal
import time

from newsnlp.batch import reader
from newsnlp.read import READERS
from newsnlp.read.item import Found, Item, ReadOptions, Source


def die(source: Source, options: ReadOptions) -> Found:
    yield Item(f"До конца {source.name} осталось немного.", line=1)
    os.kill(os.getpid(), signal.SIGSEGV)


def stall(source: Source, options: ReadOptions) -> Found:
    time.sleep(600)
    yield Item("Поздно.")


READERS |= {".die": die, ".stall": stall}  # type: ignore[operator]
reader.main()
