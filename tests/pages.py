"""The pages of the documentation: their blocks of code, and what each kind of block is for.

The first words of a block say what it is:

    sh                  commands, run one after the other
    python              a snippet, run in the session of its page; «# → …» behind an expression is
                        what its value looks like
    sql FILE            a query, run in a database that the page has made
    text FILE           a file (csv, json, tsv, too), there before anything is run
    output COMMAND      exactly what a command prints
    table FILE          columns of a CSV, row for row, as they are in a file that the page has made
    text, json          to be looked at; JSON is parsed
"""

import re
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/*.md"))]
}
FILES = {"csv", "json", "jsonl", "text", "tsv"}  # a block of these with a name is a file
SEEN = {"json", "text"}  # without one it is there to be looked at
RUN = {"sh": False, "python": False, "sql": True, "output": True, "table": True}  # with a name?


@dataclass(frozen=True, slots=True)
class Block:
    """A block of code between fences."""

    kind: str  # the first word behind the fence, "" where there is none
    name: str  # the rest of that line: a file, a command
    text: str
    line: int  # of the fence, from 1

    @property
    def known(self) -> bool:
        """Whether a test does with it what its kind says."""
        if self.kind in RUN:
            return RUN[self.kind] is bool(self.name)
        return self.kind in (FILES if self.name else SEEN)

    @property
    def is_file(self) -> bool:
        """Whether it is a file that the blocks after it read."""
        return self.kind in FILES and bool(self.name)


def blocks_of(page: str) -> list[Block]:
    """All blocks of a page, in order."""
    fences = r"^( *)```(\w*) *([^\n]*)\n(.*?)^ *```$"  # indented within a list
    found = re.finditer(fences, page, re.MULTILINE | re.DOTALL)
    return [
        Block(m[2], m[3].strip(), dedent(m[4]), page.count("\n", 0, m.start()) + 1) for m in found
    ]


def prose_of(page: str) -> str:
    """The page without its blocks."""
    return re.sub(r"^ *```.*?^ *```$", "", page, flags=re.MULTILINE | re.DOTALL)


def code_of(page: str) -> list[str]:
    """What stands between single backticks, each in one line."""
    return [" ".join(code.split()) for code in re.findall(r"`([^`]+)`", prose_of(page))]
