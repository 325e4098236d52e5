"""The command `extract`: folders of news to tables, in a run that survives what is in them."""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsnlp.batch.early import Early
from newsnlp.batch.reading import read_apart
from newsnlp.batch.run import Settings, in_parts
from newsnlp.cli_export import Formats, Headers, Headings, Overwrite, folder_of, written
from newsnlp.cli_faults import complain, complain_of
from newsnlp.cli_help import Group, prose
from newsnlp.cli_inputs import Published, Registries, RulesOnly, given_day
from newsnlp.cli_progress import Told
from newsnlp.columns import TITLES
from newsnlp.errors import NewsNLPError
from newsnlp.export import Style, formats_of, prepare, write_tables
from newsnlp.page import CHECK_BELOW, Wanted
from newsnlp.read import ReadOptions
from newsnlp.tables import spooled

if TYPE_CHECKING:
    from newsnlp.identity.archive import Keeper
    from newsnlp.registry import Registry

__all__ = ["extract"]

Inputs = Annotated[
    list[str],
    typer.Argument(help="Files, folders or globs; - is standard input.", metavar="INPUT"),
]


def _named(what: str) -> object:
    """The option that names the column of something."""
    return typer.Option(
        help=f"Column or field with the {what}, where it has no usual name.",
        metavar="NAME",
        rich_help_panel=Group.INPUT,
    )


@prose
def extract(  # noqa: PLR0913 — each option is an argument of the command line
    context: typer.Context,
    inputs: Inputs,
    *,
    output: Annotated[
        str,
        typer.Option(
            "-o", "--output", help="Folder of the tables; is made if need be.", metavar="FOLDER"
        ),
    ] = "data/processed",
    to: Formats = "csv,jsonl",
    headers: Headings = Headers.RU,
    overwrite: Overwrite = False,
    tokens: Annotated[
        bool,
        typer.Option(
            "--tokens",
            help="Write the table of tokens, too: lemma, part of speech, grammar of each word.",
            metavar="",
            rich_help_panel=Group.CONTENT,
        ),
    ] = False,
    indirect: Annotated[
        bool,
        typer.Option(
            "--indirect",
            help="In the press sheet, quote who has no direct quote indirectly.",
            metavar="",
            rich_help_panel=Group.CONTENT,
        ),
    ] = False,
    min_score: Annotated[
        float,
        typer.Option(
            min=0,
            max=1,
            help="Leave out roles, participations and quotes that are less likely to be right.",
            metavar="CHANCE",
            rich_help_panel=Group.CONTENT,
        ),
    ] = 0.0,
    check_below: Annotated[
        float,
        typer.Option(
            min=0,
            max=1,
            help="In the press sheet, say what to check where it is less likely to be right.",
            metavar="CHANCE",
            rich_help_panel=Group.CONTENT,
        ),
    ] = CHECK_BELOW,
    rules_only: RulesOnly = False,
    registry: Registries = None,
    archive: Annotated[
        Path | None,
        typer.Option(
            help="File of what earlier runs identified: ids stay, and it grows by these documents.",
            metavar="FILE",
            rich_help_panel=Group.NAMES,
        ),
    ] = None,
    text_column: Annotated[str | None, _named("text")] = None,
    id_column: Annotated[str | None, _named("document's id")] = None,
    title_column: Annotated[str | None, _named("title")] = None,
    date_column: Annotated[str | None, _named("date of publication")] = None,
    separator: Annotated[
        str | None,
        typer.Option(
            help="A line of this and nothing else, such as ---, parts texts of a .txt or .md.",
            metavar="LINE",
            rich_help_panel=Group.INPUT,
        ),
    ] = None,
    published: Published = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Processes that extract; by default one for each processor, as far as needed.",
            metavar="N",
            rich_help_panel=Group.RUN,
        ),
    ] = None,
    timeout: Annotated[
        float,
        typer.Option(
            min=1,
            help="Seconds that a document may take, and one more for each thousand characters.",
            metavar="SECONDS",
            rich_help_panel=Group.RUN,
        ),
    ] = 120.0,
    memory: Annotated[
        int | None,
        typer.Option(
            min=512,
            help="Megabytes of address space that a process may take; no limit by default.",
            metavar="MB",
            rich_help_panel=Group.RUN,
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume/--no-resume",
            help="Go on where an earlier run of the same command was stopped, or start anew.",
            metavar="",
            rich_help_panel=Group.RUN,
        ),
    ] = True,
    scheduler: Annotated[
        str | None,
        typer.Option(
            help="Have the workers of a Dask cluster extract: the address of its scheduler.",
            metavar="ADDRESS",
            rich_help_panel=Group.RUN,
        ),
    ] = None,
    storage: Annotated[
        str | None,
        typer.Option(
            help="Where parts lie that are not tables yet, if not in the output folder; a path, or "
            "an address like s3://bucket/folder. All machines of a cluster must see it.",
            metavar="PLACE",
            rich_help_panel=Group.RUN,
        ),
    ] = None,
    log_json: Annotated[
        bool,
        typer.Option(
            "--log-json",
            help="Tell the progress as JSON lines on standard error, for another program.",
            metavar="",
            rich_help_panel=Group.RUN,
        ),
    ] = False,
) -> None:
    """Read news and write the tables; what cannot be read goes to errors.csv.

    A file is a text (.txt, .md, .docx, .html, .pdf, .odt, .rtf), holds many (.csv, .xlsx, .json,
    .jsonl, .parquet, .eml, .mbox, .rss), or packs such files (.zip, .tar, .gz); docs/input.md says
    what is taken from each. Old tables stay until all new ones are written; files that are not from
    newsnlp are never written over.

    A run that was stopped, by Ctrl-C or by the machine, goes on where it was when the same command
    is given again. A document that kills the process that reads it, or takes too long, is listed,
    and the rest goes on.

    On one machine each processor extracts. With --scheduler the workers of a Dask cluster do (pip
    install 'newsnlp[cluster]'; docs/scale.md); a run may be begun here and ended there.

    Exit status: 0 all is in the tables; 1 some input was left out, and errors.csv says what and
    why; 2 nothing was written: wrong arguments, no place to write; 130 stopped by Ctrl-C.
    """
    if scheduler and workers:
        raise NewsNLPError(
            "--workers is for this machine: a cluster has as many as were started on it"
        )
    formats = formats_of(to)
    folder = folder_of(output)
    options = ReadOptions(
        text_column,
        id_column,
        title_column,
        date_column,
        given_day(published),
        folder,
        separator,
    )
    known = _registry(registry) if registry else None
    kept = _keeper(archive) if archive else None
    prepare(folder, formats, overwrite=overwrite)
    settings = Settings(
        Wanted(tokens, indirect, min_score, check_below),
        rules_only=rules_only,
        registry=tuple(registry or ()),
        workers=workers or os.cpu_count() or 1,
        timeout=timeout,
        memory=memory,
        fresh=not resume,
        scheduler=scheduler,
        storage=storage,
    )
    given = sys.stdin.buffer.read() if "-" in inputs else None
    early = context.find_object(Early)
    items = read_apart(inputs, options, stdin=given, timeout=timeout, memory=memory, early=early)
    style = Style(russian=headers is Headers.RU, note=complain)
    with (
        Told(as_json=log_json) as told,
        in_parts(items, folder, settings, heard=told, early=early) as run,
    ):
        with spooled(
            run.pages(),
            run.work / "pages.sqlite",
            tokens=tokens,
            registry=known,
            identifying=kept,
            watch=told.watch,
        ) as tables:
            told.stage("Writing")
            faults = run.faults()
            paths = write_tables(
                tables, folder, formats, style=style, faults=faults, overwrite=overwrite
            )
            counts = {name: tables.count(name) for name in tables}
        if kept:
            kept.write()
    if counts["documents"]:
        typer.echo(_summary(counts, paths))
    if faults:
        complain_of(faults, folder / "errors.csv", nothing=not counts["documents"])
        raise typer.Exit(1)


def _registry(paths: list[Path]) -> "Registry":
    from newsnlp.registry import Registry

    return Registry.load(paths)


def _keeper(path: Path) -> "Keeper":
    from newsnlp.identity.archive import Keeper

    return Keeper(path)


def _summary(counts: Mapping[str, int], paths: Iterable[Path]) -> str:
    lines = [f"{TITLES[name]:24}{count:>8}" for name, count in counts.items()]
    return "\n".join((*lines, "", written(paths)))
