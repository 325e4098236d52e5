"""What small files unpack to stays within bounds of memory, whatever sizes they state."""

import bz2
import gzip
import io
import json
import lzma
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from made_files import NEWS, TEXT, page_of, pdf, repacked, tarred, word, workbook, zipped
from newsnlp.read import read
from test_hostile import peak

LIMIT = 450 * 1024  # kilobytes; each would unpack to a gigabyte, the program takes 100,000


def zeros(packed: Callable[[bytes], bytes]) -> bytes:
    """A gigabyte of zeros: all three packers take one stream after another."""
    return packed(bytes(16 << 20)) * 64


def deflated() -> bytes:
    """A gigabyte of zeros as raw deflate: a block that is flushed can be repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(16 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * 64 + packer.flush()


def lying(whole: bytes, name: str) -> bytes:
    """`whole` with a gigabyte in member `name`, of which it states 100 bytes and their CRC."""
    packed = deflated()
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            info = zipfile.ZipInfo(part)
            new.writestr(info, packed if part == name else old.read(part))
    data = bytearray(stream.getvalue())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        place = archive.getinfo(name).header_offset
    entry = data.rfind(name.encode(), 0) - 46
    crc = zlib.crc32(bytes(100)).to_bytes(4, "little")
    for start in (place + 8, entry + 10):  # method, two fields on: CRC, packed, unpacked size
        data[start : start + 2] = (8).to_bytes(2, "little")
        data[start + 6 : start + 10] = crc
        data[start + 14 : start + 18] = (100).to_bytes(4, "little")
    return bytes(data)


def squeezed(method: int, size: int) -> bytes:
    """A ZIP whose member is of `size` megabytes."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", method) as archive,
        archive.open("a.txt", "w", force_zip64=True) as member,
    ):
        for _ in range(size):
            member.write(bytes(1 << 20))
    return stream.getvalue()


def spaces() -> bytes:
    """A PDF whose page is a gigabyte of NULs."""
    packed = b"\x78\xda" + deflated()
    page = pdf([page_of(*NEWS)]).decode()
    head, _, rest = page.rpartition("<< /Length")
    tail = rest.partition("endstream")[2]
    start = f"{head}<< /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode()
    return start + packed + b"\nendstream" + tail.encode()


BOMBS: dict[str, Callable[[], bytes]] = {
    "a.txt.gz": lambda: zeros(gzip.compress),
    "a.jsonl.gz": lambda: zeros(gzip.compress),
    "a.txt.bz2": lambda: zeros(bz2.compress),
    "a.txt.xz": lambda: zeros(lzma.compress),
    "bzip2.zip": lambda: squeezed(zipfile.ZIP_BZIP2, 100),
    "lzma.zip": lambda: squeezed(zipfile.ZIP_LZMA, 200),
    "lying.xlsx": lambda: lying(workbook(), "xl/worksheets/sheet1.xml"),
    "lying.docx": lambda: lying(word(), "word/document.xml"),
    "lying.zip": lambda: lying(zipped({"a.txt": TEXT}), "a.txt"),
    "nested.zip": lambda: zipped({"b.zip": squeezed(zipfile.ZIP_DEFLATED, 500)}),
    "a.tar": lambda: tarred({"b.txt.gz": zeros(gzip.compress)}),
    "a.pdf": spaces,
}


def measure() -> dict[str, int]:
    """Name → the greatest memory of the process so far, in kilobytes."""
    used = {}
    for name in BOMBS:
        assert list(read([Path(sys.argv[1]) / name]))
        used[name] = peak()
    return used


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """In a process of its own: what other tests hold in memory does not count."""
    folder = tmp_path_factory.mktemp("bombs")
    for name, made in BOMBS.items():
        (folder / name).write_bytes(made())
        assert (folder / name).stat().st_size < 3 << 20
    command = [sys.executable, __file__, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_takes_little_memory(used: dict[str, int], name: str) -> None:
    assert used[name] < LIMIT


def test_a_part_that_is_no_xml_is_not_unpacked(tmp_path: Path) -> None:
    data = repacked(word(), lambda name, content: content)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/media/image1.png"] = bytes(100 << 20)
    (tmp_path / "a.docx").write_bytes(zipped(parts))
    assert [type(found).__name__ for found in read([tmp_path])] == ["Document"]


if __name__ == "__main__":
    print(json.dumps(measure()))
