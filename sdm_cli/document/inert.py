"""Text that cannot steer a terminal."""

import unicodedata

_DIRECTION = {
    "LEFT-TO-RIGHT EMBEDDING", "RIGHT-TO-LEFT EMBEDDING", "POP DIRECTIONAL FORMATTING",
    "LEFT-TO-RIGHT OVERRIDE", "RIGHT-TO-LEFT OVERRIDE",
    "LEFT-TO-RIGHT ISOLATE", "RIGHT-TO-LEFT ISOLATE", "FIRST STRONG ISOLATE", "POP DIRECTIONAL ISOLATE",
}  # fmt: skip
"""Characters that make a reader see text in another order than it has."""


def inert(text: str) -> str:
    """The text with every control character shown as an escape, and white space as single spaces."""
    if text.isprintable():  # which no character is that could do harm
        return " ".join(text.split())
    shown = "".join(character if _is_harmless(character) else _escape(character) for character in text)
    return " ".join(shown.split())


def _is_harmless(character: str) -> bool:
    if character in "\t\n\r ":
        return True
    return unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"} and unicodedata.name(character, "") not in _DIRECTION


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode()
