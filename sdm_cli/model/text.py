"""The few shapes that words take in option sets and guides."""

from typing import Annotated

from msgspec import Meta, Struct

END = r"$(?!\n)"
"""The end of a pattern: of the text, in every dialect, and not of its last line."""

Words = Annotated[str, Meta(min_length=1)]
Id = Annotated[
    str,
    Meta(
        pattern=rf"^[a-z0-9]+(-[a-z0-9]+)*{END}",
        description="Small letters, digits and hyphens, such as knee-osteoarthritis.",
    ),
]
Date = Annotated[
    str,
    Meta(pattern=rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{END}", description="Year, month and day, such as 2026-11-21."),
]


class Value(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The base of everything that is read from YAML: frozen, and strict about its keys."""


def following(first: str, second: str) -> str:
    """Two pieces as one text: what begins with a capital begins a sentence."""
    return f"{first.rstrip('.')}. {second}" if second[:1].isupper() else f"{first}; {second}"
