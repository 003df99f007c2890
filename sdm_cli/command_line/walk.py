"""`sdm walk`."""

from typing import Annotated

import typer

from sdm_cli.command_line.options import Answers, Force, From, NoSave, Plain, Private, Summary, group, option_set_ids

app = group()


@app.command(epilog="Example: sdm walk knee-osteoarthritis --export summary.md")
def walk(
    option_set: Annotated[
        str | None, typer.Argument(metavar="[OPTION_SET]", help="An id of 'sdm list', or a file.", autocompletion=option_set_ids)
    ] = None,
    guide: Annotated[str, typer.Option(metavar="GUIDE", help="The guide to walk by: elwyn-2012, elwyn-2017, or a file.")] = "elwyn-2012",
    answers: Answers = None,
    export: Summary = None,
    start_at: From = None,
    force: Force = False,
    no_save: NoSave = False,
    private: Private = False,
    plain: Plain = False,
) -> None:
    """Rehearse a whole conversation, step by step, and end with a summary."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.walk import Wish, run

    wish = Wish(option_set, guide, answers, export or [], force, not no_save, start_at, private)
    raise typer.Exit(ended(lambda here: run(wish, here), plain=plain))
