"""`sdm preview`."""

from pathlib import Path
from typing import Annotated

import typer

from sdm_cli.command_line.options import Part, Plain, group

app = group()


@app.command(epilog="Example: sdm preview my-sets/back-pain.yaml")
def preview(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file that you are writing.")],
    part: Annotated[Part | None, typer.Option(help="One part alone.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Show it once and leave.")] = False,
    plain: Plain = False,
) -> None:
    """Show a file as its readers will see it, with what is to be mended, again at every save."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.previewing import run

    raise typer.Exit(ended(lambda here: run(path, part, here, once=once), plain=plain))
