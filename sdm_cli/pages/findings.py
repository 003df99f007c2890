"""Diagnostics the way a good compiler prints them: place, message, the line underlined, the remedy."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from msgspec.structs import replace

from sdm_cli.document.inert import inert
from sdm_cli.document.plain import folded
from sdm_cli.model.diagnostic import Diagnostic
from sdm_cli.model.rule import Rule

_PLACEHOLDERS = "R18"
_LONGEST, _LEAST, _BEFORE = 400, 20, 60
"""Columns of a line that are shown at most and at least, and how many of them before the place, where the line is longer."""
_MARGIN, _INDENT, _CUT = "  | ", "  ", "..."
_SHOWN = 3
"""Placeholders of a file that are told in full; a new file has dozens."""


def findings_text(diagnostics: Sequence[Diagnostic], rules: Mapping[str, Rule] | None = None, width: int | None = None) -> str:
    """All diagnostics, in the order given. Why a rule is one is told the first time that it is broken.

    `width` is that of a terminal, in columns: it would tear words, and part the underline from its line.
    """
    told: set[str] = set()
    found = []
    for diagnostic in _without_a_flood(diagnostics):
        rule = (rules or {}).get(diagnostic.rule)
        is_new = rule is not None and rule.id not in told
        found.append(_finding(diagnostic, rule.why if rule is not None and is_new else "", width))
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


def _finding(diagnostic: Diagnostic, why: str, width: int | None) -> str:
    level = "" if diagnostic.level == "error" else f"{diagnostic.level}: "
    place = f"{inert(diagnostic.file)}:{diagnostic.line}:{diagnostic.column}"
    head = folded(f"{place}: {level}{diagnostic.rule}: {inert(diagnostic.message)}", width, _INDENT)
    excerpt = _underlined(diagnostic, width) if diagnostic.excerpt.strip() else ""
    reason = folded(f"  why: {why}", width, _INDENT * 2) + "\n" if why else ""
    remedy = folded(f"  = {inert(diagnostic.fix)}", width, _INDENT * 2)
    return f"{head}\n{excerpt}{reason}{remedy}\n"


def _underlined(diagnostic: Diagnostic, width: int | None) -> str:
    """The line and its underline; of a line that is too long, the part around the place."""
    # A line may be megabytes long.
    passed = max(0, diagnostic.column - 1 - _LONGEST)
    start = diagnostic.column - 1 - passed
    end = start + diagnostic.width
    shown = "".join(_shown(character) for character in diagnostic.excerpt[passed : passed + 3 * _LONGEST])
    room = _LONGEST if width is None else max(width - len(_MARGIN) - 1, _LEAST)
    first = 0
    if _cells(shown) > room:
        first = 0 if _cells(shown[:end]) <= room - len(_CUT) else max(0, start - min(_BEFORE, room // 3))
        shown = _cut(shown, first, room)
    start, end = start - first, end - first
    return f"{_MARGIN}{shown}\n{_MARGIN}{' ' * _cells(shown[:start])}{'^' * max(1, _cells(shown[start:end]))}\n"


def _cut(shown: str, first: int, room: int) -> str:
    """As much of a line as there is room for, with dots where it was cut."""
    part = shown[first : first + room]
    while _cells(part) > room:
        part = part[:-1]
    after = _CUT if first + len(part) < len(shown) else ""
    before = _CUT if first else ""
    return f"{before}{part[len(before) : len(part) - len(after)]}{after}"


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
