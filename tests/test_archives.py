"""Archives: read in memory, member by member, within limits, and never unpacked onto the disk."""

import bz2
import gzip
import io
import lzma
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from made_files import LINE, NEWS, TEXT, message, tarred, word, zipped
from newsnlp.read import ReadFailure, limits, read
from newsnlp.schema import Document
from test_read import documents, failure


def reasons(folder: Path) -> dict[str, str]:
    """Source → reason of all that could not be read."""
    return {
        found.source: found.reason for found in read([folder]) if isinstance(found, ReadFailure)
    }


def test_names_of_members(tmp_path: Path) -> None:
    parts = {
        "папка/б.docx": word(),
        "а.txt": TEXT,
        "README.md": b"x",
        "__MACOSX/._а.txt": b"x",
        ".скрыто/в.txt": b"x",
        "n.jsonl.gz": gzip.compress(LINE),
        "письмо.eml": message(files={"г.txt": TEXT}),
    }
    (tmp_path / "z.zip").write_bytes(zipped(parts))
    (tmp_path / "z.tgz").write_bytes(tarred(parts, "w:gz"))
    found = documents(tmp_path)
    names = ["n-1", "а", "папка/б", "письмо", "письмо.eml/г"]
    assert [document.id for document in found if document.id.startswith("z.zip")] == [
        f"z.zip/{name}" for name in names
    ]
    assert {document.id for document in found if document.id.startswith("z.tgz")} == {
        f"z.tgz/{name}" for name in names
    }
    assert sorted(tmp_path.iterdir()) == [tmp_path / "z.tgz", tmp_path / "z.zip"]


def test_a_zip_of_zips(tmp_path: Path) -> None:
    data = zipped({"a.txt": TEXT})
    for _ in range(limits.DEPTH - 1):
        data = zipped({"z.zip": data})
    (tmp_path / "z.zip").write_bytes(data)
    assert documents(tmp_path)[0].source == "z.zip/z.zip/z.zip/z.zip/a.txt"
    (tmp_path / "z.zip").write_bytes(zipped({"b.txt": TEXT, "z.zip": data}))
    document, fault = read([tmp_path])
    assert isinstance(document, Document)
    assert isinstance(fault, ReadFailure)
    assert "more than 4 archives one in another" in fault.reason


def test_names_in_cp866(tmp_path: Path) -> None:
    data = zipped({"12345.txt": TEXT}).replace(b"12345", "отчёт".encode("cp866"))
    (tmp_path / "z.zip").write_bytes(data)
    assert documents(tmp_path)[0].source == "z.zip/отчёт.txt"


@pytest.mark.parametrize("name", ["../../etc/a.txt", "/etc/a.txt", "..\\..\\etc\\a.txt"])
def test_names_that_lead_out(tmp_path: Path, name: str) -> None:
    inner = tmp_path / "in" / "side"
    inner.mkdir(parents=True)
    (inner / "z.zip").write_bytes(zipped({name: TEXT}))
    (inner / "z.tar").write_bytes(tarred({name: TEXT}))
    assert {document.source for document in documents(inner)} == {
        "z.zip/etc/a.txt",
        "z.tar/etc/a.txt",
    }
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"z.tar", "z.zip"}


def test_links_and_devices_in_archives(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "z.tar", "w") as archive:
        for name, kind in (("a.txt", tarfile.SYMTYPE), ("b.txt", tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(name)
            info.type = kind
            info.linkname = "/etc/passwd"
            archive.addfile(info)
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as packed:
        link = zipfile.ZipInfo("c.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
    assert reasons(tmp_path) == {
        "z.tar/a.txt": "a link, no file; pack the file itself",
        "z.tar/b.txt": "a device or pipe, no file; pack the file itself",
        "z.zip/c.txt": "a link, no file; pack the file itself",
    }


def test_one_bad_member_leaves_the_rest(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"A" * 100, "b.txt": TEXT}, zipfile.ZIP_STORED))
    data[40] ^= 1  # within the first member
    (tmp_path / "z.zip").write_bytes(data)
    fault, document = read([tmp_path])
    assert isinstance(fault, ReadFailure)
    assert "Bad CRC-32" in fault.reason
    assert isinstance(document, Document)


def test_encrypted_members(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": TEXT}))
    data[6] |= 1  # the flag, in the head of the member and in the directory
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "z.zip").write_bytes(data)
    assert reasons(tmp_path) == {"z.zip/a.txt": "encrypted; pack it again as an ordinary .zip"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("z.zip", zipped({"a.txt": TEXT})[:-30]),
        ("z.zip", b"text"),
        ("z.tar", b"text" * 200),
        ("z.tar", bytes(10_240)),
        ("z.zip", zipped({})),
        ("z.tar", tarred({"a.txt": TEXT * 20})[:900]),
        ("z.tgz", tarred({"a.txt": TEXT * 20}, "w:gz")[:-20]),
        ("z.tar.xz", b"text"),
        ("a.txt.gz", b"text"),
        ("a.txt.gz", gzip.compress(TEXT)[:-12]),
        ("a.txt.bz2", bz2.compress(TEXT)[:-2]),
        ("a.txt.xz", lzma.compress(TEXT)[:-2]),
        ("a.gz", gzip.compress(TEXT)),
        ("a.docx.gz", gzip.compress(TEXT)),
    ],
)
def test_broken_archives(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    found = list(read([tmp_path]))
    assert isinstance(found[-1], ReadFailure)
    assert not [entry for entry in found if isinstance(entry, Document)]


def bomb(packer: Callable[[bytes], bytes], size: int = 96 * limits.MIB) -> bytes:
    return packer(bytes(size))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt.gz", bomb(gzip.compress)),
        ("a.jsonl.gz", bomb(gzip.compress)),
        ("a.txt.bz2", bomb(bz2.compress)),
        ("a.txt.xz", bomb(lzma.compress)),
        ("a.tar.xz", tarred({"a.txt": bytes(96 * limits.MIB)}, "w:xz")),
        ("a.zip", zipped({"a.txt": bytes(96 * limits.MIB)})),
        ("a.tgz", tarred({"a.txt": bytes(96 * limits.MIB)}, "w:gz")),
        ("a.zip", zipped({f"{n}.txt": bytes(40 * limits.MIB) for n in range(3)})),
        ("a.zip", zipped({"b.zip": zipped({"c.txt": bytes(96 * limits.MIB)})})),
        ("a.docx", zipped({"word/document.xml": bytes(96 * limits.MIB)})),
        ("a.xlsx", zipped({"xl/workbook.xml": bytes(96 * limits.MIB)})),
        ("a.odt", zipped({"META-INF/manifest.xml": b"", "content.xml": bytes(96 * limits.MIB)})),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bombs_are_not_unpacked(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "z.txt").write_bytes(TEXT)
    *faults, document = read([tmp_path])
    assert isinstance(document, Document)
    assert isinstance(faults[-1], ReadFailure)
    assert "more than" in faults[-1].reason or "longer than" in faults[-1].reason


def overlapping() -> bytes:
    """A ZIP of a hundred names for one member."""
    one = zipped({"0.txt": TEXT * 50})
    start = one.rfind(b"PK\x01\x02")
    entry = one[start : one.rfind(b"PK\x05\x06")]
    entries = b"".join(entry.replace(b"0.txt", f"{n:x}.txt"[-5:].encode()) for n in range(16))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 16, 16, len(entries), start, 0)
    return one[:start] + entries + end


def test_members_that_share_bytes(tmp_path: Path) -> None:
    (tmp_path / "z.zip").write_bytes(overlapping())
    assert "overlap" in failure(tmp_path).reason


def test_too_many_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = {f"{number}.txt": b"1" for number in range(30)}
    (tmp_path / "z.zip").write_bytes(zipped(names))
    (tmp_path / "z.tar").write_bytes(tarred(names))
    few = limits.Budget(1000, entries=20)
    monkeypatch.setattr("newsnlp.read.folders.Budget", lambda _: few)
    found = list(read([tmp_path / "z.tar"]))
    assert len(found) == 21
    assert isinstance(found[-1], ReadFailure)
    assert "files in one archive; make several of it" in found[-1].reason


@pytest.mark.parametrize("size", [1 << 40, 0xFFFFFFF0])
def test_a_directory_that_claims_gigabytes(tmp_path: Path, size: int) -> None:
    data = zipped({"a.txt": TEXT})
    place = data.rfind(b"PK\x05\x06")
    if size <= 0xFFFFFFFF:
        claim = data[: place + 12] + struct.pack("<L", size) + data[place + 16 :]
    else:
        record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, size, 0)
        locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, place, 1)
        end = data[place : place + 12] + b"\xff" * 8 + data[place + 20 :]
        claim = data[:place] + record + locator + end
    (tmp_path / "z.zip").write_bytes(claim)
    assert "files in one archive" in failure(tmp_path).reason


def test_a_header_of_megabytes(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.GNU_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo("я" * 2_000_000))
    (tmp_path / "z.tar").write_bytes(stream.getvalue())
    assert "a header of megabytes" in failure(tmp_path).reason


def test_a_long_archive_is_read_in_little_memory(tmp_path: Path) -> None:
    (tmp_path / "z.tgz").write_bytes(tarred({f"{n}.txt": NEWS[0] for n in range(500)}, "w:gz"))
    assert len(documents(tmp_path)) == 500
