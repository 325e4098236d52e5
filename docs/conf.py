"""How Sphinx makes a site of README and the pages of docs: `make docs`.

The pages are plain Markdown that a code host shows as well. What only a site needs is added here:
the tree of pages, which is that of the links in index.md, and the notebooks of notebooks/ as pages.
With `-t without_notebooks` these are left out: to run them takes a while.
"""

import re
import sys
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

project = "newsnlp"
author = "The newsnlp authors"
html_title = "newsnlp"
language = "en"

extensions = ["myst_parser"]
root_doc = "docs/index"
NOTEBOOKS = sorted((HERE.parent / "notebooks").glob("*.ipynb"))
if tags.has("without_notebooks"):  # type: ignore[name-defined] # noqa: F821 Sphinx puts it here
    NOTEBOOKS = []
include_patterns = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "docs/*.md",
    "data/gold/press/*.md",
    *(f"build/notebooks/{path.stem}.md" for path in NOTEBOOKS),
]
myst_heading_anchors = 4  # as code hosts make them: #how-good-it-is, #для-пресс-службы
myst_enable_extensions: list[str] = []
nitpicky = True

html_theme = "furo"
html_show_sourcelink = False
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_static_path = ["site"]
html_css_files = ["site.css"]
html_theme_options = {"footer_icons": []}
pygments_style = "friendly"

# What stands behind a fence and is no language.
PLAIN = ("csv", "output", "table", "tsv")


def add_tree(_: Sphinx, page: str, source: list[str]) -> None:
    """Beneath index.md the pages that it links to, section by section, as the site's menu."""
    if page != root_doc:
        return
    trees = []
    for heading, section in re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", source[0], re.M | re.S):
        links = re.findall(r"^- \[(.*?)\]\(([^)#]+)\.md\)", section, re.M)
        trees.append(tree_of(heading, [f"{name} <{target}>" for name, target in links]))
    if NOTEBOOKS:
        trees.append(
            tree_of("Notebooks", [f"../build/notebooks/{path.stem}" for path in NOTEBOOKS])
        )
    source[0] += "\n" + "\n".join(trees)


def tree_of(caption: str, pages: list[str]) -> str:
    """A tree that only the menu shows."""
    return "\n".join(["```{toctree}", ":hidden:", f":caption: {caption}", "", *pages, "```", ""])


def say_language(app: Sphinx, page: str, _: str, context: dict[str, object], __: object) -> None:
    """Let screen readers and hyphenation know the pages in Russian."""
    source = app.env.doc2path(page)
    text = Path(source).read_text(encoding="utf-8") if page in app.env.found_docs else ""
    russian, latin = (len(re.findall(letters, text)) for letters in ("[а-яё]", "[a-z]"))
    context["language"] = "ru" if russian > 2 * latin else "en"


def lead_in(app: Sphinx, failed: Exception | None) -> None:
    """Whoever opens the folder lands on the first page."""
    if not failed and app.builder.name == "html":
        page = '<!doctype html><meta charset="utf-8"><title>newsnlp</title>'
        page += '<meta http-equiv="refresh" content="0; url=docs/index.html">'
        page += '<p><a href="docs/index.html">newsnlp</a>\n'
        (Path(app.outdir) / "index.html").write_text(page, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    for name in PLAIN:
        app.add_lexer(name, TextLexer)
    if NOTEBOOKS:
        from notebook_pages import write_pages

        write_pages(NOTEBOOKS, HERE.parent / "build" / "notebooks")
    app.connect("source-read", add_tree)
    app.connect("html-page-context", say_language)
    app.connect("build-finished", lead_in)
