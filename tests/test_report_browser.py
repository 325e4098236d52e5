"""The report in a headless Chromium: what a reader does with it, by mouse and by keyboard."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from browser import Browser, chromium, find_chromium
from newsnlp.report import report_html
from reports import PAYLOADS, hostile, many, sample

VIEWS = "overview people forums timeline bodies quotes documents press check links".split()
COUNT = 130  # releases in the sample
FOUND = find_chromium()

pytestmark = pytest.mark.skipif(FOUND is None, reason="no Chromium or Chrome on this machine")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Browser, Path]]:
    """One browser and one report for all tests of the module."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report_html(sample(COUNT)), encoding="utf-8")
    with chromium(str(FOUND)) as opened:
        yield opened, path


@pytest.fixture
def page(shared: tuple[Browser, Path]) -> Iterator[Browser]:
    """The report freshly opened on a desk; whatever it complains of or asks for fails the test."""
    tab, path = shared
    tab.complaints.clear()
    tab.requests.clear()
    tab.size(1280)
    tab.media()
    tab.open(path)
    yield tab
    assert tab.complaints == []
    assert tab.requests == []


def heading(tab: Browser) -> str:
    return str(tab.js("document.querySelector('main h1').textContent"))


def rows(tab: Browser) -> int:
    return int(tab.js("document.querySelectorAll('[data-row]').length"))


def texts(tab: Browser, selector: str) -> list[str]:
    found: list[str] = tab.js(
        f"[...document.querySelectorAll({json.dumps(selector)})].map((one) => one.textContent)"
    )
    return found


def fill(tab: Browser, selector: str, text: str) -> None:
    """Type into a field, or choose in a list, and wait for the answer of the page."""
    tab.js(
        f"(() => {{ const field = document.querySelector({json.dumps(selector)});"
        f"field.value = {json.dumps(text)};"
        "for (const name of ['input', 'change']) field.dispatchEvent(new Event(name)); })();"
        "new Promise((done) => setTimeout(done, 200))"
    )


# --- Views --------------------------------------------------------------------------------------


def test_every_section_opens_with_its_heading(page: Browser) -> None:
    seen = set()
    for href in page.js("[...document.querySelectorAll('#sections a')].map((one) => one.hash)"):
        page.click(f"#sections a[href='{href}']")
        assert page.js("location.hash") == href
        assert texts(page, "#sections [aria-current]") == texts(page, f"#sections [href='{href}']")
        seen.add(heading(page))
    assert len(seen) == len(VIEWS)


def test_the_overview_counts_and_leads_on(page: Browser) -> None:
    assert [re.sub(r"\D", "", text) for text in texts(page, ".figures strong")] == [
        "130", "130", "130", "130", "130", "130", "1",
    ]  # fmt: skip
    page.click(".bars a")
    assert heading(page).startswith("Иван Петрович Кедров-")


def test_a_person_has_offices_forums_and_quotes(page: Browser) -> None:
    page.go("#p-p-7")
    assert heading(page) == "Иван Петрович Кедров-7"
    assert page.js("document.title").startswith("Иван Петрович Кедров-7 – ")
    told = "\n".join(texts(page, "main .fact .what, main blockquote"))
    for words in ("Ректор – Вуз-7", "занимает", "форум «Заря-7»", "спикер", "Тайга шумит"):
        assert words in told


def test_a_forum_has_a_day_a_place_and_who_came_as_what(page: Browser) -> None:
    page.go("#e-e-7")
    assert "28 августа" not in (facts := "\n".join(texts(page, ".facts > div")))
    assert "27 августа" in facts.replace("\u00a0", " ")
    assert "Томск" in facts
    assert [text.rstrip("0123456789") for text in texts(page, "main h2")] == [
        "Организаторы", "Спикеры", "Документы",
    ]  # fmt: skip


def test_a_body_has_its_people(page: Browser) -> None:
    page.go("#o-o-7")
    assert heading(page) == "Вуз-7"
    assert "Иван Петрович Кедров-7, ректор" in "\n".join(texts(page, ".fact .what"))


def test_the_calendar_has_a_month_a_bar(page: Browser) -> None:
    page.go("#timeline")
    assert len(texts(page, ".month")) == 9
    page.js("document.querySelector('.density a').dispatchEvent(new MouseEvent('click', "
            "{bubbles: true, cancelable: true}))")  # fmt: skip
    page.wait("location.hash == '#month-2024-01'")
    assert page.js("document.activeElement.id || document.querySelector('.is-target').id")


def test_doubtful_rows_look_doubtful(page: Browser) -> None:
    page.go("#press")
    fill(page, "#press-check", "low")
    assert rows(page) == 13
    assert page.js("[...document.querySelectorAll('tr[data-row]')].every((row) => "
                   "row.classList.contains('doubtful'))")  # fmt: skip
    assert "проверить: участие" in texts(page, "tr .c-score")[1]


def test_an_unknown_address_is_told(page: Browser) -> None:
    for wrong in ("#d-999", "#s-1-", "#p-nobody", "#nonsense", "#p-%E0%A4%A", "#constructor-1"):
        page.go(wrong)
        assert heading(page) == "Такой страницы нет"


# --- Search and filters -------------------------------------------------------------------------


def test_a_list_is_searched_by_stems_and_filtered(page: Browser) -> None:
    page.go("#people")
    assert rows(page) == 60
    page.click(".listing > button")
    assert rows(page) == 120
    fill(page, "#people-text", "Кедрова-77 ректору")
    assert texts(page, ".name") == ["Иван Петрович Кедров-77"]
    fill(page, "#people-text", "нет такого")
    assert "Ничего не найдено" in texts(page, ".empty")[0]
    fill(page, "#people-text", "")
    fill(page, "#people-with", "quote")
    assert "130" in texts(page, ".found")[0]


def test_the_press_sheet_is_sorted_by_its_headings(page: Browser) -> None:
    page.go("#press")
    first = "tr[data-row] .c-score"
    page.js("[...document.querySelectorAll('thead button')].at(-1).click()")
    assert "0,30" in texts(page, first)[0]
    assert page.js("document.querySelector('[aria-sort]').ariaSort") == "ascending"
    page.js("[...document.querySelectorAll('thead button')].at(-1).click()")
    assert "0,85" in texts(page, first)[0]


def test_everything_is_searched_at_once(page: Browser) -> None:
    fill(page, "#find-text", "Тайги Кедровым-5")
    page.js("document.getElementById('find').requestSubmit()")
    page.wait("document.querySelector('.hits')")
    assert page.js("decodeURIComponent(location.hash)") == "#find-Тайги Кедровым-5"
    assert texts(page, ".hits .hit")[:2] == ["Тайга", "Кедров"]
    page.click(".hits a")
    assert page.js("location.hash") == "#s-5-1"


# --- Texts --------------------------------------------------------------------------------------


def test_a_text_is_whole_and_its_mentions_are_nested(page: Browser) -> None:
    page.go("#d-7")
    text = page.js("(() => { const copy = document.querySelector('.text').cloneNode(true);"
                   "copy.querySelectorAll('.told-here').forEach((one) => one.remove());"
                   "return [...copy.children].map((one) => one.textContent); })()")  # fmt: skip
    assert text == [
        "ректор Вуз-7 Иван Петрович Кедров-7 открыл форум «Заря-7».",
        "«Тайга шумит», – сказал Иван Петрович Кедров-7.",
    ]
    assert texts(page, ".m-position > .m-organisation a") == ["Вуз-7"]
    assert page.js("document.querySelectorAll('a a').length") == 0
    colours = {
        page.js(f"getComputedStyle(document.querySelector('.m-{kind}')).backgroundColor")
        for kind in ("position", "organisation", "person", "event")
    }
    assert len(colours) == 4


def test_a_row_leads_to_its_sentence_and_back_to_the_row(page: Browser) -> None:
    page.go("#press")
    page.click(".listing > button")
    page.js("document.querySelector('#r-100 .c-document a').focus()")
    page.js("scrollTo(0, document.querySelector('#r-100').offsetTop); "
            "new Promise((done) => setTimeout(done, 100))")  # fmt: skip
    before = page.js("scrollY")
    assert before > 1000
    page.click("#r-100 .c-document a")
    assert page.js("location.hash") == "#s-100-0"
    assert "Кедров-100" in texts(page, ".sentence.is-target")[0]
    assert page.js("document.activeElement.id") == "s-100-0"
    shade = "getComputedStyle(document.querySelector('.is-target')).backgroundColor"
    assert page.js(shade) not in ("rgba(0, 0, 0, 0)", "transparent")
    page.back()
    assert page.js("location.hash") == "#press"
    assert abs(page.js("scrollY") - before) < 3
    assert page.js("document.activeElement.closest('tr').id") == "r-100"


def test_a_sentence_tells_what_was_read_in_it(page: Browser) -> None:
    page.go("#s-3-0")
    page.click(".is-target .told-here")
    assert page.js("document.activeElement.id") == "f-3-0"
    told = "\n".join(texts(page, "#f-3-0 .told-fact"))
    assert "Иван Петрович Кедров-3 – ректор, Вуз-3" in told
    assert "спикер: форум «Заря-3»" in told
    page.click(".told-aside > p a")  # to its rows in the press sheet
    assert page.js("document.querySelector('.is-target').id") == "r-3"


def test_a_hidden_row_is_shown_when_an_address_asks_for_it(page: Browser) -> None:
    page.go("#quotes")
    fill(page, "#quotes-kind", "indirect")
    assert rows(page) == 0
    page.go("#q-120")
    assert page.js("document.activeElement.id") == "q-120"


def test_a_report_opens_at_a_sentence(shared: tuple[Browser, Path], page: Browser) -> None:
    page.open(shared[1], "#s-9-1")
    assert "Кедров-9" in texts(page, ".is-target")[0]
    top = page.js("document.querySelector('.is-target').getBoundingClientRect().top")
    assert 0 < top < page.js("innerHeight")


# --- The picture of links -----------------------------------------------------------------------


def test_the_picture_opens_and_leads_to_whom_it_shows(page: Browser) -> None:
    page.go("#links")
    page.wait("document.querySelector('.picture canvas')")
    fill(page, "#node", "Иван Петрович Кедров-7")
    assert texts(page, ".chosen a") == ["Иван Петрович Кедров-7"]
    page.click(".chosen a")
    assert heading(page) == "Иван Петрович Кедров-7"
    assert page.js("document.querySelectorAll('.picture').length") == 0


# --- Readers ------------------------------------------------------------------------------------


def test_the_keyboard_is_enough(page: Browser) -> None:
    page.press("Tab")
    page.wait("document.activeElement.id == 'skip'")
    page.press("Enter")
    page.wait("document.activeElement.tagName == 'H1'")
    page.press("Tab")
    page.wait("document.activeElement.closest('.figures')")
    assert page.js("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.press("Enter")
    page.wait("document.querySelector('h1').textContent == 'Люди'")
    for _ in range(4):  # the search, two lists, the first row
        page.press("Tab")
    page.wait("document.activeElement.closest('[data-row]')")
    page.press("Enter")
    page.wait("document.querySelector('h1') == document.activeElement && location.hash[1] == 'p'")
    page.press("/")
    page.wait("document.activeElement.id == 'find-text'")
    page.type("форум")
    page.press("Enter")
    page.wait("location.hash.startsWith('#find-') && document.activeElement.tagName == 'H1'")


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_is_wider_than_the_screen(page: Browser, width: int) -> None:
    page.size(width)
    for name in [*VIEWS, "p-p-7", "e-e-7", "o-o-7", "s-7-0", "find-форум"]:
        page.go(f"#{name}")
        assert page.js("document.documentElement.scrollWidth") <= width, name


def test_every_control_has_a_name(page: Browser) -> None:
    for name in [*VIEWS, "d-7"]:
        page.go(f"#{name}")
        nameless = page.js(
            "[...document.querySelectorAll('a, button, input, select')].filter((one) => "
            "!(one.textContent.trim() || one.ariaLabel || one.labels?.length)).map((one) => "
            "one.outerHTML)"
        )
        assert nameless == [], name
        assert page.js("document.querySelectorAll('h1').length") == 1, name
        twice = page.js(
            "(() => { const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);"
            "return ids.filter((id, at) => ids.indexOf(id) !== at) })()"
        )
        assert twice == [], name


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2.2; a colour as «rgb(1, 2, 3)»."""

    def light(colour: str) -> float:
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((light(one), light(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_can_be_read(page: Browser, scheme: str) -> None:
    page.media(scheme=scheme)
    page.wait(f"document.documentElement.dataset.theme == '{scheme}'")
    page.go("#d-7")
    paper = page.js("getComputedStyle(document.documentElement).backgroundColor")
    assert (contrast(paper, "rgb(0, 0, 0)") > 10) == (scheme == "light")
    for selector in ("h1", ".lead", ".text", ".told-aside a", "#sections a", ".bottom p"):
        ink = page.js(f"getComputedStyle(document.querySelector('{selector}')).color")
        assert contrast(paper, ink) >= 4.5, selector
    for kind in ("person", "organisation", "position", "event"):
        style = f"getComputedStyle(document.querySelector('.text .m-{kind}'))"
        assert contrast(page.js(f"{style}.backgroundColor"), page.js(f"{style}.color")) >= 4.5, kind


def test_the_reader_chooses_light_or_dark(page: Browser) -> None:
    theme = "document.documentElement.dataset.theme"
    assert page.js(theme) == "light"
    page.click("#theme")
    assert page.js(theme) == "dark"
    assert "тёмное" in page.js("document.getElementById('theme').ariaLabel")
    page.click("#theme")
    assert page.js(theme) == "light"
    page.click("#theme")  # as the system says again
    page.media(scheme="dark")
    page.wait(f"{theme} == 'dark'")


def test_paper_is_light_and_has_what_was_found_only(page: Browser) -> None:
    page.media("print", scheme="dark")
    page.wait("document.documentElement.dataset.theme == 'dark'")
    page.go("#people")
    for selector in (".top nav", ".filters", "#find", "#theme"):
        assert page.js(f"getComputedStyle(document.querySelector('{selector}')).display") == "none"
    ink = page.js("getComputedStyle(document.querySelector('main h1')).color")
    assert contrast(ink, "rgb(255, 255, 255)") > 10
    assert page.pdf().startswith(b"%PDF")
    assert rows(page) == COUNT  # the whole list, not its first piece


# --- Hostile text, much text --------------------------------------------------------------------


def test_payloads_come_out_as_text(shared: tuple[Browser, Path], page: Browser) -> None:
    path = shared[1].with_name("hostile.html")
    path.write_text(report_html(hostile()), encoding="utf-8", errors="replace")
    page.open(path)
    allowed = {"SCRIPT", "STYLE", "IFRAME", "OBJECT", "IMG", "BASE", "META"}
    count = f"[...document.querySelectorAll('{','.join(allowed)}')].length"
    before = page.js(count)
    for name in VIEWS:
        page.go(f"#{name}")
        page.js("document.querySelector('.listing > button')?.click()")
        assert page.js(count) == before, name
    for number, payload in enumerate(PAYLOADS):
        page.go(f"#d-{number}")
        assert heading(page) == payload or not payload.strip("\u200b\ufeff")
        assert payload in texts(page, ".sentence")[0]
        page.click(".m-person a")
        assert heading(page) == f"{payload}#{number}"
        for rest in ("e", "o"):
            page.go(f"#{rest}-{quote(f'{rest}-{payload}', safe='')}")
            assert payload.lower() in heading(page).lower()
        assert page.js(count) == before, payload
    for payload in PAYLOADS[:8]:
        page.go(f"#{payload}")
        fill(page, "#find-text", payload)
        page.js("document.getElementById('find').requestSubmit()")
        assert page.js(count) == before
    page.js("history.replaceState(null, '', '#overview')")


def test_a_thousand_documents_open_in_two_seconds(
    shared: tuple[Browser, Path], page: Browser
) -> None:
    path = shared[1].with_name("many.html")
    path.write_text(report_html(many()), encoding="utf-8")
    took = []
    for _ in range(3):  # the machine may be busy with something else
        page.open(path)
        took.append(page.js("performance.getEntriesByType('navigation')[0].domComplete"))
        if took[-1] < 2000:
            break
    assert min(took) < 2000
    page.go("#documents")
    assert rows(page) == 60


def test_without_scripts_there_is_a_table(shared: tuple[Browser, Path], page: Browser) -> None:
    page.command("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page.command("Page.reload")
        page.open(shared[1])
        root = page.command("DOM.getDocument", depth=-1)["root"]["nodeId"]
        found = page.command("DOM.querySelectorAll", nodeId=root, selector="main tbody tr")
        assert len(found["nodeIds"]) == COUNT
    finally:
        page.command("Emulation.setScriptExecutionDisabled", value=False)
