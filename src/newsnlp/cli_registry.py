"""The commands of a registry: a template to fill in, and what the tables suggest for it."""

from pathlib import Path
from typing import Annotated

import typer

from newsnlp.registry import Registry
from newsnlp.registry.described import described
from newsnlp.registry.headings import FILES
from newsnlp.registry.suggest import suggest, write_proposals
from newsnlp.registry.template import write_templates

__all__ = ["app"]

app = typer.Typer(
    help="The press office's own list of people, bodies and events.", no_args_is_help=True
)


@app.command()
def init(
    folder: Annotated[
        Path, typer.Argument(help="Folder of the registry; is made if need be.")
    ] = Path("registry"),
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Write over files that are there already.")
    ] = False,
) -> None:
    """Write people.csv, organisations.csv and events.csv to be filled in, a made-up row in each."""
    for path in write_templates(folder, force=force):
        typer.echo(str(path))


@app.command()
def show(
    registry: Annotated[
        list[Path], typer.Argument(help="Files or folders of the registry.", metavar="REGISTRY")
    ],
) -> None:
    """Check a registry, and print each entry as the program understands it."""
    for line in described(Registry.load(registry)):
        typer.echo(line)


@app.command(name="suggest")
def suggest_command(
    tables: Annotated[Path, typer.Argument(help="Folder that `newsnlp extract` wrote.")],
    *,
    registry: Annotated[
        list[Path] | None,
        typer.Option(help="What you have already: files or folders; may be given repeatedly."),
    ] = None,
    documents: Annotated[
        int, typer.Option(min=1, help="Propose what is met in so many documents.")
    ] = 2,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Folder of the proposals, else TABLES/suggested."),
    ] = None,
) -> None:
    """Propose new people, bodies and events, and further names, as rows to be pasted."""
    known = Registry.load(registry) if registry else Registry([])
    proposals = suggest(tables, known, documents=documents)
    paths = write_proposals(proposals, output or tables / "suggested")
    for kind, path in zip(FILES, paths, strict=True):
        typer.echo(f"{path}: {proposals.new[kind]} new, {proposals.names[kind]} further names")
