"""The marks of pictures and tables: a shape of its own for each kind of person, so that nothing rests on colour.

All are of single width everywhere: Unicode calls those of people neutral, not ambiguous, so no terminal draws them
double.
"""

from collections.abc import Mapping

Marks = Mapping[str, str]
"""One character for each kind of part of a picture, and `rule` for the line below a table's head."""

UNICODE_MARKS: Marks = {"event": "\u25aa", "extra": "\u25b4", "avoided": "\u25bf", "between": "\u25ab", "none": "\u25e6", "rule": "\u2500"}
ASCII_MARKS: Marks = {"event": "#", "extra": "+", "avoided": "v", "between": "?", "none": ".", "rule": "-"}


def marks_for(encoding: str | None) -> Marks:
    """The nicest marks that a stream can really write."""
    try:
        "".join(UNICODE_MARKS.values()).encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII_MARKS
    return UNICODE_MARKS
