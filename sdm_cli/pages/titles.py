"""What things are called: people read titles, and ids are for files and programs."""

from collections.abc import Mapping

Titles = Mapping[tuple[str, str], str]
"""Titles by kind (`cases`, `guides`, `option-sets`) and id."""
NO_TITLES: Titles = {}


def called(titles: Titles, kind: str, name: str) -> str:
    """The title of what has an id; where nobody here knows it, the id as words."""
    return titles.get((kind, name)) or name.replace("-", " ").capitalize()
