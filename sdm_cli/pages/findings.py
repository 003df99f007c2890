"""Diagnostics the way a good compiler prints them: place, message, the line underlined, the remedy."""

from collections.abc import Sequence

from sdm_cli.document.inert import inert
from sdm_cli.model.diagnostic import Diagnostic


def findings_text(diagnostics: Sequence[Diagnostic]) -> str:
    """All diagnostics, in the order of the file."""
    return "".join(_finding(diagnostic) for diagnostic in diagnostics)


def _finding(diagnostic: Diagnostic) -> str:
    head = f"{inert(diagnostic.file)}:{diagnostic.line}:{diagnostic.column}: {diagnostic.rule}: {inert(diagnostic.message)}\n"
    excerpt = _underlined(diagnostic) if diagnostic.excerpt.strip() else ""
    return f"{head}{excerpt}  = {inert(diagnostic.fix)}\n"


def _underlined(diagnostic: Diagnostic) -> str:
    before = "".join(_shown(character) for character in diagnostic.excerpt[: diagnostic.column - 1])
    line = "".join(_shown(character) for character in diagnostic.excerpt)
    width = max(1, min(diagnostic.width, len(line) - len(before)))
    return f"  | {line}\n  | {' ' * len(before)}{'^' * width}\n"


def _shown(character: str) -> str:
    """One visible character for one character, so that the underline stays under its place."""
    return character if character.isprintable() else " " if character == "\t" else "\ufffd"
