"""Text that cannot steer a terminal."""

import re
import unicodedata

TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that make a reader see text in another order than it has. Marks of one letter's direction turn nothing else."""

_MAY_BE_IN_A_NUMBER = re.compile(r" (?<=\d )(?=\d{3}(?!\d))")
"""A blank between a digit and three more. It begins with the blank itself, which is found several times as fast."""
_GROUPS = re.compile(r"(?<![\d.,])(?<!\d )\d{1,3}(?: \d{3}){1,2}(?!\d)(?! \d{3}(?!\d))")
"""A number in groups of three digits, up to 999 999 999. More of them in a row, or a year before them, are a list of numbers."""


def inert(text: str) -> str:
    """The text with every control character shown as an escape, and white space as single spaces."""
    return " ".join(visible(text).split())


def visible(text: str) -> str:
    """The text with every control character shown as an escape, and white space as it is."""
    if text.isprintable():  # which no character is that could do harm
        return text
    return "".join(character if _is_harmless(character) else _escape(character) for character in text)


def unbroken(text: str, blank: str = "\u00a0") -> str:
    """The text with blanks in its numbers that no line is broken at: 10 000 is one word."""
    if _MAY_BE_IN_A_NUMBER.search(text) is None:
        return text
    return _GROUPS.sub(lambda number: number[0].replace(" ", blank), text)


def named(name: object) -> str:
    """The name of a file, which may hold anything, in one line that shows every character of it."""
    return "".join(_escape(character) if character in "\t\n\r" else character for character in visible(str(name)))


def _is_harmless(character: str) -> bool:
    if character in "\t\n\r ":
        return True
    return unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"} and character not in TURNING


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode()
