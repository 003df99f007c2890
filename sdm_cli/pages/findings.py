"""Diagnostics the way a good compiler prints them: place, message, the line underlined, the remedy."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from msgspec.structs import replace

from sdm_cli.document.inert import inert
from sdm_cli.model.diagnostic import Diagnostic
from sdm_cli.model.rule import Rule

_PLACEHOLDERS = "R18"
_SHOWN = 3
"""Placeholders of a file that are told in full; a new file has dozens."""


def findings_text(diagnostics: Sequence[Diagnostic], rules: Mapping[str, Rule] | None = None) -> str:
    """All diagnostics, in the order given. Why a rule is one is told the first time that it is broken."""
    told: set[str] = set()
    found = []
    for diagnostic in _without_a_flood(diagnostics):
        rule = (rules or {}).get(diagnostic.rule)
        is_new = rule is not None and rule.id not in told
        found.append(_finding(diagnostic, rule.why if rule is not None and is_new else ""))
        told.add(diagnostic.rule)
    return "".join(found)


def _without_a_flood(diagnostics: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """All but the later ones of many placeholders in a file: the last that is shown names their lines."""
    for _, group in groupby(diagnostics, key=lambda each: each.file):
        found = list(group)
        open_ends = [each for each in found if each.rule == _PLACEHOLDERS]
        more = open_ends[_SHOWN:] if len(open_ends) > _SHOWN + 1 else []
        last = open_ends[_SHOWN - 1] if more else None
        passed_over = set(more)
        yield from (_naming(each, more) if each is last else each for each in found if each not in passed_over)


def _naming(diagnostic: Diagnostic, more: Sequence[Diagnostic]) -> Diagnostic:
    lines = ", ".join(str(line) for line in dict.fromkeys(each.line for each in more))
    return replace(diagnostic, message=f"{diagnostic.message}; {len(more)} more on lines {lines}")


def _finding(diagnostic: Diagnostic, why: str) -> str:
    level = "" if diagnostic.level == "error" else f"{diagnostic.level}: "
    place = f"{inert(diagnostic.file)}:{diagnostic.line}:{diagnostic.column}"
    head = f"{place}: {level}{diagnostic.rule}: {inert(diagnostic.message)}\n"
    excerpt = _underlined(diagnostic) if diagnostic.excerpt.strip() else ""
    reason = f"  why: {why}\n" if why else ""
    return f"{head}{excerpt}{reason}  = {inert(diagnostic.fix)}\n"


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
