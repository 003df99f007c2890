"""Comments that allow a rule to be broken at one place, with a reason.

    harms:
      - text: Sore skin is common.   # sdm allow R04: the guideline's own words, quoted

On a line of its own, the comment is for the value that begins on the next line.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from sdm_cli.content import placed
from sdm_cli.content.placed import Place, Slip, split_lines
from sdm_cli.content.places import place_within
from sdm_cli.model.rule import Silence

_COMMENT = re.compile(r"#[ \t]*sdm(?![^\W_])[\W_]*(?P<word>[^\W_]+)(?P<colon>[ \t]*:)?", re.IGNORECASE)
_ALLOW = re.compile(r"#[ \t]*sdm[ \t-]+allow[ \t]+(?P<rule>[A-Z]?[0-9]+(?:\.[0-9]+)*)[ \t]*:[ \t]*(?P<reason>\S.*)")
_MAY_ALLOW = re.compile(r"#\s*sdm", re.IGNORECASE)
"""Without this in a file there is nothing to look for in its lines and texts, which takes its time."""
_MOST_TOLD = 300
"""Comments written wrongly that are told of one file."""
_RULE = re.compile(r"[A-Z][0-9]{2}")
_MEANT = re.compile(r"a\w?l\w{0,3}w\w{0,2}|ignore\w?|disable\w?|silence\w?|skip|noqa", re.IGNORECASE)
"""Allow, nearly allow, and what other programs call it. A pattern, since a file may hold a hundred thousand comments."""


def silences(text: str, tree: placed.Mapping) -> tuple[dict[int, list[Silence]], list[Slip]]:
    """The comments of a file by the line that they are for, and those that are written wrongly."""
    found: dict[int, list[Silence]] = {}
    slips: list[Slip] = []
    if not _MAY_ALLOW.search(text):
        return found, slips
    lines = split_lines(text)
    inside = dict(_in_texts(tree, text))
    following = len(lines)
    # From the end, so that a comment on a line of its own knows which value comes next.
    for number, line in zip(range(len(lines), 0, -1), reversed(lines), strict=True):
        if (written := line.lstrip()) and written[0] != "#":
            following = number
        if "#" in line and number not in inside and (match := _COMMENT.search(line)):
            if said := _ALLOW.fullmatch(line, match.start()):
                silence = Silence(number, said["rule"], said["reason"].strip(), match.start() + 1)
                found.setdefault(following, []).append(silence)
            elif _is_to_allow(match):
                message = "a comment that allows something names the rule and the reason"
                slips.append(Slip(Place(number, match.start() + 1), "silence", message, "Write: # sdm allow R04: why"))
    # What was found last stands first in the file.
    return found, [*islice(inside.values(), _MOST_TOLD), *slips[-_MOST_TOLD:]]


def _is_to_allow(comment: re.Match[str]) -> bool:
    """Whether a comment that begins with 'sdm' is to allow something, however it is written."""
    word = comment["word"]
    return bool(_MEANT.fullmatch(word) or (comment["colon"] and _RULE.fullmatch(word)))


def _in_texts(tree: placed.Mapping, text: str) -> Iterator[tuple[int, Slip]]:
    """What looks like a comment and stands inside a text, where YAML knows no comments: patients would read it."""
    for scalar in placed.all_scalars(tree):
        # Most texts have none, which one look tells.
        for match in _COMMENT.finditer(scalar.text) if "#" in scalar.text else ():
            if not _is_to_allow(match):
                continue
            place = place_within(scalar, match.start(), match.end(), text)
            message = "this stands inside a text, and patients will read it"
            yield place.line, Slip(place, "silence", message, "Put it on the line of the key, behind '>-', or above the key.")


def unused(by_line: Mapping[int, list[Silence]], used: set[Silence], judged: set[str], known: set[str]) -> Iterator[Slip]:
    """Comments that allow nothing: their rule was looked for and keeps, or there is no such rule."""
    for silence in sorted(each for found in by_line.values() for each in found):
        if silence.rule not in known:
            yield Slip(
                Place(silence.line, silence.column),
                "silence",
                f"there is no rule {silence.rule}",
                "'sdm check --explain all' lists the rules.",
            )
        elif silence in used or silence.rule not in judged:
            continue
        else:
            message = f"nothing here breaks {silence.rule}, which this comment allows"
            yield Slip(Place(silence.line, silence.column), "unused-silence", message, "Delete the comment.", level="warning")
