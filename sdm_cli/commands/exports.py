"""Writing a session to files: checked before the walk, written after it."""

from collections.abc import Sequence
from pathlib import Path

from sdm_cli.exits import Exit, Refusal
from sdm_cli.pages.summary import Account

FORMATS = {".md": "markdown", ".json": "json"}


class CannotExport(Refusal):
    """A file cannot be written as asked."""

    exit = Exit.USAGE


def check_targets(paths: Sequence[Path], *, force: bool) -> None:
    """Whether every path can be written to. Raises CannotExport: better now than after fifteen minutes."""
    for path in paths:
        if path.suffix not in FORMATS:
            raise CannotExport(f"{path} ends neither in .md nor in .json. The ending chooses the format.")
        if path.is_dir():
            raise CannotExport(f"{path} is a folder. Name a file in it.")
        if path.exists() and not force:
            raise CannotExport(f"{path} exists. Use --force to replace it, or name another file.")
        if not path.parent.is_dir():
            raise CannotExport(f"The folder {path.parent} does not exist. Make it first.")


def export(account: Account, path: Path) -> None:
    """Write the session in the format that the ending chooses. Raises CannotExport."""
    try:
        path.write_text(rendered(account, FORMATS[path.suffix]), encoding="utf-8", newline="\n")
    except OSError as error:
        raise CannotExport(f"{path} cannot be written: {error.strerror or error}. The session itself is kept.") from error


def rendered(account: Account, form: str) -> str:
    """The session as text of one format: markdown, json or answers."""
    match form:
        case "markdown":
            from sdm_cli.document.markdown import to_markdown
            from sdm_cli.pages.summary import summary

            return to_markdown(summary(account))
        case "answers":
            from sdm_cli.ask.answers_file import written_answers

            return written_answers(account.walk, account.state, private=account.private)
        case _:
            from sdm_cli.document.json import to_json
            from sdm_cli.pages.data import session_data

            return to_json(session_data(account))
