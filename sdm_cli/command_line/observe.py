"""`sdm observe`."""

from pathlib import Path
from typing import Annotated

import typer

from sdm_cli.command_line.options import Answers, Force, NoSave, Plain, Template, case_ids, exports, group, option_set_ids

app = group()


def _ids_to_watch(incomplete: str) -> list[str]:
    return [*case_ids(incomplete), *option_set_ids(incomplete)]


@app.command(epilog="Example: sdm observe stairs-and-grandchildren --export feedback.html")
def observe(
    watched: Annotated[
        str | None,
        typer.Argument(metavar="[OPTION_SET|CASE]", help="What is talked about: an id, or a file.", autocompletion=_ids_to_watch),
    ] = None,
    guide: Annotated[str, typer.Option(metavar="GUIDE", help="The guide whose steps are watched.")] = "elwyn-2012",
    code: Annotated[str | None, typer.Option(metavar="CODE", help="A code that the three of you share; never a name.")] = None,
    template: Annotated[Template, typer.Option("--template", help="The order of the feedback sheet.")] = "agenda",
    answers: Answers = None,
    export: Annotated[list[Path] | None, exports("feedback")] = None,
    force: Force = False,
    no_save: NoSave = False,
    plain: Plain = False,
) -> None:
    """Watch a role play or a recording: one key a step, words with their minute, and a feedback sheet at the end."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.observe import Wish, run

    wish = Wish(watched, guide, code, template, answers, export or [], force, not no_save)
    raise typer.Exit(ended(lambda here: run(wish, here), plain=plain))
