"""Hostile and broken files: none hangs, none reaches out of itself, each has a reason."""

import io
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdf
import pytest
from pypdf.errors import DependencyError

from made_files import (
    NEWS,
    SOUND,
    TEXT,
    mailbox,
    message,
    name_for,
    odt,
    page,
    page_of,
    parquet,
    pdf,
    repacked,
    rss,
    rtf,
    tarred,
    word,
    workbook,
    zipped,
)
from newsnlp.read import READERS, ReadFailure, ReadOptions, limits, read
from newsnlp.read.folders import reserved
from newsnlp.schema import Document
from test_read import documents, failure

SECRET = "тайна-4711"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


_GROWING = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
LAUGHS = f"<!DOCTYPE x [<!ENTITY a0 'ха'>{_GROWING}]>"


def entities(uri: str) -> list[str]:
    """Heads of XML that grow, or that lead to `uri`."""
    return [
        LAUGHS.replace("a9", "x"),
        f'<!DOCTYPE x [<!ENTITY x SYSTEM "{uri}">]>',
        f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{uri}"> %p;]>',
        f'<!DOCTYPE x SYSTEM "{uri}">',
    ]


def with_entities(head: str, encoding: str) -> Iterator[tuple[str, bytes]]:
    """A file of each XML format with this head."""

    def change(name: str, content: bytes) -> bytes:
        if name not in ("word/document.xml", "content.xml", "xl/worksheets/sheet1.xml"):
            return content
        _, _, rest = content.decode().rpartition("?>")
        declared = f'<?xml version="1.0" encoding="{encoding}"?>'
        return (declared + head + rest.replace("консерватории", "&x;")).encode(encoding)

    yield "a.docx", repacked(word(), change)
    yield "a.odt", repacked(odt(), change)
    yield "a.xlsx", repacked(workbook(), change)
    yield "a.rss", rss().replace(b"?><rss", f"?>{head}<rss".encode()).replace(b"n-1", b"&x;")
    yield "a.html", (head + page()).replace("консерватории", "&x;").encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_entity_grows_or_leads_out(tmp_path: Path, encoding: str) -> None:
    canary = tmp_path / "canary"
    canary.write_text(SECRET, "utf-8")
    inputs = tmp_path / "in"
    inputs.mkdir()
    for uri in (canary.as_uri(), str(canary), "http://127.0.0.1:9/x"):
        for head in entities(uri):
            for name, data in with_entities(head, encoding):
                (inputs / name).write_bytes(data)
                for found in read([inputs / name]):
                    said = found.text if isinstance(found, Document) else found.reason
                    assert SECRET not in said, name
                    assert len(said) < 10_000, name
                    assert isinstance(found, ReadFailure) or name in ("a.html", "a.rss"), name


def test_links_that_lead_out_of_the_folder(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    (inside / "b").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text(SECRET, "utf-8")
    (inside / "a.txt").write_bytes(TEXT)
    (inside / "b" / "inner.txt").symlink_to(inside / "a.txt")
    (inside / "out.txt").symlink_to(tmp_path / "secret.txt")
    (inside / "lost.txt").symlink_to(inside / "nothing.txt")
    (inside / "self.txt").symlink_to(inside / "self.txt")
    (inside / "folder").symlink_to(tmp_path)
    found = list(read([inside]))
    assert [d.source for d in found if isinstance(d, Document)] == ["a.txt"]
    assert {f.source: f.reason for f in found if isinstance(f, ReadFailure)} == {
        "out.txt": "a link that leads out of the folder; name the file itself",
        "lost.txt": "a link that leads nowhere; remove or mend it",
        "self.txt": "a link that leads nowhere; remove or mend it",
        "folder": "a link to a folder; name that folder itself",
    }
    assert documents(inside / "out.txt")[0].text == SECRET  # named itself


def test_pipes_sockets_and_devices(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(str(tmp_path / "s.txt"))
        (tmp_path / "z.txt").write_bytes(TEXT)
        *faults, document = read([tmp_path])
        assert [f.source for f in faults if isinstance(f, ReadFailure)] == ["pipe.txt", "s.txt"]
        assert isinstance(document, Document)
        for path in (tmp_path / "pipe.txt", Path("/dev/zero"), Path("/dev/stdin")):
            assert failure(path).reason.startswith("a pipe, socket or device, no file")


def test_names_of_devices_on_windows() -> None:
    assert all(reserved(name, "win32") for name in ("NUL.txt", "con", "Com1.docx", "aux."))
    assert not any(reserved(name, "win32") for name in ("console.txt", "nulla.txt", "компакт.txt"))
    assert not reserved("nul.txt", "linux")


@pytest.mark.parametrize("ending", READERS)
def test_empty_and_cut_files(tmp_path: Path, ending: str) -> None:
    """Nothing is a document without a word about it, nor an error of ours."""
    whole = SOUND[ending]()
    for size in sorted({0, 1, 2, 10, len(whole) // 3, len(whole) // 2, len(whole) - 1}):
        (tmp_path / name_for(ending)).write_bytes(whole[:size])
        found = list(read([tmp_path]))
        assert found, size
        assert size or isinstance(found[-1], ReadFailure)
        for fault in found:
            if isinstance(fault, ReadFailure):
                assert "at fault" not in fault.reason, (size, fault.reason)
                assert ";" in fault.reason, fault.reason  # what to do


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "a.txt").open("wb") as stream:
        stream.truncate(limits.LARGEST + 1)  # takes no room on the disk
    assert failure(tmp_path).reason == "larger than 256 MiB; split it"


ENCRYPTED = f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>"


def test_an_encrypted_pdf(tmp_path: Path) -> None:
    data = pdf([[(90, 700, NEWS[0])]])
    head = f"trailer\n<< /Encrypt {ENCRYPTED} /ID [<41><41>] "
    (tmp_path / "a.pdf").write_bytes(data.replace(b"trailer\n<< ", head.encode()))
    assert failure(tmp_path).reason == "encrypted; save it without a password"


def locked(user: str) -> bytes:
    """A PDF that AES encrypts, against changes only if `user` is no password."""
    whole = pypdf.PdfWriter(io.BytesIO(pdf([page_of(*NEWS)])))
    whole.encrypt(user, "owner", algorithm="AES-256")
    stream = io.BytesIO()
    whole.write(stream)
    return stream.getvalue()


def test_pdfs_locked_against_changes_or_by_a_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pdf").write_bytes(locked(""))
    assert NEWS[0] in documents(tmp_path)[0].text
    (tmp_path / "a.pdf").write_bytes(locked("secret"))
    assert failure(tmp_path).reason == "encrypted; save it without a password"

    def missing(*_: object) -> None:
        raise DependencyError("cryptography>=3.1 is required for AES algorithm")

    monkeypatch.setattr("newsnlp.read.pdf.PdfReader", missing)
    assert 'pip install "newsnlp[formats]"' in failure(tmp_path).reason


def test_xlsx_that_claims_a_billion_rows(tmp_path: Path) -> None:
    def change(name: str, content: bytes) -> bytes:
        return content.replace(b'r="2"', b'r="999999999"') if "sheet1" in name else content

    (tmp_path / "a.xlsx").write_bytes(repacked(workbook(), change))
    began = time.process_time()
    assert list(read([tmp_path]))
    assert time.process_time() - began < 20


def test_rows_that_unpack_to_more_than_they_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SLACK", 1 << 20)
    monkeypatch.setattr(limits, "RATIO", 1)
    (tmp_path / "a.parquet").write_bytes(parquet({"text": ["я" * 10_000] * 10_000}))
    *documents_, fault = read([tmp_path])
    assert 100 < len(documents_) < 300
    assert isinstance(fault, ReadFailure)
    assert "unpacks to more than" in fault.reason


@pytest.mark.parametrize(
    "text",
    [
        "Ректор \x00 приехал",
        "Ректор \ud800 приехал".encode("utf-8", "surrogatepass").decode("latin-1"),
        "Ð\xa0ÐµÐºÑ‚Ð¾Ñ€ Ð¿Ñ€Ð¸ÐµÑ…Ð°Ð»",
        "é" * 500,
        "\u202e\u200b\ufeffя",
        "я" + "\u0301" * 5_000,
    ],
)
def test_odd_signs_in_a_text(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode("utf-8"))
    for found in read([tmp_path]):
        if isinstance(found, Document):
            found.text.encode("utf-8")  # no lone surrogate is left
            assert "\x00" not in found.text


def test_mixed_encodings_have_a_reason_or_russian(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(NEWS[0].encode() + b"\n" + NEWS[1].encode("cp1251"))
    assert failure(tmp_path).reason.endswith(("save it again", "save it as UTF-8"))


def test_texts_between_separators(tmp_path: Path) -> None:
    text = f"---\n\nОткрыт музей\n\n{NEWS[0]}\n ---\n---\n12 мая 2024 года\n\n{NEWS[1]}"
    options = ReadOptions(separator="---")
    for name in ("a.txt", "b.md"):
        (tmp_path / name).write_text(text, "utf-8")
    one, two, *others = documents(tmp_path, options=options)
    assert (one.id, one.title, one.text) == (
        "a-3", "Открыт музей", f"Открыт музей\n\n{NEWS[0]}",
    )  # fmt: skip
    assert (two.id, str(two.published)) == ("a-8", "2024-05-12")
    assert len(others) == 2
    (tmp_path / "a.txt").write_text("---\n---\n", "utf-8")
    assert failure(tmp_path / "a.txt", options=options).reason.startswith("empty")


HARD = {  # name → text of about `n` characters that a careless pattern or walk would choke on
    "nested.html": lambda n: "<div>" * (n // 5),
    "open.html": lambda n: "<p><b><a href=x>" * (n // 16),
    "bold.html": lambda n: "<b>" * (n // 3) + "я",
    "comments.html": lambda n: "<!--" * (n // 4),
    "cells.html": lambda n: "<table>" + "<tr><td>я" * (n // 9),
    "braces.rtf": lambda n: "{\\rtf1 " + "{" * n,
    "fonts.rtf": lambda n: "{\\rtf1{\\fonttbl" + "\\f1" * (n // 3) + "}я}",
    "charsets.rtf": lambda n: "{\\rtf1{\\fonttbl\\f1\\fcharset1" + "a" * n + "}я}",
    "links.rtf": lambda n: "{\\rtf1 " + '{\\field{\\*\\fldinst{HYPERLINK "' * (n // 32),
    "pictures.rtf": lambda n: "{\\rtf1 " + "\\pict\\bin0" * (n // 10),
    "parts.eml": lambda n: "Subject: a\n\n" + "=?utf-8?q?" * (n // 10),
    "subject.eml": lambda n: "Subject: " + "=?utf-8?q?a?= " * (n // 14) + "\n\nя",
    "head.eml": lambda n: "a: b\n" * (n // 5) + "\nя",
    "from.mbox": lambda n: "From a\nSubject: a\n\nя\n\n" * (n // 22),
    "items.rss": lambda n: "<rss version='2.0'><channel>" + "<item><title>я</title>" * (n // 22),
    "deep.rss": lambda n: "<rss version='2.0'><channel>" + "<a>" * (n // 3),
    "marks.md": lambda n: "[](" * (n // 3),
    "lines.txt": lambda n: "\n" * n + "я",
    "quotes.csv": lambda n: 'text\n"' + '""' * (n // 2),
    "deep.json": lambda n: "[" * n,
    "objects.pdf": lambda n: "%PDF-1.4\n" + "1 0 obj<<" * (n // 9),
}


@pytest.mark.parametrize("name", HARD)
def test_reading_is_linear(tmp_path: Path, name: str) -> None:
    """Four times as much takes at most nine times as long: sixteen it would be by the square."""

    def seconds(size: int) -> float:
        (tmp_path / name).write_text(HARD[name](size), "utf-8")
        began = time.process_time()
        assert list(read([tmp_path / name]))
        return time.process_time() - began

    seconds(1_000)  # imports
    size = 20_000
    small = seconds(size)
    while small < 0.05 and size < 1_000_000:
        size *= 2
        small = seconds(size)
    assert seconds(4 * size) < 9 * max(small, 0.05)


LONG = {  # name → a sound file of `n` paragraphs, rows, pages or members
    "a.docx": lambda n: word(NEWS * n),
    "a.odt": lambda n: odt(f"<text:p>{NEWS[0]}</text:p>" * n),
    "a.rtf": lambda n: rtf(NEWS * n),
    "a.html": lambda n: page(f"<p>{NEWS[0]}</p>" * n).encode(),
    "a.pdf": lambda n: pdf([page_of(*NEWS, str(k)) for k in range(n)]),
    "a.xlsx": lambda n: workbook(("текст",), *[(NEWS[0],)] * n),
    "a.csv": lambda n: ("текст\n" + f"{NEWS[0]}\n" * n).encode(),
    "a.parquet": lambda n: parquet({"text": [NEWS[0]] * n}),
    "a.eml": lambda n: message(files={f"{k}.txt": TEXT for k in range(min(n, 900))}),
    "a.mbox": lambda n: mailbox(*[message()] * n),
    "a.zip": lambda n: zipped({f"{k}.txt": TEXT for k in range(n)}),
    "a.tgz": lambda n: tarred({f"{k}.txt": TEXT for k in range(n)}, "w:gz"),
}


@pytest.mark.parametrize("name", LONG)
def test_sound_files_are_read_in_linear_time(tmp_path: Path, name: str) -> None:
    def seconds(size: int) -> float:
        (tmp_path / name).write_bytes(LONG[name](size))
        began = time.process_time()
        assert all(isinstance(found, Document) for found in read([tmp_path / name]))
        return time.process_time() - began

    seconds(2)  # imports
    assert seconds(800) < 9 * max(seconds(200), 0.05)


def test_a_mailbox_is_read_message_by_message(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_bytes(mailbox(*[message()] * 200))
    assert len(documents(tmp_path)) == 200


def test_xlsx_is_the_first_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["текст"])
    book.active.append([NEWS[0]])
    book.create_sheet("второй").append(["текст"])
    book.save(tmp_path / "a.xlsx")
    assert [document.text for document in documents(tmp_path)] == [NEWS[0]]
