"""Bytes → text. UTF-8 and UTF-16 show themselves; among one-byte encodings the Russian one wins.

`decode` returns text as the rest of the program may take it: NFC, line feeds only, no NULs and no
lone surrogates (U+FFFD stands for each). Everything else stays as it was written, ё included.
"""

import re
import unicodedata
from itertools import pairwise

from newsnlp.errors import ReadError

__all__ = ["clean", "decode", "russian_share"]

# The commonest 160 pairs of letters; together 4 of 5 pairs in Russian news, 1 of 6 in what comes
# out when koi8-r is read as cp1251 or the reverse. Counted on data/gold/press/train.
_PAIRS = frozenset(
    "ст на ра ов ко ни ро ре ор то ен пр ер го те ал ан ла та но по ел ск ва "
    "ет ин ли ль ед ка ве ат ит ар за ом ол ле од ри де ог да ос он ти во ав "
    "ес ил ас от тр ди се не ме ис ма со ик ки ло че ек ны ми ой ам об до ий "
    "кт ем ру ии ви ев ир си ый нт ту ия са ур тв пе аз им мо ак ад ку ок рс "
    "бо сс ци ть ей из ие нн кр сп уч бр па вы бе ег ду ьн ля уд га ры нс сл "
    "ич чи ив ся рт ча ут ая бл це гл му ше ря аб ги вс же пи рн дн ул дс фе "
    "ге су аг ба тс гр вн тн хо оз ид иц лу нд ши ус".split()
)
_ONE_BYTE = ("cp1251", "koi8-r", "cp866")  # the first wins where a text has no pair to judge by
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_KINDS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_UNFIT = re.compile(r"[\x00\ud800-\udfff]")
_PILE = re.compile(r"[\u0300-\u036f]{100}")
_HIGH = re.compile(rb"[\x80-\xff]+")
_RUNS = 2_000  # stretches of high bytes that are enough to tell the encoding
_SAMPLE = 20_000  # bytes
_RUSSIAN = 0.4  # least share of common pairs; news has .7 and more, a wrong reading .3 and less


def clean(text: str) -> str:
    """`text` in NFC with line feeds, U+FFFD in place of NULs and lone surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if _PILE.search(text):  # ordering a long pile of accents takes time by its square
        return _UNFIT.sub("\ufffd", text)
    return unicodedata.normalize("NFC", _UNFIT.sub("\ufffd", text))


def decode(data: bytes) -> str:
    """The text that `data` holds, cleaned.

    Raises:
        ReadError: nothing in it, binary, damaged, or in an encoding that yields no Russian.
    """
    if not data:
        raise ReadError("empty: the file has no bytes; delete it or fill it")
    raw = _decode(data)
    if raw.count("\x00", 0, 1_000) * 2 > min(len(raw), 1_000):
        raise ReadError("binary: mostly NULs, no text; save it as .txt in UTF-8")
    text = clean(raw).rstrip("\x1a")  # the end of file of MS-DOS
    controls = sum(1 for _ in _CONTROL.finditer(text[:100_000]))
    if controls * 50 > min(len(text), 100_000):
        raise ReadError("binary: mostly control characters, no text; save it as .txt in UTF-8")
    return text


def _decode(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    for start, kind in _KINDS:
        if data.startswith(start):
            raise ReadError(f"binary: {kind}, not a text; save it as .txt in UTF-8")
    encoding = _wide(data)
    if encoding:
        return _strictly(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _one_byte(data, error)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"damaged {encoding}: byte {error.start} cannot be decoded; save it again as UTF-8"
        ) from error


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of Russian is 0x04, 0x00 or 0x20 (« — », «№»)."""
    sample = data[:_SAMPLE]
    if len(data) % 2 or len(data) < 2:
        return ""
    for high, encoding in ((sample[1::2], "utf-16-le"), (sample[0::2], "utf-16-be")):
        usual = high.count(4) + high.count(0) + high.count(0x20)
        if usual >= 0.95 * len(high) and high.count(4) + high.count(0) > 0.5 * len(high):
            text = sample.decode(encoding, errors="replace")
            if russian_share(text) >= _RUSSIAN or text[:200].isascii():
                return encoding if not _CONTROL.search(text) else ""
    return ""


def _one_byte(data: bytes, error: UnicodeDecodeError) -> str:
    """`data` in that one-byte encoding which makes it Russian; `error` is why it is not UTF-8."""
    runs = [run.group() for _, run in zip(range(_RUNS), _HIGH.finditer(data), strict=False)]
    sample = b" ".join(runs)[:_SAMPLE]
    shares = {name: russian_share(sample.decode(name, errors="replace")) for name in _ONE_BYTE}
    best = max(shares, key=lambda name: shares[name])  # the first of equals
    if shares[best] >= _RUSSIAN:
        return _strictly(data, best)
    if error.start > 20 and _nearly_utf8(data):
        line = data.count(b"\n", 0, error.start) + 1
        raise ReadError(
            f"damaged utf-8: byte {error.start} (line {line}) cannot be decoded; save it again"
        )
    # Here: it is a fifth of the reader's start, and news is in UTF-8 or a known Russian encoding.
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:_SAMPLE]).best()
    if guess is not None and russian_share(str(guess)) >= _RUSSIAN:
        return _strictly(data, guess.encoding)
    if b"\x00" in data[:_SAMPLE]:
        raise ReadError("binary: NUL bytes and no known encoding; save it as .txt in UTF-8")
    raise ReadError(
        "unknown encoding: no Russian in utf-8, utf-16, cp1251, koi8-r or cp866; save it as UTF-8"
    )


def _nearly_utf8(data: bytes) -> bool:
    text = data[:_SAMPLE].decode("utf-8", errors="replace")
    return text.count("\ufffd") * 20 < len(text)


def russian_share(text: str) -> float:
    """The share of neighbouring non-ASCII characters in `text` that Russian often has, 0…1.

    A capital after a small letter («рЕКТОР») counts against it, as does anything but a letter
    beside a letter, «»–— and № apart. Without any pair: 1 if all are Russian letters or such signs.
    """
    pairs = [
        (one, two)
        for one, two in pairwise(text)
        if one > "\x7f" and two > "\x7f" and one not in _SIGNS and two not in _SIGNS
    ]
    if not pairs:
        high = {char for char in text if char > "\x7f"}
        return float(bool(high) and high <= _LETTERS | _SIGNS)
    common = 0
    for one, two in pairs:
        if one.islower() and two.isupper():
            common -= 1
        elif (one + two).lower().replace("ё", "е") in _PAIRS:
            common += 1
    return max(common, 0) / len(pairs)


_SIGNS = frozenset("«»–—№…“”„’\u00a0\u00ad")
_LETTERS = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯёЁ")
