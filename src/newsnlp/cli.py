"""Arguments in, one call, messages out.

Exit status: 0 when all went well, 1 when some input was left out (the rest is in the tables), 2
when nothing could be done: wrong arguments, no such folder, no place to write. `check` has its own.
"""

import gc
import json
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from newsnlp import __version__, cli_check, cli_export, cli_registry, cli_show
from newsnlp.cli_export import Formats, Headers, Headings, Overwrite, folder_of, written
from newsnlp.cli_faults import complain, complain_of
from newsnlp.cli_help import Commands, Group, epilog, joined, prose
from newsnlp.cli_inputs import Published, Registries, RulesOnly, given_day, noting
from newsnlp.columns import TITLES
from newsnlp.errors import DocumentError, Fault, NewsNLPError
from newsnlp.export import Style, formats_of, prepare, write_tables
from newsnlp.identity import identify
from newsnlp.identity.archive import Keeper
from newsnlp.paradigm import Decliner
from newsnlp.pipeline import Pipeline
from newsnlp.read import ReadOptions, read
from newsnlp.read.decode import decode
from newsnlp.registry import Registry
from newsnlp.rows import CHECK_BELOW
from newsnlp.schema import Document, Extraction
from newsnlp.score import gold_record, read_gold, score
from newsnlp.tables import Tables, make_tables

__all__ = ["app", "main"]

app = typer.Typer(
    help=joined("""Russian news in, tables out: who holds which position in which body, who took
part in which forum and as what, who said what. Each row carries the sentence that it came from.

Everything runs on this machine: no text leaves it, and no command opens a connection. «newsnlp
COMMAND --help» explains a command with examples; the folder docs explains the rest.

Exit status: 0 all went well; 1 some input was left out, or «check» found something; 2 nothing was
done, and standard error says in one line why; 130 stopped by Ctrl-C."""),
    epilog=epilog("newsnlp"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Shape(StrEnum):
    """What `decline` prints: a table to read, or one JSON object a line."""

    TABLE = "table"
    JSONL = "jsonl"


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


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", metavar="")
    ] = False,
) -> None:
    if version:
        typer.echo(f"newsnlp {__version__}")
        raise typer.Exit


@app.command(epilog=epilog("extract"), rich_help_panel=Commands.TABLES)
@prose
def extract(  # noqa: PLR0913 — each option is an argument of the command line
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
) -> None:
    """Read news and write the tables; what cannot be read goes to errors.csv.

    A file is a text (.txt, .md, .docx, .html, .pdf, .odt, .rtf), holds many (.csv, .xlsx, .json,
    .jsonl, .parquet, .eml, .mbox, .rss), or packs such files (.zip, .tar, .gz); docs/input.md says
    what is taken from each. Old tables stay until all new ones are written; files that are not from
    newsnlp are never written over.

    Exit status: 0 all is in the tables; 1 some input was left out, and errors.csv says what and
    why; 2 nothing was written: wrong arguments, no place to write.
    """
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
    known = Registry.load(registry) if registry else None
    kept = Keeper(archive) if archive else None
    prepare(folder, formats, overwrite=overwrite)
    faults: list[Fault] = []
    documents = noting(read(inputs, options=options), faults)
    extractions = _extracted(documents, faults, rules_only=rules_only)
    tables = make_tables(
        _with_progress(extractions),
        tokens=tokens,
        indirect=indirect,
        min_score=min_score,
        check_below=check_below,
        registry=known,
        identifying=kept or identify,
    )
    style = Style(russian=headers is Headers.RU, note=complain)
    paths = write_tables(tables, folder, formats, style=style, faults=faults, overwrite=overwrite)
    if kept:
        kept.write()
    if len(tables["documents"]):
        typer.echo(_summary(tables, paths))
    if faults:
        complain_of(faults, folder / "errors.csv", nothing=not len(tables["documents"]))
        raise typer.Exit(1)


_TABLES, _TEXT, _OWN = Commands.TABLES, Commands.TEXT, Commands.OWN
app.command(epilog=epilog("export"), rich_help_panel=_TABLES)(cli_export.export)
app.command(epilog=epilog("report"), rich_help_panel=_TABLES)(cli_export.report)
app.command(epilog=epilog("show"), rich_help_panel=_TEXT)(cli_show.show)
app.command(epilog=epilog("explain"), rich_help_panel=_TEXT)(cli_show.explain)
app.command(help=cli_check.HELP, epilog=epilog("check"), rich_help_panel=_TEXT)(cli_check.check)
app.add_typer(cli_registry.app, name="registry", rich_help_panel=_OWN)


@app.command(epilog=epilog("decline"), rich_help_panel=_TEXT)
@prose
def decline(
    phrases: Annotated[
        list[str],
        typer.Argument(
            help="Titles, bodies, names; - reads them from standard input, one a line.",
            metavar="PHRASE",
        ),
    ],
    *,
    to: Annotated[
        Shape, typer.Option(help="A table to read, or one JSON object a line for programs.")
    ] = Shape.TABLE,
) -> None:
    """Put a title, a body or a name into the six cases: «ректор ТУСУРа» → «ректору ТУСУРа».

    Titles, bodies and names are inflected together; what they govern and names in quotation marks
    stay as they are, and so does the number.

    Exit status: 0 printed; 2 not: a phrase that is empty or has no Russian word.
    """
    decliner = Decliner.load()
    declined = [(phrase, decliner(phrase)) for phrase in _phrases(phrases)]
    if not declined:
        raise NewsNLPError("-: no phrase on standard input; give one a line")
    if to is Shape.JSONL:
        for phrase, forms in declined:
            row = {"phrase": phrase, "forms": forms.full, "short": forms.short or None}
            typer.echo(json.dumps(row, ensure_ascii=False))
    else:
        typer.echo("\n\n".join(str(forms) for _, forms in declined))


@app.command(name="score", epilog=epilog("score"), rich_help_panel=Commands.OWN)
@prose
def score_command(
    gold: Annotated[
        Path,
        typer.Argument(
            help="Folder of gold documents: *.json, or marked-up *.txt.", metavar="GOLD"
        ),
    ],
    rules_only: RulesOnly = False,
) -> None:
    """Measure the precision, recall and F1 of each table against gold documents.

    Exit status: 0 measured; 2 not: no gold documents there, or broken ones.
    """
    records = read_gold(gold)
    documents = [
        Document(
            record["id"],
            record["text"],
            given_day(record.get("published")),
            record.get("title") or "",
        )
        for record in records
    ]
    pipeline = Pipeline.load(rules_only=rules_only)
    extractions = _with_progress(pipeline.pipe(documents), len(documents))
    figures = score(records, map(gold_record, extractions))
    typer.echo(f"{'':20}{'P':>7}{'R':>7}{'F1':>7}{'right':>8}{'spurious':>10}{'missed':>8}")
    for name, figure in figures.items():
        ratios = f"{figure.precision:7.3f}{figure.recall:7.3f}{figure.f1:7.3f}"
        counts = f"{figure.right:8}{figure.spurious:10}{figure.missed:8}"
        typer.echo(f"{name:20}{ratios}{counts}")


def main() -> None:
    """Run the command line; every error is one line on standard error."""
    # A text leaves next to no circles behind: look for them rarely, it is a tenth of the time.
    gc.set_threshold(50_000, 20, 50)
    try:
        status = app(prog_name="newsnlp", standalone_mode=False)
    except NewsNLPError as error:
        for line in str(error).splitlines():
            complain(line)
        sys.exit(2)
    except typer.Abort:
        complain("stopped")
        sys.exit(130)
    except OSError as error:  # a folder closed to us, a name too long
        complain(f"{error.filename}: {error.strerror}; check the path and its permissions")
        sys.exit(2)
    except typer.TyperException as error:
        if error.format_message():  # none where a bare `newsnlp` has printed its help
            context = getattr(error, "ctx", None)  # of a usage error
            command = context.command_path if context else "newsnlp"
            complain(f"{error.format_message().rstrip('.')}; «{command} --help» explains")
        sys.exit(2)
    sys.exit(status if isinstance(status, int) else 0)


def _phrases(given: Iterable[str]) -> Iterator[str]:
    """The phrases; for - the lines of standard input that are not blank."""
    for phrase in given:
        lines = decode(sys.stdin.buffer.read()).splitlines() if phrase == "-" else [phrase]
        yield from (line for line in lines if line.strip() or phrase != "-")


def _extracted(
    documents: Iterator[Document], faults: list[Fault], *, rules_only: bool
) -> Iterator[Extraction]:
    """The extractions one by one; the models are opened when there is a first document."""

    def note(error: DocumentError) -> None:
        faults.append(Fault(error.source, None, error.document_id, error.stage, error.reason))

    for first in documents:
        pipeline = Pipeline.load(rules_only=rules_only)
        yield from pipeline.pipe(chain([first], documents), on_error=note)


def _with_progress(
    extractions: Iterable[Extraction], total: int | None = None
) -> Iterator[Extraction]:
    """The extractions as they come; meanwhile a bar on standard error, if that is a terminal."""
    console = Console(stderr=True)
    count = MofNCompleteColumn() if total else TextColumn("{task.completed} documents")
    columns = (TextColumn("{task.description}"), BarColumn(), count, TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        yield from bar.track(extractions, total, description="Reading")


def _summary(tables: Tables, paths: Iterable[Path]) -> str:
    lines = [f"{TITLES[name]:24}{len(frame):>8}" for name, frame in tables.items()]
    return "\n".join((*lines, "", written(paths)))
