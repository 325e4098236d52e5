"""The report as a file: what stands in it, what may run in it, how large it is."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import pytest

from newsnlp.report import report_html
from newsnlp.tables import make_tables
from reports import PAYLOADS, hostile, many, sample, tables_of
from test_tables import linked

ASSETS = files("newsnlp.report") / "assets"


class Page(HTMLParser):
    """What a parser of HTML finds: elements with attributes, the text of scripts and styles."""

    def __init__(self, html: str) -> None:
        """Read the page."""
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note the content of a script or style."""
        tag, attributes = self.elements[-1] if self.elements else ("", {})
        if tag in ("script", "style") and data.strip():
            self.blocks.append((tag, attributes, data))

    @property
    def policy(self) -> dict[str, list[str]]:
        """The parts of the Content-Security-Policy."""
        (content,) = [
            attributes["content"]
            for tag, attributes in self.elements
            if attributes.get("http-equiv") == "Content-Security-Policy"
        ]
        assert content
        return {part.split()[0]: part.split()[1:] for part in content.split(";")}


def data_of(html: str) -> dict[str, Any]:
    """The tables in a report."""
    (block,) = re.findall(r'<script id="data" type="application/json">(.*?)</script>', html)
    found: dict[str, Any] = json.loads(block)
    return found


def hashed(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def test_only_what_stands_in_the_page_may_run() -> None:
    page = Page(report_html(sample(3)))
    scripts = {hashed(text) for tag, at, text in page.blocks if tag == "script" and "id" not in at}
    styles = {hashed(text) for tag, _, text in page.blocks if tag == "style"}
    assert set(page.policy["script-src"]) == scripts
    assert set(page.policy["style-src"]) == styles
    assert page.policy["default-src"] == ["'none'"]
    assert page.policy["base-uri"] == page.policy["form-action"] == ["'none'"]
    assert page.policy["require-trusted-types-for"] == ["'script'"]
    assert "unsafe" not in str(page.policy)


def test_nothing_is_asked_from_outside() -> None:
    page = Page(report_html(sample(3)))
    for tag, attributes in page.elements:
        assert tag not in ("iframe", "object", "embed", "base", "img", "audio", "video")
        assert not {"style", "src", "srcset", "srcdoc", "action"} & attributes.keys(), tag
        assert not [name for name in attributes if name.startswith("on")], tag
        assert (attributes.get("href") or "#").startswith(("#", "data:image/svg+xml")), attributes
    ours = [text for _, _, text in page.blocks if "Cytoscape Consortium" not in text]
    addresses = set(re.findall(r"\b(?:https?|wss?|ftp)://[^\s\"'`)]+", "".join(ours)))
    assert addresses <= {"http://www.w3.org/2000/svg"}
    assert "@import" not in "".join(ours)
    assert "url(" not in "".join(ours)


def test_is_put_together_from_every_asset() -> None:
    html = report_html(sample(3))
    for folder in (ASSETS, ASSETS / "app"):
        for item in folder.iterdir():
            if item.name.endswith((".js", ".css")):
                assert item.read_text(encoding="utf-8") in html, item.name


@pytest.mark.parametrize(
    "forbidden",
    [
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser",
        r"\beval\b\s*\(|new Function|import\s*\(|setTimeout\(\s*[\"'`]|javascript:",
        r"fetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts|new Worker|Image\(",
        r"setAttribute\(\s*[\"']style|cssText",
    ],
)
def test_scripts_make_nothing_but_text_of_text(forbidden: str) -> None:
    for item in [ASSETS / "theme.js", *(ASSETS / "app").iterdir()]:
        assert not re.search(forbidden, item.read_text(encoding="utf-8")), item.name


def test_payloads_are_text_wherever_they_stand() -> None:
    html = report_html(hostile())
    page, harmless = Page(html), Page(report_html(sample(len(PAYLOADS))))
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in harmless.elements]
    data = data_of(html)
    assert data["documents"]["title"] == list(PAYLOADS)
    for payload, text in zip(PAYLOADS, data["texts"], strict=True):
        assert payload in text["sentences"][0]
    assert not re.search(r"[<>&]", html.partition('type="application/json">')[2].partition("</")[0])


def test_the_same_tables_give_the_same_bytes() -> None:
    assert report_html(sample(20)) == report_html(sample(20))


def test_a_thousand_documents_are_a_small_file() -> None:
    size = len(report_html(many()).encode())
    assert 2_000_000 < size < 15_000_000


def test_no_sentence_stands_twice() -> None:
    html = report_html(sample(3))
    assert html.count("открыл форум «Заря-1»") == 1


def test_offsets_are_those_of_a_browser() -> None:
    """It counts UTF-16 units, in which 😀 takes two; the second mention begins after it."""
    text = "😀 Анна Серова и 😀 Олег."
    place = {"document_id": "d", "sentence": 0}
    mention = {**place, "kind": "person", "form": "name", "normal": "x"}
    data = data_of(report_html(tables_of({
        "documents": [{"document_id": "d"}],
        "sentences": [{**place, "paragraph": 0, "start": 5, "stop": 5 + len(text), "text": text}],
        "mentions": [{**mention, "start": 7, "stop": 18}, {**mention, "start": 23, "stop": 27}],
    })))  # fmt: skip
    assert data["texts"][0]["mentions"][1:3] == [3, 11]
    assert data["texts"][0]["mentions"][8:10] == [20, 4]


def test_rows_of_the_press_sheet_find_their_people() -> None:
    data = data_of(report_html(make_tables([linked()])))
    assert data["press"]["person_row"] == data["press"]["event_row"] == [0]
    assert data["press"]["organisation_row"] == [0]
    assert data["press"]["sentence"] == [1]  # «он» took part as the speaker


def test_of_two_people_of_one_name_the_press_sheet_takes_the_one_in_its_document() -> None:
    named = {"name": "Анна Серова", "person": "Анна Серова"}
    here = {"person_id": "p-2", "document_id": "d2", "position": "врач", **named}
    data = data_of(report_html(tables_of({
        "documents": [{"document_id": "d1"}, {"document_id": "d2"}],
        "persons": [{"person_id": "p-1", **named}, {"person_id": "p-2", **named}],
        "roles": [here],
        "press": [{**named, "document": "d2"}, {**named, "document": "d1"}],
    })))  # fmt: skip
    assert data["press"]["person_row"] == [1, -1]


def test_without_scripts_there_is_the_press_sheet() -> None:
    html = report_html(sample(250))
    plain = html.partition("<noscript>")[2].partition("</noscript>")[0]
    assert plain.count("<tr>") == 1 + 200
    assert "Ещё строк: 50" in plain
    assert 'data-title="Человек">Иван Петрович Кедров-7</td>' in plain


def test_what_contradicts_a_registry_has_a_place_only_with_one() -> None:
    assert 'href="#check"' in report_html(sample(3))
    assert 'href="#check"' not in report_html(tables_of({}))


def test_nothing_found_is_a_report_too() -> None:
    assert data_of(report_html(tables_of({})))["texts"] == []


def test_the_shell_is_made_for_keyboard_and_reader() -> None:
    page = Page(report_html(sample(3)))
    tags = [tag for tag, _ in page.elements]
    assert tags[:2] == ["html", "head"]
    assert page.elements[0][1] == {"lang": "ru"}
    for landmark in ("header", "nav", "main", "footer"):
        assert tags.count(landmark) == 1
    links = [attributes for tag, attributes in page.elements if tag == "a"]
    assert links[0]["href"] == "#content"
    named = {attributes.get("for") for tag, attributes in page.elements if tag == "label"}
    for tag, attributes in page.elements:
        if tag == "input":
            assert attributes["id"] in named
