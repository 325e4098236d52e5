"""Tables → files: for people, for programs, for other systems.

`WRITERS` is the list of formats; to add one, add its line. All files of a run are put in place at
once, so that nobody ever sees half a table, or a disk that is full leaves old and new ones mixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsnlp.columns import COLUMNS
from newsnlp.errors import Fault
from newsnlp.export.folder import claim, listed, publish
from newsnlp.export.format import ExportError, Format, Style

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


# A writer is imported when its format is asked for: what all of them import takes half a second.


def _write_csv(tables: Tables, folder: Path, style: Style) -> None:
    from newsnlp.export.delimited import write_csv

    write_csv(tables, folder, style)


def _write_jsonl(tables: Tables, folder: Path, style: Style) -> None:
    from newsnlp.export.jsonl import write_jsonl

    write_jsonl(tables, folder, style)


def _write_xlsx(tables: Tables, folder: Path, style: Style) -> None:
    from newsnlp.export.xlsx import write_xlsx

    write_xlsx(tables, folder, style)


def _write_parquet(tables: Tables, folder: Path, style: Style) -> None:
    from newsnlp.export.parquet import write_parquet

    write_parquet(tables, folder, style)


def _write_sqlite(tables: Tables, folder: Path, style: Style) -> None:
    from newsnlp.export.sqlite import write_sqlite

    write_sqlite(tables, folder, style)


def _write_popolo(tables: Tables, folder: Path, style: Style) -> None:
    from newsnlp.export.popolo import write_popolo

    write_popolo(tables, folder, style)


def _write_ftm(tables: Tables, folder: Path, style: Style) -> None:
    from newsnlp.export.ftm import write_ftm

    write_ftm(tables, folder, style)


def _write_html(tables: Tables, folder: Path, style: Style) -> None:
    from newsnlp.report.page import report_html

    page = report_html(tables.in_memory())  # in Russian, whatever the style
    if len(page) > _HEAVY:
        style.note(
            f"report.html has {len(page) >> 20} million characters, which browsers open slowly; "
            "make reports of fewer texts"
        )
    (folder / "report.html").write_text(page, encoding="utf-8", errors="replace", newline="\n")


def _write_ics(tables: Tables, folder: Path, style: Style) -> None:
    from newsnlp.export.ics import write_ics

    write_ics(tables, folder, style)


def _write_graphml(tables: Tables, folder: Path, style: Style) -> None:
    from newsnlp.export.graphml import write_graphml

    write_graphml(tables, folder, style)


WRITERS: Mapping[str, Format] = {
    "csv": Format(_each("csv"), _write_csv, "a file a table, for a Russian Excel"),
    "jsonl": Format(_each("jsonl"), _write_jsonl, "a file a table, for programs"),
    "xlsx": Format(("tables.xlsx",), _write_xlsx, "one workbook, the press sheet first"),
    "parquet": Format(_each("parquet"), _write_parquet, "a typed file a table, for analysts"),
    "sqlite": Format(("tables.sqlite",), _write_sqlite, "a database with views and search"),
    "popolo": Format(
        ("popolo.json",), _write_popolo, "people, posts and events, for civic databases"
    ),
    "ftm": Format(("ftm.jsonl",), _write_ftm, "FollowTheMoney entities, for Aleph"),
    "ics": Format(("events.ics",), _write_ics, "the dated events, for a calendar"),
    "graphml": Format(("graph.graphml",), _write_graphml, "who, what and where, for Gephi and yEd"),
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
