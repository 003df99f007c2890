"""`sdm score`."""

from typing import Annotated, Literal

import typer

from sdm_cli.command_line.options import Json, Plain, group

app = group()


@app.command(epilog="Example: sdm score option5 0 1 2 1 0")
def score(
    # Their arithmetic is known here; none of their items is.
    measure: Annotated[
        Literal["collaborate", "sure", "dcs", "option5"], typer.Argument(metavar="MEASURE", help="collaborate, sure, dcs or option5.")
    ],
    numbers: Annotated[list[str], typer.Argument(metavar="NUMBERS...", help="The answers, form by form; - reads them from stdin.")],
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Score numbers from a form that you hold the right to use, with formula, source and limits."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.scoring import run

    raise typer.Exit(ended(lambda here: run(measure, numbers, here, json=json), plain=plain))
