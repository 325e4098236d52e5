"""Notebooks → pages: run from top to bottom, written as Markdown with what they print and draw."""

import base64
import re
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbclient import NotebookClient

__all__ = ["write_pages"]


def write_pages(notebooks: Sequence[Path], pages: Path) -> None:
    """Write a page for each notebook, with its pictures beside it.

    A page that is newer than its notebook and than the package stays: running takes a while.
    """
    pages.mkdir(parents=True, exist_ok=True)
    here = Path(__file__).resolve()
    code = [here, *(here.parents[1] / "src").rglob("*.py")]
    newest = max(path.stat().st_mtime for path in code)
    for path in notebooks:
        page = pages / f"{path.stem}.md"
        if not page.exists() or page.stat().st_mtime < max(newest, path.stat().st_mtime):
            page.write_text(_page_of(path, pages), encoding="utf-8")


def _page_of(path: Path, pages: Path) -> str:
    """The notebook, run in its own folder."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": path.parent}}).execute()
    parts: list[str] = []
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            parts.append(_relinked(cell.source))
        elif cell.cell_type == "code" and cell.source.strip():
            parts.append(_fenced("python", cell.source))
            for index, output in enumerate(cell.outputs):
                parts.append(_output(output, pages / f"{path.stem}-{number}-{index}"))
    return "\n\n".join(part for part in parts if part) + "\n"


def _relinked(text: str) -> str:
    """Links as they are two folders deep; a notebook is a page there."""
    return re.sub(r"\]\((\w+)\.ipynb\)", r"](\1.md)", text).replace("](../", "](../../")


def _output(output: dict, base: Path) -> str:
    """What a cell shows, in the richest form that a page can have."""
    if output["output_type"] == "stream":
        return _fenced("text", output["text"]) if output["name"] == "stdout" else ""
    data = output.get("data", {})
    for kind, ending in (("image/svg+xml", ".svg"), ("image/png", ".png")):
        if kind in data:
            raw = data[kind].encode() if ending == ".svg" else base64.b64decode(data[kind])
            base.with_suffix(ending).write_bytes(raw)
            return f"![]({base.name}{ending})"
    if "text/html" in data:
        return f'```{{raw}} html\n<div class="output">{data["text/html"]}</div>\n```'
    return _fenced("text", data["text/plain"]) if "text/plain" in data else ""


def _fenced(language: str, text: str) -> str:
    """The text between fences that it does not hold itself."""
    fence = "```" if "```" not in text else "~~~~~~"
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"
