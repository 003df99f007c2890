"""New files: a skeleton with comments and honest TODOs, or a copy of a set that says what it was copied from."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from json import dumps
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec import Struct

from sdm_cli.content import placed
from sdm_cli.content.catalogue import BUNDLED
from sdm_cli.content.placed import Mapping, Scalar

Kind = Literal["option-set", "case", "guide"]
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ,.'?()-]*[A-Za-z0-9.?)]|[A-Za-z]")
"""Text that YAML reads as it stands; anything else is put in quotes."""
_WORDS = {"true", "false", "null"}


class Named(Struct, frozen=True):
    """A name, and the id made of it."""

    id: str
    name: str


class Beginnings(Struct, frozen=True):
    """What a new file says already. What is empty stays a TODO."""

    id: str
    today: date
    title: str = ""
    decision: str = ""
    author: str = ""
    options: Sequence[str] = ()
    option_set: str = ""


def skeleton(kind: Kind, known: Beginnings) -> str:
    """A file of this kind that has the right form, and whose TODOs 'sdm check' finds."""
    environment = Environment(
        loader=FileSystemLoader(BUNDLED / "skeletons"),
        autoescape=False,  # noqa: S701 - YAML and no HTML; every text goes through the filter below
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["yaml"] = _as_yaml
    options = named(known.options or ("Carry on as now", "TODO: the other option"))
    return environment.get_template(f"{kind}.yaml.jinja").render(
        id=known.id,
        title=known.title or "TODO: a short title",
        decision=known.decision or "TODO: such as: Shall I rest my thumb, or wear a splint?",
        author=known.author or "TODO: your name",
        options=options,
        option_set=known.option_set,
        today=known.today.isoformat(),
        in_a_year=_in_a_year(known.today).isoformat(),
    )


def copied(raw: bytes, known: Beginnings) -> str:
    """A set with another id that names what it was copied from, as a draft of today that nobody has vouched for.

    `raw` is a file without mistakes.
    """
    text = placed.decode(raw)
    tree, _ = placed.parse(text)
    if tree is None:
        return text
    changes = {
        "id": known.id,
        "status": "draft",
        "updated": known.today.isoformat(),
        "review_due": _in_a_year(known.today).isoformat(),
    }
    lines = [_changed(line, number, tree, changes) for number, line in enumerate(text.splitlines(keepends=True), start=1)]
    gone = _lines_of(tree, "published", text) | _lines_of(tree, "attested", text)
    kept = [line for number, line in enumerate(lines, start=1) if number not in gone]
    at = tree.keys["id"].at.line - sum(number < tree.keys["id"].at.line for number in gone)
    origin = ", as of ".join(scalar.text for key in ("id", "updated") if (scalar := tree.get(key, Scalar)))
    kept.insert(at, f"adapted_from: {_as_yaml(origin)}\n")
    return "".join(kept)


def _changed(line: str, number: int, tree: Mapping, changes: dict[str, str]) -> str:
    for key, value in changes.items():
        scalar = tree.get(key, Scalar)
        if scalar is not None and scalar.at.line == number:
            start = scalar.at.column - 1
            return f"{line[:start]}{value}{line[start:].removeprefix(scalar.text)}"
    return line


def _lines_of(tree: Mapping, key: str, text: str) -> set[int]:
    """The lines that a key of the top level and its value take."""
    if key not in tree.keys:
        return set()
    first = tree.keys[key].at.line
    later = [other.at.line for other in tree.keys.values() if other.at.line > first]
    return set(range(first, min(later, default=text.count("\n") + 2)))


def named(names: Sequence[str]) -> list[Named]:
    """Names with ids that differ from each other."""
    found: list[Named] = []
    for number, name in enumerate(names, start=1):
        identity = id_of(name) or f"option-{number}"
        taken = {each.id for each in found}
        found.append(Named(identity if identity not in taken else f"{identity}-{number}", name))
    return found


def id_of(words: str) -> str:
    """An id made of some words: small letters, digits and hyphens; empty if nothing of them can stay."""
    plain = unicodedata.normalize("NFKD", words.removeprefix("TODO: ")).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:48].strip("-")


def _as_yaml(text: str) -> str:
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    return text if is_plain else dumps(text, ensure_ascii=False)


def _in_a_year(day: date) -> date:
    leap_day = (2, 29)
    return date(day.year + 1, 2, 28) if (day.month, day.day) == leap_day else day.replace(year=day.year + 1)
