"""HTML for notebooks."""

from newsnlp.report import NotebookTables, text_html
from newsnlp.tables import make_tables
from test_tables import linked


def test_tables_show_facts_and_escape_them() -> None:
    item = linked("[POS1 Ректор] [ORG1 <b>ТУСУРа=<b>ТУСУР] [PER1 Анна Серова] на "
                  "[EVT1 форуме=форум].\n«Работы много», – сказала [per1 она].")  # fmt: skip
    html = NotebookTables(make_tables([item]))._repr_html_()
    assert "Анна Серова" in html
    assert "&lt;b&gt;ТУСУР" in html
    assert "<b>ТУСУР" not in html


def test_an_empty_table_says_so() -> None:
    assert "ничего не найдено" in NotebookTables(make_tables([]))._repr_html_()


def test_text_keeps_every_character() -> None:
    html = text_html(linked())
    assert '<mark class="person" title="Виктор Рулевский">Виктора Рулевского</mark>' in html
    assert "встретили на" in html
