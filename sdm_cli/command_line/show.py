"""`sdm show`."""

from typing import Annotated, Literal

import typer

from sdm_cli.command_line.options import Force, Json, Output, Part, Plain, group, option_set_ids

app = group()


@app.command(epilog="Example: sdm show knee-osteoarthritis --part chances")
def show(
    option_set: Annotated[str, typer.Argument(metavar="ID_OR_PATH", help="An id of 'sdm list', or a file.", autocompletion=option_set_ids)],
    part: Annotated[Part | None, typer.Option(help="One part alone.")] = None,
    options: Annotated[str | None, typer.Option(metavar="A,B", help="Compare only these options.")] = None,
    baseline: Annotated[
        list[str] | None, typer.Option(metavar="OUTCOME=BASELINE", help="Start an outcome's figures from this group. May be repeated.")
    ] = None,
    aloud: Annotated[bool, typer.Option("--aloud", help="How to say the numbers to a person.")] = False,
    to: Annotated[
        Literal["html", "markdown", "json", "pdf"] | None,
        typer.Option("--to", help="Write a handout (html, pdf) or the set (markdown, json)."),
    ] = None,
    output: Output = None,
    open_it: Annotated[bool, typer.Option("--open", help="Open the handout in the browser.")] = False,
    force: Force = False,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Read an option set: options, pros and cons, chances, questions, sources; or write it as a handout."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.showing import View, run

    view = View(option_set, part, options, baseline or (), aloud, "json" if json else to, output, force, open_it)
    raise typer.Exit(ended(lambda here: run(view, here), plain=plain))
