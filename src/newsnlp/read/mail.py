"""Messages (.eml) and mailboxes (.mbox): text, subject and day of each; what is attached to them.

The text is the plain part, else that of the HTML part. Attached files that hold text are documents
of their own; pictures, signatures, calendars and cards are passed over.
"""

import email
import io
import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import BinaryIO

from newsnlp.errors import ReadError
from newsnlp.read.decode import decode
from newsnlp.read.item import Found, Item, ReadFailure, ReadOptions, Source, readable
from newsnlp.read.limits import MIB
from newsnlp.read.lines import unwrapped
from newsnlp.read.readers import READERS, ending_of, html_text
from newsnlp.read.sniff import expect
from newsnlp.read.zips import shallow_enough

__all__ = ["read", "read_mailbox"]

_LARGEST = 64 * MIB  # of one message
_PARTS = 1_000
_SUBJECT = 1_000  # bytes
_REPLY = re.compile(r"^(?:(?:re|fwd?|на|отв|пересл)\s*:\s*)+", re.IGNORECASE)
_PASSED_OVER = re.compile(
    r"(?:image|audio|video|font)/|.*(?:signature|calendar|vcard|delivery-status)"
)
_STUB = 200  # a plain part shorter than this only sends to the HTML one: «Открыть в браузере»


def read(source: Source, options: ReadOptions) -> Found:
    """The item of the message, and a source for each file attached."""
    data = source.data(_LARGEST)
    expect(data, ".eml", "message")
    yield from _message(data, source, None)


def read_mailbox(source: Source, options: ReadOptions) -> Found:
    """The items of all messages, each numbered, and a source for each file attached."""
    with source.path.open("rb") if source.path else io.BytesIO(source.data()) as stream:
        for number, data in enumerate(_messages(stream), 1):
            try:
                yield from _message(data, source, number)
            except ReadError as error:
                yield ReadFailure(source.name, f"message {number}: {error}", number)


def _messages(stream: BinaryIO) -> Iterator[bytes]:
    """The messages of a mailbox: each begins with a line «From …» after an empty one."""
    lines: list[bytes] = []
    size = 0
    blank = True
    begun = False
    for line in iter(lambda: stream.readline(_LARGEST), b""):
        if blank and line.startswith(b"From "):
            if begun:
                yield b"".join(lines)
            lines, size, begun = [], 0, True
        elif begun:
            lines.append(line[1:] if line.startswith(b">From ") else line)
            size += len(line)
        elif line.strip():
            raise ReadError("no mailbox: it does not begin with «From »; save it again as .mbox")
        if size > _LARGEST:
            raise ReadError(f"a message larger than {_LARGEST // MIB} MiB; save it apart")
        blank = not line.strip()
    if not begun:
        raise ReadError("empty: no message in it; delete the file or fill it")
    yield b"".join(lines)


def _message(data: bytes, source: Source, number: int | None) -> Found:
    with readable("message", "save it again as .eml"):
        whole = email.message_from_bytes(data)
        if not whole.keys():
            raise ReadError("no message: it has no header; save it again as .eml")
        title = _REPLY.sub("", _words(whole.get("subject")))
        day = _day(whole)
        leaves = list(_leaves(whole))
        text = _text(leaves)
        attached = [found for leaf in leaves if (found := _attached(leaf))]
    if text.strip():
        yield Item(text, title=title, published=day, line=number)
    elif not attached:
        yield ReadFailure(source.name, "empty: the message holds no text; leave it out", number)
    if attached:
        shallow_enough(source)
    for name, content in attached:
        source.budget.enter()
        yield source.member(name if number is None else f"{number}/{name}", content, day)


def _leaves(whole: Message) -> Iterator[Message]:
    """The parts that hold something; a message attached is one of them."""
    waiting: list[Message] = [whole]
    for _ in range(_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        inner = part.get_payload() if part.is_multipart() else None
        if isinstance(inner, list) and part.get_content_maintype() == "multipart":
            waiting += [child for child in reversed(inner) if isinstance(child, Message)]
        else:
            yield part
    raise ReadError(f"a message of more than {_PARTS} parts; save what it holds apart")


def _text(leaves: list[Message]) -> str:
    plain = [_body(leaf) for leaf in leaves if _is_body(leaf, "text/plain")]
    text = "\n".join(words for words in plain if words.strip())
    if len(text) > _STUB:
        return text
    pages = [html_text(_decoded(leaf)) for leaf in leaves if _is_body(leaf, "text/html")]
    page = "\n".join(words for words in pages if words.strip())
    return page if len(page) > len(text) else text


def _is_body(leaf: Message, kind: str) -> bool:
    apart = leaf.get_content_disposition() == "attachment" or leaf.get_filename()
    return leaf.get_content_type() == kind and not apart


def _body(leaf: Message) -> str:
    """A plain part, its paragraphs put together where they are broken at a fixed width."""
    return unwrapped(_decoded(leaf))


def _decoded(leaf: Message) -> str:
    data = leaf.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        return ""
    try:
        return data.decode(leaf.get_content_charset() or "utf-8").replace("\r\n", "\n")
    except (UnicodeDecodeError, LookupError):
        return decode(data)


def _attached(leaf: Message) -> tuple[str, bytes] | None:
    """Name and bytes of an attached file, None if it is none, or one that holds no text."""
    name = _words(leaf.get_filename())
    if leaf.get_content_type() == "message/rfc822":
        inner = leaf.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return (name or "message.eml", first.as_bytes()) if isinstance(first, Message) else None
    kind = leaf.get_content_type()
    if not name or (_PASSED_OVER.match(kind) and ending_of(name) not in READERS):
        return None
    data = leaf.get_payload(decode=True)
    return (name, data) if isinstance(data, bytes) else None


def _day(whole: Message) -> object:
    """The day of the message as its sender's clock had it."""
    try:
        return parsedate_to_datetime(str(whole.get("date", ""))[:100]).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _words(value: object) -> str:
    """A header as one line, whatever its words are encoded in."""
    if value is None:
        return ""
    try:
        pieces = decode_header(value if not isinstance(value, str) else value[:_SUBJECT])  # type: ignore[arg-type]
    except (HeaderParseError, ValueError):
        return " ".join(str(value)[:_SUBJECT].split())
    return " ".join("".join(_piece(*piece) for piece in pieces).split())


def _piece(data: bytes | str, charset: str | None) -> str:
    if isinstance(data, str):
        return data
    try:
        return data.decode(charset or "ascii")
    except (UnicodeDecodeError, LookupError):
        pass
    try:
        return decode(data)
    except ReadError:
        return data.decode("ascii", errors="replace")
