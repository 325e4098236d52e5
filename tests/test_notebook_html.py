"""HTML for notebooks."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

import newsnlp
from markup import extraction
from newsnlp.pipeline import Pipeline
from newsnlp.registry import Registry
from newsnlp.report import (
    Node,
    document_html,
    extraction_html,
    nested,
    show_in_notebooks,
    tables_html,
)
from newsnlp.schema import Document, Extraction, Form, Kind, Mention, Span
from newsnlp.tables import Tables, make_tables
from test_tables import linked


def words_of(html: str) -> str:
    """What a reader sees of the text: the box without its marks."""
    (box,) = re.findall(r'<div class="text">(.*?)</div>', html, re.DOTALL)
    return unescape(re.sub(r"<[^>]*>", "", box))


def test_tables_show_facts_and_escape_them() -> None:
    item = linked("[POS1 Ректор] [ORG1 <b>ТУСУРа=<b>ТУСУР] [PER1 Анна Серова] на "
                  "[EVT1 форуме=форум].\n«Работы много», – сказала [per1 она].")  # fmt: skip
    html = tables_html(make_tables([item]))
    assert "Анна Серова" in html
    assert "&lt;b&gt;ТУСУР" in html
    assert "<b>ТУСУР" not in html


def test_tables_are_for_reading() -> None:
    """Facts are open, the rest folded; no codes, no empty columns, the rule is a hint."""
    html = tables_html(make_tables([linked()]))
    assert html.count("<details open>") == 3
    assert html.count("<details>") == 3
    assert "<td>занимает</td>" in html
    assert "<th>Основание</th>" not in html
    assert 'title="roles.before"' in html
    assert re.search(r">0,\d\d</td>", html)
    assert "<th>По</th>" not in html
    assert not re.search(r"\b[a-z]-[0-9a-f]{12}\b", html)
    assert "Документы: 1 · Кто есть кто: 1" in html
    assert html.count("<td") == html.count("</td>")


def test_what_contradicts_a_registry_comes_first() -> None:
    html = tables_html(make_tables([linked()], registry=Registry([])))
    assert html.index("Расхождения с реестром") < html.index("<summary>Кто есть кто")


def test_an_empty_table_says_so() -> None:
    assert "ничего не найдено" in tables_html(make_tables([]))


def test_what_is_nested_is_seen() -> None:
    html = extraction_html(
        extraction("[ORG1 Центр развития [ORG2 Института инноватики [ORG3 ТУСУРа=ТУСУР]]] открыт.")
    )
    opened = re.findall(r'<mark class="organisation name (h\d)" title="(.*?)\n', html)
    assert [height for height, _ in opened] == ["h2", "h1", "h0"]
    assert opened[-1][1] == "организация: ТУСУР"
    assert re.search(r'title="[^"]*">ТУСУРа</mark></mark></mark> открыт', html)
    assert "организация 3</mark>" in html  # the legend


def test_the_pointer_tells_whom_a_stand_in_means() -> None:
    html = extraction_html(linked())
    assert re.search(r'<mark class="person nominal h0" title="человек: Виктор Рулевский\n', html)
    assert "пунктир" in html
    assert "<summary>Кто есть кто <small>1</small>" in html


def test_text_keeps_every_character() -> None:
    item = linked("[POS1 Ректор] [ORG1 <b>ТУСУРа=<b>ТУСУР] [PER1 Анна Серова] на "
                  "[EVT1 форуме=форум].\n\n «Работы много», –\tсказала [per1 она]. ")  # fmt: skip
    for html in (extraction_html(item), document_html(item.document)):
        assert words_of(html) == item.document.text


def test_a_long_text_is_cut_and_says_so() -> None:
    document = Document("d", "слово " * 10_000, date(2025, 3, 1), "Заголовок", "news.txt")
    html = document_html(document)
    assert len(words_of(html)) == 20_000
    assert "… ещё 40000 знаков" in html
    assert "01.03.2025 · news.txt · документ d · знаков: 60000" in html


SPANS = st.tuples(st.integers(0, 20), st.integers(1, 9)).map(lambda pair: Span(pair[0], sum(pair)))
MENTIONS = st.builds(
    lambda span, kind: Mention(span, kind, Form.NAME, "х", "rule", 1.0),
    SPANS,
    st.sampled_from(Kind),
)


def flat(pieces: tuple[str | Node, ...]) -> str:
    return "".join(piece if isinstance(piece, str) else flat(piece.pieces) for piece in pieces)


def kept(pieces: tuple[str | Node, ...]) -> list[Mention]:
    nodes = [piece for piece in pieces if isinstance(piece, Node)]
    return [mention for node in nodes for mention in (node.mention, *kept(node.pieces))]


@given(mentions=st.lists(MENTIONS), stop=st.integers(0, 29))
def test_pieces_are_the_text_whatever_the_mentions(mentions: list[Mention], stop: int) -> None:
    document = Document("d", "абвгдежзийклмнопрстуфхцчшщъыь")
    pieces = nested(document, mentions, stop)
    assert flat(pieces) == document.text[:stop]
    found = kept(pieces)
    assert set(found) <= set(mentions)
    spans = [mention.span for mention in found]
    assert all(a.covers(b) or b.covers(a) or not a.meets(b) for a in spans for b in spans)


def test_the_values_of_the_library_show_themselves(rules: Pipeline) -> None:
    """As a notebook asks for it: by the method of the value, whoever made the value."""
    document = newsnlp.Document("1", "Ректор ТУСУРа Виктор Рулевский открыл форум.")
    for value in (document, rules(document), newsnlp.extract(document)):
        assert "Рулевск" in value._repr_html_()  # type: ignore[attr-defined]
    assert newsnlp.Pipeline is Pipeline
    show_in_notebooks()  # again: no matter
    assert Tables._repr_html_ is tables_html  # type: ignore[attr-defined]


def test_a_prompt_shows_a_short_line() -> None:
    item = linked()
    long = replace(item.document, text="слово " * 1000, title="Слово " * 20)
    assert repr(Document("7", "Да.")) == "Document('7', 3 characters)"
    assert re.fullmatch(r"Document\('d1', 2025-10-14, «[^»]{60}», 6000 characters\)", repr(
        replace(long, published=date(2025, 10, 14))))  # fmt: skip
    for value in (item, Extraction(long, (), (), (), item.links), make_tables([item])):
        assert len(repr(value)) < 250
    assert "roles: 1, participations: 2, quotes: 1" in repr(item)
