"""What `--help` says beyond the options: the groups that they stand in, and examples.

`docs/commands.md` is made of the same words.
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from inspect import cleandoc
from typing import TypeVar

__all__ = ["EXAMPLES", "Commands", "Group", "epilog", "joined", "prose"]

Command = TypeVar("Command", bound=Callable[..., None])


class Group(StrEnum):
    """A group of options; those of no group stand first, under «Options»."""

    CONTENT = "What stands in the tables"
    NAMES = "Whose names and ids"
    INPUT = "How the input is read"
    RUN = "How the run goes"
    FINDINGS = "What is looked for"


class Commands(StrEnum):
    """A group of commands."""

    TABLES = "News to tables"
    TEXT = "One text"
    OWN = "Your own names, and measures"


EXAMPLES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "newsnlp": (
        ("newsnlp extract data/raw", "the news in data/raw as tables in data/processed"),
        ("newsnlp report", "a page of them for the browser"),
        ("newsnlp show news.txt", "one text with its names in colour"),
    ),
    "extract": (
        ("newsnlp extract data/raw", "a folder of news; the tables go to data/processed"),
        ("newsnlp extract news.txt -o tables --to xlsx", "one text, one workbook for Excel"),
        (
            "newsnlp extract data/raw --registry registry",
            "with the ids and names of your lists",
        ),
        ("newsnlp extract data/raw --min-score 0.9", "only what is almost surely right"),
        ("newsnlp extract news.csv --text-column body", "a text a row, in the column «body»"),
        (
            "newsnlp extract news -o shared/tables --scheduler tcp://HOST:8786",
            "on a Dask cluster",
        ),
        ("newsnlp extract - -o tables", "what another program writes to standard input"),
    ),
    "export": (
        ("newsnlp export data/processed --to xlsx", "a workbook beside the other tables"),
        ("newsnlp export data/processed --to csv,html -o for-print", "into a folder of their own"),
        ("newsnlp export data/processed --to csv --headers en", "with English headings"),
    ),
    "report": (("newsnlp report data/processed", "data/processed/report.html"),),
    "check": (
        ("newsnlp check news.txt", "what an editor should look at"),
        ("newsnlp check news --registry registry", "a folder, compared with your own lists, too"),
        ("newsnlp check news.txt --skip acronym,yo", "all kinds but two"),
        ("newsnlp check news.txt --format json", "for another program"),
    ),
    "show": (
        ("newsnlp show news.txt", "a text with its names in colour, its tables beneath"),
        ("newsnlp show -", "the same of standard input"),
    ),
    "explain": (("newsnlp explain news.txt", "why each row is there, and what was rejected"),),
    "decline": (
        ('newsnlp decline "ректор ТУСУРа Анна Бойко"', "a table of six cases"),
        ("newsnlp decline - --to jsonl", "a phrase a line in, an object a line out"),
    ),
    "score": (
        ("newsnlp score data/gold/press/dev", "the figures of the releases for development"),
    ),
    "registry": (
        ("newsnlp registry init registry", "files to fill in, with a made-up row in each"),
        ("newsnlp registry show registry", "the entries as the program understands them"),
        ("newsnlp registry suggest data/processed", "whom to add, from the tables of your news"),
    ),
    "registry init": (("newsnlp registry init registry", "three files in the folder registry"),),
    "registry show": (("newsnlp registry show registry", "what is in a folder, or in files"),),
    "registry suggest": (
        ("newsnlp registry suggest data/processed", "into data/processed/suggested"),
        (
            "newsnlp registry suggest data/processed --registry registry --documents 5",
            "only what the registry lacks, met in five documents or more",
        ),
    ),
}


def epilog(command: str) -> str:
    """The examples of a command, each in two lines, as Rich's markup."""
    told = (f"  [bold]{line}[/bold]\n      {what}" for line, what in EXAMPLES[command])
    return "\n".join(("Examples", *told, "", "docs/commands.md has all commands on one page."))


def joined(text: str) -> str:
    """The text with each paragraph in one line, to be wrapped anew; indented lines stay."""
    return re.sub(r"(?<=\S)\n(?=\S)", " ", cleandoc(text))


def prose(command: Command) -> Command:
    """The command; what its docstring says fits a terminal of any width."""
    command.__doc__ = joined(command.__doc__ or "")
    return command
