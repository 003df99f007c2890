"""`sdm new`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from sdm_cli.command_line.options import group, option_set_ids

app = group()


@app.command(epilog="Example: sdm new option-set my-sets/back-pain.yaml")
def new(
    kind: Annotated[Literal["option-set", "case", "guide"], typer.Argument(metavar="KIND", help="option-set, case or guide.")],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file to write; its name becomes the id.")],
    title: Annotated[str, typer.Option(metavar="TITLE", help="What it is called.")] = "",
    decision: Annotated[str, typer.Option(metavar="QUESTION", help="The decision, as a patient would ask it.")] = "",
    option: Annotated[list[str] | None, typer.Option(metavar="NAME", help="An option; waiting first. May be repeated.")] = None,
    option_set: Annotated[str, typer.Option(metavar="ID_OR_PATH", help="The option set of a case.", autocompletion=option_set_ids)] = "",
    author: Annotated[str, typer.Option(metavar="NAME", help="Who writes it.")] = "",
    source: Annotated[
        str | None, typer.Option("--from", metavar="ID_OR_PATH", help="Copy this option set, to change it.", autocompletion=option_set_ids)
    ] = None,
) -> None:
    """Begin an option set, a case or a guide: a file with comments and TODOs. Never replaces one."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.starting import Wish, run

    def ask() -> str:
        try:
            return str(typer.prompt(">", default="", show_default=False, prompt_suffix=" ", err=True))
        except typer.Abort:
            raise KeyboardInterrupt from None

    wish = Wish(kind, path, title, decision, author, option or (), option_set, source)
    raise typer.Exit(ended(lambda here: run(wish, here, ask)))
