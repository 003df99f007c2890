"""The program: its commands in a line each, and its beginning and end. What a command takes is read only when it is asked for."""

import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from sdm_cli import __version__

COMMANDS = {
    "list": "List decisions, cases and guides.",
    "show": "Read an option set, or write it as a handout.",
    "walk": "Rehearse a conversation, step by step.",
    "practice": "Talk with a made-up patient.",
    "progress": "See what you practised, step by step.",
    "sessions": "Go on with, read, write out or delete what you did.",
    "cards": "Make the pages for a role play in threes.",
    "observe": "Watch a role play, and give feedback.",
    "reflect": "Say how a role play was for you.",
    "join": "Put together what the three of a role play kept.",
    "score": "Score the numbers of a form that you may use.",
    "class": "See what a class practised, and what to teach again.",
    "new": "Begin an option set, a case or a guide.",
    "check": "Find what is to be mended in your files.",
    "preview": "See your file as its readers will, at every save.",
    "schema": "Print a JSON Schema for your editor.",
    "completion": "Print a script for your shell.",
}
"""Every command, in the order of those who need it, with a line that fits a terminal of 80 columns."""

_WELCOME = """sdm rehearses shared decision making: talks, options, honest numbers.

  sdm walk knee-osteoarthritis    rehearse a conversation, step by step
  sdm practice                    talk with a made-up patient
  sdm show knee-osteoarthritis    read the options, pros and cons, and chances
  sdm list                        see which decisions there are

sdm --help lists everything."""


class OnDemand(TyperGroup):
    """Commands of which only names and lines are known, until one is called: to declare them all takes as long as a bare Python."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**settings, "commands": {name: TyperCommand(name, help=line) for name, line in COMMANDS.items()}})

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is called, as it is declared in its own file. Raises UsageError if there is none, with the nearest name."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, declared(name) if name and command else command, rest


def declared(name: str) -> Any:
    """One of `COMMANDS`, with its arguments and its help."""
    file = "class_" if name == "class" else name  # a word of the language names no module
    return typer.main.get_command(import_module(f"sdm_cli.command_line.{file}").app)


app = typer.Typer(
    name="sdm",
    cls=OnDemand,
    # It would offer two options of its own; 'sdm completion' prints the scripts.
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: sdm walk knee-osteoarthritis --export summary.md",
)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Rehearse a shared decision: three talks, reasonable options, honest numbers. Offline. No medical advice."""
    if version:
        typer.echo(f"sdm {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(_WELCOME)


def main() -> None:
    """Run the program."""
    # What a command loads is there to stay: looking through it for rubbish, again and again, finds none.
    gc.set_threshold(10_000)
    _open_closed_streams()
    try:
        _run()
    finally:
        _give_up_what_nobody_reads()


def _run() -> None:
    stdout = sys.stdout
    try:
        try:
            _know_the_shells()
            app()
        finally:
            # What is still to be written fails here, where it can be said, and not when the interpreter ends.
            sys.stdout.flush()
    except OSError as error:
        from sdm_cli.commands.boundary import unwritten

        sys.exit(unwritten(error))
    except SystemExit:
        # The command-line library puts a mute stream in the place of one whose reader is gone, and says 1.
        if sys.stdout is stdout:
            raise
        from sdm_cli.exits import Exit

        sys.exit(Exit.CLOSED_PIPE)


def _know_the_shells() -> None:
    """Be ready for a shell that completes. Loading it would cost every command a tenth of its start; only such a shell asks for it."""
    if "_SDM_COMPLETE" in os.environ:
        from typer.completion import completion_init  # type: ignore[attr-defined]

        completion_init()


def _give_up_what_nobody_reads() -> None:
    """What a closed window did not take would be tried again when the interpreter ends, which then says 120 whatever we said."""
    try:
        sys.stderr.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def _open_closed_streams() -> None:
    """Put a mute stream in the place of one that was closed before we began, or the next file we open would get its number."""
    is_mute = sys.stdout is None
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open to the end, as streams are
    if is_mute:
        from sdm_cli.exits import Exit

        sys.stderr.write("Standard output is closed, so there is nowhere to write to.\n")
        sys.exit(Exit.FINDINGS)
