"""Part files: what a stretch of the input gave, in the order of the input.

A part is named by its number and by a hash of the documents in it and of the options, so whoever
finds a part of that name need not make it again. It has an entry for each document (its page or its
fault) and for each failure to read.
"""

import json
from collections.abc import Callable, Iterator

from newsnlp.batch.entries import FAULT, File, PartError, entries_in
from newsnlp.batch.wire import fault_from
from newsnlp.errors import Fault
from newsnlp.pages import PageRow, page_from

__all__ = ["faults_in", "read_part"]


def read_part(file: File) -> Iterator[PageRow | Fault]:
    """The entries of a part, one by one; pages as JSON takes them.

    Raises:
        PartError: it is damaged.
    """
    return _read(file, lambda line: True)


def faults_in(file: File) -> Iterator[Fault]:
    """The faults among the entries of a part; its pages are not looked into.

    Raises:
        PartError: it is damaged.
    """
    faults = _read(file, lambda line: line.startswith(FAULT))
    return (fault for fault in faults if isinstance(fault, Fault))


def _read(file: File, wanted: Callable[[bytes], bool]) -> Iterator[PageRow | Fault]:
    for line in filter(wanted, entries_in(file)):
        try:
            is_fault = line.startswith(FAULT)
            yield fault_from(json.loads(line)["fault"]) if is_fault else page_from(line)
        except (ValueError, KeyError, TypeError) as reason:
            raise PartError(f"{file}: {reason}; delete it and start again") from reason
