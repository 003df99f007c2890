"""The marks of pictures: a shape of its own for each kind, so that nothing rests on colour.

All are of single width everywhere: Unicode calls them neutral, not ambiguous, so no terminal draws them double.
"""

from collections.abc import Mapping

UNICODE_MARKS: Mapping[str, str] = {"event": "\u25aa", "extra": "\u25b4", "avoided": "\u25bf", "between": "\u25ab", "none": "\u25e6"}
ASCII_MARKS: Mapping[str, str] = {"event": "#", "extra": "+", "avoided": "v", "between": "?", "none": "."}


def marks_for(encoding: str | None) -> Mapping[str, str]:
    """The nicest marks that a stream can really write."""
    try:
        "".join(UNICODE_MARKS.values()).encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII_MARKS
    return UNICODE_MARKS
