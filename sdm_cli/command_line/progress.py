"""`sdm progress`."""

from typing import Annotated

import typer

from sdm_cli.command_line.options import Json, Plain, case_ids, group

app = group()


@app.command(epilog="Example: sdm progress stairs-and-grandchildren")
def progress(
    case: Annotated[str | None, typer.Argument(metavar="[CASE]", help="Only this case.", autocompletion=case_ids)] = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """See which steps were reached, touched and missed, practice by practice."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.progress import run

    raise typer.Exit(ended(lambda here: run(case, here, json=json), plain=plain))
