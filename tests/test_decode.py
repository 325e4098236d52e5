"""Bytes in any usual Russian encoding → text, and what is said of other bytes."""

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsnlp.errors import ReadError
from newsnlp.read.decode import decode
from test_read import NEWS, documents, failure, fit

ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-r", "cp866",
)  # fmt: skip


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "text",
    [
        NEWS,
        NEWS.upper(),
        "Министр посетил музей",
        "Премьера оперы\n\nСпектакль поставил режиссёр Лев Сомов.\n",
        NEWS * 300,
        "IT-форум Digital Summit 2025: " + NEWS,
    ],
)
def test_decodes(encoding: str, text: str) -> None:
    assert decode(fit(text, encoding).encode(encoding)) == fit(text, encoding)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("и\u0306од, ещё".encode(), "йод, ещё"),
        (
            "за\u0301мок\u00adный\u200b дом\u00a0№ 1".encode(),
            "за\u0301мок\u00adный\u200b дом\u00a0№ 1",
        ),
        ("Текст с одним нулём\0 внутри и дальше ещё много обычных слов".encode() * 2, None),
        ("Ректор\x1a".encode("cp866"), "Ректор"),
        ("Summit – 2025, № 5".encode("cp1251"), "Summit – 2025, № 5"),
    ],
)
def test_normalises_once(data: bytes, text: str | None) -> None:
    assert decode(data) == text if text else "\ufffd" in decode(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "picture"),
        (bytes(range(256)) * 20, "binary"),
        (b"\0\x01\x02" * 100, "binary"),
        ("Zażółć gęślą jaźń".encode("cp1250"), "unknown encoding"),
        (NEWS.encode() + b"\xd0", "damaged utf-8"),
        (b"\xff\xfe\x00\xd8", "damaged utf-16"),
    ],
)
def test_says_what_is_wrong_with_bytes(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    found = failure(tmp_path)
    assert found.source == "a.txt"
    assert reason in found.reason


@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_are_text_or_read_error(data: bytes) -> None:
    try:
        text = decode(data)
    except ReadError:
        return
    text.encode()  # no lone surrogates
    assert "\0" not in text
    assert "\r" not in text


@given(st.text(max_size=200))
def test_any_utf_8_is_read_unchanged_but_for_what_is_cleaned(text: str) -> None:
    if text and not any(ord(char) < 32 or char == "\x7f" for char in text):
        wide = ("\u0400" <= text[0] <= "\u04ff") or text.isascii()
        if wide:
            assert decode(text.encode()) == unicodedata.normalize("NFC", text)


def test_a_pile_of_accents_is_quick(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("а" + "\u0301\u0323" * 300_000, encoding="utf-8")
    began = time.perf_counter()
    assert len(documents(tmp_path)[0].text) == 600_001
    assert time.perf_counter() - began < 2


def test_decode_raises_for_nothing() -> None:
    with pytest.raises(ReadError, match="empty"):
        decode(b"")
