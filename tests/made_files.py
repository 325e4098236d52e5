"""Files of each format that is read, made in code: no test needs a binary in the repository."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from email.message import EmailMessage

import docx
import openpyxl
import pyarrow
import pyarrow.parquet

NEWS = (
    "Ректор консерватории Пётр Ёлкин открыл «Осенние встречи». Гости приехали из Твери.",
    "Их ждёт директор музея Анна Белкина. Она расскажет о новой выставке.",
)
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def zipped(parts: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def tarred(parts: Mapping[str, bytes | str], mode: str = "w") -> bytes:
    """A tar of these members, packed by what `mode` says («w:gz»)."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in parts.items():
            data = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def word(paragraphs: Sequence[str] = NEWS, *, heading: str = "") -> bytes:
    """A .docx of these paragraphs."""
    document = docx.Document()
    if heading:
        document.add_heading(heading, 1)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    """The bytes of a Word document."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A ZIP with each member as `change` of its name and content makes it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({name: change(name, archive.read(name)) for name in archive.namelist()})


def odt(body: str = "", *, title: str = "") -> bytes:
    """An .odt whose office:text holds `body`, or the paragraphs of NEWS."""
    body = body or "".join(f"<text:p>{paragraph}</text:p>" for paragraph in NEWS)
    spaces = {
        "office": f"{ODF}:office:1.0",
        "text": f"{ODF}:text:1.0",
        "table": f"{ODF}:table:1.0",
        "draw": f"{ODF}:drawing:1.0",
        "meta": f"{ODF}:meta:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
    }
    names = " ".join(f'xmlns:{name}="{uri}"' for name, uri in spaces.items())
    kind = "application/vnd.oasis.opendocument.text"
    file = '<manifest:file-entry manifest:media-type="%s" manifest:full-path="%s"/>'
    return zipped(
        {
            "mimetype": kind,
            "META-INF/manifest.xml": (
                f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0">'
                + file % (kind, "/")
                + file % ("text/xml", "content.xml")
                + file % ("text/xml", "meta.xml")
                + "</manifest:manifest>"
            ),
            "content.xml": f"<office:document-content {names}><office:body><office:text>{body}"
            "</office:text></office:body></office:document-content>",
            "meta.xml": f"<office:document-meta {names}><office:meta><dc:title>{title}</dc:title>"
            "</office:meta></office:document-meta>",
        }
    )


def rtf(paragraphs: Sequence[str] = NEWS, *, page: str = "1251", fonts: str = "") -> bytes:
    """An .rtf in cp1251, as old editors write it."""
    text = "\\par\n".join(
        "".join(
            sign if sign.isascii() else f"\\'{sign.encode('cp1251').hex()}" for sign in paragraph
        )
        for paragraph in paragraphs
    )
    fonts = fonts or "{\\f0\\fnil\\fcharset204 Arial;}"
    return f"{{\\rtf1\\ansi\\ansicpg{page}\\deff0{{\\fonttbl{fonts}}}\\f0 {text}\\par}}".encode()


def pdf(pages: Sequence[Sequence[tuple[float, float, str]]], *, extra: str = "") -> bytes:
    """A PDF with pieces of text at (x, y) on each page; one Type 0 font that maps to Unicode."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{_kids(len(pages))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /ToUnicode 4 0 R "
        "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /DW 500 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>",
        _stream(
            "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> "
            "endcodespacerange 4 beginbfrange <0020> <007E> <0020> <00A0> <00FF> <00A0> "
            "<0400> <045F> <0400> <2010> <203A> <2010> endbfrange endcmap end"
        ),
    ]
    for number, pieces in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {6 + 2 * number} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> {extra} >> >>"
        )
        shown = " ".join(
            f"BT /F1 11 Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET"
            for x, y, text in pieces
        )
        objects.append(_stream(shown))
    out = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n"
        f"<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    ).encode("ascii")


def _kids(number: int) -> str:
    return " ".join(f"{5 + 2 * kid} 0 R" for kid in range(number))


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def page_of(*lines: str, top: float = 700, left: float = 90) -> list[tuple[float, float, str]]:
    """The lines of a page, one below the other."""
    return [(left, top - 14 * number, line) for number, line in enumerate(lines)]


def message(
    text: str = "\n\n".join(NEWS),
    *,
    html: str = "",
    files: Mapping[str, bytes] | None = None,
    subject: str = "Открыты встречи",
) -> bytes:
    """An e-mail of 28 August 2025."""
    mail = EmailMessage()
    mail["From"] = "press@example.org"
    mail["Subject"] = subject
    mail["Date"] = "Thu, 28 Aug 2025 10:00:00 +0700"
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    for name, content in (files or {}).items():
        kind = "image/png" if name.endswith(".png") else "application/octet-stream"
        main, sub = kind.split("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return mail.as_bytes()


def mailbox(*messages: bytes) -> bytes:
    """An mbox of these messages."""
    return b"".join(
        b"From press@example.org Thu Aug 28 10:00:00 2025\n" + m + b"\n" for m in messages
    )


def rss(items: str = "") -> bytes:
    """An RSS feed, with one item of 28 August 2025 if none is given."""
    items = items or (
        f"<item><title>Открыты встречи</title><guid>n-1</guid><description>{NEWS[0]}</description>"
        "<pubDate>Thu, 28 Aug 2025 10:00:00 +0700</pubDate></item>"
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Новости</title>'
        f"{items}</channel></rss>"
    ).encode()


def page(body: str = "", head: str = "") -> str:
    """An HTML page with menus around its article."""
    body = body or "".join(f"<p>{paragraph}</p>" for paragraph in NEWS * 8)
    return (
        f"<!DOCTYPE html><html><head><title>Сайт</title>{head}</head><body>"
        '<nav><a href="/">Главная</a> <a href="/n">Новости</a></nav>'
        f"<article><h1>Открыты встречи</h1>{body}</article>"
        "<footer>© Сайт. Все права защищены</footer></body></html>"
    )


def workbook(*rows: Sequence[object]) -> bytes:
    """An .xlsx of these rows."""
    book = openpyxl.Workbook()
    for row in rows or (("id", "текст"), ("7", NEWS[0])):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def parquet(columns: Mapping[str, Sequence[object]] | None = None) -> bytes:
    """A Parquet file of these columns."""
    stream = io.BytesIO()
    table = pyarrow.table({"id": ["7"], "text": [NEWS[0]]} if columns is None else dict(columns))
    pyarrow.parquet.write_table(table, stream)
    return stream.getvalue()


TEXT = "\n\n".join(NEWS).encode()
LINE = json.dumps({"text": NEWS[0]}).encode()

SOUND: dict[str, Callable[[], bytes]] = {  # a small sound file for each reader
    ".txt": lambda: TEXT,
    ".md": lambda: b"# \xd0\x9e\n\n" + TEXT,
    ".json": lambda: LINE,
    ".jsonl": lambda: LINE + b"\n" + LINE,
    ".csv": lambda: f"id;text\n1;{NEWS[0]}\n2;{NEWS[1]}\n".encode("cp1251"),
    ".docx": word,
    ".html": lambda: page().encode(),
    ".htm": lambda: page().encode("cp1251"),
    ".pdf": lambda: pdf([page_of(*NEWS), page_of(*NEWS)]),
    ".xlsx": workbook,
    ".eml": lambda: message(html=page(), files={"a.txt": TEXT}),
    ".mbox": lambda: mailbox(message(), message()),
    ".odt": odt,
    ".rtf": rtf,
    ".rss": rss,
    ".atom": rss,
    ".xml": rss,
    ".parquet": parquet,
    ".zip": lambda: zipped({"a.txt": TEXT, "b.docx": word()}),
    ".tar": lambda: tarred({"a.txt": TEXT}),
    ".tar.gz": lambda: tarred({"a.txt": TEXT}, "w:gz"),
    ".tgz": lambda: tarred({"a.txt": TEXT}, "w:gz"),
    ".tar.bz2": lambda: tarred({"a.txt": TEXT}, "w:bz2"),
    ".tar.xz": lambda: tarred({"a.txt": TEXT}, "w:xz"),
    ".gz": lambda: gzip.compress(TEXT),
    ".bz2": lambda: bz2.compress(TEXT),
    ".xz": lambda: lzma.compress(TEXT),
}


def name_for(ending: str, stem: str = "a") -> str:
    """A name of a file of this ending: what is packed alone says what it is."""
    return f"{stem}.txt{ending}" if ending in (".gz", ".bz2", ".xz") else f"{stem}{ending}"
