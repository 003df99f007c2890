"""Comments that allow a rule to be broken at one place, with a reason.

    harms:
      - text: Sore skin is common.   # sdm allow R04: the guideline's own words, quoted

On a line of its own, the comment is for the value that begins on the next line.
"""

import re
from collections.abc import Iterator, Mapping

from sdm_cli.content import placed
from sdm_cli.content.placed import Place, Slip, split_lines
from sdm_cli.model.rule import Silence

_COMMENT = re.compile(r"(?P<before>.*?)#[ \t]*sdm[ \t-]+allow\b(?P<said>.*)$")
_SAID = re.compile(r"[ \t]+(?P<rule>[A-Z]?[0-9]+(?:\.[0-9]+)*)[ \t]*:[ \t]*(?P<reason>\S.*)")


def silences(text: str, tree: placed.Mapping) -> tuple[dict[int, list[Silence]], list[Slip]]:
    """The comments of a file by the line that they are for, and those that are written wrongly."""
    found: dict[int, list[Silence]] = {}
    slips: list[Slip] = []
    if "sdm" not in text:
        return found, slips
    lines = split_lines(text)
    inside = dict(_in_texts(tree, text))
    for number, line in enumerate(lines, start=1):
        if number in inside:
            slips.append(inside[number])
        elif match := _COMMENT.match(line):
            if said := _SAID.fullmatch(match["said"]):
                silence = Silence(number, said["rule"], said["reason"].strip())
                found.setdefault(number if match["before"].strip() else _next(lines, number), []).append(silence)
            else:
                place = Place(number, len(match["before"]) + 1)
                slips.append(
                    Slip(place, "silence", "a comment that allows something names the rule and the reason", "Write: # sdm allow R04: why")
                )
    return found, slips


def _in_texts(node: placed.Node, text: str) -> Iterator[tuple[int, Slip]]:
    """What looks like a comment and stands inside a text, where YAML knows no comments: patients would read it."""
    if isinstance(node, placed.Scalar):
        for match in _COMMENT.finditer(node.text):
            place = placed.place_within(node, match.start("said") - len("allow"), match.end("said"), text)
            message = "this stands inside a text, and patients will read it"
            yield place.line, Slip(place, "silence", message, "Put it on the line of the key, behind '>-', or above the key.")
    else:
        for item in node.items if isinstance(node, placed.Sequence) else node.items.values():
            yield from _in_texts(item, text)


def _next(lines: list[str], number: int) -> int:
    """The line after one that is not empty and no comment."""
    following = (later for later, line in enumerate(lines[number:], start=number + 1) if line.strip() and not line.lstrip().startswith("#"))
    return next(following, number)


def unused(by_line: Mapping[int, list[Silence]], used: set[Silence], judged: set[str], known: set[str]) -> Iterator[Slip]:
    """Comments that allow nothing: their rule was looked for and keeps, or there is no such rule."""
    for silence in (each for found in by_line.values() for each in found):
        if silence.rule not in known:
            yield Slip(Place(silence.line, 1), "silence", f"there is no rule {silence.rule}", "'sdm check --explain all' lists the rules.")
        elif silence in used or silence.rule not in judged:
            continue
        else:
            message = f"nothing here breaks {silence.rule}, which this comment allows"
            yield Slip(Place(silence.line, 1), "unused-silence", message, "Delete the comment.", level="warning")
