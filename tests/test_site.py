"""The documentation as a site: every page is there, every link leads somewhere, all of it local."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pages import PAGES, ROOT

pytestmark = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("sphinx", "myst_parser", "furo")),
    reason="Sphinx, MyST or Furo is missing: extra `docs`",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built as `make docs` builds it, but for the notebooks; every warning is an error."""
    folder = tmp_path_factory.mktemp("site")
    options = "-b html -W --keep-going -q -c docs -t without_notebooks -d".split()
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *options, folder / "tree", ".", folder / "site"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder / "site"


def test_every_page_is_there_and_in_the_menu(site: Path) -> None:
    menu = (site / "docs" / "index.html").read_text("utf-8").partition("sidebar-tree")[2]
    menu = menu.partition("</aside>")[0]
    for page in PAGES:
        html = site / page.replace(".md", ".html")
        assert html.exists(), page
        name = html.name if page.startswith("docs/") else f"../{html.name}"
        assert page == "docs/index.md" or f'href="{name}"' in menu, page
    assert "url=docs/index.html" in (site / "index.html").read_text("utf-8")


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for path in [*site.rglob("*.html"), *site.rglob("*.css")]:
        text = path.read_text("utf-8")
        loading = r"<(?:script|img|iframe|source)[^>]+src=\"([^\"]+)|url\(([^)]+)\)|@import ([^;]+)"
        found = ["".join(groups) for groups in re.findall(loading, text)]
        found += re.findall(
            r"<link(?![^>]*rel=\"(?:next|prev|canonical))[^>]+href=\"([^\"]+)", text
        )
        assert not [target for target in found if re.match(r"[\"']?(https?:)?//", target)], path


def test_pages_say_their_language(site: Path) -> None:
    for page, language in (("registry", "ru"), ("report-ru", "ru"), ("report", "en")):
        assert f'lang="{language}"' in (site / "docs" / f"{page}.html").read_text("utf-8")[:300]


def test_a_notebook_is_run_and_written_as_a_page(tmp_path: Path) -> None:
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    cells = [
        nbformat.v4.new_markdown_cell(
            "# Пример\n\n[Дальше](02_more.ipynb), [тут](../docs/rows.md)"
        ),
        nbformat.v4.new_code_cell("print(6 * 7)"),
        nbformat.v4.new_code_cell("from IPython.display import HTML\nHTML('<b>жирно</b>')"),
    ]
    notebook = tmp_path / "01_first.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), notebook)
    pages = tmp_path / "pages"
    code = "import sys; from pathlib import Path; from notebook_pages import write_pages; "
    code += "write_pages([Path(sys.argv[1])], Path(sys.argv[2]))"
    command = [sys.executable, "-c", code, notebook, pages]
    subprocess.run(command, cwd=ROOT / "docs", check=True, capture_output=True)
    page = (pages / "01_first.md").read_text("utf-8")
    assert "[Дальше](02_more.md), [тут](../../docs/rows.md)" in page
    assert "```python\nprint(6 * 7)\n```\n\n```text\n42\n```" in page
    assert '```{raw} html\n<div class="output"><b>жирно</b></div>\n```' in page
