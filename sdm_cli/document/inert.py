"""Text that cannot steer a terminal."""

import re
import unicodedata

TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that make a reader see text in another order than it has. Marks of one letter's direction turn nothing else."""

_IN_A_NUMBER = re.compile(r" (?<=\d )(?=\d{3}(?!\d))")
"""A blank between a digit and three more. It begins with the blank itself, which is found several times as fast."""


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
    return _IN_A_NUMBER.sub(blank, text)


def named(name: object) -> str:
    """The name of a file, which may hold anything, in one line that shows every character of it."""
    return "".join(_escape(character) if character in "\t\n\r" else character for character in visible(str(name)))


def _is_harmless(character: str) -> bool:
    if character in "\t\n\r ":
        return True
    return unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"} and character not in TURNING


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode()
