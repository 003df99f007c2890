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
from sdm_cli.exits import Refusal

Kind = Literal["option-set", "case", "guide"]
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ,.'?()-]*[A-Za-z0-9.?)]|[A-Za-z]")
"""Text that YAML reads as it stands; anything else is put in quotes."""
_WORDS = {"true", "false", "null"}


class CannotCopy(Refusal):
    """A set that is written in braces, or all on one line."""

    def __init__(self) -> None:
        super().__init__("The keys of this set do not stand on lines of their own. Copy the file by hand, and give it another id.")


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

    `raw` is a file without mistakes. Raises CannotCopy if its keys do not stand on lines of their own.
    """
    text = placed.decode(raw).replace("\r\n", "\n")
    tree, _ = placed.parse(text)
    if tree is None or "id" not in tree.keys or text[tree.mark.index : tree.mark.index + 1] == "{":
        raise CannotCopy
    origin = ", as of ".join(scalar.text for key in ("id", "updated") if (scalar := tree.get(key, Scalar)))
    by = "; ".join(scalar.text for each in tree.entries("authors") if (scalar := each.get("name", Scalar)))
    author = _as_yaml(known.author or "TODO: your name")
    written = {
        "published": "",
        "attested": "",
        "adapted_from": "",
        "authors": f'authors:\n  - name: {author}\n    role: "TODO: what you do"\n',
        **({"title": f"title: {_as_yaml(known.title)}\n"} if known.title else {}),
        **({"decision": f"decision: {_as_yaml(known.decision)}\n"} if known.decision else {}),
        "id": f"id: {_as_yaml(known.id)}\nadapted_from: {_as_yaml(f'{origin}, by {by}')}\n",
        "status": "status: draft\n",
        "updated": f"updated: {known.today.isoformat()}\n",
        "review_due": f"review_due: {_in_a_year(known.today).isoformat()}\n",
    }
    lines = text.splitlines(keepends=True)
    for key, new in written.items():
        taken = sorted(_lines_of(tree, key, text))
        for number in taken:
            lines[number - 1] = new if number == taken[0] else ""
    return f"# yaml-language-server: $schema=option-set.schema.json\n{''.join(lines)}"


def _lines_of(tree: Mapping, key: str, text: str) -> set[int]:
    """The lines that a key of the top level and its value take, without the comments and empty lines behind them."""
    if key not in tree.keys:
        return set()
    first = tree.keys[key].at.line
    lines = text.split("\n")
    last = min((other.at.line for other in tree.keys.values() if other.at.line > first), default=len(lines) + 1) - 1
    while last > first and (not lines[last - 1].strip() or lines[last - 1].startswith("#")):
        last -= 1
    return set(range(first, last + 1))


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
    """A text as YAML has it: as it stands where that is safe, else in quotes, with an escape for what cannot be seen."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    readable = text.encode("utf-8", "replace").decode()
    return "".join(each if each.isprintable() else f"\\U{ord(each):08X}" for each in dumps(readable, ensure_ascii=False))


def _in_a_year(day: date) -> date:
    leap_day = (2, 29)
    return date(day.year + 1, 2, 28) if (day.month, day.day) == leap_day else day.replace(year=day.year + 1)
