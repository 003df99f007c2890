"""`sdm list`."""

from typing import Annotated, Literal

import typer

from sdm_cli.command_line.options import Json, Plain, group

app = group()


@app.command("list", epilog="Example: sdm list --kind guides")
def list_library(
    kind: Annotated[Literal["option-sets", "guides", "cases"], typer.Option(help="What to list.")] = "option-sets",
    json: Json = False,
    plain: Plain = False,
) -> None:
    """List the decisions that can be rehearsed, the cases to practise with, or the guides."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.listing import run

    raise typer.Exit(ended(lambda here: run(kind, here, json=json), plain=plain))
