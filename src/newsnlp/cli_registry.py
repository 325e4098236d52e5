"""The commands of a registry: a template to fill in, and what the tables suggest for it."""

from pathlib import Path
from typing import Annotated

import typer

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
