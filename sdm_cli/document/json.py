"""Data as JSON: indented, one object, a newline at the end."""

import re

import msgspec

_UNPRINTED = re.compile(r"[^\n -~\u00a1-\u00ac\u00ae-\uffff]|[\u0378-\uffff]")


def to_json(data: object) -> str:
    """The data as text. Everything that msgspec can encode may be in it.

    Characters that a terminal would not print but obey are written as JSON's own escapes.
    """
    text = msgspec.json.format(msgspec.json.encode(data), indent=2).decode()
    return f"{_UNPRINTED.sub(_escaped, text)}\n"


def _escaped(found: re.Match[str]) -> str:
    character = found[0]
    if character.isprintable():
        return character
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
