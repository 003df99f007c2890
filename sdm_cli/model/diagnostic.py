"""A diagnostic: one mistake in a file, with its place and its remedy."""

from msgspec import Struct


class Diagnostic(Struct, frozen=True, order=True):
    """One mistake: what, where, why, and what to do.

    `line` and `column` count from 1, columns in characters. `width` is how many characters to underline.
    `excerpt` is the line as written. `rule` is a short stable name, such as `unknown-key`.
    """

    file: str
    line: int
    column: int
    rule: str
    message: str
    fix: str
    excerpt: str = ""
    width: int = 1
