"""RSS and Atom files: a document for each item. Only the file is read: no link is followed."""

import io

import feedparser

from newsnlp.errors import ReadError
from newsnlp.read.html import plain
from newsnlp.read.item import Found, Item, ReadFailure, ReadOptions, Source, readable
from newsnlp.read.limits import MIB
from newsnlp.read.office import has_entities
from newsnlp.read.sniff import kind_of

__all__ = ["read"]

_LARGEST = 64 * MIB
_LONGER = ("yandex_full-text", "full-text")  # fields that only some feeds have


def read(source: Source, options: ReadOptions) -> Found:
    """An item for each entry: the fullest text that it has, its title, day and id."""
    data = source.data(_LARGEST)
    kind = kind_of(data)
    if kind is not None and kind.ending != ".xml":
        raise ReadError(f"no feed but {kind.words}; {kind.remedy or f'name it {kind.ending}'}")
    if has_entities(data):
        raise ReadError("it defines entities, which no honest feed does; do not open it")
    with readable("feed (RSS or Atom)", "save it again"):
        feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
        entries = list(feed.entries)
    if not entries and (feed.bozo or not feed.version):
        reason = " ".join(str(feed.get("bozo_exception", "neither RSS nor Atom")).split())
        raise ReadError(f"no feed: {reason}; save it again")
    if not entries:
        raise ReadError("empty: a feed without items; delete the file or fill it")
    for number, entry in enumerate(entries, 1):
        with readable("item of a feed", "save it again"):
            found = _item(entry, number)
        yield found
    if feed.bozo and "xml" in type(feed.bozo_exception).__module__:
        reason = f"damaged: {feed.bozo_exception}; items may be missing: save it again"
        yield ReadFailure(source.name, reason)


def _item(entry: feedparser.FeedParserDict, number: int) -> Item:
    texts = [part.get("value", "") for part in entry.get("content", [])]
    texts += [entry.get(name, "") for name in _LONGER]
    texts += [entry.get("summary", "")]
    title = " ".join(plain(entry.get("title", "")).split())
    return Item(
        text=max((plain(text) for text in texts), key=len) or title,
        title=title,
        published=entry.get("published", ""),
        id=entry.get("id", ""),
        line=number,
    )
