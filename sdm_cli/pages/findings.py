"""Diagnostics the way a good compiler prints them: place, message, the line underlined, the remedy."""

import unicodedata
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
    shown = "".join(_shown(character) for character in diagnostic.excerpt)
    start = diagnostic.column - 1
    place = shown[start : start + diagnostic.width]
    return f"  | {shown}\n  | {' ' * _cells(shown[:start])}{'^' * max(1, _cells(place))}\n"


def _shown(character: str) -> str:
    """One visible character for one character, so that the underline stays under its place."""
    return character if character.isprintable() else " " if character == "\t" else "\ufffd"


def _cells(text: str) -> int:
    """Columns that a text takes in a terminal: two for wide characters, none for marks that stand on others."""
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
