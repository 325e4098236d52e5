"""Messages, mailboxes and feeds: text, title and day of each, and what is attached."""

from datetime import date
from pathlib import Path

import pytest

from made_files import NEWS, mailbox, message, page, rss, word, zipped
from newsnlp.read import ReadFailure, read
from newsnlp.schema import Document
from test_read import documents, failure

DAY = date(2025, 8, 28)


def test_a_message(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(message(subject="Fwd: Re: Открыты встречи"))
    (document,) = documents(tmp_path)
    assert (document.id, document.title, document.published) == ("a", "Открыты встречи", DAY)
    assert document.text.split() == " ".join(NEWS).split()


def test_a_message_with_files(tmp_path: Path) -> None:
    files = {
        "Релиз.docx": word(),
        "logo.png": b"\x89PNG",
        "старое.doc": b"1",
        "../../z.zip": zipped({"b.txt": NEWS[1]}),
    }
    (tmp_path / "a.eml").write_bytes(message(files=files))
    text, release, fault, packed = read([tmp_path])
    assert isinstance(text, Document)
    assert isinstance(release, Document)
    assert (release.source, release.published) == ("a.eml/Релиз.docx", DAY)
    assert isinstance(fault, ReadFailure)
    assert fault.source == "a.eml/старое.doc"
    assert isinstance(packed, Document)
    assert packed.source == "a.eml/z.zip/b.txt"


def test_the_part_that_says_more(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(message("Откройте в браузере", html=page()))
    assert NEWS[0] in documents(tmp_path)[0].text
    (tmp_path / "a.eml").write_bytes(message("\n".join(NEWS * 3), html="<p>Смотрите текст"))
    assert NEWS[0] in documents(tmp_path)[0].text


def test_a_message_in_old_encodings(tmp_path: Path) -> None:
    head = "Subject: Открыт музей\nDate: 28 Aug 2025\nContent-Type: text/plain; charset=%s\n\n"
    for encoding, stated in (("cp1251", "windows-1251"), ("koi8-r", "no-such"), ("cp1251", "")):
        text = (head % stated + "Ректор консерватории Пётр Ёлкин приехал в музей").encode(encoding)
        (tmp_path / "a.eml").write_bytes(text)
        (document,) = documents(tmp_path)
        assert document.title == "Открыт музей"
        assert document.text == "Ректор консерватории Пётр Ёлкин приехал в музей"


def test_a_message_broken_at_a_width(tmp_path: Path) -> None:
    lines = (
        "Ректор консерватории Пётр Ёлкин открыл встречи. Гости приехали из",
        "Твери и Казани, их встречал проректор по воспитательной работе",
        "Иван Белов.",
    )
    (tmp_path / "a.eml").write_bytes(message("\n".join(lines)))
    assert documents(tmp_path)[0].text.strip() == " ".join(lines)


def test_a_mailbox(tmp_path: Path) -> None:
    inner = message(files={"b.txt": NEWS[1].encode()})
    (tmp_path / "box.mbox").write_bytes(mailbox(message(), inner, b"\n"))
    *found, fault = read([tmp_path])
    assert [(d.id, d.source) for d in found if isinstance(d, Document)] == [
        ("box-1", "box.mbox"),
        ("box-2", "box.mbox"),
        ("box.mbox/2/b", "box.mbox/2/b.txt"),
    ]
    assert isinstance(fault, ReadFailure)
    assert fault.line == 3


@pytest.mark.parametrize("name", ["a.eml", "a.mbox"])
@pytest.mark.parametrize("data", [b"", b"\n\n", b"text", b"From \n\n"])
def test_no_message(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert failure(tmp_path).reason


ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Н</title>
<entry><id>urn:1</id><title type="html">О &lt;b&gt;музее&lt;/b&gt;</title>
<published>2025-08-28T23:00:00+07:00</published><updated>2026-01-01T00:00:00Z</updated>
<summary>Кратко</summary><content type="html">&lt;p&gt;{NEWS[0]}&lt;/p&gt;</content></entry>
<entry><id>urn:2</id><title>Только заголовок</title></entry></feed>"""


def test_feeds(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_bytes(rss())
    (tmp_path / "b.xml").write_text(ATOM, "utf-8")
    one, two, three = documents(tmp_path)
    assert one == Document("n-1", NEWS[0], DAY, "Открыты встречи", "a.rss")
    assert two == Document("urn:1", NEWS[0], DAY, "О музее", "b.xml")
    assert (three.text, three.published) == ("Только заголовок", None)


def test_full_text_of_a_feed(tmp_path: Path) -> None:
    item = (
        '<item xmlns:yandex="http://news.yandex.ru"><title>Т</title><description>К</description>'
        f"<yandex:full-text>{NEWS[0]}</yandex:full-text></item>"
    )
    (tmp_path / "a.rss").write_bytes(rss(item))
    (document,) = documents(tmp_path)
    assert (document.id, document.text) == ("a-1", NEWS[0])


@pytest.mark.parametrize("text", ["<a/>", "<rss", "{}", "<html><p>1"])
def test_no_feed(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.xml").write_text(text, "utf-8")
    assert failure(tmp_path).reason.startswith("no feed")


def test_a_feed_cut_short(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_bytes(rss()[:-20])
    document, fault = read([tmp_path])
    assert isinstance(document, Document)
    assert isinstance(fault, ReadFailure)
    assert "items may be missing" in fault.reason
