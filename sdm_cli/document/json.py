"""Data as JSON: indented, one object, a newline at the end."""

import msgspec


def to_json(data: object) -> str:
    """The data as text. Everything that msgspec can encode may be in it."""
    return f"{msgspec.json.format(msgspec.json.encode(data), indent=2).decode()}\n"
