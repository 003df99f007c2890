"""A diagnostic: something to mend in a file, with its place and its remedy."""

from typing import Literal

from msgspec import Struct

Level = Literal["error", "warning", "note"]
"""error and warning are findings; a note is for whoever wants to do better."""


class Diagnostic(Struct, frozen=True, order=True):
    """One thing to mend: what, where, why, and what to do.

    `line` and `column` count from 1, columns in characters. `width` is how many characters to underline.
    `excerpt` is the line as written. `rule` is a short stable name, such as `unknown-key` or `R02`.
    """

    file: str
    line: int
    column: int
    rule: str
    message: str
    fix: str
    excerpt: str = ""
    width: int = 1
    level: Level = "error"
