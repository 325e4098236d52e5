"""Words → vectors: navec's news embedding, read straight from the file that natasha ships.

The codes of the 250,000 words stay on disk, in pages that all processes share. The words are in
order and stay one stretch of bytes, searched by halves from signposts: a dict of them would take
0.1 s and 35 MB of each process. The file: a tar of `vocab.bin` (gzip: count, counts, words by
lines) and `pq.bin` (count, size, parts, codes a part; for each word the code of each part; the
vectors of the codes).
"""

import gzip
import json
import tarfile
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from newsnlp.errors import WeightsError

__all__ = ["Embedding", "Floats", "Ints"]

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]

_LAST = b"\n<unk>\n<pad>\n"  # words of the vocabulary
_MET = 100_000  # words whose rows are kept
_PROTOCOL = 1
_STEP = 32  # words from signpost to signpost


@dataclass(frozen=True, slots=True)
class Embedding:
    """An opened embedding; `load` opens it."""

    id: str
    words: bytes  # in lower case, in order but for `<unk>` and `<pad>` at the end; by lines
    stops: memoryview  # (words,): where in `words` each ends
    signposts: list[bytes]  # every 32nd word
    codes: NDArray[np.uint8]  # (words, parts): which vector each part of a word has
    centres: Floats  # (parts, 256, size of a part)
    met: dict[str, int] = field(default_factory=dict, repr=False)  # rows looked up before

    @classmethod
    def load(cls, path: Path) -> "Embedding":
        """Open the file (about 0.08 s).

        Raises:
            WeightsError: the file is none of navec's, protocol 1.
        """
        try:
            with tarfile.open(path) as archive:
                meta = json.loads(_read(archive, "meta.json"))
                vocabulary = gzip.decompress(_read(archive, "vocab.bin"))
                start = archive.getmember("pq.bin").offset_data
            if meta["protocol"] != _PROTOCOL:
                raise WeightsError(f"{path}: protocol {meta['protocol']}, not {_PROTOCOL}")
            count, size, parts, each = np.fromfile(path, np.uint32, 4, offset=start).tolist()
            words = vocabulary[4 + 4 * count :] + b"\n"
            stops = np.flatnonzero(np.frombuffer(words, np.uint8) == ord("\n"))
            codes = np.asarray(np.memmap(path, np.uint8, "r", start + 16, (count, parts)))
            length = each * size
            values = np.fromfile(path, np.float32, length, offset=start + 16 + codes.size)
        except (KeyError, ValueError, OSError, tarfile.TarError) as reason:
            raise WeightsError(f"{path}: no embedding; install natasha anew (1.6)") from reason
        if len(stops) != count or not words.endswith(_LAST):
            raise WeightsError(f"{path}: words and codes do not fit; install natasha anew (1.6)")
        begins = [0, *(stops[_STEP - 1 : -1 : _STEP] + 1).tolist()]
        ends = stops[::_STEP].tolist()
        signposts = [words[begin:end] for begin, end in zip(begins, ends, strict=False)]
        signposts = signposts[: (count - 3) // _STEP + 1]
        centres = values.reshape(parts, each, -1)
        return cls(meta["id"], words, stops.data, signposts, codes, centres)

    @property
    def pad(self) -> int:
        """The row of `<pad>`, whose vector is zero."""
        return len(self.stops) - 1

    def row(self, word: str) -> int:
        """The row of a word in lower case; that of `<unk>` if it is not there."""
        row = self.met.get(word)
        if row is None:
            if len(self.met) > _MET:
                self.met.clear()
            row = self.met[word] = self._find(word.encode("utf-8", "replace"))
        return row

    def _find(self, wanted: bytes) -> int:
        low = max(bisect_right(self.signposts, wanted) - 1, 0) * _STEP
        begin = self.stops[low - 1] if low else -1
        end = self.stops[min(low + _STEP, self.pad - 1) - 1]
        if b"\n" in wanted:
            return self.pad - 1
        if begin < 0 and self.words.startswith(wanted + b"\n"):
            return 0
        place = self.words.find(b"\n" + wanted + b"\n", max(begin, 0), end + 1)
        if place < 0:
            return self.pad - 1
        return low + self.words.count(b"\n", max(begin, 0), place + 1) - (begin >= 0)

    def vectors(self, rows: Ints) -> Floats:
        """The vectors of some rows: (n,) → (n, 300)."""
        count, each, size = self.centres.shape
        places = self.codes[rows] + np.arange(0, count * each, each)
        return self.centres.reshape(-1, size).take(places, axis=0).reshape(len(rows), count * size)


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(name)
    if member is None:
        raise KeyError(name)
    with member:
        return member.read()
