"""`sdm join`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from sdm_cli.command_line.options import Force, Json, Output, Plain, group

app = group()


@app.command(epilog="Example: sdm join T7 handed-in --to html -o t7.html")
def join(
    code: Annotated[str, typer.Argument(metavar="CODE", help="The code that the three share.")],
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH...]", help="Session files of the others, or folders that hold them.")
    ] = None,
    only: Annotated[bool, typer.Option("--only", help="Read only what is named, and none of your own sessions.")] = False,
    to: Annotated[Literal["markdown", "html", "json"] | None, typer.Option("--to", help="Write it in a format.")] = None,
    output: Output = None,
    force: Force = False,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Set side by side what the three of a role play kept: what was seen, and how it was for both."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.joining import Wish, run

    wish = Wish(code, paths or (), only, "json" if json else to, output, force)
    raise typer.Exit(ended(lambda here: run(wish, here), plain=plain))
