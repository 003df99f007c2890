"""`sdm class`, and the command under it."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from sdm_cli.command_line.options import Force, Json, Output, Plain, group

app = group(no_args_is_help=True, help="See what a class practised, and what to teach again.", epilog="Example: sdm class report handed-in")


@app.callback()
def under() -> None:
    """Keep the command under its group, though it is the only one."""


@app.command(
    short_help="Tell what a class practised, without a name.", epilog="Example: sdm class report handed-in --to html -o class.html"
)
def report(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Session files, or folders that hold them; one folder a person.")],
    quotes: Annotated[bool, typer.Option("--quotes", help="Quote what was typed in the talks, without who typed it.")] = False,
    to: Annotated[Literal["markdown", "html", "json", "csv", "parquet"] | None, typer.Option("--to", help="Write it in a format.")] = None,
    output: Output = None,
    engine: Annotated[
        str | None, typer.Option("--engine", metavar="URL", help="What counts: python, duckdb, postgres://... or pyspark.")
    ] = None,
    follow: Annotated[bool, typer.Option("--follow", help="Follow every talk anew, even where a session says what it came to.")] = False,
    force: Force = False,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Tell what a class practised: steps, times, what never came to light. It names nobody and ranks nobody."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.cohort import Wish, run_report

    wish = Wish(paths, "json" if json else to, output, quotes, force, engine, follow)
    raise typer.Exit(ended(lambda here: run_report(wish, here), plain=plain))
