"""`sdm practice`."""

from pathlib import Path
from typing import Annotated

import typer

from sdm_cli.command_line.options import Answers, Force, NoSave, Plain, case_ids, exports, group

app = group()


@app.command(epilog="Example: sdm practice stairs-and-grandchildren --export debrief.md")
def practice(
    case: Annotated[
        str | None, typer.Argument(metavar="[CASE]", help="An id of 'sdm list --kind cases', or a file.", autocompletion=case_ids)
    ] = None,
    seed: Annotated[int | None, typer.Option(metavar="N", help="The order of the things to say; the same N, the same order.")] = None,
    own_words: Annotated[bool, typer.Option("--own-words", help="Your own words come first, every time.")] = False,
    answers: Answers = None,
    export: Annotated[list[Path] | None, exports("debrief")] = None,
    force: Force = False,
    no_save: NoSave = False,
    due: Annotated[bool, typer.Option("--due", help="List the cases last practised four weeks ago or longer.")] = False,
    plain: Plain = False,
) -> None:
    """Talk with a made-up patient, and read afterwards what your words did."""
    from sdm_cli.commands.boundary import ended

    if due:
        from sdm_cli.commands.progress import run_due

        raise typer.Exit(ended(run_due, plain=plain))
    from sdm_cli.commands.practice import Wish, run

    wish = Wish(case, seed, own_words, answers, export or [], force, not no_save)
    raise typer.Exit(ended(lambda here: run(wish, here), plain=plain))
