"""Word, OpenDocument and RTF: all words, in the order in which they are read."""

import gzip
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from made_files import NEWS, SOUND, name_for, odt, repacked, rtf, saved, word
from newsnlp.read import READERS, read
from newsnlp.read.readers import ending_of, stem_of
from newsnlp.schema import Document
from test_read import documents, failure


@pytest.mark.parametrize("ending", READERS)
def test_every_reader_reads_its_file(tmp_path: Path, ending: str) -> None:
    (tmp_path / name_for(ending)).write_bytes(SOUND[ending]())
    found = documents(tmp_path)
    assert NEWS[0] in found[0].text
    assert len({document.id for document in found}) == len(found)
    assert found == documents(tmp_path)


def test_every_ending_is_known_and_cut_off() -> None:
    assert list(SOUND) == list(READERS)
    assert ending_of("A.TAR.GZ") == ".tar.gz"
    assert [stem_of(name) for name in ("a.tar.gz", "n.jsonl.gz", ".txt", "z.zip/b.docx")] == [
        "a", "n", ".txt", "z.zip/b",
    ]  # fmt: skip


def test_word_in_the_order_of_reading(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = "Шаблон прошлого года"
    document.add_heading("Открыт музей", 1)
    document.add_paragraph("До таблицы.")
    table = document.add_table(2, 2)
    for number, words in enumerate(("Иван Белов", "ректор", "Анна\nБелкина", "директор")):
        table.cell(number // 2, number % 2).text = words
    document.add_paragraph("один", style="List Bullet")
    after = document.add_paragraph("После")
    after.add_run().add_tab()
    after.add_run("таблицы.")
    document.sections[0].header.paragraphs[0].text = "Колонтитул"
    (tmp_path / "a.docx").write_bytes(saved(document))
    (found,) = documents(tmp_path)
    assert found.title == "Открыт музей"
    assert found.published is None  # python-docx says that the file was made in 2013
    assert found.text == (
        "Открыт музей\nДо таблицы.\nИван Белов\tректор\nАнна Белкина\tдиректор\nодин\n"
        "После\tтаблицы."
    )


BOX = """<w:p %s xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:t>Рядом.</w:t></w:r><w:r>
<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent>
<w:p><w:r><w:t>Врезка.</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>
<mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>Врезка.</w:t></w:r></w:p>
</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"""
EDITED = """<w:p %s><w:del><w:r><w:delText>старого</w:delText></w:r></w:del>
<w:ins><w:r><w:t>нового</w:t></w:r></w:ins><w:hyperlink><w:r><w:t> музея</w:t></w:r></w:hyperlink>
<w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r></w:p>"""
CONTROL = """<w:sdt %s><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>Поле.</w:t></w:r></w:p>
</w:sdtContent></w:sdt>"""


@pytest.mark.parametrize(
    ("markup", "text"),
    [(BOX, "Рядом.\nВрезка."), (EDITED, "нового музея"), (CONTROL, "Поле.")],
)
def test_word_boxes_and_edits(tmp_path: Path, markup: str, text: str) -> None:
    document = docx.Document()
    document.element.body.insert(0, parse_xml(markup % nsdecls("w")))
    (tmp_path / "a.docx").write_bytes(saved(document))
    assert documents(tmp_path)[0].text == text


def test_opendocument_in_the_order_of_reading(tmp_path: Path) -> None:
    body = (
        '<text:h text:outline-level="1">Открыт музей</text:h>'
        "<text:tracked-changes><text:p>удалено</text:p></text:tracked-changes>"
        '<text:p>До<text:s text:c="2"/><text:span>таблицы</text:span><text:note><text:note-body>'
        "<text:p>сноска</text:p></text:note-body></text:note>.</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Иван Белов</text:p>"
        "</table:table-cell><table:table-cell><text:p>ректор</text:p></table:table-cell>"
        "</table:table-row></table:table>"
        "<text:list><text:list-item><text:p>один</text:p></text:list-item></text:list>"
        "<text:p>Рядом.<draw:frame><draw:text-box><text:p>Врезка.</text:p></draw:text-box>"
        "</draw:frame></text:p>"
    )
    (tmp_path / "a.odt").write_bytes(odt(body, title="Прошлогоднее"))
    (found,) = documents(tmp_path)
    assert found.title == "Открыт музей"
    assert found.text == ("Открыт музей\nДо  таблицы.\nИван Белов\tректор\nодин\nРядом.\nВрезка.")


@pytest.mark.parametrize(
    ("page", "fonts"),
    [
        ("1251", ""),
        ("1251", "{\\f0\\fnil\\fcharset0 Arial;}"),  # the font of the page, not of the West
        ("1252", ""),  # the font knows better than the page
        ("1252", "{\\f0\\fnil\\fcharset0 Arial;}"),  # all is wrong: it shows that it is Russian
    ],
)
def test_rtf_in_cp1251(tmp_path: Path, page: str, fonts: str) -> None:
    (tmp_path / "a.rtf").write_bytes(rtf(page=page, fonts=fonts))
    assert documents(tmp_path)[0].text == "\n".join(NEWS)


def test_rtf_with_table_link_and_sign_beyond_the_first_plane(tmp_path: Path) -> None:
    body = (
        rb"{\rtf1\ansi\ansicpg1251 \u1056?ector\row A\cell B\cell\row "
        rb'{\field{\*\fldinst{HYPERLINK "http://example.org" }}{\fldrslt {link}}} '
        rb"\u-10179?\u-8704?}"
    )
    (tmp_path / "a.rtf").write_bytes(body)
    assert documents(tmp_path)[0].text.split("\n") == ["Рector", "A\tB", "link \U0001f600"]


def test_title_that_the_text_has(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = "музей открыт"
    for words in ("Пресс-релиз", "Музей открыт", "В Перми открыли музей."):
        document.add_paragraph(words)
    (tmp_path / "a.docx").write_bytes(saved(document))
    assert documents(tmp_path)[0].title == "музей открыт"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.docx", lambda: rtf(), "no DOCX but an RTF file; give it the ending .rtf"),
        ("a.docx", lambda: b"<html><p>1", "no DOCX but an HTML page; give it the ending .html"),
        ("a.docx", lambda: odt(), "no DOCX but an OpenDocument text; give it the ending .odt"),
        ("a.txt", lambda: word(), "no plain text but a Word file (.docx)"),
        ("a.txt", lambda: b"\n<!doctype HTML><p>1", "no plain text but an HTML page"),
        ("a.csv", lambda: rtf(), "no CSV but an RTF file"),
        ("a.pdf", lambda: b"\xff\xd8\xff\xe0", "no PDF but a picture; recognise its text (OCR)"),
        ("a.xlsx", lambda: word(), "no XLSX but a Word file"),
        ("a.doc", lambda: b"1", "an old Word file; save it as .docx"),
        ("a.rtf", lambda: b"text", "no RTF file"),
        ("a.txt", lambda: gzip.compress(b"1"), "no plain text but a gzip archive"),
    ],
)
def test_wrong_ending(tmp_path: Path, name: str, content: Callable[[], bytes], reason: str) -> None:
    (tmp_path / name).write_bytes(content())
    assert reason in failure(tmp_path).reason


@pytest.mark.parametrize(
    ("stream", "reason"),
    [
        ("WordDocument", "no DOCX but an old Word file (.doc); save it as .docx"),
        ("EncryptedPackage", "no DOCX but an encrypted Office file; save it without a password"),
    ],
)
def test_compound_files(tmp_path: Path, stream: str, reason: str) -> None:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    (tmp_path / "a.docx").write_bytes(head + stream.encode("utf-16-le") + bytes(1000))
    assert failure(tmp_path).reason == reason


def test_pictures_only(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word(()))
    assert "recognise the text (OCR)" in failure(tmp_path).reason


def test_a_package_that_is_missing_names_its_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> object:
        raise ModuleNotFoundError(f"No module named {name!r}", name="odfdo")

    monkeypatch.setattr("newsnlp.read.readers.import_module", missing)
    (tmp_path / "a.odt").write_bytes(odt())
    assert failure(tmp_path).reason == (
        'needs the package odfdo, which is not installed: pip install "newsnlp[formats]"'
    )


def test_broken_parts_leave_the_batch(tmp_path: Path) -> None:
    def broken(name: str, content: bytes) -> bytes:
        return b"<a><" if name == "word/document.xml" else content

    (tmp_path / "a.docx").write_bytes(repacked(word(), broken))
    (tmp_path / "b.docx").write_bytes(word())
    fault, document = read([tmp_path])
    assert not isinstance(fault, Document)
    assert fault.reason.startswith("not a readable DOCX")
    assert isinstance(document, Document)
