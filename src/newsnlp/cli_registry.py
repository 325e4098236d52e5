"""The commands of a registry: a template to fill in, and what the tables suggest for it."""

from pathlib import Path
from typing import Annotated

import typer

from newsnlp.cli_help import epilog, joined, prose

__all__ = ["app"]

app = typer.Typer(
    help=joined("""The press office's own list of people, bodies and events.

With it the tables have your ids and spellings, and what in the news contradicts it is listed in
check.csv. docs/registry.md explains the columns."""),
    epilog=epilog("registry"),
    no_args_is_help=True,
)


@app.command(epilog=epilog("registry init"))
@prose
def init(
    folder: Annotated[
        Path,
        typer.Argument(help="Folder of the registry; is made if need be.", metavar="FOLDER"),
    ] = Path("registry"),
    *,
    force: Annotated[
        bool,
        typer.Option("--force", help="Write over files that are there already.", metavar=""),
    ] = False,
) -> None:
    """Write people.csv, organisations.csv and events.csv to be filled in, a made-up row in each.

    Exit status: 0 written; 2 not, for instance because they are there already.
    """
    from newsnlp.registry.template import write_templates

    for path in write_templates(folder, force=force):
        typer.echo(str(path))


@app.command(epilog=epilog("registry show"))
@prose
def show(
    registry: Annotated[
        list[Path], typer.Argument(help="Files or folders of the registry.", metavar="REGISTRY")
    ],
) -> None:
    """Check a registry, and print each entry as the program understands it.

    Exit status: 0 all is understood; 2 something is not: file, row, and what to do.
    """
    from newsnlp.registry import Registry
    from newsnlp.registry.described import described

    for line in described(Registry.load(registry)):
        typer.echo(line)


@app.command(name="suggest", epilog=epilog("registry suggest"))
@prose
def suggest_command(
    tables: Annotated[
        Path, typer.Argument(help="Folder that «newsnlp extract … -o» wrote.", metavar="TABLES")
    ],
    *,
    registry: Annotated[
        list[Path] | None,
        typer.Option(help="What you have already: files or folders; repeatable.", metavar="PATH"),
    ] = None,
    documents: Annotated[
        int,
        typer.Option(min=1, help="Propose what is met in so many documents.", metavar="NUMBER"),
    ] = 2,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help="Folder of the proposals, if not TABLES/suggested.",
            metavar="FOLDER",
        ),
    ] = None,
) -> None:
    """Propose new people, bodies and events, and further names, as rows to be pasted.

    Exit status: 0 written; 2 not: no tables there, a registry that is not understood.
    """
    from newsnlp.registry import Registry
    from newsnlp.registry.headings import FILES
    from newsnlp.registry.suggest import suggest, write_proposals

    known = Registry.load(registry) if registry else Registry([])
    proposals = suggest(tables, known, documents=documents)
    paths = write_proposals(proposals, output or tables / "suggested")
    for kind, path in zip(FILES, paths, strict=True):
        typer.echo(f"{path}: {proposals.new[kind]} new, {proposals.names[kind]} further names")
