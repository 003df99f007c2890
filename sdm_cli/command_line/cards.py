"""`sdm cards`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from sdm_cli.command_line.options import Force, Plain, case_ids, group

app = group()


@app.command(epilog="Example: sdm cards stairs-and-grandchildren -o cards")
def cards(
    case: Annotated[str, typer.Argument(metavar="CASE", help="An id of 'sdm list --kind cases', or a file.", autocompletion=case_ids)],
    role: Annotated[
        Literal["patient", "clinician", "observer", "all"], typer.Option(help="Whose page; each sees only its own part.")
    ] = "all",
    guide: Annotated[str, typer.Option(metavar="GUIDE", help="The guide whose steps the observer watches.")] = "elwyn-2012",
    to: Annotated[Literal["html", "markdown"] | None, typer.Option("--to", help="Write it so; html prints on one sheet.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="DIR", help="The folder to write to.")] = None,
    force: Force = False,
    plain: Plain = False,
) -> None:
    """Make the pages for a role play in threes: patient, clinician, observer. One sheet each."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.carding import Wish, run

    wish = Wish(case, role, guide, to, output, force)
    raise typer.Exit(ended(lambda here: run(wish, here), plain=plain))
