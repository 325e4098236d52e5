"""Arguments in, one call, messages out.

Exit status: 0 when all went well, 1 when some input was left out (the rest is in the tables), 2
when nothing could be done: wrong arguments, no such folder, no place to write. `check` has its own.

Each command imports what does its work when it is called: with the models at the top,
`--help` would take half a second, and so would the start of every command.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from newsnlp import __version__, cli_check, cli_export, cli_extract, cli_registry, cli_show
from newsnlp.batch.early import Early
from newsnlp.cli_faults import complain
from newsnlp.cli_help import Commands, epilog, joined, prose
from newsnlp.cli_inputs import RulesOnly, given_day
from newsnlp.errors import NewsNLPError
from newsnlp.read.decode import decode
from newsnlp.schema import Document, Extraction

__all__ = ["app", "main"]

app = typer.Typer(
    help=joined("""Russian news in, tables out: who holds which position in which body, who took
part in which forum and as what, who said what. Each row carries the sentence that it came from.

Everything runs on this machine: no text leaves it, and no command opens a connection, unless
«extract» is given a cluster or storage of yours. «newsnlp COMMAND --help» explains a command with
examples; the folder docs explains the rest.

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


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", metavar="")
    ] = False,
) -> None:
    if version:
        typer.echo(f"newsnlp {__version__}")
        raise typer.Exit


_TABLES, _TEXT, _OWN = Commands.TABLES, Commands.TEXT, Commands.OWN
app.command(epilog=epilog("extract"), rich_help_panel=_TABLES)(cli_extract.extract)
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
    from newsnlp.paradigm import Decliner

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
    from newsnlp.pipeline import Pipeline
    from newsnlp.score import gold_record, read_gold, score

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


def main(early: Early | None = None) -> None:
    """Run the command line; every error is one line on standard error.

    Args:
        early: processes that were started for it.
    """
    try:
        status = app(prog_name="newsnlp", standalone_mode=False, obj=early)
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


def _with_progress(
    extractions: Iterable[Extraction], total: int | None = None
) -> Iterator[Extraction]:
    """The extractions as they come; meanwhile a bar on standard error, if that is a terminal."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    console = Console(stderr=True)
    count = MofNCompleteColumn() if total else TextColumn("{task.completed} documents")
    columns = (TextColumn("{task.description}"), BarColumn(), count, TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        yield from bar.track(extractions, total, description="Reading")
