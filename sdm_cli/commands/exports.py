"""Writing a session to files: checked before the walk, written after it."""

import os
from collections.abc import Sequence
from pathlib import Path

from sdm_cli.commands.surroundings import Surroundings
from sdm_cli.document.blocks import Document
from sdm_cli.exits import Exit, Refusal
from sdm_cli.model.option_set import OptionSet
from sdm_cli.pages.summary import Account

FORMATS = {".md": "markdown", ".json": "json", ".html": "html"}

_ENDINGS = {
    "markdown": (".md", ".markdown"),
    "json": (".json",),
    "html": (".html", ".htm"),
    "pdf": (".pdf",),
    "handout": (".html", ".htm", ".pdf"),
    "answers": (".yaml", ".yml"),
}
"""How the file of each format ends. A file of any other ending takes whatever is asked for."""


class CannotExport(Refusal):
    """A file cannot be written as asked."""

    exit = Exit.USAGE


def check_targets(paths: Sequence[Path], *, force: bool) -> None:
    """Whether every path can be written to. Raises CannotExport: better now than after fifteen minutes."""
    for number, path in enumerate(paths):
        if os.path.realpath(path) in map(os.path.realpath, paths[:number]):
            raise CannotExport(f"{path} is named twice. Name each file once.")
        if path.suffix not in FORMATS:
            raise CannotExport(f"{path} ends neither in .md nor in .json nor in .html. The ending chooses the format.")
        try:
            _check_target(path, force=force)
        except OSError as error:
            raise CannotExport(f"{path} cannot be written: {error.strerror or error}.") from error
        except ValueError as error:
            raise CannotExport(f"{path} cannot be written: {error}.") from error


def _check_target(path: Path, *, force: bool) -> None:
    if path.is_dir():
        raise CannotExport(f"{path} is a folder. Name a file in it.")
    if path.exists() and not force:
        raise CannotExport(f"{path} exists. Use --force to replace it, or name another file.")
    if not path.parent.is_dir():
        raise CannotExport(f"The folder {path.parent} does not exist. Make it first.")
    _try_target(path)


def _try_target(path: Path) -> None:
    """Open the file as it will be opened, since nothing else tells for sure; what was there stays as it was. Raises OSError."""
    is_new = not path.exists()
    with path.open("xb" if is_new else "ab"):
        pass
    if is_new:
        path.unlink()


def form_of(to: str | None, output: Path | None, forms: Sequence[str], otherwise: str) -> str:
    """The format that is asked for by name, or else by the ending of the file: the first of those that end so.

    Raises CannotExport where the name and the ending do not agree.
    """
    ending = output.suffix.lower() if output is not None else ""
    meant = [form for form in forms if ending in _ENDINGS[form]]
    is_known = any(ending in endings for endings in _ENDINGS.values())
    if to is None and is_known and not meant:
        raise CannotExport(f"{output} ends in {ending}, which is none of: {', '.join(forms)}. Name the format with --to.")
    if to is not None and is_known and to not in meant:
        raise CannotExport(f"{output} ends in {ending}, and {to} in {' or '.join(_ENDINGS[to])}. Name another file, or leave out --to.")
    return to or next(iter(meant), otherwise)


def page_text(document: Document, form: str, language: str = "en", *, one_sheet: bool = False) -> str:
    """A page as text of one format: markdown or html. `one_sheet` prints it in a small, close style."""
    if form == "markdown":
        from sdm_cli.document.markdown import to_markdown

        return to_markdown(document)
    from sdm_cli.document.html import to_html

    return to_html(document, language, one_sheet=one_sheet)


def rendered(account: Account, form: str) -> str:
    """The session as text of one format: markdown, json, html, handout or answers."""
    match form:
        case "markdown" | "html":
            from sdm_cli.pages.summary import summary

            return page_text(summary(account), form, account.walk.option_set.language)
        case "handout":
            from sdm_cli.pages.handout import handout

            record = account.record
            return page_text(handout(record.option_set, record), "html", record.option_set.language)
        case "answers":
            from sdm_cli.ask.answers_file import written_answers

            return written_answers(account.walk, account.state, private=account.private)
        case _:
            from sdm_cli.document.json import to_json
            from sdm_cli.pages.data import session_data

            return to_json(session_data(account))


def written_out(
    form: str, document: Document, option_set: OptionSet, output: Path | None, surroundings: Surroundings, *, force: bool, open_it: bool
) -> int:
    """Write a page of an option set in a format, to a file or to stdout. Raises CannotExport or CannotPrint."""
    if form == "json":
        from sdm_cli.document.json import to_json
        from sdm_cli.pages.data import option_set_data

        content = to_json(option_set_data(option_set)).encode()
    elif form == "pdf":
        from sdm_cli.commands.printing import to_pdf

        content = to_pdf(page_text(document, "html", option_set.language).encode())
    else:
        content = page_text(document, form, option_set.language).encode()
    if output is None and open_it:
        output = _for_a_look(surroundings, option_set.id, form)
    if output is None or str(output) == "-":
        surroundings.stdout.buffer.write(content)
        return Exit.DONE
    write_file(output, content, force=force or open_it)
    surroundings.say(f"Written: {output}")
    if open_it:
        import webbrowser

        if not webbrowser.open(output.resolve().as_uri()):
            surroundings.say("No browser could be opened here. Open the file yourself.")
    return Exit.DONE


def check_free(path: Path, *, force: bool) -> None:
    """Whether nothing is there, or may be replaced. Raises CannotExport."""
    try:
        if not force and path.exists():
            raise CannotExport(f"{path} exists. Use --force to replace it, or name another file.")
    except OSError as error:  # a name that is too long, or a folder that may not be looked into
        raise CannotExport(f"{path} cannot be written: {error.strerror or error}.") from error


def deliver(text: str, output: Path | None, surroundings: Surroundings, *, force: bool) -> None:
    """Write text to stdout, or to a file, and say where it is. Raises CannotExport."""
    if output is None or str(output) == "-":
        surroundings.data(text)
        return
    write_file(output, text.encode(), force=force)
    surroundings.say(f"Written: {output}")


def write_file(path: Path, content: bytes, *, force: bool) -> None:
    """Write a file, replacing one only if told to. Raises CannotExport."""
    check_free(path, force=force)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CannotExport(f"{path} cannot be written: {error.strerror or error}.") from error


def _for_a_look(surroundings: Surroundings, name: str, form: str) -> Path:
    """Where a page lies that was opened and not saved: one file a set, so that looking fills no disk."""
    ending = {"markdown": "md"}.get(form, form)
    folder = surroundings.data_folder / "pages"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotExport(f"{folder} cannot be made: {error.strerror or error}. Name a file with -o.") from error
    return folder / f"{name}.{ending}"
