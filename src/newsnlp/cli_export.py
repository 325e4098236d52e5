"""The commands `export` and `report`: saved tables in further formats, and as one page."""

import webbrowser
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from newsnlp.cli_faults import complain
from newsnlp.cli_help import prose
from newsnlp.errors import NewsNLPError
from newsnlp.export import WRITERS, Style, formats_of, prepare, write_tables
from newsnlp.tables import load_tables

__all__ = [
    "Formats",
    "Headers",
    "Headings",
    "Overwrite",
    "export",
    "folder_of",
    "report",
    "written",
]


class Headers(StrEnum):
    """The language of headings in CSV and XLSX."""

    RU = "ru"
    EN = "en"


Formats = Annotated[
    str,
    typer.Option(
        "--to", help=f"Formats, with commas between several: {', '.join(WRITERS)}.", metavar="LIST"
    ),
]
Headings = Annotated[
    Headers, typer.Option("--headers", help="Language of the headings in CSV and XLSX.")
]
Overwrite = Annotated[
    bool,
    typer.Option(
        "--overwrite",
        help="Write over files that are not from newsnlp, or were changed since it wrote them.",
        metavar="",
    ),
]
Saved = Annotated[
    Path, typer.Argument(help="Folder that «newsnlp extract … -o» wrote.", metavar="FOLDER")
]


@prose
def export(
    folder: Saved = Path("data/processed"),
    *,
    to: Formats,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help="Folder of the new files, if not FOLDER itself; is made if need be.",
            metavar="FOLDER",
        ),
    ] = None,
    headers: Headings = Headers.RU,
    overwrite: Overwrite = False,
) -> None:
    """Write saved tables in further formats, without reading the news again.

    The tables are read back from the CSV or JSONL that «newsnlp extract» wrote. What stood in the
    folder stays; all new files appear at once, or none.

    Exit status: 0 all written; 2 nothing was: no tables there, no place to write, a format that
    is not known.
    """
    formats = formats_of(to)
    target = folder if output is None else folder_of(str(output))
    tables = load_tables(folder)
    prepare(target, formats, overwrite=overwrite)
    style = Style(russian=headers is Headers.RU, note=complain)
    paths = write_tables(
        tables, target, formats, style=style, faults=None, keep=True, overwrite=overwrite
    )
    typer.echo(written(paths))


@prose
def report(
    folder: Saved = Path("data/processed"),
    *,
    browse: Annotated[
        bool, typer.Option("--open", help="Open the report in the browser.", metavar="")
    ] = False,
    overwrite: Overwrite = False,
) -> None:
    """Write report.html: people, forums, bodies, quotes and texts on one page for a browser.

    The page is one file that needs nothing else, so it can be sent on as it is.

    Exit status: 0 written; 2 not: no tables there, no place to write.
    """
    tables = load_tables(folder)
    prepare(folder, ["html"], overwrite=overwrite)
    paths = write_tables(tables, folder, ["html"], faults=None, keep=True, overwrite=overwrite)
    typer.echo(paths[0])
    if browse and not webbrowser.open(paths[0].resolve().as_uri()):
        raise NewsNLPError(f"{paths[0]}: no browser found; open it by hand")


def folder_of(output: str) -> Path:
    """The folder that -o names.

    Raises:
        NewsNLPError: it names none.
    """
    if not output.strip():
        raise NewsNLPError("-o: an empty path; name the folder of the tables")
    return Path(output)


def written(paths: Iterable[Path]) -> str:
    """Where to look: each lone file by its path, files of one kind together; the report last."""
    names: dict[str, list[Path]] = {}
    for path in paths:
        names.setdefault(path.suffix, []).append(path)
    groups = sorted(names.items(), key=lambda item: item[0] == ".html")
    return "\n".join(
        str(files[0]) if len(files) == 1 else str(files[0].with_name(f"*{ending}"))
        for ending, files in groups
    )
