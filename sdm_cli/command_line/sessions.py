"""`sdm sessions`, and the commands under it."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from sdm_cli.command_line.options import Force, From, Json, Plain, Private, Summary, Template, group, session_ids

app = group(no_args_is_help=True, help="Go on with, read, write out or delete what was rehearsed.", epilog="Example: sdm sessions resume")

Session = Annotated[str, typer.Argument(metavar="ID", help="The session, or the beginning of its id.", autocompletion=session_ids)]
As = Annotated[str | None, typer.Option("--guide", metavar="GUIDE", help="Tell it in the terms of another guide, such as elwyn-2017.")]
InOrder = Annotated[
    Template | None, typer.Option("--template", help="Of an observation: another order for its feedback sheet.", show_default=False)
]


@app.command("list", short_help="List sessions, the newest first.", epilog="Example: sdm sessions list --json")
def list_sessions(json: Json = False, plain: Plain = False) -> None:
    """List sessions, the newest first, with the command that goes on with each."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.sessions import run_list

    raise typer.Exit(ended(lambda here: run_list(here, json=json), plain=plain))


@app.command(epilog="Example: sdm sessions show k7m2")
def show(session: Session, guide: As = None, template: InOrder = None, private: Private = False, plain: Plain = False) -> None:
    """Read the summary of a session."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.sessions import run_show

    raise typer.Exit(ended(lambda here: run_show(session, guide, here, private=private, template=template), plain=plain))


@app.command(epilog="Example: sdm sessions resume k7m2")
def resume(
    session: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="The session; without it, the newest unfinished one.", autocompletion=session_ids)
    ] = None,
    start_at: From = None,
    export: Summary = None,
    force: Force = False,
    private: Private = False,
    plain: Plain = False,
) -> None:
    """Go on with a session at the question where it stopped."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.sessions import run_resume

    raise typer.Exit(ended(lambda here: run_resume(session, start_at, export or [], here, force=force, private=private), plain=plain))


@app.command(
    short_help="Write a session in a format, or all as tables.", epilog="Example: sdm sessions export k7m2 --to markdown -o summary.md"
)
def export(
    session: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="The session, or the beginning of its id.", autocompletion=session_ids)
    ] = None,
    to: Annotated[
        Literal["markdown", "html", "handout", "json", "answers", "csv", "jsonl", "parquet"] | None,
        typer.Option("--to", help="The format; without it the file's ending says it, or else it is markdown."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="PATH", help="Where to write; stdout without it. With --all a folder.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All sessions as tidy tables: --to csv, jsonl or parquet.")] = False,
    words: Annotated[bool, typer.Option("--words", help="With --all: a table of what was typed, too.")] = False,
    guide: As = None,
    template: InOrder = None,
    force: Force = False,
    private: Private = False,
) -> None:
    """Write a session as a summary, a handout for the patient, JSON or an answers file; or all of them as tables."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.sessions import run_export, run_export_all

    if everything:
        raise typer.Exit(ended(lambda here: run_export_all(session, to, output, here, words=words, force=force)))
    raise typer.Exit(ended(lambda here: run_export(session, guide, to, output, here, force=force, private=private, template=template)))


@app.command(epilog="Example: sdm sessions delete k7m2 --yes")
def delete(session: Session, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Delete a session for good."""
    from sdm_cli.commands.boundary import ended
    from sdm_cli.commands.sessions import run_delete

    raise typer.Exit(ended(lambda here: run_delete(session, here, typer.confirm, yes=yes)))
