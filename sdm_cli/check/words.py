"""The word lists of a language: labels, steering words, jargon. They are data, so that a school can change them."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from sdm_cli.content import placed
from sdm_cli.content.catalogue import BUNDLED
from sdm_cli.document.inert import named
from sdm_cli.exits import Refusal
from sdm_cli.files import read_file

FOLDER = "words"


class NoWordList(Refusal):
    """A file of word lists cannot be read."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"The word lists in {named(path)} cannot be read: {why}.")


ListName = Literal["labels", "steering", "colouring", "leading", "relative", "jargon", "let_pass"]
Phrases = Mapping[str, Sequence[tuple[ListName, re.Pattern[str]]]]
"""All phrases of a language by their first word in small letters, each with the list it stands in; the longest first."""


@lru_cache
def word_lists(language: str, folders: tuple[Path, ...]) -> Phrases | None:
    """The lists of a language such as en or en-GB, the user's own before the bundled ones; None if there are none."""
    # What is no language must not lead out of the folder.
    for folder in (*folders, BUNDLED) if language[:2].isalpha() else ():
        path = folder / FOLDER / f"{language[:2]}.yaml"
        try:
            # Behind a locked door it cannot even be told whether there is one.
            if not path.is_file():
                continue
            tree, _ = placed.parse(placed.decode(read_file(path, placed.LARGEST)))
        except (placed.Unreadable, OSError) as error:
            raise NoWordList(path, getattr(error, "strerror", None) or str(error)) from None
        return _phrases(tree) if tree else {}
    return None


def _phrases(tree: placed.Mapping) -> Phrases:
    found: dict[str, list[tuple[ListName, re.Pattern[str]]]] = {}
    listed = [(name, scalar.text.split()) for name in get_args(ListName) for scalar in tree.scalars(name)]
    for name, parts in sorted(listed, key=lambda each: len(" ".join(each[1])), reverse=True):
        if parts:
            pattern = r"\s+".join(re.escape(part) for part in parts).replace("'", "['\u2019]")
            # What is written with capitals, such as OR for an odds ratio, is found with capitals alone.
            flags = re.NOFLAG if any(part.isupper() for part in parts) else re.IGNORECASE
            found.setdefault(parts[0].lower(), []).append((name, re.compile(rf"{pattern}(?!\w)", flags)))
    return found
