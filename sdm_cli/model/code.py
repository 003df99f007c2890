"""The code that those who rehearse together share, so that what each of them kept can be joined; never a name."""

import re
from collections.abc import Callable

from sdm_cli.model.identifying import looks_like

HOW_A_CODE_LOOKS = "A code is 2 to 12 letters, digits and hyphens; it begins with a letter and has a digit, such as T7. It is never a name or a number of somebody's."
_FORM = re.compile(r"(?=.*[0-9])[A-Z][A-Z0-9-]{0,10}[A-Z0-9]")
_LETTERS, _DIGITS = "BCDFGHJKLMNPQRSTVWXZ", "23456789"
"""No vowels, so no words; no digits that look like letters."""


def code_in(typed: str) -> str | None:
    """The code that was typed, in its one form; None if it is none. A name has no digit, so it is none."""
    code = typed.strip().upper()
    return code if _FORM.fullmatch(code) and looks_like(code) is None else None


def made_code(pick: Callable[[str], str]) -> str:
    """A new code, short enough to be said across a room: letter, digit, letter, digit. `pick` takes one of some characters."""
    return "".join(pick(characters) for characters in (_LETTERS, _DIGITS, _LETTERS, _DIGITS))
