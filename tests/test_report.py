"""HTML for notebooks."""

import re

from newsnlp.registry import Registry
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


def test_tables_are_for_reading() -> None:
    """Facts are open, the rest folded; no codes, no empty columns, the rule is a hint."""
    html = NotebookTables(make_tables([linked()]))._repr_html_()
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
    html = NotebookTables(make_tables([linked()], registry=Registry([])))._repr_html_()
    assert html.index("Расхождения с реестром") < html.index("<summary>Кто есть кто")


def test_an_empty_table_says_so() -> None:
    assert "ничего не найдено" in NotebookTables(make_tables([]))._repr_html_()


def test_text_keeps_every_character() -> None:
    html = text_html(linked())
    assert '<mark class="person" title="Виктор Рулевский">Виктора Рулевского</mark>' in html
    assert "встретили на" in html
