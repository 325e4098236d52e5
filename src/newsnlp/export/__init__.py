"""Tables → files: for people, for programs, for other systems.

`WRITERS` is the list of formats; to add one, add its line. All files of a run are put in place at
once, so that nobody ever sees half a table, or a disk that is full leaves old and new ones mixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple, fields, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from newsnlp.columns import COLUMNS
from newsnlp.errors import Fault
from newsnlp.export.folder import claim, listed, publish
from newsnlp.export.format import ExportError, Format, Style, Writer

if TYPE_CHECKING:
    from newsnlp.tables import Tables

__all__ = [
    "WRITERS",
    "ExportError",
    "Format",
    "Style",
    "formats_of",
    "prepare",
    "write_tables",
]

_FAULTS = "errors.csv"
_HEAVY = 40 << 20  # characters of a report: some ten thousand texts
_FAULT_TITLES = ("Источник", "Строка", "Документ", "Этап", "Причина")


def _each(ending: str) -> tuple[str, ...]:
    """One file a table."""
    return tuple(f"{name}.{ending}" for name in COLUMNS)


def _writer(name: str, module: str = "") -> Writer:
    """The function `write_NAME` of a module here, which is imported when its format is asked for.

    What all of them import takes half a second.
    """

    def write(tables: Tables, folder: Path, style: Style) -> None:
        found: Writer = getattr(import_module(f"{__name__}.{module or name}"), f"write_{name}")
        found(tables, folder, style)

    return write


def _write_html(tables: Tables, folder: Path, style: Style) -> None:
    from newsnlp.report.page import report_html

    page = report_html(tables.in_memory())  # in Russian, whatever the style
    if len(page) > _HEAVY:
        style.note(
            f"report.html has {len(page) >> 20} million characters, which browsers open slowly; "
            "make reports of fewer texts"
        )
    (folder / "report.html").write_text(page, encoding="utf-8", errors="replace", newline="\n")


WRITERS: Mapping[str, Format] = {
    "csv": Format(_each("csv"), _writer("csv", "delimited"), "a file a table, for a Russian Excel"),
    "jsonl": Format(_each("jsonl"), _writer("jsonl"), "a file a table, for programs"),
    "xlsx": Format(("tables.xlsx",), _writer("xlsx"), "one workbook, the press sheet first"),
    "parquet": Format(_each("parquet"), _writer("parquet"), "a typed file a table, for analysts"),
    "sqlite": Format(("tables.sqlite",), _writer("sqlite"), "a database with views and search"),
    "popolo": Format(
        ("popolo.json",), _writer("popolo"), "people, posts and events, for civic databases"
    ),
    "ftm": Format(("ftm.jsonl",), _writer("ftm"), "FollowTheMoney entities, for Aleph"),
    "ics": Format(("events.ics",), _writer("ics"), "the dated events, for a calendar"),
    "graphml": Format(
        ("graph.graphml",), _writer("graphml"), "who, what and where, for Gephi and yEd"
    ),
    "html": Format(("report.html",), _write_html, "the report, for a browser"),
}


def formats_of(names: str) -> tuple[str, ...]:
    """The formats in a list with commas, each once.

    Raises:
        ExportError: one is not known, or there is none.
    """
    formats = tuple(dict.fromkeys(name.strip() for name in names.split(",") if name.strip()))
    unknown = [name for name in formats if name not in WRITERS]
    if unknown or not formats:
        what = f"no format {', '.join(unknown)}" if unknown else "no format at all"
        raise ExportError(f"--to {names}: {what}; known are {', '.join(WRITERS)}")
    return formats


def prepare(directory: Path, formats: Iterable[str], *, overwrite: bool = False) -> None:
    """Make the folder and see that the formats can be written, before hours of work are lost.

    Raises:
        ExportError: the folder cannot be made or written, a file in it is open in another program,
            or one that would be written over is not from `write_tables`.
    """
    names = [name for format_ in formats for name in WRITERS[format_].files]
    claim(directory, [*names, _FAULTS], overwrite=overwrite)


def write_tables(  # noqa: PLR0913 — what is asked of the files, each by its name
    tables: Tables,
    directory: Path,
    formats: Iterable[str],
    *,
    style: Style | None = None,
    faults: Iterable[Fault] | None = (),
    keep: bool = False,
    overwrite: bool = False,
) -> list[Path]:
    """Write the tables in each format, `errors.csv` and `manifest.json`, and say which files.

    Args:
        tables: as `make_tables` gives them.
        directory: is made if it does not exist.
        formats: keys of `WRITERS`.
        style: headings and links.
        faults: what is in no table, a row each; None where `errors.csv` is not to be written.
        keep: whether other files of the run before stay. If not, the folder tells of one run alone.
        overwrite: whether files that are not from here may be written over.

    Raises:
        ExportError: something cannot be written; what was in the folder before is as it was.
    """
    chosen = list(formats)
    there = keep and "report.html" in listed(directory)
    style = style or Style()
    style = replace(style, report=style.report or "html" in chosen or there)

    def fill(folder: Path) -> None:
        for format_ in chosen:
            WRITERS[format_].write(tables, folder, style)
        if faults is not None:
            from newsnlp.export.delimited import write_rows

            titles = _FAULT_TITLES if style.russian else [field.name for field in fields(Fault)]
            write_rows(folder / _FAULTS, titles, map(astuple, faults))

    return publish(directory, fill, keep=keep, overwrite=overwrite)
