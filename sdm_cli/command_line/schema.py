"""`sdm schema`."""

from typing import Annotated, Literal

import typer

from sdm_cli.command_line.options import group

app = group()


@app.command(epilog="Example: sdm schema option-set > option-set.schema.json")
def schema(
    kind: Annotated[
        Literal["option-set", "case", "guide", "steps", "session"],
        typer.Argument(metavar="option-set|case|guide|steps|session", help="The kind of file; of a session it is one line."),
    ],
) -> None:
    """Print the JSON Schema of a kind of file, for editors that complete and explain as you write."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.describing import run

    raise typer.Exit(ended(lambda here: run(kind, here)))
