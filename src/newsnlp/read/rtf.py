r"""RTF files: their text; a row of a table is a line, its cells parted by tabs.

Bytes and `\'xx` are of the code page that the file or the font states, else cp1251.
"""

import re

from striprtf.striprtf import rtf_to_text

from newsnlp.errors import ReadError
from newsnlp.read.decode import russian_share
from newsnlp.read.item import Found, Item, ReadOptions, Source, readable
from newsnlp.read.limits import MIB
from newsnlp.read.sniff import expect, kind_of
from newsnlp.read.titles import title_of

__all__ = ["read"]

_LARGEST = 64 * MIB
_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_FONTS = re.compile(r"\{\s*\\fonttbl")
_FONT = re.compile(r"\\f(\d{1,5})(?!\d)|\\fcharset(\d{1,3})(?!\d)")
_BRACE = re.compile(r"(?<!\\)[{}]")
_RUSSIAN = 0.4  # least share of common pairs; see `decode`


def read(source: Source, options: ReadOptions) -> Found:
    """One item: the text of the file."""
    data = source.data(_LARGEST)
    expect(data, ".rtf", "RTF file")
    if kind_of(data) is None:
        raise ReadError("no RTF file: it does not begin with «{\\rtf»; save it again as .rtf")
    with readable("RTF file", "save it again, or as .docx"):
        stated = _PAGE.search(data[:4_096])
        page = f"cp{stated[1].decode()}" if stated else "cp1251"
        raw = _plain_fonts(data.decode(page if page != "cp65001" else "utf-8", errors="replace"))
        # A space in the way of a pattern that would write addresses of links into the text.
        raw = raw.replace("\\fldinst{", "\\fldinst {")
        text = _mended(_whole(rtf_to_text(raw, encoding="cp1251", errors="replace")))
    lines = [
        line.replace("|", "\t").rstrip() if line.endswith("|") else line.rstrip()
        for line in text.split("\n")
    ]
    text = "\n".join(lines).strip("\n")
    if not text.strip():
        raise ReadError("empty: no text in it; delete the file or fill it")
    yield Item(text, title=title_of(text, ""))


def _plain_fonts(raw: str) -> str:
    """`raw` with a table of fonts that holds no more than the numbers of foreign alphabets.

    A font of charset 0 is of the code page of the file, which striprtf takes for cp1252; and its
    pattern for such tables takes time by the cube of what a hostile one holds.
    """
    found = _FONTS.search(raw)
    if not found:
        return raw
    depth, stop = 0, len(raw)
    for brace in _BRACE.finditer(raw, found.start()):
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            stop = brace.end()
            break
    fonts: list[str] = []
    number = ""
    for font in _FONT.finditer(raw, found.start(), stop):
        if font[1]:
            number = font[1]
        elif number and font[2] not in ("0", "1"):
            fonts.append(f"{{\\f{number}\\fnil\\fcharset{font[2]} x;}}\n")
    return "".join([raw[: found.start()], "{\\fonttbl", *fonts, "}", raw[stop:]])


def _whole(text: str) -> str:
    """Characters beyond the first plane are written as two numbers."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _mended(text: str) -> str:
    """cp1251 that the file calls cp1252, as old editors did: «Ðåêòîð» → «Ректор»."""
    if russian_share(text) >= _RUSSIAN:
        return text
    mended = "".join(
        sign.encode("cp1252", "ignore").decode("cp1251", "ignore") or sign for sign in text
    )
    return mended if russian_share(mended) >= _RUSSIAN else text
