"""Options and arguments that several commands take."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

Template = Literal["agenda", "pendleton"]
"""The order of a feedback sheet."""
Part = Literal["options", "grid", "chances", "values", "questions", "sources"]
"""What of an option set can be shown alone."""


def group(**settings: Any) -> typer.Typer:
    """A command, or several under one name. Help is plain text: what draws it would cost every command a tenth of its start."""
    return typer.Typer(add_completion=False, rich_markup_mode=None, **settings)


def option_set_ids(incomplete: str) -> list[str]:
    """What a shell offers where an option set is named."""
    from sdm_cli.commands.completing import option_set_ids

    return option_set_ids(incomplete)


def case_ids(incomplete: str) -> list[str]:
    """What a shell offers where a case is named."""
    from sdm_cli.commands.completing import case_ids

    return case_ids(incomplete)


def session_ids(incomplete: str) -> list[str]:
    """What a shell offers where a session is named."""
    from sdm_cli.commands.completing import session_ids

    return session_ids(incomplete)


def exports(what: str) -> Any:
    """The option that writes what a conversation came to."""
    return typer.Option("--export", metavar="PATH", help=f"Write the {what} here at the end; .md, .html or .json. May be repeated.")


Plain = Annotated[bool, typer.Option("--plain", help="Line by line: no boxes, no colour, no redraw. For screen readers.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object; described in docs/json.md.")]
Force = Annotated[bool, typer.Option("--force", help="Replace files that exist.")]
NoSave = Annotated[bool, typer.Option("--no-save", help="Keep nothing on this machine.")]
Private = Annotated[bool, typer.Option("--private", help="Include the leaning that the clinician noted privately.")]
Answers = Annotated[str | None, typer.Option("--answers", metavar="FILE", help="Take the answers from a file; - is stdin.")]
From = Annotated[str | None, typer.Option("--from", metavar="STEP", help="Begin at this step, such as O4.")]
Summary = Annotated[list[Path] | None, exports("summary")]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write; stdout without it.")]
