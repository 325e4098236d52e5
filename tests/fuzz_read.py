"""Mutated files through every reader, random and mutated texts through `decode` and `segment`.

    python tests/fuzz_read.py                     # 500 files a reader, 100,000 texts
    python tests/fuzz_read.py --files 20 --texts 1000 --only .pdf

The same numbers give the same files. It prints what broke, with the number that makes it again, and
exits with 1; `tests/test_fuzz.py` runs a short version.
"""

import argparse
import bz2
import gzip
import io
import lzma
import signal
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from random import Random

from made_files import NEWS, SOUND, name_for, repacked
from newsnlp.errors import ReadError
from newsnlp.read import ReadFailure, ReadOptions, read
from newsnlp.read.decode import decode
from newsnlp.schema import Document
from newsnlp.segment import segment
from newsnlp.text import INVISIBLE

STALLED = 20  # seconds after which a file counts as one that hangs

_TOKENS = (
    b"<", b">", b"</p>", b"<w:p>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"&#0;", b"]]>",
    b"{", b"}", b"\\'", b"\\u99999", b"\\bin9999999", b"\x00", b"\xff\xfe", b"PK\x03\x04",
    b"-1", b"99999999999", b"endobj", b"stream", b"/Length 99999", b"1 0 R", b"From ", b"\n\n",
    b"=?utf-8?b?", b"Content-Type: multipart/mixed; boundary=a\n", b'"', b";", b"\r",
    b"\xed\xa0\x80",
)  # fmt: skip
_SIGNS = (
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗ", "А. ", "А.", "«»\"'“”", "()[]{}", ".,:;!?…",
    "–—-", " \t\n\u00a0", "0123456789", "им. г. т. д. и. о. ", "abcXYZ", "\u200b\u200d\u00ad",
    "\u0301\u0306", "😀🇷🇺", "\x00\x07\x1f", "\ud800\udfff", "http://example.org/а ", "№§°",
)  # fmt: skip


class Stalled(BaseException):
    """A file was not read in time."""


@contextmanager
def _in_time() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise Stalled

    old = signal.signal(signal.SIGALRM, stop)
    signal.alarm(STALLED)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, old)


def mutated(data: bytes, random: Random) -> bytes:
    """`data` with some bytes flipped, cut out, doubled, moved, or foreign ones put in."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 5, 20))):
        place = random.randrange(len(changed) + 1)
        size = random.choice((1, 1, 4, 40, len(changed) // 3 + 1))
        piece = bytes(changed[place : place + size])
        way = random.randrange(6)
        if way == 0 and place < len(changed):
            changed[place] ^= 1 << random.randrange(8)
        elif way == 1:
            changed[place : place + size] = b""
        elif way == 2:
            changed[place:place] = piece * random.choice((1, 3))
        elif way == 3:
            changed[place:place] = random.choice(_TOKENS)
        elif way == 4:
            changed[place : place + size] = random.randbytes(len(piece))
        else:
            other = random.randrange(len(changed) + 1)
            changed[other : other + len(piece)] = piece
    return bytes(changed)


_PACKERS: dict[bytes, tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]]] = {
    b"\x1f\x8b": (gzip.decompress, gzip.compress),
    b"BZh": (bz2.decompress, bz2.compress),
    b"\xfd7z": (lzma.decompress, lzma.compress),
}


def file_of(ending: str, number: int) -> bytes:
    """The mutated file of this number; of packed ones, two in three are mutated inside."""
    random = Random(f"{ending} {number}")
    data = SOUND[ending]()
    if random.random() < 0.33:
        return mutated(data, random)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            chosen = random.choice(archive.namelist())
        return repacked(
            data, lambda name, content: mutated(content, random) if name == chosen else content
        )
    for start, (unpack, pack) in _PACKERS.items():
        if data.startswith(start):
            return pack(mutated(unpack(data), random))
    return mutated(data, random)


def faults_of_file(ending: str, number: int, folder: Path) -> list[str]:
    """What is wrong with how the mutated file of this number is read; nothing, one hopes."""
    path = folder / name_for(ending)
    path.write_bytes(file_of(ending, number))
    try:
        with _in_time():
            found = list(read([path], options=ReadOptions(separator="---")))
    except Stalled:
        return [f"{ending} {number}: not read in {STALLED} s"]
    except Exception as error:  # this is what we look for
        return [f"{ending} {number}: {type(error).__name__}: {error}"]
    if not found:
        return [f"{ending} {number}: neither a document nor a failure"]
    return [f"{ending} {number}: {fault}" for entry in found if (fault := _fault(entry))]


def _fault(entry: Document | ReadFailure) -> str:
    if isinstance(entry, ReadFailure):
        known = "at fault" not in entry.reason and (";" in entry.reason or ":" in entry.reason)
        return "" if known else entry.reason
    clean = "\x00" not in entry.text and entry.text.encode("utf-8", "replace") == entry.text.encode(
        "utf-8", "surrogatepass"
    )
    return "" if clean and entry.text.strip() else f"a text that is not clean: {entry.text[:50]!r}"


def text_of(number: int) -> bytes:
    """The bytes of the random or mutated text of this number."""
    random = Random(f"text {number}")
    if random.random() < 0.5:
        encoding = random.choice(("utf-8", "cp1251", "koi8-r", "cp866", "utf-16"))
        return mutated("\n".join(NEWS).encode(encoding, "ignore"), random)
    alphabets = random.sample(_SIGNS, random.randint(1, 5))
    signs = (random.choice(random.choice(alphabets)) for _ in range(random.choice((3, 30, 300))))
    return "".join(signs).encode("utf-8", "surrogatepass")


def faults_of_text(number: int) -> list[str]:
    """What is wrong with how the text of this number is decoded and segmented."""
    try:
        text = decode(text_of(number))
    except ReadError:
        return []
    except Exception as error:  # this is what we look for
        return [f"text {number}: decode: {type(error).__name__}: {error}"]
    try:
        segments = segment(Document("d", text))
    except Exception as error:  # so is this
        return [f"text {number}: segment: {type(error).__name__}: {error}"]
    spans = [span for part in segments for span in part.tokens]
    covered = {place for span in spans for place in range(span.start, span.stop)}
    seen = {n for n, sign in enumerate(text) if not sign.isspace() and sign not in INVISIBLE}
    apart = all(one.stop <= two.start for one, two in pairwise(spans))
    if not (apart and seen <= covered and all(span.start < span.stop for span in spans)):
        return [f"text {number}: spans do not cut the text"]
    return []


def main() -> int:
    """Fuzz, print what broke and how long the slowest took."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--files", type=int, default=500, help="mutated files a reader")
    parser.add_argument("--texts", type=int, default=100_000, help="texts")
    parser.add_argument("--only", help="one reader by its ending")
    arguments = parser.parse_args()
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for ending in SOUND if arguments.only is None else [arguments.only]:
            job = _counted(lambda n, e=ending: faults_of_file(e, n, Path(folder)), arguments.files)
            faults += _told(f"{ending} files", job)
    faults += _told("texts", _counted(faults_of_text, arguments.texts))
    return 1 if faults else 0


Outcome = tuple[list[str], float, int]  # faults, the slowest in seconds, how many


def _counted(job: Callable[[int], list[str]], times: int) -> Outcome:
    faults: list[str] = []
    slowest = 0.0
    for number in range(times):
        began = time.process_time()
        faults += job(number)
        slowest = max(slowest, time.process_time() - began)
    return faults, slowest, times


def _told(what: str, outcome: Outcome) -> list[str]:
    faults, slowest, times = outcome
    print(f"{times:>7,} {what:<16} {len(faults):>3} broke   slowest {slowest:.2f} s", flush=True)
    for fault in faults[:10]:
        print(f"        {fault[:300]}")
    return faults


if __name__ == "__main__":
    sys.exit(main())
