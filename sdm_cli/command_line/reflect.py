"""`sdm reflect`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from sdm_cli.command_line.options import Answers, Force, NoSave, Plain, case_ids, exports, group

app = group()


@app.command(epilog="Example: sdm reflect patient T7")
def reflect(
    role: Annotated[Literal["patient", "clinician"], typer.Argument(metavar="ROLE", help="Whose part you played: patient or clinician.")],
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="The code on the observer's sheet; without it, you are asked. Never a name.")
    ] = None,
    case: Annotated[str | None, typer.Option(metavar="CASE", help="The case that you played.", autocompletion=case_ids)] = None,
    answers: Answers = None,
    export: Annotated[list[Path] | None, exports("reflection")] = None,
    force: Force = False,
    no_save: NoSave = False,
    plain: Plain = False,
) -> None:
    """Say how a role play was for you, right after it: three questions for the patient's part, one for the clinician's."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.reflect import Wish, run

    wish = Wish(role, code, case, answers, export or [], force, not no_save)
    raise typer.Exit(ended(lambda here: run(wish, here), plain=plain))
